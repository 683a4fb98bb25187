"""What an equilibrium is, once found, and the proof that it is one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.economy import Economy, place


class Closure(StrEnum):
    """What happens to trade deficits; it moves small numbers by a factor of two.

    ZEROED: no deficits, neither before nor after (the baseline is settled first). ADDITIVE: each
    deficit keeps its value as a part of the world's value added. MULTIPLICATIVE: final spending
    keeps its ratio to what the country earns, scaled so that the deficits of the world sum to 0.
    """

    ZEROED = "zeroed"
    ADDITIVE = "additive"
    MULTIPLICATIVE = "multiplicative"


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far each identity fails, in parts (law 7).

    `market`: labour income against value added of what is sold, and spending against needs, in
    parts of the country's product. `balance`: imports less exports less deficit, in parts of the
    product. `price`: shares of sellers that do not add up to 1. `fixed_point`: largest change by
    one more sweep.
    """

    market: float
    balance: float
    price: float
    fixed_point: float
    iterations: int
    method: str

    @property
    def residual(self) -> float:
        """The largest of all."""
        return max(self.market, self.balance, self.price, self.fixed_point)


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """A counterfactual in changes: after over before, 1 is no change.

    Wages and prices of countries in different components (groups that no longer trade with each
    other) have no common measure: each component's value added is held at what it was. Real
    income is free of that choice, also across components.

    Parameters
    ----------
    baseline : Economy
        What changes are counted from; under ZEROED the settled baseline.
    wage : 1, [country]
    price : 1, [country, sector]
        Infinite where nobody can supply the need.
    share : 1, [sector, buyer, seller]; a level, not a change
    spending : money / year, [country, sector]; a level
    output : money / year, [country, sector]; a level
    tariff : 1, [sector, buyer, seller]; the one after the shock
    income : 1, [country]
        Final spending.
    real_income : 1, [country]
        Final spending over its price index: welfare. 0 is an infinite loss: a need of final use
        or of all its production cannot be met at any price.
    component : number of the component, [country]
    infeasible : (country, sector) that somebody needed and no one can supply
    closure : Closure
    certificate : Certificate
    """

    baseline: Economy
    wage: Float[np.ndarray, " country"]
    price: Float[np.ndarray, "country sector"]
    share: Float[np.ndarray, "sector country country"]
    spending: Float[np.ndarray, "country sector"]
    output: Float[np.ndarray, "country sector"]
    tariff: Float[np.ndarray, "sector country country"]
    income: Float[np.ndarray, " country"]
    real_income: Float[np.ndarray, " country"]
    component: np.ndarray
    infeasible: tuple[tuple[str, str], ...]
    closure: Closure
    certificate: Certificate

    @property
    def sales(self) -> Float[np.ndarray, "sector country country"]:
        """What sellers receive after the shock, [sector, buyer, seller]."""
        return self.share * self.spending.T[:, :, None] / (1 + self.tariff)

    @property
    def percent(self) -> Float[np.ndarray, " country"]:
        """Change of real income in per cent; -100 where a need cannot be met."""
        return 100 * (self.real_income - 1)

    def of(self, country: str) -> float:
        """Change of a country's real income in per cent."""
        return float(self.percent[place("country", self.baseline.countries, country)])
