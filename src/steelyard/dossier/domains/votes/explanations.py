"""What could make two states vote alike: one matrix for each explanation, over five years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.measures.similarity import contested, dyad_tables, similarity
from steelyard.reference.dataset import Dataset
from steelyard.reference.roll_calls import RollCalls, roll_calls
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.blocs import members

LENGTH = 5  # years
FEWEST = 50  # common roll calls of a pair
RIVAL, ALLIED, TRADE, NEAR, INCOME, REGIME = (
    "far from the same great power before",
    "defence pact",
    "trade link",
    "nearness",
    "similar income",
    "similar regime",
)


@dataclass(frozen=True, slots=True)
class Explained:
    """Similarity of all pairs of `states` and explanations of it, NaN where not known."""

    states: tuple[str, ...]
    similarity: np.ndarray
    explanations: dict[str, np.ndarray]
    power: str  # the great power that few vote with
    origins: tuple[str, ...]


def explained(data: Dataset, last: int) -> Explained | None:
    """Everything for the five years that end with a year; None without votes or trade of them."""
    years, before = (last - LENGTH + 1, last), (last - 2 * LENGTH + 1, last - LENGTH)
    now, then = roll_calls(data, years), roll_calls(data, before)
    if not now.votes.size or not then.votes.size:
        return None
    table = data.table("state_years").filter(pl.col("year").is_between(*years))
    trade = data.table("trade").filter(pl.col("year").is_between(*years))
    if trade.is_empty():
        return None
    power, far = _far(then, last)
    found = {
        RIVAL: _both_far(now.states, far, power),
        ALLIED: _allied(data, now.states, years),
        TRADE: _traded(trade, now.states),
        NEAR: _near(data, now.states),
        INCOME: _alike(table, now.states, ("gdp_constant", "population")),
    }
    if (table["indicator"] == "regime").any():
        found[REGIME] = _alike(table, now.states, ("regime",))
    origins = {*now.origins, *then.origins, *trade["origin"].unique(), *_origins(data, table)}
    return Explained(now.states, _similar(now), found, power, tuple(sorted(origins)))


def _origins(data: Dataset, table: pl.DataFrame) -> set[str]:
    """Where pacts, distances, output and regimes come from."""
    used = table.filter(pl.col("indicator").is_in(["gdp_constant", "population", "regime"]))
    frames = (used, data.table("pacts"), data.table("distances"))
    return {name for frame in frames for name in frame["origin"].unique()}


def _similar(known: RollCalls) -> np.ndarray:
    """Kappa of all pairs with enough common roll calls."""
    tables = dyad_tables(known.votes[contested(known.votes)])
    values = np.where(
        tables.roll_calls >= FEWEST, similarity(tables.table, "kappa_squared"), np.nan
    )
    made = np.full((len(known.states),) * 2, np.nan)
    made[tables.first, tables.second] = made[tables.second, tables.first] = values
    return made


def _far(known: RollCalls, last: int) -> tuple[str, dict[str, float]]:
    """The permanent member that others vote with least, and disagreement of each with it."""
    cast = known.votes[contested(known.votes)]
    apart: dict[str, np.ndarray] = {}
    for state in sorted(members("UNSC_P5", last) & set(known.states)):
        own = cast[:, [known.states.index(state)]]
        there = (own > 0) & (cast > 0)
        steps = np.where(there, np.abs(own - cast), 0).sum(axis=0) / 2
        number = there.sum(axis=0)
        apart[state] = np.divide(
            steps, number, out=np.full(number.size, np.nan), where=number >= FEWEST
        )
    power = max(apart, key=lambda state: float(np.nanmean(apart[state])))
    return power, dict(zip(known.states, apart[power].tolist(), strict=True))


def _both_far(states: tuple[str, ...], far: dict[str, float], power: str) -> np.ndarray:
    """Product of what both disagree with the power above the median state; absent for itself."""
    values = np.array([np.nan if s == power else far.get(s, np.nan) for s in states])
    above = np.maximum(values - np.nanmedian(values), 0)
    above = np.where(np.isfinite(values), above, np.nan)
    return np.outer(above, above) / np.nanmax(above) ** 2


def _allied(data: Dataset, states: tuple[str, ...], years: tuple[int, int]) -> np.ndarray:
    """1 with a defence pact in any of the years that the list covers."""
    pacts = data.table("pacts").filter(
        (pl.col("year") <= years[1])
        & (pl.col("until") >= years[0])
        & pl.col("obligations").str.contains("defence")
    )
    return _filled(pacts.with_columns(value=pl.lit(1.0)), states, ("a", "b"), 0.0)


def _traded(trade: pl.DataFrame, states: tuple[str, ...]) -> np.ndarray:
    """Log of one plus the mean share of each other's goods trade in percent."""
    summed = trade.group_by("exporter", "importer").agg(pl.col("value").cast(pl.Float64).sum())
    flows = summed.filter((pl.col("exporter") != WORLD) & (pl.col("importer") != WORLD))
    one_way = _directed(flows, states)
    both = one_way + one_way.T
    total = np.zeros(len(states))
    for column, other in (("exporter", "importer"), ("importer", "exporter")):
        rows = summed.filter(pl.col(other) == WORLD)
        known = dict(rows.select(column, "value").iter_rows())
        total += np.array([known.get(state, np.nan) for state in states])
    share = (both / total + both / total[:, None]) / 2
    return np.log1p(100 * share)


def _directed(flows: pl.DataFrame, states: tuple[str, ...]) -> np.ndarray:
    """Value from row to column; 0 where no trade is listed."""
    place = {state: number for number, state in enumerate(states)}
    made = np.zeros((len(states),) * 2)
    for exporter, importer, value in flows.select("exporter", "importer", "value").iter_rows():
        if exporter in place and importer in place and value is not None:
            made[place[exporter], place[importer]] = value
    return made


def _near(data: Dataset, states: tuple[str, ...]) -> np.ndarray:
    """Minus the log of the distance."""
    rows = data.table("distances").filter(pl.col("distance") > 0)
    rows = rows.with_columns(value=-pl.col("distance").cast(pl.Float64).log())
    return _filled(rows, states, ("a", "b"), np.nan)


def _filled(
    rows: pl.DataFrame, states: tuple[str, ...], columns: tuple[str, str], empty: float
) -> np.ndarray:
    """A symmetric matrix of the values in a table."""
    place = {state: number for number, state in enumerate(states)}
    made = np.full((len(states),) * 2, empty)
    for one, other, value in rows.select(*columns, "value").iter_rows():
        if one in place and other in place:
            made[place[one], place[other]] = made[place[other], place[one]] = value
    return made


def _alike(table: pl.DataFrame, states: tuple[str, ...], indicators: tuple[str, ...]) -> np.ndarray:
    """Minus the distance of two states: of one indicator, or of the log of a ratio of two."""
    means = []
    for indicator in indicators:
        rows = (
            table.filter(pl.col("indicator") == indicator)
            .group_by("state")
            .agg(pl.col("value").mean())
        )
        known = dict(rows.iter_rows())
        means.append(np.array([known.get(state, np.nan) for state in states]))
    values = means[0] if len(means) == 1 else np.log(means[0] / means[1])
    return -np.abs(values[:, None] - values)
