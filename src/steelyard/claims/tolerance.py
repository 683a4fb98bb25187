"""How precisely a number was said: from its digits, its relation and the words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from steelyard.claims.claim import Claim
from steelyard.claims.thresholds import ABOUT, ABOUT_MOST, NEARLY


@dataclass(frozen=True, slots=True)
class Room:
    """How far below and above the value said still counts as that value; same unit."""

    below: float
    above: float

    def times(self, factor: float) -> Room:
        """The same, wider or narrower."""
        return Room(self.below * factor, self.above * factor)


def last_digit(written: str) -> float:
    """Size of the last written digit.

    Trailing zeros before the point count as digits: a person who writes 100 votes counted them.

    Examples
    --------
    >>> last_digit("19.3"), last_digit("1500")
    (0.1, 1.0)
    """
    exponent = Decimal(written.replace(",", "").replace("_", "")).as_tuple().exponent
    return float(Decimal(1).scaleb(int(exponent)))


def room(claim: Claim, place: int = 0) -> Room:
    r"""The room of one of the claim's values.

    ==================== ==========================================================
    said                 room
    ==================== ==========================================================
    a tolerance          that tolerance
    the number alone     half of the last written digit
    about                5 % of the value, but half of the last digit where that is
                         more, up to 10 %
    equal                10 %
    nearly               10 % below, half of the last digit above
    over                 the mirror image of nearly
    ==================== ==========================================================

    Relations ``approx``, ``ratio`` and ``share`` are read as "about" where no word is given.

    Examples
    --------
    >>> from steelyard.claims.periods import spans
    >>> said = Claim("a", "d", "t", "trade", (), "q", "approx", (18.0,), ("18",), "percent",
    ...              spans("2020"))
    >>> room(said)
    Room(below=0.9, above=0.9)
    """
    if claim.tolerance is not None:
        return Room(claim.tolerance, claim.tolerance)
    size, half = abs(claim.values[place]), last_digit(claim.digits[place]) / 2
    word = claim.said or ("about" if claim.relation in ("approx", "ratio", "share") else "")
    return room_of(size, half, word)


def room_of(size: float, half: float, word: str) -> Room:
    """The room of a number of this size, half of its last digit, and the word beside it.

    Examples
    --------
    >>> room_of(30.0, 0.5, "nearly")
    Room(below=3.0, above=0.5)
    """
    if word == "about":
        wide = min(max(half, ABOUT * size), ABOUT_MOST * size)
        return Room(wide, wide)
    if word == "equal":
        return Room(ABOUT_MOST * size, ABOUT_MOST * size)
    if word == "nearly":
        return Room(max(NEARLY * size, half), half)
    if word == "over":
        return Room(half, max(NEARLY * size, half))
    return Room(half, half)
