"""From evidence rows to readings: courses reduced to numbers in the unit of the claim."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from steelyard.claims.claim import Claim
from steelyard.claims.course import Course, over
from steelyard.claims.outcome import Reading
from steelyard.claims.periods import Span, spans
from steelyard.claims.reduce import TAKES, Taken, take
from steelyard.dossier.audit.finders import find
from steelyard.dossier.audit.rows import ROLES, EvidenceRow, rows_for
from steelyard.dossier.audit.world import World
from steelyard.vocabulary.errors import UnitMismatch
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.units import all_units, factor

TRENDS = ("trend_up", "trend_down")
SIGN_ONLY = (*TRENDS, "ordering")
# what is taken stands on the scale of the course, so that what was said can be drawn beside it
LEVELS = ("at", "last", "first", "mean", "most", "least", "each")
SAME_UNIT = {"times": "ratio", "share": "1", "index": "index", "log ratio": "ln"}
PART_OF = {"ratio": "1", "1": "ratio"}  # a share is a ratio of like to like, and is said as both


@dataclass(frozen=True, slots=True)
class Gathered:
    """The readings of a claim, which data would decide it, and a unit that does not fit."""

    readings: tuple[Reading, ...]
    lacking: tuple[str, ...]
    misfit: str = ""


def gather(claim: Claim, world: World, roles: Container[str] = ROLES) -> Gathered:
    """Every reading that the evidence gives for a claim, or those of some roles."""
    readings: list[Reading] = []
    lacking: list[str] = []
    misfit = ""
    for row in rows_for(claim):
        if row.role not in roles:
            continue
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
    course = _course(row, world)
    relation, against = row.test or ("", None)
    how = row.take or _usual(claim, relation or claim.relation)
    period = spans(row.when) if row.when else claim.period
    if how == "trend":
        yield from _trend(claim, row, course, period, world)
        return
    taken = _taken(course, how, period, world)
    if claim.relation == "event" and not claim.values and row.test is None:
        relation, against = "greater", 0.5  # one case in the register
        taken = _event(course, taken)
    yield _reading(claim, row, course, taken, TAKES[how], relation, against)


def _course(row: EvidenceRow, world: World) -> Course:
    """What a row finds, with the allowance for errors that nobody published; made once."""
    document = world.document.id if world.document else ""
    key = ("course", row.ask, row.over, row.error, document)
    if key not in world.made:
        course = find(row.ask, world)
        if row.over is not None:
            course = over(course, find(row.over, world))
        if row.error:
            course = replace(course, error=row.error)
        world.made[key] = course.settled()
    return world.made[key]


def _taken(course: Course, how: str, period: tuple[Span, ...], world: World) -> Taken:
    """A course reduced to one number; the same question is answered once."""
    key = ("taken", id(course), how, period)  # courses live as long as the world
    if key not in world.made:
        world.made[key] = take(course, how, period)
    return world.made[key]


def _usual(claim: Claim, relation: str) -> str:
    """How a number is taken where the row does not say."""
    if relation in TRENDS:
        return "trend"
    if relation == "event":
        return "count" if not claim.values else "year"
    single = len(claim.period) == 1 and claim.period[0].first == claim.period[0].last
    return "at" if single else "mean"


def _trend(
    claim: Claim, row: EvidenceRow, course: Course, period: tuple[Span, ...], world: World
) -> Iterator[Reading]:  # fmt: skip
    """The slope where there are figures enough, and the change between the ends beside it."""
    ends = _taken(course, "ends", period, world)
    slope = _taken(course, "slope", period, world)
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
        course=course if course.dots else None,
        levels=_levels(claim, row, course, how, against),
    )


def _levels(
    claim: Claim, row: EvidenceRow, course: Course, how: str, against: float | None
) -> tuple[float, ...]:
    """What was said as places on the scale of the course; nothing where it is no level."""
    if how not in {TAKES[name] for name in LEVELS} or not course.dots:
        return ()
    if row.test is not None:
        return () if against is None else (against,)
    if claim.relation in SIGN_ONLY or not claim.values or row.unit:
        return ()
    try:
        one = _converted(Estimate(1.0, 1.0, 1.0, None, "a unit"), course.unit, claim.unit, claim.id)
    except UnitMismatch:
        return ()
    values = claim.values if claim.means else claim.values[row.place : row.place + 1]
    return tuple(value / one.point for value in values) if one.point else ()


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
