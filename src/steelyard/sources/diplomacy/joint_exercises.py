"""Joint military exercises with Russia, 2009-2018. Incomplete: a list, not a count."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="joint_exercises",
    producer="Compiled from the Russian Ministry of Defence and the press",
    title="Joint Military Exercises Involving Russia",
    version="2009-2018",
    citation="Joint Military Exercises Involving Russia, 2009-2018; each row cites its source.",
    url="",
    licence="Facts cited from their publishers",
    terms="ship",
)

PARTNERS = tuple(f"part{number}" for number in range(1, 29))

TABLE = Table(
    "joint_exercises",
    "Joint military exercises with Russia (incomplete)",
    (
        Column("line", pl.Int32, "key", meaning="place of the row in the file, from 1"),
        Column("id", pl.Int32, "label", nullable=False),
        Column("name", pl.String, "label", nullable=False, meaning="in Russian"),
        Column("year", pl.Int16, "label", nullable=False, minimum=1990),
        Column("participants", pl.String, "label", meaning="beside Russia, separated by ;"),
        *(Column(name, pl.String, "label") for name in ("comments", "source", "source2")),
    ),
)

FIELDS = ("id", "name", "yr", *PARTNERS, "comments", "source", "source2")
LAYOUT = "CSV with the columns id, name, yr, part1 to part28, comments, source, source2"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the list of exercises."""
    return has_columns(head, FIELDS)


def parse(path: Path) -> pl.LazyFrame:
    """Every exercise on the list, and the empty rows below it with that reason.

    The list is incomplete: an exercise or a year that is not there says nothing.
    """
    frame = read_csv(path, FIELDS, multiline=True).select(FIELDS).rename({"yr": "year"})
    who = pl.concat_str(PARTNERS, separator=";", ignore_nulls=True).replace("", None)
    rows = frame.with_columns(participants=who).with_row_index("line", offset=1)
    blank = pl.all_horizontal(pl.col(name).is_null() for name in frame.columns)
    return finish(rows, TABLE, [(blank, "empty row")])


JOINT_EXERCISES = Connector("joint_exercises", ORIGIN, TABLE, recognise, parse, LAYOUT)
