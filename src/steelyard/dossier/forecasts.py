"""Projections of documents about the two, each against what came and against naive forecasts."""

from __future__ import annotations

from steelyard.dossier.forecast_scores import shipped_scores
from steelyard.dossier.records import Forecasts, StatedProjection
from steelyard.dossier.stated.naive import naive
from steelyard.dossier.stated.outcomes import Course, Ground, courses
from steelyard.dossier.stated.rows import Stated, stated
from steelyard.dossier.stated.verdicts import outcomes, verdict


def forecasts(ground: Ground) -> Forecasts | None:
    """Projections that speak of no state but these two; None where there is none.

    Naive forecasts are made of the first basis that has a course. What was said after the day of
    the dataset is left out.
    """
    asked = frozenset(ground.asked.codes)
    day = ground.data.as_of
    rows = [
        row for row in stated()
        if row.states <= asked and row.said <= f"{day.year}-{day.month:02}"
    ]  # fmt: skip
    if not rows:
        return None
    return Forecasts(
        stated=tuple(scored_projection(row, ground) for row in rows),
        scores=shipped_scores(ground.asked.codes),
    )


def scored_projection(row: Stated, ground: Ground) -> StatedProjection:
    """One projection with all that is known of it."""
    found = [
        each
        for words in row.series if row.relation != "pact"
        for each in courses(words, ground)
    ]  # fmt: skip
    came = outcomes(row, found)
    word, reason = verdict(row, found, ground.data.as_of.year, ground)
    course = _fullest(row, found)
    values = {} if course is None else course.values
    # a bound is no outcome that a forecast could be scored by
    outcome = None if course is None or course.bound else values.get(row.last)
    made, fan, why = naive(row, values, row.known, outcome, ground.asked.seed)
    now = ()
    if word == "too early to say" and values and max(values) > row.known:
        now, _, _ = naive(row, values, max(values), None, ground.asked.seed)
    origins = tuple(dict.fromkeys(o for each in found for o in each.origins))
    return StatedProjection(
        id=row.id, document=row.document, said=row.said, said_by=row.said_by, text=row.text,
        quantity=row.quantity, unit=row.unit, known=row.known, first=row.first, last=row.last,
        low=row.low, high=row.high, basis="" if course is None else course.basis,
        history=tuple(sorted(values.items())), outcomes=came, naive=made, why_no_naive=why,
        fan=fan, now=now, verdict=word, reason=reason, note=row.note, claims=row.claims,
        origins=origins,
    )  # fmt: skip


def _fullest(row: Stated, found: list[Course]) -> Course | None:
    """The basis with most years up to the day, without a gap before those with one."""

    def fullness(course: Course) -> tuple[bool, int]:
        known = [year for year in course.values if year <= row.known]
        return bool(known) and len(known) == max(known) - min(known) + 1, len(known)

    return max(found, key=fullness, default=None)
