"""Urals crude oil, monthly price 2010-2025, of a source that the file does not state."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import as_date, origin, require_final_newline
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="urals_monthly",
    producer="unstated",
    title="Urals crude oil, monthly price",
    version="months 2010-08 to 2025-02",
    citation="Urals crude oil, monthly price, source unstated.",
    url="",
    licence="unstated, not to be redistributed",
    terms="restricted",
)

TABLE = Table(
    "urals_monthly",
    "Price of Urals crude oil by month",
    (
        Column("month", pl.Date, "key", meaning="first day of the month"),
        # Means of 2022-24 lie above those of the Russian finance ministry: show both.
        Column("value", pl.Float64, "intensive", "USD / bbl", minimum=0),
    ),
)
_NAMES = ("date", "value")


def recognise(path: Path, head: bytes) -> bool:
    """Whether it has date and value only; they say little, so the name must say Urals."""
    return has_columns(head, _NAMES, only=True) and "urals" in path.name.lower()


def parse(path: Path) -> pl.LazyFrame:
    """Read the prices, newest first as published."""
    require_final_newline(path)
    frame = read_csv(path, _NAMES).rename({"date": "month"})
    return finish(frame.with_columns(as_date("month", "%Y-%m-%d")), TABLE)


URALS = Connector("urals_monthly", ORIGIN, TABLE, recognise, parse, "date, value")
