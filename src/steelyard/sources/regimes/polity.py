"""Polity5: combined score of democracy and autocracy by state and year, 1776-2018."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="polity5",
    producer="Center for Systemic Peace",
    title="Polity5: political regime characteristics and transitions, annual",
    version="as downloaded",
    citation=(
        "Marshall, M. G. and Gurr, T. R. (2020). Polity5: Political Regime Characteristics and "
        "Transitions, 1800-2018. Dataset Users' Manual. Center for Systemic Peace."
    ),
    url="https://www.systemicpeace.org/inscrdata.html",
    licence="Free for research with citation",
    terms="restricted",
)

TABLE = Table(
    "polity5",
    "Combined polity score by state and year",
    (
        Column("ccode", pl.Int16, "key", minimum=1, maximum=999, meaning="Polity's own numbers"),
        Column("year", pl.Int16, "key", minimum=1700, maximum=2100),
        Column("country", pl.String, "label"),
        Column(
            "polity2", pl.Float64, "intensive", "1, -10 to 10", minimum=-10, maximum=10,
            meaning="10: full democracy; absent under foreign rule",
        ),
    ),
)  # fmt: skip

# Interruption, interregnum and transition, where somebody has written them into the score.
SPECIAL = ("-66", "-77", "-88")
LAYOUT = f"the annual file of Polity5 as CSV, with {', '.join(TABLE.names)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header has these columns."""
    return has_columns(head, TABLE.names)


def parse(path: Path) -> pl.LazyFrame:
    """Every state and year as published; special codes are absent scores, never numbers."""
    frame = read_csv(path, TABLE.names, absent=("", ".", "NA"), encoding="latin-1")
    score = pl.col("polity2").str.strip_chars()
    known = pl.when(score.str.replace(r"\.0*$", "").is_in(SPECIAL)).then(None).otherwise(score)
    return finish(frame.with_columns(polity2=known), TABLE)


POLITY5 = Connector("polity5", ORIGIN, TABLE, recognise, parse, LAYOUT)
