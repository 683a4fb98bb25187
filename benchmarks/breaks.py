"""Breaks in a series of 1,000 dates beside ruptures (global optimum, squared loss)."""

import time
from importlib.util import find_spec
from typing import Any

import numpy as np

from steelyard.models.series.break_dates import break_intervals
from steelyard.models.series.breaks import find_breaks, trend_design

TIMES, SHORTEST = 1000, 50


def fastest(task: Any, repeats: int = 5) -> float:
    """Least seconds of several runs."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        task()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def series() -> np.ndarray:
    """Four levels with noise."""
    noise = np.random.default_rng(0).standard_normal(TIMES)
    return noise + np.repeat([0.0, 1.0, 3.0, 2.0], TIMES // 4)


def ruptures_dates(values: np.ndarray) -> tuple[list[int], float]:
    """Positions by ruptures, and its seconds."""
    import ruptures  # pyright: ignore[reportMissingImports]

    begin = time.perf_counter()
    search = ruptures.Dynp(model="l2", min_size=SHORTEST, jump=1).fit(values)
    found = search.predict(n_bkps=3)[:-1]
    return found, time.perf_counter() - begin


def run() -> list[dict[str, Any]]:
    """Seconds for 0 to 5 breaks in a mean and in a trend, and for their intervals."""
    dates, values = np.arange(TIMES), series()
    trimming = SHORTEST / TIMES
    breaks = find_breaks(dates, values, number=3, trimming=trimming)
    ours = fastest(lambda: find_breaks(dates, values, trimming=trimming))
    trend = fastest(lambda: find_breaks(dates, values, trend_design(dates), trimming=trimming))
    dated = fastest(lambda: break_intervals(dates, values, breaks))
    peer, note = None, "ruptures is not installed"
    if find_spec("ruptures"):
        found, peer = ruptures_dates(values)
        note = "same dates" if found == list(breaks.positions) else f"other dates: {found}"
    size = f"n = {TIMES}, up to 5 breaks"
    ratio = peer / ours if peer else None
    blank = {"peer": None, "peer_s": None, "ratio": None, "note": ""}
    return [
        {
            "what": "breaks in a mean",
            "size": size,
            "ours_s": ours,
            "peer": "ruptures Dynp l2, 3 breaks",
            "peer_s": peer,
            "ratio": ratio,
            "note": note,
        },
        {"what": "breaks in a trend", "size": size, "ours_s": trend, **blank},
        {"what": "intervals of 3 break dates", "size": size, "ours_s": dated, **blank},
    ]
