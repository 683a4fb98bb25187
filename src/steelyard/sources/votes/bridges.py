"""Resolutions that the General Assembly voted on again: bridges between sessions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="un_bridges",
    producer="Michael Bailey, Anton Strezhnev and Erik Voeten",
    title="Repeated resolutions of the UN General Assembly",
    version="replication files of 2017",
    citation=(
        "Bailey, M., Strezhnev, A. and Voeten, E. (2017). Estimating Dynamic State Preferences "
        "from United Nations Voting Data. Journal of Conflict Resolution 61(2)."
    ),
    url="https://doi.org/10.7910/DVN/LEJUQZ",
    licence="CC0 1.0",
    accessed=date(2026, 11, 20),
    terms="ship",
)

TABLE = Table(
    "un_bridges",
    "Repeated resolutions of the UN General Assembly",
    (
        Column("rcid1", pl.Int32, "key", meaning="roll call"),
        Column("rcid2", pl.Int32, "key", meaning="later roll call on the same text"),
    ),
)

LAYOUT = "CSV with the columns v1 (a running number), rcid1, rcid2"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of repeated resolutions."""
    return has_columns(head, ("v1", "rcid1", "rcid2"), only=True)


def parse(path: Path) -> pl.LazyFrame:
    """Every pair of roll calls on the same text."""
    return finish(read_csv(path, ("rcid1", "rcid2")), TABLE)


UN_BRIDGES = Connector("un_bridges", ORIGIN, TABLE, recognise, parse, LAYOUT)
