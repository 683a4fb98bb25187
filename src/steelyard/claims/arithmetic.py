"""Whether the numbers of a text add up: sums, percentages, ratios and dates worked out again.

A number as written stands for every number that rounds to it. What is stated is held against the
range of all results that the parts allow, so that rounding alone is never called a mistake.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from steelyard.claims.tolerance import last_digit, room_of

LONGEST = 500  # characters of a formula
SLACK = 1e-9  # of the value: rounding of the machine, not of the writer
COUNT = "count"  # a whole number that was counted: no room
WORDS = ("", COUNT, "about", "nearly", "over", "equal")


class Sum(StrEnum):
    """What follows from working it out again."""

    CONSISTENT = "consistent"
    ROUNDING = "consistent within rounding"
    NOT = "does not add up"
    OPEN = "cannot be worked out"


@dataclass(frozen=True, slots=True)
class Ends:
    """Every number from the low to the high end."""

    low: float
    high: float

    def meets(self, other: Ends) -> bool:
        """Whether some number lies in both."""
        slack = SLACK * max(1.0, *(abs(end) for end in self._finite(other)))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def _finite(self, other: Ends) -> list[float]:
        ends = (self.low, self.high, other.low, other.high)
        return [end for end in ends if isfinite(end)] or [0.0]


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it is written, with the word beside it."""

    value: float
    ends: Ends


@dataclass(frozen=True, slots=True)
class Worked:
    """The outcome with the result from the numbers as written, and the range of all results."""

    outcome: Sum
    result: float | None
    possible: Ends | None
    stated: Ends | None
    why: str = ""


def written(text: str) -> Written:
    """A number from its digits and a word, such as ``24.1``, ``30 about`` or ``13 count``.

    Alone it stands for all that round to its last digit; counted, for itself.

    Examples
    --------
    >>> written("24").ends
    Ends(low=23.5, high=24.5)
    >>> written("13 count").ends
    Ends(low=13.0, high=13.0)
    """
    digits, _, word = text.strip().partition(" ")
    word = word.strip()
    try:
        value = float(digits)
    except ValueError:
        raise ValueError(f"{digits[:40]!r} is no number") from None
    if not isfinite(value) or "_" in digits:
        raise ValueError(f"{digits[:40]!r} is no number")
    if word not in WORDS:
        raise ValueError(f"{word[:40]!r} is none of {', '.join(filter(None, WORDS))}")
    if word == COUNT:
        return Written(value, Ends(value, value))
    room = room_of(abs(value), last_digit(digits) / 2, word)
    below, above = (room.below, room.above) if value >= 0 else (room.above, room.below)
    return Written(value, Ends(value - below, value + above))


def parts_of(text: str) -> dict[str, Written]:
    """Parts by name from ``a=13 count;b=10 count``."""
    found: dict[str, Written] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        name, equals, number = part.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise ValueError(f"{part[:40]!r} is no part such as a=13")
        if name in found:
            raise ValueError(f"part {name[:40]!r} comes twice")
        found[name] = written(number)
    return found


def stated_ends(values: tuple[str, ...], relation: str, said: str, means: str) -> Ends:
    """What a statement allows: around its value, above it, below it, or between two."""
    if not values:
        raise ValueError("nothing is stated to hold the result against")
    all_of = [written(f"{value} {said}".strip()) for value in values]
    if relation == "greater":
        return Ends(all_of[0].value, inf)
    if relation == "less":
        return Ends(-inf, all_of[0].value)
    if len(all_of) > 1 and means != "range":
        raise ValueError("several values are stated, and one can be worked out")
    return Ends(min(each.ends.low for each in all_of), max(each.ends.high for each in all_of))


def work_out(formula: str, parts: Mapping[str, Written], stated: Ends) -> Worked:
    r"""Whether a formula over its parts gives what is stated.

    The result from the numbers as written lies in what is stated: consistent. Another that the
    rounding of the parts allows does: consistent within rounding. None does: it does not add up.

    Parameters
    ----------
    formula : text
        Numbers, names of parts, ``+ - * /`` and brackets.
    parts : by name
    stated : range
        What the statement allows.

    Returns
    -------
    worked : Worked
        The range is exact if each part stands in the formula once; a part that stands there
        twice makes it wider and never narrower, so that nothing is called wrong by mistake.

    References
    ----------
    Moore, R. E. (1966). *Interval Analysis*. Prentice-Hall.

    Examples
    --------
    >>> posts = parts_of("a=13 count;b=10 count;c=20 count;d=10 count")
    >>> str(work_out("a+b+c+d", posts, written("50 count").ends).outcome)
    'does not add up'
    """
    try:
        tree = _tree(formula)
        points = {name: Ends(each.value, each.value) for name, each in parts.items()}
        result = _value(tree, points).low
        possible = _value(tree, {name: each.ends for name, each in parts.items()})
        if not all(map(isfinite, (result, possible.low, possible.high))):
            raise ValueError("the result is too large")
    except (ValueError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as error:
        return Worked(Sum.OPEN, None, None, stated, str(error) or "the formula is too deep")
    if Ends(result, result).meets(stated):
        outcome = Sum.CONSISTENT
    else:
        outcome = Sum.ROUNDING if possible.meets(stated) else Sum.NOT
    return Worked(outcome, result, possible, stated)


def _tree(formula: str) -> ast.expr:
    """The formula, if it is one."""
    if len(formula) > LONGEST:
        raise ValueError(f"the formula has more than {LONGEST} characters")
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise ValueError(f"{formula[:60]!r} is no formula") from None


def _value(tree: ast.expr, parts: Mapping[str, Ends]) -> Ends:
    """The range of a formula over ranges."""
    match tree:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Ends(float(number), float(number))
        case ast.Name(id=name) if name in parts:
            return parts[name]
        case ast.Name(id=name):
            raise ValueError(f"the formula names {name[:40]!r}, which is no part")
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            ends = _value(inner, parts)
            return Ends(-ends.high, -ends.low)
        case ast.BinOp(left=left, op=sign, right=right):
            return _joined(sign, _value(left, parts), _value(right, parts))
    raise ValueError("a formula has numbers, parts, + - * / and brackets only")


def _joined(sign: ast.operator, one: Ends, other: Ends) -> Ends:
    """Two ranges by one of the four rules."""
    match sign:
        case ast.Add():
            return Ends(one.low + other.low, one.high + other.high)
        case ast.Sub():
            return Ends(one.low - other.high, one.high - other.low)
        case ast.Mult():
            ends = [x * y for x in (one.low, one.high) for y in (other.low, other.high)]
        case ast.Div():
            if other.low <= 0 <= other.high:
                raise ValueError("it would be divided by what may be zero")
            ends = [x / y for x in (one.low, one.high) for y in (other.low, other.high)]
        case _:
            raise ValueError("a formula has numbers, parts, + - * / and brackets only")
    return Ends(min(ends), max(ends))
