"""Strategic rivalries between states, 1494-2010."""

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

NAME = "td_rivalries"

ORIGIN = Origin(
    id=NAME,
    producer="William R. Thompson and David R. Dreyer; packaged by peacesciencer",
    title="Strategic rivalries",
    version="to 2010",
    citation=(
        "Thompson, W. R. and Dreyer, D. (2012). Handbook of International Rivalries, "
        "1494-2010. CQ Press."
    ),
    url=REPACKAGED,
    licence="Free for research with citation",
    accessed=ACCESSED,
    terms="restricted",
)

TABLE = Table(
    NAME,
    "Strategic rivalries",
    (
        Column("rivalryno", pl.Int16, "key"),
        Column("rivalryname", pl.String, "label", nullable=False),
        Column("ccode1", pl.Int16, "label", nullable=False, meaning="Correlates of War number"),
        Column("ccode2", pl.Int16, "label", nullable=False, meaning="Correlates of War number"),
        Column("styear", pl.Int16, "label", nullable=False),
        Column("endyear", pl.Int16, "label", nullable=False, meaning="2010: end of the edition"),
        Column("region", pl.String, "label"),
        *(Column(name, pl.String, "label") for name in ("type1", "type2", "type3")),
    ),
)

LAYOUT = f"R data file with the data frame {NAME}: {', '.join(TABLE.names)}"


def parse(path: Path) -> pl.LazyFrame:
    """Every rivalry once; a pair may have several, one after the other."""
    return finish(read_frame(path, NAME, TABLE), TABLE)


TD_RIVALRIES = Connector(NAME, ORIGIN, TABLE, holds(NAME, TABLE), parse, LAYOUT)
