"""WIOD release 2016: its industry classification, an R data frame of 69 codes.

Trap: not the classification of the 2013 tables, whose industries are c1 to c35; final uses, taxes
and value added are in the same list, and numbers skip (72 is missing).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.production import wiod_2016
from steelyard.sources.r_object import first_object
from steelyard.sources.reading import finish, read_r, require_columns, unreadable
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

OBJECT = "WIOD_IndClass"
NAMES = {"RNr": "number", "IndustryCode.WIOD": "code", "Desc": "description"}

TABLE = Table(
    "wiod_2016_industries",
    "Industries, final uses and primary inputs of WIOD 2016",
    (
        Column("number", pl.Int16, "key", minimum=1),
        Column("code", pl.String, "label", nullable=False),
        Column("description", pl.String, "label"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the list as it is."""
    frames = read_r(path)
    if OBJECT not in frames:
        raise unreadable(path, f"holds {', '.join(frames) or 'nothing'}", f"data frame {OBJECT}")
    require_columns(path, frames[OBJECT].columns, list(NAMES))
    return finish(frames[OBJECT].rename(NAMES), TABLE)


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the first object of the R data is the classification."""
    found = first_object(path, head)
    return found is not None and found.name == OBJECT


CONNECTOR = Connector(
    name="wiod_2016_industries",
    origin=origin(
        "wiod_2016_industries",
        "University of Groningen and the WIOD consortium",
        "World Input-Output Database, release 2016: industry classification",
        "November 2016",
        wiod_2016.CONNECTOR.origin.citation,
        wiod_2016.CONNECTOR.origin.url,
        "CC BY 4.0",
        "ship",
    ),
    table=TABLE,
    recognise=_recognise,
    parse=parse,
    layout=f"R data file with the data frame {OBJECT} ({', '.join(NAMES)})",
)
