"""The fuel market beside peers that solve the same programme: HiGHS, OSQP, and a linear limit.

``highspy`` and ``osqp`` are asked where they are installed, with the same matrices; scipy's
``linprog`` solves the market with every curve cut into steps, which needs no other package and
comes as near as the steps are fine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from steelyard.models.energy.curves import demand_through, supply_through
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Limit, Market, Node, lane, market
from steelyard.models.energy.price_cap import Cap, solve_capped

SIZES = ((3, 6), (15, 120), (60, 1500))
LIMIT_S = 0.050  # one market of 15 x 120, and one with two caps
STEPS = 200  # into which a curve is cut for the linear limit
OIL = "crude oil"


def made_up(nodes: int, lanes: int) -> Market:
    """Places that supply, use or both; half of the lanes have a capacity; five joint limits."""
    random = np.random.default_rng(0)
    places = []
    for at in range(nodes):
        price = random.uniform(55, 75)
        supply = supply_through(price, random.lognormal(5, 1), random.uniform(0.1, 0.5), OIL,
                                floor=random.uniform(10, 30))  # fmt: skip
        demand = demand_through(price, random.lognormal(5, 1), -random.uniform(0.1, 0.5), OIL)
        places.append(Node(f"N{at}", supply if at % 3 else (), demand if at % 4 else ()))
    ends = [(a, b) for a in range(nodes) for b in range(nodes) if a != b]
    random.shuffle(ends)
    ways = [
        lane(f"N{a}", f"N{b}", "tanker" if at % 2 else "pipe", random.uniform(1, 8), OIL,
             most=random.lognormal(4, 1) if random.random() < 0.5 else inf, serviced=bool(at % 2))
        for at, (a, b) in enumerate(ends[:lanes])
    ]  # fmt: skip
    held = [random.choice(len(ways), min(6, len(ways)), replace=False) for _ in range(5)]
    joint = [
        Limit(f"L{at}", tuple(ways[row].label for row in rows), random.lognormal(4.5, 1))
        for at, rows in enumerate(held)
    ]
    return market(OIL, places, ways, joint)


def programme_of(made: Market) -> tuple[np.ndarray, ...]:
    """Slopes, costs, balances, joint limits and bounds, written out anew for the peers."""
    s, d = made.supply, made.demand
    count, m = len(made.nodes), made.cost.size
    slopes = np.concatenate([s.slope, -d.slope, np.zeros(m)])
    costs = np.concatenate([s.intercept, -d.intercept, made.cost])
    balance = np.zeros((count, costs.size))
    np.add.at(balance, (s.node, np.arange(s.node.size)), -1.0)
    np.add.at(balance, (d.node, s.node.size + np.arange(d.node.size)), 1.0)
    first = s.node.size + d.node.size
    np.add.at(balance, (made.origin, first + np.arange(m)), 1.0)
    np.add.at(balance, (made.destination, first + np.arange(m)), -1.0)
    joint = np.hstack([np.zeros((made.limit.size, first)), made.within])
    most = np.concatenate([s.most, d.most, made.most])
    return slopes, costs, balance, joint, most


def by_highs(made: Market) -> np.ndarray:
    """Prices by HiGHS' solver of quadratic programmes."""
    import highspy

    slopes, costs, balance, joint, most = programme_of(made)
    rows = sparse.csr_matrix(np.vstack([balance, joint]))
    model = highspy.HighsModel()
    task = model.lp_
    task.num_col_, task.num_row_ = costs.size, rows.shape[0]
    task.col_cost_, task.col_lower_, task.col_upper_ = costs, np.zeros(costs.size), most
    task.row_lower_ = np.concatenate([np.zeros(len(made.nodes)), np.full(made.limit.size, -inf)])
    task.row_upper_ = np.concatenate([np.zeros(len(made.nodes)), made.limit])
    task.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    task.a_matrix_.start_, task.a_matrix_.index_ = rows.indptr, rows.indices
    task.a_matrix_.value_ = rows.data
    square = sparse.csc_matrix(sparse.diags_array(slopes))
    model.hessian_.dim_ = costs.size
    model.hessian_.start_, model.hessian_.index_ = square.indptr, square.indices
    model.hessian_.value_ = square.data
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"no answer: {solver.modelStatusToString(solver.getModelStatus())}")
    return -np.array(solver.getSolution().row_dual[: len(made.nodes)])


