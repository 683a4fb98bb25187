"""The world that scenarios start from: a balanced economy, and what is known of elasticities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from steelyard.models.trade.calibration import calibrate
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.elasticities import ElasticityLaw, pooled_elasticities
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.horizon import adjustment, at_horizon
from steelyard.models.trade.solve import settle
from steelyard.reference.baseline import baseline
from steelyard.reference.dataset import Dataset
from steelyard.reference.elasticity_sets import published_sets
from steelyard.vocabulary.errors import InputError

if TYPE_CHECKING:
    from steelyard.models.trade.cleaning import PublishedTable
    from steelyard.scenarios.schema import Start

LAW_DRAWS = 1000  # of elasticities; a run takes as many of them as it was asked for
HORIZONS = {"short": 0.0, "long": np.inf}


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A baseline with the elasticities that are possible in it.

    `economy` keeps the deficits of its table; `settled` has none: markets clear at the middle
    elasticities, and draws of elasticities are then taken on this one baseline, so that they
    differ in nothing else.
    """

    source: str
    year: int
    economy: Economy
    settled: Economy
    law: ElasticityLaw
    origins: tuple[str, ...]

    def baseline(self, closure: Closure) -> Economy:
        """The economy that a closure starts from."""
        return self.settled if closure is Closure.ZEROED else self.economy

    def theta(self, draws: int, horizon: str | float, seed: int) -> np.ndarray:
        """Draws of elasticities at a horizon, [draw, sector]; same seed, same draws.

        The draws of long and short run are the same ones, so that both may be compared.
        """
        if draws > len(self.law.theta):
            raise InputError(
                where="simulate",
                found=f"{draws} draws",
                expected=f"at most {len(self.law.theta)}",
                remedy="Ask for fewer; a 90 % interval is settled after a few hundred.",
            )
        order = np.random.default_rng(seed).permutation(len(self.law.theta))[:draws]
        return self._at(self.law.theta[order], horizon, seed)

    def middle(self, horizon: str | float) -> np.ndarray:
        """Median elasticities at a horizon."""
        whole = self._at(self.law.theta, horizon, 0)
        return np.median(whole, axis=0)

    def _at(self, theta: np.ndarray, horizon: str | float, seed: int) -> np.ndarray:
        years = HORIZONS[horizon] if isinstance(horizon, str) else float(horizon)
        return at_horizon(theta, adjustment(len(theta), seed), years)


def world(data: Dataset, start: Start) -> World:
    """The world of a dataset that a scenario asks for; kept, so that it is made once.

    Raises
    ------
    NoData
        If the dataset has no table of that release and year.
    """
    key = f"world {start.source} {start.year}"
    if key not in data.made:
        data.made[key] = _made(data, start)
    return data.made[key]


def _made(data: Dataset, start: Start) -> World:
    table = baseline(data, start.source, start.year)
    sets = published_sets(data)
    law = pooled_elasticities(sets.sectors, sets.theta, draws=LAW_DRAWS)
    economy = calibrate(cast("PublishedTable", table), law.middle).economy
    return World(
        source=table.origin,
        year=table.year,
        economy=economy,
        settled=settle(economy),
        law=law,
        origins=(table.origin, *sets.origins),
    )
