"""Atlas: the list of economies, with those that no longer exist marked."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import as_boolean
from steelyard.sources.trade.atlas import atlas_origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {
    "country_id": "country_id",
    "country_iso3_code": "iso3",
    "country_name": "name",
    "country_name_short": "short_name",
    "in_rankings": "in_rankings",
    "former_country": "former_country",
}
FLAGS = ("in_rankings", "former_country")

TABLE = Table(
    "atlas_locations",
    "Economies of the Atlas",
    (
        Column("country_id", pl.Int16, "key", meaning="Atlas id"),
        Column("iso3", pl.String, "label", meaning="ISO 3166 alpha-3, or the Atlas's own"),
        Column("name", pl.String, "label"),
        Column("short_name", pl.String, "label"),
        *(Column(name, pl.Boolean, "label") for name in FLAGS),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the list as it is."""
    raw = read_csv(path, list(NAMES), ended=True)
    return finish(raw.with_columns(*map(as_boolean, FLAGS)).rename(NAMES), TABLE)


CONNECTOR = Connector(
    name="atlas_locations",
    origin=atlas_origin("atlas_locations", "Atlas: list of economies"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, tuple(NAMES), only=True),
    parse=parse,
    layout=f"CSV with columns {', '.join(NAMES)}",
)
