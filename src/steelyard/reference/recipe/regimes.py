"""How states are ruled, by year, from the user's own files: on a scale from 0 to 1.

Publishers have different scales; a place between the ends of each can be read alike, but never
mixed: every index is a source of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

import polars as pl

from steelyard.reference.recipe.built import Scan
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.states import from_cow

OWN = "own_index"
PRODUCTS = ("vdem", "polity5", OWN)
REGIME, ERROR = "regime", "regime_error"
FIRST_YEAR = 1990

# Parts of states that V-Dem codes apart; West Bank has the code that ISO gives to Palestine.
PARTS = ("PSE", "PSG", "SML", "ZZB")

# Numbers that Polity gives to other states than Correlates of War does, from its manual.
POLITY_TO_COW = {
    324: 325,
    341: 347,  # Kosovo; 341 is Montenegro's elsewhere
    342: 345,
    347: 345,  # Yugoslavia, Serbia and Montenegro; 347 is Kosovo's elsewhere
    348: 341,
    364: 365,
    525: 626,  # South Sudan
    529: 530,
    626: 625,  # Sudan without the south; 626 is South Sudan's elsewhere
    769: 770,
    818: 816,
}


def parts(scan: Scan) -> Iterator[pl.DataFrame]:
    """Rows of `state_years`: the index of each source, and its error where one is given."""
    vdem = scan("vdem")
    if vdem is not None:
        rows = vdem.filter(~pl.col("country_text_id").is_in(PARTS))
        value = pl.col("v2x_polyarchy")
        half = (pl.col("v2x_polyarchy_codehigh") - pl.col("v2x_polyarchy_codelow")) / 2
        for indicator, one in ((REGIME, value), (ERROR, half)):
            yield _long(rows, indicator, pl.col("country_text_id"), one, pl.col("origin"))
    polity = scan("polity5")
    if polity is not None:
        yield _polity(polity)
    own = scan(OWN)
    if own is not None:
        low, high = pl.col("scale_low"), pl.col("scale_high")
        value = (pl.col("value") - low) / (high - low)
        rows = own.filter(pl.col("indicator") == REGIME).collect().with_columns(_own_ids())
        yield _long(rows.lazy(), REGIME, pl.col("state"), value, pl.col("origin"))


def origins(scan: Scan, known: Mapping[str, Origin]) -> dict[str, Origin]:
    """Origins of the user's own tables: as many as they name sources."""
    own = scan(OWN)
    if own is None:
        return {}
    rows = own.group_by("source").agg(pl.col("licence").min()).sort("source").collect()
    return {
        _own_id(source): replace(
            known[OWN],
            id=_own_id(source),
            title=source,
            producer=source,
            citation=source,
            licence=licence,
        )
        for source, licence in rows.iter_rows()
    }


def _own_ids() -> pl.Expr:
    """The origin that a row's source makes."""
    return pl.col("source").map_elements(_own_id, return_dtype=pl.String).alias("origin")


def _own_id(source: str) -> str:
    """A short stable id of one source."""
    return f"{OWN}:{sha256(source.encode()).hexdigest()[:10]}"


def _long(
    rows: pl.LazyFrame, indicator: str, state: pl.Expr, value: pl.Expr, origin: pl.Expr
) -> pl.DataFrame:
    """Rows in the columns of `state_years`."""
    return rows.select(
        indicator=pl.lit(indicator),
        state=state,
        year=pl.col("year").cast(pl.Int16),
        value=value.cast(pl.Float64),
        origin=origin,
    ).collect()


def _polity(rows: pl.LazyFrame) -> pl.DataFrame:
    """Scores by ISO code; of two polities of one state in a year, that which lasted longer."""
    later = rows.filter((pl.col("year") >= FIRST_YEAR) & pl.col("polity2").is_not_null())
    frame = later.collect().with_columns(last=pl.col("year").max().over("ccode"))
    pairs = frame.select("ccode", "year").unique().iter_rows()
    codes = {pair: _state(*pair) for pair in pairs}
    state = pl.struct("ccode", "year").map_elements(
        lambda row: codes[row["ccode"], row["year"]], return_dtype=pl.String
    )
    known = frame.with_columns(state=state).drop_nulls("state")
    once = known.sort("last", descending=True).unique(
        ["state", "year"], keep="first", maintain_order=True
    )
    value = (pl.col("polity2") + 10) / 20
    return _long(once.lazy(), REGIME, pl.col("state"), value, pl.col("origin"))


def _state(ccode: int, year: int) -> str | None:
    """ISO 3166 of Polity's number; None for what is no state of the register."""
    try:
        return from_cow(POLITY_TO_COW.get(ccode, ccode), year, where="Polity5")
    except UnknownName:
        return None
