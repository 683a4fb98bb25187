"""Records of verdicts, readings and the courses that readings were taken from."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.claims.claim import Claim
from steelyard.claims.course import Course
from steelyard.claims.outcome import DECIDED, Decision, Judged
from steelyard.dossier.audit.editions import Then
from steelyard.dossier.audit.words import robustness, said, said_then, sentence
from steelyard.dossier.records import StatedProjection
from steelyard.dossier.records.audit import ClaimVerdict, EvidenceCourse, EvidenceReading


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with its decision, what was known then, and which data would decide it."""

    claim: Claim
    decision: Decision
    then: Then
    lacking: tuple[str, ...]


class Records:
    """Makes records; a course from which many readings are taken is one record."""

    def __init__(self) -> None:
        self._courses: dict[int, tuple[Course, str]] = {}

    def courses(self) -> tuple[EvidenceCourse, ...]:
        """Every course that a reading was taken from, in the order of use."""
        return tuple(_course(course, name) for course, name in self._courses.values())

    def verdict(self, case: Case, projection: StatedProjection | None) -> ClaimVerdict:
        """The record of one claim."""
        claim, decision = case.claim, case.decision
        place = None
        if decision.main is not None:
            place = next(n for n, each in enumerate(decision.judged) if each is decision.main)
        then = case.then.verdict
        return ClaimVerdict(
            id=claim.id,
            document=claim.document,
            title=claim.title,
            domain=claim.domain,
            actors=claim.actors,
            quantity=claim.quantity,
            said=said(claim),
            period="; ".join(str(span) for span in claim.period),
            modality=claim.modality,
            testability=claim.testability,
            verdict=str(decision.verdict),  # type: ignore[arg-type]  # the same words
            why=decision.why,
            sentence=sentence(claim, decision, case.lacking),
            as_said=said_then(case.then.day, then, len(case.then.readings), case.then.why),
            verdict_then=None if then is None else str(then),  # type: ignore[arg-type]
            spans=tuple((span.first, span.last) for span in claim.period),
            projection="" if projection is None else projection.id,
            robustness=robustness(decision),
            decided_by=place,
            readings=tuple(self._reading(each) for each in decision.judged),
            lacking=case.lacking if decision.verdict not in DECIDED else (),
        )

    def _reading(self, judged: Judged) -> EvidenceReading:
        """The record of one reading."""
        reading, outcome = judged.reading, judged.outcome
        against = "" if reading.against is None else f" {reading.against:g}"
        return EvidenceReading(
            title=reading.title,
            role=reading.role,
            taken=reading.taken,
            period=reading.period,
            value=reading.value,
            unit=reading.unit,
            verdict=str(outcome.verdict),  # type: ignore[arg-type]  # the same words
            chance=outcome.chance,
            margin=outcome.margin,
            why=outcome.why,
            test=f"{reading.relation}{against}" if reading.relation else "",
            note=reading.note,
            course=self._name(reading.course),
            levels=reading.levels,
            series=reading.series,
            origins=reading.origins,
        )

    def _name(self, course: Course | None) -> str:
        """The name of a course; the same object is the same course."""
        if course is None:
            return ""
        name = f"k{len(self._courses) + 1}"
        return self._courses.setdefault(id(course), (course, name))[1]


def _course(course: Course, name: str) -> EvidenceCourse:
    """The record of a course."""
    values = [dot.value for dot in course.dots if dot.value.point is not None]
    return EvidenceCourse(
        id=name,
        title=course.title,
        unit=course.unit,
        periods=tuple(dot.period for dot in course.dots if dot.value.point is not None),
        values=tuple(value.point or 0.0 for value in values),
        lows=tuple(value.low for value in values),
        highs=tuple(value.high for value in values),
        origins=tuple(dict.fromkeys(name for dot in course.dots for name in dot.origins)),
    )
