"""Records of the contest of the two states over third ones."""

from __future__ import annotations

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate


class CrossingChoice(Record):
    """When one side passed the other under one choice of rule, noise, year or source.

    `agreement` is the probability that there was a passing at all or, for choices that stand for
    several (`choice` "seen from"), the part of them that give the most frequent answer.
    """

    choice: str
    title: str
    year: int | None
    low: int | None
    high: int | None
    agreement: float | None


class ContestCell(Record):
    """How much each side weighs in one third state, or in a region as one, in one dimension.

    `log_ratio` is ln(value_b / value_a): above 0, B weighs more. `chance_b` is the probability of
    that, None where a side is absent. `passed_by` is the side that passed the other for good (""
    where none did), in `year` with its 90 % interval. `whole` marks a region as one.
    """

    region: str
    region_name: str
    state: str
    state_name: str
    whole: bool
    dimension: str
    title: str
    unit: str
    period: str
    value_a: Estimate
    value_b: Estimate
    log_ratio: Estimate
    chance_b: float | None
    passed_by: str
    year: int | None
    low: int | None
    high: int | None
    choices: tuple[CrossingChoice, ...]
    note: str
    origins: tuple[str, ...]
