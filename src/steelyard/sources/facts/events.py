"""Dated events: what happened, between whom, in which domain, and who says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="dated_events",
    producer="Steelyard",
    title="Dated events in relations of Russia, China, Central Asia and third powers, 1991-2025",
    version="2026-11",
    citation="Each row cites its own source (column source_url).",
    url="",
    licence="Facts cited from their publishers.",
    accessed=date(2026, 11, 20),
    terms="ship",
)

TABLE = Table(
    "dated_events",
    "Dated events",
    (
        Column("date", pl.String, "key", meaning="YYYY, YYYY-MM or YYYY-MM-DD, as known"),
        Column("event", pl.String, "key"),
        Column("actors", pl.String, "label", meaning="codes separated by ;"),
        Column("domain", pl.String, "label", nullable=False),
        Column("source_url", pl.String, "label", nullable=False),
    ),
)

FIELDS = TABLE.names
LAYOUT = f"CSV in UTF-8 with the columns {', '.join(FIELDS)}"
DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of dated events."""
    return has_columns(head, FIELDS)


def parse(path: Path) -> pl.LazyFrame:
    """Every event as published; a date is as precise as its source."""
    frame = read_csv(path, FIELDS, multiline=True)
    return finish(frame, TABLE, [(~pl.col("date").str.contains(DATE), "no such date")])


DATED_EVENTS = Connector("dated_events", ORIGIN, TABLE, recognise, parse, LAYOUT)
