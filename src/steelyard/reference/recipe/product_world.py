"""What the world trades of each heading and how complex it is; how well suppliers substitute."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import ELASTICITIES, WORLD_PRODUCTS

FIRST_YEAR = 2017  # the first year of the embedded flows by heading
NORMAL = 1.4826  # from a median absolute deviation to a standard deviation
HEADING = r"^\d{4}$"
UNSPECIFIED = "9999"  # of the Atlas: no heading


def build(scan: Scan) -> pl.DataFrame:
    """World exports (USD m) and complexity of each heading of HS 1992."""
    table = scan("atlas_products")
    if table is None:
        return conform(pl.DataFrame(schema=list(WORLD_PRODUCTS.names)), WORLD_PRODUCTS)
    rows = table.filter(
        (pl.col("year") >= FIRST_YEAR)
        & pl.col("product").str.contains(HEADING)
        & (pl.col("product") != UNSPECIFIED)
        & pl.col("exports_usd").is_not_null()
    ).select(
        "year",
        hs4="product",
        value=(pl.col("exports_usd") / 1e6).round_sig_figs(4),
        complexity=pl.col("pci").round(2),
        origin="origin",
    )
    return conform(rows.collect(), WORLD_PRODUCTS)


RECIPE = Recipe(WORLD_PRODUCTS, ("atlas_products",), build)


def build_elasticities(scan: Scan) -> pl.DataFrame:
    """Median over importing states, and the spread of ln(sigma - 1) between them.

    Medians and absolute deviations, because single estimates run up to 16,808.
    """
    table = scan("sigma_hs3")
    if table is None:
        return conform(pl.DataFrame(schema=list(ELASTICITIES.names)), ELASTICITIES)
    log = (pl.col("sigma") - 1).log()
    rows = (
        table.filter(pl.col("sigma") > 1)
        .group_by("product")
        .agg(
            sigma=pl.col("sigma").median().round_sig_figs(4),
            spread=(NORMAL * (log - log.median()).abs().median()).round_sig_figs(3),
            states=pl.len(),
            origin=pl.col("origin").first(),
        )
        .rename({"product": "hs3"})
    )
    return conform(rows.collect(), ELASTICITIES)


ELASTICITIES_RECIPE = Recipe(ELASTICITIES, ("sigma_hs3",), build_elasticities)
