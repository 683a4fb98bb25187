"""Drafts that one side would have opposed and left to the other's veto."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.council import BASIS, Drafts, effective_part
from steelyard.dossier.domains.votes.material import BACK
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.measures.free_riding import free_riding
from steelyard.measures.vote_codes import NO
from steelyard.models.votes.veto_company import Company
from steelyard.reference.roll_calls import RollCalls, labels_of_texts, roll_calls
from steelyard.vocabulary.states import State, lookup

SPAN = 10  # years of drafts
REACH = 5  # years before and after the drafts in which texts of the Assembly count
DRAWS = 500
SHORTEST = 4  # letters of a name by which titles are searched
BY_SUBJECT, BY_ALL = "opposition by subject", "opposition by all votes"


@dataclass(frozen=True, slots=True)
class Opposed:
    """Texts of the Assembly that the partner opposed: years, texts, titles, whether both did."""

    years: np.ndarray
    texts: np.ndarray
    titles: np.ndarray
    both: np.ndarray
    origins: tuple[str, ...]

    def judged(self, chosen: np.ndarray) -> tuple[float, float]:
        """Texts that both opposed, and those that the partner did, each counted once."""
        if not chosen.any():
            return 0.0, 0.0
        sizes = np.bincount(self.texts[chosen])
        effective = float(sizes.sum() ** 2 / (sizes**2).sum())
        return float(self.both[chosen].mean()) * effective, effective


def free_riding_series(
    basis: Basis, made: Drafts, found: Sequence[Company]
) -> Iterator[Series | None]:
    """Both directions, judged by texts of the same subject and by all texts."""
    span = basis.asked.years[0] - BACK, basis.asked.years[1]  # that other votes use
    known = roll_calls(basis.data, span)
    if not found or any(known.column(side.iso3) is None for side in made.sides):
        return
    alike = float(np.mean([each.alike for each in found]))
    texts = labels_of_texts(basis.data, span)
    for rider, partner in basis.asked.directions():
        opposed = _opposed(known, texts, rider, partner)
        left = np.unique(made.subjects[made.of(partner) & ~made.of(rider)])
        named = np.zeros((len(made.names), opposed.years.size), dtype=bool)
        for place in left.tolist():
            named[place] = _named(opposed.titles, made.names[place])
        everything = np.ones((1, opposed.years.size), dtype=bool)
        for judged_by, about in ((BY_SUBJECT, named), (BY_ALL, everything)):
            yield _series(basis, made, (rider, partner), judged_by, about, opposed, alike)


def _opposed(known: RollCalls, texts: np.ndarray, rider: State, partner: State) -> Opposed:
    """Roll calls on which the partner said no and the rider took part."""
    theirs, own = (known.votes[:, known.states.index(state.iso3)] for state in (partner, rider))
    rows = np.flatnonzero((theirs == NO) & (own > 0))
    return Opposed(
        years=known.years[rows],
        texts=texts[rows],
        titles=np.array([(known.titles[row] or "").casefold() for row in rows], dtype=str),
        both=own[rows] == NO,
        origins=tuple(sorted({known.origins[row] for row in rows})),
    )


def _series(
    basis: Basis,
    made: Drafts,
    direction: tuple[State, State],
    judged_by: str,
    about: np.ndarray,
    opposed: Opposed,
    alike: float,
) -> Series | None:
    """One direction under one way to judge opposition, by ten years that end with each."""
    rider, partner = direction
    points = [
        _point(basis, made, direction, year, about, opposed, alike)
        for year in made.years(basis.asked.years)
    ]
    return series(
        "votes.free_riding",
        rider.iso3,
        partner.iso3,
        f"{BASIS}, {judged_by}",
        points,
        title=f"{rider.name}: opposed drafts left to a veto of {partner.sentence_name}",
    )


def _point(
    basis: Basis,
    made: Drafts,
    direction: tuple[State, State],
    year: int,
    about: np.ndarray,
    opposed: Opposed,
    alike: float,
) -> Point:
    """Ten years that end with a year."""
    rider, partner = direction
    recent = (made.dates >= year - SPAN + 1) & (made.dates < year + 1) & made.of(partner)
    left, joined = recent & ~made.of(rider), int((recent & made.of(rider)).sum())
    subjects = made.subjects[left] if len(about) > 1 else np.zeros(left.sum(), dtype=int)
    subject, number = np.unique(subjects, return_counts=True)
    near = (opposed.years > year - SPAN - REACH) & (opposed.years <= year + REACH)
    judged = np.array([opposed.judged(about[each] & near) for each in subject]).reshape(-1, 2)
    value = free_riding(
        joined,
        number.astype(float),
        judged[:, 0],
        judged[:, 1],
        effective=effective_part(made.subjects[recent], alike),
        draws=DRAWS,
        seed=basis.asked.seed + year,
    )
    note = (
        f"{joined} joined, {left.sum()} left, of which {number[judged[:, 1] > 0].sum()} on "
        f"subjects that the Assembly voted on, {year - SPAN + 1} to {year}"
    )
    return point(year, value, "estimated", (*made.origins, *opposed.origins), note)


def _named(titles: np.ndarray, subject: str) -> np.ndarray:
    """Which roll calls name a subject in their title."""
    found = np.zeros(titles.size, dtype=bool)
    for stem in _stems(subject):
        found |= np.strings.find(titles, stem) >= 0
    return found


@cache
def _stems(subject: str) -> tuple[str, ...]:
    """Beginnings of names by which titles speak of a subject: a state's, or its own words."""
    names: set[str] = set()
    for word in subject.split("-"):
        names.add(word)
        state = lookup(word)
        if state is not None:
            names |= {state.name, *state.aliases}
    # the last letter goes, so that Palestine also finds Palestinian
    return tuple(sorted({name.casefold()[:-1] for name in names if len(name) > SHORTEST}))
