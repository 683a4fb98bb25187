"""Records of an audit: each claim with its verdict, and every number that it rests on."""

from __future__ import annotations

from datetime import date
from typing import Literal

from steelyard.dossier.records.base import Record
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


class EvidenceReading(Record):
    """One number that bears on a claim, with what it alone would say."""

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
    series: tuple[str, ...]
    origins: tuple[str, ...]


class ClaimVerdict(Record):
    """The verdict on one claim; `decided_by` is the place of the reading that it rests on."""

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
    origins: tuple[Origin, ...]

    def find(self, id: str) -> ClaimVerdict | None:
        """The verdict on the claim with this id."""
        return next((item for item in self.verdicts if item.id == id), None)

    def to_json(self) -> str:
        """The whole audit as JSON; `Audit.model_validate_json` reads it back."""
        return self.model_dump_json(indent=1)
