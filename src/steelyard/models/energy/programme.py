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

SOLVER: Any = clarabel
TOLERANCE = 1e-10  # of feasibility and gap; the certificate measures what was reached


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """What the solver returned: amounts, prices at nodes, shadow prices of bounds, its status."""

    supply: Float[np.ndarray, " source"]
    demand: Float[np.ndarray, " use"]
    flow: Float[np.ndarray, " lane"]
    price: Float[np.ndarray, " node"]
    rent: Float[np.ndarray, " lane"]
    limit_rent: Float[np.ndarray, " limit"]
    status: str
    iterations: int


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

    Amounts are measured in parts of the largest intercept's market, prices in parts of the
    largest price, so that the solver's tolerances mean the same for barrels and for gas.
    """
    scale, money = _scales(market)
    bounds = _constraints(market)
    objective = np.concatenate(
        [market.supply.intercept, -market.demand.intercept, market.cost]
    ) / money  # fmt: skip
    slopes = np.concatenate(
        [market.supply.slope, -market.demand.slope, np.zeros_like(market.cost)]
    ) * (scale / money)  # fmt: skip
    right = np.concatenate(
        [
            np.zeros(len(market.nodes)),
            np.zeros(market.supply.node.size + market.demand.node.size),
            -market.least,
            market.supply.most[bounds.supply],
            market.demand.most[bounds.demand],
            market.most[bounds.lane],
            market.limit[bounds.limit],
        ]
    )
    cones = [
        SOLVER.ZeroConeT(len(market.nodes)),
        SOLVER.NonnegativeConeT(right.size - len(market.nodes)),
    ]
    found = SOLVER.DefaultSolver(
        sparse.diags_array(slopes, format="csc"), objective, bounds.rows, right / scale, cones,
        _settings(),
    ).solve()  # fmt: skip
    return _read(market, bounds, found, scale, money)


def _scales(market: Market) -> tuple[float, float]:
    """Usual amount and usual price."""
    money = max(
        float(np.abs(market.supply.intercept).max(initial=0.0)),
        float(np.abs(market.demand.intercept).max(initial=0.0)),
    )
    steep = np.abs(np.concatenate([market.supply.slope, market.demand.slope]))
    steep = steep[steep > 0]
    scale = money / float(np.median(steep)) if steep.size else 1.0
    return scale or 1.0, money or 1.0


def _constraints(market: Market) -> _Bounds:
    """Rows of the programme; the same for every market of the same shape."""
    finite = tuple(
        tuple(np.flatnonzero(np.isfinite(each)).tolist())
        for each in (market.supply.most, market.demand.most, market.most, market.limit)
    )
    return _rows(
        len(market.nodes),
        tuple(market.supply.node.tolist()),
        tuple(market.demand.node.tolist()),
        tuple(zip(market.origin.tolist(), market.destination.tolist(), strict=True)),
        tuple(map(tuple, market.within.tolist())),
        finite,
    )


@lru_cache(maxsize=64)
def _rows(
    nodes: int,
    sources: tuple[int, ...],
    uses: tuple[int, ...],
    ends: tuple[tuple[int, int], ...],
    within: tuple[tuple[float, ...], ...],
    finite: tuple[tuple[int, ...], ...],
) -> _Bounds:
    """Balances (used less supplied less what comes in plus what leaves), then bounds."""
    s, d, m = len(sources), len(uses), len(ends)
    balance = np.zeros((nodes, s + d + m))
    balance[list(sources), range(s)] = -1.0
    balance[list(uses), range(s, s + d)] = 1.0
    for column, (start, end) in enumerate(ends, start=s + d):
        balance[start, column] += 1.0
        balance[end, column] -= 1.0
    one = np.eye(s + d + m)
    upper = [one[list(rows)] for rows in _offset(finite[:3], (0, s, s + d))]
    joint = np.zeros((len(finite[3]), s + d + m))
    for row, at in enumerate(finite[3]):
        joint[row, s + d :] = within[at]
    rows = sparse.csc_matrix(np.vstack([balance, -one, *upper, joint]))
    return _Bounds(rows, *(np.array(each, dtype=int) for each in finite))


def _offset(groups: tuple[tuple[int, ...], ...], starts: tuple[int, ...]) -> list[list[int]]:
    """Columns of each group."""
    return [[row + start for row in rows] for rows, start in zip(groups, starts, strict=True)]


def _settings() -> object:
    """Silent, exact, one thread: the same numbers anywhere (law 11)."""
    settings = SOLVER.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    settings.presolve_enable = False
    settings.tol_feas = settings.tol_gap_abs = settings.tol_gap_rel = TOLERANCE
    return settings


def _read(market: Market, bounds: _Bounds, found: Any, scale: float, money: float) -> Raw:
    """Amounts and shadow prices in the market's own units."""
    s, d, m = market.supply.node.size, market.demand.node.size, market.cost.size
    amounts, dual = np.array(found.x) * scale, np.array(found.z) * money
    price, rest = dual[: len(market.nodes)], dual[len(market.nodes) + s + d + m :]
    rest = rest[bounds.supply.size + bounds.demand.size :]
    rent, limit_rent = np.zeros(m), np.zeros(market.limit.size)
    rent[bounds.lane] = rest[: bounds.lane.size]
    limit_rent[bounds.limit] = rest[bounds.lane.size :]
    return Raw(
        amounts[:s], amounts[s : s + d], amounts[s + d :], price, rent, limit_rent,
        str(found.status), int(found.iterations),
    )  # fmt: skip
