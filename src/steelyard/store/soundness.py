"""Whether a store is what its ledger says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steelyard.store.folder import Folder, verified
from steelyard.store.history import History
from steelyard.store.intake import hash_of
from steelyard.store.query import shares
from steelyard.vocabulary.errors import CorrectionMismatch, StoreError

if TYPE_CHECKING:
    from steelyard.store.rows import Progress
    from steelyard.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and what to do about it."""

    where: str
    found: str
    remedy: str


def problems(folder: Folder, progress: Progress) -> list[Problem]:
    """Format, chain of the ledger, content of every object, guard of every correction."""
    try:
        verified(folder.root)
        history = History.of(folder)
    except StoreError as error:
        return [_problem(error)]
    damaged = list(_damaged_objects(folder, history, progress))
    return damaged or list(_failing_guards(folder, history))


def _damaged_objects(folder: Folder, history: History, progress: Progress) -> Iterator[Problem]:
    snapshots = history.snapshots()
    for done, snapshot in enumerate(snapshots):
        progress("Checking snapshots", done, len(snapshots))
        found = _damage(folder, snapshot)
        if found:
            remedy = f"Import {snapshot.raw.name!r} again: `steelyard data add` replaces it."
            yield Problem(str(folder.object(snapshot.id)), found, remedy)


def _damage(folder: Folder, snapshot: Snapshot) -> str | None:
    file = folder.object(snapshot.id)
    if not file.is_file():
        return f"the rows of {snapshot.raw.name!r} are missing"
    if hash_of(file) != snapshot.sha256:
        return f"the rows of {snapshot.raw.name!r} are not those that were imported"
    return None


def _failing_guards(folder: Folder, history: History) -> Iterator[Problem]:
    for name in history.tables():
        try:
            list(shares(folder, history, name, None, None))
        except CorrectionMismatch as error:
            yield _problem(error)


def _problem(error: StoreError) -> Problem:
    return Problem(error.where, error.found, error.remedy)
