"""GDELT 2.0 events: the publisher's export without header, and extracts with one."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.events.gdelt_columns import COLUMNS
from steelyard.sources.reading import finish, first_record, has_columns, read_csv, read_head
from steelyard.sources.shaping import as_date, origin
from steelyard.sources.tabbed import read_tabbed
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

DESCRIPTION = "CAMEOCodeDescription"  # an extract adds it after EventCode


def _origin(name: str, what: str) -> Origin:
    """Origin of one of the two layouts."""
    return origin(
        id=name,
        producer="The GDELT Project",
        title=f"GDELT 2.0 Event Database, {what}",
        version="as downloaded",
        citation=(
            "Leetaru, K. and Schrodt, P. A. (2013). GDELT: Global Data on Events, Location, and "
            "Tone, 1979-2012. ISA Annual Convention."
        ),
        url="https://www.gdeltproject.org/",
        licence="Free for any use with citation of the GDELT Project",
        terms="ship",
    )


EXPORT_TABLE = Table("gdelt_export", "Events as GDELT exports them every 15 minutes", COLUMNS)
EXTRACT_TABLE = Table(
    "gdelt_extract",
    "Events selected from GDELT, with the description of their code",
    (*COLUMNS, Column(DESCRIPTION, pl.String, "label")),
)


def recognise_export(path: Path, head: bytes) -> bool:
    """Whether the first line has 61 fields, of which the second is a day."""
    first = head.split(b"\n", 1)[0].split(b"\t")
    return len(first) == len(COLUMNS) and first[0].isdigit() and len(first[1]) == 8


def recognise_extract(path: Path, head: bytes) -> bool:
    """Whether the header names the columns of a GDELT event."""
    return has_columns(head, ("GLOBALEVENTID", "SQLDATE", "GoldsteinScale", "AvgTone"))


def parse_export(path: Path) -> pl.LazyFrame:
    """Every event; one article may yield several, and many are errors of the machine coder."""
    return _finish(read_tabbed(path, EXPORT_TABLE.names), EXPORT_TABLE)


def parse_extract(path: Path) -> pl.LazyFrame:
    """Every event of an extract, whose selection is its maker's."""
    described = DESCRIPTION in first_record(read_head(path))
    expect = EXTRACT_TABLE.names if described else EXPORT_TABLE.names
    frame = read_csv(path, expect, multiline=True)
    if not described:
        frame = frame.with_columns(pl.lit(None, pl.String).alias(DESCRIPTION))
    return _finish(frame.with_columns(pl.col(DESCRIPTION).str.strip_chars()), EXTRACT_TABLE)


def _finish(frame: pl.DataFrame, table: Table) -> pl.LazyFrame:
    """Days as dates, then the rules of the table."""
    days = frame.with_columns(as_date("SQLDATE", "%Y%m%d"))
    return finish(days, table, [(pl.col("SQLDATE").is_null(), "no such date")])


GDELT_EXPORT = Connector(
    "gdelt_export",
    _origin("gdelt_export", "export"),
    EXPORT_TABLE,
    recognise_export,
    parse_export,
    "61 columns separated by tabs, no header, no quoting (GDELT 2.0 event export)",
)
GDELT_EXTRACT = Connector(
    "gdelt_extract",
    _origin("gdelt_extract", "extract"),
    EXTRACT_TABLE,
    recognise_extract,
    parse_extract,
    f"CSV with the columns of the GDELT 2.0 export by name, and {DESCRIPTION} if it is there",
)
