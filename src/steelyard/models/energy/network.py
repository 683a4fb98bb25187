"""A fuel market as a network: nodes with curves, lanes between them, limits over several lanes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from math import inf

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.models.energy.curves import UNITS, Curve
from steelyard.vocabulary.errors import InputError, UnitMismatch, UnknownName, shorten


@dataclass(frozen=True, slots=True)
class Node:
    """A place with one price: what it can supply and what it uses, in blocks.

    A place without blocks only passes fuel on. Several blocks are a curve with kinks.
    """

    name: str
    supply: tuple[Curve, ...] = ()
    demand: tuple[Curve, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A way from one place to another: cost for a unit, the most and the least that flows.

    `least` is what a contract obliges to deliver. `kind` is pipe, tanker, LNG or what the user
    calls it; `serviced` says that ships, insurance or finance of a coalition are needed, so that
    a price cap reaches the lane.
    """

    origin: str
    destination: str
    kind: str
    cost: float
    amount_unit: str
    price_unit: str
    most: float = inf
    least: float = 0.0
    serviced: bool = False
    name: str = ""

    @property
    def label(self) -> str:
        """Its own name, or where from, where to and how."""
        return self.name or f"{self.origin}-{self.destination} ({self.kind})"


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that several lanes carry together: a plant, a fleet, a trunk line."""

    name: str
    lanes: tuple[str, ...]
    most: float


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Pieces of curves, each at one node."""

    node: Int[np.ndarray, " block"]
    intercept: Float[np.ndarray, " block"]
    slope: Float[np.ndarray, " block"]
    most: Float[np.ndarray, " block"]


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """A checked network in arrays, one row a node, a block, a lane or a limit."""

    fuel: str
    nodes: tuple[str, ...]
    lanes: tuple[str, ...]
    limits: tuple[str, ...]
    supply: Blocks
    demand: Blocks
    origin: Int[np.ndarray, " lane"]
    destination: Int[np.ndarray, " lane"]
    cost: Float[np.ndarray, " lane"]
    most: Float[np.ndarray, " lane"]
    least: Float[np.ndarray, " lane"]
    serviced: Bool[np.ndarray, " lane"]
    within: Float[np.ndarray, "limit lane"]
    limit: Float[np.ndarray, " limit"]

    def node(self, name: str) -> int:
        """Row of a node."""
        return _row("node", name, self.nodes)

    def lane(self, label: str) -> int:
        """Row of a lane."""
        return _row("lane", label, self.lanes)

    def without(self, *labels: str) -> Market:
        """The same market with these lanes closed, contracts on them ended."""
        rows = [self.lane(label) for label in labels]
        most, least = self.most.copy(), self.least.copy()
        most[rows], least[rows] = 0.0, 0.0
        return replace(self, most=most, least=least)

    def autarky(self) -> Market:
        """The same places without any lane."""
        return self.without(*self.lanes)


def market(
    fuel: str, nodes: Iterable[Node], lanes: Iterable[Lane], limits: Iterable[Limit] = ()
) -> Market:
    """Check places, lanes and limits, and lay them out in arrays.

    Parameters
    ----------
    fuel : name in `UNITS`
        Sets the units that every curve and lane must have: ``Mbbl / year`` and ``USD/bbl`` for
        crude oil, ``bcm / year`` and ``USD/1000 m3`` for gas.
    nodes, lanes, limits : Node, Lane, Limit

    Returns
    -------
    market : Market

    Raises
    ------
    UnitMismatch
        If a curve or a lane is in other units; the node or lane is named.
    UnknownName
        If a lane leads to a place that is no node, or a limit names a lane that is none.
    InputError
        If a cost is below 0 or not finite, the least exceeds the most, a curve slopes the wrong
        way, or a label stands twice.

    Examples
    --------
    >>> from steelyard.models.energy.curves import demand_through, supply_through
    >>> seller = Node("S", supply=supply_through(60.0, 100.0, 0.3, "crude oil"))
    >>> buyer = Node("B", demand=demand_through(62.0, 100.0, -0.3, "crude oil"))
    >>> market("crude oil", [seller, buyer], [lane("S", "B", "tanker", 2.0, "crude oil")]).lanes
    ('S-B (tanker)',)
    """
    nodes, lanes, limits = tuple(nodes), tuple(lanes), tuple(limits)
    refuse_unless(fuel in UNITS, where="market", found=fuel, expected=", ".join(UNITS),
                  remedy="Name one of these fuels.")  # fmt: skip
    names, labels = tuple(n.name for n in nodes), tuple(each.label for each in lanes)
    for what, listed in (("node", names), ("lane", labels), ("limit", [x.name for x in limits])):
        _refuse_twice(what, listed)
    for node in nodes:
        _check_node(fuel, node)
    for each in lanes:
        _check_lane(fuel, each)
    return Market(
        fuel, names, labels, tuple(each.name for each in limits),
        _blocks(nodes, "supply"), _blocks(nodes, "demand"),
        np.array([_row("node", each.origin, names) for each in lanes], dtype=int),
        np.array([_row("node", each.destination, names) for each in lanes], dtype=int),
        np.array([each.cost for each in lanes], dtype=float),
        np.array([each.most for each in lanes], dtype=float),
        np.array([each.least for each in lanes], dtype=float),
        np.array([each.serviced for each in lanes], dtype=bool),
        _within(limits, labels),
        np.array([_checked(each) for each in limits], dtype=float),
    )  # fmt: skip


