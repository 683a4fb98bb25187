"""What would be different: change of the discount and of the seller's revenue, with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.fuels.sentences import quarter
from steelyard.dossier.records import Dossier, FuelMarket, FuelWhatIf
from steelyard.report import svg, words
from steelyard.report.figures.frame import nice_ticks, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate

ROW, SMALL_ROW = 38, 80
TOP = 46
NAME = 214.0  # room for the name of a what-if on a desk
ROOM = 88.0  # for the numbers of a column
GAP = 22.0
MOST_GAINS = 4  # places that a table names


def what_ifs(dossier: Dossier, market: FuelMarket) -> Figure | None:
    """A row for each change that was run; None where there are none."""
    rows = [each for each in market.what_ifs if each.discount.present or each.revenue.present]
    if not rows:
        return None
    rows.sort(key=lambda each: each.revenue.point or 0.0)
    title = _title(rows)
    return Figure(
        id=f"energy-what-ifs-{words.slug(market.fuel)}",
        kicker=f"{market.fuel.capitalize()}: what if, {quarter(rows[0].when)}",
        title=title,
        subtitle=f"Change against the market as it was: {rows[0].place_name}, discount in "
        f"{rows[0].discount_unit}, and the seller’s revenue in USD bn a year. Dot: median, "
        "line: nine draws in ten, filled where they agree on the sign.",
        alt=f"Dot chart. {title}. " + " ".join(_told(each) for each in rows),
        size="wide",
        wide=_draw(WIDE, rows),
        narrow=_draw(NARROW, rows),
        rows=tuple(_data(rows)),
        table=_table(rows),
        origins=market.origins,
        domain="fuels",
        notes=(
            "Each draw of costs, capacities and elasticities is run with and without the change.",
            f"Intervals: {words.listed(dict.fromkeys(e.revenue.basis for e in rows))}.",
        ),
    )


def _title(rows: Sequence[FuelWhatIf]) -> str:
    """The change that moves revenue most with a sure sign, if any does."""
    sure = [each for each in rows if _sure(each.revenue)]
    if not sure:
        return "No change moves the seller’s revenue with a sure sign"
    most = max(sure, key=lambda each: abs(each.revenue.point or 0.0))
    change = most.revenue
    return (
        f"{most.title}: {words.show(_size(change), 'USD bn')} a year "
        f"{'more' if (change.point or 0.0) > 0 else 'less'} for the seller"
    )


def _size(change: Estimate) -> Estimate:
    """A change without its sign."""
    if change.point is None or change.point >= 0:
        return change
    low = None if change.high is None else -change.high
    high = None if change.low is None else -change.low
    return Estimate(-change.point, low, high, change.level, change.basis, change.kind)


def _sure(change: Estimate) -> bool:
    """Whether nine draws in ten lie on one side of zero."""
    if change.point is None or change.low is None or change.high is None:
        return False
    return change.low > 0 or change.high < 0


def _told(each: FuelWhatIf) -> str:
    return (
        f"{each.title}: discount {words.show(each.discount, each.discount_unit)}, revenue "
        f"{words.show(each.revenue, 'USD bn')}."
    )


def _draw(width: int, rows: Sequence[FuelWhatIf]) -> Drawing:
    """Two columns on one set of rows; on a phone the name stands above its row."""
    roomy = width > NARROW
    row, left = (ROW, NAME) if roomy else (SMALL_ROW, 0.0)
    wide = (width - left - GAP) / 2
    height = TOP + row * len(rows) + 6
    body = ""
    hovers: list[Hover] = []
    for at, each in enumerate(rows):
        y = TOP + row * at
        if roomy:
            name = svg.wrap(each.title, left - 14, 11.5, most=2)
            body += svg.lines_of_text(left - 14, y + row / 2 + (4 if len(name) < 2 else -3), name,
                                      size=11.5, tone="ink", anchor="end", leading=1.2)  # fmt: skip
        else:
            name = svg.wrap(each.title, width, 12.5, most=2)
            body += svg.lines_of_text(0, y + 14, name, size=12, tone="ink", bold=True)
    for at, (field, heading, unit) in enumerate(
        (("discount", f"Discount, {rows[0].discount_unit}", ""), ("revenue", "Revenue, USD bn", ""))
    ):
        column = (left + at * (wide + GAP), wide)
        body += svg.text(column[0], 12, heading, size=12, tone="muted", bold=True)
        body += _column(column, rows, field, unit, (row, height), roomy, hovers)
    return Drawing(width, height, body, tuple(hovers))


def _column(
    column: tuple[float, float],
    rows: Sequence[FuelWhatIf],
    field: str,
    unit: str,
    heights: tuple[float, float],
    roomy: bool,
    hovers: list[Hover],
) -> str:
    """One quantity: axis, zero line, dots with their intervals."""
    left, whole = column
    row, height = heights
    wide = whole - (ROOM if roomy else 0.0)
    values: list[Estimate] = [getattr(each, field) for each in rows]
    ends = [e for v in values for e in (v.low, v.point, v.high) if e is not None]
    ticks = nice_ticks(min(0.0, *ends), max(0.0, *ends), 5 if roomy else 3)
    low, high = ticks[0], max(ticks[-1], ticks[0] + 1e-9)
    pad = 12.0

    def px(value: float) -> float:
        return left + pad + (value - low) / (high - low) * (wide - 2 * pad)

    letters, body = tick_letters(ticks, ""), ""
    for tick in ticks:
        for above, below in _stretches(len(rows), row, height, roomy=roomy):
            body += svg.line(px(tick), above, px(tick), below,
                             tone="ink-soft" if tick == 0 else "grid")  # fmt: skip
        body += svg.text(px(tick), TOP - 14, letters(tick), size=11, tone="muted", anchor="middle")
    for at, (each, value) in enumerate(zip(rows, values, strict=True)):
        y = TOP + row * at + (row / 2 if roomy else 45)
        if value.point is None:
            body += svg.text(px(0.0), y + 4, "not known", size=11, tone="muted", anchor="middle")
            continue
        if value.low is not None and value.high is not None:
            body += svg.line(px(value.low), y, px(value.high), y, tone="pipe", width=2.4)
        body += svg.circle(px(value.point), y, 4.4, tone="pipe", hollow=not _sure(value))
        x, down, anchor = (left + whole, 4, "end") if roomy else (left + wide / 2, 20, "middle")
        body += svg.text(x, y + down, words.show(value, unit), size=11.5 if roomy else 11,
                         tone="ink-soft", anchor=anchor)  # fmt: skip
        hovers.append(Hover(px(value.point), y, _told(each)))
    return body


def _stretches(rows: int, row: float, height: float, *, roomy: bool) -> list[tuple[float, float]]:
    """Where grid lines run: through all rows, or beside each row where names stand between."""
    if roomy:
        return [(TOP - 8, height - 6)]
    return [(TOP + row * at + 35, TOP + row * at + 55) for at in range(rows)]


def _table(rows: Sequence[FuelWhatIf]) -> Table:
    unit = rows[0].discount_unit
    return Table(
        ("What if", f"Discount, {unit}", f"World price, {unit}", "Revenue, USD bn",
         "Sign of revenue holds", "Who gains or loses most, USD bn"),
        tuple(
            (each.title, _cell(each.discount), _cell(each.price), _cell(each.revenue),
             "–" if each.holds is None else words.chance(each.holds), _gains(each))
            for each in rows
        ),
        "Changes a year, each with nine draws in ten.",
    )  # fmt: skip


def _gains(each: FuelWhatIf) -> str:
    """The places that a change moves most."""
    found = [gain for gain in each.gains if gain.value.present]
    found.sort(key=lambda gain: -abs(gain.value.point or 0.0))
    return "; ".join(f"{g.name} {words.show(g.value, '')}" for g in found[:MOST_GAINS]) or "–"


def _cell(value: Estimate) -> str:
    return words.show(value, "") if value.present else "–"


def _data(rows: Sequence[FuelWhatIf]) -> Iterator[Mapping[str, Cell]]:
    for each in rows:
        values = {"discount": each.discount, "revenue_usd_bn": each.revenue, "price": each.price}
        values |= {f"gain_usd_bn, {gain.place}": gain.value for gain in each.gains}
        for what, value in values.items():
            yield {
                "what_if": each.id,
                "fuel": each.fuel,
                "when": each.when,
                "what": what,
                "change": value.point,
                "low": value.low,
                "high": value.high,
                "sign_holds": each.holds if what == "revenue_usd_bn" else None,
                "interval_basis": value.basis,
            }
