"""Vetoes in the UN Security Council, 1946 to September 2022."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="unsc_vetoes",
    producer="Compiled list of Security Council vetoes",
    title="Vetoes in the United Nations Security Council",
    version="1946 to September 2022",
    citation="Vetoes in the United Nations Security Council, 1946 to September 2022 (list).",
    url="",
    licence="MIT",
    accessed=date(2026, 11, 20),
    terms="ship",
)

TEXTS = ("draft", "meeting_record", "agenda_item", "crisis_topic", "region")
MEMBERS = ("member_veto1", "member_veto2", "member_veto3")
COUNTS = ("single_veto", "multiple_vetoes")
STATES = ("China", "France", "Russia", "USSR", "USA", "UK")
TOGETHER = ("russia_china", "usa_uk", "usa_france", "usa_france_uk", "france_uk")

TABLE = Table(
    "unsc_vetoes",
    "Vetoes in the UN Security Council, one row per draft",
    (
        Column("line", pl.Int32, "key", meaning="place of the row in the file, from 1"),
        Column("year", pl.Int16, "label", nullable=False),
        Column("date", pl.Date, "label", nullable=False),
        Column("month", pl.Int8, "label", minimum=1, maximum=12),
        *(Column(name, pl.String, "label") for name in TEXTS),
        Column("member_veto1", pl.String, "label", nullable=False, meaning="who cast a veto"),
        *(Column(name, pl.String, "label", meaning="who else") for name in MEMBERS[1:]),
        *(Column(name, pl.Int8, "label") for name in COUNTS),
        *(Column(name, pl.Int8, "label", meaning="1 cast a veto") for name in STATES),
        *(Column(name, pl.Int8, "label", meaning="1 cast together") for name in TOGETHER),
    ),
)

LAYOUT = f"CSV with the columns {', '.join(TABLE.names[1:])}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the list of vetoes."""
    return has_columns(head, ("meeting_record", *MEMBERS))


def parse(path: Path) -> pl.LazyFrame:
    """Every vetoed draft; several drafts may share a day, a meeting and an agenda item.

    The flags of the states do not always agree with the names beside them (the Russian
    Federation and the USSR are told apart differently): both stay as published.
    """
    fields = TABLE.names[1:]
    frame = read_csv(path, fields, multiline=True).select(fields).with_row_index("line", offset=1)
    day = pl.col("date").str.to_date("%m/%d/%Y", strict=False)
    return finish(frame.with_columns(date=day), TABLE, [(pl.col("date").is_null(), "no such date")])


UNSC_VETOES = Connector("unsc_vetoes", ORIGIN, TABLE, recognise, parse, LAYOUT)
