"""Which states existed when: the lists of Correlates of War and of Gleditsch and Ward.

A last day equal to the end of the edition (2016 and 2017) does not say that the state ended.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.sources.security.origins import REPACKAGED, cow_origin
from steelyard.sources.shaping import ACCESSED
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

COW, GW, MAJORS = "cow_states", "gw_states", "cow_majors"
COW_CITATION = "Correlates of War Project. State System Membership List, v2016."

GW_ORIGIN = Origin(
    id=GW,
    producer="Kristian S. Gleditsch and Michael D. Ward; packaged by peacesciencer",
    title="Interstate system membership",
    version="to 2017",
    citation=(
        "Gleditsch, K. S. and Ward, M. D. (1999). A revised list of independent states since "
        "the Congress of Vienna. International Interactions 25(4)."
    ),
    url=REPACKAGED,
    licence="Free for research with citation",
    accessed=ACCESSED,
    terms="ship",
)

SPELL = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")


def _spell() -> tuple[Column, ...]:
    """First and last day of a spell; the first year tells the spells of a state apart."""
    return (
        Column("styear", pl.Int16, "key"),
        *(Column(name, pl.Int16, "label", nullable=False) for name in SPELL[1:]),
        Column("version", pl.Int16, "label"),
    )


COW_TABLE = Table(
    COW,
    "Spells of membership in the state system, Correlates of War",
    (
        Column("stateabb", pl.String, "label", nullable=False),
        Column("ccode", pl.Int16, "key", minimum=2),
        Column("statenme", pl.String, "label", nullable=False),
        *_spell(),
    ),
)

GW_TABLE = Table(
    GW,
    "Spells of membership in the state system, Gleditsch and Ward",
    (
        Column("gwcode", pl.Int16, "key", minimum=2),
        Column("stateabb", pl.String, "label", nullable=False),
        Column("statename", pl.String, "label", nullable=False),
        Column("startdate", pl.Date, "key"),
        Column("enddate", pl.Date, "label", nullable=False),
    ),
)

MAJORS_TABLE = Table(
    MAJORS,
    "Spells as a major power, Correlates of War",
    (Column("ccode", pl.Int16, "key", minimum=2), *_spell()),
)


def _layout(table: Table) -> str:
    """Say what the R data file holds."""
    return f"R data file with the data frame {table.name}: {', '.join(table.names)}"


def parse_cow(path: Path) -> pl.LazyFrame:
    """Every spell: states that left the system and came back have several."""
    return finish(read_frame(path, COW, COW_TABLE), COW_TABLE)


def parse_gw(path: Path) -> pl.LazyFrame:
    """Every spell: states that left the system and came back have several."""
    return finish(read_frame(path, GW, GW_TABLE), GW_TABLE)


def parse_majors(path: Path) -> pl.LazyFrame:
    """Every spell of a major power; Russia and the USSR share the number 365."""
    return finish(read_frame(path, MAJORS, MAJORS_TABLE), MAJORS_TABLE)


COW_STATES = Connector(
    COW,
    cow_origin(COW, "State System Membership List", "v2016", COW_CITATION, "ship"),
    COW_TABLE,
    holds(COW, COW_TABLE),
    parse_cow,
    _layout(COW_TABLE),
)
GW_STATES = Connector(GW, GW_ORIGIN, GW_TABLE, holds(GW, GW_TABLE), parse_gw, _layout(GW_TABLE))
COW_MAJORS = Connector(
    MAJORS,
    cow_origin(MAJORS, "Major powers", "v2016", COW_CITATION, "ship"),
    MAJORS_TABLE,
    holds(MAJORS, MAJORS_TABLE),
    parse_majors,
    _layout(MAJORS_TABLE),
)
