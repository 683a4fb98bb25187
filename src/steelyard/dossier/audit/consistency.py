"""Records of what was worked out again, and of statements that cannot both be true."""

from __future__ import annotations

from math import isfinite

from steelyard.claims.arithmetic import Ends
from steelyard.claims.claim import Claim, Ledger
from steelyard.claims.consistency import Checked, checked, contradicting
from steelyard.claims.contradictions import Contradiction
from steelyard.dossier.audit.words import PLAIN_UNIT, RELATION, said
from steelyard.dossier.records.audit import ArithmeticCheck, SaidAgainst, SaidSide


def checks_of(ledger: Ledger) -> tuple[ArithmeticCheck, ...]:
    """The arithmetic of a ledger."""
    return tuple(_check(each) for each in checked(ledger))


def contradictions_of(ledger: Ledger) -> tuple[SaidAgainst, ...]:
    """The contradictions of a ledger."""
    return tuple(_against(each) for each in contradicting(ledger))


def _check(found: Checked) -> ArithmeticCheck:
    """The record of one check."""
    check, worked = found.check, found.worked
    low, high = _ends(worked.possible)
    stated_low, stated_high = _ends(worked.stated)
    return ArithmeticCheck(
        id=check.id,
        document=check.document,
        title=check.title,
        said=_said(found),
        unit=check.unit,
        parts=check.parts,
        formula=check.formula,
        outcome=worked.outcome.value,  # type: ignore[arg-type]  # the same words
        result=worked.result,
        low=low,
        high=high,
        stated_low=stated_low,
        stated_high=stated_high,
        why=worked.why,
        note=check.note,
    )


def _said(found: Checked) -> str:
    """What is stated, such as "above 47 %"."""
    check = found.check
    word = RELATION.get(check.relation) or {"about": "about ", "nearly": "nearly "}.get(
        check.said, ""
    )
    joined = " to " if check.means == "range" else "; "
    return f"{word}{joined.join(check.values)} {_unit(check.unit)}".replace("-", "−").strip()


def _unit(unit: str) -> str:
    """A unit as it is read behind a number."""
    return {"percent": "%", "count": ""}.get(unit, PLAIN_UNIT.get(unit, unit))


def _against(found: Contradiction) -> SaidAgainst:
    """The record of one contradiction."""
    return SaidAgainst(
        quantity=found.one.quantity,
        actors=found.one.actors,
        unit=found.one.unit,
        between_documents=found.between,
        one=_side(found.one, found.allowed[0]),
        other=_side(found.other, found.allowed[1]),
        apart=found.apart,
    )


def _side(claim: Claim, allowed: Ends) -> SaidSide:
    """One side."""
    low, high = _ends(allowed)
    return SaidSide(
        id=claim.id,
        document=claim.document,
        title=claim.title,
        said=said(claim),
        period="; ".join(str(span) for span in claim.period),
        low=low,
        high=high,
    )


def _ends(ends: Ends | None) -> tuple[float | None, float | None]:
    """Ends as JSON has them: no infinity."""
    if ends is None:
        return None, None
    low, high = (end if isfinite(end) else None for end in (ends.low, ends.high))
    return low, high
