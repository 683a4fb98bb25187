"""Small panels side by side: an observed course and the one that was to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steelyard.dossier.explanation.expected import NO_TURN
from steelyard.dossier.records import Counterfactual
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters, year_ticks
from steelyard.report.figures.paths import band, course, runs
from steelyard.report.figures.record import Drawing, Hover

HEIGHT, FOOT, HEAD = 150, 28, 42


@dataclass(frozen=True, slots=True)
class Panel:
    """One counterfactual with its colour, its heading and what stands under that."""

    found: Counterfactual
    tone: str
    heading: str
    verdict: str


def panel_grid(width: int, columns: int, rows: Sequence[Sequence[Panel]], unit: str) -> Drawing:
    """Panels of one direction share their scale."""
    body, hovers = "", []
    scales = {
        tone: _ticks([p for row in rows for p in row if p.tone == tone], unit)
        for tone in dict.fromkeys(panel.tone for row in rows for panel in row)
    }
    cell = width / columns
    for line, row in enumerate(rows):
        for column, panel in enumerate(row):
            ticks = scales[panel.tone]
            letters = tick_letters(ticks, unit)
            left = cell * column + max(svg.text_width(letters(tick), 10.5) for tick in ticks) + 6
            top = line * (HEIGHT + HEAD + FOOT) + HEAD
            frame = _frame(width, panel, left, cell * (column + 1) - 16, top, HEIGHT, ticks)
            drawn, said = _panel(frame, panel, ticks, unit, cell - 12)
            body += drawn
            hovers += said
    return Drawing(width, len(rows) * (HEIGHT + HEAD + FOOT), body, tuple(hovers))


def _ticks(panels: Sequence[Panel], unit: str) -> list[float]:
    """From zero to the largest value or end of an interval."""
    values = [value for p in panels for value in p.found.observed]
    for panel in panels:
        for value in panel.found.expected:
            values += [end for end in (value.point, value.low, value.high) if end is not None]
    ticks = nice_ticks(min(0.0, *values), max(values), 4)
    return [tick for tick in ticks if 0 <= tick <= 1] if unit == words.SHARE else ticks


def _frame(
    width: int,
    panel: Panel,
    left: float,
    right: float,
    top: float,
    height: float,
    ticks: Sequence[float],
) -> Frame:
    """The plot area of a panel inside the whole drawing."""
    years = panel.found.years
    return Frame(
        width,
        round(top + height),
        left,
        width - right,
        top,
        0,
        (float(years[0]), float(years[-1])),
        (min(ticks), max(ticks)),
    )


def _panel(
    frame: Frame, panel: Panel, ticks: Sequence[float], unit: str, room: float
) -> tuple[str, list[Hover]]:
    """Heading, scale, event, expected with its band, observed."""
    one, letters = panel.found, tick_letters(ticks, unit)
    size = 11.5 if room < 300 else 12.5
    start = frame.left - max(svg.text_width(letters(tick), 10.5) for tick in ticks) - 6
    body = svg.text(
        start, frame.top - 28, panel.heading, size=size, tone=f"{panel.tone}-ink", bold=True
    )
    body += svg.text(start, frame.top - 13, panel.verdict, size=size - 0.5, tone="ink")
    right, floor = frame.width - frame.right, frame.top + frame.inner[1]
    for tick in ticks:
        y = frame.py(tick)
        body += svg.line(frame.left, y, right, y, tone="axis" if tick == 0 else "grid")
        body += svg.text(
            frame.left - 5, y + 3.5, letters(tick), size=10.5, tone="muted", anchor="end"
        )
    for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 60))):
        x = frame.px(year)
        body += svg.line(x, floor, x, floor + 3, tone="axis")
        body += svg.text(x, floor + 15, str(year), size=10.5, tone="muted", anchor="middle")
    if one.event != NO_TURN:
        x = frame.px(one.event_year)
        body += svg.line(x, frame.top, x, floor, tone="ink-soft", dash="3 2")
    body += _expected(frame, one)
    seen = [(frame.px(year), frame.py(v)) for year, v in zip(one.years, one.observed, strict=True)]
    body += course(one.years, seen, panel.tone, width=2.2)
    return body, _hovers(frame, panel, unit)


def _expected(frame: Frame, one: Counterfactual) -> str:
    """The expected course; its interval as a band, or as a bar where a year stands alone."""
    known = [
        (year, value)
        for year, value in zip(one.years, one.expected, strict=True)
        if value.point is not None
    ]
    ranged = [
        (year, *(min(max(end, frame.y[0]), frame.y[1]) for end in (value.low, value.high)))
        for year, value in known
        if value.low is not None and value.high is not None
    ]
    body = ""
    for places in runs([year for year, _, _ in ranged]):
        low = [(frame.px(ranged[k][0]), frame.py(ranged[k][1])) for k in places]
        high = [(frame.px(ranged[k][0]), frame.py(ranged[k][2])) for k in places]
        if len(places) > 1:
            body += band(high, low, "line", opacity=0.3)
        else:
            body += svg.line(*low[0], *high[0], tone="line", width=3)
    path = [(frame.px(year), frame.py(value.point or 0.0)) for year, value in known]
    return body + course([year for year, _ in known], path, "ink-soft", width=1.5, dash="4 3")


def _hovers(frame: Frame, panel: Panel, unit: str) -> list[Hover]:
    one = panel.found
    return [
        Hover(
            frame.px(year),
            frame.py(seen),
            f"{year}, {panel.heading}: {rounded(seen, unit)}, expected {words.show(value, unit)}",
        )
        for year, seen, value in zip(one.years, one.observed, one.expected, strict=True)
    ]


def rounded(value: float, unit: str) -> str:
    """A value with two or three digits: no more can be told from a picture."""
    return words.plain(float(f"{value:.2g}" if unit == words.SHARE else f"{value:.3g}"), unit)
