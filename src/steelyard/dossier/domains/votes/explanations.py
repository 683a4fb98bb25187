"""What could make two states vote alike: one matrix for each explanation, over five years."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from steelyard.dossier.domains.votes.matrices import both_ways, by_state, summed
from steelyard.dossier.domains.votes.rivals import NAMES as ENEMIES
from steelyard.dossier.domains.votes.rivals import enemies_shared
from steelyard.measures.similarity import contested, dyad_tables, similarity
from steelyard.reference.dataset import Dataset
from steelyard.reference.roll_calls import RollCalls, roll_calls
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.blocs import members

LENGTH = 5  # years
FEWEST = 50  # common roll calls of a pair
RIVAL, ALLIED, TRADE, NEAR, INCOME, REGIME = (
    "far from the same great power before (partly mechanical)",  # votes explain votes
    "defence pact",
    "trade link",
    "nearness",
    "similar income",
    "similar regime",
)
OUTPUT = ("gdp_constant", "population")
BROUGHT = (REGIME, *ENEMIES)  # by the user's own files alone


@dataclass(frozen=True, slots=True)
class Explained:
    """Similarity of all pairs of `states` and explanations of it, NaN where not known."""

    states: tuple[str, ...]
    similarity: np.ndarray
    explanations: dict[str, np.ndarray]
    power: str  # the great power that few vote with
    origins: tuple[str, ...]

    def without(self, names: tuple[str, ...]) -> Explained:
        """The same with these explanations left out."""
        kept = {name: one for name, one in self.explanations.items() if name not in names}
        return replace(self, explanations=kept)


def explained(data: Dataset, last: int) -> Explained | None:
    """Everything for the five years that end with a year; None without votes or trade of them.

    Similarity of regimes is not among it: there may be several indices, see `with_regimes`.
    """
    years, before = (last - LENGTH + 1, last), (last - 2 * LENGTH + 1, last - LENGTH)
    now, then = roll_calls(data, years), roll_calls(data, before)
    trade = data.table("trade").filter(pl.col("year").is_between(*years))
    if not now.votes.size or not then.votes.size or trade.is_empty():
        return None
    table = data.table("state_years").filter(
        pl.col("year").is_between(*years) & pl.col("indicator").is_in(OUTPUT)
    )
    power, far = _far(then, last)
    shared = enemies_shared(data, now.states, before)
    found = {
        RIVAL: _both_far(now.states, far, power),
        ALLIED: _allied(data, now.states, years),
        TRADE: _traded(trade, now.states),
        NEAR: _near(data, now.states),
        INCOME: _similar_income(table, now.states),
        **{name: one.matrix for name, one in shared.items()},
    }
    frames = (trade, table, data.table("pacts"), data.table("distances"))
    origins = {
        *now.origins,
        *then.origins,
        *(name for frame in frames for name in frame["origin"].unique()),
        *(name for one in shared.values() for name in one.origins),
    }
    return Explained(now.states, _similar(now), found, power, tuple(sorted(origins)))


def with_regimes(known: Explained, data: Dataset, last: int, origin: str) -> Explained | None:
    """The same with similarity of regimes by one index; None where it has nothing on the years."""
    rows = data.table("state_years").filter(
        (pl.col("indicator") == "regime")
        & (pl.col("origin") == origin)
        & pl.col("year").is_between(last - LENGTH + 1, last)
    )
    if rows.is_empty():
        return None
    alike = _alike(by_state(rows, known.states))
    return replace(
        known,
        explanations={REGIME: alike, **known.explanations},
        origins=tuple(sorted({*known.origins, origin})),
    )


def regime_indices(data: Dataset) -> tuple[str, ...]:
    """Origins of all indices of regimes in a dataset."""
    table = data.table("state_years").filter(pl.col("indicator") == "regime")
    return tuple(sorted(table["origin"].unique()))


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
        & pl.col("obligations").str.contains("defence", literal=True)
    )
    return both_ways(pacts.with_columns(value=pl.lit(1.0)), states, ("a", "b"), 0.0)


def _traded(trade: pl.DataFrame, states: tuple[str, ...]) -> np.ndarray:
    """Log of one plus the mean share of each other's goods trade in percent."""
    labels = (*states, WORLD)
    sums, rows = summed(trade, labels, ("exporter", "importer"))
    own = slice(len(states))
    total = np.where(
        (rows[own, -1] > 0) & (rows[-1, own] > 0), sums[own, -1] + sums[-1, own], np.nan
    )
    both = sums[own, own] + sums[own, own].T
    return np.log1p(100 * (both / total + both / total[:, None]) / 2)


def _near(data: Dataset, states: tuple[str, ...]) -> np.ndarray:
    """Minus the log of the distance."""
    rows = data.table("distances").filter(pl.col("distance") > 0)
    rows = rows.with_columns(value=-pl.col("distance").cast(pl.Float64).log())
    return both_ways(rows, states, ("a", "b"), np.nan)


def _similar_income(table: pl.DataFrame, states: tuple[str, ...]) -> np.ndarray:
    """Minus the distance of logs of output per person."""
    output, persons = (
        by_state(table.filter(pl.col("indicator") == name), states) for name in OUTPUT
    )
    return _alike(np.log(output / persons))


def _alike(values: np.ndarray) -> np.ndarray:
    """Minus the distance of two states."""
    return -np.abs(values[:, None] - values)
