"""The strip chart of standing: one strip a measure, the pair as coloured marks on percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steelyard.dossier.records import ClassDefinition, Dossier, Placed
from steelyard.report import svg, words
from steelyard.report.figures.placing import LETTERS, Row, flags
from steelyard.report.figures.record import Drawing, Hover
from steelyard.report.figures.sides import Side, bar, key, mark, sides
from steelyard.report.theme import FULL, NARROW

STRIP = 34.0
LANE = 13.0
HEADS = {
    True: "Among each state’s tie with its largest partner",
    False: "Among all directed pairs (most hardly trade: by trade, near states all stand high)",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things stand: the plot's edges, and how much fits."""

    width: int
    left: float
    right: float
    lanes_first: int
    lanes: int
    roomy: bool

    def px(self, percentile: float) -> float:
        """Pixel of a percentile."""
        return self.left + percentile / 100 * (self.right - self.left)


COLUMNS = (838.0, 992.0)  # where the numbers of each direction begin
DESK = Plan(FULL, 216, 790, 9, 2, roomy=True)
PHONE = Plan(NARROW, 6, 284, 9, 0, roomy=False)


def draw(dossier: Dossier, shown: Sequence[Row], *, roomy: bool) -> Drawing:
    """All strips, in a panel for each class of comparison."""
    plan = DESK if roomy else PHONE
    body, y = _legend(dossier, plan)
    hovers: list[Hover] = []
    for largest in (True, False):
        panel = [row for row in shown if row.largest == largest]
        if panel:
            drawn, told, y = _panel(dossier, panel, plan, y)
            body += drawn
            hovers += told
    return Drawing(plan.width, round(y), body, tuple(hovers))


def _legend(dossier: Dossier, plan: Plan) -> tuple[str, float]:
    body, x = key(plan.left if plan.roomy else 0, 14, sides(dossier))
    for side, at in zip(sides(dossier), COLUMNS, strict=True) if plan.roomy else ():
        body += mark(at + 5, 10, side.tone)
        body += svg.text(at + 15, 14, _short(side), size=12.5, tone=f"{side.tone}-ink", bold=True)
        body += svg.text(at, 30, "percentile; value", size=11, tone="muted")
    if x > plan.width:
        one, other = sides(dossier)
        body = key(0, 14, (one,))[0] + key(0, 34, (other,))[0]
    y = 14.0 if plan.roomy else 54.0 if x > plan.width else 34.0
    x = x if plan.roomy else 0.0
    body += svg.line(x + 5, y - 11, x + 5, y + 3, tone="line", width=1.6)
    told = "other ties, named for comparison" if plan.roomy else "ties named for comparison"
    return body + svg.text(x + 15, y, told, size=12, tone="muted"), y + 22


def _panel(
    dossier: Dossier, panel: Sequence[Row], plan: Plan, y: float
) -> tuple[str, list[Hover], float]:
    """Heading, class words, strips, axis."""
    definition = cuts_of(dossier, largest=panel[0].largest)
    heading = svg.wrap(HEADS[panel[0].largest], plan.width, 13.5)
    body = svg.lines_of_text(0, y + 14, heading, size=13.5, tone="ink", bold=True)
    y += 14 + 18 * len(heading)
    if definition and panel[0].largest:
        body += _class_words(definition, plan, y + 10)
        y += 34 if not plan.roomy else 18
    cuts = definition.cuts if definition else ()
    marks, hovers = "", []
    for index, row in enumerate(panel):
        drawn, told, y = _row(row, plan, y, cuts, first=index == 0)
        marks += drawn
        hovers += told
    return body + marks + _axis(definition, plan, y), hovers, y + 44


def cuts_of(dossier: Dossier, *, largest: bool) -> ClassDefinition | None:
    """The definition whose cuts a panel shows: the main one, or the one among all pairs."""
    defined = dossier.comparison.definitions if dossier.comparison else ()
    return next((one for one in defined if (one.main if largest else one.id == "all-pairs")), None)


def _class_words(definition: ClassDefinition, plan: Plan, y: float) -> str:
    """Each class above its stretch of the axis; the last one may reach over the edge."""
    ends = (0.0, *definition.cuts, 100.0)
    body = ""
    for index, name in enumerate(definition.names):
        low, high = plan.px(ends[index]), plan.px(ends[index + 1])
        last = index == len(definition.names) - 1
        lines = [name] if last else svg.wrap(name, high - low - 4, 11.5)
        x, anchor = (low + 3, "start") if last else ((low + high) / 2, "middle")
        body += svg.lines_of_text(
            x, y, lines, size=11.5, tone="ink-soft", anchor=anchor, leading=1.15, bold=True
        )
    return body


def _axis(definition: ClassDefinition | None, plan: Plan, y: float) -> str:
    cuts = definition.cuts if definition else ()
    plain = (0.0, 25.0, 50.0) if plan.roomy else (0.0, 50.0)
    ticks = sorted({*cuts, *(t for t in plain if all(abs(t - c) > 6 for c in cuts))})
    return "".join(
        svg.text(plan.px(t), y + 13, f"{t:g}", size=11, tone="muted", anchor="middle")
        if t
        else svg.text(plan.left, y + 13, "percentile 0", size=11, tone="muted")
        for t in ticks
    )


