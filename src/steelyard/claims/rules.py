"""The verdict on one reading: whether what was said is true of this number, and how surely."""

from __future__ import annotations

from math import inf

from steelyard.claims.chance import allowed, below, between
from steelyard.claims.claim import Claim
from steelyard.claims.outcome import Outcome, Reading, Verdict
from steelyard.claims.thresholds import (
    ABOUT,
    FAILS,
    HOLDS,
    LIKELY,
    LOOSER,
    RANK_EXACT,
    RANK_HALF,
    RANK_LOOSER,
    YEAR_HALF,
    YEAR_LOOSER,
)
from steelyard.claims.tolerance import Room, room
from steelyard.vocabulary.estimate import Estimate

NEAR = ("value", "approx", "ratio", "share")
WIDE = "the interval of the evidence is too wide to tell"
NO_NUMBER = "the statement gives nothing that a number could be held against"


def judge(claim: Claim, reading: Reading) -> Outcome:
    """The outcome of one reading, whose value is in the unit of the claim.

    The relation holds if its probability within the tolerance is at least `HOLDS`; it holds
    approximately if the number lies within twice the tolerance and is likely (`LIKELY`) to; it
    fails if the probability of that is at most `FAILS` and all the rest lies on one side; else the
    evidence cannot tell. An interval that is wide on both sides of what was said is no reason to
    call it wrong.
    """
    if not reading.comparable:
        return Outcome(Verdict.NOT_COMPARABLE, why=_reason(reading))
    if not reading.value.present:
        return Outcome(Verdict.NOT_DECIDABLE, why=_reason(reading))
    if reading.proxy:
        return Outcome(Verdict.NOT_DECIDABLE, why="stands near what was said, but is not it")
    value = allowed(reading.value, reading.error)
    low, high, wide_low, wide_high = limits(claim, reading)
    if low == -inf and high == inf:
        return Outcome(Verdict.NOT_DECIDABLE, why=NO_NUMBER)
    chance, looser = _within(value, low, high), _within(value, wide_low, wide_high)
    margin = margin_of(value, low, high)
    if chance >= HOLDS:
        return Outcome(Verdict.HOLDS, chance, looser, margin)
    has_room = (low, high) != (wide_low, wide_high)  # a rise or a first place has none
    if has_room and looser >= LIKELY and margin_of(value, wide_low, wide_high) >= 0:
        return Outcome(Verdict.APPROXIMATELY, chance, looser, margin)
    beside = max(_within(value, -inf, wide_low), _within(value, wide_high, inf))
    if looser <= FAILS and beside >= 1 - FAILS:
        return Outcome(Verdict.FAILS, chance, looser, margin)
    return Outcome(Verdict.NOT_DECIDABLE, chance, looser, margin, WIDE)


def limits(claim: Claim, reading: Reading) -> tuple[float, float, float, float]:
    """Between which ends the value must lie, and between which for "approximately"."""
    relation = reading.relation or claim.relation
    if relation == "trend_up":
        return 0.0, inf, 0.0, inf
    if relation == "trend_down":
        return -inf, 0.0, -inf, 0.0
    if relation == "ordering":  # the smallest step from one actor down to the next
        return 0.0, inf, 0.0, inf
    said = _said(claim, reading)
    if said is None:
        return -inf, inf, -inf, inf
    first, last, slack = said
    if relation in ("greater", "less"):
        near = min(slack.below, ABOUT * abs(first))  # a threshold itself has no room
        if relation == "greater":
            return first, inf, first - near, inf
        return -inf, last, -inf, last + near
    if relation == "rank":
        wide = RANK_LOOSER if first > RANK_EXACT else RANK_HALF
        return first - RANK_HALF, last + RANK_HALF, first - wide, last + wide
    if relation == "event":
        return first - YEAR_HALF, last + YEAR_HALF, first - YEAR_LOOSER, last + YEAR_LOOSER
    if relation in NEAR:
        wide = slack.times(LOOSER)
        return (
            first - slack.below, last + slack.above, first - wide.below, last + wide.above
        )  # fmt: skip
    return -inf, inf, -inf, inf


def _said(claim: Claim, reading: Reading) -> tuple[float, float, Room] | None:
    """The smallest and the largest value said, and the room around them."""
    if reading.against is not None:
        return reading.against, reading.against, Room(0.0, 0.0)
    if not claim.values:
        return None
    if claim.means == "range":
        low, high = sorted(claim.values)
        return low, high, room(claim, claim.values.index(low))
    place = min(reading.place, len(claim.values) - 1)
    return claim.values[place], claim.values[place], room(claim, place)


def _within(value: Estimate, low: float, high: float) -> float:
    """Probability of lying from `low` to `high`; a trend or threshold has one end only."""
    if high == inf:
        return _at_least(value, low)
    if low == -inf:
        return below(value, high)
    return between(value, low, high)


def _at_least(value: Estimate, limit: float) -> float:
    """Probability of being at least `limit`: the mirror image of being at most it."""
    assert value.point is not None
    low = None if value.high is None else -value.high
    high = None if value.low is None else -value.low
    return below(Estimate(-value.point, low, high, value.level, value.basis, value.kind), -limit)


def margin_of(value: Estimate, low: float, high: float) -> float:
    """Distance to the nearer end: above 0 inside, below 0 outside."""
    assert value.point is not None
    return min(value.point - low, high - value.point)


def _reason(reading: Reading) -> str:
    """Why a reading has no number."""
    return reading.value.basis.removeprefix("absent:").strip() or reading.note
