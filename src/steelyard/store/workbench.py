"""A private folder for one import, swept away by a later one if its owner was killed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from steelyard.store.durable import writing_to
from steelyard.store.folder import Folder, prepare
from steelyard.store.lock import locked, try_lock

_OWNER = "owner"


@contextmanager
def workbench(folder: Folder, patience: float) -> Iterator[Path]:
    """An empty folder inside the store, gone when the block ends.

    Its owner holds a lock on a file inside for as long as it lives. Folders are made and swept
    under the store's lock, so that nobody sweeps one whose owner is only just starting.
    """
    bench = folder.incoming / uuid4().hex
    with locked(folder.lock, patience), writing_to(folder.root):
        prepare(folder.root)  # another process may have discarded the store while it was unused
        _sweep(folder.incoming)
        bench.mkdir(parents=True)
        descriptor = os.open(bench / _OWNER, os.O_RDWR | os.O_CREAT, 0o644)
        try_lock(descriptor)
    try:
        yield bench
    finally:
        shutil.rmtree(bench, ignore_errors=True)
        os.close(descriptor)


def _sweep(incoming: Path) -> None:
    """Remove what killed imports left."""
    for bench in incoming.iterdir() if incoming.is_dir() else ():
        if not _alive(bench / _OWNER):
            shutil.rmtree(bench, ignore_errors=True)


def _alive(owner: Path) -> bool:
    try:
        descriptor = os.open(owner, os.O_RDWR)
    except OSError:
        return False
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)
