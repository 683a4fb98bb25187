"""What changed between two years and why, put together from its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from steelyard.dossier.basis import Basis
from steelyard.dossier.explanation.breaks import break_tests
from steelyard.dossier.explanation.controls import controls
from steelyard.dossier.explanation.discrepancies import discrepancies, gap_sentences
from steelyard.dossier.explanation.diversion import diversion
from steelyard.dossier.explanation.ends import ends
from steelyard.dossier.explanation.expected import expected_flows
from steelyard.dossier.explanation.goods import goods_change
from steelyard.dossier.explanation.levels import dependence_change, log_ratio_change
from steelyard.dossier.explanation.register import turning_years
from steelyard.dossier.explanation.sentences import sentences
from steelyard.dossier.explanation.shares import share_changes
from steelyard.dossier.explanation.span import Span, span_of
from steelyard.dossier.explanation.totals import declared_totals
from steelyard.dossier.records import Break, Change, Counterfactual, Event, Explanation, Series


@dataclass(frozen=True, slots=True)
class Question:
    """Between which years, and around which events; what is left open is chosen by rule."""

    start: int | None = None
    end: int | None = None
    events: tuple[int, ...] = ()


def explanation(
    basis: Basis,
    found: tuple[Series, ...],
    events: tuple[Event, ...],
    question: Question,
    progress: Callable[[str, float], None] = lambda step, done: None,
) -> Explanation | None:
    """Changes, breaks, counterfactuals and discrepancies; None where no two years are at hand.

    Raises
    ------
    BadYears
        If the years asked for are equal, reversed or not within the dossier's.
    """
    span = span_of(basis, question.start, question.end)
    if span is None:
        return None
    progress("splitting changes", 0.0)
    changes = _changes(basis, span, found)
    surges = turning_years(basis, span, question.events, ())
    progress("looking for breaks", 0.2)
    asked_for = (*_of_pair(found, basis), *declared_totals(basis))
    tests, breaks = break_tests(asked_for, events, basis.asked.seed)
    turns = surges or turning_years(basis, span, (), _of_trade(breaks))
    progress("building counterfactuals", 0.4)
    made = controls(basis, span, turns) if span.first is not None else ()
    progress("expecting trade", 0.6)
    expected = expected_flows(basis, span, turns)
    counterfactuals = (*made, *expected, *diversion(basis, span, turns))
    gaps = discrepancies(basis, span)
    return Explanation(
        start=span.asked[0],
        end=span.asked[1],
        sentences=sentences(span, changes, tests, breaks, counterfactuals, gap_sentences(gaps)),
        changes=changes,
        breaks=breaks,
        tests=tests,
        counterfactuals=counterfactuals,
        discrepancies=gaps,
        limits=_limits(span, changes, counterfactuals),
    )


def _changes(basis: Basis, span: Span, found: tuple[Series, ...]) -> tuple[Change, ...]:
    """Every change that has a number at both ends, both directions."""
    made: list[Change | None] = []
    if span.first is not None and span.last is not None:
        both = {code: ends(basis, code, span.first, span.last) for code in basis.asked.codes}
        for subject, partner in basis.asked.directions():
            made += share_changes(basis, span, subject, partner, both[subject.iso3])
        a, b = basis.asked.codes
        made.append(log_ratio_change(basis, span, found, both[a], both[b]))
    for subject, partner in basis.asked.directions():
        made.append(dependence_change(span, found, subject, partner))
        made.append(goods_change(basis, span, subject, partner))
    return tuple(change for change in made if change is not None)


def _of_pair(found: tuple[Series, ...], basis: Basis) -> tuple[Series, ...]:
    """Series that speak of the two states and nobody else."""
    codes = {*basis.asked.codes, None}
    return tuple(one for one in found if one.subject in codes and one.partner in codes)


def _of_trade(breaks: tuple[Break, ...]) -> tuple[int, ...]:
    """First years of the new course in the pair's trade shares."""
    return tuple(
        one.year + 1
        for one in breaks
        if one.measure in ("trade.trade_share", "trade.export_share", "trade.import_share")
    )


def _limits(
    span: Span,
    changes: tuple[Change, ...],
    counterfactuals: tuple[Counterfactual, ...],
) -> tuple[str, ...]:
    """What holds for all of it, each once."""
    known = [change.limits for change in changes]
    if span.first is None:
        known.append("No trade between the two is known in two different years of the span.")
    elif not any(one.id.startswith("gravity") for one in counterfactuals):
        known.append("Expected trade needs the distances of both states to all main economies.")
    if span.first is not None and not any(
        one.id.startswith("synthetic") for one in counterfactuals
    ):
        known.append(
            "No synthetic control: no surge of measures is registered and no break found from "
            f"{span.asked[0]} to {span.asked[1]}, or too few years lie before it."
        )
    return tuple(dict.fromkeys(filter(None, known)))
