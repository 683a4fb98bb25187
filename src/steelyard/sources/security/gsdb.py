"""Global Sanctions Data Base: sanctions by case, or unfolded into pairs and years."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import (
    finish,
    has_columns,
    read_csv,
    read_head,
    read_stata,
    require_columns,
)
from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

TYPES = ("trade", "arms", "military", "financial", "travel", "other")
STATA = b"<stata_dta>"


def _origin(name: str, what: str) -> Origin:
    """Origin of one of the two layouts."""
    return origin(
        id=name,
        producer="Felbermayr, Kirilakha, Syropoulos, Yalcin and Yotov",
        title=f"Global Sanctions Data Base, {what}",
        version="as downloaded",
        citation=(
            "Syropoulos, C., Felbermayr, G., Kirilakha, A., Yalcin, E. and Yotov, Y. V. (2024). "
            "The Global Sanctions Data Base, Release 3. Review of International Economics 32(1)."
        ),
        url="https://www.globalsanctionsdatabase.com/",
        licence="On request from the authors, with citation",
        terms="restricted",
    )


def _flags() -> tuple[Column, ...]:
    """Columns that both layouts share: what is sanctioned, to which end, with which success."""
    return (
        *(Column(name, pl.Int8, "label", minimum=0, maximum=1) for name in TYPES),
        Column("descr_trade", pl.String, "label", meaning="exp or imp, part or compl"),
        *(Column(name, pl.Int8, "label") for name in ("target_mult", "sender_mult")),
        *(Column(name, pl.String, "label") for name in ("objective", "success")),
    )


CASES_TABLE = Table(
    "gsdb_cases",
    "Sanctions by case",
    (
        Column("case_id", pl.String, "key"),
        Column("sanctioned_state", pl.String, "key"),
        Column("sanctioning_state", pl.String, "key", meaning="a state, a group or the UN"),
        Column("begin", pl.Int16, "key"),
        Column("end", pl.Int16, "label", meaning="last year; the last of the edition: ongoing"),
        *_flags(),
    ),
)

DYADIC_TABLE = Table(
    "gsdb_dyadic",
    "Sanctions by pair of states and year",
    (
        Column("case_id", pl.String, "key", meaning="cases separated by commas"),
        Column("sanctioned_state", pl.String, "label", nullable=False),
        Column("sanctioned_state_iso3", pl.String, "key"),
        Column("sanctioning_state", pl.String, "label", nullable=False),
        Column("sanctioning_state_iso3", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        *_flags(),
    ),
)


def _layout(table: Table) -> str:
    """Say which columns the file has."""
    return f"CSV in UTF-8 (by pairs: or Stata) with the columns {', '.join(table.names)}"


def recognise_cases(path: Path, head: bytes) -> bool:
    """Whether the header is that of the list of cases."""
    names = ("case_id", "sanctioned_state", "sanctioning_state", "begin")
    return has_columns(head, names)


def recognise_dyadic(path: Path, head: bytes) -> bool:
    """Whether a CSV or Stata file has the columns of the unfolded layout."""
    if head.startswith(STATA):
        return b"sanctioning_state_iso3" in head
    return has_columns(head, ("case_id", "sanctioned_state_iso3", "year"))


def parse_cases(path: Path) -> pl.LazyFrame:
    """Every case as published, from its first to its last year."""
    return finish(_text(read_csv(path, CASES_TABLE.names, multiline=True)), CASES_TABLE)


def parse_dyadic(path: Path) -> pl.LazyFrame:
    """Every pair and year with a sanction; a pair that is not there has none in force.

    Groups are unfolded into their members by the publisher.
    """
    stata = read_head(path, len(STATA)) == STATA
    frame = read_stata(path) if stata else read_csv(path, DYADIC_TABLE.names, multiline=True)
    require_columns(path, frame.columns, DYADIC_TABLE.names)
    return finish(_text(frame), DYADIC_TABLE)


def _text(frame: pl.DataFrame) -> pl.DataFrame:
    """Case numbers and empty descriptions as text and null."""
    return frame.with_columns(
        pl.col("case_id", "descr_trade", "objective", "success").cast(pl.String).replace("", None)
    )


GSDB_CASES = Connector(
    "gsdb_cases",
    _origin("gsdb_cases", "cases"),
    CASES_TABLE,
    recognise_cases,
    parse_cases,
    _layout(CASES_TABLE),
)
GSDB_DYADIC = Connector(
    "gsdb_dyadic",
    _origin("gsdb_dyadic", "dyadic"),
    DYADIC_TABLE,
    recognise_dyadic,
    parse_dyadic,
    _layout(DYADIC_TABLE),
)
