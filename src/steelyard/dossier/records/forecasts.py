"""Records of forecasts: what was said, what came, and what a naive forecast would have said."""

from __future__ import annotations

from typing import Literal

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate

Verdict = Literal[
    "met", "missed", "sources differ", "too early to say", "cannot be measured"
]  # fmt: skip


class Outcome(Record):
    """What came, on one basis; `error` is the outcome less what was said, in its unit."""

    basis: str
    period: str
    value: Estimate
    error: Estimate
    origins: tuple[str, ...]


class Naive(Record):
    """A forecast made of nothing but the years before, for the year that was spoken of.

    `holds` is its probability of what was said, `stated_place` and `outcome_place` are the parts
    of its draws below what was said (the middle of a range) and below what came.
    `standardised` is the error of what was said in standard deviations of this forecast;
    `closer` is whether what was said came nearer than the middle of this forecast.
    """

    name: str
    value: Estimate
    holds: float | None
    stated_place: float | None
    outcome_place: float | None
    standardised: float | None
    closer: bool | None


class Fan(Record):
    """Quantiles by year of a naive forecast: 5, 25, 50, 75 and 95 %."""

    name: str
    years: tuple[int, ...]
    quantiles: tuple[tuple[float, float, float, float, float], ...]


class StatedProjection(Record):
    """One projection that a document made or quotes, with its verdict by rule.

    `naive` was made with the years up to `known`, `now` with all years known today, where the
    year spoken of lies ahead. `history` is the course on the first basis, all of it as published
    today: figures of the day were revised since.
    """

    id: str
    document: str
    said: str
    said_by: str
    text: str
    quantity: str
    unit: str
    known: int
    first: int
    last: int
    low: float | None
    high: float | None
    basis: str
    history: tuple[tuple[int, float], ...]
    outcomes: tuple[Outcome, ...]
    naive: tuple[Naive, ...]
    why_no_naive: str
    fan: Fan | None
    now: tuple[Naive, ...]
    verdict: Verdict
    reason: str
    note: str
    claims: tuple[str, ...]
    origins: tuple[str, ...]


class ForecasterRatio(Record):
    """Mean score of a forecaster over a reference's, some years ahead; below 1 it is better."""

    forecaster: str
    reference: str
    first: int
    last: int
    cases: int
    series: int
    better: int
    ratio: Estimate


class ForecasterCoverage(Record):
    """Part of outcomes within the 50 and the 90 % interval of a forecaster, some years ahead."""

    forecaster: str
    first: int
    last: int
    cases: int
    series: int
    half: float
    most: float


class ForecasterScores(Record):
    """Forecasters from earlier years over many series, against each other."""

    about: str
    series: int
    origins: tuple[int, ...]
    ratios: tuple[ForecasterRatio, ...]
    coverage: tuple[ForecasterCoverage, ...]
    refused: int


class Forecasts(Record):
    """Projections that documents made of the two, and forecasters of their series."""

    stated: tuple[StatedProjection, ...]
    scores: ForecasterScores | None
