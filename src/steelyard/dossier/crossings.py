"""When one side passed the other for good."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steelyard.dossier.domains.energy.turning import energy_turnings
from steelyard.dossier.opinion_turns import opinion_turns
from steelyard.dossier.passings import passings
from steelyard.dossier.records import Crossing, Point, Series
from steelyard.dossier.request import Request
from steelyard.dossier.turns import turns
from steelyard.measures.crossing import crossing_interval
from steelyard.measures.interval import draws_of
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

DRAWS = 1000


def crossings(found: Sequence[Series], asked: Request) -> tuple[Crossing, ...]:
    """Each side's trade share of the other, and who is the larger; not the states between."""
    a, b = asked.a, asked.b
    made = []
    series = {
        item.subject: item
        for item in found
        if item.measure == "trade.trade_share" and item.basis.startswith("BACI")
    }
    if a.iso3 in series and b.iso3 in series:
        words = "share of the other in all trade"
        made.append(_crossing(series[a.iso3], series[b.iso3], a, b, words, asked))
    made += energy_turnings(found, asked)
    return (
        *(item for item in made if item is not None),
        *passings(found, asked),
        *turns(found, asked),
        *opinion_turns(found, asked),
    )


def _crossing(
    upper: Series, lower: Series, first: State, second: State, words: str, asked: Request
) -> Crossing | None:
    """The year from which `upper` stays above `lower`, if it was ever below."""
    years, top, bottom = _common(upper, lower)
    if len(years) < 5:
        return None
    random = np.random.default_rng(asked.seed)
    found = crossing_interval(
        np.array(years),
        np.array([value.point for value in top], dtype=float),
        np.array([value.point for value in bottom], dtype=float),
        _draws(top, random),
        _draws(bottom, random),
    )
    if found.year is None or found.year <= years[0]:
        return None
    span = (
        f" ({found.low} to {found.high})"
        if found.low is not None and found.high is not None and found.low != found.high
        else ""
    )
    return Crossing(
        title=f"{first.name} passes {second.name}: {words}",
        sentence=(
            f"{first.sentence_name[:1].upper()}{first.sentence_name[1:]} passed "
            f"{second.sentence_name} for good in {found.year}{span}."
        ),
        year=found.year,
        low=found.low,
        high=found.high,
        series=(upper.id, lower.id),
    )


def _common(upper: Series, lower: Series) -> tuple[list[int], list[Estimate], list[Estimate]]:
    """Years in which both have a value."""
    below = {entry.period: entry for entry in lower.points if entry.value.present}
    both: list[tuple[Point, Point]] = [
        (entry, below[entry.period])
        for entry in upper.points
        if entry.value.present and entry.period in below
    ]
    return (
        [int(mine.period) for mine, _ in both],
        [mine.value for mine, _ in both],
        [theirs.value for _, theirs in both],
    )


def _draws(values: Sequence[Estimate], random: np.random.Generator) -> np.ndarray:
    """Draws of each value from its interval, year by year."""
    return np.column_stack([draws_of(each, DRAWS, random, within=(0.0, np.inf)) for each in values])
