"""One writer at a time: a lock that the system releases when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steelyard.store.durable import writing_to
from steelyard.vocabulary.errors import StoreBusy

PATIENCE = 60.0  # seconds; the lock is held for milliseconds, so this is ample
_PAUSE = 0.02


@contextmanager
def locked(file: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock `file`, waiting at most `patience` seconds for it."""
    with writing_to(file.parent):
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, file, patience)
        yield
    finally:
        os.close(descriptor)  # closing releases


def try_lock(descriptor: int) -> bool:
    """Lock an open file now, or say that another process holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _acquire(descriptor: int, file: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while not try_lock(descriptor):
        if time.monotonic() >= end:
            raise StoreBusy(
                where=str(file.parent),
                found=f"another process has been writing for {patience:g} seconds",
                expected="a store that nobody else is writing to",
                remedy="Wait for the other import to end, or stop it; then try again.",
            )
        time.sleep(_PAUSE)
