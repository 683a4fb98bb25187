"""From evidence rows to readings: courses reduced to numbers in the unit of the claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from steelyard.claims.claim import Claim
from steelyard.claims.course import Course, over
from steelyard.claims.outcome import Reading
from steelyard.claims.periods import Span, spans
from steelyard.claims.reduce import TAKES, Taken, take
from steelyard.dossier.audit.finders import find
from steelyard.dossier.audit.rows import EvidenceRow, rows_for
from steelyard.dossier.audit.world import World
from steelyard.vocabulary.errors import UnitMismatch
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.units import all_units, factor

TRENDS = ("trend_up", "trend_down")
SIGN_ONLY = (*TRENDS, "ordering")
SAME_UNIT = {"times": "ratio", "share": "1", "index": "index", "log ratio": "ln"}
PART_OF = {"ratio": "1", "1": "ratio"}  # a share is a ratio of like to like, and is said as both


@dataclass(frozen=True, slots=True)
class Gathered:
    """The readings of a claim, which data would decide it, and a unit that does not fit."""

    readings: tuple[Reading, ...]
    lacking: tuple[str, ...]
    misfit: str = ""


def gather(claim: Claim, world: World) -> Gathered:
    """Every reading that the evidence gives for a claim."""
    readings: list[Reading] = []
    lacking: list[str] = []
    misfit = ""
    for row in rows_for(claim):
        if row.role == "missing":
            lacking.append(row.note)
            continue
        try:
            readings.extend(_readings(claim, row, world))
        except UnitMismatch as error:
            misfit = error.found
    known = any(reading.value.present for reading in readings)
    return Gathered(tuple(readings), tuple(lacking), misfit if not known else "")


def _readings(claim: Claim, row: EvidenceRow, world: World) -> Iterator[Reading]:
    """The reading of a row; a trend has two, the slope and the change between its ends."""
    course = find(row.ask, world)
    if row.over is not None:
        course = over(course, find(row.over, world))
    if row.error:
        course = replace(course, error=row.error)
    relation, against = row.test or ("", None)
    how = row.take or _usual(claim, relation or claim.relation)
    period = spans(row.when) if row.when else claim.period
    if how == "trend":
        yield from _trend(claim, row, course, period)
        return
    taken = take(course.settled(), how, period)
    if claim.relation == "event" and not claim.values and row.test is None:
        relation, against = "greater", 0.5  # one case in the register
        taken = _event(course, taken)
    yield _reading(claim, row, course, taken, TAKES[how], relation, against)


def _usual(claim: Claim, relation: str) -> str:
    """How a number is taken where the row does not say."""
    if relation in TRENDS:
        return "trend"
    if relation == "event":
        return "count" if not claim.values else "year"
    single = len(claim.period) == 1 and claim.period[0].first == claim.period[0].last
    return "at" if single else "mean"


def _trend(
    claim: Claim, row: EvidenceRow, course: Course, period: tuple[Span, ...]
) -> Iterator[Reading]:
    """The slope where there are figures enough, and the change between the ends beside it."""
    ends = take(course.settled(), "ends", period)
    slope = take(course, "slope", period)
    relation, against = row.test or ("", None)
    if slope.value.present:
        yield _reading(claim, row, course, slope, TAKES["slope"], relation, against)
        row = replace(row, role="alternative" if row.role == "main" else row.role)
    yield _reading(claim, row, course, ends, TAKES["ends"], relation, against)


def _event(course: Course, taken: Taken) -> Taken:
    """No case in the period decides only where the register holds every case."""
    if taken.value.point == 0 and not course.complete:
        return replace(taken, value=absent("the register need not hold every case"))
    return taken


def _reading(
    claim: Claim, row: EvidenceRow, course: Course, taken: Taken, how: str, relation: str,
    against: float | None,
) -> Reading:  # fmt: skip
    """A reading in the unit of the claim."""
    signs = (relation or claim.relation) in SIGN_ONLY or bool(relation)
    unit = row.unit or taken.unit
    value = taken.value
    if value.present and not signs:
        value, unit = _converted(value, unit, claim.unit, claim.id), claim.unit
    return Reading(
        title=course.title,
        role=row.role,  # type: ignore[arg-type]  # checked where the row is read
        value=value,
        unit=unit,
        period=taken.period,
        taken=how,
        origins=taken.origins,
        series=course.series,
        error="count",  # the allowance is made before a number is taken
        proxy=row.proxy,
        comparable=course.why != "the two sides have no year in common",
        place=row.place,
        relation=relation,
        against=against,
        note=row.note,
    )


def _converted(value: Estimate, unit: str, wanted: str, where: str) -> Estimate:
    """An estimate in another unit of the same dimension; a ratio of like to like is a share."""
    unit = SAME_UNIT.get(unit, unit)
    if unit == wanted or wanted not in all_units():
        return value
    known = all_units()
    if (
        unit in PART_OF
        and wanted in known
        and known[unit].dimension != known[wanted].dimension
        and known[PART_OF[unit]].dimension == known[wanted].dimension
    ):
        unit = PART_OF[unit]
    if unit not in known:
        raise UnitMismatch(
            where=where, found=f"{unit} to {wanted}", expected="two units of one dimension",
            remedy="Give the claim in the unit of its quantity.",
        )  # fmt: skip
    size = factor(unit, wanted, where=where)
    point, low, high = (
        None if end is None else end * size for end in (value.point, value.low, value.high)
    )
    return Estimate(point, low, high, value.level, value.basis, value.kind)
