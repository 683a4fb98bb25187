"""Nine measures of vote similarity for every pair of states and session of the UN record.

Votes are those of the publisher where his files lie beside the checkout, otherwise drawn in
matrices of the same size. Reading them is not counted.
"""

import time
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from steelyard.measures.similarity import contested, dyad_tables, similarities

VOTES = Path(__file__).resolve().parents[2] / "shared" / "data" / "votes" / "unga"
LIMIT_S = 5.0  # the promise for seven measures of all dyad-sessions
SESSIONS, FEWER = 74, 5
SAMPLE = 200  # pairs that the peer is timed on
CODES = {"yes": 1, "abstain": 2, "no": 3}


def recorded_sessions() -> Iterator[np.ndarray]:
    """Vote matrix of every session, as recorded."""
    import polars as pl

    from steelyard.sources.votes.unvotes import parse_roll_calls, parse_votes

    calls = parse_roll_calls(VOTES / "un_roll_calls.rda").select("rcid", "session")
    cast = (
        parse_votes(VOTES / "un_votes.rda")
        .join(calls, on="rcid")
        .select("rcid", "session", "country", pl.col("vote").replace_strict(CODES))
        .collect()
    )
    for session in cast.partition_by("session"):
        wide = session.pivot(on="country", index="rcid", values="vote").drop("rcid")
        yield wide.fill_null(0).to_numpy().astype(np.int8)


def drawn_sessions() -> Iterator[np.ndarray]:
    """Vote matrices of the size of the record: from 54 states to 193."""
    random = np.random.default_rng(0)
    for states in np.linspace(60, 193, SESSIONS).astype(int):
        yield random.choice(4, p=[0.1, 0.7, 0.12, 0.08], size=(84, states)).astype(np.int8)


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
    recorded = VOTES.is_dir() and find_spec("pyreadr") is not None and not quick
    sessions = list(recorded_sessions() if recorded else drawn_sessions())
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
    note += f"; {'recorded' if recorded else 'drawn'} votes"
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
