"""The balance nearest to a published one that lanes and limits can carry: a named step (law 8)."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy.optimize import linprog

from steelyard.models.energy.network import Market

USE_LAST = 1e-3  # what moving use costs more, so that supply moves where either would do
HELD_BACK = 1e-4  # of every move: amounts at the very limit would leave prices undefined


def carried(
    market: Market, supply: Float[np.ndarray, " node"], demand: Float[np.ndarray, " node"]
) -> tuple[Float[np.ndarray, " node"], Float[np.ndarray, " node"]]:
    r"""Supply and use nearest to the published ones that the network carries.

    .. math:: \min \sum_n |s_n - \bar s_n| + |d_n - \bar d_n|
        \quad \text{s.t. balances, lanes and limits}

    Published balances leave out changes of stocks and count swaps and transit in their own ways,
    so that a place may export more than its terminals hold. Where supply or use could move, supply
    does. Where nothing needs to move the
    published amounts come back as they are.

    Parameters
    ----------
    market : Market
        Its curves are not used.
    supply, demand : amount / year, [node], at least 0, of equal sums

    Returns
    -------
    supply, demand : amount / year, [node]

    References
    ----------
    Charnes, A. and Cooper, W. (1977). Goal programming and multiple objective optimizations.
    *European Journal of Operational Research* 1(1), 39-54 (least absolute deviations).

    Examples
    --------
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> way = lane("S", "B", "LNG", 90.0, "gas", most=40.0)
    >>> found = carried(market("gas", [Node("S"), Node("B")], [way]),
    ...                 np.array([60.0, 0.0]), np.array([10.0, 50.0]))
    >>> [each.round().tolist() for each in found]
    [[50.0, 0.0], [10.0, 40.0]]
    """
    nodes, lanes = len(market.nodes), market.cost.size
    flow = np.zeros((nodes, lanes))
    np.add.at(flow, (market.origin, np.arange(lanes)), 1.0)
    np.add.at(flow, (market.destination, np.arange(lanes)), -1.0)
    one = np.eye(nodes)
    # columns: flows, then supply more, supply less, use more, use less
    balance = np.hstack([flow, -one, one, one, -one])
    held = np.isfinite(market.limit)
    joint = np.zeros((int(held.sum()), balance.shape[1]))
    joint[:, :lanes] = market.within[held]
    ends = [(low, None if np.isinf(top) else top)
            for low, top in zip(market.least, market.most, strict=True)]  # fmt: skip
    moves = [(0, 0 if amount == 0 else None) for amount in supply]
    moves += [(0, amount) for amount in supply]
    moves += [(0, 0 if amount == 0 else None) for amount in demand]
    moves += [(0, amount) for amount in demand]
    found = linprog(
        np.concatenate([np.zeros(lanes), np.ones(2 * nodes), np.full(2 * nodes, 1 + USE_LAST)]),
        A_ub=joint, b_ub=market.limit[held] * (1 - HELD_BACK),
        A_eq=balance, b_eq=supply - demand, bounds=[*ends, *moves],
    )  # fmt: skip
    more, less, use_more, use_less = found.x[lanes:].reshape(4, nodes)
    return supply + more - less, demand + use_more - use_less
