"""Nine measures of vote similarity for every pair of states and session of the UN record.

Votes are those that the package ships, sessions 1-74. Reading them is not counted.
"""

import time
import warnings
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from typing import Any

import numpy as np

from steelyard.measures.similarity import contested, dyad_tables, similarities

LIMIT_S = 5.0  # the promise for seven measures of all dyad-sessions
FEWER = 5  # sessions of a quick run
SAMPLE = 200  # pairs that the peer is timed on
DAY = date(2026, 11, 22)  # as of which the data are read


def recorded_sessions() -> Iterator[np.ndarray]:
    """Vote matrix of every session, with the states that took part in it."""
    from steelyard.reference.dataset import load
    from steelyard.reference.roll_calls import roll_calls

    known = roll_calls(load(DAY))
    for session in np.unique(known.sessions):
        votes = known.votes[known.sessions == session]
        yield votes[:, (votes > 0).any(axis=0)]


def measure(sessions: list[np.ndarray]) -> int:
    """Number of dyad-sessions with a common roll call, once all measures are made."""
    number = 0
    for votes in sessions:
        tables = dyad_tables(votes[contested(votes)])
        number += int(np.isfinite(similarities(tables.table).agreement).sum())
    return number


def theirs(votes: np.ndarray) -> float:
    """Seconds of the peer for one pair: the two kappas it has, plain and squared."""
    from sklearn.metrics import cohen_kappa_score  # pyright: ignore[reportMissingImports]

    pairs = np.random.default_rng(0).integers(0, votes.shape[1], (SAMPLE, 2))
    begin = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pairs of which chance explains all
        for one, other in pairs:
            both = (votes[:, one] > 0) & (votes[:, other] > 0)
            chosen = votes[both, one], votes[both, other]
            for weights in (None, "quadratic"):
                cohen_kappa_score(*chosen, labels=[1, 2, 3], weights=weights)
    return (time.perf_counter() - begin) / SAMPLE


def run(quick: bool = False) -> list[dict[str, Any]]:
    """All pairs of all sessions."""
    sessions = list(recorded_sessions())
    sessions = sessions[-FEWER:] if quick else sessions
    measure(sessions[:2])
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        number = measure(sessions)
        seconds.append(time.perf_counter() - begin)
    peer, note = None, "scikit-learn is not installed"
    if find_spec("sklearn"):
        peer = theirs(sessions[-1]) * number
        note = f"peer: two of the nine measures, {SAMPLE} pairs scaled up"
    if not quick and min(seconds) > LIMIT_S:
        note += f"; OVER the promised {LIMIT_S:g} s"
    return [
        {
            "what": "nine measures of vote similarity",
            "size": f"{number:,} dyad-sessions",
            "ours_s": min(seconds),
            "peer": "scikit-learn",
            "peer_s": peer,
            "ratio": peer / min(seconds) if peer else None,
            "note": note,
        }
    ]
