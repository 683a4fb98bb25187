"""The audit of a ledger: every claim with its verdict, every refused row with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from steelyard import __version__
from steelyard.claims.claim import Claim, Document, Ledger, Refusal
from steelyard.claims.contradictions import uncompared
from steelyard.claims.decide import decide
from steelyard.claims.read import built_in, documents, read_file
from steelyard.dossier.audit.consistency import checks_of, contradictions_of
from steelyard.dossier.audit.editions import Editions
from steelyard.dossier.audit.finders.cited import cited_origins
from steelyard.dossier.audit.finders.memberships import bloc_origins
from steelyard.dossier.audit.make import Case, Records
from steelyard.dossier.audit.readings import gather
from steelyard.dossier.audit.rows import quantities
from steelyard.dossier.audit.scores import pair_of, projections
from steelyard.dossier.audit.world import World
from steelyard.dossier.domains.energy.freight import rate_origins
from steelyard.dossier.records import StatedProjection
from steelyard.dossier.records.audit import Audit, ClaimVerdict, RefusedRow, SaidIn
from steelyard.dossier.request import DEFAULT_AS_OF, Request
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


def audit_of_pair(data: Dataset, asked: Request) -> Audit | None:
    """The audit of the built-in claims; None where the documents speak of another pair."""
    ledger = built_in()
    if set(pair_of(ledger)) != set(asked.codes):
        return None
    return audit(ledger, as_of=asked.as_of, data=data)


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
    'holds approximately'
    """
    ledger = built_in() if ledger is None else ledger
    world = World(dataset(as_of, store) if data is None else data)
    editions, make = Editions(world), Records()
    wanted = None if only is None else set(only)
    claims = [claim for claim in ledger.claims if wanted is None or claim.id in wanted]
    scored = projections({claim.id for claim in claims if claim.document in documents()}, world)
    verdicts: list[ClaimVerdict] = []
    refusals = list(ledger.refusals)
    for place, claim in enumerate(claims):
        if place % EVERY == 0:
            progress("judging claims", place / max(len(claims), 1))
        found = _judged(claim, world, editions, as_of)
        if isinstance(found, Refusal):
            refusals.append(found)
        else:
            verdicts.append(make.verdict(found, scored.get(claim.id)))
    found = _record(ledger, as_of, world.data, verdicts, refusals, make, scored.values())
    return found if wanted is not None else _with_consistency(found, ledger)


def _with_consistency(found: Audit, ledger: Ledger) -> Audit:
    """With what was worked out again; of a part of a ledger, the contradictions alone."""
    whole = len(ledger.claims) + ledger.refused_rows == ledger.rows
    return found.model_copy(update={
        "checks": checks_of(ledger) if whole else (),
        "contradictions": contradictions_of(ledger),
        "uncompared": uncompared(ledger.claims),
    })  # fmt: skip


def _judged(claim: Claim, world: World, editions: Editions, today: date) -> Case | Refusal:
    """A claim with its decision, or why its row is refused after all."""
    world.document = documents().get(claim.document)
    gathered = gather(claim, world)
    if gathered.misfit:
        allowed = f"a unit to which {gathered.misfit} can be turned"
        return Refusal(claim.row, claim.id, "unit", repr(claim.unit), allowed)
    then = editions.then(claim, gathered.readings)
    decision = decide(claim, (*gathered.readings, *then.readings), today)
    return Case(claim, decision, then, gathered.lacking or _needs(claim))


def _needs(claim: Claim) -> tuple[str, ...]:
    """Which data would decide it, where the evidence does not say."""
    return tuple(part.strip() for part in claim.needs.split(";") if part.strip())


def _record(
    ledger: Ledger, as_of: date, data: Dataset, verdicts: Sequence[ClaimVerdict],
    refusals: Sequence[Refusal], make: Records, scored: Iterable[StatedProjection],
) -> Audit:  # fmt: skip
    """The whole audit with the documents and origins that it speaks of."""
    used = dict.fromkeys(
        origin for item in verdicts for reading in item.readings for origin in reading.origins
    )
    used |= dict.fromkeys(origin for course in make.courses() for origin in course.origins)
    known = {**rate_origins(), **bloc_origins(), **cited_origins(), **data.origins}
    said_in: dict[str, Document] = {**documents(), **ledger.documents}
    names = dict.fromkeys(item.document for item in verdicts)
    refused = len({fault.row for fault in refusals})
    return Audit(
        steelyard_version=__version__,
        source=ledger.source,
        as_of=as_of,
        rows=len(verdicts) + refused,
        refused_rows=refused,
        documents=tuple(
            SaidIn(id=doc.id, title=doc.title, author=doc.author, said=doc.said)
            for doc in (said_in[name] for name in names if name in said_in)
        ),
        verdicts=tuple(verdicts),
        refusals=tuple(
            RefusedRow(row=r.row, id=r.id, column=r.column, found=r.found, allowed=r.allowed)
            for r in refusals
        ),
        courses=make.courses(),
        projections=tuple({each.id: each for each in scored}.values()),
        origins=tuple(known[name] for name in used if name in known),
    )
