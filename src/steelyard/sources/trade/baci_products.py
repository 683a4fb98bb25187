"""BACI by product: the publisher's year files, and cuts of them in the same layout.

Columns: t year, i exporter, j importer (BACI's numeric codes), k product (HS, six digits),
v value in thousands of current dollars, q quantity in tonnes.

Traps: spreadsheets and R drop the leading zeros of k (10620 is 010620); an unknown quantity is
written ``NA``, padded with blanks in some vintages, or left blank; the codes are BACI's, which
differ from ISO numeric ones for a few economies (see `baci_countries`).

A year file has about 11 million rows: it is read in batches when collected or sunk to disk,
never whole. Repeats are therefore looked for between neighbours only, which finds all of them
in the publisher's files, since these are sorted by their key.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.finishing import DUPLICATE
from steelyard.sources.reading import finish, has_columns, scan_csv
from steelyard.sources.shaping import require_final_newline
from steelyard.sources.trade.baci import baci_origin, dollars
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("t", "i", "j", "k", "v", "q")
KEY = COLUMNS[:4]
UNKNOWN = ("NA", "")  # how an unknown quantity is written, once trimmed

TABLE = Table(
    "baci_products",
    "Goods trade between two economies by product of the Harmonized System",
    (
        Column("year", pl.Int16, "key", minimum=1988, maximum=2100),
        Column("exporter_code", pl.Int16, "key", meaning="BACI numeric code"),
        Column("importer_code", pl.Int16, "key", meaning="BACI numeric code"),
        Column("product", pl.String, "key", meaning="HS code, six digits"),
        Column("value_usd", pl.Float64, "extensive", "USD", minimum=0, nullable=False),
        Column("quantity_t", pl.Float64, "extensive", "t", minimum=0),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Scan one file lazily; thousands of dollars become dollars, codes regain their zeros."""
    if path.suffix != ".gz":
        require_final_newline(path)
    raw = scan_csv(path, COLUMNS)
    quantity, code = pl.col("q").str.strip_chars(), pl.col("k").str.strip_chars()
    usd, unread = dollars("v")
    renamed = raw.with_columns(
        year=pl.col("t"),
        exporter_code=pl.col("i"),
        importer_code=pl.col("j"),
        product=code.str.zfill(6),
        value_usd=usd,
        quantity_t=pl.when(quantity.is_in(UNKNOWN)).then(None).otherwise(quantity),
    )
    reasons = [
        unread,
        (~code.str.contains(r"^\d{1,6}$"), "no HS code"),
        (pl.all_horizontal(_as_above(name) for name in KEY), DUPLICATE),
    ]
    return finish(renamed, TABLE, reasons, unique=False)


def _as_above(name: str) -> pl.Expr:
    """Whether the column has the same text in the row before."""
    return pl.col(name) == pl.col(name).shift(1)


CONNECTOR = Connector(
    name="baci_products",
    origin=baci_origin("baci_products", "BACI, by product (HS, six digits)", "202501"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV with columns t, i, j, k, v, q (BACI_HS22_Y2022_V202501.csv)",
)
