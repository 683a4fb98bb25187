"""Independent pieces of work on all cores of a laptop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 4  # threads; more wait for each other's Python


def side_by_side(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Results in the order of the items; arrays are computed outside the interpreter's lock.

    Each piece must depend on its item alone, with a seed of its own, so that the number of cores
    changes no number (law 11).
    """
    with ThreadPoolExecutor(max(1, min(MOST, os.cpu_count() or 1))) as pool:
        return list(pool.map(work, items))
