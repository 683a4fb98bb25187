"""Time of the two measures here that handle much: products under noise, and network cuts."""

from __future__ import annotations

import time

import numpy as np

from steelyard.measures.criticality import dependency_probability
from steelyard.measures.input_output import extraction, leontief_inverse

PRODUCTS, SUPPLIERS, DRAWS = 5000, 220, 1000
CELLS, SECTORS = 1435, 35


def run() -> list[dict]:
    """Rows of what was timed; the peer of a cut is a new inverse by the same library."""
    return [_criteria(), _cut()]


def _criteria() -> dict:
    """Probability of dependence of 5,000 products from a fifth of 220 suppliers."""
    random = np.random.default_rng(0)
    traded = random.random((PRODUCTS, SUPPLIERS)) < 0.2
    imports = random.lognormal(0, 2.5, traded.shape) * traded
    total = imports.sum(axis=1)
    start = time.perf_counter()
    dependency_probability(imports, total, total, sigma=0.3, draws=DRAWS)
    size = f"{PRODUCTS} products, {int(traded.sum())} flows, {DRAWS} draws"
    return _row("P(dependent) by product", size, time.perf_counter() - start, "", None)


def _cut() -> dict:
    """All inputs of one region from another cut, in a table of 1,435 cells."""
    random = np.random.default_rng(0)
    coefficients = random.random((CELLS, CELLS)) / CELLS
    inverse, output = leontief_inverse(coefficients), np.ones(CELLS)
    sellers, buyers = np.arange(SECTORS), np.arange(SECTORS, 2 * SECTORS)
    start = time.perf_counter()
    extraction(inverse, coefficients, output, sellers, buyers)
    ours = time.perf_counter() - start
    left = coefficients.copy()
    left[np.ix_(sellers, buyers)] = 0.0
    start = time.perf_counter()
    np.linalg.inv(np.eye(CELLS) - left)
    peer = time.perf_counter() - start
    return _row("one cut between regions", f"{CELLS} cells", ours, "new inverse (numpy)", peer)


def _row(what: str, size: str, ours: float, peer: str, peer_s: float | None) -> dict:
    """One row of the table of benchmarks."""
    ratio = None if peer_s is None else peer_s / ours
    return {
        "what": what,
        "size": size,
        "ours_s": ours,
        "peer": peer,
        "peer_s": peer_s,
        "ratio": ratio,
        "note": "",
    }
