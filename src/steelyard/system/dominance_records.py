"""What is told of loop dominance over draws: plain frozen records, fit for JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from steelyard.system.polarity import Sign


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles over draws: 5, 50 and 95 %."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class YearSpan:
    """Years taken together; `projected` where they lie after the last that data speak of."""

    first: int
    last: int
    projected: bool

    def __str__(self) -> str:
        return f"{self.first}-{self.last % 100:02d}"


@dataclass(frozen=True, slots=True)
class LoopLead:
    """How much of the change by loops one loop makes, and whether it leads.

    `name` is that of the tables, or empty. `by_year` are running means over five years of the
    loop's relative score, `by_span` means over each span: above 0 it reinforces, below it
    balances. `leads` is the probability that it belongs to the smallest set of loops that makes
    half of the change by loops in a span.
    """

    name: str
    title: str
    polarity: Sign
    variables: tuple[str, ...]
    documents: tuple[str, ...]
    by_year: tuple[Spread, ...]
    by_span: tuple[Spread, ...]
    leads: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LoopBalance:
    """Reinforcing against balancing loops.

    `by_year` is the part of all scores that reinforcing loops have, a running mean over five
    years; `over_half` the probability that it is more than half. The same by span, and in runs
    of the same numbers without chance from year to year.
    """

    by_year: tuple[Spread, ...]
    over_half_by_year: tuple[float, ...]
    by_span: tuple[Spread, ...]
    over_half_by_span: tuple[float, ...]
    over_half_without_chance: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LoopTurn:
    """From one span to the next: the probability that the greater part changes sides.

    `same_leader` is the probability that the same loop has the largest score in both.
    """

    before: YearSpan
    after: YearSpan
    to_reinforcing: float
    to_balancing: float
    same_leader: float


@dataclass(frozen=True, slots=True)
class LoopPosition:
    """What documents say of the loops, as a rule, and how probable it is in each span.

    `size` and `against` are the parts of the change by loops that the loops on either side make;
    `against` is empty where a rule has one side.
    """

    documents: tuple[str, ...]
    says: str
    rule: str
    probability: tuple[float, ...]
    without_chance: tuple[float, ...]
    size: tuple[Spread, ...]
    against: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class MovedBy:
    """The part of what moves the variables of the group, by span: see `link_moves.PARTS`."""

    part: str
    by_span: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Dominance:
    """Loop dominance over draws of a causal system.

    `kind` says what the draws are of. `named` has every loop with a name that is short enough to
    be scored, `others` the loops without a name that lead most surely, `absent` the named ones
    that are too long. `scored` counts all loops whose scores are compared.
    """

    kind: Literal["calibrated", "prior"]
    draws: int
    refused: int
    seed: int
    last: int
    scored: int
    longest: int
    group: tuple[str, ...]
    years: tuple[int, ...]
    spans: tuple[YearSpan, ...]
    named: tuple[LoopLead, ...]
    others: tuple[LoopLead, ...]
    absent: tuple[str, ...]
    balance: LoopBalance
    turns: tuple[LoopTurn, ...]
    positions: tuple[LoopPosition, ...]
    moved_by: tuple[MovedBy, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """The value of a number, or the size of a lasting push, at which dominance changes sides.

    `about` is the kind of number (``slope``, ``decay``) or ``push``; `between` what changes
    places: ``reinforcing``, ``balancing``, or names of loops. `usual` is the middle of what the
    number is now, `at` its value at the flip over the draws that flip, `distance` how far that is
    in widths of the range `low` to `high`; `flips` is the part of draws that flip within it, and
    `before` the probability that the first of the two has the upper hand now.
    """

    about: Literal["slope", "decay", "push"]
    number: str
    title: str
    between: tuple[str, str]
    low: float
    high: float
    usual: float
    at: Spread
    distance: Spread
    flips: float
    rising: float
    before: float
