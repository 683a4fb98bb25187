"""Partner, junior partner, vassal-like: the class of a simulated share of trade, by year.

Definitions and cuts are those of the dossier's comparison and come in as data; nothing is defined
here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.measures.reference_class import ReferenceClass, posterior
from steelyard.measures.standing import Ladder
from steelyard.system.posterior import Posterior


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A definition of classes, and the members among which a share is placed.

    `reference` where members are a sample of what could be; `members` where they are a stated
    list, whose choice is not drawn. `absent` says why this definition cannot be used.
    """

    id: str
    title: str
    main: bool
    ladder: Ladder
    reference: ReferenceClass | None = None
    members: Float[np.ndarray, " member"] | None = None
    absent: str = ""

    def percentiles(
        self, shares: Float[np.ndarray, " draw"], chance: Float[np.ndarray, " draw"]
    ) -> Float[np.ndarray, " draw"]:
        """Percentile of each drawn share; `chance` draws the choice of members."""
        if self.reference is not None:
            number = self.reference.independent(float(np.median(shares)))
            return posterior(self.reference.below(shares), number, chance)
        assert self.members is not None  # one of the two, or `absent`
        below = self.members[:, None] < shares
        up_to = self.members[:, None] <= shares
        return 100 * (0.5 * below + 0.5 * up_to).mean(axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The share of trade that a variable of the system is measured by, and its classes.

    `years` and `shares` are the observed series, `middle` and `spread` its mean and standard
    deviation over the years whose usual one is 0, `classes` rank it among the members of its
    last year. `loading` is how far the series moves with its variable, 1 unless calibrated.
    """

    variable: str
    subject: str
    partner: str
    years: Float[np.ndarray, " year"]
    shares: Float[np.ndarray, " year"]
    middle: float
    spread: float
    classes: tuple[Ranked, ...]
    loading: float = 1.0

    @property
    def last(self) -> int:
        """The last year with a figure."""
        return int(self.years[-1])


@dataclass(frozen=True, slots=True)
class Unranked:
    """A direction of the tie whose class no run can say, and why."""

    subject: str
    partner: str
    why: str


def shares_of(
    standing: Standing,
    values: Float[np.ndarray, "draw year"],
    baseline: Float[np.ndarray, "draw year"],
    years: Float[np.ndarray, " year"],
) -> Float[np.ndarray, "draw year"]:
    r"""A variable in standard deviations as the share of trade that measures it.

    .. math:: s_t = s^{obs}_{\min(t, T)} + \lambda \sigma (x_t - x^{base}_{\min(t, T)})

    Until the last known year *T* the baseline is the observed share, and what runs add is the
    change since, or beside the baseline. So a level that was observed is not guessed anew, and an
    error of that year's figure is carried on.

    Parameters
    ----------
    standing : Standing
    values, baseline : standard deviations
        The variable in the runs asked for, and in the baseline, draw by draw.
    years : of both

    Returns
    -------
    shares : 1, in [0, 1]
        NaN before the first observed year.
    """
    held = np.minimum(years, standing.last)
    from_base = baseline[:, np.searchsorted(years, held)]
    observed = np.interp(held, standing.years, standing.shares, left=np.nan)
    return np.clip(observed + standing.loading * standing.spread * (values - from_base), 0.0, 1.0)


def with_loadings(
    standings: Iterable[Standing | Unranked], found: Posterior
) -> tuple[Standing | Unranked, ...]:
    """Standings whose shares move with their variables as a calibration found, on average."""
    measure = {
        (each.observation.variable, each.observation.subject, each.observation.partner,
         round(each.middle, 9)): float(found.loading[:, at].mean())
        for at, each in enumerate(found.readings)
    }  # fmt: skip
    return tuple(
        each
        if isinstance(each, Unranked)
        else replace(each, loading=measure.get(
            (each.variable, each.subject, each.partner, round(each.middle, 9)), 1.0))
        for each in standings
    )  # fmt: skip


def chances(draws: int, seed: int) -> Float[np.ndarray, " draw"]:
    """Quantiles of the choice of members, the same for all years and both runs."""
    order = np.random.default_rng([seed, 7]).permutation(draws)
    return (order + 0.5) / draws
