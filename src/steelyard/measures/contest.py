"""Two outside powers in a third state or region: who weighs more, since when, how surely.

Rows are dimensions (trade, credit, arms, migrants ...), columns years. The unit may differ from
row to row but not within one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_disorder, refuse_negative, refuse_unless
from steelyard.measures.crossing import Crossing, crossing_interval, crossing_year
from steelyard.measures.interval import LEVEL, estimate_from_draws
from steelyard.vocabulary.estimate import Estimate, absent

UNKNOWN = "one of the two is not known in that year"
ZERO = "one of the two is 0, so their ratio has no logarithm"
DRAWN = "draws of both sides"


@dataclass(frozen=True, slots=True)
class CrossingByChoice:
    """Crossing years under every choice of one year, and how far they agree.

    `years[k]` belongs to `choices[k]`; None where that choice shows no crossing. `agreement` is
    the part of the choices that give the most frequent answer, `earliest` and `latest` the
    range of the years given.
    """

    choices: Int[np.ndarray, " choice"]
    years: tuple[int | None, ...]
    agreement: float
    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True)
class Contest:
    """Standing in each dimension in one year, and when the first power passed the second.

    `log_ratio` above 0: the first weighs more. `chance_ahead` is the probability of that, None
    where a side is absent.
    """

    log_ratio: tuple[Estimate, ...]
    chance_ahead: tuple[float | None, ...]
    crossing: tuple[Crossing, ...]


def region_total(
    values: Float[np.ndarray, "*dimension state year"],
) -> Float[np.ndarray, "*dimension year"]:
    r"""Weight of one outside power in a region: sum over its states, where all are known.

    .. math:: W_t = \sum_{c \in R} w_{ct}

    Dominated by the greatest state of the region; look at the states one by one as well.

    Parameters
    ----------
    values : any unit, extensive
        NaN where absent; axis before the last: states of the region.

    Returns
    -------
    total : same unit, at least 0
        NaN in years in which a state is absent: else a region would shrink when one of its
        states stops reporting. The order and splitting of states make no difference.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    United Nations (2011). *International Merchandise Trade Statistics: Concepts and Definitions
    2010*, ch. 6 (totals over partner groups).

    Examples
    --------
    >>> region_total(np.array([[1.0, 2.0], [3.0, np.nan]])).tolist()
    [4.0, nan]
    """
    refuse_negative("region_total", values=values)
    return values.sum(axis=-2)


def contest(
    years: Int[np.ndarray, " year"],
    first: Float[np.ndarray, "dimension year"],
    second: Float[np.ndarray, "dimension year"],
    first_draws: Float[np.ndarray, "draw dimension year"],
    second_draws: Float[np.ndarray, "draw dimension year"],
    *,
    at: int,
) -> Contest:
    r"""Who weighs more in each dimension in a given year, and since when for good.

    .. math:: g_k = \ln (a_{kt} / b_{kt}), \quad
        P(g_k > 0), \quad \min \{ t : a_{k\tau} > b_{k\tau} \; \forall \tau \ge t \}

    It compares the two outside powers with each other, not with what the region keeps for
    itself or gives to others: both may lose weight at once.

    Parameters
    ----------
    years : calendar years, ascending
    first, second : any unit, the same within a dimension
        Weight of the two powers, as published; NaN where absent.
    first_draws, second_draws : same units
        What they may be in truth. Errors that last for years must be in the draws as such.
    at : calendar year
        Year of the standing.

    Returns
    -------
    contest : Contest
        One entry for each dimension; absent with a reason where the year is not known on both
        sides or a side is 0. Interval ends are quantiles of the paired draws.

    Raises
    ------
    InputError
        If years do not ascend or do not hold `at`, or a value is negative or infinite.

    References
    ----------
    Own definition, from `steelyard.measures.crossing`.

    Examples
    --------
    >>> years = np.arange(2000, 2010)
    >>> china, russia = np.arange(10.0)[None] + 1, np.full((1, 10), 5.5)
    >>> noise = np.exp(np.linspace(-0.1, 0.1, 41))[:, None, None]
    >>> found = contest(years, china, russia, noise * china, noise[::-1] * russia, at=2009)
    >>> found.log_ratio[0].text(), found.crossing[0].year, found.crossing[0].low
    ('0.6 (0.4 to 0.8)', 2005, 2004)
    """
    refuse_negative("contest", first=first, second=second)
    refuse_negative("contest", first_draws=first_draws, second_draws=second_draws)
    column = np.flatnonzero(years == at)
    refuse_unless(
        column.size == 1,
        where="contest",
        found=f"year {at}, years {years.min(initial=9999)} to {years.max(initial=0)}",
        expected="a year that the series hold once",
        remedy="Choose a year within the series.",
    )
    c = column[0]
    pairs = range(len(first))
    standing = [
        _standing(first[k, c], second[k, c], first_draws[:, k, c], second_draws[:, k, c])
        for k in pairs
    ]
    crossings = [
        crossing_interval(years, first[k], second[k], first_draws[:, k], second_draws[:, k])
        for k in pairs
    ]
    ratios, chances = (tuple(side) for side in zip(*standing, strict=True)) if pairs else ((), ())
    return Contest(ratios, chances, tuple(crossings))


def tilt_by_year(
    first: Float[np.ndarray, " year"],
    second: Float[np.ndarray, " year"],
    first_draws: Float[np.ndarray, "draw year"],
    second_draws: Float[np.ndarray, "draw year"],
) -> tuple[Estimate, ...]:
    r"""Log ratio of two powers' weight in one dimension, year by year.

    .. math:: g_t = \ln (a_t / b_t)

    Above 0 the first weighs more; 0.69 is twice as much.

    Parameters
    ----------
    first, second : any unit, the same
        NaN where absent.
    first_draws, second_draws : same unit
        What they may be in truth.

    Returns
    -------
    ratio : Estimate for each year, ln
        Absent with a reason where a side is not known or is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    As `contest`.

    Examples
    --------
    >>> noise = np.exp(np.linspace(-0.1, 0.1, 41))[:, None]
    >>> two, one = np.array([2.0, np.nan]), np.array([1.0, 1.0])
    >>> [each.text() for each in tilt_by_year(two, one, noise * two, one[None] + 0 * noise)]
    ['0.69 (0.60 to 0.78)', 'one of the two is not known in that year']
    """
    refuse_negative("tilt_by_year", first=first, second=second)
    refuse_negative("tilt_by_year", first_draws=first_draws, second_draws=second_draws)
    known = np.isfinite(first) & np.isfinite(second)
    positive = (first > 0) & (second > 0) & (first_draws > 0).all(0) & (second_draws > 0).all(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.log(first_draws) - np.log(second_draws)
    tail = (1 - LEVEL) / 2
    ends = np.quantile(drawn[:, known & positive], [tail, 1 - tail], axis=0).T
    rest = iter(ends.tolist())
    return tuple(
        absent(UNKNOWN)
        if not known[t]
        else absent(ZERO)
        if not positive[t]
        else _tilt(float(np.log(first[t] / second[t])), *next(rest))
        for t in range(first.size)
    )


def crossing_by_last_year(
    years: Int[np.ndarray, " year"],
    first: Float[np.ndarray, " year"],
    second: Float[np.ndarray, " year"],
    *,
    from_year: int,
) -> CrossingByChoice:
    r"""Crossing year as it looked from each year since, with the data to that year only.

    .. math:: t^*(T) = \min \{ t \le T : a_\tau > b_\tau \; \forall \tau \in [t, T] \}

    A crossing "for good" is for good only to the end of the record. If the answer moves with the
    year one looks from, as it does where two powers pass each other back and forth, no single
    year should be named.

    Parameters
    ----------
    years : calendar years, ascending
    first, second : any unit, the same
        NaN where absent.
    from_year : calendar year
        First year to look from.

    Returns
    -------
    crossings : CrossingByChoice
        One choice for each year of the series from `from_year` on in which both sides are known.

    Raises
    ------
    InputError
        If years do not ascend, a value is negative, or no such year is known on both sides.

    References
    ----------
    Own definition; pseudo-out-of-sample in the sense of Stock, J. H. and Watson, M. W. (2007).
    Why has U.S. inflation become harder to forecast? *Journal of Money, Credit and Banking* 39.

    Examples
    --------
    >>> years = np.arange(2010, 2016)
    >>> found = crossing_by_last_year(years, np.array([1.0, 3, 3, 1, 3, 3]), np.full(6, 2.0),
    ...                               from_year=2012)
    >>> found.choices.tolist(), found.years
    ([2012, 2013, 2014, 2015], (2011, None, 2014, 2014))
    """
    known = _known("crossing_by_last_year", years, first, second)
    choices = years[known & (years >= from_year)]
    found = [
        crossing_year(years[years <= last], first[years <= last], second[years <= last])
        for last in choices
    ]
    return _summary("crossing_by_last_year", choices, found)


def crossing_by_base_year(
    years: Int[np.ndarray, " year"],
    first: Float[np.ndarray, " year"],
    second: Float[np.ndarray, " year"],
) -> CrossingByChoice:
    r"""Year from which one side had grown more than the other, for each base year of the index.

    .. math:: t^*(B) = \min \left\{ t : \frac{a_\tau}{a_B} > \frac{b_\tau}{b_B}
        \; \forall \tau \ge t \right\}

    Indices with 2000 = 100 say who grew faster since 2000, not who is greater, and a base year in
    which one side was unusually low makes it "overtake" at once. The spread over base years shows
    how much of a claim rests on that choice. Blind to the units of both sides, even if they
    differ.

    Parameters
    ----------
    years : calendar years, ascending
    first, second : any units
        NaN where absent.

    Returns
    -------
    crossings : CrossingByChoice
        One choice for each year in which both sides are known and above 0, but the last. The
        first year after the base that counts is the first in which the index is ahead for good;
        None where it is not ahead at the end.

    Raises
    ------
    InputError
        If years do not ascend, a value is negative, or fewer than two years are known.

    References
    ----------
    Own definition; on the choice of a base: ILO and others (2004). *Consumer Price Index Manual*,
    ch. 9 (reference periods).

    Examples
    --------
    >>> years = np.arange(2000, 2005)
    >>> china, russia = np.array([2.0, 1, 3, 4, 5]), np.array([2.0, 2, 2, 3, 3])
    >>> found = crossing_by_base_year(years, china, russia)
    >>> found.years, found.agreement
    ((2002, 2002, 2004, 2004), 0.5)
    """
    known = _known("crossing_by_base_year", years, first, second) & (first > 0) & (second > 0)
    bases = np.flatnonzero(known)[:-1]
    found = [
        crossing_year(years[base:], first[base:] / first[base], second[base:] / second[base])
        for base in bases
    ]
    return _summary("crossing_by_base_year", years[bases], found)


def _tilt(point: float, low: float, high: float) -> Estimate:
    """A log ratio with the ends of its draws, stretched to hold the point."""
    return Estimate(point, min(point, low), max(point, high), LEVEL, DRAWN, "estimated")


def _standing(
    a: float, b: float, a_draws: np.ndarray, b_draws: np.ndarray
) -> tuple[Estimate, float | None]:
    """Log ratio with its interval, and the probability that the first side is ahead."""
    if not (np.isfinite(a) and np.isfinite(b)):
        return absent(UNKNOWN), None
    usable = np.isfinite(a_draws) & np.isfinite(b_draws)
    ahead = float((a_draws > b_draws)[usable].mean()) if usable.any() else float(a > b)
    if a == 0 or b == 0 or not (usable & (a_draws > 0) & (b_draws > 0)).all():
        return absent(ZERO), ahead
    drawn = np.log(a_draws) - np.log(b_draws)
    return estimate_from_draws(float(np.log(a / b)), drawn, basis=DRAWN), ahead


def _known(where: str, years: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Years in which both sides are present; refuse negative values."""
    refuse_negative(where, first=first, second=second)
    refuse_disorder(where, years)
    return np.isfinite(first) & np.isfinite(second)


def _summary(where: str, choices: np.ndarray, found: list[int | None]) -> CrossingByChoice:
    """Range and agreement of the answers."""
    refuse_unless(
        len(found) > 0,
        where=where,
        found="no year to choose from",
        expected="at least one year known on both sides",
        remedy="Leave the crossing absent where the series do not overlap.",
    )
    named = [year for year in found if year is not None]
    agreement = max(found.count(answer) for answer in set(found)) / len(found)
    earliest, latest = (min(named), max(named)) if named else (None, None)
    return CrossingByChoice(choices, tuple(found), agreement, earliest, latest)
