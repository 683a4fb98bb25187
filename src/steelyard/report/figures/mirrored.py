"""What seller and buyer declare of the same flow, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.records import Disagreement, Dossier, Explanation
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import CHANGE, mark
from steelyard.report.theme import HALF, NARROW

ROW, HEAD, TOP = 22.0, 26.0, 28.0
MOST = 12  # years drawn of one flow; all are in the table


def mirror_figure(dossier: Dossier, why: Explanation) -> Figure | None:
    """Both declarations of every flow and year; None where no flow has two."""
    found = [one for one in why.discrepancies if len(one.figures) > 1]
    if not found:
        return None
    title = _title(found)
    return Figure(
        id="change-mirrors",
        kicker="What each side declares",
        title=title,
        subtitle=f"The same flow as its seller and its buyer declare it, "
        f"{words.unit_name(found[0].unit)}.",
        alt=f"Dot plot. {title}. " + "; ".join(map(_told, found)) + ".",
        size="small",
        wide=_draw(HALF, dossier, found),
        narrow=_draw(NARROW, dossier, found),
        rows=tuple(_rows(found)),
        table=_table(found),
        origins=tuple(dict.fromkeys(source for one in found for _, _, source in one.figures)),
        domain=CHANGE,
        notes=tuple(_notes(found)),
    )


def _title(found: Sequence[Disagreement]) -> str:
    """The widest gap, and between which ratios all lie."""
    widest = max(found, key=lambda one: one.spread)
    if len(found) == 1:
        return f"{widest.title}, {widest.period}: the two sides’ figures differ {_gap(widest)}"
    return (
        f"What the two sides declare differs by up to {_gap(widest).removeprefix('by ')}: "
        f"{widest.title}, {widest.period}"
    )


def _gap(one: Disagreement) -> str:
    """How much larger the larger figure is."""
    return f"by {(one.spread - 1) * 100:.0f} %"


def _told(one: Disagreement) -> str:
    sides = ", ".join(f"{who} {_number(value)}" for who, value, _ in sorted(one.figures))
    return f"{one.title} {one.period}: {sides}"


def _number(value: float) -> str:
    return words.plain(float(f"{value:.3g}"), "")


def _draw(width: int, dossier: Dossier, found: Sequence[Disagreement]) -> Drawing:
    """One row a year under the heading of its flow."""
    titles = list(dict.fromkeys(one.title for one in found))
    shown = {title: [one for one in found if one.title == title][-MOST:] for title in titles}
    values = [value for rows in shown.values() for one in rows for _, value, _ in one.figures]
    ticks = nice_ticks(0.0, max(values), 4)
    letters = tick_letters(ticks, "")
    frame = Frame(width, 0, 46, 104, 0, 0, (0.0, max(ticks)), (0.0, 1.0))
    height = sum(HEAD + ROW * len(rows) for rows in shown.values()) + TOP
    body = _key(dossier, found)
    for tick in ticks:
        x = frame.px(tick)
        body += svg.line(x, TOP, x, height, tone="axis" if tick == 0 else "grid")
        body += svg.text(x, height + 16, letters(tick), size=11, tone="muted", anchor="middle")
    y, hovers = TOP, []
    for title, rows in shown.items():
        body += svg.text(0, y + 17, title, size=12.5, tone="ink", bold=True, halo=True)
        y += HEAD
        for one in rows:
            body += _row(frame, dossier, one, y + ROW / 2)
            hovers.append(Hover(frame.px(one.figures[0][1]), y + ROW / 2, _told(one)))
            y += ROW
    return Drawing(width, round(height + 26), body, tuple(hovers))


def _row(frame: Frame, dossier: Dossier, one: Disagreement, y: float) -> str:
    """A year: both figures on one line, and how far they are apart."""
    spots = [frame.px(value) for _, value, _ in one.figures]
    body = svg.text(0, y + 4, one.period, size=11.5, tone="ink-soft")
    body += svg.line(min(spots), y, max(spots), y, tone="axis", width=3)
    for (who, _, _), x in zip(one.figures, spots, strict=True):
        body += mark(x, y, _tone(dossier, who), size=5)
    numbers = " and ".join(_number(value) for _, value, _ in sorted(one.figures))
    return body + svg.text(frame.width - 2, y + 4, numbers, size=11.5, tone="ink", anchor="end")


def _tone(dossier: Dossier, who: str) -> str:
    """Whose figures."""
    return "b" if who.startswith(dossier.b.adjective) else "a"


def _key(dossier: Dossier, found: Sequence[Disagreement]) -> str:
    """Which mark is whose."""
    body, x = "", 5.0
    for who in sorted({who for one in found for who, _, _ in one.figures}):
        tone = _tone(dossier, who)
        body += mark(x, 9, tone, size=5)
        body += svg.text(x + 11, 13, who, size=12, tone=f"{tone}-ink", bold=True)
        x += svg.text_width(who, 12, bold=True) + 32
    return body


def _notes(found: Sequence[Disagreement]) -> Iterable[str]:
    yield "Numbers on the right stand in the order of the names above."
    yield "No interval: each is one published figure; their distance is what is known of the error."
    yield from dict.fromkeys(one.comment for one in found)


def _table(found: Sequence[Disagreement]) -> Table:
    rows = [
        (
            one.title,
            one.period,
            *(f"{who}: {words.plain(v, one.unit)}" for who, v, _ in sorted(one.figures)[:2]),
            f"{one.spread:.3f}",
        )
        for one in found
    ]
    return Table(("Flow", "Period", "One side", "The other", "Larger over smaller"), tuple(rows))


def _rows(found: Sequence[Disagreement]) -> Iterable[Mapping[str, Cell]]:
    for one in found:
        for who, value, source in one.figures:
            yield {
                "flow": one.title,
                "period": one.period,
                "unit": one.unit,
                "declared_by": who,
                "value": value,
                "low": None,
                "high": None,
                "interval_basis": "none: one published figure",
                "larger_over_smaller": one.spread,
                "origins": source,
            }
