"""What happens in a worker: one chunk, from the text of a plan to the bytes of a file.

A worker reads and writes no files of the ensemble: it is told everything and returns everything.
So it may be on another machine, and nothing is half done when it dies. This module imports
nothing heavy: `alone` must come before numpy does.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
WATCH = 1.0  # seconds between two looks at whether the parent lives


@dataclass(frozen=True, slots=True)
class Job:
    """What the function of an ensemble is told."""

    options: dict[str, Any]
    part: str
    first: int
    stop: int
    seed: int


def alone() -> None:
    """Make a new process a worker: one thread, deaf to Ctrl-C, gone when its parent is.

    Ctrl-C reaches every process of a terminal; the parent alone answers it, and ends the others.
    """
    for name in THREADS:
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_while_parent, args=(os.getppid(),), daemon=True).start()


def _while_parent(parent: int) -> None:
    """End this process once its parent is gone; a pipe would not say so."""
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)


def made(plan: str, part: str, first: int, stop: int) -> bytes:
    """One chunk of a plan, as a Parquet file."""
    from importlib import import_module

    from steelyard.scenarios.ensembles.chunk_file import packed
    from steelyard.scenarios.ensembles.plan import Chunk, restored

    known = restored(json.loads(plan))
    module, function = known.work.split(":")
    work = getattr(import_module(module), function)
    table = work(Job(json.loads(known.options), part, first, stop, known.seed))
    return packed(table, known, Chunk(part, first, stop))


def code() -> str:
    """Digest of the code that this worker has."""
    from steelyard.scenarios.ensembles.plan import code_digest

    return code_digest()
