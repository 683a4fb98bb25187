"""The same amounts at another level of the world price: which prices move with it, which stay."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.models.energy.equilibrium import Equilibrium
from steelyard.models.energy.response import binding_limits, free_lanes, used_lanes

LEAST = 1e-3  # of the level: the lowest price that a curve is drawn through


def shifted(
    found: Equilibrium, anchor: str, level: float, known: Bool[np.ndarray, " node"]
) -> Float[np.ndarray, " node"]:
    r"""Prices that support the same amounts with the anchor at a level.

    .. math:: p'_n = p_n + s_{k(n)}, \qquad p'_j - p'_i - t_{ij} \ge 0 \;\text{on full lanes},
        \quad \le 0 \;\text{on open lanes that nobody uses}

    Places that trade with each other below every limit have prices that differ by cost, and move
    together (*k*). A part of the network that full lanes shut off has a price of its own: where
    it is known (gas at Henry Hub) it stays, as far as costs leave room; elsewhere it is taken to
    move with the anchor.

    Parameters
    ----------
    found : Equilibrium
    anchor : name of the node whose price is to be `level`
    level : money / unit, above 0
    known : whether a node's own price is known, [node]

    Returns
    -------
    price : money / unit, [node], at least a thousandth of the level

    References
    ----------
    Takayama, T. and Judge, G. (1964). *Econometrica* 32(4), 510-524 (conditions on prices).

    Examples
    --------
    >>> from steelyard.models.energy.curves import demand_through, supply_through
    >>> from steelyard.models.energy.equilibrium import solve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> gas = [Node("S", supply=supply_through(100.0, 60.0, 0.3, "gas")),
    ...        Node("B", demand=demand_through(300.0, 50.0, -0.3, "gas"))]
    >>> way = lane("S", "B", "LNG", 50.0, "gas", most=50.0)
    >>> shifted(solve(market("gas", gas, [way])), "B", 400.0, np.array([True, False])).round(1)
    array([ 44.4, 400. ])
    """
    part = _parts(found)
    at = found.market.node(anchor)
    by = level - found.price[at]
    move = np.full(found.price.size, by)
    for kept in np.unique(part[known]):
        if kept != part[at]:
            move[part == kept] = _room(found, part == kept, by)
    return np.maximum(found.price + move, LEAST * level)


def _parts(found: Equilibrium) -> Int[np.ndarray, " node"]:
    """Places whose prices differ by cost alone carry the same number."""
    market = found.market
    bound = market.within[binding_limits(found)].any(axis=0)
    tied = np.flatnonzero(free_lanes(found) & ~bound)
    start, end = market.origin[tied], market.destination[tied]
    part = np.arange(len(market.nodes))
    while True:  # of two dozen places: a sparse graph costs more than the few rounds
        least = np.minimum(part[start], part[end])
        before = part.copy()
        np.minimum.at(part, start, least)
        np.minimum.at(part, end, least)
        if (part == before).all():
            return part


def _room(found: Equilibrium, inside: Bool[np.ndarray, " node"], by: float) -> float:
    """The move of a part nearest to none that leaves its lanes as they are."""
    market, used, free = found.market, used_lanes(found), free_lanes(found)
    bound = market.within[binding_limits(found)].any(axis=0)
    gain = found.price[market.destination] - found.price[market.origin] - market.cost
    out = inside[market.origin] & ~inside[market.destination]
    into = ~inside[market.origin] & inside[market.destination]
    full = used & (bound | ~free)
    idle = ~used & ~bound & (market.most > market.least)
    low = np.concatenate([by + gain[out & idle], by - gain[into & full]]).max(initial=-np.inf)
    high = np.concatenate([by + gain[out & full], by - gain[into & idle]]).min(initial=np.inf)
    return float(min(max(0.0, low), high))
