"""From standard normal coordinates to the numbers of a causal system: what is held before data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from jaxtyping import Float, Int

from steelyard.system.causal import CausalSystem
from steelyard.system.numbers import About, NamedNumber, numbers
from steelyard.system.readings import Reading

Kind = About | Literal["spread", "intercept", "loading", "error"]
SPREAD = {"stock": 0.10, "auxiliary": 0.30}
"""Median before data of what no link explains, a year: a stock carries it on, an auxiliary not."""
SPREAD_FACTOR = 0.5  # standard deviation of its logarithm: a factor of 2.3 covers nine in ten
LEAST_ERROR = 0.15
"""No series is an index: with less error one series would be taken for the thing itself."""
ERROR, ERROR_FACTOR = 0.25, 0.5
TAILS = 5.0
"""Degrees of freedom of errors: a year of three vetoes is a year, not a level."""
INTERCEPT, LOADING = 0.3, 0.25
INTERCEPT_SHORT, LOADING_SHORT = 1.0, 0.6  # of series too short to say what is usual
EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Coordinate:
    """One thing that is estimated: its name, what it is about, and what it belongs to."""

    name: str
    about: Kind
    of: str


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """How coordinates become numbers. Each coordinate is standard normal before data.

    `place` and `factor` are log-normal medians and their spread, or normal ones.
    """

    coordinates: tuple[Coordinate, ...]
    names: tuple[str, ...]
    low: Float[np.ndarray, " number"]
    usual: Float[np.ndarray, " number"]
    high: Float[np.ndarray, " number"]
    source: Int[np.ndarray, " number"]
    turned: Float[np.ndarray, " number"]
    noisy: tuple[str, ...]
    spread: Float[np.ndarray, " noisy"]
    intercept: Float[np.ndarray, " reading"]
    loading: Float[np.ndarray, " reading"]

    @property
    def size(self) -> int:
        """How many coordinates there are."""
        return len(self.coordinates)

    def vector(self, u: Any, xp: Any = np) -> Any:
        """The numbers of the system, in the order of `names`, from their triangular ranges."""
        share = _ndtr(u[..., self.source], xp)
        share = xp.clip(self.turned * (1 - share) + (1 - self.turned) * share, EDGE, 1 - EDGE)
        width = self.high - self.low
        cut = (self.usual - self.low) / width
        below = share < cut
        up = xp.sqrt(xp.where(below, share, cut / 2) * width * (self.usual - self.low))
        rest = xp.where(below, (1 - cut) / 2, 1 - share)
        return xp.where(
            below, self.low + up, self.high - xp.sqrt(rest * width * (self.high - self.usual))
        )

    def spreads(self, u: Any, xp: Any = np) -> Any:
        """What no link explains of each noisy variable, standard deviations a year."""
        return self.spread * xp.exp(SPREAD_FACTOR * u[..., self._part("spread")])

    def measured(self, u: Any, xp: Any = np) -> tuple[Any, Any, Any]:
        """Intercept, loading and error of each series."""
        intercept = self.intercept * u[..., self._part("intercept")]
        loading = xp.exp(self.loading * u[..., self._part("loading")])
        error = LEAST_ERROR + ERROR * xp.exp(ERROR_FACTOR * u[..., self._part("error")])
        return intercept, loading, error

    def _part(self, about: str) -> slice:
        """Where the coordinates of a kind lie."""
        places = [at for at, each in enumerate(self.coordinates) if each.about == about]
        return slice(places[0], places[-1] + 1)


def scales(system: CausalSystem, seen: Sequence[Reading]) -> Scales:
    """The coordinates of a system and of the series that it is calibrated on.

    Numbers have the triangular ranges of the tables; two signs on which documents differ share
    one coordinate, the one's weight is what the other lacks. Every variable that has causes and
    a series has a spread; every series an intercept, a loading and an error.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> from steelyard.system.readings import readings
    >>> seen, _ = readings(shipped(), {each: {y: float(y) for y in range(2000, 2011)}
    ...                                for v in shipped().variables for each in v.observed})
    >>> made = scales(shipped(), [each for each in seen
    ...                           if shipped()[each.observation.variable].role != "exogenous"])
    >>> made.vector(np.zeros(made.size)).shape == (len(made.names),)
    True
    """
    told = numbers(system)
    kept = [Coordinate(each.name, each.about, each.of) for each in told if each.about != "variant"]
    source, turned = _sources(told, len(kept))
    differ = {each.of: each for each in reversed(told) if each.about == "variant"}
    kept += [Coordinate(each.name, "variant", each.of) for each in reversed(differ.values())]
    role = {each.name: each.role for each in system.variables}
    measured = dict.fromkeys(each.observation.variable for each in seen)
    noisy = tuple(name for name in measured if role[name] != "exogenous")
    kept += [Coordinate(f"spread_{name}", "spread", name) for name in noisy]
    for about in ("intercept", "loading", "error"):
        kept += [
            Coordinate(f"{about} of {each.observation.variable}: {each.name}", about, each.name)
            for each in seen
        ]
    short = np.array([each.short for each in seen])
    return Scales(
        tuple(kept), tuple(each.name for each in told),
        np.array([each.prior.low for each in told]), np.array([each.prior.usual for each in told]),
        np.array([each.prior.high for each in told]),
        source, turned, noisy, np.array([SPREAD[role[name]] for name in noisy]),
        np.where(short, INTERCEPT_SHORT, INTERCEPT), np.where(short, LOADING_SHORT, LOADING),
    )  # fmt: skip


def _sources(
    told: Sequence[NamedNumber], plain: int
) -> tuple[Int[np.ndarray, " number"], Float[np.ndarray, " number"]]:
    """Which coordinate each number takes, and whether it is turned round."""
    places: dict[str, int] = {}
    source, turned, at, met = [], [], 0, Counter[str]()
    for each in told:
        if each.about == "variant":
            source.append(plain + places.setdefault(each.of, len(places)))
            turned.append(float(met[each.of] % 2))
            met[each.of] += 1
        else:
            source.append(at)
            turned.append(0.0)
            at += 1
    return np.array(source), np.array(turned)


def _ndtr(u: Any, xp: Any) -> Any:
    """The normal distribution function, by the array library at hand."""
    if xp is np:
        from scipy.special import ndtr

        return ndtr(u)
    from jax.scipy.special import ndtr

    return ndtr(u)
