"""UN General Assembly roll calls as the R package unvotes publishes them, sessions 1-74.

Three files: who voted how, what was voted on, and which of six issues a roll call is about.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

VOTES, ROLL_CALLS, ISSUES = "un_votes", "un_roll_calls", "un_roll_call_issues"


def _origin(name: str, what: str) -> Origin:
    """Origin of one of the three files."""
    return Origin(
        id=name,
        producer="Erik Voeten; packaged by David Robinson",
        title=f"United Nations General Assembly Voting Data: {what}",
        version="sessions 1-74",
        citation=(
            "Voeten, E., Strezhnev, A. and Bailey, M. (2009). United Nations General Assembly "
            "Voting Data. Harvard Dataverse, doi:10.7910/DVN/LEJUQZ."
        ),
        url="https://github.com/dgrtwo/unvotes",
        licence="CC0 1.0",
        accessed=date(2026, 11, 20),
        terms="ship",
    )


VOTES_TABLE = Table(
    VOTES,
    "Votes in the UN General Assembly, without absences",
    (
        Column("rcid", pl.Int32, "key", meaning="roll call"),
        Column("country", pl.String, "key", meaning="name at the time"),
        Column("country_code", pl.String, "label", meaning="ISO 3166 two letters; RU is the USSR"),
        Column("vote", pl.String, "label", nullable=False, meaning="yes, abstain or no"),
    ),
)

ROLL_CALLS_TABLE = Table(
    ROLL_CALLS,
    "Roll calls of the UN General Assembly",
    (
        Column("rcid", pl.Int32, "key", meaning="roll call"),
        Column("session", pl.Int16, "label", nullable=False, minimum=1),
        Column("importantvote", pl.Int8, "label", meaning="1 important to the USA"),
        Column("date", pl.Date, "label", nullable=False),
        Column("unres", pl.String, "label", meaning="resolution"),
        Column("amend", pl.Int8, "label", meaning="1 vote on an amendment"),
        Column("para", pl.Int8, "label", meaning="1 vote on a paragraph"),
        Column("short", pl.String, "label"),
        Column("descr", pl.String, "label"),
    ),
)

ISSUES_TABLE = Table(
    ISSUES,
    "Issues of roll calls of the UN General Assembly",
    (
        Column("rcid", pl.Int32, "key", meaning="roll call; those on no issue are not listed"),
        Column("short_name", pl.String, "key", meaning="me, nu, di, hr, co or ec"),
        Column("issue", pl.String, "label", nullable=False),
    ),
)


def parse_votes(path: Path) -> pl.LazyFrame:
    """Every vote cast: absences were dropped by the publisher.

    A missing pair of roll call and state is thus an absence or no membership, never an
    abstention. China is the People's Republic from 1971, RU the USSR and then Russia. Yemen
    Arab Republic, Federal Republic of Germany and Zanzibar have no code; Namibia's is the
    text ``NA``.
    """
    votes = read_frame(path, VOTES, VOTES_TABLE)
    unknown = (~pl.col("vote").is_in(["yes", "abstain", "no"]), "vote is not yes, abstain or no")
    return finish(votes, VOTES_TABLE, [unknown])


def parse_roll_calls(path: Path) -> pl.LazyFrame:
    """Every roll call, with the session that dates it.

    The agreement scores of this literature count by session: the year of a session is its
    number plus 1945, so that a vote of January belongs to the year before.
    """
    calls = read_frame(path, ROLL_CALLS, ROLL_CALLS_TABLE)
    # R saves days as dates, as moments or as texts
    text = pl.col("date").cast(pl.String).str.slice(0, 10)
    dated = calls.with_columns(text.str.to_date("%Y-%m-%d", strict=False).alias("date"))
    return finish(dated, ROLL_CALLS_TABLE, [(pl.col("date").is_null(), "no such date")])


def parse_issues(path: Path) -> pl.LazyFrame:
    """Every pair of a roll call and an issue; a roll call may have several."""
    return finish(read_frame(path, ISSUES, ISSUES_TABLE), ISSUES_TABLE)


def _connector(
    name: str, what: str, table: Table, parse: Callable[[Path], pl.LazyFrame]
) -> Connector:
    """Connector that knows its file by name and width of the R object in it."""
    return Connector(
        name=name,
        origin=_origin(name, what),
        table=table,
        recognise=holds(name, table),
        parse=parse,
        layout=f"R data file with the data frame {name}: {', '.join(table.names)}",
    )


UN_VOTES = _connector(VOTES, "votes", VOTES_TABLE, parse_votes)
UN_ROLL_CALLS = _connector(ROLL_CALLS, "roll calls", ROLL_CALLS_TABLE, parse_roll_calls)
UN_ROLL_CALL_ISSUES = _connector(ISSUES, "issues", ISSUES_TABLE, parse_issues)
