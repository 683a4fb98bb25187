"""Fuels by pair: reconciled by year, and by month where a user has customs data.

Only the reconciled years may be shipped; the months come from the user's own file. A weight is
there only if every product of the fuel has one (law 2).
"""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.trade import WHOLE_WORLD, with_iso3
from steelyard.reference.tables import FUELS, WORLD

# Products of the Harmonized System by the start of their code, the longest first.
PRODUCTS = {
    "271111": "LNG",
    "271121": "pipeline gas",
    "2701": "coal",
    "2709": "crude oil",
    "2710": "oil products",
    "2716": "electricity",
}
# Chinese customs: the fuels that do not overlap (coal holds steam and coking coal).
CUSTOMS = {"crude oil": "crude oil", "lng": "LNG", "pipeline gas": "pipeline gas", "coal": "coal"}
CUSTOMS_BUYER = "CHN"
CUSTOMS_PARTNERS = {"Russian Federation": "RUS", "World": WORLD}


def build(scan: Scan) -> pl.DataFrame:
    """Every product that knows a fuel by pair; sources stay apart by their origin."""
    parts = [part for part in (_reconciled(scan), _customs(scan)) if part is not None]
    if not parts:
        return conform(pl.DataFrame(schema=list(FUELS.names)), FUELS)
    return conform(pl.concat(parts), FUELS)


def _reconciled(scan: Scan) -> pl.DataFrame | None:
    """Yearly flows of each pair, with world totals for years that cover the whole world."""
    table = scan("baci_products")
    if table is None:
        return None
    code = pl.col("product")
    fuel = pl.coalesce(
        pl.when(code.str.starts_with(start)).then(pl.lit(name)) for start, name in PRODUCTS.items()
    )
    flows = _summed(table.with_columns(fuel=fuel).filter(pl.col("fuel").is_not_null()))
    if flows.is_empty():
        return None
    whole = table.group_by("year").agg(n=pl.col("exporter_code").n_unique())
    years = whole.filter(pl.col("n") >= WHOLE_WORLD).collect()["year"].to_list()
    pairs = with_iso3(flows).with_columns(period=pl.col("year").cast(pl.String))
    totals = _world_totals(pairs.filter(pl.col("year").is_in(years)))
    return pl.concat([pairs.select(FUELS.names), *totals])


def _summed(rows: pl.LazyFrame) -> pl.DataFrame:
    """Value and weight of each pair, year and fuel."""
    return (
        rows.group_by("year", "exporter_code", "importer_code", "fuel")
        .agg(
            value=(pl.col("value_usd").sum() / 1e6).round_sig_figs(6),
            quantity=_weight("quantity_t").round_sig_figs(6),
            origin=pl.col("origin").first(),
        )
        .collect(engine="streaming")
    )


def _weight(name: str) -> pl.Expr:
    """Sum of the weights, absent where one of them is."""
    return pl.when(pl.col(name).is_null().any()).then(None).otherwise(pl.col(name).sum())


def _world_totals(pairs: pl.DataFrame) -> list[pl.DataFrame]:
    """All exports of each seller and all imports of each buyer."""
    return [
        pairs.group_by(side, "fuel", "period")
        .agg(pl.col("value").sum(), quantity=_weight("quantity"), origin=pl.col("origin").first())
        .with_columns(pl.lit(WORLD).alias(other))
        .select(FUELS.names)
        for side, other in (("exporter", "importer"), ("importer", "exporter"))
    ]


def _customs(scan: Scan) -> pl.DataFrame | None:
    """Monthly imports as the buyer's customs declare them."""
    table = scan("china_customs_energy")
    if table is None:
        return None
    rows = table.filter(
        pl.col("commodity").is_in(list(CUSTOMS))
        & pl.col("partner").is_in(list(CUSTOMS_PARTNERS))
        & (pl.col("value").is_not_null() | pl.col("volume").is_not_null())
    ).select(
        exporter=pl.col("partner").replace_strict(CUSTOMS_PARTNERS, return_dtype=pl.String),
        importer=pl.lit(CUSTOMS_BUYER),
        fuel=pl.col("commodity").replace_strict(CUSTOMS, return_dtype=pl.String),
        period=pl.col("month").dt.strftime("%Y-%m"),
        value=pl.col("value") / 1e6,
        quantity=pl.col("volume"),
        origin="origin",
    )
    return rows.collect()


RECIPE = Recipe(FUELS, ("baci_products",), build, own=("china_customs_energy",))
