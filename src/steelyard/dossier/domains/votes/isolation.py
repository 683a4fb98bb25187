"""What it costs each side to veto alone, before and since the change of company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.domains.votes.council import BASIS, Drafts, effective_part
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.models.games.lone_veto_record import FEWEST, PRIOR, Premium, Record, mixed_premiums
from steelyard.models.votes.veto_company import Company
from steelyard.vocabulary.states import State

LEAST = 1e-3  # of the posterior: a date less likely than this changes no digit that is shown
ENOUGH = 0.9  # of the posterior must leave drafts enough on a side for a number there


@dataclass(frozen=True, slots=True)
class Era:
    """Drafts of one side of the change: counts under each date it may have, with its weight."""

    year: int
    said: str
    records: tuple[Record, ...]
    weights: tuple[float, ...]


def isolation_series(
    made: Drafts, years: list[int], found: Sequence[Company], by_draft: Sequence[np.ndarray]
) -> Iterator[tuple[State, Series | None, str]]:
    """Isolation premium of each side; the date of the change is averaged over.

    With the last reason why there is none, for a side that has no number at any time.

    `by_draft` are for each direction the probabilities that the chance of company had changed
    by the day of each draft. The direction whose change is clearest says when.
    """
    clearest = max(range(len(found)), key=lambda place: found[place].changed)
    alike = float(np.mean([each.alike for each in found]))
    points: tuple[list[Point], list[Point]] = ([], [])
    for era in _eras(made, found[clearest], by_draft[clearest], alike):
        if years[0] <= era.year <= years[-1]:
            for side, premium in enumerate(mixed_premiums(era.records, era.weights)):
                told = _told(era, premium)
                points[side].append(point(era.year, premium.value, "estimated", made.origins, told))
    for side, state in enumerate(made.sides):
        other = made.sides[1 - side]
        made_of = series(
            "votes.isolation_premium",
            state.iso3,
            other.iso3,
            f"{BASIS}, game of the lone veto",
            points[side],
            title=f"{state.name}: cost of a veto without {other.sentence_name}",
        )
        yield state, made_of, points[side][-1].value.basis if points[side] else ""


def _eras(made: Drafts, company: Company, by_draft: np.ndarray, alike: float) -> Iterator[Era]:
    """All drafts, or those before and those since a change that more likely was than not."""
    cast = np.asarray(made.cast.any(axis=1))
    first, last = made.dates[0], made.dates[-1]
    if company.changed <= 0.5 or company.when.point is None:
        yield from _era(made, int(last), "", [cast], np.ones(1), first, last, alike)
        return
    mass = np.diff(by_draft) / company.changed  # of a change between a draft and the next
    at = np.flatnonzero(mass > LEAST)
    when = company.when.point
    said = f"date of the change averaged over ({int(company.when.low or 0)} to "
    said += f"{int(company.when.high or 0)}); "
    order = np.arange(made.dates.size)
    before = [np.asarray(cast & (order <= place)) for place in at.tolist()]
    since = [np.asarray(cast & (order > place)) for place in at.tolist()]
    yield from _era(made, int(when), said, before, mass[at], first, when, alike)
    yield from _era(made, int(last), said, since, mass[at], when, last, alike)


def _era(
    made: Drafts,
    year: int,
    said: str,
    chosen: Sequence[np.ndarray],
    weights: np.ndarray,
    begin: float,
    end: float,
    alike: float,
) -> Iterator[Era]:
    """One era, unless the drafts in it are likely too few."""
    kept = [place for place, rows in enumerate(chosen) if rows.sum() >= FEWEST]
    if weights[kept].sum() < ENOUGH * weights.sum() or not kept:
        return
    inside = made.cast.any(axis=1) & (made.dates >= begin) & (made.dates <= end)
    both, one, other = _counts(made, inside)
    yield Era(
        year=year,
        said=f"{int(begin)} to {int(end)}: {both} joint, {one} and {other} alone; {said}",
        records=tuple(
            Record(
                *_counts(made, chosen[place]),
                effective=effective_part(made.subjects[chosen[place]], alike),
            )
            for place in kept
        ),
        weights=tuple(weights[kept].tolist()),
    )


def _counts(made: Drafts, inside: np.ndarray) -> tuple[int, int, int]:
    """Drafts vetoed by both, by the first alone and by the second alone, of the two."""
    first, second = made.cast[inside].T
    return int((first & second).sum()), int((first & ~second).sum()), int((~first & second).sum())


def _told(era: Era, premium: Premium) -> str:
    """What the number rests on."""
    low, high = ("open" if end is None else f"{end:.1f}" for end in premium.bounds)
    return (
        f"{era.said}isolation costs with probability {premium.above:.2f}; the record takes "
        f"{premium.contraction:.0%} of the prior's variance; likelihood alone: {low} to {high}; "
        f"{PRIOR}"
    )
