"""When a measure of the pair passed a threshold for good: the roles of the two were reversed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.records import Crossing, Series
from steelyard.dossier.request import Request
from steelyard.measures.crossing import crossing_interval
from steelyard.measures.interval import draws_of
from steelyard.vocabulary.states import State

DRAWS = 1000
FEWEST = 3  # years on one basis


@dataclass(frozen=True, slots=True)
class Turn:
    """A threshold, and the words for passing it; ``{subject}`` and ``{partner}`` are the states."""

    measure: str
    threshold: float
    title: str
    sentence: str


TURNS = (
    Turn(
        "technology.machinery_balance",
        0.0,
        "{subject} becomes the seller of machinery",
        "{subject} became the net seller of machinery to {partner} for good in",
    ),
    Turn(
        "technology.appendage",
        0.0,
        "{subject} becomes a raw-material appendage of {partner}",
        "{subject} has sold {partner} mostly raw goods for mostly technology since",
    ),
    Turn(
        "trade.influence",
        1.0,
        "{subject} weighs more with {partner} than the reverse",
        "{subject} came to weigh more with {partner} than {partner} with it for good in",
    ),
)


def turns(found: Sequence[Series], asked: Request) -> tuple[Crossing, ...]:
    """Every passing for good, each series on its own basis."""
    states = {state.iso3: state for state in (asked.a, asked.b)}
    made = [
        _passing(turn, item, states, asked)
        for turn in TURNS
        for item in found
        if item.measure == turn.measure and item.subject in states and item.partner in states
    ]
    return tuple(item for item in made if item is not None)


def _passing(turn: Turn, item: Series, states: dict[str, State], asked: Request) -> Crossing | None:
    """The year from which a series stays above the threshold, if it was ever below."""
    known = [entry for entry in item.points if entry.value.present and entry.value.low is not None]
    if len(known) < FEWEST or item.partner is None:
        return None
    years = np.array([int(entry.period) for entry in known])
    random = np.random.default_rng(asked.seed)
    passed = crossing_interval(
        years,
        np.array([entry.value.point for entry in known], dtype=float),
        turn.threshold,
        np.stack([draws_of(entry.value, DRAWS, random) for entry in known], axis=1),
        turn.threshold,
    )
    if passed.year is None:
        return None
    subject, partner = states[item.subject], states[item.partner]
    names = {"subject": subject.sentence_name, "partner": partner.sentence_name}
    text = turn.sentence.format(**names)
    part = f", as {item.part}" if item.part else ""
    return Crossing(
        title=turn.title.format(subject=subject.name, partner=partner.name) + part,
        sentence=f"{text[:1].upper()}{text[1:]} {passed.year}{_span(passed.low, passed.high)}"
        f"{part} ({item.basis}; {_before(years, passed.year)}).",
        year=passed.year,
        low=passed.low,
        high=passed.high,
        series=(item.id,),
    )


def _before(years: np.ndarray, year: int) -> str:
    """The year before on the same basis: the turn may have come at any time between."""
    return f"the year before on this basis is {int(years[years < year].max())}"


def _span(low: int | None, high: int | None) -> str:
    """The interval of years, where there is one."""
    if low is None or high is None or low == high:
        return ""
    return f" ({low} to {high})"
