"""Who sends how much of a fuel where: arcs over the outlines of states, and bars below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from steelyard.dossier.fuels.sentences import quarter
from steelyard.dossier.records import Dossier, FuelFlow, FuelMarket
from steelyard.report import svg, words
from steelyard.report.figures.energy import arcs
from steelyard.report.figures.energy.outlines import Land, Window, window
from steelyard.report.figures.energy.places import place
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.world import BORDERS
from steelyard.report.theme import HEX, NARROW, WIDE

# Carriers: tone, name in the key, name in a sentence, how far its arcs bow to the south.
CARRIERS = {
    "pipe": ("pipe", "by pipe", -0.10),
    "ship": ("ship", "by ship, Western services", 0.30),
    "above": ("ship-soft", "by such ships, above the price cap", 0.24),
    "outside": ("outside", "by ship, no Western services", 0.17),
    "lng": ("lng", "as LNG by ship", 0.24),
}
TRACE = 2e-3  # part of the largest flow below which nothing is drawn
SHOWN = 0.96  # part of all flows whose places the window holds; others come from its edge
EDGE = 14.0  # pixels from the edge where places outside the window are put
BARS, SMALL_BARS = 9, 8  # flows that are named below the map
ROW, SMALL_ROW = 21, 33


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the two widths of the map differ in."""

    width: int
    thickest: float
    letters: float
    bars: int
    row: int

    @property
    def roomy(self) -> bool:
        """Whether it is the map of a desk."""
        return self.width > 500


DESK = _Layout(WIDE, 15.0, 11.5, BARS, ROW)
PHONE = _Layout(NARROW, 9.0, 9.5, SMALL_BARS, SMALL_ROW)


def flow_map(dossier: Dossier, market: FuelMarket, land: Land | None) -> Figure | None:
    """The map of a fuel; None where nothing flows or there are no outlines."""
    most = max((flow.amount.point or 0.0 for flow in market.flows), default=0.0)
    flows = [f for f in market.flows if f.closed or (f.amount.point or 0.0) > TRACE * most]
    carrying = [flow for flow in flows if not flow.closed]
    if land is None or not carrying:
        return None
    flows.sort(key=_order)
    title = _title(market, flows)
    unit = flows[0].unit
    told = "; ".join(f"{_name(flow)} {words.show(flow.amount, unit)}" for flow in flows[:BARS]
                     if not flow.closed)  # fmt: skip
    return Figure(
        id=f"energy-flows-{words.slug(market.fuel)}",
        kicker=f"{_cap(market.fuel)}: who sends how much where, {quarter(market.when)}",
        title=title,
        subtitle=f"{_cap(unit)}, simulated. Width of an arc: amount; pale edge: upper end of nine "
        "draws in ten. Dashed: carried fuel before, now closed or given up.",
        alt=f"Flow map. {title}. {told}.",
        size="wide",
        wide=_draw(DESK, dossier, market, flows, land),
        narrow=_draw(PHONE, dossier, market, flows, land),
        rows=tuple(_data(market.flows)),
        table=_table(sorted(market.flows, key=_order)),
        origins=market.origins,
        domain="fuels",
        notes=(
            f"Flows from or to {words.listed(_sides(market))}, and what these two buy and sell "
            "elsewhere; flows among others are left out. Arcs join places, they are no routes.",
            f"Intervals: {words.listed(dict.fromkeys(f.amount.basis for f in carrying))}. Several "
            "ways between the same two places can stand in for each other: their sum is surer "
            "than each.",
            BORDERS,
        ),
    )


def _order(flow: FuelFlow) -> tuple[bool, bool, float]:
    """Those of the pair first, the largest first, closed ones last."""
    return flow.closed, not flow.of_pair, -(flow.amount.point or 0.0)


def _sides(market: FuelMarket) -> list[str]:
    return [market.name_a, market.name_b]


def _title(market: FuelMarket, flows: Sequence[FuelFlow]) -> str:
    """The largest flow between the two, or the largest of either."""
    carrying = [flow for flow in flows if not flow.closed and flow.amount.point]
    flow = carrying[0]
    start, end = (_short(flow, side) for side in ("start", "end"))
    carrier = CARRIERS[flow.carrier][1]
    most = "" if flow.of_pair else "Nothing flows between the two; "
    return f"{most}{start} sends {end} {words.show(flow.amount, flow.unit)} {carrier}"


