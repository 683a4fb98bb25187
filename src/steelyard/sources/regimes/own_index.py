"""A user's own index of states by year: one row a value, with its source and licence."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.finishing import NOT_A_NUMBER, OUT_OF_RANGE
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import find
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="own_index",
    producer="the user",
    title="The user's own index of states",
    version="as added",
    citation="Each row cites its own source (columns source, licence).",
    url="",
    licence="as the rows say",
    terms="restricted",
)

INDICATORS = ("regime",)  # what any measure reads; others would lie in the store unused
UNKNOWN_INDICATOR = f"indicator is none of {', '.join(INDICATORS)}"
UNKNOWN_STATE = "unknown state"
NO_SCALE = "unit is no scale such as 0 to 1"
_NUMBER = r"-?\d+(?:\.\d+)?"
SCALE = rf"^\s*({_NUMBER}) to ({_NUMBER})\s*$"

TABLE = Table(
    "own_index",
    "A user's own index by state and year",
    (
        Column("indicator", pl.String, "key", meaning=", ".join(INDICATORS)),
        Column("state", pl.String, "key", meaning="ISO 3166 code; the file may have names"),
        Column("year", pl.Int16, "key", minimum=1700, maximum=2100),
        Column("source", pl.String, "key"),
        Column("value", pl.Float64, "intensive", "as in unit", nullable=False),
        Column("unit", pl.String, "label", nullable=False, meaning="the scale: 0 to 1"),
        Column("scale_low", pl.Float64, "intensive", "as in unit"),
        Column("scale_high", pl.Float64, "intensive", "as in unit"),
        Column("licence", pl.String, "label", nullable=False),
    ),
)

FIELDS = ("state", "year", "indicator", "value", "unit", "source", "licence")
LAYOUT = f"CSV in UTF-8 with the columns {', '.join(FIELDS)}; unit is the scale, such as 0 to 1"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header has exactly these columns, in any order."""
    return has_columns(head, FIELDS) and not has_columns(head, ("partner",))


def parse(path: Path) -> pl.LazyFrame:
    """Every row; states by code or name in their year, values only inside their scale."""
    frame = read_csv(path, FIELDS).with_columns(pl.col(FIELDS).str.strip_chars())
    frame = frame.with_columns(code=_codes(frame))
    value = pl.col("value").cast(pl.Float64, strict=False)
    ends = {
        name: pl.col("unit").str.extract(SCALE, side).cast(pl.Float64)
        for side, name in ((1, "scale_low"), (2, "scale_high"))
    }
    low, high = ends.values()
    reasons = (
        (pl.col("code").is_null() & pl.col("state").is_not_null(), UNKNOWN_STATE),
        (~pl.col("indicator").is_in(INDICATORS), UNKNOWN_INDICATOR),
        ((low >= high).fill_null(True) & pl.col("unit").is_not_null(), NO_SCALE),
        (value.is_null() & pl.col("value").is_not_null(), NOT_A_NUMBER),
        ((value < low) | (value > high), OUT_OF_RANGE),
    )
    # an unknown name stays as it is: the row is kept to be shown, not to be used
    coded = frame.with_columns(state=pl.coalesce("code", "state"), **ends)
    return finish(coded, TABLE, reasons)


def _codes(frame: pl.DataFrame) -> pl.Series:
    """The code of each state as named in its year; null for what is none."""
    known: dict[tuple[str | None, str | None], str | None] = {}
    for name, year in frame.select("state", "year").unique().iter_rows():
        known[name, year] = _code(name, year)
    pairs = frame.select("state", "year").iter_rows()
    return pl.Series([known[pair] for pair in pairs], dtype=pl.String)


def _code(name: str | None, year: str | None) -> str | None:
    """ISO 3166 of one name, by which a state was called in a year."""
    if name is None:
        return None
    when = int(year) if year is not None and year.isdigit() and len(year) == 4 else None
    try:
        return find(name, where="own index", year=when).iso3
    except UnknownName:
        return None


OWN_INDEX = Connector("own_index", ORIGIN, TABLE, recognise, parse, LAYOUT)
