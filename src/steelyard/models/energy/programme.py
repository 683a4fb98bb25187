"""The convex programme whose solution is the market: welfare less cost, as Samuelson wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import clarabel  # a compiled module without type stubs
import numpy as np
from jaxtyping import Float
from scipy import sparse

from steelyard.models.energy.network import Market
from steelyard.models.energy.reach import Trading, price_beyond, trading

SOLVER: Any = clarabel
TOLERANCE = 1e-10  # of feasibility and gap; the certificate measures what was reached


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """What the solver returned: amounts, prices at nodes, shadow prices of bounds, its status.

    `scale` and `money` are the usual amount and price that it was measured in.
    """

    supply: Float[np.ndarray, " source"]
    demand: Float[np.ndarray, " use"]
    flow: Float[np.ndarray, " lane"]
    price: Float[np.ndarray, " node"]
    rent: Float[np.ndarray, " lane"]
    limit_rent: Float[np.ndarray, " limit"]
    status: str
    iterations: int
    scale: float
    money: float


@dataclass(frozen=True, slots=True, eq=False)
class _Bounds:
    """Rows of the constraints: balances, then bounds, and which of them are finite."""

    rows: sparse.csc_matrix
    supply: np.ndarray
    demand: np.ndarray
    lane: np.ndarray
    limit: np.ndarray


def programme(market: Market) -> Raw:
    """Solve the programme by an interior-point method (Clarabel).

    Amounts are measured in parts of the usual amount, prices in parts of the largest, so that the
    solver's tolerances mean the same for barrels and for gas. Contracted amounts are taken out
    beforehand, and with them whatever cannot trade: an interior point needs room to move.
    """
    part = trading(market)
    scale, money = _scales(market)
    supply, demand, lane = part.supply, part.demand, part.lane
    bounds = _constraints(market, part)
    objective = np.concatenate(
        [market.supply.intercept[supply], -market.demand.intercept[demand], market.cost[lane]]
    ) / money  # fmt: skip
    slopes = np.concatenate(
        [market.supply.slope[supply], -market.demand.slope[demand], np.zeros(lane.size)]
    ) * (scale / money)  # fmt: skip
    room = market.limit - market.within @ market.least
    right = np.concatenate(
        [
            -part.contracted[part.node],
            np.zeros(objective.size),
            market.supply.most[supply][bounds.supply],
            market.demand.most[demand][bounds.demand],
            (market.most - market.least)[lane][bounds.lane],
            room[part.limit],
        ]
    )
    stuck = np.abs(np.delete(part.contracted, part.node)).max(initial=0.0) > TOLERANCE * scale
    if stuck or (room < -TOLERANCE * scale).any():
        return _impossible(market, scale, money)
    if not objective.size:
        return _read(market, part, bounds, None, scale, money)
    cones = [
        SOLVER.ZeroConeT(part.node.size),
        SOLVER.NonnegativeConeT(right.size - part.node.size),
    ]
    found = SOLVER.DefaultSolver(
        _diagonal(slopes), objective, bounds.rows, right / scale, cones, _settings(),
    ).solve()  # fmt: skip
    return _read(market, part, bounds, found, scale, money)


def _diagonal(values: np.ndarray) -> sparse.csc_matrix:
    """A diagonal matrix, built from its three arrays: the general way costs more than a solve."""
    size = values.size
    return sparse.csc_matrix((values, np.arange(size), np.arange(size + 1)), shape=(size, size))


def _scales(market: Market) -> tuple[float, float]:
    """Usual amount and usual price."""
    money = max(
        float(np.abs(market.supply.intercept).max(initial=0.0)),
        float(np.abs(market.demand.intercept).max(initial=0.0)),
    )
    steep = np.abs(np.concatenate([market.supply.slope, market.demand.slope]))
    steep = np.sort(steep[steep > 0])
    if steep.size and money:
        middle = steep[(steep.size - 1) // 2] + steep[steep.size // 2]  # np.median costs more
        return money / float(middle / 2), money
    amounts = np.concatenate([market.supply.most, market.demand.most, market.most, market.limit])
    amounts = amounts[np.isfinite(amounts) & (amounts > 0)]
    return float(np.median(amounts)) if amounts.size else 1.0, money or 1.0


def _constraints(market: Market, part: Trading) -> _Bounds:
    """Rows of the programme; the same for every market of the same shape."""
    place = np.cumsum(np.bincount(part.node, minlength=len(market.nodes))) - 1
    finite = (
        np.flatnonzero(np.isfinite(market.supply.most[part.supply])),
        np.flatnonzero(np.isfinite(market.demand.most[part.demand])),
        np.flatnonzero(np.isfinite(market.most[part.lane])),
        part.limit,
    )
    ends = (
        place[market.supply.node[part.supply]],
        place[market.demand.node[part.demand]],
        place[market.origin[part.lane]],
        place[market.destination[part.lane]],
    )
    within = market.within[np.ix_(part.limit, part.lane)]
    return _rows(
        part.node.size,
        tuple(each.astype(np.int64).tobytes() for each in ends),
        within.tobytes(),
        tuple(each.astype(np.int64).tobytes() for each in finite),
    )


@lru_cache(maxsize=64)
def _rows(nodes: int, ends: tuple[bytes, ...], within: bytes, finite: tuple[bytes, ...]) -> _Bounds:
    """Balances (used less supplied less what comes in plus what leaves), then bounds."""
    source, use, start, end = (np.frombuffer(each, dtype=np.int64) for each in ends)
    on = tuple(np.frombuffer(each, dtype=np.int64) for each in finite)
    s, d, m = source.size, use.size, start.size
    column = np.arange(s + d + m)
    signs = np.concatenate([-np.ones(s), np.ones(d + m), -np.ones(m)])
    places = (np.concatenate([source, use, start, end]), np.append(column, column[s + d :]))
    balance = sparse.coo_array((signs, places), shape=(nodes, s + d + m))
    upper = np.concatenate([on[0], s + on[1], s + d + on[2]])
    ones = sparse.coo_array(
        (np.ones(upper.size), (np.arange(upper.size), upper)), shape=(upper.size, s + d + m)
    )
    carried = np.frombuffer(within).reshape(on[3].size, m)
    joint = sparse.hstack([sparse.coo_array((on[3].size, s + d)), sparse.coo_array(carried)])
    blocks = [balance, -sparse.eye_array(s + d + m), ones, joint]
    return _Bounds(sparse.csc_matrix(sparse.vstack(blocks)), *on)


def _settings() -> object:
    """Silent, exact, one thread: the same numbers anywhere (law 11)."""
    settings = SOLVER.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    settings.presolve_enable = False
    settings.tol_feas = settings.tol_gap_abs = settings.tol_gap_rel = TOLERANCE
    return settings


def _impossible(market: Market, scale: float, money: float) -> Raw:
    """What is returned where contracts ask for what cannot be."""
    s, d, m = market.supply.node.size, market.demand.node.size, market.cost.size
    supply, demand, flow, price, rent, limit_rent = (
        np.full(count, np.nan) for count in (s, d, m, len(market.nodes), m, market.limit.size)
    )
    return Raw(supply, demand, flow, price, rent, limit_rent, "PrimalInfeasible", 0, scale, money)


def _read(
    market: Market, part: Trading, bounds: _Bounds, found: Any, scale: float, money: float
) -> Raw:
    """Amounts and shadow prices in the market's own units."""
    status, steps, amounts, dual = "Solved", 0, np.zeros(0), np.zeros(part.node.size)
    if found is not None:
        status, steps = str(found.status), int(found.iterations)
        amounts, dual = np.array(found.x) * scale, np.array(found.z) * money
    s, d = part.supply.size, part.demand.size
    supply, demand = np.zeros(market.supply.node.size), np.zeros(market.demand.node.size)
    supply[part.supply], demand[part.demand] = amounts[:s], amounts[s : s + d]
    flow, price = market.least.copy(), np.full(len(market.nodes), np.nan)
    flow[part.lane] += amounts[s + d :]
    price[part.node] = dual[: part.node.size]
    rest = dual[part.node.size + amounts.size + bounds.supply.size + bounds.demand.size :]
    rent, limit_rent = np.zeros(market.cost.size), np.zeros(market.limit.size)
    rent[part.lane[bounds.lane]] = rest[: bounds.lane.size]
    limit_rent[part.limit] = rest[bounds.lane.size :]
    price = price_beyond(market, part, price)
    _closed(market, part, price, rent, limit_rent)
    return Raw(supply, demand, flow, price, rent, limit_rent, status, steps, scale, money)


def _closed(
    market: Market, part: Trading, price: np.ndarray, rent: np.ndarray, limit_rent: np.ndarray
) -> None:
    """What one more unit of a lane or limit without room would be worth."""
    full, shut = market.limit <= market.within @ market.least, market.most <= market.least
    if not full.any() and not shut.any():
        return
    gain = price[market.destination] - price[market.origin] - market.cost
    gain = np.maximum(gain - market.within.T @ limit_rent, 0.0)
    gain[np.isnan(gain)] = 0.0
    for row in np.flatnonzero(full):
        own = (market.within[row] > 0) & (market.most > market.least)
        limit_rent[row] = gain[own].max(initial=0.0)
        gain = np.where(market.within[row] > 0, np.maximum(gain - limit_rent[row], 0.0), gain)
    rent[shut] = gain[shut]
