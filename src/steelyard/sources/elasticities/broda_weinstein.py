"""Elasticities of substitution of US imports by HTS at ten digits, 1990-2001.

Traps: codes were saved as numbers (101110010 is 0101110010); three lines of citation stand above
the header; code 2103204020 stands there twice with different values (66.70 and 5.47): both are
excluded; the estimates have a heavy tail.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, unreadable
from steelyard.sources.shaping import origin
from steelyard.vocabulary.errors import FileError
from steelyard.vocabulary.tables import Column, Table

HEADER = ("HTS", "Sigma 1990-2001")
MAGIC = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
LAYOUT = f"Excel sheet with the columns {' and '.join(HEADER)} below three lines of citation"

TABLE = Table(
    "sigma_hts10",
    "Elasticity of substitution between varieties of US imports, by product",
    (
        Column("product", pl.String, "key", meaning="HTS of the United States, ten digits"),
        Column("sigma", pl.Float64, "intensive", "1", minimum=1),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the first sheet below its header; codes regain their leading zeros."""
    sheet = read_sheet(path)
    start = _header(sheet)
    if start is None:
        raise unreadable(path, f"has no line {', '.join(HEADER)}", LAYOUT)
    rows = sheet.slice(start + 1).select(product=pl.col("c0").str.zfill(10), sigma="c1")
    return finish(rows, TABLE, [(~pl.col("product").str.contains(r"^\d{10}$"), "no product code")])


def _header(sheet: pl.DataFrame) -> int | None:
    """Place of the header among the first lines."""
    if sheet.width < 2:
        return None
    found = [at for at, row in enumerate(sheet.head(20).rows()) if row[:2] == HEADER]
    return found[0] if found else None


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the header is on the first sheet."""
    try:
        return head.startswith(MAGIC) and _header(read_sheet(path)) is not None
    except FileError:
        return False


CONNECTOR = Connector(
    name="sigma_hts10",
    origin=origin(
        "sigma_hts10",
        "Broda and Weinstein",
        "Elasticities of substitution, US imports, HTS at ten digits",
        "1990-2001",
        "Broda, C. and Weinstein, D. E. (2006). Globalization and the Gains from Variety. "
        "Quarterly Journal of Economics 121(2), 541-585.",
        "http://www.columbia.edu/~dew35/TradeElasticities/TradeElasticities.html",
        "Free with citation",
        "ship",
    ),
    table=TABLE,
    recognise=_recognise,
    parse=parse,
    layout=LAYOUT,
)
