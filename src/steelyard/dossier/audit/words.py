"""Sentences about verdicts, made from numbers by templates."""

from __future__ import annotations

from datetime import date

from steelyard.claims.claim import Claim
from steelyard.claims.outcome import DECIDED, Decision, Judged, Verdict
from steelyard.claims.reduce import TAKES
from steelyard.vocabulary.estimate import Estimate

RELATION = {
    "value": "",
    "approx": "about ",
    "ratio": "about ",
    "share": "about ",
    "greater": "above ",
    "less": "below ",
    "rank": "place ",
}
CHANGES = {
    TAKES["slope"]: "by year, ",
    TAKES["ends"]: "change over ",
    TAKES["change"]: "change over ",
}
TREND = {"trend_up": "rises", "trend_down": "falls"}
SMALL = 0.1  # below it two decimals leave too little
PLAIN_UNIT = {"ratio": "times", "1": "", "year": "", "rank": "", "index": ""}


def said(claim: Claim) -> str:
    """What a claim says of its quantity, such as "about 18 %"."""
    if claim.relation in TREND:
        return TREND[claim.relation]
    if not claim.values:
        return {"event": "happened", "ordering": "in this order"}.get(claim.relation, "a judgement")
    joined = {"range": " to ", "from_to": ", then "}.get(claim.means, "; ")
    numbers = joined.join(claim.digits)
    word = RELATION.get(claim.relation, "")
    if claim.said in ("nearly", "over", "about"):
        word = f"{claim.said} "
    unit = PLAIN_UNIT.get(claim.unit, claim.unit)
    return f"{word}{numbers} {unit}".strip()


def shown(value: Estimate, unit: str) -> str:
    """A number with its interval in a unit as it is read."""
    if unit == "1":
        return value.text(percent=True)
    if unit in ("year", "rank", "count"):
        return _whole(value)
    name = PLAIN_UNIT.get(unit, unit)
    ends = (value.low, value.high)
    reach = abs(value.point or 0.0) if None in ends else max(abs(end or 0.0) for end in ends)
    if value.point is not None and 0 < abs(value.point) < SMALL and reach < SMALL:
        span = "" if None in ends else " ({:.2g} to {:.2g})".format(*ends)
        return f"{value.point:.2g}{span}".replace("-", "−") + f" {name}".rstrip()
    return value.text(unit=name)


def _whole(value: Estimate) -> str:
    """A whole number with the whole numbers around it, no comma in a year."""
    if value.point is None:
        return value.text()
    point = f"{value.point:.0f}"
    if value.low is None or value.high is None or value.low == value.high:
        return point
    return f"{point} ({value.low:.0f} to {value.high:.0f})"


def sentence(claim: Claim, decision: Decision, lacking: tuple[str, ...]) -> str:
    """One plain sentence: verdict, number, source of the number, and what else there is to say."""
    main = decision.main
    if decision.verdict is Verdict.NOT_ASSERTED:
        return f"Not judged: {decision.why}."
    if main is None or decision.verdict in (Verdict.NOT_DECIDABLE, Verdict.NOT_COMPARABLE):
        return _open(decision, lacking)
    number = _number(main)
    if decision.verdict in DECIDED:
        return f"{_cap(decision.verdict)}: {number}; {_held(claim, main)}."
    return f"{_cap(decision.verdict)}: {decision.why}; {number}."


def _held(claim: Claim, judged: Judged) -> str:
    """What the number is held against: what was said, unless a row asks on another scale."""
    reading = judged.reading
    same = reading.unit == claim.unit or (reading.unit, claim.unit) == ("1", "percent")
    if not claim.values or same or not reading.relation or reading.against is None:
        return f"said: {said(claim)}"
    unit = PLAIN_UNIT.get(reading.unit, reading.unit)
    return f"held against: {RELATION.get(reading.relation, '')}{reading.against:g} {unit}".strip()


def _open(decision: Decision, lacking: tuple[str, ...]) -> str:
    """Why a claim stays open, and which data would decide it."""
    reason = decision.why or "no figure for it is in the data"
    text = f"{_cap(decision.verdict)}: {reason}"
    if decision.main is not None and decision.main.reading.value.present:
        text += f" ({_number(decision.main)})"
    return text + (f". It would take {lacking[0]}." if lacking else ".")


def _number(judged: Judged) -> str:
    """The number of a reading, its date and its source."""
    reading = judged.reading
    value = shown(reading.value, reading.unit)
    if reading.unit == "1" and reading.taken in CHANGES:
        value = value.replace(" %", " points")
    return f"{reading.title}, {CHANGES.get(reading.taken, '')}{reading.period}: {value}"


def said_then(day: date | None, verdict: Verdict | None, readings: int, why: str) -> str:
    """What the editions of the day of a statement say, or why they say nothing."""
    if verdict is None:
        return why if not readings else f"open on {day} ({why})"
    count = "one reading" if readings == 1 else f"{readings} readings"
    return f"{verdict} by {count} of what was out on {day}"


def robustness(decision: Decision) -> str:
    """How many other readings agree."""
    others = [
        each
        for each in decision.judged
        if each is not decision.main and each.reading.role in ("alternative", "vintage")
    ]
    decided = [each for each in others if each.outcome.verdict in DECIDED]
    if decision.main is None or not others:
        return "no other reading"
    side = decision.main.outcome.verdict is Verdict.FAILS
    same = sum((each.outcome.verdict is Verdict.FAILS) == side for each in decided)
    return f"{same} of {len(decided)} other decided readings agree" if decided else (
        f"none of {len(others)} other readings decides"
    )  # fmt: skip


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
