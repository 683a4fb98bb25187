"""The small chart of a claim: the course it was held against, what was said, and of which time.

Colours come from the page's style by class, so that hundreds of charts stay small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from steelyard.dossier.records.audit import ClaimVerdict, EvidenceCourse, EvidenceReading
from steelyard.report import svg
from steelyard.report.figures.frame import nice_ticks, tick_letters

WIDTH, HEIGHT = 340, 130
TOP, RIGHT, FOOT = 8, 10, 20
LEAST = 3  # points that make a course
MOST = 36  # points that so few pixels can show
LETTER = 10.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where years and values lie."""

    left: float
    years: tuple[float, float]
    values: tuple[float, float]

    def x(self, year: float) -> float:
        """Pixel of a time, kept inside."""
        first, last = self.years
        part = (min(max(year, first), last) - first) / ((last - first) or 1)
        return self.left + part * (WIDTH - RIGHT - self.left)

    def y(self, value: float) -> float:
        """Pixel of a value, kept inside."""
        low, high = self.values
        part = (min(max(value, low), high) - low) / ((high - low) or 1)
        return TOP + (1 - part) * (HEIGHT - TOP - FOOT)


def charted(claim: ClaimVerdict, courses: dict[str, EvidenceCourse]) -> EvidenceReading | None:
    """The reading whose course is drawn: the one that decides, else the first with a course."""
    first = [] if claim.decided_by is None else [claim.readings[claim.decided_by]]
    for reading in (*first, *claim.readings):
        course = courses.get(reading.course)
        if course is not None and len(course.values) >= LEAST:
            return reading
    return None


def claim_chart(claim: ClaimVerdict, reading: EvidenceReading, course: EvidenceCourse) -> Markup:
    """Course with its interval, window of the claim shaded, what was said as a dashed line."""
    shown = _thinned(course)
    times = [time(course.periods[n]) for n in shown]
    ends = [
        end
        for n in shown
        for end in (course.values[n], course.lows[n], course.highs[n])
        if end is not None
    ]  # fmt: skip
    ends += reading.levels
    low = 0.0 if 0 < min(ends) < 0.5 * max(ends) else min(ends)
    ticks = nice_ticks(low, max(ends), 3)
    letters = tick_letters(ticks, course.unit)
    left = max(svg.text_width(letters(tick), LETTER) for tick in ticks) + 6
    place = Place(left, (min(times) - 0.5, max(times) + 0.5), (ticks[0], ticks[-1]))
    body = "".join(_window(place, span) for span in claim.spans)
    body += "".join(_tick(place, tick, letters(tick)) for tick in ticks)
    body += _band(place, course, shown, times) + _line(place, course, shown, times)
    body += "".join(_level(place, level) for level in reading.levels)
    body += _years(place, course.periods[shown[0]], course.periods[shown[-1]])
    told = f"{course.title}, {course.periods[0]} to {course.periods[-1]}; said: {claim.said}"
    return Markup(
        f'<svg class="cc" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{svg.escape(told)}">{body}</svg>'
    )


def time(period: str) -> float:
    """A period as a place on the axis of years; a year stands at its own number.

    Examples
    --------
    >>> time("2020"), time("2020-07")
    (2020.0, 2020.0)
    """
    month = int(period[5:7]) if len(period) >= 7 and period[5:7].isdigit() else 7
    return int(period[:4]) + (month - 7) / 12


def _thinned(course: EvidenceCourse) -> list[int]:
    """Places of the points that are drawn; the newest always among them."""
    step = -(-len(course.values) // MOST)
    return list(range(len(course.values)))[::-1][::step][::-1]


def _window(place: Place, span: tuple[str, str]) -> str:
    """The time of which the claim speaks; nothing where it lies outside."""
    half = [0.5 if len(end) == 4 else 1 / 24 for end in span]
    first, last = time(span[0]) - half[0], time(span[1]) + half[1]
    if last <= place.years[0] or first >= place.years[1]:
        return ""
    x, wide = place.x(first), place.x(last) - place.x(first)
    tall = HEIGHT - TOP - FOOT
    return f'<path class="w" d="M{x:.0f} {TOP}h{max(wide, 2):.0f}v{tall}h-{max(wide, 2):.0f}z"/>'


def _tick(place: Place, tick: float, letters: str) -> str:
    y = place.y(tick)
    return (
        f'<path class="g" d="M{place.left:.0f} {y:.0f}.5H{WIDTH - RIGHT}"/>'
        f'<text x="{place.left - 5:.0f}" y="{y + 4:.0f}" class="e">{svg.escape(letters)}</text>'
    )


def _band(
    place: Place, course: EvidenceCourse, shown: Sequence[int], times: Sequence[float]
) -> str:
    """The interval, where every point has one."""
    lows = [course.lows[n] for n in shown]
    highs = [course.highs[n] for n in shown]
    if None in lows or None in highs or lows == highs:
        return ""
    upper = _corners(place, times, [high or 0.0 for high in highs])
    lower = _corners(place, times[::-1], [low or 0.0 for low in lows[::-1]])
    return f'<path class="b" d="M{upper} {lower}z"/>'


def _line(
    place: Place, course: EvidenceCourse, shown: Sequence[int], times: Sequence[float]
) -> str:
    values = [course.values[n] for n in shown]
    drawn = f'<path class="l" d="M{_corners(place, times, values)}"/>'
    return drawn + f'<circle cx="{place.x(times[-1]):.0f}" cy="{place.y(values[-1]):.0f}" r="2.5"/>'


def _corners(place: Place, times: Sequence[float], values: Sequence[float]) -> str:
    return " ".join(
        f"{place.x(x):.0f} {place.y(y):.0f}" for x, y in zip(times, values, strict=True)
    )  # fmt: skip


def _level(place: Place, level: float) -> str:
    """What was said."""
    return f'<path class="s" d="M{place.left:.0f} {place.y(level):.1f}H{WIDTH - RIGHT}"/>'


def _years(place: Place, first: str, last: str) -> str:
    """First and last period under the axis."""
    y = HEIGHT - 5
    return (
        f'<text x="{place.left:.0f}" y="{y}">{first}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{y}" class="e">{last}</text>'
    )
