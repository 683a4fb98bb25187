"""Migrants by destination and origin, 1990-2019, from the matrix of the UN."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.migration.un_origin import undesa_origin
from steelyard.sources.reading import finish, has_columns, read_csv, readable, unreadable
from steelyard.sources.shaping import melt
from steelyard.vocabulary.tables import Column, Table

ORIGIN = undesa_origin("undesa_pairs", "by destination and origin")
NO_ORIGIN = "no origin given by the destination: 0 in the file is not a zero"
REGION = "a region, not a state or area"

TABLE = Table(
    "undesa_pairs",
    "Migrants by destination and origin",
    (
        Column("year", pl.Int16, "key"),
        Column("destination", pl.String, "key", meaning="where they live"),
        Column("origin_area", pl.String, "key", meaning="where they come from"),
        Column("migrants", pl.Int64, "extensive", "persons", minimum=0),
    ),
)

LAYOUT = "CSV with the columns Year, Dest, and one for each origin by its name"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header has years, destinations and names of origins."""
    return has_columns(head, ("Year", "Dest", "Russian Federation", "China"))


def parse(path: Path) -> pl.LazyFrame:
    """Every cell of the matrix.

    The file fills what a destination does not publish with 0. Where a pair is 0 in every year
    it is absent, with the reason: China, for one, names 20 origins. Where it is 0 in some years
    only, the zero stands. Rows of regions are set aside.
    """
    frame = read_csv(path, ("Year", "Dest"), absent=("", "..", "-"))
    origins = [name for name in frame.columns if name not in ("Year", "Dest")]
    if not origins:
        raise unreadable(path, "has no column of an origin", LAYOUT)
    cells = _cells(path, frame, origins)
    nothing = pl.col("migrants").is_null() | (pl.col("migrants") == "0")
    never = nothing.all().over("destination", "origin_area") & (pl.col("migrants") == "0")
    reasons = [(~pl.col("destination").is_in(origins), REGION), (pl.col("never"), NO_ORIGIN)]
    known = cells.with_columns(never=never).with_columns(
        migrants=pl.when(~pl.col("never").fill_null(False)).then("migrants")
    )
    return finish(known, TABLE, reasons)


def _cells(path: Path, frame: pl.DataFrame, origins: list[str]) -> pl.DataFrame:
    """One row for each cell of the matrix."""
    with readable(path, LAYOUT):
        return melt(
            frame.rename({"Year": "year", "Dest": "destination"}),
            ["year", "destination"],
            {name: name for name in origins},
            variable="origin_area",
            value="migrants",
        )


UNDESA_PAIRS = Connector("undesa_pairs", ORIGIN, TABLE, recognise, parse, LAYOUT)
