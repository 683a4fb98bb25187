"""What national capability consists of: each state's share of the world in six components."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.states import FIRST_YEAR, by_cow_code
from steelyard.reference.tables import COMPONENTS

NAMES = {
    # column of the source: component, in the order of the publisher
    "milex": "military spending",
    "milper": "military personnel",
    "irst": "iron and steel",
    "pec": "energy",
    "tpop": "population",
    "upop": "urban population",
}
DIGITS = 3  # the index itself is in `state_years` with six


def build(scan: Scan) -> pl.DataFrame:
    """Shares of all states, of the source that reaches furthest: the others differ in energy only.

    Absent components stay absent; a 0 is one that was published.
    """
    table = scan("nmc")
    if table is None:
        return conform(pl.DataFrame(schema=list(COMPONENTS.names)), COMPONENTS)
    every = table.filter(pl.col("year") >= FIRST_YEAR).collect()
    furthest = every.group_by("origin").agg(pl.col("year").max()).sort("year", "origin")
    chosen = every.filter(pl.col("origin") == furthest["origin"][-1])
    amounts = pl.col(list(NAMES)).cast(pl.Float64)
    shares = chosen.with_columns(amounts / amounts.sum().over("year"))  # of what is known
    long = by_cow_code(shares).unpivot(
        list(NAMES),
        index=["state", "cinc", "year", "origin"],
        variable_name="column",
        value_name="share",
    )
    rows = long.drop_nulls(["state", "share"]).with_columns(
        component=pl.col("column").replace_strict(NAMES),
        share=pl.col("share").round_sig_figs(DIGITS),
    )
    # In the year of a union the old and the new state have a row each under one ISO code: as in
    # `state_years`, the one with more means stands, which is the united state.
    once = rows.sort("cinc", descending=True, nulls_last=True).unique(
        list(COMPONENTS.key), keep="first", maintain_order=True
    )
    return conform(once, COMPONENTS)


RECIPE = Recipe(COMPONENTS, ("nmc",), build)
