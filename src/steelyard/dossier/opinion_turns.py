"""When a public came to see the partner more favourably than another state, for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from steelyard.dossier.domains.opinion import TABLE_BASIS
from steelyard.dossier.records import Crossing, Point, Series
from steelyard.dossier.request import Request
from steelyard.measures.crossing import crossing_interval
from steelyard.measures.interval import draws_of
from steelyard.vocabulary.states import State, by_iso3

DRAWS = 1000
FEWEST = 5  # years in which the same survey asked about both


def opinion_turns(found: Sequence[Series], asked: Request) -> tuple[Crossing, ...]:
    """Each public's view of the partner against its view of every other state asked about.

    The same persons answer both questions; their errors are drawn as independent, which is wide
    where answers go together.
    """
    views = {
        (item.subject, item.partner): item
        for item in found
        if item.measure == "opinion.favourable" and item.basis == TABLE_BASIS
    }
    made: list[Crossing] = []
    for subject, partner in asked.directions():
        own = views.get((subject.iso3, partner.iso3))
        if own is not None:
            for other in _others(views, subject, partner):
                made += _turned(
                    own, views[subject.iso3, other.iso3], subject, partner, other, asked
                )
    return tuple(made)


def _others(
    views: dict[tuple[str, str | None], Series], subject: State, partner: State
) -> Iterator[State]:
    """States, no groups of them, that the same public was asked about."""
    for who, whom in views:
        if who == subject.iso3 and whom in by_iso3() and whom != partner.iso3:
            yield by_iso3()[whom]


def _turned(
    own: Series, rival: Series, subject: State, partner: State, other: State, asked: Request
) -> Iterator[Crossing]:
    """The year since which the partner, or the other, is seen more favourably."""
    for upper, lower, ahead, behind in (
        (own, rival, partner, other),
        (rival, own, other, partner),
    ):
        both = _common(upper, lower)
        years = np.array([int(top.period) for top, _ in both])
        if len(both) < FEWEST:
            continue
        random = np.random.default_rng(asked.seed)
        top, bottom = zip(*both, strict=True)
        turned = crossing_interval(
            years, _values(top), _values(bottom), _draws(top, random), _draws(bottom, random)
        )
        if turned.year is not None and turned.year > years[0]:
            yield _told(turned, years, subject, ahead, behind, (upper.id, lower.id))


def _told(
    turned, years: np.ndarray, subject: State, ahead: State, behind: State, ids: tuple[str, str]
) -> Crossing:
    """One record in words."""
    span = "" if turned.low in (None, turned.high) else f" ({turned.low} to {turned.high})"
    holes = [b for a, b in pairwise(years.tolist()) if b == turned.year and b - a > 1]
    gap = "; it was not asked in the year before" if holes else ""
    return Crossing(
        title=f"Public of {subject.sentence_name}: {ahead.name} seen above {behind.name}",
        sentence=f"In {subject.sentence_name} more see {ahead.sentence_name} than "
        f"{behind.sentence_name} favourably since {turned.year}{span}, up to {years[-1]}, the last "
        f"survey that asked about both{gap}.",
        year=turned.year,
        low=turned.low,
        high=turned.high,
        series=ids,
    )


def _common(upper: Series, lower: Series) -> list[tuple[Point, Point]]:
    """Surveys that asked about both."""
    below = {entry.period: entry for entry in lower.points}
    return [(entry, below[entry.period]) for entry in upper.points if entry.period in below]


def _values(points: Sequence[Point]) -> np.ndarray:
    return np.array([entry.value.point for entry in points], dtype=float)


def _draws(points: Sequence[Point], random: np.random.Generator) -> np.ndarray:
    """Draws of each share from its interval."""
    drawn = [draws_of(entry.value, DRAWS, random, within=(0.0, 1.0)) for entry in points]
    return np.column_stack(drawn)
