"""From a course over time to the one number that a statement is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.claims.course import Course, Dot, quotient
from steelyard.claims.periods import Span
from steelyard.claims.thresholds import COVERED, SLOPE_POINTS
from steelyard.vocabulary.estimate import Estimate, absent

TAKES = {
    "at": "at the period itself",
    "last": "at the last date known in the period",
    "first": "at the first date known in the period",
    "mean": "mean over the period",
    "sum": "sum over the period",
    "most": "highest in the period",
    "least": "lowest in the period",
    "change": "change from start to end",
    "growth": "change from start to end, as part of the start",
    "ratio": "end over start",
    "slope": "slope over the period",
    "ends": "change between the two ends",
    "year_first": "first year in which it stands above 1",
    "year_above": "first year from which it stays above 1",
    "count": "number in the period",
    "year": "year in which the register has it",
    "each": "lowest of all in the period, since each must pass",
}
YEARLESS = ("sum", "count")
ANY_TIME = [Span("1000", "2200")]


@dataclass(frozen=True, slots=True)
class Taken:
    """One number, the dates it rests on, and their origins."""

    value: Estimate
    period: str
    unit: str
    origins: tuple[str, ...]


def take(course: Course, how: str, period: Sequence[Span]) -> Taken:
    """A course reduced to one number over the period of a claim.

    Two spans are compared with each other by ``change``, ``growth`` and ``ratio``: the mean of
    the second against that of the first. Everything else looks at all spans together. A span
    that figures cover by less than `COVERED` gives an absence with its reason.

    Examples
    --------
    >>> from steelyard.claims.periods import spans
    >>> made = Course("x", "ratio", tuple(
    ...     Dot(str(year), Estimate(float(n), n - 0.1, n + 0.1, 0.9, "y"), ("o",))
    ...     for n, year in enumerate(range(2000, 2010))))
    >>> take(made, "slope", spans("2000-2009")).value.point
    1.0
    """
    zero = course.complete and how in YEARLESS  # what a full register lacks did not happen
    if not course.dots and not zero:
        return _none(course.why or "no figure for it is in the data", period)
    if how == "year":  # the date is what is asked for, so it may lie anywhere
        period = ANY_TIME
    inside = _inside(course, period)
    if how in ("change", "growth", "ratio") and len(period) == 2:
        return _two_spans(course, how, period)
    if not inside and zero and not _reached(course, period):
        return _none(f"the register reaches from {course.reach[0]} to {course.reach[1]}", period)
    if not inside and not zero:
        first, last = course.dots[0].period, course.dots[-1].period
        return _none(f"figures reach from {first} to {last}", period)
    if how == "at" and len({dot.period for dot in inside}) > 1:
        return _none("several dates where the statement needs one", period)
    if how not in ("at", "last", "first", "year", *YEARLESS) and not _covered(
        course, inside, period
    ):
        return _none(
            f"figures from {inside[0].period} to {inside[-1].period} cover too little of it",
            period,
        )
    value = FUNCTIONS[how](inside)
    unit = {"growth": "1", "ratio": "ratio", "count": "count"}
    unit |= {"year_above": "year", "year_first": "year", "year": "year"}
    label = _label(how, inside) if inside else ", ".join(str(span) for span in period)
    origins = dict.fromkeys(origin for dot in inside for origin in dot.origins)
    origins = origins or dict.fromkeys(course.origins)
    return Taken(value, label, unit.get(how, course.unit), tuple(origins))


def _inside(course: Course, period: Sequence[Span]) -> list[Dot]:
    """Present values of the period, in order."""
    return sorted(
        (
            dot
            for dot in course.dots
            if dot.value.present and any(span.holds(dot.period) for span in period)
        ),
        key=lambda dot: dot.period,
    )


def _covered(course: Course, inside: Sequence[Dot], period: Sequence[Span]) -> bool:
    """Whether the figures reach over enough of the period."""
    wanted = max(s.years[1] for s in period) - min(s.years[0] for s in period)
    reach = inside[-1].year - inside[0].year
    return wanted == 0 or course.complete or reach >= COVERED * wanted


def _reached(course: Course, period: Sequence[Span]) -> bool:
    """Whether a register holds every year of a period."""
    first, last = course.reach
    return all(first <= span.years[0] and span.years[1] <= last for span in period)


def _two_spans(course: Course, how: str, period: Sequence[Span]) -> Taken:
    """The mean of the second span against that of the first."""
    parts = [_inside(course, [span]) for span in period]
    for span, part in zip(period, parts, strict=True):
        if not part or not _covered(course, part, [span]):
            return _none(f"too few figures in {span}", period)
    dots = [
        Dot(str(span), _mean(part), tuple(o for dot in part for o in dot.origins))
        for span, part in zip(period, parts, strict=True)
    ]
    value = FUNCTIONS[how](dots)
    origins = tuple(dict.fromkeys(o for dot in dots for o in dot.origins))
    unit = {"growth": "1", "ratio": "ratio"}.get(how, course.unit)
    return Taken(value, f"{period[0]}, then {period[1]}", unit, origins)


def _label(how: str, inside: Sequence[Dot]) -> str:
    """The dates that a number rests on."""
    if how in ("at", "last") or len(inside) == 1:
        return inside[-1].period
    return inside[0].period if how == "first" else f"{inside[0].period} to {inside[-1].period}"


def _none(why: str, period: Sequence[Span]) -> Taken:
    """No number, and why."""
    return Taken(absent(why), ", ".join(str(span) for span in period), "", ())


def _mean(dots: Sequence[Dot]) -> Estimate:
    """Mean whose ends are the means of the ends: errors that last, the cautious case."""
    return _together(dots, len(dots))


def _sum(dots: Sequence[Dot]) -> Estimate:
    """Sum with errors that last; none is 0, in a complete register."""
    return _together(dots, 1) if dots else Estimate(0.0, 0.0, 0.0, 0.9, "none in the register")


def _together(dots: Sequence[Dot], parts: int) -> Estimate:
    """Sums of points and ends, divided."""
    values = [dot.value for dot in dots]
    point = sum(value.point or 0.0 for value in values) / parts
    if any(value.low is None or value.high is None for value in values):
        return Estimate(point, None, None, None, "none: a part has no interval")
    low = sum(value.low or 0.0 for value in values) / parts
    high = sum(value.high or 0.0 for value in values) / parts
    level = values[0].level if len({value.level for value in values}) == 1 else None
    return Estimate(point, min(low, point), max(high, point), level, values[0].basis)


def _change(dots: Sequence[Dot]) -> Estimate:
    """End less start, their errors independent."""
    if len(dots) < 2:
        return absent("a change needs two dates")
    start, end = dots[0].value, dots[-1].value
    assert start.point is not None
    assert end.point is not None
    point = end.point - start.point
    if None in (start.low, start.high, end.low, end.high):
        return Estimate(point, None, None, None, "none: an end has no interval")
    assert start.low is not None
    assert start.high is not None
    assert end.low is not None
    assert end.high is not None
    down = np.hypot(end.point - end.low, start.high - start.point)
    up = np.hypot(end.high - end.point, start.point - start.low)
    level = 0.9 if start.level or end.level else None
    return Estimate(point, float(point - down), float(point + up), level, end.basis)


def _ratio(dots: Sequence[Dot]) -> Estimate:
    """End over start."""
    if len(dots) < 2:
        return absent("a change needs two dates")
    return quotient(dots[-1].value, dots[0].value)


def _growth(dots: Sequence[Dot]) -> Estimate:
    """End over start, less one."""
    found = _ratio(dots)
    if found.point is None:
        return found
    low = None if found.low is None else found.low - 1
    high = None if found.high is None else found.high - 1
    return Estimate(found.point - 1, low, high, found.level, found.basis, found.kind)


def _slope(dots: Sequence[Dot]) -> Estimate:
    """Slope by year, of yearly values or of means of years."""
    from steelyard.models.series.trend import trend_slope

    by_year: dict[int, list[float]] = {}
    for dot in dots:
        by_year.setdefault(dot.year, []).append(float(dot.value.point or 0.0))
    if len(by_year) < SLOPE_POINTS:
        return absent(f"a slope needs figures of {SLOPE_POINTS} years")
    years = np.array(sorted(by_year))
    return trend_slope(years, np.array([float(np.mean(by_year[int(year)])) for year in years]))


def _year_first(dots: Sequence[Dot]) -> Estimate:
    """First year above, whatever comes later, and the years in which it may have been."""
    return _years(dots, _first_at_all)


def _year_above(dots: Sequence[Dot]) -> Estimate:
    """First year from which the value stays above, and the years in which it may have been."""
    return _years(dots, _first_above)


def _years(
    dots: Sequence[Dot], first_of: Callable[[list[int], list[float]], int | None]
) -> Estimate:
    """A year by the points, and by the low and the high ends."""
    found = [
        first_of([dot.year for dot in dots], [pick(dot.value) for dot in dots])
        for pick in (_point, _high, _low)
    ]
    middle, earliest, latest = found
    if middle is None or middle == dots[0].year:
        return absent("it does not come to stand above within the years known")
    latest = latest if latest is not None else dots[-1].year
    earliest = earliest if earliest is not None else middle
    low, high = float(min(earliest, middle)), float(max(latest, middle))
    return Estimate(float(middle), low, high, None, "years in which it may have come to pass")


def _first_above(years: list[int], values: list[float]) -> int | None:
    """First year from which every value is above 1."""
    first = None
    for year, value in zip(years, values, strict=True):
        first = (year if first is None else first) if value > 1 else None
    return first


def _first_at_all(years: list[int], values: list[float]) -> int | None:
    """First year whose value is above 1."""
    return next((year for year, value in zip(years, values, strict=True) if value > 1), None)


def _point(value: Estimate) -> float:
    return float(value.point or 0.0)


def _low(value: Estimate) -> float:
    return _point(value) if value.low is None else value.low


def _high(value: Estimate) -> float:
    return _point(value) if value.high is None else value.high


def _count(dots: Sequence[Dot]) -> Estimate:
    """How many there are."""
    number = float(len(dots))
    return Estimate(number, number, number, 0.9, "counted in a register")


def _year(dots: Sequence[Dot]) -> Estimate:
    """The year of the first."""
    year = float(dots[0].year)
    return Estimate(year, year, year, 0.9, "dated in a register")


FUNCTIONS: dict[str, Callable[[Sequence[Dot]], Estimate]] = {
    "at": lambda dots: dots[-1].value,
    "last": lambda dots: dots[-1].value,
    "first": lambda dots: dots[0].value,
    "mean": _mean,
    "sum": _sum,
    "most": lambda dots: max((dot.value for dot in dots), key=_point),
    "least": lambda dots: min((dot.value for dot in dots), key=_point),
    "each": lambda dots: min((dot.value for dot in dots), key=_low),
    "change": _change,
    "ends": _change,
    "growth": _growth,
    "ratio": _ratio,
    "slope": _slope,
    "year_above": _year_above,
    "year_first": _year_first,
    "count": _count,
    "year": _year,
}
