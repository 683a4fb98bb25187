"""All bilateral cuts of a table of 77 regions and 45 sectors beside pymrio, which inverts anew."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import Any

import numpy as np

from steelyard.models.trade.network import all_pairs, factor

SIZE, SMALLER = (77, 45), (12, 10)
LIMIT_S = 60.0  # the promise on two cores


def made_up(regions: int, sectors: int) -> tuple[np.ndarray, np.ndarray]:
    """Flows and final use: economies of different size that buy nine tenths at home."""
    random = np.random.default_rng(0)
    mass = np.repeat(random.lognormal(0, 1.5, regions), sectors)
    flows = np.outer(mass, mass) * random.lognormal(0, 1.5, (mass.size, mass.size)) / mass.sum()
    at_home = np.repeat(np.arange(regions), sectors)
    flows[at_home[:, None] == at_home] *= 9 * regions
    final = np.repeat(flows.sum(axis=0)[:, None] / regions, regions, axis=1)
    return flows, final


def ours(flows: np.ndarray, final: np.ndarray) -> float:
    """Seconds for factoring and all pairs, both readings."""
    regions = [f"r{k}" for k in range(final.shape[1])]
    sectors = [f"s{k}" for k in range(len(flows) // len(regions))]
    begin = time.perf_counter()
    all_pairs(factor(regions, sectors, flows, final))
    return time.perf_counter() - begin


def theirs(flows: np.ndarray, final: np.ndarray) -> float:
    """Seconds of the peer for one cut: coefficients without the block, inverse, new output."""
    import pymrio  # pyright: ignore[reportMissingImports]

    output = flows.sum(axis=1) + final.sum(axis=1)
    sectors = len(flows) // final.shape[1]
    begin = time.perf_counter()
    left = pymrio.calc_A(flows, output)
    left[:sectors, sectors : 2 * sectors] = 0.0
    pymrio.calc_L(left) @ final.sum(axis=1)
    return time.perf_counter() - begin


def run(quick: bool = False) -> list[dict[str, Any]]:
    """One row; of the peer one cut is measured and the rest extrapolated, which the note says."""
    regions, sectors = SMALLER if quick else SIZE
    seconds, cuts = ours(*made_up(regions, sectors)), regions * (regions - 1)
    peer, note = None, "pymrio is not installed"
    if find_spec("pymrio"):
        one = theirs(*made_up(regions, sectors))
        peer = one * cuts
        note = f"peer: one cut measured ({one:.3g} s), times the number of cuts"
    if not quick and seconds > LIMIT_S:
        note += f"; OVER the promised {LIMIT_S:g} s"
    return [
        {
            "what": f"all {cuts:,} bilateral cuts, orders and inputs",
            "size": f"{regions} regions x {sectors} sectors",
            "ours_s": seconds,
            "peer": "pymrio (new inverses)",
            "peer_s": peer,
            "ratio": peer / seconds if peer else None,
            "note": note,
        }
    ]
