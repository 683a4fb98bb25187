"""Votes of the General Assembly: one row a state and session, one letter a roll call."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from steelyard.reference.recipe import roll_calls
from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import VOTES
from steelyard.vocabulary.errors import BadRows, shorten
from steelyard.vocabulary.states import find, from_cow
from steelyard.vocabulary.votes import CHOICES

LETTERS = {text: letter for letter, text in CHOICES.items()}
UNSAID = "-"
# The seat of the Soviet Union is one line with Russia's; that of Yugoslavia is not Serbia's.
SEATS = {"SUN": "RUS"}
YUGOSLAVIA = 345  # number at Correlates of War


def build(scan: Scan) -> pl.DataFrame:
    """Votes of all states in every session at hand, in the order of the table of roll calls."""
    calls = roll_calls.build(scan)
    cast = [frame for frame in _by_publisher(scan, calls) if not frame.is_empty()]
    if calls.is_empty() or not cast:
        return conform(pl.DataFrame(schema=list(VOTES.names)), VOTES)
    # one letter for each roll call and state: that of the first publisher who has it
    once = (
        pl.concat(cast)
        .join(calls.select("call", "session", "place", "year"), on="call")
        .unique(["call", "state"], keep="first", maintain_order=True)
    )
    rows = [_strings(session) for session in once.partition_by("session")]
    return conform(pl.concat(rows), VOTES)


def _by_publisher(scan: Scan, calls: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Letters by roll call and state: votes first, then who was absent or no member."""
    edited, listed = scan("un_votes"), scan("un_roll_calls")
    if edited is not None and listed is not None:
        yield _edited(edited, listed)
    original = scan("un_votes_published")
    if original is not None:
        yield _original(original)
    library = scan("undl_ga_votes")
    if library is not None:
        yield _library(library, calls)


def _edited(votes: pl.LazyFrame, calls: pl.LazyFrame) -> pl.DataFrame:
    """Votes of the package unvotes, whose three states without a code have a name."""
    year = pl.col("session").cast(pl.Int32) + 1945
    frame = votes.join(calls.select("rcid", year=year), on="rcid").collect()
    keys = frame.select("country", "country_code", "year").unique()
    named = [_state(code or name, year) for name, code, year in keys.iter_rows()]
    states = keys.with_columns(state=pl.Series(named, dtype=pl.String))
    return _letters(
        frame.join(states, on=["country", "country_code", "year"], nulls_equal=True), "rcid", "vote"
    )


def _state(name: str, year: int) -> str:
    """Code of the state that cast a vote; YU stands for all that followed Yugoslavia's seat."""
    iso3 = find(name, where="UN votes").iso3
    return (from_cow(YUGOSLAVIA, year) or iso3) if iso3 == "YUG" else SEATS.get(iso3, iso3)


def _original(votes: pl.LazyFrame) -> pl.DataFrame:
    """Votes and absences of Voeten's layout, by number of Correlates of War and year."""
    frame = votes.select("rcid", "ccode", "year", "vote", "origin").collect()
    keys = frame.select("ccode", "year").unique()
    named = [from_cow(code, year) for code, year in keys.iter_rows()]
    states = keys.with_columns(state=pl.Series(named, dtype=pl.String).replace(SEATS))
    known = frame.join(states, on=["ccode", "year"]).filter(pl.col("state").is_not_null())
    # a number passed on within a year can stand for two governments: the member's row counts
    return _letters(known, "rcid", "vote")


def _library(votes: pl.LazyFrame, calls: pl.DataFrame) -> pl.DataFrame:
    """Votes of the UN Digital Library in `calls`; a state that it does not list was no member."""
    wanted = votes.select("undl_id", "ms_code", "ms_vote", "origin").join(
        calls.lazy().select(undl_id="call"), on="undl_id", how="semi"
    )
    frame = wanted.collect()
    named = {
        code: find(code, where="UN Digital Library").iso3 for code in frame["ms_code"].unique()
    }
    states = {code: SEATS.get(iso3, iso3) for code, iso3 in named.items()}
    resolved = frame.with_columns(
        state=pl.col("ms_code").replace_strict(states, return_dtype=pl.String)
    )
    return _letters(resolved, "undl_id", "ms_vote")


def _letters(frame: pl.DataFrame, call: str, vote: str) -> pl.DataFrame:
    """Roll call, state, letter and origin: one row each, a vote before an absence."""
    named = frame.select(
        "state",
        "origin",
        call=pl.col(call).cast(pl.String),
        letter=pl.col(vote).replace_strict(LETTERS, return_dtype=pl.String),
    )
    if not named.select(pl.struct("call", "state").is_duplicated().any()).item():
        return named
    _refuse_two_votes(named)
    rank = pl.col("letter").replace_strict({"x": 1, ".": 2}, default=0, return_dtype=pl.Int8)
    return named.sort(rank, maintain_order=True).unique(
        ["call", "state"], keep="first", maintain_order=True
    )


def _refuse_two_votes(named: pl.DataFrame) -> None:
    """Raise where one state cast two votes in a roll call, under two names of its seat."""
    cast = named.filter(pl.col("letter").is_in(["y", "a", "n"]))
    twice = cast.unique(["call", "state", "letter"]).filter(
        pl.struct("call", "state").is_duplicated()
    )
    if twice.height:
        pairs = twice.select("state", "call").unique().sort("call", "state")
        raise BadRows(
            where=f"votes of {twice['origin'][0]}",
            found=f"{pairs.height} state(s) with two different votes in one roll call: "
            + shorten(f"{state} in {number}" for state, number in pairs.iter_rows()),
            expected="one vote of each state in each roll call",
            remedy="Correct the names of the states in the file, and import it anew.",
        )


def _strings(session: pl.DataFrame) -> pl.DataFrame:
    """Letters of each state of a session in one text; states that never were members left out."""
    wide = session.pivot(on="place", index="state", values="letter")
    places = sorted((name for name in wide.columns if name != "state"), key=int)
    texts = wide.select("state", cast=pl.concat_str(pl.col(places).fill_null(UNSAID)))
    made = session.filter(pl.col("letter").is_in(["y", "a", "n"]))
    absent = session.filter(pl.col("letter") == "x")
    cast_by = made["origin"] if made.height else session["origin"]
    return (
        texts.filter(pl.col("cast").str.contains("[yanx]"))
        .with_columns(
            session=pl.lit(session["session"][0]),
            year=pl.lit(session["year"][0]),
            origin=pl.lit(cast_by[0]),
            absences=pl.lit(absent["origin"][0] if absent.height else None, pl.String),
        )
    )  # fmt: skip


RECIPE = Recipe(VOTES, roll_calls.NEEDS, build)
