"""BACI totals: goods trade between all pairs of economies by year, 2000 to 2020.

Traps: values are in thousands of dollars; pairs without trade were dropped by the publisher, so
a pair that is not here is not known to be zero; Taiwan is not in it; Tajikistan, Turkmenistan
and Uzbekistan before 2017 are known only from what their partners declared.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.baci import baci_origin, dollars
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("year", "exporter", "importer", "value_kusd")

TABLE = Table(
    "baci_totals",
    "Goods trade between two economies, all products",
    (
        Column("year", pl.Int16, "key", minimum=1988, maximum=2100),
        Column("exporter", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("importer", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("value_usd", pl.Float64, "extensive", "USD", minimum=0, nullable=False),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the totals; thousands of dollars become dollars."""
    raw = read_csv(path, COLUMNS, ended=True)
    usd, unread = dollars("value_kusd")
    return finish(raw.with_columns(value_usd=usd), TABLE, [unread])


CONNECTOR = Connector(
    name="baci_totals",
    origin=baci_origin("baci_totals", "BACI bilateral totals, 2000-2020", "2000-2020, all goods"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV (or .csv.gz) with columns year, exporter, importer, value_kusd",
)
