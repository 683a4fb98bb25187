"""Comext: the CN codes under export sanctions, with their names.

Trap: codes of eight digits keep their leading zeros and must stay texts.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.comext import comext_origin
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("code", "product")

TABLE = Table(
    "comext_codes",
    "Products of the Combined Nomenclature under export sanctions",
    (
        Column("code", pl.String, "key", meaning="CN, eight digits"),
        Column("product", pl.String, "label", nullable=False),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the list; a code that is not eight digits has lost its zeros and is excluded."""
    raw = read_csv(path, COLUMNS, multiline=True, ended=True)
    return finish(raw, TABLE, [(~pl.col("code").str.contains(r"^\d{8}$"), "no product code")])


CONNECTOR = Connector(
    name="comext_codes",
    origin=comext_origin("comext_codes", "CN codes under EU export sanctions"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV with columns code, product",
)
