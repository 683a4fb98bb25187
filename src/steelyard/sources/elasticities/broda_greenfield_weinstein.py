"""Elasticities of substitution by importer and HS at three digits, 73 countries, 1994-2003.

Traps: three-digit codes were saved as numbers (10 is 010); country numbers are the authors' own,
names are to be resolved; Russia is not among the 73; the estimates have a heavy tail (up to
16,808): use medians, not means.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_stata, require_columns
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {"ccode": "country_code", "cname": "country", "hs_3digit": "product", "sigma": "sigma"}

TABLE = Table(
    "sigma_hs3",
    "Elasticity of substitution between varieties, by importer and product",
    (
        Column("country_code", pl.Int16, "label", meaning="the authors' own"),
        Column("country", pl.String, "key", meaning="the authors' name"),
        Column("product", pl.String, "key", meaning="HS, three digits"),
        Column("sigma", pl.Float64, "intensive", "1", minimum=1),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the estimates; codes regain their leading zeros."""
    raw = read_stata(path)
    require_columns(path, raw.columns, list(NAMES))
    code = pl.col("product").cast(pl.Int32, strict=False).cast(pl.String).str.zfill(3)
    return finish(raw.rename(NAMES).with_columns(product=code), TABLE)


CONNECTOR = Connector(
    name="sigma_hs3",
    origin=origin(
        "sigma_hs3",
        "Broda, Greenfield and Weinstein",
        "Elasticities of substitution, 73 countries, HS at three digits",
        "1994-2003",
        "Broda, C., Greenfield, J. and Weinstein, D. E. (2006). From Groundnuts to Globalization: "
        "A Structural Estimate of Trade and Growth. NBER Working Paper 12512.",
        "http://www.columbia.edu/~dew35/TradeElasticities/TradeElasticities.html",
        "Free with citation",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: b"hs_3digit" in head[:4096] and b"sigma" in head[:4096],
    parse=parse,
    layout=f"Stata file with columns {', '.join(NAMES)}",
)