def lane(
    origin: str, destination: str, kind: str, cost: float, fuel: str, *, most: float = inf,
    least: float = 0.0, serviced: bool = False, name: str = "",
) -> Lane:  # fmt: skip
    """A lane in the units of a fuel; raises InputError for a fuel that is none of `UNITS`."""
    refuse_unless(fuel in UNITS, where=f"lane {origin}-{destination} ({kind})", found=str(fuel),
                  expected=", ".join(UNITS), remedy="Name one of these fuels.")  # fmt: skip
    return Lane(origin, destination, kind, cost, *UNITS[fuel], most, least, serviced, name)


def _row(what: str, name: str, known: tuple[str, ...]) -> int:
    """Place of a name in a list."""
    try:
        return known.index(name)
    except ValueError:
        near = get_close_matches(name, known, 3, 0.3)
        raise UnknownName(where="market", kind=what, name=name, nearest=near) from None


def _blocks(nodes: tuple[Node, ...], side: str) -> Blocks:
    """All pieces of one side."""
    pieces = [(at, curve) for at, node in enumerate(nodes) for curve in getattr(node, side)]
    return Blocks(
        np.array([at for at, _ in pieces], dtype=int),
        np.array([curve.intercept for _, curve in pieces], dtype=float),
        np.array([curve.slope for _, curve in pieces], dtype=float),
        np.array([curve.most for _, curve in pieces], dtype=float),
    )


def _within(limits: tuple[Limit, ...], labels: tuple[str, ...]) -> np.ndarray:
    """Which lanes a limit holds."""
    within = np.zeros((len(limits), len(labels)))
    for row, each in enumerate(limits):
        within[row, [_row("lane", label, labels) for label in each.lanes]] = 1.0
    return within


def _refuse_twice(what: str, listed: Iterable[str]) -> None:
    """Raise where a label stands twice."""
    listed = list(listed)
    twice = [name for name in dict.fromkeys(listed) if listed.count(name) > 1]
    if twice:
        raise InputError(
            where=f"{what}s of the market",
            found=f"more than once: {shorten(twice)}",
            expected="each label once",
            remedy="Merge them, or give them kinds that tell them apart.",
        )


def _check_node(fuel: str, node: Node) -> None:
    """Refuse curves in other units, or that slope the wrong way."""
    for side, sign in (("supply", 1), ("demand", -1)):
        for curve in getattr(node, side):
            where = f"node {node.name}, {side}"
            _check_units(where, fuel, curve.amount_unit, curve.price_unit)
            refuse_unless(
                bool(
                    np.isfinite(curve.intercept)
                    and np.isfinite(curve.slope)
                    and sign * curve.slope >= 0
                    and curve.most >= 0
                ),
                where=where,
                found=f"{curve.intercept:g} {curve.slope:+g} q, at most {curve.most:g}",
                expected="supply that rises, demand that falls, with finite terms",
                remedy="Check the sign of the elasticity and the amount.",
            )


def _check_lane(fuel: str, each: Lane) -> None:
    """Refuse other units, costs below 0 and contracts above capacity."""
    _check_units(f"lane {each.label}", fuel, each.amount_unit, each.price_unit)
    refuse_unless(
        bool(each.cost >= 0 and np.isfinite(each.cost)),
        where=f"lane {each.label}",
        found=f"cost {each.cost:g} {each.price_unit}",
        expected="a finite cost of at least 0",
        remedy="A subsidy belongs into a curve; an unknown cost needs a stated range.",
    )
    refuse_unless(
        each.origin != each.destination,
        where=f"lane {each.label}",
        found="the place itself",
        expected="a lane between two places",
        remedy="Leave it out: what a place supplies and uses itself needs no lane.",
    )
    refuse_unless(
        bool(0 <= each.least <= each.most and np.isfinite(each.least)),
        where=f"lane {each.label}",
        found=f"least {each.least:g}, most {each.most:g} {each.amount_unit}",
        expected="0 <= least <= most",
        remedy="Lower the contracted amount, or raise the capacity that carries it.",
    )


def _checked(each: Limit) -> float:
    """The amount of a limit."""
    refuse_unless(bool(each.most >= 0), where=f"limit {each.name}", found=f"{each.most:g}",
                  expected="an amount of at least 0", remedy="Correct the amount.")  # fmt: skip
    return each.most


def _check_units(where: str, fuel: str, amount: str, price: str) -> None:
    """Refuse anything that is not counted as the fuel is."""
    if (amount, price) != UNITS[fuel]:
        raise UnitMismatch(
            where=where,
            found=f"{amount}, {price}",
            expected=f"{UNITS[fuel][0]}, {UNITS[fuel][1]} for {fuel} (law 4)",
            remedy="Convert amounts and prices first: measures.fuel_units has rates with sources.",
        )
