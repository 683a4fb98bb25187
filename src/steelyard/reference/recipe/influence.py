"""Formal influence of one state over another: an index that every user brings for himself.

Its publisher allows no redistribution, so the embedded table is empty.
"""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import INFLUENCE

FIRST_YEAR = 1990
AMOUNTS = ("fbic", "bandwidth", "dependence")


def build(scan: Scan) -> pl.DataFrame:
    """Index and its two factors by pair and year, as published; both directions are rows."""
    table = scan("fbic")
    if table is None:
        return conform(pl.DataFrame(schema=list(INFLUENCE.names)), INFLUENCE)
    rows = table.filter(
        (pl.col("year") >= FIRST_YEAR) & pl.any_horizontal(pl.col(AMOUNTS).is_not_null())
    )
    frame = rows.select("iso3a", "iso3b", "year", *AMOUNTS, "origin").collect()
    return conform(frame.rename({"iso3a": "influencer", "iso3b": "target"}), INFLUENCE)


RECIPE = Recipe(INFLUENCE, ("fbic",), build, ships=False)
