"""Militarised interstate disputes by directed pair and year, 1816-2014."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.sources.security.origins import cow_origin
from steelyard.vocabulary.tables import Column, Table

NAME = "cow_mid_dirdisps"
MISSING = -9

ORIGIN = cow_origin(
    NAME,
    "Militarized Interstate Disputes, directed dyadic",
    "5.0, to 2014",
    "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., Bloch, C., Dietrich, "
    "N., Kahn, K., Ritter, K. and Soules, M. J. (2022). The MID5 Dataset, 2011-2014. Conflict "
    "Management and Peace Science 39(4).",
    "restricted",
)

FLAGS = ("dispongoing", "disponset", "sidea1", "sidea2")
LOSSES = ("fatality1", "fatality2", "fatalpre1", "fatalpre2")
LEVELS = ("hiact1", "hiact2", "hostlev1", "hostlev2")

TABLE = Table(
    NAME,
    "Militarised disputes between two states in a year",
    (
        Column("dispnum", pl.Int32, "key", meaning="dispute"),
        Column("ccode1", pl.Int16, "key", minimum=2, meaning="Correlates of War number"),
        Column("ccode2", pl.Int16, "key", minimum=2, meaning="Correlates of War number"),
        Column("year", pl.Int16, "key"),
        *(Column(name, pl.Int8, "label") for name in FLAGS),
        *(Column(name, pl.Int16, "label", minimum=0) for name in LOSSES),
        *(Column(name, pl.Int8, "label") for name in LEVELS),
        *(Column(name, pl.Int8, "label") for name in ("orig1", "orig2")),
    ),
)

LAYOUT = f"R data file with the data frame {NAME}: {', '.join(TABLE.names)}"


def parse(path: Path) -> pl.LazyFrame:
    """Every dispute once in each direction; -9, losses not known, becomes absent."""
    frame = read_frame(path, NAME, TABLE)
    known = pl.col(LOSSES).cast(pl.Int32, strict=False).replace(MISSING, None)
    return finish(frame.with_columns(known), TABLE)


COW_MID_DIRDISPS = Connector(NAME, ORIGIN, TABLE, holds(NAME, TABLE), parse, LAYOUT)