def _short(flow: FuelFlow, side: str) -> str:
    return place(flow.fuel, getattr(flow, side)).name


def _name(flow: FuelFlow) -> str:
    """From where to where and how."""
    return f"{_short(flow, 'start')} to {_short(flow, 'end')}, {CARRIERS[flow.carrier][1]}"


def _draw(
    layout: _Layout, dossier: Dossier, market: FuelMarket, flows: Sequence[FuelFlow], land: Land
) -> Drawing:
    key = _key(layout, flows)
    seen = _window(layout, flows, key.height)
    ceiling = max(flow.amount.point or 0.0 for flow in flows)
    scale = layout.thickest / ceiling
    ground = f'<path d="{land.path(seen)}" fill="{HEX["void"]}"/>'
    for state, tone in ((dossier.a, "a-soft"), (dossier.b, "b-soft")):
        ground += (
            f'<path d="{land.path(seen, [state.iso3])}" fill="{HEX[tone]}" fill-opacity="0.45"/>'
        )
    hovers: list[Hover] = []
    lines = ""
    for flow in reversed(flows):  # the largest on top
        lines += _flow(flow, seen, scale, hovers)
    names = _names(layout, flows, seen)
    body = key.body + ground + lines + names
    below = key.height + seen.height + 18
    bars, height = _bars(layout, flows, below)
    return Drawing(layout.width, round(below + height), body + bars, tuple(hovers))


def _window(layout: _Layout, flows: Sequence[FuelFlow], top: float) -> Window:
    """The part of the world that holds the largest flows."""
    carrying = sorted((f for f in flows if not f.closed), key=lambda f: -(f.amount.point or 0.0))
    whole, held, points = sum(f.amount.point or 0.0 for f in carrying), 0.0, []
    for flow in carrying:
        if held < SHOWN * whole or flow.of_pair:
            points += [place(flow.fuel, flow.start), place(flow.fuel, flow.end)]
        held += flow.amount.point or 0.0
    places = [(each.longitude, each.latitude) for each in points]
    return window(places, layout.width, top, air=0.07, flattest=0.46 if layout.roomy else 0.62)


def _point(fuel: str, node: str, seen: Window) -> tuple[float, float]:
    """Where a place is drawn: on the edge where it lies outside the window."""
    at = place(fuel, node)
    x, y = seen.at(at.longitude, at.latitude)
    return (
        min(max(x, EDGE), seen.width - EDGE),
        min(max(y, seen.top + EDGE), seen.top + seen.height - EDGE),
    )


def _flow(flow: FuelFlow, seen: Window, scale: float, hovers: list[Hover]) -> str:
    """One arc; closed ones are dashed."""
    tone, _, bow = CARRIERS[flow.carrier]
    start, end = (_point(flow.fuel, node, seen) for node in (flow.start, flow.end))
    width = (flow.amount.point or 0.0) * scale
    if flow.closed:
        bow -= 0.14  # beside what still flows the same way
    of = arcs.arc(start, end, bow, gap=9.0 + width / 2, floor=seen.top + seen.height)
    said = (
        f"closed: {words.listed(flow.lanes)}" if flow.closed else words.show(flow.amount, flow.unit)
    )
    hovers.append(Hover(*of.middle, f"{_name(flow)}: {said}"))
    if flow.closed:
        return arcs.dashed(of, tone)
    most = None if flow.amount.high is None else flow.amount.high * scale
    return arcs.drawn(of, tone, width, most)


