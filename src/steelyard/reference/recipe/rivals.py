"""Who stood against whom, by year, from the user's own files: rivals, disputes, sanctions.

None of these lists may be shipped. Pairs without a row had no such tie in the years that their
list covers; beyond its last year nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.reference.recipe.built import Scan
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import from_cow

PRODUCTS = ("td_rivalries", "cow_mid_dirdisps", "ties", "gsdb_dyadic")
RIVALRY, DISPUTE, TIES, GSDB = "rivalry", "dispute", "sanction_ties", "sanction_gsdb"
FIRST_YEAR = 1990
TIES_LAST = 2005  # cases that began later are not in the list
EUROPE, EUROPE_CODE = 1000, "EUU"  # European institutions as one sender
SENDERS = ("sender1", "sender2", "sender3", "sender4", "sender5")


def parts(scan: Scan) -> Iterator[pl.DataFrame]:
    """Rows of `dyads`: rivalries and disputes once a pair, sanctions from target to sender."""
    rivalries = scan("td_rivalries")
    if rivalries is not None:
        spans = rivalries.select(
            "ccode1", "ccode2", "origin", first="styear", last="endyear"
        ).collect()
        yield _undirected(RIVALRY, _by_year(spans))
    disputes = scan("cow_mid_dirdisps")
    if disputes is not None:
        rows = disputes.filter(pl.col("sidea1") != pl.col("sidea2"))
        yield _undirected(DISPUTE, rows.select("ccode1", "ccode2", "year", "origin").collect())
    cases = scan("ties")
    if cases is not None:
        yield _rows(TIES, _coded(_by_year(_imposed(cases.collect()))))
    pairs = scan("gsdb_dyadic")
    if pairs is not None:
        rows = pairs.select("year", "origin", a="sanctioned_state_iso3", b="sanctioning_state_iso3")
        yield _rows(GSDB, rows.collect())


def _imposed(cases: pl.DataFrame) -> pl.DataFrame:
    """Sanctions that were imposed, a row for each sender, from the first step to the end."""
    began = pl.col("sancimpositionstartyear").str.extract(r"(\d{4})").cast(pl.Int32)
    imposed = cases.filter(pl.col("imposition") == 1).with_columns(
        first=pl.coalesce(began, "startyear"),
        # what went on after the last year of the list would look as if the list did
        last=pl.min_horizontal(pl.col("endyear").fill_null(TIES_LAST), pl.lit(TIES_LAST)),
    )
    long = imposed.unpivot(
        SENDERS, index=["targetstate", "first", "last", "origin"], value_name="ccode2"
    )
    return long.drop_nulls("ccode2").rename({"targetstate": "ccode1"})


def _by_year(spans: pl.DataFrame) -> pl.DataFrame:
    """A row for each year of each span since the first that the tables hold."""
    since = pl.max_horizontal(pl.col("first").cast(pl.Int32), pl.lit(FIRST_YEAR))
    last = pl.col("last").cast(pl.Int32)
    kept = spans.with_columns(first=since, last=last).filter(pl.col("last") >= pl.col("first"))
    return kept.with_columns(year=pl.int_ranges("first", pl.col("last") + 1)).explode("year")


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    """With `a` and `b` for the two numbers, each read in its year."""
    for column, name in (("ccode1", "a"), ("ccode2", "b")):
        pairs = frame.select(column, "year").unique().iter_rows()
        codes = {pair: _state(*pair) for pair in pairs}
        state = pl.struct(column, "year").map_elements(
            lambda row, column=column, codes=codes: codes[row[column], row["year"]],
            return_dtype=pl.String,
        )
        frame = frame.with_columns(state.alias(name))
    return frame


def _state(ccode: int, year: int) -> str | None:
    """ISO 3166 of a number; None for what is no state."""
    if ccode == EUROPE:
        return EUROPE_CODE
    try:
        return from_cow(ccode, year, where="rivals")
    except UnknownName:
        return None


def _undirected(indicator: str, frame: pl.DataFrame) -> pl.DataFrame:
    """One row for both directions, `a` before `b` in the alphabet."""
    coded = _coded(frame.filter(pl.col("year") >= FIRST_YEAR)).drop_nulls(["a", "b"])
    return _rows(
        indicator,
        coded.with_columns(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b")),
    )


def _rows(indicator: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of `dyads`, one for each pair and year."""
    return (
        frame.drop_nulls(["a", "b"])
        .select(
            pl.lit(indicator).alias("indicator"),
            "a",
            "b",
            pl.col("year").cast(pl.Int16),
            pl.lit(1.0).alias("value"),
            "origin",
        )
        .unique(["a", "b", "year"], keep="first", maintain_order=True)
    )
