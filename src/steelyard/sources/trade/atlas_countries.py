"""Atlas: exports, imports and complexity of economies by year.

Traps: ``ANS`` is "undeclared countries": its exports are 0 by construction and its imports of 2020
are negative (excluded); the complexity
index is standardised within each year, so that levels of different years do not compare;
`growth_proj` is a projection, not an observation.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.atlas import atlas_origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {
    "country_id": "country_id",
    "country_iso3_code": "iso3",
    "year": "year",
    "export_value": "exports_usd",
    "import_value": "imports_usd",
    "eci": "eci",
    "coi": "coi",
    "diversity": "diversity",
    "growth_proj": "growth_projection",
}

TABLE = Table(
    "atlas_countries",
    "Trade and economic complexity of economies",
    (
        Column("country_id", pl.Int16, "key", meaning="Atlas id"),
        Column("iso3", pl.String, "label", meaning="ISO 3166 alpha-3, or the Atlas's own"),
        Column("year", pl.Int16, "key", minimum=1962, maximum=2100),
        Column("exports_usd", pl.Float64, "extensive", "USD", minimum=0),
        Column("imports_usd", pl.Float64, "extensive", "USD", minimum=0),
        Column("eci", pl.Float64, "intensive", "1", meaning="economic complexity index"),
        Column("coi", pl.Float64, "intensive", "1", meaning="complexity outlook index"),
        Column("diversity", pl.Int16, "intensive", "products", minimum=0),
        Column("growth_projection", pl.Float64, "intensive", "see publisher"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the series as they are."""
    return finish(read_csv(path, list(NAMES), ended=True).rename(NAMES), TABLE)


CONNECTOR = Connector(
    name="atlas_countries",
    origin=atlas_origin("atlas_countries", "Atlas: country-year totals and complexity"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, tuple(NAMES), only=True),
    parse=parse,
    layout=f"CSV with columns {', '.join(NAMES)}",
)
