"""Atlas: the classification of products, from sections to HS 1992 at six digits.

Trap: all four levels are in one list (`level` 1, 2, 4, 6): a sum over it counts four times.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import as_boolean
from steelyard.sources.trade.atlas import atlas_origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {
    "product_id": "product_id",
    "product_hs92_code": "product",
    "product_level": "level",
    "product_name": "name",
    "product_name_short": "short_name",
    "product_parent_id": "parent_id",
    "product_id_hierarchy": "hierarchy",
    "show_feasibility": "show_feasibility",
    "natural_resource": "natural_resource",
    "green_product": "green_product",
}
FLAGS = ("show_feasibility", "natural_resource", "green_product")

TABLE = Table(
    "atlas_product_codes",
    "Products of the Atlas",
    (
        Column("product_id", pl.Int16, "key", meaning="Atlas id"),
        Column("product", pl.String, "label", nullable=False, meaning="HS 1992, or section"),
        Column("level", pl.Int8, "label", minimum=1, maximum=6, meaning="digits; 1 a section"),
        Column("name", pl.String, "label"),
        Column("short_name", pl.String, "label"),
        Column("parent_id", pl.Int16, "label"),
        Column("hierarchy", pl.String, "label", meaning="ids from the section down"),
        *(Column(name, pl.Boolean, "label") for name in FLAGS),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the list as it is."""
    raw = read_csv(path, list(NAMES), multiline=True, ended=True)
    return finish(raw.with_columns(*map(as_boolean, FLAGS)).rename(NAMES), TABLE)


CONNECTOR = Connector(
    name="atlas_product_codes",
    origin=atlas_origin("atlas_product_codes", "Atlas: classification of products, HS 1992"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, tuple(NAMES), only=True),
    parse=parse,
    layout=f"CSV with columns {', '.join(NAMES)}",
)
