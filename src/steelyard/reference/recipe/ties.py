"""Ties between two states by year, and what people think of other states."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.reference.recipe import rivals
from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.trade import main_economies
from steelyard.reference.tables import DYADS, OPINION
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import find, from_cow

FIRST_YEAR = 1990
FEWEST_MIGRANTS = 10_000  # pairs that never had as many are left out, to keep the package small


def build(scan: Scan) -> pl.DataFrame:
    """Organisations shared, visits, official finance, migrants; rivals from a user's files."""
    parts = list(_parts(scan))
    if not parts:
        return conform(pl.DataFrame(schema=list(DYADS.names)), DYADS)
    rows = pl.concat([part.select(DYADS.names) for part in parts])
    return conform(rows.filter(pl.col("year") >= FIRST_YEAR), DYADS)


def _parts(scan: Scan) -> Iterator[pl.DataFrame]:
    """One frame for each kind of tie."""
    organisations = scan("cow_igo_ndy")
    if organisations is not None:
        yield _organisations(organisations, main_economies(scan))
    visits = scan("ceias_visits")
    if visits is not None:
        yield _visits(visits)
    finance = scan("chinese_finance_cow")
    if finance is not None:
        yield _finance(finance)
    migrants = scan("undesa_pairs")
    if migrants is not None:
        yield _migrants(migrants)
    yield from rivals.parts(scan)


def resolved(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """A COW code column as ISO 3166, each with its year; codes of no present state are absent."""
    pairs = frame.select(column, "year").unique().iter_rows()
    codes = {(code, year): from_cow(int(code), year) for code, year in pairs}
    return frame.with_columns(
        pl.struct(column, "year")
        .map_elements(lambda row: codes[row[column], row["year"]], return_dtype=pl.String)
        .alias(column)
    )


def _organisations(table: pl.LazyFrame, kept: list[str]) -> pl.DataFrame:
    """Number of organisations shared by two states, `a` before `b` in the alphabet."""
    frame = table.filter((pl.col("year") >= FIRST_YEAR) & pl.col("dyadigos").is_not_null())
    for column in ("ccode1", "ccode2"):
        frame = resolved(frame.collect() if isinstance(frame, pl.LazyFrame) else frame, column)
    return (
        frame.select(
            pl.lit("organisations_shared").alias("indicator"),
            pl.min_horizontal("ccode1", "ccode2").alias("a"),
            pl.max_horizontal("ccode1", "ccode2").alias("b"),
            pl.col("year").cast(pl.Int16),
            pl.col("dyadigos").cast(pl.Float64).alias("value"),
            "origin",
        )
        .filter(pl.col("a").is_in(kept) & pl.col("b").is_in(kept))
        .unique(["indicator", "a", "b", "year"], keep="first", maintain_order=True)
    )


def _visits(table: pl.LazyFrame) -> pl.DataFrame:
    """Visits by Chinese leaders, counted by state and year: the register begins in 1949."""
    frame = table.filter(pl.col("year") >= FIRST_YEAR).collect()
    states = {
        (name, year): find(name, where="visits by leaders", year=year).iso3
        for name, year in frame.select("country", "year").unique().iter_rows()
    }
    visited = pl.struct("country", "year").map_elements(
        lambda row: states[row["country"], row["year"]], return_dtype=pl.String
    )
    counted = frame.with_columns(b=visited).group_by("b", "year", maintain_order=True)
    return counted.agg(pl.len().cast(pl.Float64).alias("value"), pl.col("origin").first()).select(
        pl.lit("leader_visits").alias("indicator"), pl.lit("CHN").alias("a"), "b", "year", "value",
        "origin",
    )  # fmt: skip


def _finance(table: pl.LazyFrame) -> pl.DataFrame:
    """Grants and loans committed, USD m at constant prices of 2021."""
    frame = resolved(table.collect(), "ccode")
    amounts = [name for name in frame.columns if name.endswith("_amt")]
    return (
        frame.with_columns(total=pl.sum_horizontal(amounts) / 1e6)
        .group_by("ccode", "year", maintain_order=True)
        .agg(pl.col("total").sum(), pl.col("origin").first())
        .select(
            pl.lit("official_finance").alias("indicator"),
            pl.lit("CHN").alias("a"),
            pl.col("ccode").alias("b"),
            pl.col("year").cast(pl.Int16),
            pl.col("total").round_sig_figs(6).alias("value"),
            "origin",
        )
    )


def _migrants(table: pl.LazyFrame) -> pl.DataFrame:
    """Persons in `a` who come from `b`, of pairs that were ever large.

    Pairs that the publisher does not know are absent; so are small ones, which a reader must not
    take for zero either.
    """
    known = table.filter(pl.col("migrants").is_not_null()).collect()
    names = {*known["destination"].unique(), *known["origin_area"].unique()}
    codes = {name: _code(name) for name in names}
    return (
        known.select(
            pl.lit("migrants").alias("indicator"),
            pl.col("destination").replace_strict(codes, return_dtype=pl.String).alias("a"),
            pl.col("origin_area").replace_strict(codes, return_dtype=pl.String).alias("b"),
            pl.col("year").cast(pl.Int16),
            pl.col("migrants").cast(pl.Float64).round_sig_figs(4).alias("value"),
            "origin",
        )
        .filter(pl.col("a").is_not_null() & pl.col("b").is_not_null())
        .filter(pl.col("value").max().over("a", "b") >= FEWEST_MIGRANTS)
        .unique(["a", "b", "year"], keep="first", maintain_order=True)
    )


def _code(name: str) -> str | None:
    """ISO 3166 of an area as the UN names it; None for areas that are no state or territory."""
    try:
        return find(name, where="migrants").iso3
    except UnknownName:
        return None


RECIPE = Recipe(
    DYADS,
    ("cow_igo_ndy", "ceias_visits", "chinese_finance_cow", "undesa_pairs"),
    build,
    own=rivals.PRODUCTS,
)


def build_opinion(scan: Scan) -> pl.DataFrame:
    """Favourable and unfavourable views as published, by respondents' state."""
    table = scan("pew_favourability")
    if table is None:
        return conform(pl.DataFrame(schema=list(OPINION.names)), OPINION)
    rows = table.select(
        respondent="iso3_respondent",
        target="target",
        year="year",
        n="n",
        favourable="fav_pct",
        unfavourable="unfav_pct",
        origin="origin",
    )
    return conform(rows.collect(), OPINION)


OPINION_RECIPE = Recipe(OPINION, ("pew_favourability",), build_opinion)
