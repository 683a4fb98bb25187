"""Roll calls of the General Assembly as counts for each pair of states and calendar year."""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.trade import main_economies
from steelyard.reference.tables import VOTES
from steelyard.vocabulary.states import find

FIRST_YEAR = 1990
FEWEST = 5  # a year with fewer common roll calls (a session's tail) says nothing
CODES = {"yes": 1, "abstain": 2, "no": 3}


def build(scan: Scan) -> pl.DataFrame:
    """Counts for each unordered pair, `a` before `b` in the alphabet.

    Roll calls on which all states present voted alike are left out: they say nothing about
    who stands with whom. The minority is everybody who did not cast the most frequent vote.
    """
    votes, calls = scan("un_votes"), scan("un_roll_calls")
    if votes is None or calls is None:
        return conform(pl.DataFrame(schema=list(VOTES.names)), VOTES)
    cast = _contested(votes, calls)
    shipped = main_economies(scan)
    if shipped:
        cast = cast.filter(pl.col("state").is_in(shipped))
    years = [_counts(year) for year in cast.partition_by("year")]
    return conform(pl.concat(years), VOTES)


def _contested(votes: pl.LazyFrame, calls: pl.LazyFrame) -> pl.DataFrame:
    """Votes by state and roll call with the most frequent vote, unanimous roll calls left out."""
    # a session opens in September: its year is the one in which most of its votes fall
    dated = calls.select("rcid", year=(pl.col("session") + 1945).cast(pl.Int16))
    cast = (
        votes.join(dated, on="rcid")
        .filter(pl.col("year") >= FIRST_YEAR)
        .with_columns(vote=pl.col("vote").replace_strict(CODES, return_dtype=pl.Int8))
        .collect()
    )
    names = {
        code: find(code, where="UN votes").iso3 for code in cast["country_code"].unique() if code
    }
    state = pl.col("country_code").replace_strict(names, return_dtype=pl.String, default=None)
    most = cast.group_by("rcid").agg(
        frequent=pl.col("vote").mode().sort().first(), kinds=pl.col("vote").n_unique()
    )
    return (
        cast.with_columns(state=state)
        .filter(pl.col("state").is_not_null())
        .join(most.filter(pl.col("kinds") > 1), on="rcid")
        .select("year", "rcid", "state", "vote", "frequent", "origin")
    )


def _counts(cast: pl.DataFrame) -> pl.DataFrame:
    """All pairs of one year by matrix products over roll calls: fast, and exact in integers."""
    states = sorted(cast["state"].unique())
    wide = cast.pivot(on="rcid", index="state", values="vote").sort("state")
    votes = wide.drop("state").fill_null(0).to_numpy()
    usual = (
        cast.unique("rcid")
        .select(pl.col("rcid").cast(pl.String), "frequent")
        .to_dict(as_series=False)
    )
    frequent = dict(zip(usual["rcid"], usual["frequent"], strict=True))
    most = [frequent[name] for name in wide.columns[1:]]
    counted = pair_counts(votes, most)
    first, second = np.triu_indices(len(states), k=1)
    frame = pl.DataFrame(
        {
            "year": cast["year"][0],
            "a": [states[place] for place in first],
            "b": [states[place] for place in second],
            **{name: matrix[first, second] for name, matrix in counted.items()},
            "origin": cast["origin"][0],
        }
    )
    return frame.filter(pl.col("n") >= FEWEST)


def pair_counts(votes: np.ndarray, most: list[int]) -> dict[str, np.ndarray]:
    """Counts by pair from ``votes[state, roll call]`` (0 absent, 1 yes, 2 abstain, 3 no)."""
    there = (votes > 0).astype(np.float32)
    lone = ((votes > 0) & (votes != np.asarray(most)[None, :])).astype(np.float32)
    yes, abstain, no = ((votes == code).astype(np.float32) for code in (1, 2, 3))
    counted = {
        "n": there @ there.T,
        "same": yes @ yes.T + abstain @ abstain.T + no @ no.T,
        "opposed": yes @ no.T + no @ yes.T,
        "together": sum((kind * lone) @ (kind * lone).T for kind in (yes, abstain, no)),
        "minority_a": lone @ there.T,
        "minority_b": there @ lone.T,
    }
    return {name: np.asarray(matrix).astype(np.int16) for name, matrix in counted.items()}


RECIPE = Recipe(VOTES, ("un_votes", "un_roll_calls", "baci_totals"), build)
