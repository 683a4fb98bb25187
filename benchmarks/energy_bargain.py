"""Bargains over the real gas market: draws of the line to China, and all ties at once."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from typing import Any

from steelyard.models.energy.bargain.nash_in_nash import nash_in_nash
from steelyard.reference.dataset import load
from steelyard.scenarios.energy.links import tie_between, ties, who
from steelyard.scenarios.energy.terms import bargaining_market, terms
from steelyard.scenarios.energy.world import world, worlds

AS_OF, WHEN, LEVEL = date(2026, 11, 22), date(2025, 7, 1), 402.0
DRAWS, CORES = 1000, 2
LIMIT_DRAWS_S, LIMIT_NASH_S = 30.0, 2.0


def some(seed: int, draws: int) -> float:
    """Seconds of processor for reservation prices over draws, calibration and all."""
    started = time.process_time()
    of = worlds(load(AS_OF), "gas", draws=draws, seed=seed)
    terms(of, tie_between("gas", "RUS", "CHN", WHEN), WHEN, LEVEL)
    return time.process_time() - started


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Draws on two cores, and Nash-in-Nash over all ties."""
    draws = 40 if quick else DRAWS
    started = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        processor = sum(pool.map(some, range(CORES), [draws // CORES] * CORES))
    wall = time.perf_counter() - started
    made = bargaining_market(world(worlds(load(AS_OF), "gas"), WHEN, LEVEL))
    links = tuple(each.link for each in ties("gas", WHEN))
    started = time.perf_counter()
    settled = nash_in_nash(made, who(made), links, 0.5)
    nash = time.perf_counter() - started
    return [
        _row(f"gas, {draws} draws on {CORES} cores", draws, wall, LIMIT_DRAWS_S * draws / DRAWS,
             f"{processor / draws * 1e3:.0f} ms of processor a draw"),
        _row("Nash-in-Nash, gas", len(links), nash, LIMIT_NASH_S,
             f"residual {settled.residual:.0e}, contraction {settled.contraction:.2f}"),
    ]  # fmt: skip


def _row(what: str, size: int, seconds: float, limit: float, note: str) -> dict[str, Any]:
    """One line of the table, beside its limit."""
    return {"what": what, "size": str(size), "ours_s": seconds, "peer": "limit", "peer_s": limit,
            "ratio": limit / seconds, "note": note}  # fmt: skip
