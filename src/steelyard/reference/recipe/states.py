"""Attributes of states by year: output, population, research, capability."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.reference.recipe import regimes
from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import STATE_YEARS, WORLD
from steelyard.vocabulary.states import all_states, from_cow

FIRST_YEAR = 1990
DIGITS = 6

# World Bank series: (indicator, factor to its unit)
WORLD_BANK = {
    "NY.GDP.MKTP.CD": ("gdp", 1e-6),
    "NY.GDP.MKTP.PP.CD": ("gdp_ppp", 1e-6),
    "GB.XPD.RSDV.GD.ZS": ("rd_gdp", 1.0),
    "IP.PAT.RESD": ("patents", 1.0),
    "TX.VAL.TECH.CD": ("high_tech_exports", 1e-6),
}


def build(scan: Scan) -> pl.DataFrame:
    """All indicators, known states only; two sources of one indicator stand side by side."""
    parts = list(_parts(scan))
    if not parts:
        return conform(pl.DataFrame(schema=list(STATE_YEARS.names)), STATE_YEARS)
    known = [state.iso3 for state in all_states()]
    rows = pl.concat(parts).filter(
        (pl.col("year") >= FIRST_YEAR)
        & pl.col("state").is_in([*known, WORLD])
        & pl.col("value").is_not_null()
    )
    once = rows.unique(list(STATE_YEARS.key), keep="first", maintain_order=True)
    return conform(once.with_columns(pl.col("value").round_sig_figs(DIGITS)), STATE_YEARS)


def _parts(scan: Scan) -> Iterator[pl.DataFrame]:
    """One frame for each indicator of each source."""
    wdi = scan("wdi")
    if wdi is not None:
        for code, (indicator, factor) in WORLD_BANK.items():
            rows = wdi.filter(pl.col("series_code") == code)
            yield _long(rows, indicator, "country_code", pl.col("value") * factor)
    population = scan("gdp_population")
    if population is not None:
        yield _long(population, "population", "iso3", pl.col("population"))
        yield _long(population, "gdp_constant", "iso3", pl.col("gdp_constant_usd") / 1e6)
    tables = scan("pwt")
    if tables is not None:
        early = tables.filter(pl.col("year") < 2000)
        yield _long(early, "population", "countrycode", pl.col("pop") * 1e6)
        # four digits: prices of 1.5 million goods do not support more
        output = pl.col("cgdpo").round_sig_figs(4)
        yield _long(tables, "gdp_ppp_pwt", "countrycode", output)
    capability = scan("nmc")
    if capability is not None:
        yield _capability(capability)
    atlas = scan("atlas_countries")
    if atlas is not None:
        yield _long(atlas, "complexity", "iso3", pl.col("eci"))
        yield _long(atlas, "exports_atlas", "iso3", pl.col("exports_usd") / 1e6)
        yield _long(atlas, "imports_atlas", "iso3", pl.col("imports_usd") / 1e6)
    yield from regimes.parts(scan)


def _long(rows: pl.LazyFrame, indicator: str, state: str, value: pl.Expr) -> pl.DataFrame:
    """Rows of one indicator in the table's columns."""
    return rows.select(
        indicator=pl.lit(indicator),
        state=pl.col(state),
        year=pl.col("year").cast(pl.Int16),
        value=value.cast(pl.Float64),
        origin="origin",
    ).collect()


def by_cow_code(frame: pl.DataFrame) -> pl.DataFrame:
    """With the `state` of each COW code, read in its year (law: states have dates)."""
    pairs = frame.select("ccode", "year").unique().iter_rows()
    codes = {(code, year): from_cow(code, year) for code, year in pairs}
    state = pl.struct("ccode", "year").map_elements(
        lambda row: codes[row["ccode"], row["year"]], return_dtype=pl.String
    )
    return frame.with_columns(state=state)


def _capability(rows: pl.LazyFrame) -> pl.DataFrame:
    """CINC by state and year; of two states with one ISO code, in a year of union, the larger."""
    later = rows.filter(pl.col("year") >= FIRST_YEAR).collect()
    frame = by_cow_code(later.sort("cinc", descending=True, nulls_last=True))
    return frame.select(
        indicator=pl.lit("cinc"),
        state="state",
        year=pl.col("year").cast(pl.Int16),
        value=pl.col("cinc"),
        origin="origin",
    )


RECIPE = Recipe(
    STATE_YEARS,
    ("wdi", "gdp_population", "pwt", "nmc", "atlas_countries"),
    build,
    own=regimes.PRODUCTS,
    origins=regimes.origins,
)
