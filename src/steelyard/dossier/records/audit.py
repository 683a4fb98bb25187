"""Records of an audit: each claim with its verdict, and every number that it rests on."""

from __future__ import annotations

from datetime import date
from typing import Literal

from steelyard.dossier.records.base import Record
from steelyard.dossier.records.forecasts import StatedProjection
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.provenance import Origin

VerdictName = Literal[
    "holds",
    "holds approximately",
    "fails",
    "depends on vintage",
    "depends on definition",
    "not comparable",
    "not decidable with these data",
    "not an assertion",
]


class EvidenceCourse(Record):
    """What readings were taken from, over time; `lows` and `highs` are None without interval."""

    id: str
    title: str
    unit: str
    periods: tuple[str, ...]
    values: tuple[float, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    origins: tuple[str, ...]


class EvidenceReading(Record):
    """One number that bears on a claim, with what it alone would say.

    `course` names the course that it was taken from; `levels` is what was said on the scale of
    that course, empty where the statement is of no level of it.
    """

    title: str
    role: Literal["main", "alternative", "vintage", "later"]
    taken: str
    period: str
    value: Estimate
    unit: str
    verdict: VerdictName
    chance: float | None  # probability that what was said holds within its tolerance
    margin: float | None  # distance inside (above 0) or outside of what was said
    why: str
    test: str  # relation and value held against, where the evidence states its own
    note: str
    course: str
    levels: tuple[float, ...]
    series: tuple[str, ...]
    origins: tuple[str, ...]


class ClaimVerdict(Record):
    """The verdict on one claim; `decided_by` is the place of the reading that it rests on.

    `verdict_then` is what the editions of the day on which it was said decide, where the data
    have them. `spans` are first and last date of each part of the period. `projection` names the
    scored projection that the claim is.
    """

    id: str
    document: str
    title: str
    domain: str
    actors: tuple[str, ...]
    quantity: str
    said: str
    period: str
    modality: str
    testability: str
    verdict: VerdictName
    why: str
    sentence: str
    as_said: str
    verdict_then: VerdictName | None
    spans: tuple[tuple[str, str], ...]
    projection: str
    robustness: str
    decided_by: int | None
    readings: tuple[EvidenceReading, ...]
    lacking: tuple[str, ...]


class RefusedRow(Record):
    """A fault of a row that was not judged."""

    row: int
    id: str
    column: str
    found: str
    allowed: str


class SaidIn(Record):
    """A document whose claims are judged."""

    id: str
    title: str
    author: str
    said: date


class ArithmeticCheck(Record):
    """A sum, percentage, ratio or date of a text worked out again from its own numbers.

    `result` comes from the numbers as written; from `low` to `high` lie the results that their
    rounding allows, from `stated_low` to `stated_high` what is stated (None: no end).
    """

    id: str
    document: str
    title: str
    said: str
    unit: str
    parts: str
    formula: str
    outcome: Literal[
        "consistent", "consistent within rounding", "does not add up", "cannot be worked out"
    ]
    result: float | None
    low: float | None
    high: float | None
    stated_low: float | None
    stated_high: float | None
    why: str
    note: str


class SaidSide(Record):
    """One side of a contradiction: what was said, and what that allows (None: no end)."""

    id: str
    document: str
    title: str
    said: str
    period: str
    low: float | None
    high: float | None


class SaidAgainst(Record):
    """Two statements about one quantity that cannot both be true within their tolerances."""

    quantity: str
    actors: tuple[str, ...]
    unit: str
    between_documents: bool
    one: SaidSide
    other: SaidSide
    apart: float  # from the end of one to the end of the other; 0 for a rise against a fall


class Audit(Record):
    """All verdicts on the claims of one file. Rows = verdicts + refused rows (law 12)."""

    steelyard_version: str
    source: str
    as_of: date
    rows: int
    refused_rows: int
    documents: tuple[SaidIn, ...]
    verdicts: tuple[ClaimVerdict, ...]
    refusals: tuple[RefusedRow, ...]
    courses: tuple[EvidenceCourse, ...]
    projections: tuple[StatedProjection, ...]
    origins: tuple[Origin, ...]
    checks: tuple[ArithmeticCheck, ...] = ()
    contradictions: tuple[SaidAgainst, ...] = ()
    uncompared: int = 0  # claims about one quantity that are too many to hold against each other

    def find(self, id: str) -> ClaimVerdict | None:
        """The verdict on the claim with this id."""
        return next((item for item in self.verdicts if item.id == id), None)

    def course(self, id: str) -> EvidenceCourse | None:
        """The course with this id."""
        return next((item for item in self.courses if item.id == id), None)

    def projection(self, id: str) -> StatedProjection | None:
        """The scored projection with this id."""
        return next((item for item in self.projections if item.id == id), None)

    def to_json(self) -> str:
        """The whole audit as JSON; `Audit.model_validate_json` reads it back."""
        return self.model_dump_json(indent=1)
