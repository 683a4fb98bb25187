"""Who bargains with whom over which lanes: read from the tables of nodes and lanes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from steelyard.models.energy.bargain.sides import Link, Sides, sides
from steelyard.models.energy.network import Market
from steelyard.reference import energy_market as rows
from steelyard.reference.energy_rows import rows_of
from steelyard.scenarios.energy.network import all_lanes, in_force
from steelyard.vocabulary.errors import NoData, UnknownName, shorten
from steelyard.vocabulary.states import by_iso3, find

# Kinds of lanes that sides make contracts over: gas by ship goes to whoever pays most, and is the
# alternative of both sides; oil of one seller is one contract however it travels.
CONTRACTED = {"gas": ("pipe",), "crude oil": ("pipe", "tanker")}
CAP_ROOM = "serviced from "  # limits that a price cap makes: what they are worth is the buyers'


@dataclass(frozen=True, slots=True)
class Tie:
    """All lanes between two sides that can stand in for each other: one bargain.

    `seller` and `buyer` are codes of sides; a side of one node has its code.
    """

    fuel: str
    seller: str
    buyer: str
    lanes: tuple[str, ...]

    @property
    def link(self) -> Link:
        """As the bargain takes it."""
        return Link(self.lanes)

    @property
    def label(self) -> str:
        """In words, such as `gas, Russia to China with Hong Kong`."""
        return f"{self.fuel}, {side_name(self.fuel, self.seller)} to " \
            f"{side_name(self.fuel, self.buyer)}"  # fmt: skip


@cache
def _joined() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Sides of several nodes: name and nodes by code."""
    return {
        row["side"]: (row["name"], row.parts("nodes"))
        for row in rows_of("sides.csv", Path(__file__).parent)
    }


@cache
def side_of_node(fuel: str, node: str) -> str:
    """The side that a node belongs to; its own where none is named."""
    return next((side for side, (_, nodes) in _joined().items() if node in nodes), node)


@cache
def side_name(fuel: str, side: str) -> str:
    """What a reader calls a side."""
    if side in _joined():
        return _joined()[side][0]
    return next(node.name for node in rows.nodes(fuel) if node.node == side)


@cache
def members(fuel: str, side: str) -> tuple[str, ...]:
    """States of a side by ISO code."""
    return tuple(
        member
        for node in rows.nodes(fuel)
        if side_of_node(fuel, node.node) == side
        for member in node.members
        if member in by_iso3()
    )


def side_of(fuel: str, state: str) -> str:
    """The side that a state belongs to, by code or name of the state.

    Raises
    ------
    UnknownName
        If no state is called so.
    NoData
        If no place of the market stands for the state: the places are named.

    Examples
    --------
    >>> side_of("gas", "China"), side_of("gas", "TKM"), side_of("crude oil", "RUS")
    ('CHN', 'CAS', 'RUS')
    """
    iso3 = find(state, where=f"market of {fuel}").iso3
    for node in rows.nodes(fuel):
        if iso3 in node.members:
            return side_of_node(fuel, node.node)
    raise NoData(
        where=f"market of {fuel}",
        found=f"no place that stands for {by_iso3()[iso3].name}.",
        expected="a state of " + shorten((node.name for node in rows.nodes(fuel)), 20),
        remedy="Its production and use are within a rest of the review and not told apart; "
        "choose a state that has a place.",
    )


def ties(fuel: str, when: date | None = None) -> tuple[Tie, ...]:
    """All bargains of a fuel; on a day, those with a lane that is open.

    Raises
    ------
    UnknownName
        If the fuel has no market.

    Examples
    --------
    >>> [each.buyer for each in ties("gas", date(2025, 7, 1)) if each.seller == "RUS"]
    ['EUR', 'TUR', 'CIW', 'CAS', 'CHN']
    """
    if fuel not in CONTRACTED:
        raise UnknownName(where="bargain", kind="fuel with a market", name=fuel,
                          nearest=tuple(CONTRACTED))  # fmt: skip
    found: dict[tuple[str, str], list[str]] = {}
    for lane in all_lanes(fuel):  # cargoes above a price cap belong to the same contract
        ends = side_of_node(fuel, lane.start), side_of_node(fuel, lane.end)
        if ends[0] == ends[1] or lane.kind not in CONTRACTED[fuel]:
            continue
        if when is None or in_force(lane.opened, lane.closed, when):
            found.setdefault(ends, []).append(lane.lane)
    return tuple(Tie(fuel, *ends, tuple(lanes)) for ends, lanes in found.items())


def tie_between(fuel: str, seller: str, buyer: str, when: date) -> Tie:
    """The bargain of two states on a day.

    Raises
    ------
    UnknownName
        If a state or the fuel is not known.
    NoData
        If a state has no place, both belong to one side, or no lane of theirs is open that day:
        what exists is said.

    Examples
    --------
    >>> tie_between("gas", "RUS", "CHN", date(2021, 1, 1)).lanes
    ('gas RUE-CHN Power of Siberia',)
    """
    every = ties(fuel)
    ends = side_of(fuel, seller), side_of(fuel, buyer)
    found = [each for each in ties(fuel, when) if (each.seller, each.buyer) == ends]
    if found:
        return found[0]
    other = [f"{side_name(fuel, each.seller)} to {side_name(fuel, each.buyer)}"
             for each in every if ends[0] in (each.seller, each.buyer)]  # fmt: skip
    raise NoData(
        where=f"bargain over {fuel}, {side_name(fuel, ends[0])} to {side_name(fuel, ends[1])}",
        found="one side for both." if ends[0] == ends[1] else _why_none(every, ends, when),
        expected=f"two sides with {' or '.join(CONTRACTED[fuel])} between them",
        remedy=f"With it there are: {shorten(other, 8)}." if other
        else "Nothing is agreed with it over this fuel.",
    )  # fmt: skip


def _why_none(every: tuple[Tie, ...], ends: tuple[str, str], when: date) -> str:
    """Whether lanes are closed that day, or there never were any."""
    lanes = [lane for each in every if (each.seller, each.buyer) == ends for lane in each.lanes]
    if not lanes:
        return "no lane between them."
    return f"none of its lanes open on {when}: {shorten(lanes, 4)}."


def who(market: Market) -> Sides:
    """Sides of a market; what a price cap's room is worth goes to those who buy at the cap."""
    here = set(market.nodes)
    joined = {side: nodes for side, (_, nodes) in _joined().items() if set(nodes) <= here}
    found = sides(market, joined)
    capped = [name.startswith(CAP_ROOM) for name in market.limits]
    if not any(capped):
        return found
    limit = found.limit.copy()
    limit[np.array(capped)] = found.node[market.destination]
    return replace(found, limit=limit)
