"""Ties by votes: agreement beside all pairs of states of the year, and agreement beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.material import CELL_PRIOR, FEWEST, Material, material
from steelyard.dossier.domains.votes.pair import similarity_of
from steelyard.dossier.triangle.measured import Measured, fixed
from steelyard.measures.agreement_of_all import PairAgreement, pair_agreement
from steelyard.measures.vote_texts import (
    FEWEST_FOR_SHARES,
    FEWEST_TEXTS,
    TEXTS,
    RedrawnCounts,
    redraw_counts,
)
from steelyard.models.games.triangle import TIES

KEPT = "votes of triangles"


@dataclass(frozen=True, slots=True)
class Yearly:
    """Divided roll calls of one year: votes of all states, weights of their texts, all pairs."""

    votes: np.ndarray
    weights: Float[np.ndarray, "draw roll_call"]
    pairs: PairAgreement
    made: dict[float, tuple[float, np.ndarray]] = field(default_factory=dict, compare=False)

    def cut(self, level: float) -> tuple[float, np.ndarray]:
        """A percentile of all pairs and its draws, computed once."""
        if level not in self.made:
            self.made[level] = self.pairs.percentile(self.votes, self.weights, level)
        return self.made[level]


def votes_of(basis: Basis) -> tuple[Material, dict[int, Yearly]] | None:
    """Roll calls of the years of a dossier, made once; None where the pair never voted together."""
    if KEPT not in basis.of_all_pairs:
        made = material(basis)
        basis.of_all_pairs[KEPT] = None if made is None else (made, _yearly(made))
    return basis.of_all_pairs[KEPT]


def _yearly(made: Material) -> dict[int, Yearly]:
    """The same by year."""
    found = {}
    for _, year in made.shown():
        rows = np.flatnonzero(made.divided & (made.known.years == year))
        votes = made.known.votes[rows]
        found[year] = Yearly(votes, made.weights[:, made.texts[rows]], pair_agreement(votes))
    return found


def voted(basis: Basis, codes: Sequence[str], kind: str, cuts: Sequence[float]) -> Measured | None:
    """Ties of three states by agreement ("votes") or by kappa; None where one has no votes."""
    known = votes_of(basis)
    if known is None or not known[1]:
        return None
    made, by_year = known
    columns = [made.known.column(code) for code in codes]
    if None in columns:
        return None
    years = tuple(by_year)
    name, fewest = ("agreement", FEWEST_FOR_SHARES) if kind == "votes" else (
        "kappa_squared", FEWEST_TEXTS)  # fmt: skip
    redrawn = [_redrawn(basis, made, (columns[i], columns[j]), years) for i, j in TIES]
    ties = [_tie(one, name, fewest) for one in redrawn]
    return Measured(
        years=years,
        value=np.stack([value for value, _ in ties], axis=-1),
        draws=np.stack([draws for _, draws in ties], axis=-1),
        cuts=_cuts(by_year, cuts) if kind == "votes" else fixed(cuts, len(years)),
        spread=np.array([one.pairs.spread for one in by_year.values()]),
        origins={year: tuple(made.origins(year)) for year in years},
        basis=TEXTS,
    )


def _redrawn(
    basis: Basis, made: Material, pair: tuple[int | None, int | None], years: tuple[int, ...]
) -> RedrawnCounts:
    """Joint votes of two states by year under the weights of the dossier, made once."""
    key = f"{KEPT} {pair}"
    if key not in basis.of_all_pairs:
        one, other = (made.known.votes[:, column].astype(int) for column in pair)
        there = made.divided & (one > 0) & (other > 0)
        cell = np.where(there, (one - 1) * 3 + other - 1, -1)
        # every tie with its own seed: what is unseen of one pair is not that of another
        basis.of_all_pairs[key] = redraw_counts(
            (cell[:, None] == np.arange(9)).astype(float),
            made.texts,
            made.periods(years),
            made.weights,
            prior=CELL_PRIOR,
            seed=made.asked.seed + 1000 * (pair[0] or 0) + (pair[1] or 0),
        )
    return basis.of_all_pairs[key]


def _tie(redrawn: RedrawnCounts, name: str, fewest: int) -> tuple[np.ndarray, np.ndarray]:
    """A measure of two states by year and its draws; NaN where texts are too few."""
    enough = (redrawn.texts >= fewest) & (redrawn.counts.sum(axis=1) >= FEWEST)
    value, draws = similarity_of(redrawn, name)
    return np.where(enough, value, np.nan), np.where(enough, draws, np.nan)


def _cuts(by_year: dict[int, Yearly], cuts: Sequence[float]) -> dict[float, tuple]:  # type: ignore[type-arg]
    """Percentiles of all pairs by year, and their draws under the same weights of the texts."""
    found = {}
    for cut in cuts:
        both = [one.cut(cut) for one in by_year.values()]
        found[cut] = (
            np.array([point for point, _ in both]),
            np.stack([draws for _, draws in both], axis=-1),
        )
    return found
