"""The roll calls of a dossier: the pair's votes, years, texts and their weights, made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.request import Request
from steelyard.measures.agreement import vote_agreement
from steelyard.measures.checks import divide
from steelyard.measures.similarity import contested
from steelyard.measures.support import usual_votes
from steelyard.measures.vote_texts import RedrawnCounts, redraw_counts, text_weights
from steelyard.reference.roll_calls import RollCalls, labels_of_texts, roll_calls

BASIS = "General Assembly roll calls"
DRAWS = 400
FEWEST = 5  # a year with fewer common roll calls (a session's tail) says nothing
BACK = 10  # years before the span that are read, to say how much has changed
# One unseen text in all shared out over the votes that two states can cast, as in redraw_similarity
CELL_PRIOR = np.full(9, 1 / 6)
DISTANCE_PRIOR = np.array([3, 4, 2]) / 6  # the same, by steps apart
SHARE_PRIOR = np.array([0.5, 0.5])


@dataclass(frozen=True, slots=True)
class Material:
    """Divided roll calls of the years of a dossier and of ten years before.

    `pair` holds the two states' votes, `years` those in which both took part in at least five
    roll calls, `usual` the most frequent vote of all states.
    """

    asked: Request
    known: RollCalls
    pair: np.ndarray
    divided: np.ndarray
    usual: np.ndarray
    texts: np.ndarray
    weights: np.ndarray
    years: tuple[int, ...]
    sources: dict[int, set[str]]  # origins of each year's roll calls

    @property
    def both(self) -> np.ndarray:
        """Divided roll calls in which both took part."""
        return self.divided & (self.pair > 0).all(axis=1)

    def shown(self) -> list[tuple[int, int]]:
        """Place and year of each year that was asked for."""
        first, last = self.asked.years
        return [(p, year) for p, year in enumerate(self.years) if first <= year <= last]

    def periods(self, years: Sequence[int] | None = None, length: int = 1) -> list[np.ndarray]:
        """Roll calls of each year, or of several years that end with it."""
        called = self.known.years
        return [
            (called > year - length) & (called <= year)
            for year in (self.years if years is None else years)
        ]

    def redraw(
        self,
        counts: np.ndarray,
        periods: Sequence[np.ndarray] | None = None,
        prior: np.ndarray = CELL_PRIOR,
    ) -> RedrawnCounts:
        """Counts by period under the weights of this dossier; by year unless told otherwise."""
        return redraw_counts(
            counts,
            self.texts,
            self.periods() if periods is None else periods,
            self.weights,
            prior=prior,
            seed=self.asked.seed + 1,
        )

    def tables(self) -> np.ndarray:
        """The nine cells of the joint vote of each roll call; all 0 where one took no part."""
        one, other = self.pair.T.astype(int)
        cell = (one - 1) * 3 + other - 1
        return (self.both[:, None] & (cell[:, None] == np.arange(9))).astype(float)

    def distances(self, votes: np.ndarray) -> np.ndarray:
        """Same, one step apart or opposed, for two states' votes on each roll call."""
        there = self.divided & (votes > 0).all(axis=1)
        apart = np.abs(votes[:, 0] - votes[:, 1])
        return (there[:, None] & (apart[:, None] == np.arange(3))).astype(float)

    def origins(self, year: int, length: int = 1) -> list[str]:
        """Where the roll calls of a year, or of several that end with it, come from."""
        span = range(year - length + 1, year + 1)
        return sorted({name for each in span for name in self.sources.get(each, ())})


def material(basis: Basis) -> Material | None:
    """Roll calls of the pair; None where the two never voted together."""
    asked = basis.asked
    span = asked.years[0] - BACK, asked.years[1]
    known = roll_calls(basis.data, span)
    columns = known.column(asked.a.iso3), known.column(asked.b.iso3)
    if columns[0] is None or columns[1] is None:
        return None
    pair = known.votes[:, [columns[0], columns[1]]]
    divided = contested(known.votes)
    taken, number = np.unique(known.years[divided & (pair > 0).all(axis=1)], return_counts=True)
    years = tuple(taken[number >= FEWEST].tolist())
    if not years:
        return None
    texts = labels_of_texts(basis.data, span)
    return Material(
        asked=asked,
        known=known,
        pair=pair,
        divided=divided,
        usual=usual_votes(known.votes),
        texts=texts,
        weights=text_weights(int(texts.max()) + 1, draws=DRAWS, seed=asked.seed),
        years=years,
        sources=_sources(known),
    )


def _sources(known: RollCalls) -> dict[int, set[str]]:
    """Origins of the roll calls of each year."""
    found: dict[int, set[str]] = {}
    for year, origin in set(zip(known.years.tolist(), known.origins, strict=True)):
        found.setdefault(year, set()).add(origin)
    return found


def agreement_of(counts: np.ndarray) -> np.ndarray:
    """Agreement from counts by steps apart on the last axis; NaN where there are none."""
    return vote_agreement(counts[..., 0], counts[..., 1], counts[..., 2])


def share_of(counts: np.ndarray) -> np.ndarray:
    """First of two counts as a part of both; NaN where there are none."""
    return divide(counts[..., 0], counts.sum(axis=-1))