def by_osqp(made: Market) -> np.ndarray:
    """Prices by OSQP, a first-order method, at its usual tolerance made a thousand times finer."""
    import osqp

    slopes, costs, balance, joint, most = programme_of(made)
    rows = sparse.vstack([balance, joint, sparse.eye_array(costs.size)], format="csc")
    nodes = np.zeros(len(made.nodes))
    low = np.concatenate([nodes, np.full(made.limit.size, -inf), np.zeros(costs.size)])
    solver = osqp.OSQP()
    solver.setup(
        sparse.csc_matrix(sparse.diags_array(slopes)), costs, rows, low,
        np.concatenate([nodes, made.limit, most]), verbose=False, eps_abs=1e-6, eps_rel=1e-6,
        max_iter=200_000, polishing=True,
    )  # fmt: skip
    found = solver.solve()
    if "solved" not in found.info.status:
        raise RuntimeError(f"no answer: {found.info.status}")
    return found.y[: len(made.nodes)]


def by_linprog(made: Market) -> np.ndarray:
    """Prices of the linear limit: every curve in steps of one price each."""
    slopes, costs, balance, joint, most = programme_of(made)
    blocks = made.supply.node.size + made.demand.node.size
    ceiling = float(made.demand.intercept.max())
    width = np.where(slopes > 0, ceiling / np.where(slopes > 0, slopes, 1.0), most) / STEPS
    wide = np.minimum(width, most / STEPS)[:blocks]
    step = np.repeat(np.arange(blocks), STEPS)
    middle = (np.tile(np.arange(STEPS), blocks) + 0.5) * wide[step]
    columns = np.append(step, np.arange(blocks, costs.size))
    most = np.append(wide[step], most[blocks:])
    found = linprog(
        np.append(costs[step] + slopes[step] * middle, costs[blocks:]),
        A_ub=sparse.csr_matrix(joint[:, columns]), b_ub=made.limit,
        A_eq=sparse.csr_matrix(balance[:, columns]), b_eq=np.zeros(len(made.nodes)),
        bounds=np.column_stack([np.zeros(most.size), most]), method="highs",
    )  # fmt: skip
    return -found.eqlin.marginals


PEERS: tuple[tuple[str, Callable[[Market], np.ndarray]], ...] = (
    ("highspy", by_highs),
    ("osqp", by_osqp),
    ("scipy linprog", by_linprog),
)


def shortest(work: Callable[[], Any], times: int) -> float:
    """Seconds of the quickest of some repetitions, after one that is not counted."""
    work()
    spent = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def beside(name: str, peer: Callable[[Market], np.ndarray], made: Market,
           found: Equilibrium, seconds: float) -> dict[str, Any]:  # fmt: skip
    """One row: a peer on the same market."""
    size = f"{len(made.nodes)} nodes x {len(made.lanes)} lanes"
    row = {"what": "fuel market", "size": size, "ours_s": seconds, "peer": name}
    try:
        price = peer(made)
    except ImportError:
        return row | {"peer_s": None, "ratio": None, "note": f"{name} is not installed"}
    except RuntimeError as fault:
        return row | {"peer_s": None, "ratio": None, "note": f"{name}: {fault}"}
    theirs = shortest(lambda: peer(made), 3)
    busy = found.supply + found.demand > 1e-6 * found.demand.sum()
    apart = float(np.abs(np.abs(price) - found.price)[busy].max())
    note = f"prices differ by {apart:.0e} USD/bbl at most"
    if name == "scipy linprog":
        note += f"; curves in {STEPS} steps"
    return row | {"peer_s": theirs, "ratio": theirs / seconds, "note": note}


def capped(made: Market, found: Equilibrium) -> dict[str, Any]:
    """Two ports under a cap of 95 % of their free price."""
    ports = [made.nodes[at] for at in dict.fromkeys(made.origin[made.serviced].tolist())][:2]
    caps = tuple(Cap(name, 0.95 * found.price_of(name)) for name in ports)
    done = solve_capped(made, caps)
    seconds = shortest(lambda: solve_capped(made, caps), 5)
    note = f"{', '.join(done.state)}, residual {done.residual:.0e}; target {LIMIT_S:g} s"
    note += "; OVER" if seconds > LIMIT_S else ""
    size = f"{len(made.nodes)} nodes x {len(made.lanes)} lanes, 2 caps"
    return {"what": "fuel market under a cap", "size": size, "ours_s": seconds, "peer": None,
            "peer_s": None, "ratio": None, "note": note}  # fmt: skip


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Each size beside each peer; caps on the middle one."""
    rows = []
    for nodes, lanes in SIZES[: 1 if quick else None]:
        made = made_up(nodes, lanes)
        found = solve(made)
        seconds = shortest(lambda made=made: solve(made), 9)
        rows += [beside(name, peer, made, found, seconds) for name, peer in PEERS]
        if (nodes, lanes) == (15, 120):
            rows.append(capped(made, found))
            rows[-2]["note"] += "; OVER 50 ms" if seconds > LIMIT_S else ""
    return rows
