"""Main indices year by year: what the system says of the past, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import CausalFan, Dossier, SeenSeries
from steelyard.report import svg
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters, year_ticks
from steelyard.report.figures.paths import band, polyline
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import FULL, HEX, NARROW

HEIGHT, HEAD, FOOT = 150, 40, 60
MOMENTS = (2000, 2010, 2020, 2030, 2040)
MOST_SEEN = 2  # series named below a panel


def fans_figure(dossier: Dossier) -> Figure | None:
    """A panel for each main index."""
    causal = dossier.causal
    if causal is None or not causal.fans:
        return None
    title = _title(causal.fans)
    names = {each.id: each.title for each in dossier.measures}
    return Figure(
        id="causal-fans",
        kicker="The main indices of the system",
        title=title,
        subtitle="Standard deviations from a usual year (the mean of 1992 to 2024). Bands: 50 and "
        "90 % of draws; line: the middle one. Dots: observed series on the scale of their "
        "variable. On grey ground: projection, in which drivers wander and chance goes on as "
        "before.",
        alt=f"Small charts. {title}. " + " ".join(_told(each) for each in causal.fans),
        size="full",
        wide=_grid(FULL, 3, causal.fans, names),
        narrow=_grid(NARROW, 1, causal.fans, names),
        rows=tuple(_rows(causal.fans)),
        table=_table(causal.fans),
        origins=tuple(dict.fromkeys(o for f in causal.fans for s in f.seen for o in s.origins
                                    if o)),
        domain=CAUSAL,
        notes=tuple(_notes(causal.fans, causal.draws, causal.kind)),
    )  # fmt: skip


def _at(fan: CausalFan, year: int) -> tuple[float, float, float, float, float] | None:
    return fan.quantiles[fan.years.index(year)] if year in fan.years else None


def _title(fans: Sequence[CausalFan]) -> str:
    """Where the first index goes, from the last known year to the last one run."""
    first = fans[0]
    then, end = _at(first, first.last), first.quantiles[-1]
    if then is None:
        return f"{first.title} to {first.years[-1]}"
    goes = "goes on rising" if end[1] > then[2] else "falls" if end[3] < then[2] else "may go on"
    goes = goes if goes != "may go on" else "may rise or fall"
    return (
        f"{first.title} {goes}: {_one(end[2])} standard deviations above a usual year in "
        f"{first.years[-1]} ({_one(end[0])} to {_one(end[4])}), {_one(then[2])} in {first.last}"
    )


def _one(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _told(fan: CausalFan) -> str:
    parts = []
    for year in (fan.last, fan.years[-1]):
        found = _at(fan, year)
        if found is not None:
            parts.append(f"{year} {_one(found[2])} ({_one(found[0])} to {_one(found[4])})")
    return f"{fan.title}: {', '.join(parts)}."


def _notes(fans: Sequence[CausalFan], draws: int, kind: str) -> Iterator[str]:
    ground = (
        "numbers and noise as calibrated" if kind == "calibrated"
        else "numbers from what was held likely before data, nothing fitted"
    )  # fmt: skip
    yield f"{draws} draws; {ground}."
    yield (
        "An index has no floor or ceiling: far ahead its distance from a usual year says how far "
        "arguments carry, not what a share or a price will be."
    )
    outside = [_outside(each) for each in fans]
    if any(outside):
        yield (
            "Last figures of series that lie outside the 90 % band, where the system takes them "
            "for chance of the year or an error of the series: "
            + "; ".join(filter(None, outside)) + "."
        )  # fmt: skip


def _outside(fan: CausalFan) -> str:
    """The newest figure of the first series, where it lies beyond the fan."""
    if not fan.seen:
        return ""
    year, value = fan.seen[0].years[-1], fan.seen[0].values[-1]
    row = _at(fan, year)
    if row is None or row[0] <= value <= row[4]:
        return ""
    return f"{fan.title} {year}: {_one(value)}, band {_one(row[0])} to {_one(row[4])}"


def _grid(width: int, columns: int, fans: Sequence[CausalFan], names: Mapping[str, str]) -> Drawing:
    """Panels in rows."""
    body, hovers, cell = "", [], width / columns
    tall = HEIGHT + HEAD + FOOT
    for place, each in enumerate(fans):
        line, column = divmod(place, columns)
        room = cell - (22 if columns > 1 else 4)
        drawn, told = _panel(each, cell * column, room, line * tall + HEAD, names)
        body += drawn
        hovers += told
    return Drawing(width, -(-len(fans) // columns) * tall, body, tuple(hovers))


def _panel(
    fan: CausalFan, left: float, width: float, top: float, names: Mapping[str, str]
) -> tuple[str, list[Hover]]:
    """Heading, ground of the projection, fan, observed points."""
    ends = [q for row in fan.quantiles for q in (row[0], row[4])]
    ends += [value for seen in fan.seen for value in seen.values]
    ticks = nice_ticks(max(min(ends), -6), min(max(ends), 8), 4)
    letters = tick_letters(ticks, "index")
    frame = Frame(
        round(left + width), round(top + HEIGHT), left + 24, 2, top, 0,
        (float(fan.years[0]), float(fan.years[-1])), (min(ticks), max(ticks)),
    )  # fmt: skip
    body = svg.lines_of_text(
        left, top - 24, svg.wrap(fan.title, width, 12.5, most=2), size=12.5, tone="ink", bold=True,
        leading=1.15,
    )  # fmt: skip
    body += _ground(frame, fan)
    body += _axes(frame, ticks, letters)
    body += _fan(frame, fan)
    hovers = [
        Hover(frame.px(year), frame.py(row[2]),
              f"{year}: {_one(row[2])} ({_one(row[0])} to {_one(row[4])})")
        for year, row in zip(fan.years, fan.quantiles, strict=True) if year % 2 == 0
    ]  # fmt: skip
    return body + _points(frame, fan, names), hovers


def _ground(frame: Frame, fan: CausalFan) -> str:
    """Grey behind the years that nobody has seen."""
    x = frame.px(fan.last + 0.5)
    right = frame.width - frame.right
    body = svg.rect(x, frame.top, right - x, frame.inner[1], fill="void")
    return body + svg.text(x + 4, frame.top + 11, "projection", size=10.5, tone="muted")


def _axes(frame: Frame, ticks: Sequence[float], letters) -> str:
    right, floor = frame.width - frame.right, frame.top + frame.inner[1]
    body = ""
    for tick in ticks:
        y = frame.py(tick)
        body += svg.line(frame.left, y, right, y, tone="axis" if tick == 0 else "grid")
        body += svg.text(frame.left - 5, y + 3.5, letters(tick), size=10.5, tone="muted",
                         anchor="end")  # fmt: skip
    for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 60))):
        edge = "end" if frame.px(year) > right - 12 else "middle"
        body += svg.text(frame.px(year), floor + 15, str(year), size=10.5, tone="muted",
                         anchor=edge)  # fmt: skip
    return body


def _fan(frame: Frame, fan: CausalFan) -> str:
    """Both bands and the middle: full until the last known year, broken after."""

    def edge(place: int) -> list[tuple[float, float]]:
        low, high = frame.y
        return [
            (frame.px(year), frame.py(min(max(row[place], low), high)))
            for year, row in zip(fan.years, fan.quantiles, strict=True)
        ]

    body = band(edge(4), edge(0), "a", opacity=0.16) + band(edge(3), edge(1), "a", opacity=0.26)
    middle = edge(2)
    cut = fan.years.index(fan.last) + 1 if fan.last in fan.years else len(middle)
    body += polyline(middle[:cut], "a", width=2)
    return body + (polyline(middle[cut - 1 :], "a", width=2, dash="4 3") if cut < len(middle)
                   else "")  # fmt: skip


def _points(frame: Frame, fan: CausalFan, names: Mapping[str, str]) -> str:
    """Observed series: the first as full dots, others as rings; their names below."""
    body, floor = "", frame.top + frame.inner[1]
    low, high = frame.y
    for place, seen in enumerate(fan.seen):
        path = "".join(
            f"M{svg.num(frame.px(year))},{svg.num(frame.py(value))}h0"
            for year, value in zip(seen.years, seen.values, strict=True)
            if frame.x[0] <= year <= frame.x[1] and low <= value <= high
        )
        body += _dots(path, "b", 5.2)
        if place:
            body += _dots(path, "surface", 2.6)
    if not fan.seen:
        return body + svg.text(frame.left - 18, floor + 30, "no series speaks to it: inferred",
                               size=10.5, tone="muted")  # fmt: skip
    for place, seen in enumerate(fan.seen[:MOST_SEEN]):
        x, y = frame.left - 14, floor + 30 + 14 * place
        body += svg.circle(x, y - 4, 2.6, tone="b", hollow=place > 0)
        told = svg.wrap(_named(seen, names), frame.width - x - 12, 10.5, most=1)[0]
        body += svg.text(x + 7, y, told, size=10.5, tone="muted")
    return body


def _dots(path: str, tone: str, size: float) -> str:
    """Round dots: lines without length, with round ends."""
    return (
        f'<path d="{path}" stroke="{HEX[tone]}" stroke-width="{size:g}" stroke-linecap="round"'
        ' fill="none"/>'
    )


def _named(seen: SeenSeries, names: Mapping[str, str]) -> str:
    """A series as its measure is called."""
    measure, _, rest = seen.series.partition(", ")
    return f"{names.get(measure, measure)}, {rest.split(', ')[-1]}" if rest else measure


def _rows(fans: Sequence[CausalFan]) -> Iterator[Mapping[str, Cell]]:
    """Fans and observed points, one row each."""
    for fan in fans:
        for year, row in zip(fan.years, fan.quantiles, strict=True):
            yield {
                "variable": fan.variable, "title": fan.title, "unit": fan.unit, "year": year,
                "kind": "projection" if year > fan.last else "estimated", "series": "",
                "p05": row[0], "p25": row[1], "p50": row[2], "p75": row[3], "p95": row[4],
            }  # fmt: skip
        for seen in fan.seen:
            for year, value in zip(seen.years, seen.values, strict=True):
                yield {
                    "variable": fan.variable, "title": fan.title, "unit": fan.unit, "year": year,
                    "kind": "observed", "series": seen.series, "p05": None, "p25": None,
                    "p50": value, "p75": None, "p95": None,
                }  # fmt: skip


def _table(fans: Sequence[CausalFan]) -> Table:
    rows = []
    for fan in fans:
        cells = [fan.title]
        for year in MOMENTS:
            row = _at(fan, year)
            cells.append(f"{_one(row[2])} ({_one(row[0])} to {_one(row[4])})" if row else "–")
        rows.append(tuple(cells))
    return Table(("Index", *map(str, MOMENTS)), tuple(rows),
                 "Middle and 90 % of draws, standard deviations.")  # fmt: skip
