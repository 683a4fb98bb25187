"""UN General Assembly votes in Voeten's original layout, with absences, sessions 1-70."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="un_votes_published",
    producer="Erik Voeten",
    title="United Nations General Assembly Voting Data",
    version="UNVotesPublished, sessions 1-70",
    citation=(
        "Voeten, E., Strezhnev, A. and Bailey, M. (2009). United Nations General Assembly "
        "Voting Data. Harvard Dataverse, doi:10.7910/DVN/LEJUQZ."
    ),
    url="https://doi.org/10.7910/DVN/LEJUQZ",
    licence="CC0 1.0",
    accessed=date(2026, 11, 20),
    terms="ship",
)

ISSUE_FLAGS = ("me", "nu", "di", "hr", "co", "ec")
VOTE_TEXTS = {1.0: "yes", 2.0: "abstain", 3.0: "no", 8.0: "absent", 9.0: "not a member"}

TABLE = Table(
    "un_votes_published",
    "Votes in the UN General Assembly, with absences",
    (
        Column("rcid", pl.Int32, "key", meaning="roll call"),
        Column("ccode", pl.Int16, "key", meaning="Correlates of War number of the state"),
        Column("session", pl.Int16, "label", nullable=False, minimum=1),
        Column("vote", pl.String, "label", nullable=False, meaning="yes, abstain, no, absent, ..."),
        Column("member", pl.Int8, "label", meaning="1 member; null where it was none"),
        Column("importantvote", pl.Int8, "label"),
        Column("date", pl.Date, "label", meaning="not given for roll call 4592"),
        Column("unres", pl.String, "label", meaning="resolution"),
        *(Column(flag, pl.Int8, "label", meaning="1 on this issue") for flag in ISSUE_FLAGS),
        Column("year", pl.Int16, "label", nullable=False),
    ),
)

LAYOUT = f"R data file with one data frame of 15 columns: {', '.join(TABLE.names)}"


def parse(path: Path) -> pl.LazyFrame:
    """Every state at every roll call, members or not.

    Codes become words, since 8 (absent) and 9 (not a member) are no points on the scale from
    1 (yes) to 3 (no) and would spoil any mean.
    """
    frame = read_frame(path, "x", TABLE)
    # R saves whole numbers as 1 or as 1.0
    code = pl.col("vote").cast(pl.Float64, strict=False)
    # The economic flag of one roll call ends in a stray quotation mark: 0\"
    economic = pl.col("ec").cast(pl.String).str.strip_chars('\\"').str.strip_suffix(".0")
    texts = frame.with_columns(
        code.replace_strict(VOTE_TEXTS, default=None, return_dtype=pl.String).alias("vote"),
        pl.col("date").cast(pl.String).str.to_date("%m/%d/%Y", strict=False),
        economic.alias("ec"),
    )
    reasons = [(pl.col("vote").is_null(), "vote is none of 1, 2, 3, 8, 9")]
    return finish(texts, TABLE, reasons)


UN_VOTES_PUBLISHED = Connector(
    "un_votes_published", ORIGIN, TABLE, holds("x", TABLE), parse, LAYOUT
)
