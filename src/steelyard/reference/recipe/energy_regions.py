"""Production and use of oil and gas by node of the energy market, summed from bp's panel.

bp allows its figures to be quoted with attribution, so that only these sums ship, never the
panel. What a published group holds beyond the states that bp lists goes to one node as well, so
that the nodes add up to bp's world (law 12). Production and use of the world differ, by stock
changes, biofuels, refinery gains and products: both stay as published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import polars as pl

from steelyard.reference.market_tables import ENERGY_REGIONS
from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.vocabulary.errors import LawError
from steelyard.vocabulary.states.registry import read_rows

FOLDER = Path(__file__).parents[1] / "energy"
NODES, GROUPS = FOLDER / "nodes.csv", FOLDER / "groups.csv"
REST = "rest:"  # a published group less its members: 'rest:T-AFR'
SERIES = {
    ("crude oil", "production"): "oilprod_mt",
    ("crude oil", "use"): "oilcons_mt",
    ("gas", "production"): "gasprod_bcm",
    ("gas", "use"): "gascons_bcm",
}
UNITS = {"crude oil": "Mt", "gas": "bcm"}
FIRST_YEAR = 2019
DIGITS = 2
TOLERANCE = 0.05  # Mt or bcm that rounding may lose


def build(scan: Scan) -> pl.DataFrame:
    """Production and use of every node, in every year of the panel from the first on."""
    table = scan("bp_review")
    if table is None:
        return conform(pl.DataFrame(schema=list(ENERGY_REGIONS.names)), ENERGY_REGIONS)
    wanted = table.filter(
        pl.col("series").is_in(list(SERIES.values())) & (pl.col("year") >= FIRST_YEAR)
    )
    rows = wanted.select("series", "year", "iso3", "value", "origin").collect()
    found = [row for key, part in rows.group_by("year", "origin") for row in _year(key, part)]
    return conform(
        pl.DataFrame(found, schema=list(ENERGY_REGIONS.names), orient="row"), ENERGY_REGIONS
    )


def _year(key: tuple[object, ...], rows: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows of one year, two decimals."""
    year, origin = key
    published: dict[str, dict[str, float]] = {}
    for series, iso3, value in rows.select("series", "iso3", "value").iter_rows():
        if value is not None:
            published.setdefault(series, {})[iso3] = value
    sums = {each: _sums(each[0], published.get(name, {})) for each, name in SERIES.items()}
    for fuel, members in node_members().items():
        made, used = sums[fuel, "production"], sums[fuel, "use"]
        for node in members:
            if members[node]:
                yield fuel, node, year, made[node], used[node], UNITS[fuel], origin


def _sums(fuel: str, published: Mapping[str, float]) -> dict[str, float | None]:
    """Each node's sum; absent throughout where a group that it needs is (law 2)."""
    groups = group_members()
    if not set(groups) <= set(published):
        return dict.fromkeys(node_members()[fuel])
    rests = {
        REST + group: _rest(group, published[group], members, published)
        for group, members in groups.items()
    }
    known = {**published, **rests}
    return {
        node: round(sum(known.get(member, 0.0) for member in members), DIGITS)
        for node, members in node_members()[fuel].items()
    }


def _rest(
    group: str, total: float, members: tuple[str, ...], published: Mapping[str, float]
) -> float:
    """What a group holds beyond the states that are listed; states below bp's threshold are."""
    rest = total - sum(published.get(member, 0.0) for member in members)
    if rest < -TOLERANCE:
        raise LawError(
            where=f"recipe of 'energy_regions', group {group}",
            found=f"its states add up to {-rest:.2f} more than the group.",
            expected="states that are part of the group as published (law 12)",
            remedy=f"Correct the members of the group in {GROUPS.name}.",
        )
    return max(rest, 0.0)


@cache
def node_members() -> dict[str, dict[str, tuple[str, ...]]]:
    """Members of each node by fuel: codes of states, and rests of groups.

    Examples
    --------
    >>> node_members()["gas"]["IND"]
    ('IND', 'PAK', 'BGD')
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in read_rows(NODES):
        members = tuple(filter(None, row["members"].split(";")))
        found.setdefault(row["fuel"], {})[row["node"]] = members
    return found


@cache
def group_members() -> dict[str, tuple[str, ...]]:
    """States of each of bp's regions, which together are the world."""
    return {row["group"]: tuple(row["members"].split(";")) for row in read_rows(GROUPS)}


RECIPE = Recipe(ENERGY_REGIONS, ("bp_review",), build, quoted=True)
