"""Records of games of pressure: threats of a cut, where to turn, and contests over third states."""

from __future__ import annotations

from typing import Literal

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate


class DemandPlay(Record):
    """What happens when the sender demands a part of the target's cost of defiance.

    Probabilities: that a threat is made, that it is made and obeyed, carried out, or dropped.
    """

    part: float
    threat: Estimate
    yields: Estimate
    cut: Estimate
    backs_down: Estimate


class ResolveCase(Record):
    """The answer under one stated range of what having cut is worth to the sender."""

    title: str
    least: float
    most: float
    would_cut: Estimate
    concession: Estimate


class CoercionGame(Record):
    """Sender over target at one horizon; costs and concessions are parts of own real income.

    `concession`: the most that the target gives up for sure; `ceiling`: the same if it knew that
    the sender would cut; `bold`: chance that the sender would rather ask for the ceiling.
    """

    sender: str
    target: str
    horizon: Literal["short", "long"]
    year: int
    defiance: Estimate
    coercion: Estimate
    would_cut: Estimate
    concession: Estimate
    ceiling: Estimate
    bold: Estimate
    demands: tuple[DemandPlay, ...]
    cases: tuple[ResolveCase, ...]
    assumed: tuple[str, ...]
    origins: tuple[str, ...]


class HedgePartner(Record):
    """An alternative partner: its share, what it could take, what the best spread moves there.

    `worth`: how much more trade would be at risk without it, in parts of all trade.
    """

    state: str
    name: str
    reason: str
    share: Estimate
    join: Estimate
    capacity: Estimate
    goods_known: bool
    moved: Estimate
    worth: Estimate
    course: tuple[tuple[int, float], ...]  # year and share, as it happened


class HedgePoint(Record):
    """The best spread at one budget; `budget` None: at any cost."""

    budget: float | None
    cost: float
    dependence: float
    at_risk: float


class HedgeGame(Record):
    """A state that spreads its trade away from a partner; shares are of its goods trade.

    `at_risk` and `dependence` are as trade is, the `hedged_` ones at the main budget; `floor`:
    the share that the partner keeps when all alternatives take what they can, each by the chance
    that it does not join a cut. `weights`: share kept at
    other weights of a cut by the partner against one by the rival bloc.
    """

    state: str
    partner: str
    rival: str
    year: int
    budget: float
    dependence: Estimate
    at_risk: Estimate
    hedged_dependence: Estimate
    hedged_at_risk: Estimate
    floor: Estimate
    frontier: tuple[HedgePoint, ...]
    partners: tuple[HedgePartner, ...]
    left_out: tuple[tuple[str, str], ...]
    weights: tuple[tuple[float, float], ...]
    course: tuple[tuple[int, float], ...]
    assumed: tuple[str, ...]
    origins: tuple[str, ...]


class ContestYear(Record):
    """The contest in one year: share and strength of B over A, and what rivalry uses up.

    `used_up`: spending of both as a part of what the prize is worth, at r = 1.
    """

    year: int
    share_b: Estimate
    strength: Estimate
    used_up: Estimate
    chance_b: float | None


class OtherStrength(Record):
    """What B's share would be at another strength."""

    title: str
    share_b: Estimate


class ContestGame(Record):
    """Rivalry of A and B for weight in a place, in one dimension.

    `decisive`: the greatest r at which both take part. `patience`: weight of the next period from
    which both would rather spend nothing and share; `patience_paid`: with payments between them.
    """

    place: str
    name: str
    whole: bool
    dimension: str
    title: str
    years: tuple[ContestYear, ...]
    decisive: Estimate
    patience: Estimate
    patience_paid: Estimate
    others: tuple[OtherStrength, ...]
    origins: tuple[str, ...]


class Pressure(Record):
    """All games of pressure of a pair."""

    coercion: tuple[CoercionGame, ...]
    hedging: tuple[HedgeGame, ...]
    contests: tuple[ContestGame, ...]
    missing: tuple[tuple[str, str], ...]  # what, and why
