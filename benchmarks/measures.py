"""Time of the measures on matrices of the size of the world, and of the imputation.

Made flows; best of five runs after one to warm up.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from steelyard.measures.agreement import agreement_interval, kappa_interval
from steelyard.measures.asymmetry import log_ratio, partner_rank, rank_interval
from steelyard.measures.concentration import herfindahl, herfindahl_bounds
from steelyard.measures.crossing import crossing_interval
from steelyard.measures.mirrors import impute
from steelyard.measures.mirrors_shares import draw_missing, share_bounds
from steelyard.measures.mirrors_silence import silence
from steelyard.measures.noise import fit_discrepancy, share_interval
from steelyard.measures.openness import trade_dependence
from steelyard.measures.shares import trade_share

STATES, FEWER, SILENT, RUNS = 194, 40, 50, 5


def world(states: int) -> tuple[np.ndarray, np.ndarray]:
    """Flows of two years; the first states are silent in the second."""
    random = np.random.default_rng(0)
    size = random.lognormal(0, 2, states)
    last = np.outer(size, size) * random.lognormal(8, 1.5, (states, states))
    now = last * random.lognormal(0.2, 0.4, last.shape)
    silent = min(SILENT, states // 4)
    now[:silent, :silent] = np.nan
    for flows in (now, last):
        np.fill_diagonal(flows, np.nan)
    return now, last


def cases(states: int) -> dict[str, Callable[[], object]]:
    """Name and call of each case."""
    now, last = world(states)
    random = np.random.default_rng(1)
    share, gdp = trade_share(last), random.lognormal(10, 2, states)
    made = impute(now, last)
    drawn = draw_missing(made)
    years, series = np.arange(1992, 2026), np.linspace(-1, 1, 34)
    paths = series + random.normal(0, 0.2, (1000, 34))
    pairs = random.lognormal(5, 2, (2, 2000))
    table = random.integers(1, 60, (3, 3)).astype(float)
    return {
        "trade_share": lambda: trade_share(last),
        "trade_dependence": lambda: trade_dependence(last, gdp),
        "log_ratio": lambda: log_ratio(share),
        "herfindahl": lambda: herfindahl(last),
        "herfindahl_bounds": lambda: herfindahl_bounds(now, 1.2 * np.nansum(now, axis=1)),
        "partner_rank": lambda: partner_rank(last),
        "rank_interval, 2000 draws": lambda: rank_interval(last[0], 1, 0.2),
        "share_interval, 4000 draws": lambda: share_interval(30.0, 100.0, 0.1, 0.1),
        "crossing_interval, 1000 draws": lambda: crossing_interval(years, series, 0.0, paths, 0.0),
        "agreement_interval, 4000 draws": lambda: agreement_interval(70, 20, 10),
        "kappa_interval, 4000 draws": lambda: kappa_interval(table),
        "fit_discrepancy, 2000 pairs": lambda: fit_discrepancy(*pairs),
        "silence": lambda: silence(now, last),
        "impute": lambda: impute(now, last, missing=made.made),
        "draw_missing, 1000 draws": lambda: draw_missing(made),
        "share_bounds": lambda: share_bounds(drawn, 0, "trade"),
    }


def best(call: Callable[[], object]) -> float:
    """Least seconds of several runs."""
    call()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Every case; no peer is known that computes these with intervals."""
    states = FEWER if quick else STATES
    blank = {"peer": None, "peer_s": None, "ratio": None, "note": ""}
    return [
        {"what": name, "size": f"{states} states", "ours_s": best(call), **blank}
        for name, call in cases(states).items()
    ]
