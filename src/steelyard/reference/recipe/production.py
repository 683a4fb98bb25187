"""World input-output tables summed into flows of sectors between economies.

Tables of different releases are kept apart by their origin: they cut industries and economies
differently, and none replaces another.
"""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import SECTOR_FLOWS
from steelyard.vocabulary.errors import UnknownNames
from steelyard.vocabulary.industries import economy_of, sector_of

NEEDS = ("input_output",)
DIGITS = 3  # the published cells are whole USD m: below 1,000 nothing is rounded off
BLOCKS = ["intermediate", "final"]
LABELS = ["origin", "year"]


def build(scan: Scan) -> pl.DataFrame:
    """What users of each economy buy of each sector of each economy, for inputs and final use.

    Only flows above or below 0 are listed; an absent cell makes its whole flow absent (law 2).
    """
    table = scan(NEEDS[0])
    if table is None:
        return conform(pl.DataFrame(schema=list(SECTOR_FLOWS.names)), SECTOR_FLOWS)
    key = ["sector", "supplier", "user"]
    flows = summed(table, ["seller_region", "seller_industry", "buyer_region"], key)
    wide = (
        flows.with_columns(pl.col("value").round_sig_figs(DIGITS))
        .group_by(*LABELS, *key)
        .agg(
            pl.col("value").filter(pl.col("block") == block).first().alias(block)
            for block in BLOCKS
        )
    )
    zero = pl.all_horizontal(pl.col(BLOCKS) == 0)
    return conform(wide.filter(~zero.fill_null(value=False)), SECTOR_FLOWS)


def summed(table: pl.LazyFrame, raw: list[str], key: list[str]) -> pl.DataFrame:
    """Cells summed over the publisher's labels `raw`, then over ours, which are `key`.

    Summed first as published, for names are slow on millions of rows; absent where one cell is.
    """
    value = pl.col("value_musd")
    sold = table.filter(pl.col("block").is_in(BLOCKS))
    rows = sold.group_by(*LABELS, "block", *raw).agg(value=value.sum(), lost=value.is_null().any())
    named = with_names(rows.collect(engine="streaming"))
    return (
        named.group_by(*LABELS, "block", *key)
        .agg(pl.col("value").sum(), pl.col("lost").any())
        .with_columns(value=pl.when(~pl.col("lost")).then(pl.col("value")))
        .drop("lost")
    )


def with_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Supplier and user by ISO code and the sector sold, beside the publisher's labels."""
    codes = pl.concat([rows["seller_region"], rows["buyer_region"]]).unique().to_list()
    economies = {code: economy_of(code) for code in codes}
    return rows.join(_industries(rows), on=["origin", "seller_industry"]).with_columns(
        supplier=pl.col("seller_region").replace_strict(economies, return_dtype=pl.String),
        user=pl.col("buyer_region").replace_strict(economies, return_dtype=pl.String),
    )


def _industries(rows: pl.DataFrame) -> pl.DataFrame:
    """Sector of every industry that sells in the table; all of them, or an error (law 12)."""
    found = rows.select("origin", "seller_industry").unique()
    known = {origin: sector_of(origin) for origin in found["origin"].unique()}
    lost = sorted({code for origin, code in found.rows() if code not in known[origin]})
    if lost:
        raise UnknownNames(
            where="world input-output table", kind="industry", names=lost, nearest=lambda name: []
        )
    sectors = [known[origin][code] for origin, code in found.rows()]
    return found.with_columns(sector=pl.Series(sectors, dtype=pl.String))


RECIPE = Recipe(SECTOR_FLOWS, NEEDS, build)
