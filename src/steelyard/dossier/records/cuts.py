"""Records of what a cut would cost: simulated changes of real income."""

from __future__ import annotations

from typing import Literal

from steelyard.dossier.records.base import Record
from steelyard.vocabulary.estimate import Estimate

Horizon = Literal["short", "long"]


class CutCost(Record):
    """A cut or another scenario at one horizon: changes of real income of A and of B.

    `log_ratio` is ln(A's loss / B's loss). `id` is the name by which `steelyard simulate` knows
    it, `of_pair` whether it is a cut between A and B themselves.
    """

    id: str
    title: str
    horizon: Horizon
    of_pair: bool
    year: int
    a: Estimate
    b: Estimate
    log_ratio: Estimate


class SectorCost(Record):
    """What a stop of deliveries in one sector alone would cost, in the long run."""

    seller: str
    buyer: str
    sector: str
    name: str
    buyer_change: Estimate


class RegionCost(Record):
    """What a scenario would do to a region: third parties and the two sides.

    `full_cut`: the scenario ends all trade between A and B, and nothing else.
    """

    scenario: str
    title: str
    horizon: Horizon
    region: str
    name: str
    change: Estimate
    year: int
    full_cut: bool


class PublishedCost(Record):
    """A published figure for the same or a near question, and why it differs from ours."""

    scenario: str
    study: str
    what: str
    value: str
    differs: str
    url: str


class Cuts(Record):
    """What cuts would cost the two, by sector, and third parties.

    All of it is simulated on one table; `origins` are those of the table, of the trade that it was
    carried on, and of the elasticities.
    """

    costs: tuple[CutCost, ...]
    sectors: tuple[SectorCost, ...]
    regions: tuple[RegionCost, ...]
    published: tuple[PublishedCost, ...]
    origins: tuple[str, ...]
