"""The BACI matrix of 2023: 194 exporters (rows) by 194 importers (columns).

The file has neither row nor column labels: both follow `country_labels.csv`, which must lie
beside it.

Trap: **a blank is not a zero**. Pairs for which neither side reported are blank, among them
Russia with Belarus, Korea, Viet Nam and others: 17.3 % of its imports and 15.0 % of its exports
in 2020. Each ordered pair is a row; a blank pair has a null value and is not excluded, so that
absence reaches the reader as what it is. The diagonal is blank by definition: excluded.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, first_record, read_csv, unreadable
from steelyard.sources.shaping import melt
from steelyard.sources.trade.baci import baci_origin, dollars
from steelyard.sources.trade.matrix_labels import labels_beside
from steelyard.vocabulary.tables import Column, Table

YEAR = 2023

TABLE = Table(
    "baci_matrix",
    "Goods trade between two economies in 2023; null where neither side reported",
    (
        Column("year", pl.Int16, "key"),
        Column("exporter", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("importer", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("value_usd", pl.Float64, "extensive", "USD", minimum=0),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the matrix as one row for each ordered pair; thousands of dollars become dollars."""
    raw = read_csv(path, ["export_ij1"], ended=True)
    labels = labels_beside(path, raw.height)
    if raw.width != len(labels):
        raise unreadable(path, f"{raw.height} rows, {raw.width} columns", "a square matrix")
    importers = dict(zip(raw.columns, labels, strict=True))
    pairs = melt(
        raw.with_columns(exporter=pl.Series(labels)), ["exporter"], importers, variable="importer"
    )
    usd, unread = dollars("value")
    diagonal = (pl.col("exporter") == pl.col("importer"), "trade with itself")
    named = pairs.with_columns(year=pl.lit(YEAR), value_usd=usd)
    return finish(named, TABLE, [diagonal, unread])


def _recognise(path: Path, head: bytes) -> bool:
    """Columns are export_ij1, export_ij2, ..., to the end of the head's first line."""
    names = first_record(head)
    return len(names) > 1 and all(
        re.fullmatch(f"export_ij{at}", name) for at, name in enumerate(names, start=1)
    )


CONNECTOR = Connector(
    name="baci_matrix",
    # the version names the month in which it came out
    origin=baci_origin(
        "baci_matrix", "BACI HS22, matrix of total trade, 2023", "202501", date(2025, 1, 31)
    ),
    table=TABLE,
    recognise=_recognise,
    parse=parse,
    layout="CSV with columns export_ij1, export_ij2, ..., and country_labels.csv beside it",
)
