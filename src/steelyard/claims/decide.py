"""The verdict on a claim over all readings: definitions, vintages, and what was not asserted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from steelyard.claims.claim import Claim
from steelyard.claims.outcome import DECIDED, Decision, Judged, Reading, Verdict
from steelyard.claims.rules import judge

TRUE = (Verdict.HOLDS, Verdict.APPROXIMATELY)


def decide(claim: Claim, readings: Sequence[Reading], today: date) -> Decision:
    """The verdict on a claim.

    What was not said to be so is not judged; a forecast is, once its last year is over. The
    first main reading with a number decides. If it is decided and another definition is decided
    the other way, the verdict depends on the definition; if an earlier edition is, on the
    vintage. Where a statement has several parts, each part must hold.

    Parameters
    ----------
    claim : Claim
    readings : in the order of the evidence
        Their values in the unit of the claim.
    today : date
        On which forecasts are looked back at.
    """
    waiting = _not_asserted(claim, today)
    judged = tuple(Judged(reading, judge(claim, reading)) for reading in readings)
    if waiting:
        return Decision(Verdict.NOT_ASSERTED, waiting, None, judged)
    if not judged:
        return Decision(Verdict.NOT_DECIDABLE, "no figure for it is in the data", None, ())
    mains = _mains(judged)
    if not mains:
        return Decision(Verdict.NOT_DECIDABLE, "nothing in the data bears on it", None, judged)
    weakest = _weakest(mains)
    if weakest.outcome.verdict not in DECIDED:
        return Decision(weakest.outcome.verdict, weakest.outcome.why, weakest, judged)
    others = [each for each in judged if each not in mains and each.reading.role != "later"]
    return _with_others(weakest, others, judged)


def _with_others(main: Judged, others: Sequence[Judged], judged: tuple[Judged, ...]) -> Decision:
    """The main verdict, unless another decided reading says the opposite."""
    said = main.outcome.verdict in TRUE
    for role, verdict in (("vintage", Verdict.VINTAGE), ("alternative", Verdict.DEFINITION)):
        against = [
            each
            for each in others
            if each.reading.role == role
            and each.outcome.verdict in DECIDED
            and (each.outcome.verdict in TRUE) != said
        ]
        if against:
            why = f"{_words(main)} by {main.reading.title}, {_words(against[0])} by "
            return Decision(verdict, why + against[0].reading.title, main, judged)
    return Decision(main.outcome.verdict, "", main, judged)


def _words(judged: Judged) -> str:
    """An outcome as a verb."""
    return str(judged.outcome.verdict)


def _mains(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """The readings that the wording asks for: one for each part of the statement."""
    mains = [each for each in judged if each.reading.role == "main"]
    mains = mains or [each for each in judged if each.reading.role == "alternative"][:1]
    present = [each for each in mains if each.reading.value.present] or mains
    by_part: dict[int, Judged] = {}
    for each in present:
        by_part.setdefault(each.reading.place, each)
    for each in mains:  # a part without a number is not passed over
        by_part.setdefault(each.reading.place, each)
    return tuple(by_part.values())


def _weakest(mains: Sequence[Judged]) -> Judged:
    """The part on which the whole depends: what fails, then what nobody knows, then the rest."""
    order = {
        Verdict.FAILS: 0,
        Verdict.NOT_COMPARABLE: 1,
        Verdict.NOT_DECIDABLE: 2,
        Verdict.APPROXIMATELY: 3,
        Verdict.HOLDS: 4,
    }
    return min(mains, key=lambda each: order[each.outcome.verdict])


def _not_asserted(claim: Claim, today: date) -> str:
    """Why a claim is no assertion yet, or nothing."""
    if claim.modality == "asserted":
        return ""
    if claim.modality == "forecast":
        return f"a forecast for {claim.last}" if int(claim.last[:4]) >= today.year else ""
    return f"said as {claim.modality}, not as a fact"
