"""The audit of a ledger: every claim with its verdict, every refused row with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from steelyard import __version__
from steelyard.claims.claim import Claim, Document, Ledger, Refusal
from steelyard.claims.decide import decide
from steelyard.claims.outcome import DECIDED, Decision, Judged, Reading
from steelyard.claims.read import built_in, documents, read_file
from steelyard.dossier.audit.readings import gather
from steelyard.dossier.audit.rows import quantities
from steelyard.dossier.audit.words import robustness, said, sentence
from steelyard.dossier.audit.world import World
from steelyard.dossier.domains.energy.freight import rate_origins
from steelyard.dossier.records.audit import (
    Audit,
    ClaimVerdict,
    EvidenceReading,
    RefusedRow,
    SaidIn,
)
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import Dataset
from steelyard.reference.overlay import dataset

Progress = Callable[[str, float], None]
EVERY = 200  # claims between two steps of the progress


def known_quantities() -> frozenset[str]:
    """Keys that a file may use: those with evidence and those of the built-in claims."""
    return frozenset({*quantities(), *(claim.quantity for claim in built_in().claims)})


def audit_file(path: Path, **options) -> Audit:
    """The audit of a CSV or YAML file of claims; see `audit` for the options."""
    return audit(read_file(path, known_quantities()), **options)


def audit(
    ledger: Ledger | None = None,
    *,
    as_of: date = DEFAULT_AS_OF,
    data: Dataset | None = None,
    store: Path | None = None,
    only: Iterable[str] | None = None,
    progress: Progress = lambda step, done: None,
) -> Audit:
    """Every claim of a ledger with its verdict.

    Parameters
    ----------
    ledger : Ledger, optional
        By default the built-in claims.
    as_of : date
        Judge by what was published by this day (law 6), and take it for today.
    data : Dataset, optional
        By default the embedded dataset with what `store` adds.
    only : ids, optional
        Judge these claims alone.

    Examples
    --------
    >>> found = audit(only=["s001-c43"])
    >>> found.find("s001-c43").verdict
    'holds'
    """
    ledger = built_in() if ledger is None else ledger
    world = World(dataset(as_of, store) if data is None else data)
    wanted = None if only is None else set(only)
    claims = [claim for claim in ledger.claims if wanted is None or claim.id in wanted]
    verdicts: list[ClaimVerdict] = []
    refusals = list(ledger.refusals)
    for place, claim in enumerate(claims):
        if place % EVERY == 0:
            progress("judging claims", place / max(len(claims), 1))
        found = _judged(claim, world, as_of)
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            verdicts.append(found)
    return _record(ledger, as_of, world.data, verdicts, refusals, len(claims))


def _judged(claim: Claim, world: World, today: date) -> ClaimVerdict | Refusal:
    """A claim's verdict, or why its row is refused after all."""
    world.document = documents().get(claim.document)
    gathered = gather(claim, world)
    if gathered.misfit:
        allowed = f"a unit to which {gathered.misfit} can be turned"
        return Refusal(claim.row, claim.id, "unit", repr(claim.unit), allowed)
    readings = _with_earlier(claim, gathered.readings, world)
    lacking = gathered.lacking or _needs(claim)
    return _verdict(claim, decide(claim, readings, today), lacking, world)


def _with_earlier(
    claim: Claim, readings: tuple[Reading, ...], world: World
) -> tuple[Reading, ...]:  # fmt: skip
    """The main readings as they were when it was said, where editions of that day are known.

    Only an origin whose day of publication is known tells what was known on a day.
    """
    document = world.document
    day = claim.as_of or (document.said if document else None)
    dated = [each for each in readings if each.role == "main" and _dated(each, world.data, None)]
    if day is None or day >= world.data.as_of or not dated:
        return readings
    earlier = World(dataset(day, None), document)
    found = [
        replace(each, role="vintage")
        for each in gather(claim, earlier).readings
        if each.role == "main" and each.value.present and _dated(each, earlier.data, day)
    ]
    return (*readings, *found)


def _dated(reading: Reading, data: Dataset, by: date | None) -> bool:
    """Whether every origin's day of publication is known, and by a day."""
    origins = [data.origins[name] for name in reading.origins if name in data.origins]
    return bool(origins) and all(
        origin.published is not None and (by is None or origin.published <= by)
        for origin in origins
    )


def _needs(claim: Claim) -> tuple[str, ...]:
    """Which data would decide it, where the evidence does not say."""
    return tuple(part.strip() for part in claim.needs.split(";") if part.strip())


def _verdict(
    claim: Claim, decision: Decision, lacking: tuple[str, ...], world: World
) -> ClaimVerdict:  # fmt: skip
    """The record of one claim."""
    open_question = decision.verdict not in DECIDED
    place = None
    if decision.main is not None:
        place = next(n for n, each in enumerate(decision.judged) if each is decision.main)
    vintages = sum(each.reading.role == "vintage" for each in decision.judged)
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
        sentence=sentence(claim, decision, lacking),
        as_said=f"{vintages} readings of an edition of that day" if vintages else (
            "no edition of that day in the data"
        ),
        robustness=robustness(decision),
        decided_by=place,
        readings=tuple(_reading(each) for each in decision.judged),
        lacking=lacking if open_question else (),
    )  # fmt: skip


def _reading(judged: Judged) -> EvidenceReading:
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
        series=reading.series,
        origins=reading.origins,
    )


def _record(
    ledger: Ledger, as_of: date, data: Dataset, verdicts: Sequence[ClaimVerdict],
    refusals: Sequence[Refusal], judged: int,
) -> Audit:  # fmt: skip
    """The whole audit with the documents and origins that it speaks of."""
    used = dict.fromkeys(
        origin for item in verdicts for reading in item.readings for origin in reading.origins
    )
    known = {**rate_origins(), **data.origins}
    said_in: dict[str, Document] = {**documents(), **ledger.documents}
    names = dict.fromkeys(item.document for item in verdicts)
    late = judged - len(verdicts)
    return Audit(
        steelyard_version=__version__,
        source=ledger.source,
        as_of=as_of,
        rows=judged + ledger.refused_rows,
        refused_rows=ledger.refused_rows + late,
        documents=tuple(
            SaidIn(id=doc.id, title=doc.title, author=doc.author, said=doc.said)
            for doc in (said_in[name] for name in names if name in said_in)
        ),
        verdicts=tuple(verdicts),
        refusals=tuple(
            RefusedRow(row=r.row, id=r.id, column=r.column, found=r.found, allowed=r.allowed)
            for r in refusals
        ),
        origins=tuple(known[name] for name in used if name in known),
    )
