"""Records of what changed and why: exact shares of a change, breaks, counterfactuals."""

from __future__ import annotations

from steelyard.dossier.records.base import Disagreement, Event, Record
from steelyard.vocabulary.estimate import Estimate


class Contribution(Record):
    """What one cause added to a change; the contributions of a change add up to it exactly."""

    name: str
    title: str
    amount: float


class Change(Record):
    """A change of one measure between two periods, split exactly into causes."""

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
    method: str
    contributions: tuple[Contribution, ...]
    residual: float
    origins: tuple[str, ...]


class Break(Record):
    """A date at which a series changed its course, and the events inside its interval."""

    title: str
    sentence: str
    measure: str
    subject: str
    partner: str | None
    series: str
    unit: str
    year: int
    low: int
    high: int
    level: float
    before: float
    after: float
    method: str
    events: tuple[Event, ...]


class Counterfactual(Record):
    """What would have been expected without an event, beside what was.

    `p_value` is the share of placebos whose effect is at least as large; `donors` holds (state,
    weight) where the expectation is made of other states.
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
    limits: str
    origins: tuple[str, ...]


class Explanation(Record):
    """What changed between two years, when it turned, and what would have been expected."""

    start: int
    end: int
    sentences: tuple[str, ...]
    changes: tuple[Change, ...]
    breaks: tuple[Break, ...]
    counterfactuals: tuple[Counterfactual, ...]
    discrepancies: tuple[Disagreement, ...]
