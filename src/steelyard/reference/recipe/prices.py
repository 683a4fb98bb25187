"""World prices of fuels by month."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import PRICES

FUELS = ("CRUDE_BRENT", "CRUDE_DUBAI", "COAL_AUS", "NGAS_EUR", "NGAS_JP")
FIRST_YEAR = 1990


def build(scan: Scan) -> pl.DataFrame:
    """Prices as published, fuels only."""
    parts = [part for part in (_world(scan), _urals(scan)) if part is not None]
    if not parts:
        return conform(pl.DataFrame(schema=list(PRICES.names)), PRICES)
    return conform(pl.concat(parts), PRICES)


def _world(scan: Scan) -> pl.DataFrame | None:
    """The World Bank's prices."""
    table = scan("pinksheet")
    if table is None:
        return None
    rows = table.filter(
        pl.col("commodity").is_in(FUELS)
        & (pl.col("month").dt.year() >= FIRST_YEAR)
        & pl.col("value").is_not_null()
    ).select(
        "commodity",
        "value",
        "unit",
        "origin",
        period=pl.col("month").dt.strftime("%Y-%m"),
    )
    return rows.select("commodity", "period", "value", "unit", "origin").collect()


def _urals(scan: Scan) -> pl.DataFrame | None:
    """A monthly series of Urals, which only a user's own store may hold."""
    table = scan("urals_monthly")
    if table is None:
        return None
    return table.select(
        pl.lit("CRUDE_URALS").alias("commodity"),
        pl.col("month").dt.strftime("%Y-%m").alias("period"),
        "value",
        pl.lit("$/bbl").alias("unit"),
        "origin",
    ).collect()


RECIPE = Recipe(PRICES, ("pinksheet",), build, own=("urals_monthly",))
