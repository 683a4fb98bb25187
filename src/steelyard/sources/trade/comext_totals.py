"""Comext: EU exports of all sanctioned products together, by reporter, partner and month.

Trap: the file was completed with zeros. A month in which every pair is 0 (2022-12) was not yet
published: its rows are excluded. A 0 in another month is what the file says.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, require_columns, sheet_names
from steelyard.sources.trade.comext import comext_origin
from steelyard.vocabulary.errors import FileError
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("partner", "reporter", "month", "sanctioned_export")

TABLE = Table(
    "comext_totals",
    "Exports of an EU member under sanctions, all products together",
    (
        Column("reporter", pl.String, "key", meaning="Eurostat's name"),
        Column("partner", pl.String, "key", meaning="Eurostat's name"),
        Column("month", pl.String, "key", meaning="YYYY-MM"),
        Column("value_eur", pl.Float64, "extensive", "EUR", minimum=0, nullable=False),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the first sheet; dates become months."""
    sheet = read_sheet(path)
    header = [str(name) for name in sheet.row(0)] if sheet.height else []
    require_columns(path, header, COLUMNS)
    raw = sheet.slice(1).rename(dict(zip(sheet.columns, header, strict=True)))
    named = raw.with_columns(
        month=pl.col("month").str.extract(r"^(\d{4}-\d{2})-01\b"), value_eur="sanctioned_export"
    )
    empty = (pl.col("value_eur").cast(pl.Float64, strict=False) == 0).all().over("month")
    return finish(named, TABLE, [(empty, "month not yet published")])


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the only sheet starts with these names."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        return len(sheet_names(path)) == 1 and read_sheet(path).row(0)[:4] == COLUMNS
    except (FileError, pl.exceptions.PolarsError):
        return False


CONNECTOR = Connector(
    name="comext_totals",
    origin=comext_origin("comext_totals", "EU exports of sanctioned products, totals"),
    table=TABLE,
    recognise=_recognise,
    parse=parse,
    layout=f"Excel workbook of one sheet with columns {', '.join(COLUMNS)}",
)
