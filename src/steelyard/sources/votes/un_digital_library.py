"""UN Digital Library, General Assembly voting data: one row per member state and resolution."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="undl_ga_votes",
    producer="United Nations, Dag Hammarskjöld Library",
    title="UN General Assembly Voting Data",
    version="as downloaded",
    citation="UN Dag Hammarskjöld Library. General Assembly Voting Data. UN Digital Library.",
    url="https://digitallibrary.un.org/record/4060887",
    licence="UN terms of use, with attribution",
    accessed=date(2026, 11, 20),
    terms="figures",
)

VOTE_TEXTS = {"Y": "yes", "A": "abstain", "N": "no", "X": "absent"}
TOTALS = ("total_yes", "total_no", "total_abstentions", "total_non_voting", "total_ms")

TABLE = Table(
    "undl_ga_votes",
    "Votes of member states on resolutions of the UN General Assembly",
    (
        Column("undl_id", pl.String, "key", meaning="record of the resolution"),
        Column("ms_code", pl.String, "key", meaning="member state, ISO 3166 three letters"),
        Column("ms_name", pl.String, "label", nullable=False, meaning="name at the time"),
        Column("ms_vote", pl.String, "label", nullable=False, meaning="yes, abstain, no, absent"),
        Column("date", pl.Date, "label", nullable=False),
        Column("session", pl.String, "label", meaning="number; special sessions end in letters"),
        Column("resolution", pl.String, "label"),
        Column("draft", pl.String, "label"),
        Column("committee_report", pl.String, "label"),
        Column("meeting", pl.String, "label"),
        Column("title", pl.String, "label"),
        Column("agenda_title", pl.String, "label"),
        Column("subjects", pl.String, "label"),
        Column("vote_note", pl.String, "label"),
        *(Column(name, pl.Int16, "label", "states", minimum=0) for name in TOTALS),
        Column("undl_link", pl.String, "label", nullable=False),
    ),
)

LAYOUT = f"CSV in UTF-8 with the columns {', '.join(TABLE.names)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the General Assembly voting data."""
    return has_columns(head, ("undl_id", "ms_code", "ms_vote"))


def parse(path: Path) -> pl.LazyFrame:
    """Every member state at every resolution; X, not voting, becomes ``absent``."""
    frame = read_csv(path, TABLE.names, multiline=True)
    read = frame.with_columns(
        pl.col("ms_vote").replace_strict(VOTE_TEXTS, default=None, return_dtype=pl.String),
        pl.col("date").str.to_date("%Y-%m-%d", strict=False),
    )
    reasons = [
        (pl.col("ms_vote").is_null(), "vote is none of Y, A, N, X"),
        (pl.col("date").is_null(), "no such date"),
    ]
    return finish(read, TABLE, reasons)


UNDL_GA_VOTES = Connector("undl_ga_votes", ORIGIN, TABLE, recognise, parse, LAYOUT)
