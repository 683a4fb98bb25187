"""The part of the page on claims: every statement as a row that opens to its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from steelyard.claims.reduce import TAKES
from steelyard.dossier.audit.words import shown
from steelyard.dossier.records import Dossier
from steelyard.dossier.records.audit import (
    Audit,
    ClaimVerdict,
    EvidenceCourse,
    EvidenceReading,
    SaidIn,
)
from steelyard.report.claim_chart import charted, claim_chart
from steelyard.report.claim_words import (
    CLASSES,
    document_name,
    domain_name,
    margin_words,
    others_words,
    projection_words,
    quantity_words,
)

MOST_NUMBERS = 16  # points of a course that the page prints; all of them are in the file


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One number that bears on a claim, as the page shows it."""

    role: str
    title: str
    value: str
    margin: str
    verdict: str
    note: str
    anchor: str  # of the series in the tables of all series, or empty


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as the page shows it; `class_` stands for its verdict."""

    claim: ClaimVerdict
    class_: str
    document: str
    domain: str
    asked: str
    chart: Markup
    numbers: str
    others: str
    readings: tuple[ReadingRow, ...]
    nothing: str  # readings without a number, and why
    origins: tuple[str, ...]
    projection: str


@dataclass(frozen=True, slots=True)
class ClaimsPart:
    """All rows, and the words of the three filters."""

    audit: Audit
    rows: tuple[ClaimRow, ...]
    documents: tuple[tuple[str, str], ...]
    domains: tuple[tuple[str, str], ...]
    verdicts: tuple[tuple[str, str], ...]


def claims_part(dossier: Dossier, anchors: dict[str, str]) -> ClaimsPart | None:
    """The rows of the audit; None where the documents speak of another pair."""
    audit = dossier.audit
    if audit is None or not audit.verdicts:
        return None
    courses = {course.id: course for course in audit.courses}
    documents = {doc.id: doc for doc in audit.documents}
    domains = dict.fromkeys(claim.domain for claim in audit.verdicts)
    used = {claim.verdict for claim in audit.verdicts}
    return ClaimsPart(
        audit=audit,
        rows=tuple(_row(claim, audit, courses, documents, anchors) for claim in audit.verdicts),
        documents=tuple((doc.id, document_name(doc)) for doc in audit.documents),
        domains=tuple((name, domain_name(name)) for name in sorted(domains)),
        verdicts=tuple((short, name) for name, short in CLASSES.items() if name in used),
    )


def _row(
    claim: ClaimVerdict,
    audit: Audit,
    courses: dict[str, EvidenceCourse],
    documents: dict[str, SaidIn],
    anchors: dict[str, str],
) -> ClaimRow:
    """One claim with chart, readings and numbers."""
    drawn = charted(claim, courses)
    course = None if drawn is None else courses[drawn.course]
    document = documents.get(claim.document)
    origins = dict.fromkeys(name for reading in claim.readings for name in reading.origins)
    empty = dict.fromkeys(
        f"{reading.title} ({reading.why or reading.value.text()})"
        for reading in claim.readings
        if not reading.value.present
    )
    return ClaimRow(
        claim=claim,
        class_=CLASSES[claim.verdict],
        document="" if document is None else document_name(document),
        domain=domain_name(claim.domain),
        asked=quantity_words(claim),
        chart=claim_chart(claim, drawn, course) if drawn and course else Markup(""),
        numbers="" if course is None else _numbers(course),
        others=others_words(claim),
        readings=tuple(
            _reading(reading, place == claim.decided_by, anchors)
            for place, reading in enumerate(claim.readings)
            if reading.value.present
        ),
        nothing="; ".join(empty),
        origins=tuple(origins),
        projection=projection_words(audit.projection(claim.projection)),
    )


def _reading(reading: EvidenceReading, decides: bool, anchors: dict[str, str]) -> ReadingRow:
    """A reading with its number, margin and own verdict."""
    taken = "" if reading.taken == TAKES["at"] else f"{reading.taken}, "
    titled = f"{reading.title}, {taken}{reading.period}"
    why = f" ({reading.why})" if reading.why else ""
    return ReadingRow(
        role="decides" if decides else {"vintage": "as known then"}.get(reading.role, reading.role),
        title=titled,
        value=shown(reading.value, reading.unit),
        margin=margin_words(reading),
        verdict=f"{reading.verdict}{why}".replace(" with these data", ""),
        note=reading.note,
        anchor=next((anchors[name] for name in reading.series if name in anchors), ""),
    )


def _numbers(course: EvidenceCourse) -> str:
    """The newest numbers of a course in one line of text."""
    scale = 100.0 if course.unit == "1" else 1.0
    points: Sequence[tuple[str, float]] = list(zip(course.periods, course.values, strict=True))
    cut = points[-MOST_NUMBERS:]
    told = ", ".join(f"{period}: {_digits(value * scale)}" for period, value in cut)
    unit = "%" if course.unit == "1" else course.unit
    return f"{course.title}, {unit}: " + ("… " if len(cut) < len(points) else "") + told


def _digits(value: float) -> str:
    """A number with three significant digits, or as a whole number."""
    if value == round(value) or abs(value) >= 100:
        return f"{value:.0f}".replace("-", "−")
    return f"{value:.3g}".replace("-", "−")
