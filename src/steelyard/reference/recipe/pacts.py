"""Alliance obligations between two states, as spans of years with the same obligations."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.ties import FIRST_YEAR, resolved
from steelyard.reference.tables import PACTS

# ATOP's column of each kind of obligation, and the word that stands for it in the table
KINDS = {
    "atop_defense": "defence",
    "atop_offense": "offence",
    "atop_neutral": "neutrality",
    "atop_nonagg": "non-aggression",
    "atop_consul": "consultation",
}


def build(scan: Scan) -> pl.DataFrame:
    """Directed: what `a` owes `b`. Years with an entry but no obligation are left out."""
    table = scan("atop_alliance")
    if table is None:
        return conform(pl.DataFrame(schema=list(PACTS.names)), PACTS)
    years = table.filter(pl.col("year") >= FIRST_YEAR).collect()
    for column in ("ccode1", "ccode2"):
        years = resolved(years, column)
    owed = pl.concat_list(
        pl.when(pl.col(column) == 1).then(pl.lit(word)) for column, word in KINDS.items()
    )
    return conform(_spans(_united(years, owed)), PACTS)


def _united(years: pl.DataFrame, owed: pl.Expr) -> pl.DataFrame:
    """One row for each pair and year that owes something, under present codes."""
    return (
        years.select(
            "year", "origin", a="ccode1", b="ccode2",
            obligations=owed.list.drop_nulls().list.join("; "),
        )
        .filter((pl.col("obligations") != "") & pl.col("a").is_not_null())
        .filter(pl.col("b").is_not_null())
        .unique(["a", "b", "year"], keep="first", maintain_order=True)
        .sort("a", "b", "year")
    )  # fmt: skip


def _spans(years: pl.DataFrame) -> pl.DataFrame:
    """Neighbouring years with the same obligations as one row."""
    changes = (pl.col("year").diff() != 1) | (
        pl.col("obligations") != pl.col("obligations").shift()
    )
    return (
        years.with_columns(run=changes.fill_null(True).cum_sum().over("a", "b"))
        .group_by("a", "b", "run", maintain_order=True)
        .agg(
            pl.col("year").min(),
            until=pl.col("year").max(),
            obligations=pl.col("obligations").first(),
            origin=pl.col("origin").first(),
        )
    )


RECIPE = Recipe(PACTS, ("atop_alliance",), build)
