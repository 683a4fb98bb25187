"""World prices of fuels by month."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import PRICES

FUELS = ("CRUDE_BRENT", "CRUDE_DUBAI", "COAL_AUS", "NGAS_EUR", "NGAS_JP")
FIRST_YEAR = 1990


def build(scan: Scan) -> pl.DataFrame:
    """Prices as published, fuels only."""
    table = scan("pinksheet")
    if table is None:
        return conform(pl.DataFrame(schema=list(PRICES.names)), PRICES)
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
    return conform(rows.collect(), PRICES)


RECIPE = Recipe(PRICES, ("pinksheet",), build)
