"""Records of where a tie stands: percentiles, classes stated beforehand, composites."""

from __future__ import annotations

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate


class Placed(Record):
    """One directed tie with its value and its percentiles in two reference classes.

    `title` reads "Belarus on Russia"; `named` marks a comparator set beside the pair; `note` says
    why a value is absent, or who the comparator is. `percentile` is that among all directed
    pairs, `among_largest` that among all states' ties with their largest partner.
    """

    title: str
    subject: str
    partner: str
    domain: str
    measure: str
    year: int
    value: Estimate
    unit: str
    percentile: Estimate
    among_largest: Estimate
    named: bool
    note: str = ""
    origins: tuple[str, ...] = ()


class Distribution(Record):
    """How the values of a reference class are spread, for a strip chart.

    `quantiles` holds 101 values, from the least to the greatest member; `kind` is "pairs" (all
    directed pairs) or "largest" (each state's tie with its largest partner).
    """

    domain: str
    measure: str
    title: str
    kind: str
    members: str
    year: int
    count: int
    unit: str
    quantiles: tuple[float, ...]
    origins: tuple[str, ...]


class ClassDefinition(Record):
    """A way to sort ties into classes, stated before the data were seen.

    `names` has one entry more than `cuts`; `members` says what the reference class holds.
    """

    id: str
    title: str
    names: tuple[str, ...]
    cuts: tuple[float, ...]
    unit: str
    stated: str
    reason: str
    members: str
    main: bool


class Passage(Record):
    """When a tie passed into a class for good (`upwards`) or out of it; None: not at all.

    `always`: it was in the class, or above, in every year known. `probability` is the share of
    draws with such a passage; without both ends fewer than half of them have one. `low` reaches
    back over years without data.
    """

    name: str
    upwards: bool
    year: int | None
    low: int | None
    high: int | None
    probability: float
    always: bool


class ClassOdds(Record):
    """Probability of each class for one direction, under one definition.

    `value` is in the definition's unit; `probabilities` holds (class, probability, standard error
    of the simulation) and is empty, as `passages` is, where the value is absent. Earlier years
    carry no passages.
    """

    definition: str
    subject: str
    partner: str
    domain: str
    measure: str  # "" where domains are counted
    year: int
    value: Estimate
    probabilities: tuple[tuple[str, float, float], ...]
    passages: tuple[Passage, ...]


class Weight(Record):
    """What one indicator was meant to count in a composite, and what it counts."""

    indicator: str
    title: str
    nominal: float
    effective: float | None


class Importance(Record):
    """How much of the spread of a composite one choice explains, alone and with the others."""

    choice: str
    title: str
    alone: float
    total: float


class Composite(Record):
    """A composite score of one side, with the spread over all choices of its making."""

    id: str
    title: str
    definition: str
    subject: str
    partner: str | None
    year: int
    score: Estimate
    rank: Estimate
    units: int
    draws: int
    weights: tuple[Weight, ...]
    importance: tuple[Importance, ...]
    origins: tuple[str, ...]


class Comparison(Record):
    """Where the pair stands among all pairs, by domain, and in which class.

    `note` says what the words of the classes mean; `left_out` names domains that cannot be
    placed, and why. `composites` is empty unless they were asked for: a report does.
    """

    sentence: str
    note: str
    left_out: tuple[tuple[str, str], ...]
    distributions: tuple[Distribution, ...]
    placed: tuple[Placed, ...]
    definitions: tuple[ClassDefinition, ...]
    odds: tuple[ClassOdds, ...]
    composites: tuple[Composite, ...]
