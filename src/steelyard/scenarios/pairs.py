"""Cuts between all pairs of states of a baseline: what the package ships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.chord import solve_many
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.shock import Shock, embargo
from steelyard.scenarios.places import groups
from steelyard.scenarios.world import World

HORIZONS = ("short", "long")


@dataclass(frozen=True, slots=True)
class PairCut:
    """The end of a seller's deliveries to a buyer, or of all trade between them."""

    seller: str
    buyer: str
    both_ways: bool = False

    def shock(self, economy: Economy, sectors: Sequence[str] | None = None) -> Shock:
        """The embargo."""
        there = embargo(economy, [self.buyer], [self.seller], sectors)
        if not self.both_ways:
            return there
        return there.then(embargo(economy, [self.seller], [self.buyer], sectors))


def all_cuts(countries: tuple[str, ...]) -> tuple[PairCut, ...]:
    """Cuts between any two regions that are single states: one way each, and both ways.

    Examples
    --------
    >>> [cut.both_ways for cut in all_cuts(("CHN", "ROW", "RUS"))]
    [False, False, True]
    """
    single = [code for code in countries if code not in groups(countries)]
    one_way = [PairCut(a, b) for a in single for b in single if a != b]
    both = [PairCut(a, b, both_ways=True) for a in single for b in single if a < b]
    return (*one_way, *both)


def drawn_incomes(
    start: World, cuts: Sequence[PairCut], horizon: str, draw: int, seed: int
) -> Float[np.ndarray, "cut country"]:
    """Real incomes after each cut under one draw of elasticities and of the table."""
    theta = start.theta(draw + 1, horizon, seed)[draw]
    table = int(start.tables(draw + 1)[draw])
    economy = start.economy(Closure.ZEROED, table).with_theta(theta)
    return _incomes(economy, [cut.shock(economy) for cut in cuts])


def sector_incomes(
    start: World, cuts: Sequence[PairCut], horizon: str
) -> Float[np.ndarray, "cut sector country"]:
    """Real incomes if one sector alone were cut, at middle elasticities."""
    economy = start.point(Closure.ZEROED).with_theta(start.middle(horizon))
    shocks = [cut.shock(economy, [sector]) for cut in cuts for sector in economy.sectors]
    found = _incomes(economy, shocks)
    return found.reshape(len(cuts), len(economy.sectors), len(economy.countries))


def _incomes(economy: Economy, shocks: list[Shock]) -> np.ndarray:
    return np.array([found.real_income for found in solve_many(economy, shocks)])
