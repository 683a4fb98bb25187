"""In which class each direction is, under every definition that was stated beforehand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.course import (
    NEWEST,
    YEARLY,
    Course,
    at,
    placed_tie,
    tie,
)
from steelyard.dossier.comparison.stated import Definition, clients, definitions
from steelyard.dossier.comparison.yardsticks import YARDSTICKS, Yardstick, yardstick
from steelyard.dossier.records import ClassDefinition, ClassOdds, Passage
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.standing import ClassCrossing, class_crossings, class_probabilities
from steelyard.vocabulary.estimate import absent

MAIN = "trade.trade_share"
BACK = 10  # years between the newest answer and the earlier one beside it
NEAR = 10  # years that a domain's last figure may lie back where domains are counted
FEWEST_DOMAINS = 3
FEWEST_CLIENTS = 4
STALE = 3  # years that a client's last value may lie back: those who lean most stopped reporting
CUT_OF_DOMAINS = 95.0  # percentile among all pairs from which a domain counts
TOUCH = 1e-9  # a value at a cut is in the class above it, also where a passage is dated
BASIS = "noise of the value and choice of the class; see the definition"


def stated() -> tuple[ClassDefinition, ...]:
    """The definitions as records."""
    return tuple(
        ClassDefinition(
            id=one.id,
            title=one.title,
            names=one.ladder.names,
            cuts=one.ladder.cuts,
            unit=one.ladder.unit,
            stated=one.ladder.stated,
            reason=one.ladder.reason,
            members=one.members,
            main=one.main,
        )
        for one in definitions()
    )


def odds(basis: Basis) -> tuple[ClassOdds, ...]:
    """Classes of both directions in the newest year and about ten years before.

    Every definition for trade; the main one also for each other measure that has largest ties.
    """
    found: list[ClassOdds] = []
    for definition in definitions():
        for subject, partner in basis.asked.directions():
            pair = subject.iso3, partner.iso3
            measures = [MAIN]
            if definition.main:
                measures += [one.measure for one in YARDSTICKS if _ranked(one)]
            for measure in measures:
                found += _odds(basis, definition, yardstick(measure), pair)
    return tuple(found)


def _ranked(item: Yardstick) -> bool:
    """Whether a measure other than the main one is placed among largest ties."""
    return item.measure != MAIN and "largest" in item.standing


def _odds(
    basis: Basis, definition: Definition, item: Yardstick, pair: tuple[str, str]
) -> Iterator[ClassOdds]:
    """Newest year with passages, then the earlier one."""
    course = course_of(basis, definition.kind, item, pair, YEARLY)
    if not course.years.size:
        if item.measure == MAIN:
            yield _record(definition, item, pair, basis.asked.years[1], None)
        return
    newest = int(course.years[-1])
    earlier = [int(year) for year in course.years if year <= newest - BACK][-1:]
    asked = (newest, *earlier)
    full = course_of(basis, definition.kind, item, pair, NEWEST, asked)
    ladder = definition.ladder
    crossed = class_crossings(course.years, course.point + TOUCH, course.draws + TOUCH, ladder)
    passages = _passages(crossed, course)
    yield _record(definition, item, pair, newest, at(full, newest), passages)
    for year in earlier:
        yield _record(definition, item, pair, year, at(full, year))


def course_of(
    basis: Basis,
    kind: str,
    item: Yardstick,
    pair: tuple[str, str],
    draws: int,
    only: tuple[int, ...] = (),
) -> Course:
    """A tie's course in the unit of a kind of definition, in all years or `only` in some."""
    if kind == "domains":
        return _domains(basis, pair, draws, only)
    if kind == "clients":
        own = tie(basis, item, *pair, draws, only=only)
        return _beside_clients(basis, item, pair, own, only)
    return placed_tie(basis, item, kind, pair, draws, only=only)


