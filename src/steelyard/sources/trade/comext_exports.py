"""Comext: EU exports of later sanctioned products to Russia and its neighbours, by month.

Traps: values are in euros; HS headings (four digits) and CN products (eight) stand side by side
and overlap, so that a sum across `level` counts the same goods twice; a month without exports has
no row; the last month is 2022-11.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.comext import comext_origin
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("product", "indicator", "reporter", "partner", "month", "value_eur")

TABLE = Table(
    "comext_exports",
    "Exports of an EU member by product and month",
    (
        Column("level", pl.Int8, "key", minimum=2, maximum=8, meaning="digits of the product"),
        Column("product", pl.String, "key", meaning="HS heading or CN code"),
        Column("indicator", pl.String, "key"),
        Column("reporter", pl.String, "key", meaning="Eurostat's name"),
        Column("partner", pl.String, "key", meaning="Eurostat's name"),
        Column("month", pl.String, "key", meaning="YYYY-MM"),
        Column("value_eur", pl.Float64, "extensive", "EUR", minimum=0, nullable=False),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the rows and say on which level of the classification each one is."""
    raw = read_csv(path, COLUMNS, absent=("", ":"), ended=True)
    level = pl.col("product").str.len_chars()
    reasons = [
        (~pl.col("month").str.contains(r"^\d{4}-(0[1-9]|1[0-2])$"), "no month"),
        (~pl.col("product").str.contains(r"^(\d{2}|\d{4}|\d{6}|\d{8})$"), "no product code"),
    ]
    return finish(raw.with_columns(level=level), TABLE, reasons)


CONNECTOR = Connector(
    name="comext_exports",
    origin=comext_origin("comext_exports", "EU exports of sanctioned products, 2020-2022"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout=f"CSV (or .csv.gz) with columns {', '.join(COLUMNS)}",
)
