"""A compact world input-output table: twenty regions and fifteen sectors, newest year."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.production import BLOCKS, NEEDS, with_names
from steelyard.reference.tables import PRODUCTION
from steelyard.vocabulary.industries import final_use_of, region_of, sector_of

DIGITS = 4


def build(scan: Scan) -> pl.DataFrame:
    """What each sector of each region sells to each sector and final use of each region.

    Cells of zero are not listed. Output is the sum of a row, value added output less the sum of
    a column: both follow from the cells. Of each release the newest year.
    """
    table = scan(NEEDS[0])
    empty = conform(pl.DataFrame(schema=list(PRODUCTION.names)), PRODUCTION)
    if table is None:
        return empty
    newest = table.group_by("origin").agg(year=pl.col("year").max())
    cells = table.join(newest, on=["origin", "year"]).filter(pl.col("block").is_in(BLOCKS))
    rows = with_names(cells.collect())
    made = [_one(rows.filter(origin=origin), origin) for origin in sorted(rows["origin"].unique())]
    return conform(pl.concat([empty, *made]), PRODUCTION)


def _one(rows: pl.DataFrame, origin: str) -> pl.DataFrame:
    """The table of one release."""
    regions = {code: region_of(code) for code in {*rows["supplier"], *rows["user"]}}
    uses = sector_of(origin) | final_use_of(origin)
    value = pl.col("value_musd")
    summed = (
        rows.with_columns(
            pl.col("supplier", "user").replace_strict(regions, return_dtype=pl.String),
            use=pl.col("buyer_use").replace_strict(uses, return_dtype=pl.String),
        )
        .group_by("origin", "year", "supplier", "sector", "user", "use")
        .agg(
            value=pl.when(value.is_null().any())
            .then(None)
            .otherwise(value.sum().round_sig_figs(DIGITS))
        )
    )
    return conform(summed.filter((pl.col("value") != 0) | pl.col("value").is_null()), PRODUCTION)


RECIPE = Recipe(PRODUCTION, NEEDS, build)
