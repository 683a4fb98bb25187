"""Economic complexity of 230 states and 5,000 products beside ecomplexity, same exports."""

import time
import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np

from steelyard.measures.complexity import complexity
from steelyard.measures.composition import present_products, revealed_comparative_advantage

SIZE, SMALLER = (230, 5_000), (60, 400)
LIMIT_S = 0.3  # the promise, from exports to indices


def made_up_exports(states: int, products: int) -> np.ndarray:
    """Exports in which able states sell more kinds of goods; every product is sold by somebody."""
    random = np.random.default_rng(0)
    skill, need = random.normal(0, 1, (states, 1)), random.normal(0, 1, (1, products))
    return np.round(np.exp(5 + 2 * (skill - need) + random.normal(0, 2, (states, products)))) + 1


def ours(exports: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices of states and of products, from exports."""
    found = complexity(present_products(revealed_comparative_advantage(exports)))
    return found.eci, found.pci


def theirs(exports: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The same by the peer, and its seconds, without those for the table that it wants."""
    import pandas as pd
    from ecomplexity import ecomplexity  # pyright: ignore[reportMissingImports]

    states, products = exports.shape
    frame = pd.DataFrame(
        {
            "time": 2000,
            "loc": np.repeat(np.arange(states), products),
            "prod": np.tile(np.arange(products), states),
            "val": exports.ravel(),
        }
    )
    names = {name: name for name in frame.columns}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it uses what pandas has deprecated
        begin = time.perf_counter()
        found = ecomplexity(frame, names, check_logsupermodularity=False, verbose=False)
        seconds = time.perf_counter() - begin
    found = found.sort_values(["loc", "prod"])
    eci = found["eci"].to_numpy().reshape(states, products)[:, 0]
    return eci, found["pci"].to_numpy()[:products], seconds


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Exports to ECI and PCI; the peer also makes proximities and outlook, which it cannot omit."""
    exports = made_up_exports(*(SMALLER if quick else SIZE))
    ours(exports)
    seconds = []
    for _ in range(5):
        begin = time.perf_counter()
        eci, pci = ours(exports)
        seconds.append(time.perf_counter() - begin)
    peer, note = None, "ecomplexity is not installed"
    if find_spec("ecomplexity"):
        their_eci, their_pci, peer = theirs(exports)
        apart = max(np.abs(eci - their_eci).max(), np.abs(pci - their_pci).max())
        note = f"largest difference {apart:.0e}; the peer also makes proximities"
    if not quick and min(seconds) > LIMIT_S:
        note += f"; OVER the promised {LIMIT_S} s"
    return [
        {
            "what": "economic complexity from exports",
            "size": f"{exports.shape[0]} states, {exports.shape[1]:,} products",
            "ours_s": min(seconds),
            "peer": "ecomplexity",
            "peer_s": peer,
            "ratio": peer / min(seconds) if peer else None,
            "note": note,
        }
    ]
