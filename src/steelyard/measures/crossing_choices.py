"""How a crossing year depends on choices that somebody made: which crossing counts, which noise.

`contest.crossing_by_last_year` and `crossing_by_base_year` vary the year; this varies the rest.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_disorder
from steelyard.measures.crossing import Crossing, interval_of_places


def first_passing(
    years: Int[np.ndarray, " year"],
    upper: Float[np.ndarray, " year"],
    lower: Float[np.ndarray, " year"],
) -> int | None:
    r"""First year in which one series is above another after it was not.

    .. math:: \min \{ t : u_t > l_t, \; \exists \tau < t : u_\tau \le l_\tau \}

    Unlike `crossing.crossing_year` it does not ask whether the lead lasted. The two agree where
    the series cross once.

    Parameters
    ----------
    years : calendar years, ascending
    upper, lower : any unit, the same
        NaN where absent.

    Returns
    -------
    year : calendar year, or None where the first series never came from below

    Raises
    ------
    InputError
        If the years do not ascend.

    References
    ----------
    Own definition; the first upcrossing of a finite record.

    Examples
    --------
    >>> years = np.arange(2008, 2013)
    >>> first_passing(years, np.array([1.0, 3.0, 1.0, np.nan, 3.0]), np.full(5, 2.0))
    2009
    """
    refuse_disorder("first_passing", years)
    place = _first_after_below((upper - lower)[None, :])[0]
    return None if place < 0 else int(years[place])


def first_passing_interval(
    years: Int[np.ndarray, " year"],
    upper: Float[np.ndarray, " year"],
    lower: Float[np.ndarray, " year"],
    upper_draws: Float[np.ndarray, "draw year"],
    lower_draws: Float[np.ndarray, "draw year"],
) -> Crossing:
    r"""First passing with its interval from draws of both series.

    .. math:: [Q_{.05}(t^{(d)}),\; Q_{.95}(t^{(d)})] \text{ over the draws that pass}

    Noise makes two series that run side by side seem to pass early, so the interval reaches
    further back than that of the crossing for good.

    Parameters
    ----------
    years : calendar years, ascending
    upper, lower : any unit, the same
        The two series as published.
    upper_draws, lower_draws : same unit
        What they may be in truth, draw by draw.

    Returns
    -------
    crossing : Crossing, calendar years
        `probability` is the fraction of draws with a passing, in [0, 1].

    Raises
    ------
    InputError
        If the years do not ascend.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 13.

    Examples
    --------
    >>> years, line = np.arange(2010, 2020), np.arange(10.0)
    >>> flat, noise = np.full(10, 4.5), np.linspace(-1, 1, 41)[:, None]
    >>> first_passing_interval(years, line, flat, line + noise, flat + 0 * noise)
    Crossing(year=2015, low=2014, high=2016, probability=1.0)
    """
    year = first_passing(years, upper, lower)
    places = _first_after_below(np.asarray(upper_draws - lower_draws, dtype=float))
    return interval_of_places(years, year, places)


def _first_after_below(gap: np.ndarray) -> np.ndarray:
    """Place of the first value above 0 that comes after one that is not; -1 where none."""
    before = np.logical_or.accumulate(gap <= 0, axis=1)  # absent compares as False
    after = (gap > 0) & before
    return np.where(after.any(axis=1), after.argmax(axis=1), -1)
