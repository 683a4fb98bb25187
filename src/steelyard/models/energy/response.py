"""How prices and flows answer to limits: the slope of a market at its equilibrium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.energy.equilibrium import Equilibrium
from steelyard.models.energy.network import Blocks, Market

NEAR = 1e-6  # of the highest price: a flat block at the price supplies or takes any amount


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """What one more unit under each of some limits changes.

    Parameters
    ----------
    price : money / unit, for each unit / year, [node, limit]
    flow : 1, [lane, limit]
    """

    price: Float[np.ndarray, "node limit"]
    flow: Float[np.ndarray, "lane limit"]


def response(found: Equilibrium, limits: list[int]) -> Response:
    r"""Slopes of prices and flows by the amounts of limits, those taken to bind.

    .. math:: B_n \, dp_n = \sum_{\text{from } n} dq - \sum_{\text{to } n} dq, \quad
        dp_j - dp_i = \sum_g d\lambda_g, \quad \sum_g dq = dL_g

    with *B* what supply and demand of a node change with its price, lanes that are used below
    their capacity, and limits that bind. The market is straight in pieces: the slope is exact up
    to the next kink, and at a kink that of one side.

    Parameters
    ----------
    found : Equilibrium
    limits : rows of limits of its market

    Returns
    -------
    response : Response
        0 where a price cannot answer: a flat block holds it.

    References
    ----------
    Takayama, T. and Judge, G. (1964). *Econometrica* 32(4), 510-524 (equilibrium conditions);
    Fiacco, A. (1976). Sensitivity analysis for nonlinear programming using penalty methods.
    *Mathematical Programming* 10, 287-311.

    Examples
    --------
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.equilibrium import solve
    >>> from steelyard.models.energy.network import Limit, Node, lane, market
    >>> oil = UNITS["crude oil"]
    >>> nodes = [Node("S", supply=(Curve(20.0, 0.5, *oil),)),
    ...          Node("B", demand=(Curve(100.0, -0.25, *oil),))]
    >>> way = lane("S", "B", "sea", 2.0, "crude oil")
    >>> found = solve(market("crude oil", nodes, [way], [Limit("port", (way.label,), 60.0)]))
    >>> response(found, [0]).price.round(6).tolist()
    [[0.5], [-0.25]]
    """
    market = found.market
    lanes, binding = _free(found), _binding(found, limits)
    give, pinned = _give(found)
    nodes, m, g = np.flatnonzero(~pinned), lanes.size, binding.size
    ends = np.zeros((len(market.nodes), m))
    ends[market.origin[lanes], range(m)] += 1.0
    ends[market.destination[lanes], range(m)] -= 1.0
    within = market.within[np.ix_(binding, lanes)]
    n = nodes.size
    system = np.zeros((n + m + g, n + m + g))
    system[range(n), range(n)] = give[nodes]
    system[:n, n : n + m] = -ends[nodes]
    system[n : n + m, :n] = ends[nodes].T
    system[n : n + m, n + m :] = within.T
    system[n + m :, n : n + m] = within
    right = np.zeros((n + m + g, len(limits)))
    for column, row in enumerate(limits):
        right[n + m + int(np.flatnonzero(binding == row)[0]), column] = 1.0
    answer = np.linalg.lstsq(system, right, rcond=1e-11)[0]
    price, flow = np.zeros((len(market.nodes), len(limits))), np.zeros((m, len(limits)))
    price[nodes], flow = answer[:n], answer[n : n + m]
    carried = np.zeros((market.cost.size, len(limits)))
    carried[lanes] = flow
    return Response(price, carried)


def _free(found: Equilibrium) -> np.ndarray:
    """Lanes used above their contract and below their capacity: which of two is nearer to 0."""
    market, price = found.market, found.price
    size, top = (
        float(found.demand.sum()) or 1.0,
        float(np.nan_to_num(price).max(initial=0.0)) or 1.0,
    )
    gain = price[market.destination] - price[market.origin] - market.cost
    gain = np.nan_to_num(gain, nan=-top) - market.within.T @ found.limit_rent - found.rent
    used = (found.flow - market.least) / size > -gain / top
    return np.flatnonzero(used & ((market.most - found.flow) / size > found.rent / top))


def _binding(found: Equilibrium, limits: list[int]) -> np.ndarray:
    """Limits whose rent outweighs their room, and those asked for."""
    market, top = found.market, float(np.nan_to_num(found.price).max(initial=0.0)) or 1.0
    spare = (market.limit - market.within @ found.flow) / (float(found.demand.sum()) or 1.0)
    binds = found.limit_rent / top > spare
    binds[limits] = True
    return np.flatnonzero(binds)


def _give(found: Equilibrium) -> tuple[np.ndarray, np.ndarray]:
    """What supply less demand of a node changes with its price, and prices held by flat blocks."""
    market: Market = found.market
    give, pinned = np.zeros(len(market.nodes)), np.zeros(len(market.nodes), dtype=bool)
    close = NEAR * float(np.nan_to_num(found.price).max(initial=0.0))
    for side in (market.supply, market.demand):
        inside, flat = _inside(side, found.price[side.node], close)
        np.add.at(give, side.node[inside], 1.0 / np.abs(side.slope[inside]))
        pinned[side.node[flat]] = True
    return give, pinned


def _inside(side: Blocks, price: np.ndarray, close: float) -> tuple[np.ndarray, np.ndarray]:
    """Blocks in use below their end, and flat ones at the price."""
    flat = (side.slope == 0) & (np.abs(price - side.intercept) <= close) & (side.most > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        amount = (price - side.intercept) / side.slope
    return (side.slope != 0) & (amount > 0) & (amount < side.most), flat
