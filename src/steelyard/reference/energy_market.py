"""What the energy market is built from: regions, lanes, limits, rates, curves and measures.

Production and use of the regions come from the embedded dataset, all else from the tables in
`reference/energy`, each row with a source, a reason or both (see `energy_records`). Prices are
those at the node: fob at its usual port for oil, at the field or border for gas; the table of
nodes says which. World production and world use differ as published: whoever needs a balance
scales one of them and says by how much.
"""

from __future__ import annotations

from functools import cache

from steelyard.reference.dataset import Dataset
from steelyard.reference.energy_records import (
    STANDINGS,
    Elasticity,
    Lane,
    Limit,
    Node,
    Policy,
    Range,
    Region,
    Said,
    Split,
    TransportRate,
)
from steelyard.reference.energy_rows import Cells, rows_of
from steelyard.vocabulary.errors import NoData


def regions(data: Dataset, fuel: str, year: int) -> tuple[Region, ...]:
    """Regions of a fuel in a year, with those that are split off; production and use are kept.

    A place of transshipment has neither and stands with 0 and 0.

    Raises
    ------
    NoData
        Naming the years there are.
    """
    table = data.table("energy_regions")
    known = table.filter(fuel=fuel)
    found = {row["node"]: row for row in known.filter(year=year).iter_rows(named=True)}
    if not found:
        years = ", ".join(map(str, sorted(known["year"].unique()))) or "none"
        raise NoData(
            where=f"energy regions, {fuel}",
            found=f"no figures for {year}.",
            expected=f"one of {years}",
            remedy="Choose such a year, or add a later review to a store.",
        )
    taken = {
        (each.node, each.part): each for each in splits() if (each.fuel, each.year) == (fuel, year)
    }
    made: dict[str, dict[str, float]] = {
        node: {"production": row["production"] or 0.0, "use": row["use"] or 0.0}
        for node, row in found.items()
    }
    for (node, part), split in taken.items():
        made.setdefault(node, {"production": 0.0, "use": 0.0})[part] += split.amount.usual
        made[split.of][part] -= split.amount.usual
    origin = next(iter(found.values()))
    return tuple(
        Region(
            fuel,
            node.node,
            year,
            made.get(node.node, {}).get("production", 0.0),
            made.get(node.node, {}).get("use", 0.0),
            origin["unit"],
            origin["origin"],
        )
        for node in nodes(fuel)
    )


@cache
def nodes(fuel: str) -> tuple[Node, ...]:
    """Nodes of a fuel in the order of the table."""
    return tuple(_node(row) for row in rows_of("nodes.csv") if row["fuel"] == fuel)


@cache
def splits() -> tuple[Split, ...]:
    """What is taken out of one node and put into another."""
    return tuple(
        Split(
            row["fuel"],
            row["node"],
            row["of"],
            row.whole("year"),
            row["part"],
            _range(row),
            row["unit"],
            _said(row),
        )
        for row in rows_of("splits.csv")
    )


@cache
def lanes(fuel: str) -> tuple[Lane, ...]:
    """Lanes of a fuel, each open for some time."""
    return tuple(_lane(row) for row in rows_of("lanes.csv") if row["fuel"] == fuel)


@cache
def limits(fuel: str) -> tuple[Limit, ...]:
    """Joint limits over lanes of a fuel."""
    return tuple(
        Limit(
            row["fuel"],
            row["limit"],
            row.parts("members"),
            row.day("from_date"),
            row.day("to_date"),
            _range(row),
            row["unit"],
            _said(row),
        )
        for row in rows_of("limits.csv")
        if row["fuel"] == fuel
    )


@cache
def transport_rates(fuel: str) -> tuple[TransportRate, ...]:
    """What lanes by ship cost: fixed parts, rates by distance, tolls, quoted freight."""
    return tuple(
        TransportRate(
            row["fuel"],
            row["item"],
            row.day("from_date"),
            row.day("to_date"),
            _range(row),
            row["unit"],
            _said(row),
        )
        for row in rows_of("rates.csv")
        if row["fuel"] == fuel
    )


@cache
def elasticities(fuel: str) -> tuple[Elasticity, ...]:
    """Published elasticities and costs of a fuel."""
    return tuple(
        Elasticity(
            row["fuel"],
            row["side"],
            row["node"],
            row["quantity"],
            row["horizon"],
            _range(row),
            row["unit"],
            _said(row),
        )
        for row in rows_of("curves.csv")
        if row["fuel"] == fuel
    )


@cache
def policies(fuel: str) -> tuple[Policy, ...]:
    """Dated measures that touch a fuel."""
    return tuple(_policy(row) for row in rows_of("policies.csv") if row["fuel"] == fuel)


def _node(row: Cells) -> Node:
    return Node(
        row["fuel"], row["node"], row["name"], row.parts("members"), row["price_at"], row["note"]
    )


def _lane(row: Cells) -> Lane:
    cost = Range(row.number("cost_low"), row.number("cost"), row.number("cost_high"))
    capacity = None
    if row["capacity"]:
        capacity = Range(
            row.number("capacity_low"), row.number("capacity"), row.number("capacity_high")
        )
    distance = row.number("distance_nm") if row["distance_nm"] else None
    return Lane(
        row["lane"],
        row["fuel"],
        row["from"],
        row["to"],
        row["kind"],
        row["via"],
        row["services"],
        row["route"],
        distance,
        cost,
        row["cost_unit"],
        capacity,
        row["capacity_unit"],
        row.day("from_date"),
        row.day("to_date"),
        _said(row),
    )


def _policy(row: Cells) -> Policy:
    start = row.day("from_date")
    if start is None:
        raise row.refused("from_date", "a day, since a measure is dated")
    level = _range(row) if row["usual"] else None
    return Policy(
        row["policy"],
        row["fuel"],
        row["kind"],
        row["imposer"],
        row.parts("members"),
        start,
        row.day("to_date"),
        level,
        row["unit"],
        _said(row),
    )


def _range(row: Cells) -> Range:
    return Range(row.number("low"), row.number("usual"), row.number("high"))


def _said(row: Cells) -> Said:
    standing = row["standing"]
    if standing not in STANDINGS:
        raise row.refused("standing", f"one of {', '.join(STANDINGS)}")
    if not row["source"] and not row["reason"]:
        raise row.refused("source", "a source or a reason")
    return Said(standing, row["source"], row["reason"])
