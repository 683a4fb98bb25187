"""What documents said would come, what came, and the fan of what was usual before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import Dossier, StatedProjection
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters, year_ticks
from steelyard.report.figures.paths import band, course, polyline
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import HEX, NARROW, WIDE

FORECASTS = "forecasts"
HEIGHT, HEAD, FOOT = 140, 46, 26
BACK = 15  # years of the course before what was known


def forecast_figure(dossier: Dossier) -> Figure | None:
    """Panels of the projections that name a number and have a course to stand beside."""
    told = dossier.forecasts
    shown = [] if told is None else [p for p in told.stated if p.fan and _said(p)]
    if told is None or not shown:
        return None
    title = _title(told.stated)
    return Figure(
        id="forecasts",
        kicker="Said, and what came",
        title=title,
        subtitle="Line: what came. Diamond or bar: what was said. Band: 50 and 90 % of a random "
        "walk with drift from the years known then.",
        alt=f"Small charts. {title}. "
        + " ".join(f"{p.text}: {p.verdict}, {p.reason}." for p in shown),
        size="wide",
        wide=_grid(WIDE, 2, shown),
        narrow=_grid(NARROW, 1, shown),
        rows=tuple(_rows(told.stated)),
        table=stated_table(told.stated),
        origins=tuple(dict.fromkeys(o for p in shown for o in p.origins)),
        domain=FORECASTS,
        notes=(
            "Courses are as published today: what was known then has been revised since. A random "
            "walk knows nothing of age, plans or wars; far ahead its fan is a yardstick, not a "
            "forecast of ours. Bands beyond the frame are cut.",
        ),
    )  # fmt: skip


def stated_table(found: Sequence[StatedProjection]) -> Table:
    """Every projection with its verdict, and how far it and naive forecasts were off."""
    rows = []
    for one in found:
        drift = one.naive[1] if len(one.naive) > 1 else None
        rows.append(
            (
                one.text, one.said, one.verdict, one.reason,
                "–" if drift is None else words.show(drift.value, one.unit),
                _part(drift and drift.stated_place), _part(drift and drift.outcome_place),
                "–" if drift is None or drift.closer is None else ("yes" if drift.closer else "no"),
            )
        )  # fmt: skip
    return Table(
        (
            "What was said", "Said", "Verdict", "Why", "Random walk with drift from then",
            "Below what was said", "Below what came", "Nearer than the walk",
        ),
        tuple(rows),
        "Verdicts by rule; no document is judged by its own figures.",
    )  # fmt: skip


def _title(found: Sequence[StatedProjection]) -> str:
    """How many came true."""
    count = {word: sum(p.verdict == word for p in found) for word in ("met", "missed")}
    open_ = sum(p.verdict == "too early to say" for p in found)
    return (
        f"Of {len(found)} projections {count['met']} came true and {count['missed']} did not; "
        f"for {open_} it is too early"
    )


def _part(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.0f} %"


def _said(one: StatedProjection) -> list[float]:
    return [end for end in (one.low, one.high) if end is not None]


def _grid(width: int, columns: int, shown: Sequence[StatedProjection]) -> Drawing:
    """Panels in rows."""
    body, hovers, cell = "", [], width / columns
    tall = HEIGHT + HEAD + FOOT
    for place, one in enumerate(shown):
        line, column = divmod(place, columns)
        drawn, said = _panel(one, cell * column, cell - 14, line * tall + HEAD)
        body += drawn
        hovers += said
    return Drawing(width, -(-len(shown) // columns) * tall, body, tuple(hovers))


def _panel(one: StatedProjection, left: float, width: float, top: float) -> tuple[str, list[Hover]]:
    """Heading, scale, fan, course, what was said."""
    seen = [(year, value) for year, value in one.history if year >= one.known - BACK]
    values = [value for _, value in seen] + _said(one)
    ticks = nice_ticks(min(values) if min(values) < 0 else min(values) * 0.8, max(values) * 1.2, 4)
    letters = tick_letters(ticks, one.unit)
    edge = max(svg.text_width(letters(tick), 10.5) for tick in ticks) + 6
    end = max(one.last, seen[-1][0])
    frame = Frame(
        round(left + width), round(top + HEIGHT), left + edge, 8, top, 0,
        (float(seen[0][0]), float(end)), (min(ticks), max(ticks)),
    )  # fmt: skip
    body = svg.text(left, top - 30, f"{one.quantity}, {one.unit}", size=12, tone="ink", bold=True)
    about = f"{_number(one)} for {one.last}, said {one.said}: {one.verdict}"
    body += svg.text(left, top - 14, about, size=11, tone="ink-soft")
    body += _axes(frame, ticks, letters)
    body += _fan(frame, one)
    places = [(frame.px(year), frame.py(value)) for year, value in seen]
    body += course([year for year, _ in seen], places, "ink", width=2)
    return body + _mark(frame, one), [
        Hover(x, y, f"{year}: {value:,.4g} {one.unit}")
        for (year, value), (x, y) in zip(seen, places, strict=True)
    ]


def _number(one: StatedProjection) -> str:
    ends = [f"{end:,.4g}".replace("-", "−") for end in dict.fromkeys(_said(one))]
    return " to ".join(ends)


def _axes(frame: Frame, ticks: Sequence[float], letters) -> str:
    """Grid, and years below."""
    right, floor = frame.width - frame.right, frame.top + frame.inner[1]
    body = ""
    for tick in ticks:
        y = frame.py(tick)
        body += svg.line(frame.left, y, right, y, tone="axis" if tick == 0 else "grid")
        body += svg.text(
            frame.left - 5, y + 3.5, letters(tick), size=10.5, tone="muted", anchor="end"
        )
    for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 60))):
        x = frame.px(year)
        body += svg.text(x, floor + 15, str(year), size=10.5, tone="muted", anchor="middle")
    return body


def _fan(frame: Frame, one: StatedProjection) -> str:
    """Both bands from the last year known, and their middle, cut at the frame."""
    if one.fan is None:
        return ""
    start = dict(one.history)
    first = one.fan.years[0] - 1
    rows = [(first, (start[first],) * 5), *zip(one.fan.years, one.fan.quantiles, strict=True)]
    low, high = frame.y

    def edge(place: int) -> list[tuple[float, float]]:
        return [(frame.px(y), frame.py(min(max(q[place], low), high))) for y, q in rows]

    body = band(edge(4), edge(0), "line", opacity=0.18)
    body += band(edge(3), edge(1), "line", opacity=0.25)
    inside = [(frame.px(y), frame.py(q[2])) for y, q in rows if low <= q[2] <= high]
    return body + (polyline(inside, "ink-soft", width=1.3, dash="4 3") if len(inside) > 1 else "")


def _mark(frame: Frame, one: StatedProjection) -> str:
    """What was said, in the year it was said of."""
    x, places = frame.px(one.last), [frame.py(end) for end in dict.fromkeys(_said(one))]
    if len(places) > 1:
        return svg.line(x, places[0], x, places[1], tone="outside", width=5)
    y = places[0]
    corners = f"{svg.num(x)},{svg.num(y - 6)} {svg.num(x + 6)},{svg.num(y)} "
    corners += f"{svg.num(x)},{svg.num(y + 6)} {svg.num(x - 6)},{svg.num(y)}"
    return f'<polygon points="{corners}" fill="{HEX["outside"]}"/>'


def _rows(found: Sequence[StatedProjection]) -> Iterator[Mapping[str, Cell]]:
    """One row for each baseline of each projection, and one for each without."""
    for one in found:
        about: dict[str, Cell] = {
            "projection": one.id, "document": one.document, "said": one.said, "text": one.text,
            "unit": one.unit, "known": one.known, "first": one.first, "last": one.last,
            "low_said": one.low, "high_said": one.high, "verdict": one.verdict,
            "reason": one.reason,
            "outcome": one.outcomes[0].value.point if one.outcomes else None,
            "outcome_basis": one.outcomes[0].basis if one.outcomes else None,
        }  # fmt: skip
        told = [("known then", each) for each in one.naive] + [("today", n) for n in one.now]
        for when, each in told:
            yield about | {
                "forecaster": each.name, "from": when, "point": each.value.point,
                "low": each.value.low, "high": each.value.high, "chance": each.holds,
                "said_at": each.stated_place, "came_at": each.outcome_place,
                "standardised_error": each.standardised,
            }  # fmt: skip
        if not told:
            yield about | {"forecaster": None, "from": one.why_no_naive}
