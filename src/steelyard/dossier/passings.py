"""When one of the two became the larger, by every source that can tell."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

import numpy as np

from steelyard.dossier.domains.quoted import BASIS
from steelyard.dossier.records import Crossing, Series
from steelyard.dossier.request import Request
from steelyard.measures.crossing import crossing_year
from steelyard.vocabulary.states import State

SIZES = {
    "gdp": "GDP at market prices",
    "gdp_ppp": "GDP at purchasing power parity",
    "net power at market prices": "net power at market prices",
    "net power at purchasing power": "net power at purchasing power",
    "cinc": "national capability (CINC)",
    "military spending": "military spending",
    "military personnel": "military personnel",
    "population": "population",
    "research intensity": "spending on research over GDP",
    "research spending": "spending on research",
    "resident patents": "patent applications by residents",
    "high-technology exports": "high-technology exports",
    "knowledge stock": "stock of knowledge",
}
SCORES = {"technology.complexity": "complexity of exports"}
RATIOS = ("capability.ratio", "technology.knowledge_ratio")
BOUNDED = ("cinc", "knowledge stock")
FEWEST = 5  # years that a source must have to tell a passing from a swing


def passings(found: Sequence[Series], asked: Request) -> tuple[Crossing, ...]:
    """One record for each size in which one side passed the other for good.

    Year: the middle one of the sources that saw it happen; ends: the earliest and latest of
    them, and of the bounds of a source that has bounds. The sentence counts the sources that
    cover the year, also those in which the same side led all along.
    """
    made = []
    for part, words in SIZES.items():
        sources = [
            item
            for item in found
            if item.measure in RATIOS
            and item.part == part
            and (item.subject, item.partner) == asked.codes
            and item.basis != BASIS  # they copy the tables
            and sum(entry.value.present for entry in item.points) >= FEWEST
        ]
        for over, under, up in ((asked.b, asked.a, True), (asked.a, asked.b, False)):
            record = _passing(sources, over, under, words, up=up)
            if record is not None:
                made.append(record)
    return (*made, *_of_levels(found, asked))


def _of_levels(found: Sequence[Series], asked: Request) -> tuple[Crossing, ...]:
    """Passings in scores that may be below 0, so that no ratio of them is taken."""
    made = []
    for measure, words in SCORES.items():
        own = {item.subject: item for item in found if item.measure == measure}
        if not set(asked.codes) <= set(own):
            continue
        for over, under in ((asked.b, asked.a), (asked.a, asked.b)):
            upper, lower = own[over.iso3], own[under.iso3]
            record = _of_scores(upper, lower, over, under, words)
            if record is not None and upper.basis == lower.basis:
                made.append(record)
    return tuple(made)


def _of_scores(
    upper: Series, lower: Series, over: State, under: State, words: str
) -> Crossing | None:
    """Who passed whom in a score of one source; None where nobody did, or the record is short."""
    below = {entry.period: entry.value.point for entry in lower.points if entry.value.present}
    both = [e for e in upper.points if e.value.present and e.period in below]
    if len(both) < FEWEST:
        return None
    years = np.array([int(entry.period[:4]) for entry in both])
    top = np.array([entry.value.point for entry in both], dtype=float)
    year = crossing_year(years, top, np.array([below[e.period] for e in both], dtype=float))
    if year is None:
        return None
    name = over.sentence_name
    return Crossing(
        title=f"{over.name} passes {under.name}: {words}",
        sentence=f"{name[:1].upper()}{name[1:]} passed {under.sentence_name} for good in "
        f"{year}, in one edition.",
        year=year,
        low=year,
        high=year,
        series=(upper.id, lower.id),
    )


def _passing(
    sources: Sequence[Series], over: State, under: State, words: str, *, up: bool
) -> Crossing | None:
    """Who passed whom in one size, or none where no source saw it."""
    years = {item.id: _years(item, up=up) for item in sources}
    seen = {name: found for name, found in years.items() if found and found[0] is not None}
    if not seen:
        return None
    year = median_low(found[0] for found in seen.values() if found[0] is not None)
    every_found = [each for found in seen.values() for each in found]
    every = [each for each in every_found if each is not None]
    low, high = min(every), max(every)
    span = f" ({low} to {high})" if low != high else ""
    name = over.sentence_name
    able = [item for item in sources if item.points[0].x < year <= item.points[-1].x]
    count = f"in {len(seen)} of {len(able)} editions" if len(able) > 1 else "in one edition"
    if None in every_found:
        count += "; without some component of it no passing is on record"
    return Crossing(
        title=f"{over.name} passes {under.name}: {words}",
        sentence=f"{name[:1].upper()}{name[1:]} passed {under.sentence_name} for good in "
        f"{year}{span}, {count}.",
        year=year,
        low=low,
        high=high,
        series=tuple(seen),
    )


def _years(item: Series, *, up: bool) -> list[int | None]:
    """Crossing year of the points, and of either bound where there are bounds."""
    known = [entry for entry in item.points if entry.value.present]
    years = np.array([int(entry.period[:4]) for entry in known])
    middle = np.array([entry.value.point for entry in known], dtype=float)
    found = [_crossing(years, middle, up=up)]
    if item.part in BOUNDED and all(entry.value.low is not None for entry in known):
        for end in ("low", "high"):
            values = np.array([getattr(entry.value, end) for entry in known], dtype=float)
            found.append(_crossing(years, values, up=up))
    return found


def _crossing(years: np.ndarray, ratio: np.ndarray, *, up: bool) -> int | None:
    """Year from which the ratio stays above 1, or below it."""
    return crossing_year(years, ratio, 1.0) if up else crossing_year(years, -ratio, -1.0)
