"""When one side passed the other in a place, and how that year depends on choices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.declared import Declared
from steelyard.dossier.contest.goods import Weights, errors, weights
from steelyard.dossier.contest.rows import Row
from steelyard.dossier.records import CrossingChoice
from steelyard.measures.contest import crossing_by_last_year
from steelyard.measures.crossing import Crossing, crossing_interval, crossing_year
from steelyard.measures.crossing_choices import first_passing_interval

FEWEST_YEARS = 5
NOISES = (
    (0.0, "errors anew", "Errors anew in every year"),
    (1.0, "errors that last", "Errors the same in every year"),
)


@dataclass(frozen=True, slots=True)
class Passing:
    """Who passed whom for good, and when; `by` is "" where nobody did."""

    by: str
    crossing: Crossing | None


def passing(basis: Basis, found: Weights) -> Passing:
    """The side that came from behind and stayed ahead to the end of the record."""
    found = found.only(found.sure)
    if found.known.sum() < FEWEST_YEARS:
        return Passing("", None)
    for by in reversed(basis.asked.codes):
        crossed = crossing_interval(found.years, *_ordered(basis, found, by))
        if crossed.year is not None:
            return Passing(by, crossed)
    return Passing("", None)


def _ordered(basis: Basis, found: Weights, by: str) -> tuple[np.ndarray, ...]:
    """Values and draws with the side that passes first."""
    ours, theirs = (found.a, found.a_draws), (found.b, found.b_draws)
    (top, top_draws), (low, low_draws) = (
        (ours, theirs) if by == basis.asked.a.iso3 else (theirs, ours)
    )
    return top, low, top_draws, low_draws


def choices(
    basis: Basis, row: Row, dimension: str, by: str, declared: Declared | None
) -> tuple[CrossingChoice, ...]:
    """The same question under other choices; nothing where nobody passed."""
    if not by:
        return ()
    whole = row.weights[dimension]
    found = whole.only(whole.sure)
    made = [
        _choice(
            "first time",
            "First year ahead, whether it lasted or not",
            first_passing_interval(found.years, *_ordered(basis, found, by)),
        ),
        _seen_from(basis, found, by),
    ]
    made += _years(basis, whole, by)
    if row.whole:
        made += _noises(basis, row, dimension, by)
    if declared is not None:
        made.append(_declared(basis, declared, by, row.name))
    return tuple(made)


def _noises(basis: Basis, row: Row, dimension: str, by: str) -> list[CrossingChoice]:
    """With errors that are anew in every year, and with errors that last for ever."""
    made = []
    for lasting, choice, title in NOISES:
        key = f"unit errors {choice}"
        if key not in basis.of_all_pairs:
            basis.of_all_pairs[key] = errors(basis, lasting)
        kept = f"weights {row.code} {choice}"
        if kept not in basis.of_all_pairs:
            basis.of_all_pairs[kept] = weights(basis, row.flows, basis.of_all_pairs[key])
        found = basis.of_all_pairs[kept][dimension]
        found = found.only(found.sure)
        crossed = crossing_interval(found.years, *_ordered(basis, found, by))
        made.append(_choice(choice, title, crossed))
    return made


def _choice(choice: str, title: str, crossed: Crossing) -> CrossingChoice:
    """A crossing under one choice."""
    return CrossingChoice(
        choice=choice,
        title=title,
        year=crossed.year,
        low=crossed.low,
        high=crossed.high,
        agreement=round(crossed.probability, 3),
    )


def _seen_from(basis: Basis, found: Weights, by: str) -> CrossingChoice:
    """As it looked from each year since the middle of the record, with the data to that year."""
    top, low, _, _ = _ordered(basis, found, by)
    known = found.years[found.known]
    since = int(known[known.size // 2])
    seen = crossing_by_last_year(found.years, top, low, from_year=since)
    common = max(set(seen.years), key=lambda year: (seen.years.count(year), year or 0))
    return CrossingChoice(
        choice="seen from",
        title=f"Seen from each year since {since}, most frequent answer and range",
        year=common,
        low=seen.earliest,
        high=seen.latest,
        agreement=round(seen.agreement, 3),
    )


def _years(basis: Basis, whole: Weights, by: str) -> list[CrossingChoice]:
    """Without years in which anything was imputed, and with those in which much was."""
    made = []
    if (whole.imputed > 0).any():
        kept = whole.only(whole.imputed == 0)
        title = "Without years in which flows were imputed"
        crossed = crossing_interval(kept.years, *_ordered(basis, kept, by))
        made.append(_choice("reported years", title, crossed))
    if not whole.sure.all():
        title = "With years in which much was imputed"
        crossed = crossing_interval(whole.years, *_ordered(basis, whole, by))
        made.append(_choice("all years", title, crossed))
    return made


def _declared(basis: Basis, declared: Declared, by: str, name: str) -> CrossingChoice:
    """By the third state's own statistics, which carry no error."""
    first = by == basis.asked.a.iso3
    top, low = (declared.a, declared.b) if first else (declared.b, declared.a)
    return CrossingChoice(
        choice="own statistics",
        title=f"By statistics of {name}, {declared.years[0]}-{declared.years[-1]}",
        year=crossing_year(declared.years, top, low),
        low=None,
        high=None,
        agreement=None,
    )
