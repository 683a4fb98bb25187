"""Bilateral goods trade: every pair that one publisher reconciled, and the pairs it lacks."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import PRODUCTS, TRADE, WORLD
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.states import from_m49

MAIN_ECONOMIES = 110  # the largest traders, for tables that cannot hold all pairs
# Significant digits: four from a billion up, three below, where reconciled flows err by a tenth
# and more; totals are kept to six.
LARGE, DIGITS, DIGITS_SMALL, DIGITS_TOTAL = 1000.0, 4, 3, 6
WHOLE_WORLD = 100  # a product file with at least so many exporters is a whole year
NEAR = ("POST_SOVIET", "SCO")  # blocs whose members are kept whatever they trade
GAP_YEARS = 3  # a blank pair is a known absence if it traded within so many earlier years

# BACI numbers some economies differently from the UN's M49.
BACI_CODES = {58: "BEL", 251: "FRA", 490: "TWN", 579: "NOR", 699: "IND", 711: "ZAF", 757: "CHE",
              842: "USA"}  # fmt: skip


def build(scan: Scan) -> pl.DataFrame:
    """All years on one scale (USD m), world totals included, known absences as null."""
    years = _reported(scan)
    if years is None:
        return conform(pl.DataFrame(schema=list(TRADE.names)), TRADE)
    totals = _world_totals(years)
    pairs = pl.concat([years, _absences(scan, years)])
    value = pl.col("value")
    rounded = pairs.with_columns(
        pl.when(value >= LARGE)
        .then(value.round_sig_figs(DIGITS))
        .otherwise(value.round_sig_figs(DIGITS_SMALL))
        .alias("value")
    )
    return conform(pl.concat([rounded, totals]), TRADE)


def _reported(scan: Scan) -> pl.DataFrame | None:
    """Reported pairs; a whole product year stands before the matrix, and that before totals."""
    parts = [
        part
        for part in (_from_products(scan), _plain(scan, "baci_matrix"), _plain(scan, "baci_totals"))
        if part is not None
    ]
    kept: list[pl.DataFrame] = []
    for part in parts:
        taken = {year for earlier in kept for year in earlier["year"].unique()}
        kept.append(part.filter(~pl.col("year").is_in(list(taken))))
    return pl.concat(kept) if kept else None


def _plain(scan: Scan, name: str) -> pl.DataFrame | None:
    """A table of pair totals in USD, without its blanks."""
    table = scan(name)
    if table is None:
        return None
    return (
        table.filter(pl.col("value_usd").is_not_null())
        .select("year", "exporter", "importer", value=pl.col("value_usd") / 1e6, origin="origin")
        .collect()
    )


def _from_products(scan: Scan) -> pl.DataFrame | None:
    """Pair totals summed over products, for years that cover the whole world."""
    table = scan("baci_products")
    if table is None:
        return None
    whole = (
        table.group_by("year").agg(pl.col("exporter_code").n_unique().alias("exporters"))
    ).filter(pl.col("exporters") >= WHOLE_WORLD)
    years = whole.collect()["year"].to_list()
    if not years:
        return None
    summed = (
        table.filter(pl.col("year").is_in(years))
        .group_by("year", "exporter_code", "importer_code")
        .agg(value=pl.col("value_usd").sum() / 1e6, origin=pl.col("origin").first())
        .collect(engine="streaming")
    )
    return with_iso3(summed).select("year", "exporter", "importer", "value", "origin")


def with_iso3(frame: pl.DataFrame) -> pl.DataFrame:
    """BACI's numbers as ISO 3166 codes."""
    numbers = pl.concat([frame["exporter_code"], frame["importer_code"]]).unique().to_list()
    codes = {number: BACI_CODES.get(number) or from_m49(number) for number in numbers}
    return frame.with_columns(
        exporter=pl.col("exporter_code").replace_strict(codes, return_dtype=pl.String),
        importer=pl.col("importer_code").replace_strict(codes, return_dtype=pl.String),
    )


def _absences(scan: Scan, years: pl.DataFrame) -> pl.DataFrame:
    """Pairs that the matrix leaves blank although they traded shortly before, as null (law 1)."""
    empty = years.head(0)
    matrix = scan("baci_matrix")
    if matrix is None:
        return empty
    blank_year = int(matrix.select(pl.col("year").max()).collect().item())
    if years.filter(pl.col("year") == blank_year)["origin"].n_unique() != 1:
        return empty
    origin = years.filter(pl.col("year") == blank_year)["origin"][0]
    before = years.filter(pl.col("year").is_between(blank_year - GAP_YEARS, blank_year - 1))
    there = years.filter(pl.col("year") == blank_year)
    return (
        before.filter(pl.col("value") > 0)
        .unique(["exporter", "importer"])
        .join(there, on=["exporter", "importer"], how="anti")
        .select(
            pl.lit(blank_year).cast(years.schema["year"]).alias("year"),
            "exporter",
            "importer",
            pl.lit(None, pl.Float64).alias("value"),
            pl.lit(origin).alias("origin"),
        )
    )


def _world_totals(years: pl.DataFrame) -> pl.DataFrame:
    """Exports to and imports from all known partners, by state and year."""
    sides = []
    for side, other in (("exporter", "importer"), ("importer", "exporter")):
        total = years.group_by("year", side).agg(pl.col("value").sum(), pl.col("origin").first())
        sides.append(total.with_columns(pl.lit(WORLD).alias(other)).select(years.columns))
    return pl.concat(sides).with_columns(pl.col("value").round_sig_figs(DIGITS_TOTAL))


def main_economies(scan: Scan) -> list[str]:
    """The largest traders of 2000-2020 and the states around the built-in pair, by code.

    Empty where no trade was imported.
    """
    totals = _plain(scan, "baci_totals")
    if totals is None:
        return []
    sides = [totals.select(state=side, value="value") for side in ("exporter", "importer")]
    size = pl.concat(sides).group_by("state").agg(pl.col("value").sum())
    largest = size.sort("value", "state", descending=True).head(MAIN_ECONOMIES)["state"]
    return sorted({*largest, *(code for bloc in NEAR for code in members(bloc, 2024))})


RECIPE = Recipe(TRADE, ("baci_totals", "baci_matrix", "baci_products"), build)


def build_products(scan: Scan) -> pl.DataFrame:
    """Trade by heading (four digits), for the pairs that product files cover."""
    table = scan("baci_products")
    if table is None:
        return conform(pl.DataFrame(schema=list(PRODUCTS.names)), PRODUCTS)
    headings = (
        table.with_columns(hs4=pl.col("product").str.slice(0, 4))
        .group_by("year", "exporter_code", "importer_code", "hs4")
        .agg(
            value=(pl.col("value_usd").sum() / 1e6).round_sig_figs(6),
            # a heading has a weight only if every one of its products has one (law 2)
            quantity=pl.when(pl.col("quantity_t").is_null().any())
            .then(None)
            .otherwise(pl.col("quantity_t").sum().round_sig_figs(6)),
            origin=pl.col("origin").first(),
        )
        .collect(engine="streaming")
    )
    return conform(with_iso3(headings), PRODUCTS)


PRODUCTS_RECIPE = Recipe(PRODUCTS, ("baci_products",), build_products)