def _beside_clients(
    basis: Basis, item: Yardstick, pair: tuple[str, str], own: Course, only: tuple[int, ...]
) -> Course:
    """Percentile among the named clients of the same year, their noise drawn too."""
    draws = len(own.draws)
    others = [
        tie(basis, item, one.subject, one.partner, draws, only=only, seed=place + 1)
        for place, one in enumerate(clients(pair))
    ]
    point, drawn, years = [], [], []
    for place, year in enumerate(own.years):
        there = list(_last(others, int(year), STALE))
        if len(there) < FEWEST_CLIENTS:
            continue
        values = np.array([one.point[k] for one, k in there])
        noisy = np.array([one.draws[:, k] for one, k in there])
        years.append(int(year))
        point.append(_mid_rank(own.point[place], values))
        drawn.append(_mid_rank(own.draws[:, place], noisy))
    return _course(years, point, drawn, draws)


def _last(courses: list[Course], year: int, near: int) -> Iterator[tuple[Course, int]]:
    """Courses with a value in the `near` years before, and the place of the last one."""
    for one in courses:
        inside = np.flatnonzero((one.years <= year) & (one.years >= year - near))
        if inside.size:
            yield one, int(inside[-1])


def _mid_rank(value: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Percentile of each value among the others, ties counted half."""
    return 100 * (0.5 * (others < value) + 0.5 * (others <= value)).mean(axis=0)


def _domains(basis: Basis, pair: tuple[str, str], draws: int, only: tuple[int, ...]) -> Course:
    """Of the domains with data, the percentage in which the tie is among the upper twentieth."""
    counted = [item for item in YARDSTICKS if item.counts]
    courses = [placed_tie(basis, item, "pairs", pair, draws, only=only) for item in counted]
    every = np.unique(np.concatenate([[], *(one.years for one in courses)])).astype(int)
    every = np.array(only, dtype=int) if only else every
    point, drawn, years = [], [], []
    for year in every:
        last = list(_last(courses, int(year), NEAR))
        if len(last) < FEWEST_DOMAINS:
            continue
        years.append(int(year))
        # draws of several domains are paired by number only: their errors are independent
        point.append(100 * np.mean([one.point[k] >= CUT_OF_DOMAINS for one, k in last]))
        above = [one.draws[:, k] >= CUT_OF_DOMAINS for one, k in last]
        drawn.append(100 * np.mean(above, axis=0))
    return _course(years, point, drawn, draws)


def _course(years: list[int], point: list, drawn: list, draws: int) -> Course:  # type: ignore[type-arg]
    """Lists as a course, also where they are empty."""
    return Course(
        np.array(years, dtype=int),
        np.array(point, dtype=float),
        np.array(drawn, dtype=float).reshape(len(years), draws).T,
    )


def _record(
    definition: Definition, item: Yardstick, pair: tuple[str, str], year: int,
    course: Course | None, passages: tuple[Passage, ...] = (),
) -> ClassOdds:  # fmt: skip
    """One direction under one definition in one year."""
    shared = {
        "definition": definition.id,
        "subject": pair[0],
        "partner": pair[1],
        "domain": "standing" if definition.kind == "domains" else item.domain,
        "measure": "" if definition.kind == "domains" else item.measure,
        "year": year,
    }
    if course is None:
        why = absent("no value, or too few members of the class, in any year asked for")
        return ClassOdds(**shared, value=why, probabilities=(), passages=())
    draws = course.draws[:, 0]
    found = class_probabilities(draws, definition.ladder)
    return ClassOdds(
        **shared,
        value=estimate_from_draws(float(course.point[0]), draws, basis=BASIS),
        probabilities=tuple((one.name, one.probability, one.simulation_error) for one in found),
        passages=passages,
    )


def _passages(crossed: tuple[ClassCrossing, ...], course: Course) -> tuple[Passage, ...]:
    """Every passage upwards, also one that has not come; downwards those that came."""
    found = []
    for one in crossed:
        always = bool((course.point + TOUCH > one.cut).all())
        for upwards, passage in ((True, one.upwards), (False, one.downwards)):
            if upwards or passage.year is not None:
                found.append(
                    Passage(
                        name=one.name,
                        upwards=upwards,
                        year=passage.year,
                        low=_after_last_known(course.years, passage.low),
                        high=passage.high,
                        probability=passage.probability,
                        always=upwards and always,
                    )
                )
    return tuple(found)


def _after_last_known(years: np.ndarray, low: int | None) -> int | None:
    """A passage may have come in any absent year just before the first one that shows it."""
    before = years[years < low] if low is not None else years[:0]
    return int(before[-1]) + 1 if before.size else low
