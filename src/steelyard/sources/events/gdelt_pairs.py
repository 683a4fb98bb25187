"""Composite of GDELT events by pair of states and month, 24 states, 2018-01 to 2024-02."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="gdelt_pairs",
    producer="The GDELT Project; composite by pair and day summed by month",
    title="GDELT composite of events between 24 states, by month",
    version="2018-01 to 2024-02",
    citation=(
        "Leetaru, K. and Schrodt, P. A. (2013). GDELT: Global Data on Events, Location, and "
        "Tone, 1979-2012. ISA Annual Convention."
    ),
    url="https://www.gdeltproject.org/",
    licence="Free for any use with citation of the GDELT Project",
    terms="ship",
)

TABLE = Table(
    "gdelt_pairs",
    "Composite of events between two states in a month",
    (
        Column("month", pl.String, "key", meaning="YYYY-MM"),
        Column("a", pl.String, "key", meaning="ISO 3166 three letters; no direction"),
        Column("b", pl.String, "key", meaning="ISO 3166 three letters; no direction"),
        Column("edge_sum", pl.Float64, "intensive", "composite", nullable=False),
        Column("edge_mean_per_day", pl.Float64, "intensive", "composite / day", nullable=False),
        Column("days", pl.Int8, "label", "day", minimum=1, maximum=31, nullable=False),
    ),
)

LAYOUT = f"CSV with the columns {', '.join(TABLE.names)}"
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the composite."""
    return has_columns(head, TABLE.names, only=True)


def parse(path: Path) -> pl.LazyFrame:
    """Every pair once per month, in no direction.

    The composite grows with the volume of reporting and is no Goldstein score: compare months
    of a pair, not levels of pairs. Months with fewer `days` than the calendar are incomplete:
    use the mean per day there.
    """
    frame = read_csv(path, TABLE.names)
    return finish(frame, TABLE, [(~pl.col("month").str.contains(MONTH), "month is not YYYY-MM")])


GDELT_PAIRS = Connector("gdelt_pairs", ORIGIN, TABLE, recognise, parse, LAYOUT)
