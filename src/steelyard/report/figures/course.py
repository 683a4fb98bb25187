"""The percentile of both directions year by year, over the classes of the main definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from steelyard.dossier.records import ClassDefinition, Dossier, Passage, Point, Series
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, axes
from steelyard.report.figures.lines import Label, draw_labels
from steelyard.report.figures.passages import passage_words
from steelyard.report.figures.placing import MAIN
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import PLACE, Side, cells, mark, sides
from steelyard.report.figures.strip_chart import cuts_of
from steelyard.report.figures.traces import Trace
from steelyard.report.theme import HEX, NARROW, WIDE

COURSE = "trade.standing"  # percentile among largest ties, which the main definition cuts
SHADES = ("surface", "void", "grid")
FEWEST = 2  # years of a course


def course_figure(dossier: Dossier) -> Figure | None:
    """Both percentiles since the first year known."""
    found = _traces(dossier)
    definition = cuts_of(dossier, largest=True)
    if definition is None or not any(len(t.present) >= FEWEST for _, t in found):
        return None
    passed = passages(dossier, definition)
    title = _title(found)
    told = [f"{side.name} {passage_words(one)}." for side, one in passed]
    return Figure(
        id="place-course",
        kicker="Course by year",
        title=title,
        subtitle=(
            f"{found[0][1].series.definition.rstrip('.')}, percentile. The shaded stretches are "
            f"the classes of the main definition: {words.listed(definition.names)}."
        ),
        alt=" ".join((f"Line chart. {title}.", *told)),
        size="wide",
        wide=_draw(WIDE, 340, found, definition, passed),
        narrow=_draw(NARROW, 300, found, definition, passed),
        rows=tuple(_rows(found, passed)),
        table=_table(found),
        origins=tuple(
            dict.fromkeys(o for _, t in found for p in t.series.points for o in p.origins)
        ),
        domain=PLACE,
        notes=tuple(_notes(found, told)),
        series=tuple(t.series.id for _, t in found),
    )


def passages(dossier: Dossier, definition: ClassDefinition) -> list[tuple[Side, Passage]]:
    """Passages of the main measure under one definition that came in a year."""
    comparison = dossier.comparison
    return [
        (side, passage)
        for side in sides(dossier)
        for odds in (comparison.odds if comparison else ())
        if odds.definition == definition.id and odds.measure == MAIN and side.owns(odds)
        for passage in odds.passages
        if passage.year is not None
    ]


def _traces(dossier: Dossier) -> list[tuple[Side, Trace]]:
    found = []
    for side in sides(dossier):
        own = (s for s in dossier.of(COURSE, side.subject) if s.partner == side.partner)
        series: Series | None = next(own, None)
        if series is not None and any(p.value.present for p in series.points):
            found.append((side, Trace(series, side.name, side.name, side.tone, main=True)))
    return found


def _title(found: Sequence[tuple[Side, Trace]]) -> str:
    told = []
    for side, trace in found:
        first, last = trace.present[0], trace.last
        moved = words.moved(first.value, last.value, "percentile", first.period, last.period)
        told.append(f"{side.name} {moved}")
    return f"Percentile among states’ largest ties: {'; '.join(told)}"


def _draw(
    width: int,
    height: int,
    found: Sequence[tuple[Side, Trace]],
    definition: ClassDefinition,
    passed: Sequence[tuple[Side, Passage]],
) -> Drawing:
    """Class stretches under bands under lines, labels at the end."""
    last = max(trace.last.x for _, trace in found)
    first = min(trace.present[0].x for _, trace in found)
    right = 178.0 if width == WIDE else 104.0
    frame = Frame(width, height, 34, right, 14, 26, (first, last), (0.0, 100.0))
    body = _classes(frame, definition) + axes(frame, (0, 25, 50, 75, 100), lambda t: f"{t:g}")
    labels, hovers = [], []
    for side, trace in found:
        body += "".join(_run(frame, run, side.tone) for run in trace.runs())
        body += "".join(_bridge(frame, pair, side.tone) for pair in pairwise(trace.runs()))
        body += mark(frame.px(trace.last.x), frame.py(trace.last.value.point or 0), side.tone)
        labels.append(_label(frame, trace, side))
        hovers += [_hover(frame, side, point) for point in trace.present]
    for index, (side, passage) in enumerate(passed):
        body += _passage(frame, definition, side, passage, index)
    return Drawing(width, height, body + draw_labels(frame, labels), tuple(hovers))


def _classes(frame: Frame, definition: ClassDefinition) -> str:
    """Stretches of the axis in greys, with their words at the left, inside."""
    ends = (0.0, *definition.cuts, 100.0)
    body = ""
    for index, name in enumerate(definition.names):
        low, high = frame.py(ends[index]), frame.py(ends[index + 1])
        shade = SHADES[min(index, len(SHADES) - 1)]
        body += svg.rect(frame.left, high, frame.inner[0], low - high, fill=shade)
        if index:
            body += svg.line(frame.left, low, frame.left + frame.inner[0], low, tone="axis")
        y = (low + high) / 2 + 4 if index else high + 16
        body += svg.text(frame.left + 6, y, name, size=11, tone="muted", halo=True)
    return body


def _run(frame: Frame, run: Sequence[Point], tone: str) -> str:
    """One stretch of neighbouring years: its band and its line."""
    banded = [p for p in run if p.value.low is not None]
    upper = [(frame.px(p.x), frame.py(p.value.high or 0)) for p in banded]
    lower = [(frame.px(p.x), frame.py(p.value.low or 0)) for p in reversed(banded)]
    line = [(frame.px(p.x), frame.py(p.value.point or 0)) for p in run]
    if len(run) == 1:
        (x, top), (_, low) = (upper or line)[0], (lower or line)[0]
        return svg.line(x, top, x, low, tone=tone, width=2) + mark(*line[0], tone, size=3.5)
    return (
        f'<polygon points="{_path((*upper, *lower))}" fill="{HEX[tone]}" fill-opacity="0.22"/>'
        f'<polyline points="{_path(line)}" fill="none" stroke="{HEX[tone]}" stroke-width="2.4"'
        ' stroke-linejoin="round"/>'
    )


def _bridge(frame: Frame, runs: tuple[Sequence[Point], Sequence[Point]], tone: str) -> str:
    """Dots over years without a figure."""
    before, after = runs[0][-1], runs[1][0]
    start = frame.px(before.x), frame.py(before.value.point or 0)
    end = frame.px(after.x), frame.py(after.value.point or 0)
    return svg.line(*start, *end, tone=tone, width=1.3, dash="1 4")


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{svg.num(x)},{svg.num(y)}" for x, y in points)


def _label(frame: Frame, trace: Trace, side: Side) -> Label:
    value = trace.last.value
    room = frame.right - 14
    lines = (
        *svg.wrap(f"{side.name} {trace.last.period}", room, 12, most=3),
        *svg.wrap(value.text(), room, 12),
    )
    at = frame.py(value.point or 0)
    return Label(frame.px(trace.last.x), at, lines, f"{side.tone}-ink", bold=True, size=11.5)


def _hover(frame: Frame, side: Side, point: Point) -> Hover:
    said = f"{point.period}, {side.name}: percentile {point.value.text()}"
    return Hover(frame.px(point.x), frame.py(point.value.point or 0), f"{said}; {point.note}")


def _passage(
    frame: Frame, definition: ClassDefinition, side: Side, passage: Passage, index: int
) -> str:
    """On the cut: the year as a ring, its interval as a bar, its words before it."""
    cut = dict(zip(definition.names[1:], definition.cuts, strict=True)).get(passage.name)
    if cut is None or passage.year is None:
        return ""
    x, y = frame.px(passage.year), frame.py(cut)
    body = ""
    start = x
    if passage.low is not None and passage.high is not None:
        start = frame.px(passage.low)
        body = svg.line(start, y, frame.px(passage.high), y, tone=side.tone, width=3.5)
    body += svg.circle(x, y, 4.5, tone=f"{side.tone}-ink", hollow=True)
    told = passage_words(passage)
    left = svg.text_width(told, 11.5) + frame.left < start - 8
    at, anchor = (start - 8, "end") if left else (frame.left + 6, "start")
    down = y + 16 + 14 * (index % 2)
    return body + svg.text(
        at, down, told, size=11.5, tone=f"{side.tone}-ink", anchor=anchor, halo=True
    )


def _notes(found: Sequence[tuple[Side, Trace]], told: Sequence[str]) -> Iterable[str]:
    values = [p.value for _, trace in found for p in trace.present]
    levels = dict.fromkeys(words.level(value) for value in values if value.low is not None)
    if levels:
        yield f"Band: {words.listed(levels)}; {values[0].basis}."
        yield "Drawn as one course: its ends may differ by a point from those of the classes."
    if told:
        yield "Rings: the year from which a tie stays beyond a cut, with its interval."
        yield from told
    else:
        yield "No tie has passed a cut of the main definition for good."
    if any(len(trace.runs()) > 1 for _, trace in found):
        yield "Dotted stretches bridge years without a figure."


def _rows(
    found: Sequence[tuple[Side, Trace]], passed: Sequence[tuple[Side, Passage]]
) -> Iterable[Mapping[str, Cell]]:
    for side, trace in found:
        for point in trace.series.points:
            years = [p.name for s, p in passed if s == side and str(p.year) == point.period]
            yield {
                "series": trace.series.id,
                "subject": side.subject,
                "partner": side.partner,
                "year": point.period,
                "unit": "percentile",
                **cells(point.value),
                "status": point.status,
                "passage": ";".join(years),
                "origins": ";".join(point.origins),
            }


def _table(found: Sequence[tuple[Side, Trace]]) -> Table:
    periods = sorted({p.period for _, t in found for p in t.series.points}, reverse=True)
    rows = []
    for period in periods:
        points = [trace.series.at(period) for _, trace in found]
        shown = [p.value.text() if p else "–" for p in points]
        rows.append((period, *shown))
    return Table(("Year", *(side.name for side, _ in found)), tuple(rows))
