"""Why a market has no solution: contracts that cannot all be kept, or trade without end."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

from steelyard.models.energy.network import Blocks, Market
from steelyard.vocabulary.errors import InputError, shorten

SMALL = 1e-9  # of the largest contract


def refuse_infeasible(market: Market) -> None:
    """Raise, naming lanes, if contracted amounts cannot be supplied, carried or used.

    Without contracts every market is feasible: nothing flows and nobody uses anything.

    Raises
    ------
    InputError
        With the lanes whose contracts fall short and by how much, and the nodes they leave.
    """
    if not (market.least > 0).any():
        return
    largest = float(market.least.max())
    short = _shortfall(market, largest) * largest
    lanes = np.flatnonzero(short > SMALL * largest)
    if not lanes.size:
        return
    told = [f"{market.lanes[at]} by {short[at]:.4g} of {market.least[at]:.4g}" for at in lanes]
    nodes = dict.fromkeys(market.nodes[market.origin[at]] for at in lanes)
    raise InputError(
        where=f"market of {market.fuel}, lane {market.lanes[lanes[0]]}",
        found=f"contracts fall short: {shorten(told)}",
        expected="enough supply, carriage and use for every contracted amount",
        remedy=f"Lower these contracts, or raise what {shorten(nodes)} can supply or receive.",
    )


def refuse_endless(market: Market) -> None:
    """Raise, naming nodes, if somebody pays any amount a price at which any amount is supplied.

    Raises
    ------
    InputError
        With the nodes whose supply or demand has neither slope nor end.
    """
    supply, demand = (
        list(dict.fromkeys(market.nodes[at] for at in side.node[_endless(side)]))
        for side in (market.supply, market.demand)
    )
    if not supply or not demand:
        return
    raise InputError(
        where=f"market of {market.fuel}, node {shorten(dict.fromkeys([*supply, *demand]))}",
        found="supply and demand at one price whatever the amount",
        expected="a slope, or a largest amount, on one side at least",
        remedy=f"Give the supply of {shorten(supply)} or the demand of {shorten(demand)} a slope, "
        "or the most that there is of it.",
    )


def _endless(side: Blocks) -> np.ndarray:
    """Blocks with neither slope nor end."""
    return (side.slope == 0) & np.isinf(side.most)


def _shortfall(market: Market, unit: float) -> np.ndarray:
    """Least amounts, in all, by which contracts must be missed: a linear programme.

    Amounts are counted in `unit`, since the solver's tolerances are absolute.
    """
    s, d, m = market.supply.node.size, market.demand.node.size, market.cost.size
    balance = np.zeros((len(market.nodes), s + d + 2 * m))
    np.add.at(balance, (market.supply.node, np.arange(s)), -1.0)
    np.add.at(balance, (market.demand.node, s + np.arange(d)), 1.0)
    np.add.at(balance, (market.origin, s + d + np.arange(m)), 1.0)
    np.add.at(balance, (market.destination, s + d + np.arange(m)), -1.0)
    kept = np.zeros((m, s + d + 2 * m))
    kept[:, s + d :] = np.hstack([-np.eye(m), -np.eye(m)])  # flow + shortfall >= least
    joint = np.zeros((len(market.limits), s + d + 2 * m))
    joint[:, s + d : s + d + m] = market.within
    most = np.concatenate([market.supply.most, market.demand.most, market.most, market.least])
    most = most / unit
    found = linprog(
        np.concatenate([np.zeros(s + d + m), np.ones(m)]),
        A_ub=np.vstack([kept, joint]),
        b_ub=np.concatenate([-market.least, market.limit]) / unit,
        A_eq=balance,
        b_eq=np.zeros(len(market.nodes)),
        bounds=np.column_stack([np.zeros_like(most), most]),
    )
    return found.x[s + d + m :]
