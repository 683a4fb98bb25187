"""Correlates of War country codes: abbreviation, number, name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="cow_codes",
    producer="Correlates of War Project",
    title="COW Country Codes",
    version="2016",
    citation="Correlates of War Project. State System Membership List, v2016.",
    url="https://correlatesofwar.org/cow-country-codes/",
    licence="Free for research with citation",
    accessed=date(2026, 11, 20),
    terms="ship",
)

FIELDS = {"StateAbb": "abbreviation", "CCode": "ccode", "StateNme": "name"}

TABLE = Table(
    "cow_codes",
    "Correlates of War country codes",
    (
        Column("ccode", pl.Int16, "key", minimum=2),
        Column("abbreviation", pl.String, "label", nullable=False),
        Column("name", pl.String, "label", nullable=False),
    ),
)

LAYOUT = f"CSV with the columns {', '.join(FIELDS)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the country codes."""
    return has_columns(head, tuple(FIELDS), only=True)


def parse(path: Path) -> pl.LazyFrame:
    """Every line: a state that left the system and came back is listed once for each spell."""
    return finish(read_csv(path, tuple(FIELDS)).rename(FIELDS), TABLE)


COW_CODES = Connector("cow_codes", ORIGIN, TABLE, recognise, parse, LAYOUT)
