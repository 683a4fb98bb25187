"""Intergovernmental organisations that two states both belong to, by year, 1816-2014."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.sources.security.origins import cow_origin
from steelyard.vocabulary.tables import Column, Table

NAME = "cow_igo_ndy"

ORIGIN = cow_origin(
    NAME,
    "Intergovernmental Organizations, dyad-years",
    "3.0, to 2014",
    "Pevehouse, J. C. W., Nordstrom, T., McManus, R. W. and Jamison, A. S. (2020). Tracking "
    "organizations in the world. Journal of Peace Research 57(3).",
    "ship",
)

TABLE = Table(
    NAME,
    "Organisations shared by two states in a year",
    (
        Column("ccode1", pl.Int16, "key", minimum=2, meaning="the lower Correlates of War number"),
        Column("ccode2", pl.Int16, "key", minimum=2, meaning="the higher one"),
        Column("year", pl.Int16, "key"),
        Column("dyadigos", pl.Int16, "intensive", "organisations", minimum=0, nullable=False),
    ),
)

LAYOUT = f"R data file with the data frame {NAME}: {', '.join(TABLE.names)}"


def parse(path: Path) -> pl.LazyFrame:
    """Every pair once, the lower number first; a zero says that none is shared."""
    return finish(read_frame(path, NAME, TABLE), TABLE)


COW_IGO_NDY = Connector(NAME, ORIGIN, TABLE, holds(NAME, TABLE), parse, LAYOUT)
