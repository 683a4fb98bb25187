"""What a cut would cost each of the two: bars of both arms, short run behind long run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from steelyard.dossier.records import CutCost, Cuts, Dossier, RegionCost
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate

GROUP, BAR, TOP = 74, 20, 52  # heights: a scenario, one side in it, the key and axis above
UNIT = "%"
LIMITS = (
    "Simulated: trade in fifteen sectors, one factor of production, all markets clearing. What "
    "products inside a sector cannot replace each other is averaged away, so that losses are "
    "rather too small; finance, firms that leave and unemployment on the way are not in it."
)
THIRD = 6  # regions of a scenario that are named


@dataclass(frozen=True, slots=True)
class _Row:
    """One scenario at both horizons."""

    title: str
    year: int
    short: CutCost
    long: CutCost


def cut_figures(dossier: Dossier) -> Iterator[Figure]:
    """Bars of both sides, then third parties; none where nothing could be simulated."""
    if dossier.cuts is None:
        return
    rows = _rows(dossier.cuts)
    if rows:
        yield _bars(dossier, dossier.cuts, rows)


def _rows(cuts: Cuts) -> list[_Row]:
    """Scenarios with both horizons, those between the two first."""
    made: dict[str, dict[str, CutCost]] = {}
    for cost in cuts.costs:
        made.setdefault(cost.id, {})[cost.horizon] = cost
    return [
        _Row(both["long"].title, both["long"].year, both["short"], both["long"])
        for both in made.values()
        if set(both) == {"short", "long"}
    ]


def _bars(dossier: Dossier, cuts: Cuts, rows: Sequence[_Row]) -> Figure:
    a, b = dossier.a.name, dossier.b.name
    title = _title(dossier, rows)
    years = sorted({row.year for row in rows})
    return Figure(
        id="cut-costs",
        kicker="What a cut would cost each side",
        title=title,
        subtitle="Change of real income, per cent. Dark: long run, when buyers have turned "
        "elsewhere. Light: short run, before they could. Lines: nine draws in ten.",
        alt=f"Bar chart. {title}. " + " ".join(_told(row, a, b) for row in rows),
        size="wide",
        wide=_draw(WIDE, 96, rows, a, b),
        narrow=_draw(NARROW, 62, rows, a, b),
        rows=tuple(_data(dossier, cuts)),
        table=_table(dossier, rows),
        origins=cuts.origins,
        domain="cuts",
        notes=(
            f"The world that is cut is that of {words.listed(map(str, years))}: a world "
            "input-output table of 2011, for later years carried forward on newer trade and "
            "product, where the make-up by sector stays that of 2011. Intervals: elasticities of "
            "trade on which published studies disagree and, "
            "for later years, the error of carrying.",
            LIMITS,
        ),
    )


def _title(dossier: Dossier, rows: Sequence[_Row]) -> str:
    """The end of all trade, or else the first scenario there is."""
    row = next((row for row in rows if row.long.of_pair and "-and-" in row.long.id), rows[0])
    sides = [(words.spoken(dossier.a), row.long.a), (words.spoken(dossier.b), row.long.b)]
    sides.sort(key=lambda side: side[1].point if side[1].point is not None else 0.0)
    if row is rows[0] and not row.long.of_pair:
        told = f"{row.title}: "
    else:
        told = "Without any trade between them "
    parts = [f"{name} {_verb(change)}" for name, change in sides]
    return told + " and ".join(parts) + " of real income in the long run"


def _verb(change: Estimate) -> str:
    """Loses or gains so much."""
    if change.point is None:
        return "loses without bound"
    word = "loses" if change.point < 0 else "gains"
    return f"{word} {words.show(size(change), UNIT)}"


def size(change: Estimate) -> Estimate:
    """A change without its sign."""
    if change.point is None or change.point >= 0:
        return change
    low = None if change.high is None else -change.high
    high = None if change.low is None else -change.low
    return Estimate(-change.point, low, high, change.level, change.basis, change.kind)


def _told(row: _Row, a: str, b: str) -> str:
    return (
        f"{row.title}: {a} {words.show(row.long.a, UNIT)}, {b} {words.show(row.long.b, UNIT)} in "
        f"the long run; {words.show(row.short.a, UNIT)} and {words.show(row.short.b, UNIT)} in "
        "the short run."
    )


def _draw(width: int, left: int, rows: Sequence[_Row], a: str, b: str) -> Drawing:
    ends = [
        end
        for row in rows
        for cost in (row.short, row.long)
        for change in (cost.a, cost.b)
        for end in (change.point, change.low, change.high)
        if end is not None
    ]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    ticks = nice_ticks(low, high, 6 if width > NARROW else 4)
    span = (min(low, ticks[0]), max(high, ticks[-1]))
    height = TOP + GROUP * len(rows) + 6
    frame = Frame(width, height, left, 20, TOP, 6, span, (0.0, 1.0))
    body = ""
    for tick in ticks:
        x = frame.px(tick)
        body += svg.line(x, TOP - 8, x, height - 6, tone="axis" if tick == 0 else "grid")
        body += svg.text(
            x, TOP - 14, f"{tick:g}".replace("-", "−"), size=11.5, tone="muted", anchor="middle"
        )
    body += svg.text(0, 14, "Change of real income, %", size=12, tone="muted")
    hovers: list[Hover] = []
    for index, row in enumerate(rows):
        y = TOP + GROUP * index
        label = f"{row.title} ({row.year})"
        body += svg.lines_of_text(
            0, y + 14, svg.wrap(label, width - 4, 12.5, most=1), size=12.5, tone="ink", bold=True
        )
        for side, name, tone in (("a", a, "a"), ("b", b, "b")):
            middle = y + 32 + (BAR + 2) * (side == "b")
            short, long = getattr(row.short, side), getattr(row.long, side)
            body += svg.text(
                left - 8, middle + 4, svg.wrap(name, left - 8, 12, most=1)[0], size=12,
                tone=f"{tone}-ink", anchor="end",
            )  # fmt: skip
            body += _bar(frame, short, middle, 13, f"{tone}-soft", line_at=-4.5)
            body += _bar(frame, long, middle + 2, 7, tone)
            say = f"{row.title}. {name}: {words.show(long, UNIT)} long run, "
            hovers.append(
                Hover(
                    frame.px(long.point or 0), middle, say + f"{words.show(short, UNIT)} short run"
                )
            )
    return Drawing(width, height, body, tuple(hovers))


def _bar(
    frame: Frame, change: Estimate, y: float, thick: float, tone: str, line_at: float = 0.0
) -> str:
    """A bar from zero, and a line over its interval."""
    if change.point is None:
        return svg.text(frame.px(0) - 4, y + 4, "no bound", size=11, tone="muted", anchor="end")
    zero, end = frame.px(0), frame.px(change.point)
    drawn = svg.rect(min(zero, end), y - thick / 2, abs(end - zero), thick, fill=tone)
    if change.low is not None and change.high is not None:
        x1, x2 = frame.px(change.low), frame.px(change.high)
        at = y + line_at  # apart from the line of the other horizon
        drawn += svg.line(x1, at, x2, at, tone="ink-soft", width=1.2)
        for end in (x1, x2):
            drawn += svg.line(end, at - 2.5, end, at + 2.5, tone="ink-soft", width=1.2)
    return drawn


def _table(dossier: Dossier, rows: Sequence[_Row]) -> Table:
    a, b = dossier.a.name, dossier.b.name
    found = tuple(
        (
            f"{row.title} ({row.year})",
            words.show(row.long.a, UNIT),
            words.show(row.long.b, UNIT),
            words.show(row.short.a, UNIT),
            words.show(row.short.b, UNIT),
            words.show(row.long.log_ratio, words.LOG_RATIO) if row.long.log_ratio.present else "–",
        )
        for row in rows
    )
    header = ("Cut", f"{a}, long", f"{b}, long", f"{a}, short", f"{b}, short", "Times, long")
    return Table(header, found, f"Times: what {a} loses over what {b} loses.")


def _data(dossier: Dossier, cuts: Cuts) -> Iterator[Mapping[str, Cell]]:
    """Both sides of every scenario, sectors, and regions, as the data files hold them."""
    for cost in cuts.costs:
        for state, change in ((dossier.a, cost.a), (dossier.b, cost.b)):
            yield _row(cost.id, cost.horizon, state.iso3, "", change, cost.year)
    for sector in cuts.sectors:
        name = f"{sector.seller}-cuts-{sector.buyer}"
        yield _row(name, "long", sector.buyer, sector.sector, sector.buyer_change, None)
    for region in cuts.regions:
        yield _row(region.scenario, region.horizon, region.region, "", region.change, None)


def _row(
    scenario: str, horizon: str, region: str, sector: str, change: Estimate, year: int | None
) -> Mapping[str, Cell]:
    return {
        "scenario": scenario,
        "horizon": horizon,
        "region": region,
        "sector": sector,
        "change_percent": change.point,
        "low": change.low,
        "high": change.high,
        "level": change.level,
        "interval_basis": change.basis,
        "year": year,
    }


def sector_table(dossier: Dossier) -> Table | None:
    """The sectors in which a stop of deliveries would cost the buyer most."""
    if dossier.cuts is None or not dossier.cuts.sectors:
        return None
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    rows = tuple(
        (
            f"{names[row.seller]} to {names[row.buyer]}",
            row.name,
            _plain(row.buyer_change),
        )
        for row in dossier.cuts.sectors
    )
    return Table(
        ("Deliveries", "Sector", "Buyer, %"),
        rows,
        "Change of real income in the long run if deliveries of this sector alone stopped. No "
        "interval: middle elasticities. All sectors together cost more or less than their sum.",
    )


def third_table(dossier: Dossier) -> Table | None:
    """Third parties that scenarios move most, in the long run."""
    if dossier.cuts is None:
        return None
    pair = {dossier.a.iso3, dossier.b.iso3}
    by_scenario: dict[str, list[RegionCost]] = {}
    for row in dossier.cuts.regions:
        if row.horizon == "long" and row.region not in pair and row.change.point is not None:
            by_scenario.setdefault(row.title, []).append(row)
    rows = []
    for scenario, found in by_scenario.items():
        found.sort(key=lambda row: -abs(row.change.point or 0.0))
        told = "; ".join(f"{row.name} {_shown(row.change)}" for row in found[:THIRD])
        rows.append((scenario, told))
    if not rows:
        return None
    return Table(
        ("Scenario", "Who else is moved most, % of real income, long run"),
        tuple(rows),
        "Each with nine draws in ten. Run one with steelyard simulate NAME.",
    )


def published_table(dossier: Dossier) -> Table | None:
    """What studies found for the same or near questions."""
    if dossier.cuts is None or not dossier.cuts.published:
        return None
    rows = tuple(
        (each.study, f"{each.value}: {each.what}".replace("-", "−", 1), each.differs)
        for each in dossier.cuts.published
    )
    return Table(
        ("Study", "What it found", "Why it differs from ours"),
        rows,
        "Read in abstracts and summaries, not in full.",
    )


def _shown(change: Estimate) -> str:
    return words.show(change, "")


def _plain(change: Estimate) -> str:
    return "–" if change.point is None else f"{change.point:.2g}".replace("-", "−")
