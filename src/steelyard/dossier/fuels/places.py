"""Which places of a fuel's market stand for the two states, and whether anything joins them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from steelyard.dossier.request import Request
from steelyard.reference import energy_market as market
from steelyard.scenarios.energy.links import (
    CONTRACTED,
    members,
    side_name,
    side_of,
    side_of_node,
)
from steelyard.scenarios.energy.network import in_force
from steelyard.vocabulary.errors import NoData

FUELS = tuple(sorted(CONTRACTED))  # oil before gas
SHIP, ABOVE, OUTSIDE, LNG, PIPE = "ship", "above", "outside", "lng", "pipe"
SHUT = 0.05  # a measure that leaves no more than this part of a lane has shut it
SHUTTING = {"share left": lambda left: left <= SHUT, "share given up": lambda up: up >= 1 - SHUT}


@dataclass(frozen=True, slots=True)
class Pair:
    """The sides of a market that stand for A and for B."""

    fuel: str
    a: str
    b: str
    alone: tuple[bool, bool]  # whether a side is the state itself

    def has(self, node: str) -> bool:
        """Whether a place belongs to one of the two."""
        return side_of_node(self.fuel, node) in (self.a, self.b)

    def joins(self, start: str, end: str) -> bool:
        """Whether a lane goes from one of the two to the other."""
        ends = side_of_node(self.fuel, start), side_of_node(self.fuel, end)
        return set(ends) == {self.a, self.b}

    def outward(self, start: str, end: str) -> bool:
        """Whether a lane has one of the two at an end and leaves its side."""
        ends = side_of_node(self.fuel, start), side_of_node(self.fuel, end)
        return ends[0] != ends[1] and bool({self.a, self.b} & set(ends))

    @property
    def names(self) -> tuple[str, str]:
        """What a reader calls the two sides."""
        return side_called(self.fuel, self.a), side_called(self.fuel, self.b)


def pair_of(fuel: str, asked: Request) -> Pair | str:
    """The sides of the two states, or in words why the market has no link between them.

    Examples
    --------
    >>> from steelyard.dossier.request import request
    >>> pair_of("gas", request("DEU", "RUS")).names[1]
    'Russia'
    >>> pair_of("gas", request("KGZ", "RUS"))
    'Kyrgyzstan has no place of its own: it is within the rest of a region'
    """
    sides = []
    for state in (asked.a, asked.b):
        try:
            sides.append(side_of(fuel, state.iso3))
        except NoData:
            return f"{state.name} has no place of its own: it is within the rest of a region"
    if sides[0] == sides[1]:
        return f"both belong to one place of the market, {side_called(fuel, sides[0])}"
    found = Pair(fuel, sides[0], sides[1], (_alone(fuel, sides[0]), _alone(fuel, sides[1])))
    if not any(found.joins(lane.start, lane.end) for lane in market.lanes(fuel)):
        return f"no pipe and no ship's way joins {' and '.join(found.names)}"
    return found


def _alone(fuel: str, side: str) -> bool:
    """Whether a side is one state."""
    return len(members(fuel, side)) == 1


def short(name: str) -> str:
    """The name of a place without what it leaves out or takes along.

    Examples
    --------
    >>> short("Europe without Türkiye, Belarus"), short("Caspian states, smaller CIS states")
    ('Europe', 'Caspian states')
    """
    for mark in (" without ", " with ", ", smaller", " and smaller"):
        name = name.partition(mark)[0]
    return name


def side_called(fuel: str, side: str) -> str:
    """What a side is called in a sentence."""
    return short(side_name(fuel, side))


def called(fuel: str) -> dict[str, str]:
    """What the places of a market are called in a sentence."""
    return {node.node: short(node.name) for node in market.nodes(fuel)}


def port(fuel: str, node: str) -> str:
    """A place by its side and where its price holds.

    Examples
    --------
    >>> port("crude oil", "RUE")
    'Russia, fob Kozmino'
    """
    at = next(each.price_at for each in market.nodes(fuel) if each.node == node)
    return f"{side_called(fuel, side_of_node(fuel, node))}, {at.partition(',')[0]}"


def carrier(lane: market.Lane) -> str:
    """How a lane carries fuel."""
    if lane.kind == PIPE:
        return PIPE
    if lane.fuel == "gas":
        return LNG
    return OUTSIDE if lane.services == "own" else SHIP


def shut(fuel: str, when: date) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """What was once open and is closed or forbidden on a day: names by start, end and carrier.

    A line that was widened, and so goes on under another row, is not closed.

    Examples
    --------
    >>> shut("gas", date(2025, 7, 1))["RUS", "EUR", "pipe"][:2]
    ('Nord Stream', 'Yamal-Europe')
    """
    forbidden = {
        name
        for policy in market.policies(fuel)
        if in_force(policy.start, policy.end, when) and _shuts(policy)
        for name in policy.lanes
    }
    open_: set[str] = set()
    closed: dict[tuple[str, str, str], list[str]] = {}
    for lane in market.lanes(fuel):
        if lane.opened is not None and lane.opened > when:
            continue
        way = (lane.start, lane.end, carrier(lane))
        if lane.lane not in forbidden and in_force(lane.opened, lane.closed, when):
            open_.add(f"{way} {_label(lane)}")
        else:
            closed.setdefault(way, []).append(_label(lane))
    found = {
        way: tuple(dict.fromkeys(name for name in names if f"{way} {name}" not in open_))
        for way, names in closed.items()
    }
    return {way: names for way, names in found.items() if names}


def _label(lane: market.Lane) -> str:
    """What a line is called, less the fuel, its ends, and what tells its stages apart."""
    name = lane.lane.partition(f"{lane.start}-{lane.end} ")[2] or lane.lane
    return name if lane.kind != PIPE else name.partition(",")[0]


def _shuts(policy: market.Policy) -> bool:
    """Whether a measure leaves next to nothing of its lanes."""
    test = SHUTTING.get(policy.unit)
    return test is not None and policy.level is not None and test(policy.level.usual)
