"""What the General Assembly voted on: one row a roll call, numbered within its session.

Three publishers' layouts give roll calls. Each session is taken from the first of them that has
it: the edition of the package unvotes, Voeten's original layout, the UN Digital Library. The
library knows adopted resolutions alone and neither issues nor importance, so it only adds
sessions that follow the last one of the other two.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import ROLL_CALLS
from steelyard.vocabulary.votes import ISSUES, session_on

LAST_EDITED = 74  # the last session of Voeten's edition, whose issues the library does not give
TITLE_LETTERS = 60
NEEDS = (
    "un_votes",
    "un_roll_calls",
    "un_roll_call_issues",
    "un_votes_published",
    "un_bridges",
    "undl_ga_votes",
)


def build(scan: Scan) -> pl.DataFrame:
    """Roll calls of every session at hand, each with its subject."""
    found = list(_by_publisher(scan))
    if not found:
        return conform(pl.DataFrame(schema=list(ROLL_CALLS.names)), ROLL_CALLS)
    calls = _numbered(_first_of_each_session(found))
    return conform(_with_subjects(calls.join(_repeated(scan), on="call", how="left")), ROLL_CALLS)


def _by_publisher(scan: Scan) -> Iterable[pl.DataFrame]:
    """Roll calls as each publisher lists them, the fullest first."""
    edited = scan("un_roll_calls")
    if edited is not None and scan("un_votes") is not None:
        yield _edited(edited, scan("un_roll_call_issues"))
    original = scan("un_votes_published")
    if original is not None:
        yield _original(original)
    library = scan("undl_ga_votes")
    if library is not None:
        yield _library(library)


def _first_of_each_session(found: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Sessions of the first publisher, then those that only the next one has, and so on."""
    kept: list[pl.DataFrame] = []
    taken: set[int] = set()
    for calls in found:
        new = calls.filter(~pl.col("session").is_in(list(taken)))
        taken |= set(new["session"].to_list())
        kept.append(new)
    return pl.concat(kept)


def _edited(calls: pl.LazyFrame, issues: pl.LazyFrame | None) -> pl.DataFrame:
    """Roll calls of the package unvotes, which knows titles, amendments and paragraphs."""
    listed = calls.select(
        "session",
        call=pl.col("rcid").cast(pl.String),
        date=_day(),
        resolution="unres",
        title=pl.col("short").str.slice(0, TITLE_LETTERS),
        important=pl.col("importantvote") == 1,
        part=pl.when(pl.col("amend") == 1)
        .then(pl.lit("amendment"))
        .when(pl.col("para") == 1)
        .then(pl.lit("paragraph")),
        order=pl.col("rcid").cast(pl.Int64),
        origin="origin",
    ).collect()
    if issues is None:
        return listed.with_columns(issues=pl.lit(None, pl.String)).select(_COLUMNS)
    named = (
        issues.group_by(call=pl.col("rcid").cast(pl.String))
        .agg(issues=pl.col("short_name").sort().str.join(" "))
        .collect()
    )
    coded = listed.join(named, on="call", how="left")
    return coded.with_columns(pl.col("issues").fill_null("")).select(_COLUMNS)


def _original(votes: pl.LazyFrame) -> pl.DataFrame:
    """Roll calls of Voeten's layout, which repeats them for every state."""
    flags = [pl.when(pl.col(code) == 1).then(pl.lit(code)) for code in sorted(ISSUES)]
    return (
        votes.unique("rcid", keep="first", maintain_order=True)
        .select(
            "session",
            call=pl.col("rcid").cast(pl.String),
            date=pl.coalesce(_day(), pl.col("year").cast(pl.String)),
            resolution="unres",
            title=pl.lit(None, pl.String),
            important=pl.col("importantvote") == 1,
            part=pl.lit(None, pl.String),
            order=pl.col("rcid").cast(pl.Int64),
            origin="origin",
            issues=pl.concat_str(flags, separator=" ", ignore_nulls=True),
        )
        .collect()
        .select(_COLUMNS)
    )


def _library(votes: pl.LazyFrame) -> pl.DataFrame:
    """Roll calls of the UN Digital Library; an emergency session counts as the regular one."""
    listed = votes.unique("undl_id", keep="first", maintain_order=True).collect()
    sessions = [session_on(day) for day in listed["date"]]
    return (
        listed.with_columns(session=pl.Series(sessions, dtype=pl.Int16))
        .filter(pl.col("session") > LAST_EDITED)
        .select(
            "session",
            call="undl_id",
            date=_day(),
            resolution="resolution",
            title=pl.coalesce("agenda_title", "title").str.slice(0, TITLE_LETTERS),
            important=pl.lit(None, pl.Boolean),
            part=pl.lit(None, pl.String),
            order=pl.col("date").rank("dense").cast(pl.Int64),  # a day's by number
            origin="origin",
            issues=pl.lit(None, pl.String),
        )
        .select(_COLUMNS)
    )


def _day() -> pl.Expr:
    """The date as text."""
    return pl.col("date").dt.to_string("%Y-%m-%d")


_COLUMNS = [
    "session", "call", "date", "resolution", "title", "important", "part", "order", "origin",
    "issues",
]  # fmt: skip


def _numbered(calls: pl.DataFrame) -> pl.DataFrame:
    """Roll calls in the order of their numbers, counted from 0 within each session."""
    ordered = calls.sort("session", "order", "call")
    return ordered.with_columns(
        place=pl.int_range(pl.len()).over("session"), year=pl.col("session") + 1945
    )


def _repeated(scan: Scan) -> pl.DataFrame:
    """Roll calls on a text that had been voted on before, and the earlier roll call."""
    bridges = scan("un_bridges")
    if bridges is None:
        return pl.DataFrame(schema={"call": pl.String, "repeats": pl.String})
    return bridges.select(
        call=pl.col("rcid2").cast(pl.String), repeats=pl.col("rcid1").cast(pl.String)
    ).collect()


def _with_subjects(calls: pl.DataFrame) -> pl.DataFrame:
    """Number of the subject: roll calls of a session with one title or one resolution in common.

    Paragraphs and amendments of a resolution, and the resolutions of one agenda item, are not
    independent: intervals redraw whole subjects.
    """
    labels = [_subjects(session) for session in calls.partition_by("session", maintain_order=True)]
    return calls.with_columns(subject=pl.Series(np.concatenate(labels)))


def _subjects(session: pl.DataFrame) -> np.ndarray:
    """Connected components of the roll calls of one session."""
    number = session.height
    links: list[tuple[int, int]] = []
    for column in ("resolution", "title"):
        first: dict[str, int] = {}
        for place, label in enumerate(session[column].to_list()):
            if label:
                links.append((first.setdefault(label, place), place))
    rows, columns = np.array(links, dtype=int).reshape(-1, 2).T
    graph = coo_array((np.ones(rows.size), (rows, columns)), shape=(number, number))
    return connected_components(graph, directed=False)[1].astype(np.int16)


RECIPE = Recipe(ROLL_CALLS, NEEDS, build)
