"""The records of a causal system: variables, mechanisms, links, impulses and named loops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sign = Literal[1, -1]
Form = Literal["linear", "log", "saturating", "threshold", "product", "model"]
Role = Literal["stock", "auxiliary", "exogenous"]
Source = Literal["measure", "figure", "price"]
Transform = Literal["level", "log", "log difference"]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is held likely before data are seen: a usual value within a range."""

    low: float
    usual: float
    high: float


@dataclass(frozen=True, slots=True)
class Observation:
    """An observed series that speaks to a variable.

    `source` says where the series stands: a ``measure`` of the catalogue (in the dossier of the
    pair), a ``figure`` or a ``price`` of the embedded dataset. `sign` is 1 where the series rises
    with the variable. `transform`: level, log, or log difference from year to year.
    """

    variable: str
    source: Source
    series: str
    subject: str
    partner: str
    basis: str
    part: str
    transform: Transform
    sign: Sign
    note: str


@dataclass(frozen=True, slots=True)
class CausalVariable:
    """Something that rises and falls, on a stated scale.

    A stock keeps what flows into it and forgets it at the rate `decay` (1/year); an auxiliary
    follows its causes at once; an exogenous variable has no cause within the system. `side` is
    the state, pair or region that it belongs to. Where no series speaks to it, `unobserved` says
    why.
    """

    name: str
    title: str
    role: Role
    unit: str
    domain: str
    side: str
    decay: Prior | None
    decay_reason: str
    observed: tuple[Observation, ...]
    unobserved: str
    note: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A link works only while a variable is above (or below) a level."""

    variable: str
    above: bool
    level: float


@dataclass(frozen=True, slots=True)
class CausalLink:
    """One variable acts on another.

    `strength` has no sign (that is `polarity`): standard deviations of the effect for one of the
    cause; for a stock as effect, a year. `bend` is where a threshold begins or a saturating link
    levels off; `curve` names that of `steelyard.system.model_forms` where a model gives the form.
    `variant` names the document where two differ on the sign.
    """

    cause: str
    effect: str
    polarity: Sign
    variant: str
    form: Form
    bend: float | None
    switch: Switch | None
    strength: Prior
    delay: float
    stated: bool
    mechanisms: tuple[str, ...]
    documents: tuple[str, ...]
    reason: str
    audit: str
    curve: str = ""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A claim of the documents on how one thing brings about another.

    `polarity` is None where documents differ on it. `model` names the part of the project that
    gives the form, if one does. `audit` tells what was wanting in the table that it comes from.
    """

    id: str
    cause: str
    effect: str
    polarity: Sign | None
    works: str
    documents: tuple[str, ...]
    stated: bool
    condition: str
    horizon: str
    evidence: str
    model: str
    audit: str


SUPPOSED = "supposed"  # the event of an impulse that a scenario adds


@dataclass(frozen=True, slots=True)
class Impulse:
    """A dated event that pushes a variable: by how many standard deviations, for how long.

    `event` is the id of the timeline, or ``facts`` for an event of the embedded dataset of the
    same date. A supposed one acts on a driver also where that follows an observed series, which
    holds what happened and not what is supposed. `time` is the date as a number, the middle of the
    year or month that is known.
    """

    id: str
    event: str
    date: str
    time: float
    title: str
    variable: str
    polarity: Sign
    size: Prior
    lasting: float
    reason: str


@dataclass(frozen=True, slots=True)
class NamedLoop:
    """A feedback loop that readers know by name; `polarity` 1 is reinforcing, -1 balancing."""

    name: str
    title: str
    polarity: Sign
    ring: tuple[str, ...]
    documents: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two series that may be set against each other, and how they should move if a link holds."""

    link: CausalLink
    cause: Observation
    effect: Observation
    expected: Sign
