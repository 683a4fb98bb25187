"""The drawing of a line chart: frame, marks, direct labels at the end of each line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from steelyard.dossier.records import Event, Point
from steelyard.report import svg, words
from steelyard.report.figures.frame import (
    Frame,
    axes,
    nice_ticks,
    ratio_ticks,
    spread,
    tick_letters,
)
from steelyard.report.figures.marks import line_chart
from steelyard.report.figures.record import Drawing, Hover
from steelyard.report.figures.traces import Trace
from steelyard.report.theme import HEX

MOST_LABELS, MOST_SMALL_LABELS = 7, 4
INFERRED = 6  # points from which a line that is all estimated needs no hollow dots
MONTHLY = 24  # points from which dots would hide the line
LONG_LABEL = 22  # letters from which a label of a small figure needs room
SMALL_WIDTH = 500  # below this a label has narrow lines


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of letters beside the end of a line."""

    x: float
    y: float
    lines: tuple[str, ...]
    tone: str
    bold: bool
    size: float

    @property
    def height(self) -> float:
        """Height including the air below."""
        return len(self.lines) * self.size * 1.22 + 5


def draw(
    width: int,
    height: int,
    *,
    traces: Sequence[Trace],
    unit: str,
    years: tuple[int, int],
    events: Sequence[Event],
) -> Drawing:
    """A line chart of these traces."""
    frame, ticks = _frame(width, height, traces, unit, years, numbered=bool(events))
    letters = tick_letters(ticks, unit)
    labels = _labels(frame, _labelled(traces, width), unit)
    body = (
        axes(frame, ticks, letters)
        + line_chart(
            frame,
            bands=[row for trace in traces if trace.main for row in _band_rows(trace)],
            lines=[row for trace in traces for row in _line_rows(trace)],
            dots=[row for trace in traces for row in _dot_rows(trace)],
            rules=[{"x": event.x} for event in events],
            bars=[row for trace in traces for row in _bar_rows(trace)],
        )
        + _event_numbers(frame, events)
        + draw_labels(frame, labels)
    )
    return Drawing(width, height, body, tuple(_hovers(frame, traces, unit)))


def _frame(
    width: int,
    height: int,
    traces: Sequence[Trace],
    unit: str,
    years: tuple[int, int],
    *,
    numbered: bool,
) -> tuple[Frame, list[float]]:
    low, high = _extent(traces)
    ticks = _ticks(low, high, unit, most=5 if width > SMALL_WIDTH else 4)
    if unit != words.SHARE and _counts(traces):
        whole = [tick for tick in ticks if tick == round(tick)]
        ticks = whole if len(whole) > 1 else [0.0, 1.0]
    letters = tick_letters(ticks, unit)
    y = (max(ticks), 1.0) if unit == "rank" else (min(ticks), max(ticks))
    frame = Frame(
        width=width,
        height=height,
        left=max(svg.text_width(letters(tick), 11.5) for tick in ticks) + 10,
        right=178 if width > SMALL_WIDTH else _margin(traces),
        top=30 if numbered else 12,
        bottom=26,
        x=(float(years[0]), float(max(years[1], *(trace.last.x for trace in traces)))),
        y=y,
    )
    return frame, ticks


def _counts(traces: Sequence[Trace]) -> bool:
    """Whether the figure counts things, so that half ones make no sense."""
    points = [point.value for trace in traces for point in trace.present]
    ends = [end for v in points for end in (v.point, v.low, v.high) if end is not None]
    return all(end == round(end) for end in ends)


def _margin(traces: Sequence[Trace]) -> float:
    """Room for the longest word of the labels of a small figure, and for long labels."""
    main = [trace.label for trace in traces if trace.main]
    longest = max(svg.text_width(word, 11.5, bold=True) for label in main for word in label.split())
    least = 132.0 if max(map(len, main)) > LONG_LABEL else 98.0
    return min(max(least, longest + 16), 132.0)


def _extent(traces: Sequence[Trace]) -> tuple[float, float]:
    values = [
        value
        for trace in traces
        for point in trace.present
        for value in (point.value.point, point.value.low, point.value.high)
        if value is not None
    ]
    return min(values), max(values)


def _ticks(low: float, high: float, unit: str, most: int) -> list[float]:
    """Amounts start at zero; ranks at one; ratios on a logarithmic scale pass through one."""
    if unit == "rank":
        return [1.0, *(tick for tick in nice_ticks(1, high, most) if tick > 1)]
    if unit == words.LOG_RATIO:
        return ratio_ticks(min(low, 0.0), max(high, 0.0), most)
    ticks = nice_ticks(min(low, 0.0), max(high, 0.0), most)
    return [tick for tick in ticks if tick <= 1] if unit == "1" and high <= 1 else ticks


def _band_rows(trace: Trace) -> Iterable[dict]:
    for index, run in enumerate(trace.runs()):
        for point in run:
            if point.value.low is not None:
                yield {
                    "x": point.x,
                    "low": point.value.low,
                    "high": point.value.high,
                    "run": f"{trace.series.id}/{index}",
                    "colour": HEX[trace.tone],
                }


def _bar_rows(trace: Trace) -> Iterable[dict]:
    """Intervals of points that stand alone: a band needs neighbours."""
    for run in trace.runs():
        value = run[0].value
        if len(run) == 1 and value.low is not None and value.low != value.high:
            yield {"x": run[0].x, "low": value.low, "high": value.high, "colour": HEX[trace.tone]}


