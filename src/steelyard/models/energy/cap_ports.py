"""Ports under a price cap: what serviced lanes may carry from them, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steelyard.models.energy.equilibrium import Equilibrium
from steelyard.models.energy.network import Market

CLOSE = 1e-6  # of the cap: how near the price of a rationed port must come to it
TIGHT = 1e-8  # of the cap: what is aimed at
IDLE = 1e-7  # of the market: what counts as nothing carried, or as no rent


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest price at a port at which serviced lanes may load."""

    origin: str
    level: float


def fenced(market: Market, caps: tuple[Cap, ...]) -> Market:
    """The market with one more limit for each cap."""
    rows = [market.serviced & (market.origin == market.node(cap.origin)) for cap in caps]
    return replace(
        market,
        limits=(*market.limits, *(f"serviced from {cap.origin}" for cap in caps)),
        within=np.vstack([market.within, *(row[None].astype(float) for row in rows)]),
        limit=np.concatenate([market.limit, np.full(len(caps), np.inf)]),
    )


def allowing(market: Market, caps: tuple[Cap, ...], allowed: np.ndarray) -> Market:
    """The market with these amounts allowed on serviced lanes."""
    own = market.limit[: market.limit.size - len(caps)]
    return replace(market, limit=np.concatenate([own, allowed]))


def contracted(market: Market, caps: tuple[Cap, ...]) -> np.ndarray:
    """What contracts oblige serviced lanes of each port to carry."""
    return market.within[market.limit.size - len(caps) :] @ market.least


@dataclass(frozen=True, slots=True)
class Port:
    """How a capped port stands.

    `gap`: price less cap, in parts of `unit`, the cap. `carried`: by serviced lanes. `is_open`:
    nobody notices the cap; `is_closed`: serviced ships stay away, contracts apart; `is_unused`:
    nothing at all is supplied, used or passed on, so that any price fits.
    """

    gap: float
    unit: float
    carried: float
    is_open: bool
    is_closed: bool
    is_unused: bool

    @property
    def miss(self) -> float:
        """How far the cap is missed, in parts of it."""
        return 0.0 if self.is_open or self.is_closed else abs(self.gap)

    @property
    def state(self) -> str:
        """Open, closed or rationed."""
        shut = self.is_closed or (self.is_unused and self.miss > CLOSE)
        return "open" if self.is_open else "closed" if shut else "rationed"


def ports_of(found: Equilibrium, caps: tuple[Cap, ...]) -> tuple[Port, ...]:
    """How each capped port stands."""
    market, first = found.market, found.market.limit.size - len(caps)
    carried, least = market.within[first:] @ found.flow, contracted(market, caps)
    top, small = top_price(found), IDLE * float(found.demand.sum())
    told = []
    for at, cap in enumerate(caps):
        node, unit = market.node(cap.origin), cap.level or top
        gap = float(np.nan_to_num((found.price[node] - cap.level) / unit, nan=-1.0))
        passed = found.flow[(market.origin == node) | (market.destination == node)].sum()
        unnoticed = gap <= TIGHT and found.limit_rent[first + at] <= IDLE * top
        away = gap >= -TIGHT and carried[at] - least[at] <= small
        unused = found.supply[node] + found.demand[node] + passed <= small
        told.append(Port(gap, unit, float(carried[at]), bool(unnoticed), bool(away), bool(unused)))
    return tuple(told)


def top_price(found: Equilibrium) -> float:
    """Highest price of the market."""
    return float(np.nan_to_num(found.price).max(initial=0.0)) or 1.0
