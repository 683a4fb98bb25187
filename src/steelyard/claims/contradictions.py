"""Which statements cannot both be true: same quantity, same actors, values too far apart.

Found by rule, without any data: what each statement allows within its own tolerance is held
against what the other allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

from steelyard.claims.arithmetic import Ends
from steelyard.claims.claim import Claim
from steelyard.claims.periods import Span
from steelyard.claims.thresholds import COVERED, RANK_HALF, YEAR_HALF
from steelyard.claims.tolerance import room
from steelyard.vocabulary.errors import UnitMismatch
from steelyard.vocabulary.units import all_units, factor

ASSERTED = ("asserted", "forecast")
SIGNS = {"trend_up": Ends(0.0, inf), "trend_down": Ends(-inf, 0.0)}
NEAR = ("value", "approx", "ratio", "share")
MOST = 300  # claims about one quantity: 45,000 pairs
# A share, a ratio or a place is the same however long the period; an amount adds up over time.
STANDING = ("%", "1", "ratio", "rank", "index")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims with what each allows, in the unit of the first; `apart` lies between them."""

    one: Claim
    other: Claim
    allowed: tuple[Ends, Ends]
    apart: float

    @property
    def between(self) -> bool:
        """Whether two documents say it, and not one."""
        return self.one.document != self.other.document


def contradictions(claims: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """Every pair that cannot both be true, in the order of the claims.

    Examples
    --------
    >>> from steelyard.claims.read import built_in
    >>> [(each.one.id, each.other.id) for each in contradictions(built_in().claims)]
    [('s001-c04', 's003-c37')]
    """
    small = (group for group in _groups(claims) if len(group) <= MOST)
    found = (against(*pair) for group in small for pair in combinations(group, 2))
    return tuple(each for each in found if each is not None)


def uncompared(claims: Iterable[Claim]) -> int:
    """How many claims stand in groups that are too large to compare each with each."""
    return sum(len(group) for group in _groups(claims) if len(group) > MOST)


def _groups(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims about one quantity and the same actors, as something that is so."""
    groups: dict[tuple[str, tuple[str, ...]], list[Claim]] = {}
    for claim in claims:
        if claim.modality in ASSERTED and claim.relation != "qualitative":
            groups.setdefault((claim.quantity, claim.actors), []).append(claim)
    return list(groups.values())


def against(one: Claim, other: Claim) -> Contradiction | None:
    """The contradiction of two claims about one quantity, or nothing."""
    first, second = allows(one), allows(other)
    if first is None or second is None or not _comparable(one, other):
        return None
    if one.relation not in SIGNS:
        second = _in_unit(second, other.unit, one.unit)
    if second is None:
        return None
    if {one.relation, other.relation} == set(SIGNS):
        return Contradiction(one, other, (first, second), 0.0)
    if first.meets(second):
        return None
    return Contradiction(one, other, (first, second),
                         max(first.low - second.high, second.low - first.high))  # fmt: skip


def allows(claim: Claim) -> Ends | None:
    """Every value that a claim leaves possible; None where it speaks of no one number."""
    if claim.relation in SIGNS:
        return SIGNS[claim.relation]
    if claim.relation == "event" and not claim.values:
        return _dated(claim)
    if not claim.values or (len(claim.values) > 1 and claim.means != "range"):
        return None
    low = claim.values.index(min(claim.values))
    high = claim.values.index(max(claim.values))
    if claim.relation == "greater":
        return Ends(claim.values[low], inf)
    if claim.relation == "less":
        return Ends(-inf, claim.values[high])
    if claim.relation in ("rank", "event"):
        half = RANK_HALF if claim.relation == "rank" else YEAR_HALF
        return Ends(claim.values[low] - half, claim.values[high] + half)
    if claim.relation in NEAR:
        return Ends(claim.values[low] - room(claim, low).below,
                    claim.values[high] + room(claim, high).above)  # fmt: skip
    return None


def _dated(claim: Claim) -> Ends | None:
    """The years of an event whose date is its period."""
    if claim.unit != "year" or len(claim.period) != 1:
        return None
    first, last = claim.period[0].years
    return Ends(first - YEAR_HALF, last + YEAR_HALF)


def _comparable(one: Claim, other: Claim) -> bool:
    """Whether both speak of the same time, or of the date of one event."""
    if (one.relation in SIGNS) != (other.relation in SIGNS):
        return False
    if (one.relation == "event") != (other.relation == "event"):
        return False
    if one.relation == "event":  # one key names one event, and its date is what is said
        return one.unit == other.unit == "year"
    if one.period == other.period:
        return True
    if one.relation in SIGNS:  # a rise and a later fall can both be true
        return _common(one.period, other.period) >= COVERED
    return one.unit in STANDING and _overlap(one.period, other.period)


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two periods share a day."""
    return any(
        a.first <= _end(b.last) and b.first <= _end(a.last) for a in one for b in other
    )  # fmt: skip


def _end(date: str) -> str:
    """A date as the last day of its year or month, for comparing texts."""
    return date + "~"  # stands behind every digit and the hyphen


def _common(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Years that two periods share, as part of those that either has."""
    years = [
        {year for span in each for year in range(span.years[0], span.years[1] + 1)}
        for each in (one, other)
    ]
    return len(years[0] & years[1]) / len(years[0] | years[1])


def _in_unit(ends: Ends, unit: str, wanted: str) -> Ends | None:
    """The same in another unit; None where that has no sense."""
    if unit == wanted:
        return ends
    known = all_units()
    if unit not in known or wanted not in known:
        return None
    try:
        size = factor(unit, wanted, where="contradictions")
    except UnitMismatch:  # a share and an amount of one quantity: each is judged by its own row
        return None
    return Ends(ends.low * size, ends.high * size)
