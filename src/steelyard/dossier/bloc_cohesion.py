"""How united a bloc votes by year, beside all states on the same texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.domains.votes.blocs import PRIOR
from steelyard.dossier.domains.votes.material import DRAWS, share_of
from steelyard.measures.cohesion import FEWEST_MEMBERS, pairs_in_step
from steelyard.measures.similarity import contested
from steelyard.measures.vote_texts import (
    FEWEST_FOR_SHARES,
    intervals_of,
    redraw_counts,
    text_weights,
)
from steelyard.reference.dataset import Dataset
from steelyard.reference.roll_calls import RollCalls, roll_calls, text_labels
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.errors import BadYears
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class BlocYear:
    """A bloc in one session: members that voted, agreement of their pairs, of all pairs, and more.

    `ahead` is the difference of the two under the same draws of texts.
    """

    year: int
    members: tuple[str, ...]
    texts: int
    agreement: Estimate
    everybody: Estimate
    ahead: Estimate


def bloc_cohesion(
    data: Dataset, bloc: str, years: tuple[int, int], seed: int = 0
) -> tuple[BlocYear, ...]:
    """Each year in which at least two members of a bloc took part in divided roll calls.

    Raises
    ------
    UnknownName
        If there is no such bloc.
    BadYears
        If no roll call of these years is in the dataset, or never two members voted.
    """
    name = find_bloc(bloc, where="votes cohesion").id
    known = roll_calls(data, years)
    divided = contested(known.votes) if known.votes.size else np.zeros(0, dtype=bool)
    called = sorted(set(known.years[divided].tolist()))
    voted = {year: _voted(known, divided & (known.years == year), name, year) for year in called}
    kept = [year for year in called if len(voted[year]) >= FEWEST_MEMBERS]
    if not kept:
        raise BadYears(
            where=f"votes cohesion of {name}",
            found=f"{years[0]}:{years[1]}, without a roll call in which two members took part",
            expected="years of roll calls in the dataset and of the bloc",
            remedy="Choose other years.",
        )
    return _rows(known, divided, kept, voted, seed)


def _voted(known: RollCalls, rows: np.ndarray, bloc: str, year: int) -> list[int]:
    """Columns of the members that took part in a year."""
    columns = (known.column(state) for state in sorted(members(bloc, year)))
    return [
        column for column in columns if column is not None and (known.votes[rows, column] > 0).any()
    ]


def _rows(
    known: RollCalls,
    divided: np.ndarray,
    kept: Sequence[int],
    voted: dict[int, list[int]],
    seed: int,
) -> tuple[BlocYear, ...]:
    """Agreement of the bloc and of all states under common draws of the texts."""
    texts = text_labels(known)
    weights = text_weights(int(texts.max()) + 1, draws=DRAWS, seed=seed)
    periods = [divided & (known.years == year) for year in kept]
    inside = np.zeros((divided.size, 2))
    for year, rows in zip(kept, periods, strict=True):
        inside[rows] = pairs_in_step(known.votes[np.ix_(rows, voted[year])])
    of_all = np.zeros_like(inside)
    of_all[divided] = pairs_in_step(known.votes[divided])
    bloc, all_ = (
        redraw_counts(counts, texts, periods, weights, prior=PRIOR, seed=seed + 1)
        for counts in (inside, of_all)
    )
    points, draws = [], []
    for one in (bloc, all_):
        points.append(share_of(one.counts))
        draws.append(share_of(one.draws))
    points.append(points[0] - points[1])
    draws.append(draws[0] - draws[1])
    found = [
        intervals_of(point, drawn, bloc.texts, fewest=FEWEST_FOR_SHARES)
        for point, drawn in zip(points, draws, strict=True)
    ]
    return tuple(
        BlocYear(
            year,
            tuple(known.states[column] for column in voted[year]),
            int(bloc.texts[place]),
            *(values[place] for values in found),
        )
        for place, year in enumerate(kept)
    )
