"""ICEWS coded event data, in the layout of the Dataverse files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns
from steelyard.sources.shaping import as_date, origin
from steelyard.sources.tabbed import read_tabbed
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="icews",
    producer="Lockheed Martin; Elizabeth Boschee and others",
    title="ICEWS Coded Event Data",
    version="as downloaded",
    citation=(
        "Boschee, E., Lautenschlager, J., O'Brien, S., Shellman, S., Starz, J. and Ward, M. "
        "(2015). ICEWS Coded Event Data. Harvard Dataverse, doi:10.7910/DVN/28075."
    ),
    url="https://doi.org/10.7910/DVN/28075",
    licence="See the terms of the Dataverse record",
    terms="restricted",
)

TABLE = Table(
    "icews",
    "Events coded from news, who did what to whom",
    (
        Column("Event ID", pl.Int64, "key"),
        Column("Event Date", pl.Date, "label", nullable=False),
        Column("Source Name", pl.String, "label"),
        Column("Source Sectors", pl.String, "label"),
        Column("Source Country", pl.String, "label"),
        Column("Event Text", pl.String, "label"),
        Column("CAMEO Code", pl.String, "label", nullable=False, meaning="zeros in front kept"),
        Column("Intensity", pl.Float64, "intensive", "1", -10.0, 10.0),
        Column("Target Name", pl.String, "label"),
        Column("Target Sectors", pl.String, "label"),
        Column("Target Country", pl.String, "label"),
        Column("Story ID", pl.Int64, "label"),
        Column("Sentence Number", pl.Int32, "label"),
        *(Column(name, pl.String, "label") for name in ("Publisher", "City", "District")),
        *(Column(name, pl.String, "label") for name in ("Province", "Country")),
        Column("Latitude", pl.Float64, "label", "degree", -90.0, 90.0),
        Column("Longitude", pl.Float64, "label", "degree", -180.0, 180.0),
    ),
)

LAYOUT = f"columns separated by tabs, with a header: {', '.join(TABLE.names)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the Dataverse files."""
    return has_columns(head, ("Event ID", "CAMEO Code", "Intensity", "Story ID"), separator="\t")


def parse(path: Path) -> pl.LazyFrame:
    """Every event; ``NA`` is absent, in names of places as in countries."""
    frame = read_tabbed(path, expect=TABLE.names, absent=("", "NA"))
    days = frame.with_columns(as_date("Event Date", "%Y-%m-%d"))
    return finish(days, TABLE, [(pl.col("Event Date").is_null(), "no such date")])


ICEWS = Connector("icews", ORIGIN, TABLE, recognise, parse, LAYOUT)
