"""BACI's country codes: what the numbers of its product files stand for.

Traps: an alpha-3 code is not unique (Germany before 1990, Belgium-Luxembourg, Sudan before 2011
share one with their successors); ``S19`` (Other Asia, nes) is how BACI files Taiwan; the alpha-2
code of Namibia, ``NA``, is kept as the text it is.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.baci import baci_origin
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("country_code", "country_name", "country_iso2", "country_iso3")

TABLE = Table(
    "baci_countries",
    "Country codes of BACI",
    (
        Column("country_code", pl.Int16, "key", minimum=0, maximum=999),
        Column("country_name", pl.String, "label", nullable=False),
        Column("country_iso2", pl.String, "label"),
        Column("country_iso3", pl.String, "label", nullable=False),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the code list as it is."""
    return finish(read_csv(path, COLUMNS, ended=True), TABLE)


CONNECTOR = Connector(
    name="baci_countries",
    origin=baci_origin("baci_countries", "BACI country codes", "202501"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV with columns country_code, country_name, country_iso2, country_iso3",
)
