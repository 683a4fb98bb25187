"""Time of the probability that products are dependent, under noise of trade values."""

from __future__ import annotations

import time

import numpy as np

from steelyard.measures.criticality import dependency_probability

PRODUCTS, SUPPLIERS, DRAWS = 5000, 220, 1000


def run() -> list[dict]:
    """Probability of dependence of 5,000 products from a fifth of 220 suppliers."""
    random = np.random.default_rng(0)
    traded = random.random((PRODUCTS, SUPPLIERS)) < 0.2
    imports = random.lognormal(0, 2.5, traded.shape) * traded
    total = imports.sum(axis=1)
    start = time.perf_counter()
    dependency_probability(imports, total, total, sigma=0.3, draws=DRAWS)
    return [
        {
            "what": "P(dependent) by product",
            "size": f"{PRODUCTS} products, {int(traded.sum())} flows, {DRAWS} draws",
            "ours_s": time.perf_counter() - start,
            "peer": None,
            "peer_s": None,
            "ratio": None,
            "note": "",
        }
    ]
