"""ATOP alliances by pair and year: what kinds of obligation bind two states, 1815-2018."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.sources.security.origins import REPACKAGED
from steelyard.sources.shaping import ACCESSED
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

NAME = "atop_alliance"

ORIGIN = Origin(
    id=NAME,
    producer="Alliance Treaty Obligations and Provisions Project; packaged by peacesciencer",
    title="ATOP alliances, directed dyad-years",
    version="to 2018",
    citation=(
        "Leeds, B. A., Ritter, J. M., Mitchell, S. M. and Long, A. G. (2002). Alliance Treaty "
        "Obligations and Provisions, 1815-1944. International Interactions 28."
    ),
    url=REPACKAGED,
    licence="Free for research with citation",
    accessed=ACCESSED,
    terms="ship",
)

KINDS = ("defense", "offense", "neutral", "nonagg", "consul")

TABLE = Table(
    NAME,
    "Alliance obligations between two states in a year",
    (
        Column("ccode1", pl.Int16, "key", minimum=2, meaning="Correlates of War number"),
        Column("ccode2", pl.Int16, "key", minimum=2, meaning="Correlates of War number"),
        Column("year", pl.Int16, "key"),
        *(Column(f"atop_{kind}", pl.Int8, "label", minimum=0, maximum=1) for kind in KINDS),
    ),
)

LAYOUT = f"R data file with the data frame {NAME}: {', '.join(TABLE.names)}"


def parse(path: Path) -> pl.LazyFrame:
    """Every pair in both directions; a pair that is not there has no alliance that year.

    What the first owes the second may differ from what the second owes the first.
    """
    return finish(read_frame(path, NAME, TABLE), TABLE)


ATOP_ALLIANCE = Connector(NAME, ORIGIN, TABLE, holds(NAME, TABLE), parse, LAYOUT)
