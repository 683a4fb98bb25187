"""Third states in order: the share of each of the two, as two dots with their intervals."""

from __future__ import annotations

from collections.abc import Iterable

from steelyard.dossier.records import Dossier, MapValue
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters
from steelyard.report.figures.record import Drawing, Figure, Hover
from steelyard.report.figures.world import interval_notes, map_rows, map_table
from steelyard.report.theme import NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate

SHOWN = 20
ROW = 23


def ranking_figure(dossier: Dossier, origins: tuple[str, ...]) -> Figure | None:
    """The states that lean most on the first of the two, and on both."""
    shown = _choose(dossier.map)
    if not shown:
        return None
    a, b = dossier.a.name, dossier.b.name
    spoken_a, spoken_b = words.spoken(dossier.a), words.spoken(dossier.b)
    title = f"Where {spoken_a} weighs most: {words.listed(v.state_name for v in shown[:3])}"
    return Figure(
        id="ranking",
        kicker="Third parties, in order",
        title=title,
        subtitle=f"Share of {spoken_a} and of {spoken_b} in each state's goods trade, per cent: "
        f"the {len(shown)} states with the largest share of {spoken_a}.",
        alt=f"Dot plot. {title}. " + "; ".join(_told(v, a, b) for v in shown) + ".",
        size="wide",
        wide=_draw(WIDE, 132, shown, a, b),
        narrow=_draw(NARROW, 98, shown, a, b),
        rows=tuple(map_rows(dossier)),
        table=map_table(dossier),
        origins=origins,
        domain="third",
        notes=interval_notes(shown),
    )


def _choose(values: Iterable[MapValue]) -> list[MapValue]:
    known = [v for v in values if v.share_a.present and v.share_b.present]
    return sorted(known, key=lambda v: (-(v.share_a.point or 0), v.state_name))[:SHOWN]


def _told(value: MapValue, a: str, b: str) -> str:
    return (
        f"{value.state_name}: {a} {words.show(value.share_a, words.SHARE)}, "
        f"{b} {words.show(value.share_b, words.SHARE)}"
    )


def _draw(width: int, left: int, shown: list[MapValue], a: str, b: str) -> Drawing:
    height = 44 + ROW * len(shown) + 8
    ends = [end for v in shown for e in (v.share_a, v.share_b) for end in (e.point, e.high)]
    ticks = [t for t in nice_ticks(0, max(end or 0 for end in ends), 5) if t <= 1]
    frame = Frame(width, height, left, 16, 44, 8, (0.0, max(ticks)), (0.0, 1.0))
    letters = tick_letters(ticks, words.SHARE)
    body = _key(left, a, "a")
    body += _key(left + svg.text_width(a, 12.5, bold=True) + 34, b, "b")
    for tick in ticks:
        x = frame.px(tick)
        body += svg.line(x, 40, x, height - 6, tone="axis" if tick == 0 else "grid")
        body += svg.text(x, 34, letters(tick), size=11.5, tone="muted", anchor="middle")
    hovers = []
    for index, value in enumerate(shown):
        y = 44 + ROW * index + ROW / 2
        name = svg.wrap(value.state_name, left - 8, 12, most=1)[0]
        body += svg.text(left - 8, y + 4, name, size=12, tone="ink", anchor="end")
        body += _pair(frame, value, y)
        hovers.append(Hover(frame.px(value.share_a.point or 0), y, _told(value, a, b)))
    return Drawing(width, height, body, tuple(hovers))


def _key(x: float, name: str, tone: str) -> str:
    letters = svg.text(x + 10, 13, name, size=12.5, tone=f"{tone}-ink", bold=True)
    return svg.circle(x + 2, 9, 5, tone=tone) + letters


def _pair(frame: Frame, value: MapValue, y: float) -> str:
    ends = (frame.px(value.share_a.point or 0), frame.px(value.share_b.point or 0))
    return (
        svg.line(min(ends), y, max(ends), y, tone="grid", width=5)
        + _dot(frame, value.share_b, y, "b")
        + _dot(frame, value.share_a, y, "a")
    )


def _dot(frame: Frame, value: Estimate, y: float, tone: str) -> str:
    drawn = ""
    if value.low is not None and value.high is not None:
        drawn = svg.line(frame.px(value.low), y, frame.px(value.high), y, tone=tone, width=2)
    return drawn + svg.circle(frame.px(value.point or 0), y, 5.5, tone=tone)