def _names(layout: _Layout, flows: Sequence[FuelFlow], seen: Window) -> str:
    """Names of places beside their points; those that would hide others are left to the bars."""
    taken: list[tuple[float, float, float, float]] = []
    body = ""
    order = dict.fromkeys(node for flow in flows for node in (flow.start, flow.end))
    for node in order:
        x, y = _point(flows[0].fuel, node, seen)
        body += svg.circle(x, y, 3.2 if layout.roomy else 2.4, tone="ink-soft")
        name = place(flows[0].fuel, node).name
        wide, tall = svg.text_width(name, layout.letters, bold=True), layout.letters
        for anchor, right, down in (
            ("middle", 0, -7), ("middle", 0, tall + 6), ("start", 7, tall / 3),
            ("end", -7, tall / 3), ("end", 12, -7), ("end", 12, tall + 6),
        ):  # fmt: skip
            left = x + right - {"middle": wide / 2, "start": 0.0, "end": wide}[anchor]
            box = (left, y + down - tall, left + wide, y + down + 2)
            inside = box[0] >= 0 and box[2] <= layout.width
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                body += svg.text(x + right, y + down, name, size=layout.letters, tone="ink",
                                 anchor=anchor, bold=True, halo=True)  # fmt: skip
                break
    return body


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _key(layout: _Layout, flows: Sequence[FuelFlow]) -> Drawing:
    """What the colours of arcs mean, above the map."""
    used = [name for name in CARRIERS if any(f.carrier == name for f in flows)]
    entries = [(CARRIERS[name][0], CARRIERS[name][1], False) for name in used]
    if any(flow.closed for flow in flows):
        entries.append(("muted", "closed or given up", True))
    body, x, y = "", 0.0, 12.0
    for tone, name, dash in entries:
        wide = svg.text_width(name, 11.5) + 44
        if x and x + wide - 16 > layout.width:
            x, y = 0.0, y + 18
        body += svg.line(x, y - 4, x + 20, y - 4, tone=tone, width=1.6 if dash else 5,
                         dash="4 3" if dash else "")  # fmt: skip
        body += svg.text(x + 26, y, name, size=11.5, tone="ink-soft")
        x += wide
    return Drawing(layout.width, round(y + 10), body)


def _bars(layout: _Layout, flows: Sequence[FuelFlow], top: float) -> tuple[str, float]:
    """The largest flows as bars with whiskers and their amounts in words."""
    rows = [flow for flow in flows if not flow.closed and flow.amount.point][: layout.bars]
    left, right = (346.0, 130.0) if layout.roomy else (0.0, 132.0)
    most = max(flow.amount.high or flow.amount.point or 0.0 for flow in rows)
    length = layout.width - left - right
    body = ""
    for index, flow in enumerate(rows):
        y = top + index * layout.row
        middle = y + 7 if layout.roomy else y + 20
        name = svg.wrap(_name(flow), left - 12 if layout.roomy else layout.width, 12, most=1)[0]
        body += svg.text(left - 10 if layout.roomy else 0, y + 11, name, size=12, tone="ink",
                         anchor="end" if layout.roomy else "start", bold=flow.of_pair)  # fmt: skip
        body += svg.rect(left, middle - 4, (flow.amount.point or 0) / most * length, 8,
                         fill=CARRIERS[flow.carrier][0])  # fmt: skip
        if flow.amount.low is not None and flow.amount.high is not None:
            x1, x2 = (left + end / most * length for end in (flow.amount.low, flow.amount.high))
            body += svg.line(x1, middle, x2, middle, tone="ink", width=1.3)
            body += "".join(svg.line(x, middle - 3, x, middle + 3, tone="ink", width=1.3)
                            for x in (x1, x2))  # fmt: skip
        body += svg.text(left + length + 10, middle + 4, words.show(flow.amount, ""), size=12,
                         tone="ink-soft")  # fmt: skip
    return body, len(rows) * layout.row + 6


def _table(flows: Sequence[FuelFlow]) -> Table:
    """Every flow, closed ones last."""
    return Table(
        ("From", "To", "How", f"{_cap(flows[0].unit)}"),
        tuple(
            (flow.start_name, flow.end_name, CARRIERS[flow.carrier][1],
             _closed(flow) if flow.closed else words.show(flow.amount, ""))
            for flow in flows
        ),
        "Each with nine draws in ten.",
    )  # fmt: skip


def _closed(flow: FuelFlow) -> str:
    """That a way is closed, and what it was."""
    return f"closed: {words.listed(flow.lanes)}" if flow.lanes else "closed"


def _data(flows: Sequence[FuelFlow]) -> Iterator[Mapping[str, Cell]]:
    for flow in flows:
        yield {
            "fuel": flow.fuel,
            "from": flow.start,
            "to": flow.end,
            "from_name": flow.start_name,
            "to_name": flow.end_name,
            "carrier": flow.carrier,
            "amount": flow.amount.point,
            "low": flow.amount.low,
            "high": flow.amount.high,
            "unit": flow.unit,
            "closed": int(flow.closed),
            "lanes": "; ".join(flow.lanes),
            "interval_basis": flow.amount.basis,
        }


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
