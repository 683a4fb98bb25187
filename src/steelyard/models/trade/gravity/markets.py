"""All markets of a one-sector world at given prices, and the prices that clear them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.measures.checks import refuse_unless

CLOSE = 1e-13  # relative error of any market at which the answer is taken
MOST_STEPS = 400
SWEEPS = 2  # steps of price adjustment before Newton's, where markets are far from clearing
NEAR = 0.3  # relative error of markets from which Newton's steps are tried at once


@dataclass(frozen=True, slots=True, eq=False)
class Markets:
    """The model at given prices: demand less supply, and what goes with it."""

    share: np.ndarray
    index_power: np.ndarray  # sum over sellers, the price index to the power of minus theta
    spending: np.ndarray
    demand: np.ndarray
    supply: np.ndarray

    @property
    def error(self) -> float:
        """Largest relative excess demand."""
        return float(np.abs(self.demand / self.supply - 1).max())


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Shares at old prices, sizes that sum to 1, deficits in the same unit, and the closure."""

    share: np.ndarray
    weight: np.ndarray
    deficit: np.ndarray
    part: np.ndarray
    theta: float
    fixed_ratio: bool  # of spending to income (multiplicative closure)

    @property
    def whole(self) -> bool:
        """Whether the world is one part."""
        return not self.part[-1] and not self.part.any()

    @property
    def same(self) -> np.ndarray:
        """Pairs of one part."""
        return self.part[:, None] == self.part[None, :]

    def totals(self, values: np.ndarray) -> np.ndarray:
        """Sum over the part of the world that each state belongs to."""
        if self.whole:
            return np.full(values.size, values.sum())
        return np.bincount(self.part, values)[self.part]

    def normalised(self, p: np.ndarray) -> np.ndarray:
        """Prices at which output of every part is worth what it was."""
        return p * self.totals(self.weight) / self.totals(p * self.weight)

    def spending(self, p: np.ndarray) -> np.ndarray:
        """Expenditure by the closure."""
        value = p * self.weight
        if not self.fixed_ratio:
            return value + self.deficit * self.totals(value) / self.totals(self.weight)
        wanted = p * (self.weight + self.deficit)
        return wanted * self.totals(value) / self.totals(wanted)

    def at(self, p: np.ndarray) -> Markets:
        """All markets at these prices."""
        raw = self.share * (p**-self.theta)[:, None]
        power = raw.sum(axis=0)
        share = raw / power
        spending = self.spending(p)
        return Markets(share, power, spending, share @ spending, p * self.weight)

    def newton(self, p: np.ndarray, here: Markets) -> np.ndarray:
        """Change of log prices that clears linearised markets; each part keeps its level."""
        value = here.supply
        slope = (here.share * (self.theta * here.spending)) @ here.share.T
        own, level, drift = self._spending_slope(p, here)
        slope += here.share * own
        # spending of each moves with all prices of its part by a table of rank one: the same
        # holds of demand, because buyers and sellers of a flow are of one part
        rank_one = np.outer(here.share @ level, drift)
        rank_one -= np.outer(value, value / self.totals(value))  # the level stays
        slope += rank_one if self.whole else np.where(self.same, rank_one, 0.0)
        slope[np.diag_indices_from(slope)] -= self.theta * here.demand + value
        return np.linalg.solve(slope, value - here.demand)

    def _spending_slope(
        self, p: np.ndarray, here: Markets
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Derivative of expenditure in log prices: a diagonal, and the factors of rank one."""
        value = here.supply
        if not self.fixed_ratio:
            return value, self.deficit / self.totals(self.weight), value
        wanted = p * (self.weight + self.deficit)
        drift = value / self.totals(value) - wanted / self.totals(wanted)
        return here.spending, here.spending, drift


def solved(model: Model, p: np.ndarray) -> tuple[Markets, np.ndarray, int]:
    """Prices that clear markets: two steps of adjustment, then Newton's while they help."""
    here, steps = model.at(p), 1
    error, best = here.error, np.inf
    while error > CLOSE and steps < MOST_STEPS and not (error < 1e-12 and error >= best):
        best = error
        if steps > SWEEPS or error < NEAR:
            tried_p = p * np.exp(np.clip(model.newton(p, here), -1.0, 1.0))
            tried, steps = model.at(tried_p), steps + 1
            if tried.error < error and tried.spending.min() > 0:
                p, here, error = tried_p, tried, tried.error
                continue
        p = model.normalised(p * (here.demand / here.supply) ** (1 / (1 + model.theta)))
        here, steps = model.at(p), steps + 1
        error = here.error
        _refuse_overspent(here)
    return here, p, steps


def _refuse_overspent(here: Markets) -> None:
    """Raise where a fixed surplus exceeds income."""
    refuse_unless(
        bool(here.spending.min() > 0 and np.isfinite(here.demand).all()),
        where="gravity equilibrium, additive closure",
        found="a state's fixed surplus exceeds its income on the way",
        expected="spending above 0",
        remedy="Use the multiplicative closure, or close deficits first.",
    )
