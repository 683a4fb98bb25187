"""Records of the causal system of a pair: what it says, what data taught, where it leads."""

from __future__ import annotations

from typing import Literal

from steelyard.dossier.records.base import Record
from steelyard.system.dominance_records import Dominance, Flip
from steelyard.vocabulary.estimate import Estimate


class CausalThing(Record):
    """A variable of the system; `seen` counts the observed series that speak to it."""

    name: str
    title: str
    domain: str
    side: str
    role: Literal["stock", "auxiliary", "exogenous"]
    seen: int


class CausalTie(Record):
    """A link: what was held of its strength before data, and what data made of it.

    Strengths are standard deviations of the effect for one of the cause, a year where the effect
    is a stock. `before` spans the whole range of what was held likely; `after` is absent where no
    calibration ships. `contraction` is 1 less the ratio of variances (0: data said nothing, 1: they
    settled it), `shift` how far the middle moved in standard deviations of what was held before.
    """

    cause: str
    effect: str
    sign: Literal[1, -1]
    variant: str
    documents: tuple[str, ...]
    mechanisms: tuple[str, ...]
    before: Estimate
    after: Estimate
    contraction: float | None
    shift: float | None
    rhat: float | None
    effective: float | None


class CausalRing(Record):
    """A feedback loop with a name; `sign` 1 is reinforcing, -1 balancing."""

    name: str
    title: str
    sign: Literal[1, -1]
    ring: tuple[str, ...]
    documents: tuple[str, ...]
    says: str


class TaughtKind(Record):
    """How much data taught of one kind of number; `taught` counts those of contraction over 0.2."""

    kind: str
    numbers: int
    taught: int
    mean: float


class SamplerRecord(Record):
    """How well the sampler of a calibration did; `last` is the last year that it looked at."""

    chains: int
    adapting: int
    draws: int
    seed: int
    last: int
    divergent: int
    worst_rhat: float
    worst_noise: float
    least_effective: float


class SeenSeries(Record):
    """An observed series on the scale of its variable: standard deviations from a usual year."""

    series: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    origins: tuple[str, ...]


class CausalFan(Record):
    """A variable year by year over all draws; quantiles at 5, 25, 50, 75 and 95 %.

    Years after `last` are projections.
    """

    variable: str
    title: str
    unit: str
    last: int
    years: tuple[int, ...]
    quantiles: tuple[tuple[float, float, float, float, float], ...]
    seen: tuple[SeenSeries, ...]


class CausalEffect(Record):
    """What a scenario changes in a variable by a year, beside the baseline, and how surely.

    `rises` is the share of draws in which it is higher; None where nothing moves.
    """

    variable: str
    title: str
    year: int
    change: Estimate
    rises: float | None


class CausalExpectation(Record):
    """What was expected of a scenario, and the share of draws in which it comes out."""

    variable: str
    title: str
    direction: Literal["rises", "falls"]
    by: int
    since: int | None
    says: str
    change: Estimate
    probability: float | None


class CausalOdds(Record):
    """Probabilities of the classes of a share of trade by year, the lowest class first."""

    definition: str
    years: tuple[int, ...]
    probabilities: tuple[tuple[float, ...], ...]


class CausalClasses(Record):
    """A definition of classes by which simulated shares are ranked, and why where it cannot be."""

    id: str
    title: str
    subject: str
    partner: str
    main: bool
    names: tuple[str, ...]
    cuts: tuple[float, ...]
    unit: str
    stated: str
    reason: str
    last: int | None
    absent: str


class CausalScenario(Record):
    """One question to the system: of a row of a document, or our own."""

    name: str
    title: str
    question: str
    row: str
    document: str
    note: str
    limits: tuple[str, ...]
    effects: tuple[CausalEffect, ...]
    expectations: tuple[CausalExpectation, ...]
    odds: tuple[CausalOdds, ...]


class CausalLever(Record):
    """What a lasting push of one standard deviation upwards does to a state's room for choice."""

    of: str
    variable: str
    title: str
    role: Literal["stock", "auxiliary", "exogenous"]
    change: Estimate
    rises: float | None


class CausalPart(Record):
    """The part of the spread of a state's room that one push, or one group of numbers, brings.

    `first` alone, `total` with all that it interacts with.
    """

    of: str
    name: str
    title: str
    first: Estimate
    total: Estimate


class CausalDocument(Record):
    """A document that the system was read from."""

    id: str
    title: str
    author: str
    said: str


class Causal(Record):
    """The causal system of a pair in the dossier; `why_not` says why a pair has none.

    `kind` says whether runs were drawn from what was held before data or calibrated; empty where
    no results ship. `missing` names parts that are not there, with the reason.
    """

    states: tuple[str, str]
    why_not: str
    kind: Literal["", "prior", "calibrated"]
    documents: tuple[CausalDocument, ...]
    things: tuple[CausalThing, ...]
    ties: tuple[CausalTie, ...]
    rings: tuple[CausalRing, ...]
    loops: int
    taught: tuple[TaughtKind, ...]
    sampler: SamplerRecord | None
    draws: int
    pushed_from: int | None
    read_in: int | None
    dominance: Dominance | None  # which loops lead when
    flips: tuple[Flip, ...]  # the values of numbers and pushes at which that turns, nearest first
    fans: tuple[CausalFan, ...]
    classes: tuple[CausalClasses, ...]
    odds: tuple[CausalOdds, ...]
    scenarios: tuple[CausalScenario, ...]
    levers: tuple[CausalLever, ...]
    parts: tuple[CausalPart, ...]
    missing: tuple[tuple[str, str], ...]
    origins: tuple[str, ...]

    def used(self) -> tuple[str, ...]:
        """Origins of all of it: documents, then series."""
        return (*(each.id for each in self.documents), *self.origins)

    def title(self, name: str) -> str:
        """The title of a variable."""
        return next((each.title for each in self.things if each.name == name), name)
