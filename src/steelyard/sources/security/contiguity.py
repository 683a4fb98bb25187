"""Which states border on each other, by land or across how much water, and since when."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.sources.security.origins import cow_origin
from steelyard.vocabulary.tables import Column, Table

NAME = "cow_contdir"

ORIGIN = cow_origin(
    NAME,
    "Direct Contiguity",
    "3.2, to 2016",
    "Stinnett, D. M., Tir, J., Schafer, P., Diehl, P. F. and Gochman, C. (2002). The Correlates "
    "of War Project Direct Contiguity Data, Version 3. Conflict Management and Peace Science 19.",
    "restricted",
)

TABLE = Table(
    NAME,
    "Spells of contiguity of two states",
    (
        Column("ccode1", pl.Int16, "key", minimum=2, meaning="Correlates of War number"),
        Column("ccode2", pl.Int16, "key", minimum=2, meaning="Correlates of War number"),
        Column(
            "conttype",
            pl.Int8,
            "label",
            minimum=0,
            maximum=5,
            nullable=False,
            meaning="1 land or river; 2-5 water up to 12, 24, 150, 400 miles",
        ),
        Column("stdate", pl.Date, "key"),
        Column("enddate", pl.Date, "label", nullable=False),
    ),
)

LAYOUT = f"R data file with the data frame {NAME}: {', '.join(TABLE.names)}"


def parse(path: Path) -> pl.LazyFrame:
    """Every spell of contiguity; type 0 stands for no contiguity in the published scale."""
    return finish(read_frame(path, NAME, TABLE), TABLE)


COW_CONTDIR = Connector(NAME, ORIGIN, TABLE, holds(NAME, TABLE), parse, LAYOUT)
