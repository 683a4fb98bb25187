"""Votes in the UN General Assembly: agreement, and who shares a state's lone positions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.agreement import agreement_interval
from steelyard.measures.similarity import contested
from steelyard.measures.support import support_interval, usual_votes
from steelyard.reference.roll_calls import RollCalls, roll_calls

BASIS = "General Assembly roll calls"
FEWEST = 5  # a year with fewer common roll calls (a session's tail) says nothing


def vote_series(basis: Basis) -> tuple[Series, ...]:
    """Agreement of the pair, and support in both directions."""
    asked, known = basis.asked, roll_calls(basis.data)
    a, b = asked.a, asked.b
    columns = known.column(a.iso3), known.column(b.iso3)
    if columns[0] is None or columns[1] is None:
        return ()
    years = list(_years(known, (columns[0], columns[1]), asked.years))
    found = [
        series(
            "votes.agreement",
            a.iso3,
            b.iso3,
            BASIS,
            [_agreement(*year, asked.seed) for year in years],
            title=f"Agreement of {a.adjective} and {b.adjective} votes",
        )
    ]
    for place, (subject, partner) in enumerate(asked.directions()):
        found.append(
            series(
                "votes.support",
                subject.iso3,
                partner.iso3,
                BASIS,
                [_support(*year, place, asked.seed) for year in years],
                title=f"{subject.adjective} minority votes that {partner.name} shared",
            )
        )
    return present(found)


def _years(
    known: RollCalls, columns: tuple[int, int], years: tuple[int, int]
) -> Iterator[tuple[int, np.ndarray, np.ndarray, str]]:
    """Each year's roll calls with both states: their two votes, the usual vote, the origin."""
    inside = known.within(years) & (known.votes[:, list(columns)] > 0).all(axis=1)
    inside[inside] = contested(known.votes[inside])
    for year in np.unique(known.years[inside]).tolist():
        chosen = inside & (known.years == year)
        if chosen.sum() >= FEWEST:
            votes = known.votes[chosen]
            origin = known.origins[int(np.flatnonzero(chosen)[0])]
            yield year, votes[:, list(columns)], usual_votes(votes), origin


def _agreement(year: int, pair: np.ndarray, _usual: np.ndarray, origin: str, seed: int) -> Point:
    """Mean closeness of the two votes."""
    apart = np.abs(pair[:, 0] - pair[:, 1])
    same, one_step, opposed = (int((apart == steps).sum()) for steps in range(3))
    value = agreement_interval(same, one_step, opposed, seed=seed + year)
    return point(year, value, "observed", [origin], f"{len(pair)} roll calls")


def _support(
    year: int, pair: np.ndarray, usual: np.ndarray, origin: str, alone: int, seed: int
) -> Point:
    """Of the votes on which a state was in the minority, those that the partner shared."""
    lone = pair[:, alone] != usual
    together = int((lone & (pair[:, 0] == pair[:, 1])).sum())
    value = support_interval(together, int(lone.sum()), seed=seed + year)
    return point(year, value, "observed", [origin], f"{int(lone.sum())} occasions")
