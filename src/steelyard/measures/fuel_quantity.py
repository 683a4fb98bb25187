"""A number with draws of what it may truly be: between known ends, or around a noisy report."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a unit, draws of it, and why it is not known better."""

    point: float
    draws: Float[np.ndarray, " draw"]
    unit: str
    why: tuple[str, ...]

    def estimate(self) -> Estimate:
        """Point and 90 % interval."""
        return estimate_from_draws(self.point, self.draws, basis="; ".join(self.why))


def between(
    point: float, low: float, high: float, unit: str, why: str, *, seed: int = 0
) -> Quantity:
    r"""A number that lies somewhere between two ends.

    .. math:: x^{(d)} \sim U(x_0, x_1)

    Parameters
    ----------
    point, low, high : in `unit`
        The number that is printed, and its ends.
    unit, why : text
        Unit, and what sets the ends.
    seed : count
        Same seed, same draws; quantities that err apart need seeds of their own.

    Returns
    -------
    quantity : Quantity

    Raises
    ------
    InputError
        If the ends are reversed, infinite or do not hold the point.

    References
    ----------
    JCGM 100:2008. *Guide to the Expression of Uncertainty in Measurement*, 4.3.7.

    Examples
    --------
    >>> between(27.3, 27.2, 27.6, "USD bn", "two figures").estimate().text(unit="USD bn")
    '27.3 USD bn (27.2 to 27.6)'
    """
    _refuse_outside("between", low, point, high)
    if low == high:
        return Quantity(point, np.full(DRAWS, point), unit, (why,))
    drawn = np.random.default_rng(seed).uniform(low, high, DRAWS)
    return Quantity(point, drawn, unit, (why,))


def noisy(
    point: float, scale: float, tail: float, unit: str, why: str, *, seed: int = 0
) -> Quantity:
    r"""A report whose log errs by Student's t of a known scale.

    .. math:: x^{(d)} = x \, e^{\sigma t^{(d)}_\nu}

    Parameters
    ----------
    point : in `unit`, at least 0
    scale : 1
        Of the log error, for example `Discrepancy.sigma`.
    tail : degrees of freedom
    unit, why : text
    seed : count

    Returns
    -------
    quantity : Quantity

    Raises
    ------
    InputError
        If the point or scale is negative or infinite, or the tail is not above 0.

    References
    ----------
    JCGM 101:2008. *Propagation of distributions using a Monte Carlo method*, 5.

    Examples
    --------
    >>> noisy(100.0, 0.0, 4.0, "t", "nothing").estimate().text()
    '100'
    """
    _refuse_outside("noisy", 0.0, point, np.inf)
    refuse_unless(
        bool(0 <= scale < np.inf and tail > 0),
        where="noisy",
        found=f"scale {scale} and tail {tail}",
        expected="a finite scale of at least 0 and a tail above 0",
        remedy="Fit the noise first, or state the number without an interval and say why.",
    )
    error = np.random.default_rng(seed).standard_t(tail, DRAWS)
    return Quantity(point, point * np.exp(scale * error), unit, (why,))


def _refuse_outside(where: str, low: float, point: float, high: float) -> None:
    """Raise unless the point lies between its ends."""
    refuse_unless(
        bool(isfinite(low) and isfinite(point) and low <= point <= high),
        where=where,
        found=f"{point} between {low} and {high}",
        expected="a finite number between its ends, the lower end first",
        remedy="Order the ends, or leave the figure absent where it is not known.",
    )
