"""Atlas: world trade and complexity of products (HS 1992, four digits) by year.

Traps: codes keep their leading zeros and must stay texts; ``9999`` and ``XXXX`` are "unspecified"
and services, not headings; world exports equal world imports by construction.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.atlas import atlas_origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {
    "product_id": "product_id",
    "product_hs92_code": "product",
    "year": "year",
    "export_value": "exports_usd",
    "import_value": "imports_usd",
    "pci": "pci",
}

TABLE = Table(
    "atlas_products",
    "World trade and complexity of products",
    (
        Column("product_id", pl.Int16, "key", meaning="Atlas id"),
        Column("product", pl.String, "label", nullable=False, meaning="HS 1992"),
        Column("year", pl.Int16, "key", minimum=1962, maximum=2100),
        Column("exports_usd", pl.Float64, "extensive", "USD", minimum=0),
        Column("imports_usd", pl.Float64, "extensive", "USD", minimum=0),
        Column("pci", pl.Float64, "intensive", "1", meaning="product complexity index"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the series as they are."""
    return finish(read_csv(path, list(NAMES), ended=True).rename(NAMES), TABLE)


CONNECTOR = Connector(
    name="atlas_products",
    origin=atlas_origin("atlas_products", "Atlas: product-year totals and complexity"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, tuple(NAMES), only=True),
    parse=parse,
    layout=f"CSV with columns {', '.join(NAMES)}",
)
