"""The year in which one series passed another, or a threshold, for good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_disorder
from steelyard.measures.interval import LEVEL


@dataclass(frozen=True, slots=True)
class Crossing:
    """Year of a crossing, its 90 % interval, and the probability that there was one at all.

    `low` and `high` are years among the draws in which a crossing took place; None where fewer
    than half of the draws cross, or the point does not.
    """

    year: int | None
    low: int | None
    high: int | None
    probability: float


def crossing_year(
    years: Int[np.ndarray, " year"],
    upper: Float[np.ndarray, " year"],
    lower: Float[np.ndarray, " year"] | float,
) -> int | None:
    r"""First year from which one series stays above another, or above a threshold.

    .. math:: \min \{ t : u_\tau > l_\tau \;\forall \tau \ge t \}, \quad
        \text{with some } \tau < t : u_\tau \le l_\tau

    "For good" means: to the end of the years that are known. A series that was always above has
    not crossed. Years in which a side is absent are passed over, so that the crossing may have
    come in any absent year just before.

    Parameters
    ----------
    years : calendar years, ascending
    upper, lower : any unit, the same
        The series that passes and the one that is passed (or a threshold); NaN where absent.

    Returns
    -------
    year : calendar year, or None where there is no crossing for good

    Raises
    ------
    InputError
        If the years do not ascend.

    References
    ----------
    Own definition; the last upcrossing of a finite record.

    Examples
    --------
    >>> years = np.arange(2008, 2014)
    >>> crossing_year(years, np.array([1.0, 3.0, 2.0, 3.0, np.nan, 4.0]), 2.5)
    2011
    """
    refuse_disorder("crossing_year", years)
    place = _first_above_for_good(np.asarray(upper - lower, dtype=float)[None, :])[0]
    return None if place < 0 else int(years[place])


def crossing_interval(
    years: Int[np.ndarray, " year"],
    upper: Float[np.ndarray, " year"],
    lower: Float[np.ndarray, " year"] | float,
    upper_draws: Float[np.ndarray, "draw year"],
    lower_draws: Float[np.ndarray, "draw year"] | float,
) -> Crossing:
    r"""Crossing year with its interval from draws of both series.

    .. math:: [Q_{.05}(t^{(d)}),\; Q_{.95}(t^{(d)})] \text{ over the draws that cross}

    Errors that last for years (a wrong level) must be in the draws as such: independent noise
    in every year makes series touch that in truth are apart. Years are whole, so the interval
    covers at least as often as it says, mostly more.

    Parameters
    ----------
    years : calendar years, ascending
    upper, lower : any unit, the same
        The two series as published; `lower` may be a threshold.
    upper_draws, lower_draws : same unit
        What the two series may be in truth, draw by draw.

    Returns
    -------
    crossing : Crossing, calendar years
        `probability` is the fraction of draws that cross, in [0, 1].

    Raises
    ------
    InputError
        If the years do not ascend.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 13.

    Examples
    --------
    >>> years = np.arange(2010, 2020)
    >>> line = np.arange(10.0)
    >>> crossing_interval(years, line, 4.5, line + np.linspace(-1, 1, 41)[:, None], 4.5)
    Crossing(year=2015, low=2014, high=2016, probability=1.0)
    """
    year = crossing_year(years, upper, lower)
    places = _first_above_for_good(np.asarray(upper_draws - lower_draws, dtype=float))
    return interval_of_places(years, year, places)


def interval_of_places(
    years: Int[np.ndarray, " year"], year: int | None, places: Int[np.ndarray, " draw"]
) -> Crossing:
    r"""A year with the 90 % interval of the years that draws give.

    .. math:: [Q_{.05}(t^{(d)}), Q_{.95}(t^{(d)})]

    Parameters
    ----------
    years : calendar years
    year : calendar year
        The year as printed; None where there is none.
    places : count
        Place among the years by draw; -1 where a draw has none.

    Returns
    -------
    crossing : Crossing
        Without interval where fewer than half of the draws have a year.

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 13.

    Examples
    --------
    >>> interval_of_places(np.arange(2010, 2013), 2011, np.array([0, 1, 1, -1]))
    Crossing(year=2011, low=2010, high=2011, probability=0.75)
    """
    passed = years[places[places >= 0]]
    probability = passed.size / len(places)
    if year is None or probability < 0.5:
        return Crossing(year, None, None, probability)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(passed, [tail, 1 - tail], method="inverted_cdf")
    return Crossing(year, min(year, int(low)), max(year, int(high)), probability)


def _first_above_for_good(gap: np.ndarray) -> np.ndarray:
    """Place of the first known value above 0 after the last one that is not; -1 where none."""
    place = np.arange(gap.shape[1])
    last_below = np.where(gap <= 0, place, -1).max(axis=1)  # absent compares as False
    after = (gap > 0) & (place > last_below[:, None]) & (last_below >= 0)[:, None]
    return np.where(after.any(axis=1), after.argmax(axis=1), -1)