def _line_rows(trace: Trace) -> Iterable[dict]:
    """Solid stretches, and dotted bridges over years without a figure."""
    runs = trace.runs()
    for index, run in enumerate(runs):
        style = {"width": 2.4 if trace.main else 1.2, "dash": list(trace.dash)}
        yield from _stretch(trace, run, f"{trace.series.id}/{index}", style)
    for index, (before, after) in enumerate(pairwise(runs)):
        bridge = [before[-1], after[0]]
        yield from _stretch(
            trace, bridge, f"{trace.series.id}/gap{index}", {"width": 1.1, "dash": [1, 3]}
        )


def _stretch(trace: Trace, points: Iterable[Point], run: str, style: dict) -> Iterable[dict]:
    for point in points:
        yield {
            "x": point.x,
            "y": point.value.point,
            "run": run,
            "colour": HEX[trace.tone],
            **style,
        }


def _dot_rows(trace: Trace) -> Iterable[dict]:
    """Dots where a line would hide something: lone, quoted and estimated points."""
    lone = {run[0].period for run in trace.runs() if len(run) == 1}
    monthly = len(trace.present) > MONTHLY
    inferred = len(trace.present) > INFERRED and not any(
        point.status != "estimated" for point in trace.present
    )
    for point in trace.present:
        estimated = point.status == "estimated"
        quoted = point.status == "quoted" and not monthly
        if point.period in lone or quoted or (estimated and not monthly and not inferred):
            yield {
                "x": point.x,
                "y": point.value.point,
                "colour": HEX[trace.tone],
                "fill": HEX["surface"] if estimated else HEX[trace.tone],
            }


def _event_numbers(frame: Frame, events: Sequence[Event]) -> str:
    parts = []
    radius, size = (8.5, 11.0) if frame.width > SMALL_WIDTH else (6.5, 9.5)
    wanted = [frame.px(event.x) for event in events]
    places = spread(wanted, [2 * radius + 1] * len(events), 0, frame.width)
    for number, x in enumerate(places, start=1):
        parts.append(svg.circle(x, frame.top - 14, radius, tone="muted", hollow=True))
        parts.append(
            svg.text(
                x,
                frame.top - 14 + size / 3,
                str(number),
                size=size,
                tone="ink-soft",
                anchor="middle",
            )
        )
    return "".join(parts)


def _labelled(traces: Sequence[Trace], width: int) -> Sequence[Trace]:
    """Figures name other bases in their note where labels would not fit."""
    roomy = width > SMALL_WIDTH
    most = MOST_LABELS if roomy else MOST_SMALL_LABELS
    brief = all(trace.main or len(trace.series.basis) <= LONG_LABEL for trace in traces)
    return (
        traces
        if len(traces) <= most and (roomy or brief)
        else [trace for trace in traces if trace.main][:most]
    )


def _labels(frame: Frame, traces: Sequence[Trace], unit: str) -> list[Label]:
    """Labels that fit below each other: long names are cut before figures are."""
    labels: list[Label] = []
    for most in (4, 3, 2, 1):
        labels = [_label(frame, trace, unit, most) for trace in traces]
        if sum(label.height for label in labels) <= frame.height - 6:
            break
    return labels


def _label(frame: Frame, trace: Trace, unit: str, most: int) -> Label:
    """Name and year, value, interval; the unit of other than shares stands in the subtitle."""
    roomy = frame.width > SMALL_WIDTH
    size = (12.5 if roomy else 11.5) - (0 if trace.main else 1.5)
    last, bare = trace.last, unit if unit in (words.SHARE, words.LOG_RATIO) else ""
    value, spread_ = words.short(last.value, bare), words.interval(last.value, bare)
    name = trace.label if trace.main else trace.series.basis
    lines = svg.wrap(f"{name} {last.period}", frame.right - 12, size + 0.5, most=most)
    whole = f"{value} {spread_}".strip()
    fits = svg.text_width(whole, size) <= frame.right - 12
    lines += [whole] if fits else [value, spread_]
    tone = f"{trace.tone}-ink" if trace.tone != "line" else "muted"
    y = frame.py(last.value.point or 0)
    return Label(frame.px(last.x), y, tuple(lines), tone, trace.main, size)


def draw_labels(frame: Frame, labels: Sequence[Label]) -> str:
    """Labels right of the plot, moved apart, each tied to the end of its line."""
    heights = [label.height for label in labels]
    above = frame.height - frame.bottom + 4  # the letters of the last year stay free
    floor = above if sum(heights) <= above - 2 else frame.height - 4
    centres = spread([label.y for label in labels], heights, 2, floor)
    x = frame.width - frame.right + 10
    parts = []
    for label, centre in zip(labels, centres, strict=True):
        if x - label.x > 14 or abs(centre - label.y) > 8:
            parts.append(svg.line(label.x + 3, label.y, x - 3, centre, tone="axis", dash="1 2"))
        first = centre - label.height / 2 + label.size
        for index, content in enumerate(label.lines):
            parts.append(
                svg.text(
                    x,
                    first + index * label.size * 1.22,
                    content,
                    size=label.size,
                    tone=label.tone,
                    bold=label.bold and not content.startswith("("),
                )
            )
    return "".join(parts)


def _hovers(frame: Frame, traces: Sequence[Trace], unit: str) -> Iterable[Hover]:
    for trace in traces:
        name = trace.label if trace.main else f"{trace.label}, {trace.series.basis}"
        for point in trace.present:
            yield Hover(
                frame.px(point.x),
                frame.py(point.value.point or 0),
                f"{words.period(point.period)}, {name}: {words.show(point.value, unit)}, "
                f"{words.STATUS[point.status]}",
            )
