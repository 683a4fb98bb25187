"""Records of what changed and why: exact shares of a change, breaks, counterfactuals."""

from __future__ import annotations

from typing import Literal

from steelyard.dossier.records.base import Disagreement, Event, Record
from steelyard.vocabulary.estimate import Estimate


class Contribution(Record):
    """What one cause added to a change; the contributions of a change add up to it exactly.

    `amount` is the exact number, `value` the same with its interval. `parts` split it further
    and add up to it exactly.
    """

    name: str
    title: str
    amount: float
    value: Estimate
    parts: tuple[Contribution, ...] = ()


class Change(Record):
    """A change of one measure between two periods, split exactly into causes.

    `change` is the difference of `end` and `start` with its interval; `residual` what the parts
    leave of it, which is rounding. `limits` says what a reader must know of these years.
    """

    id: str
    title: str
    sentence: str
    measure: str
    subject: str
    partner: str | None
    unit: str
    start_period: str
    end_period: str
    start: Estimate
    end: Estimate
    change: Estimate
    method: str
    contributions: tuple[Contribution, ...]
    residual: float
    limits: str
    origins: tuple[str, ...]


class Break(Record):
    """A date at which a series changed its course, and the events inside its interval.

    `year` is the last of the old course. For a jump `before` and `after` are the levels of that
    year on both courses; for a bend the change per year, of the unit or, where `in_logs`, as a
    part of the level (0.05 is 5 % a year).
    """

    title: str
    sentence: str
    measure: str
    subject: str
    partner: str | None
    series: str
    unit: str
    kind: Literal["jump", "bend"]
    in_logs: bool
    year: int
    low: int
    high: int
    level: float
    before: float
    after: float
    p_value: float
    method: str
    events: tuple[Event, ...]


class BreakTest(Record):
    """One series asked for breaks, whether or not it has one.

    `p_value` is that of one break against none, an upper bound that is close where it is small;
    `autocorrelation` that of the noise around the course `fitted`, which is in the unit of the
    series.
    """

    title: str
    sentence: str
    measure: str
    subject: str
    partner: str | None
    series: str
    unit: str
    in_logs: bool
    years: tuple[int, ...]
    observed: tuple[float, ...]
    fitted: tuple[float, ...]
    p_value: float | None
    autocorrelation: float | None
    breaks: int


class Counterfactual(Record):
    """What would have been expected without an event, beside what was.

    `p_value` is the share of placebos whose effect is at least as large; `donors` holds (state,
    weight) where the expectation is made of other states. `error_before` is how far the
    expectation missed before the event; `time_placebos` holds (year, mean gap) for the event
    dated too early. `left_out` names states that were not used, and why.
    """

    id: str
    title: str
    sentence: str
    method: str
    measure: str
    subject: str
    partner: str | None
    unit: str
    event_year: int
    event: str
    years: tuple[int, ...]
    observed: tuple[float, ...]
    expected: tuple[Estimate, ...]
    effect: Estimate
    p_value: float | None
    placebos: int
    donors: tuple[tuple[str, float], ...]
    error_before: float | None
    time_placebos: tuple[tuple[int, float], ...]
    left_out: tuple[tuple[str, str], ...]
    limits: str
    origins: tuple[str, ...]


class Explanation(Record):
    """What changed between two years, when it turned, and what would have been expected."""

    start: int
    end: int
    sentences: tuple[str, ...]
    changes: tuple[Change, ...]
    breaks: tuple[Break, ...]
    tests: tuple[BreakTest, ...]
    counterfactuals: tuple[Counterfactual, ...]
    discrepancies: tuple[Disagreement, ...]
    limits: tuple[str, ...]
