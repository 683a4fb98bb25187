"""Military spending and deliveries of arms: registers that every user brings for himself.

Their publisher allows no redistribution, so the embedded tables are empty. A user who adds the
files to his store has the same series computed from them, for any pair.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import ARMS, SPENDING, WORLD
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import find

FIRST_YEAR = 1990
AMOUNTS = ("current", "constant", "share_of_gdp")


def build_spending(scan: Scan) -> pl.DataFrame:
    """Spending by state and year: current and constant dollars, part of GDP."""
    table = scan("sipri_milex")
    if table is None:
        return conform(pl.DataFrame(schema=list(SPENDING.names)), SPENDING)
    # The workbook has 0 in current dollars where it has no exchange rate (Mongolia 1990, Russia
    # 1992) or no figure at all (North Korea); a true 0, such as Iceland's, is one in both prices.
    true_zero = (pl.col("current") == 0) & (pl.col("constant") == 0)
    current = pl.when((pl.col("current") > 0) | true_zero).then("current")
    frame = table.filter(pl.col("year") >= FIRST_YEAR).with_columns(current=current).collect()
    long = _states(frame, "country").unpivot(
        AMOUNTS, index=["country", "year", "origin"], variable_name="amount"
    )
    return conform(long.drop_nulls(["country", "value"]).rename({"country": "state"}), SPENDING)


def build_arms(scan: Scan) -> pl.DataFrame:
    """Deliveries by pair and year, and each side's total with everybody (`WLD`).

    Totals hold what went to, or came from, groups that are no state. A year without a row for a
    pair whose supplier or recipient has a total is a year in which none was recorded.
    """
    parts = list(_deliveries(scan))
    if not parts:
        return conform(pl.DataFrame(schema=list(ARMS.names)), ARMS)
    return conform(pl.concat([part.select(ARMS.names) for part in parts]), ARMS)


def _deliveries(scan: Scan) -> Iterator[pl.DataFrame]:
    """Pairs and totals of the register, and of the tables of one supplier's exports."""
    register = scan("sipri_register")
    if register is not None:
        yield from _with_totals(register.drop_nulls("tiv").collect())
    tables = scan("sipri_tiv")
    if tables is not None:
        total = pl.col("recipient").str.starts_with("Total exports from ")
        frame = tables.drop_nulls("tiv").collect()
        known = frame.filter(~total)
        yield _summed(
            _states(_states(known, "supplier"), "recipient").drop_nulls(["supplier", "recipient"])
        )
        sums = frame.filter(total).with_columns(recipient=pl.lit(WORLD))
        yield _summed(_states(sums, "supplier").drop_nulls("supplier"))


def _with_totals(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Pairs of states, then all of each supplier and all of each recipient."""
    coded = _states(_states(frame, "supplier"), "recipient")
    yield _summed(coded.drop_nulls(["supplier", "recipient"]))
    yield _summed(coded.drop_nulls("supplier").with_columns(recipient=pl.lit(WORLD)))
    yield _summed(coded.drop_nulls("recipient").with_columns(supplier=pl.lit(WORLD)))


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each pair, year and origin."""
    keys = ["supplier", "recipient", "year", "origin"]
    return rows.group_by(keys, maintain_order=True).agg(pl.col("tiv").sum())


def _states(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Names as ISO codes, each read with its year; null for what is no state."""
    pairs = frame.select(column, "year").unique().iter_rows()
    codes = {pair: _code(*pair) for pair in pairs}
    return frame.with_columns(
        pl.struct(column, "year")
        .map_elements(lambda row: codes[row[column], row["year"]], return_dtype=pl.String)
        .alias(column)
    )


def _code(name: str, year: int) -> str | None:
    """The state's code, or none for rebels, organisations and unknown parties."""
    try:
        return find(name, where="military registers", year=year).iso3
    except UnknownName:
        return None


SPENDING_RECIPE = Recipe(SPENDING, ("sipri_milex",), build_spending, ships=False)
ARMS_RECIPE = Recipe(ARMS, ("sipri_register", "sipri_tiv"), build_arms, ships=False)