def _row(
    row: Row, plan: Plan, y: float, cuts: Sequence[float], *, first: bool
) -> tuple[str, list[Hover], float]:
    """Lanes of labels, the strip with its marks, and the words beside or below."""
    named = [(rank.point or 0.0, one) for one in row.beside if (rank := row.rank(one))]
    most = plan.lanes_first if first else plan.lanes
    told = flags([(rank, plan.px(rank), one.title) for rank, one in named], most)
    words_, y = _title(row, plan, y) if not plan.roomy else ("", y + 6)
    top = y + LANE * (max((flag.lane for flag in told), default=-1) + 1)
    body = words_ + svg.rect(plan.left, top, plan.right - plan.left, STRIP, fill="void")
    for cut in cuts:
        x, start = plan.px(cut), y if plan.roomy else top
        body += svg.line(x, start - 6, x, top + STRIP + 6, tone="ink-soft", dash="2 3")
    for rank, _ in named:
        body += svg.line(plan.px(rank), top, plan.px(rank), top + STRIP, tone="line", width=1.6)
    for flag in told:
        base = top - LANE * flag.lane
        body += svg.line(flag.x, base - 9, flag.x, top, tone="line", width=1)
        x, anchor = (flag.x - 3, "end") if flag.left else (flag.x + 3, "start")
        body += svg.text(
            x, base - 3, flag.text, size=LETTERS, tone="muted", anchor=anchor, halo=True
        )
    drawn, hovers = _marks(row, plan, top, [one for _, one in named])
    body += drawn
    if plan.roomy:
        return body + _beside(row, plan, top), hovers, top + STRIP + 14
    below, y = _below(row, top + STRIP + 15)
    return body + below, hovers, y + 8


def _marks(row: Row, plan: Plan, top: float, named: Sequence[Placed]) -> tuple[str, list[Hover]]:
    """Both directions, one above the other in the strip, over their intervals."""
    body, hovers = "", []
    for (side, one), y in zip(row.own, (top + STRIP * 0.29, top + STRIP * 0.71), strict=True):
        rank = row.rank(one)
        if rank is None or rank.point is None:
            continue
        if rank.low is not None and rank.high is not None:
            body += bar(plan.px(rank.low), plan.px(rank.high), y, side.tone)
        body += mark(plan.px(rank.point), y, side.tone)
        hovers.append(Hover(plan.px(rank.point), y, said(row, one, side.name)))
    for one in named:
        rank = row.rank(one)
        x = plan.px(rank.point or 0.0) if rank else plan.left
        hovers.append(Hover(x, top + STRIP / 2, said(row, one, one.title)))
    return body, hovers


def said(row: Row, one: Placed | None, name: str) -> str:
    """One tie in words: percentile, value, year."""
    rank = row.rank(one)
    if one is None or rank is None:
        return f"{name}: {words.why(one.value) if one else 'no figure'}"
    return f"{name}: percentile {rank.text()}, value {words.show(one.value, one.unit)}, {one.year}"


def _title(row: Row, plan: Plan, y: float) -> tuple[str, float]:
    lines = svg.wrap(f"{row.title}, {row.year}", plan.width, 12.5)
    body = svg.lines_of_text(0, y + 18, lines, size=12.5, tone="ink", bold=True)
    return body, y + 26 + 16 * (len(lines) - 1)


def _beside(row: Row, plan: Plan, top: float) -> str:
    """Title on the left; percentile and value of both directions on the right."""
    title = svg.wrap(row.title, plan.left - 20, 13)
    about = svg.wrap(f"{words.domain_title(row.domain)}, {row.members}", plan.left - 20, 11)
    y = top + 14 - 8 * (len(title) - 1)
    body = svg.lines_of_text(0, y, title, size=13, tone="ink", bold=True)
    body += svg.lines_of_text(0, y + 17 * len(title), about, size=11, tone="muted")
    for (side, one), x in zip(row.own, COLUMNS, strict=True):
        rank, value = _numbers(row, one)
        body += svg.text(x, top + 13, rank, size=12.5, tone=f"{side.tone}-ink", bold=True)
        body += svg.lines_of_text(x, top + 29, svg.wrap(value, 130, 11, most=2), size=11,
                                  tone="muted")  # fmt: skip
    return body


def _below(row: Row, y: float) -> tuple[str, float]:
    """Both directions in a line of words each."""
    body = ""
    for side, one in row.own:
        rank, value = _numbers(row, one)
        body += svg.text(
            0, y, f"{_short(side)} {rank}", size=12, tone=f"{side.tone}-ink", bold=True
        )
        body += svg.text(NARROW, y, value, size=11, tone="muted", anchor="end")
        y += 16
    return body, y - 8


def _short(side: Side) -> str:
    """The direction by codes, where the names stand above already."""
    return f"{side.subject} on {side.partner}"


def _numbers(row: Row, one: Placed | None) -> tuple[str, str]:
    """Percentile and value as letters; the reason where there is none."""
    rank = row.rank(one)
    if one is None or rank is None:
        return "–", "no figure"
    return rank.text(), words.show(one.value, one.unit)
