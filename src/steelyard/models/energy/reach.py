"""Which parts of a market can trade at all, and what fuel is worth where they cannot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.models.energy.network import Blocks, Market

ROUNDING = 1e-12  # of all contracts: what passes on as much as it receives


@dataclass(frozen=True, slots=True, eq=False)
class Trading:
    """The part of a market whose amounts are not settled beforehand.

    A lane without room above its contract cannot carry more. A node that nothing can come to, or
    that leads to nobody who uses anything, neither trades nor has a price that its curves fix: a
    solver asked for it would return any number.

    Parameters
    ----------
    node, supply, demand, lane, limit : rows of the market that remain
    open : lanes with room above their contract, [lane]
    sold, served : whether supply can come to a node, and whether use can be reached from it, [node]
    contracted : amount / year, [node]
        What contracts take away from a node less what they bring.
    """

    node: Int[np.ndarray, " n"]
    supply: Int[np.ndarray, " s"]
    demand: Int[np.ndarray, " d"]
    lane: Int[np.ndarray, " m"]
    limit: Int[np.ndarray, " k"]
    open: Bool[np.ndarray, " lane"]
    sold: Bool[np.ndarray, " node"]
    served: Bool[np.ndarray, " node"]
    contracted: Float[np.ndarray, " node"]


def trading(market: Market) -> Trading:
    """The part of a market that is left to be solved."""
    room = market.limit - market.within @ market.least
    full = market.within[room <= 0].any(axis=0)
    open_lanes = (market.most > market.least) & ~full
    count = len(market.nodes)
    contracted = np.bincount(market.origin, weights=market.least, minlength=count)
    contracted = contracted - np.bincount(market.destination, market.least, minlength=count)
    contracted[np.abs(contracted) <= ROUNDING * market.least.sum()] = 0.0
    start, end = market.origin[open_lanes], market.destination[open_lanes]
    sold = _spread(_nodes_of(market.supply, count) | (contracted < 0), start, end)
    served = _spread(_nodes_of(market.demand, count) | (contracted > 0), end, start)
    alive = sold & served
    lanes = open_lanes & alive[market.origin] & alive[market.destination]
    limits = np.isfinite(room) & (market.within[:, lanes] > 0).any(axis=1)
    return Trading(
        np.flatnonzero(alive),
        np.flatnonzero(alive[market.supply.node] & (market.supply.most > 0)),
        np.flatnonzero(alive[market.demand.node] & (market.demand.most > 0)),
        np.flatnonzero(lanes),
        np.flatnonzero(limits),
        open_lanes, sold, served, contracted,
    )  # fmt: skip


def price_beyond(market: Market, part: Trading, price: np.ndarray) -> np.ndarray:
    """Prices also where nothing trades: what fuel would cost there, or would be paid for it.

    The least price at which fuel could come where nobody uses it; the highest that would be paid
    where none can come; absent (NaN) where neither can be said.
    """
    if part.node.size == price.size and np.isfinite(price).all():
        return price
    start, end = market.origin[part.open], market.destination[part.open]
    cost = market.cost[part.open]
    found, rest = price.copy(), np.setdiff1d(np.arange(price.size), part.node)
    dear, wanting = rest[part.sold[rest]], rest[~part.sold[rest]]
    found[rest] = np.inf
    found[dear] = _best(np.minimum, np.inf, market.supply, price.size)[dear]
    _carry(np.minimum, found, dear, end, start, cost)
    found[wanting] = _best(np.maximum, -np.inf, market.demand, price.size)[wanting]
    _carry(np.maximum, found, wanting, start, end, -cost)
    paid = wanting[np.isfinite(found[wanting])]
    found[paid] = np.maximum(found[paid], 0.0)
    _passed_on(market, found)
    return np.where(np.isfinite(found), found, np.nan)


def _nodes_of(blocks: Blocks, count: int) -> np.ndarray:
    """Nodes with blocks of more than nothing."""
    found = np.zeros(count, dtype=bool)
    found[blocks.node[blocks.most > 0]] = True
    return found


def _spread(reached: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """All nodes to which lanes lead from those reached."""
    while True:
        further = reached.copy()
        further[end[reached[start]]] = True
        if (further == reached).all():
            return reached
        reached = further


def _best(which: np.ufunc, worst: float, blocks: Blocks, count: int) -> np.ndarray:
    """Least or greatest intercept of each node."""
    found = np.full(count, worst)
    some = blocks.most > 0
    which.at(found, blocks.node[some], blocks.intercept[some])
    return found


def _carry(which: np.ufunc, price: np.ndarray, at: np.ndarray, to: np.ndarray, by: np.ndarray,
           cost: np.ndarray) -> None:  # fmt: skip
    """Let prices run along lanes into the nodes of `at`, until nothing changes."""
    into = np.isin(to, at)
    for _ in range(at.size):
        before = price[at]
        which.at(price, to[into], price[by[into]] + cost[into])
        if (before == price[at]).all():
            return


def _passed_on(market: Market, price: np.ndarray) -> None:
    """Where only contracts bring fuel and take it on, what it cost to bring."""
    bound = market.least > 0
    start, end, cost = market.origin[bound], market.destination[bound], market.cost[bound]
    without = np.flatnonzero(~np.isfinite(price))
    price[without] = np.inf
    if without.size and bound.any():
        _carry(np.minimum, price, without, end, start, cost)
