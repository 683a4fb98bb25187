"""How prices and flows answer to limits: the slope of a market at its equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from steelyard.models.energy.equilibrium import Equilibrium, priced
from steelyard.models.energy.network import Blocks, Market

NEAR = 1e-6  # of the highest price: a flat block at the price supplies or takes any amount


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """What one more unit under each of some limits changes, and demand lifted everywhere.

    Parameters
    ----------
    price : money / unit, for each unit / year, [node, limit]
    flow : 1, [lane, limit]
    rent : money / unit, for each unit / year, [limit, limit]
    lifted : what one more unit of money that every use is worth adds to prices, [node]
    rent_lifted : the same for rents of the limits, [limit]
    """

    price: Float[np.ndarray, "node limit"]
    flow: Float[np.ndarray, "lane limit"]
    rent: Float[np.ndarray, "limit limit"]
    lifted: Float[np.ndarray, " node"]
    rent_lifted: Float[np.ndarray, " limit"]


def response(
    found: Equilibrium, limits: list[int], weight: Float[np.ndarray, " node"] | None = None
) -> Response:
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
    weight : what a unit is worth more at each node where demand is lifted by 1; 1 everywhere

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
    lanes, binding = np.flatnonzero(free_lanes(found)), binding_limits(found, limits)
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
    right = np.zeros((n + m + g, len(limits) + 1))
    asked = n + m + np.searchsorted(binding, limits).astype(int)
    right[asked, range(len(limits))] = 1.0
    right[:n, -1] = (_taken(found) * (1.0 if weight is None else weight))[nodes]
    answer = np.linalg.lstsq(system, right, rcond=1e-11)[0]
    price, carried = (
        np.zeros((rows, len(limits) + 1)) for rows in (len(market.nodes), market.cost.size)
    )
    price[nodes], carried[lanes] = answer[:n], answer[n : n + m]
    rent = answer[asked]
    return Response(price[:, :-1], carried[:, :-1], rent[:, :-1], price[:, -1], rent[:, -1])


def used_lanes(found: Equilibrium) -> Bool[np.ndarray, " lane"]:
    """Lanes that carry more than their contract: which of amount and loss is nearer to 0."""
    market, price = found.market, found.price
    size, top = _units(found)
    gain = price[market.destination] - price[market.origin] - market.cost
    gain = np.where(np.isnan(gain), -top, gain) - market.within.T @ found.limit_rent - found.rent
    return (found.flow - market.least) / size > -gain / top


def free_lanes(found: Equilibrium) -> Bool[np.ndarray, " lane"]:
    """Lanes used above their contract and below their capacity."""
    size, top = _units(found)
    return used_lanes(found) & ((found.market.most - found.flow) / size > found.rent / top)


def _units(found: Equilibrium) -> tuple[float, float]:
    """All that is used, and the highest price."""
    top = float(priced(found.price).max(initial=0.0))
    return float(found.demand.sum()) or 1.0, top or 1.0


def binding_limits(found: Equilibrium, limits: Sequence[int] = ()) -> np.ndarray:
    """Limits whose rent outweighs their room, and those asked for."""
    market, (size, top) = found.market, _units(found)
    spare = (market.limit - market.within @ found.flow) / size
    binds = found.limit_rent / top > spare
    binds[list(limits)] = True
    return np.flatnonzero(binds)


def _give(found: Equilibrium) -> tuple[np.ndarray, np.ndarray]:
    """What supply less demand of a node changes with its price, and prices held by flat blocks."""
    market: Market = found.market
    give, pinned = np.zeros(len(market.nodes)), np.zeros(len(market.nodes), dtype=bool)
    close = NEAR * float(priced(found.price).max(initial=0.0))
    for side in (market.supply, market.demand):
        inside, flat = _inside(side, found.price[side.node], close)
        np.add.at(give, side.node[inside], 1.0 / np.abs(side.slope[inside]))
        pinned[side.node[flat]] = True
    return give, pinned


def _taken(found: Equilibrium) -> np.ndarray:
    """What the use of each node changes with what a unit is worth to it."""
    side, taken = found.market.demand, np.zeros(len(found.market.nodes))
    close = NEAR * float(priced(found.price).max(initial=0.0))
    inside, _ = _inside(side, found.price[side.node], close)
    np.add.at(taken, side.node[inside], 1.0 / np.abs(side.slope[inside]))
    return taken


def _inside(side: Blocks, price: np.ndarray, close: float) -> tuple[np.ndarray, np.ndarray]:
    """Blocks in use below their end, and flat ones at the price."""
    flat = (side.slope == 0) & (np.abs(price - side.intercept) <= close) & (side.most > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        amount = (price - side.intercept) / side.slope
    return (side.slope != 0) & (amount > 0) & (amount < side.most), flat
