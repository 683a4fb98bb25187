"""Records of the triangle of the pair with a third state, and of the camps of a set of states."""

from __future__ import annotations

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate


class TieDefinition(Record):
    """When a tie counts as positive, stated on a day before it was applied."""

    id: str
    title: str
    short: str
    unit: str
    measure: str
    cut: float
    other_cuts: tuple[float, ...]
    positive: str
    stated: str
    reason: str
    main: bool


class TriangleTie(Record):
    """One of the three ties in a year; `threshold` is where it would turn positive.

    `positive` is the probability that it is.
    """

    first: str
    second: str
    value: Estimate
    threshold: float
    positive: float


class TriangleYear(Record):
    """Probabilities of the types and of each state's roles in one year under one definition.

    `types` are in the order of the triangle's `types`, `roles` by state in the order of its
    `roles`. `other_cuts` holds the types again at other thresholds. `balanced` is the probability
    that the product of the signs is positive. `error` is the largest standard error that the
    number of draws leaves in a probability.
    """

    definition: str
    year: int
    ties: tuple[TriangleTie, ...]
    types: tuple[float, ...]
    roles: tuple[tuple[float, ...], ...]
    balanced: float
    error: float
    other_cuts: tuple[tuple[float, tuple[float, ...]], ...]
    origins: tuple[str, ...]


class CampsYear(Record):
    """How near a set of states is to two camps in one year, by three kinds of measure.

    `together` is the share of the best divisions that have the pair in one camp, `a_third` and
    `b_third` a side with the third state; over all draws where there are `draws`, else for the
    votes as they were. None where one of them did not vote.
    """

    year: int
    states: tuple[str, ...]
    ties: int
    positive: int
    triads: Estimate
    walks: Estimate
    conflict: Estimate
    frustrated: Estimate
    line_balance: Estimate
    together: float | None
    a_third: float | None
    b_third: float | None
    with_a: tuple[str, ...]  # states in A's camp in every best division as the votes were
    draws: int
    origins: tuple[str, ...]


class Triangle(Record):
    """The pair and a third state, year by year, under every definition of a tie.

    `states` are A, B and the third. `absent` says for each definition without any year why.
    """

    states: tuple[str, str, str]
    names: tuple[str, str, str]
    chosen: str
    types: tuple[str, ...]
    terms: tuple[str, ...]
    roles: tuple[str, ...]
    definitions: tuple[TieDefinition, ...]
    years: tuple[TriangleYear, ...]
    absent: tuple[tuple[str, str], ...]
    set_id: str
    set_title: str
    set_reason: str
    camps: tuple[CampsYear, ...]

    def of(self, definition: str) -> tuple[TriangleYear, ...]:
        """The years of one definition."""
        return tuple(each for each in self.years if each.definition == definition)
