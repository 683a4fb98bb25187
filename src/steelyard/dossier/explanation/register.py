"""Turning points of a pair: years in which the register of events shows a surge of measures.

Nothing is named here: a year is one if far more measures against one of the two states were
registered in it than in any of the years before. A reader may name other years instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from steelyard.dossier.basis import Basis
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.happened import SENDERS
from steelyard.vocabulary.blocs import all_blocs, members
from steelyard.vocabulary.states import by_iso3

FEWEST = 3  # measures in a year
TIMES = 2.0  # more than this many times those of any of the years before
BACK = 3  # years before


@dataclass(frozen=True, slots=True)
class TurningYear:
    """A year, why it is taken, and the states whose own trade its measures touched."""

    year: int
    reason: str
    touched: frozenset[str]


def turning_years(
    basis: Basis, span: Span, named: tuple[int, ...], breaks: tuple[int, ...]
) -> tuple[TurningYear, ...]:
    """Years within the span: those named by the reader, else the register's, else breaks."""
    inside = [year for year in named if span.covers(year)]
    if inside:
        return tuple(
            TurningYear(year, "named by the reader", _touched(basis, year)) for year in inside
        )
    found = [turn for turn in _surges(basis) if span.covers(turn.year)]
    if found:
        return tuple(found)
    return tuple(
        TurningYear(year, "first year after a break found in the data", _touched(basis, year))
        for year in sorted(set(breaks))
        if span.covers(year)
    )


def _surges(basis: Basis) -> list[TurningYear]:
    """Years of a surge of measures against one of the two states."""
    found: dict[int, TurningYear] = {}
    for state in basis.asked.codes:
        counts: dict[int, list[str]] = {}
        for day, text, actors in _measures(basis):
            if state in actors and not _sends(state, actors, int(day[:4])):
                counts.setdefault(int(day[:4]), []).append(f"{day}: {text}")
        for year, texts in sorted(counts.items()):
            before = max(len(counts.get(year - back, ())) for back in range(1, BACK + 1))
            if len(texts) >= FEWEST and len(texts) > TIMES * before:
                reason = f"{len(texts)} measures registered, the first {texts[0]}"
                found[year] = TurningYear(year, reason, _touched(basis, year))
    return [found[year] for year in sorted(found)]


def _measures(basis: Basis) -> list[tuple[str, str, frozenset[str]]]:
    """Registered sanctions by date: date, text, actors."""
    rows = basis.data.table("events").filter(domain="sanctions").sort("date", "event")
    return [
        (row["date"], row["event"], frozenset((row["actors"] or "").split(";")))
        for row in rows.iter_rows(named=True)
    ]


def _sends(state: str, actors: frozenset[str], year: int) -> bool:
    """Whether a state is among those that take the measure: a sender, or of a bloc that does."""
    return state in SENDERS or any(state in _members(actor, year) for actor in actors)


def _members(actor: str, year: int) -> frozenset[str]:
    """Members of an actor that is a bloc."""
    known = {bloc.id for bloc in all_blocs()}
    return members(actor, year) if actor in known else frozenset()


def _touched(basis: Basis, year: int) -> frozenset[str]:
    """States that took part in the year's measures, as sender, target or member of a bloc."""
    named = [actors for day, _, actors in _measures(basis) if int(day[:4]) == year]
    actors = reduce(frozenset.union, named, frozenset())
    of_blocs = [_members(actor, year) for actor in sorted(actors)]
    return frozenset(actor for actor in actors if actor in by_iso3()).union(*of_blocs)
