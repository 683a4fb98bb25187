"""Taking a file in: the one step above `sources` that runs connectors.

The rows are written on a workbench first, without the store's lock; then, under the lock, the
object gets its name and the ledger its line. The line is the moment at which the import
happens: killed earlier, the store is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.store import ledger
from steelyard.store.description import with_plain_types
from steelyard.store.durable import move_into_place, refusal, writing_to
from steelyard.store.folder import Folder
from steelyard.store.history import History
from steelyard.store.lock import locked
from steelyard.store.rows import Progress, Written, write_rows
from steelyard.store.snapshot import RawFile, Snapshot, snapshot_id
from steelyard.store.workbench import workbench
from steelyard.vocabulary.errors import SteelyardError, UnreadableFile
from steelyard.vocabulary.tables import Table

if TYPE_CHECKING:
    from steelyard.sources.connector import Connector

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file: ``rows_in`` is ``kept`` plus all counts in ``excluded`` (law 12).

    `already_present` says that the store held this file, so read and so dated, before.
    """

    connector: str
    table: str
    rows_in: int
    kept: int
    excluded: dict[str, int] = field(hash=False)
    snapshot: str
    vintage: date
    already_present: bool

    def __post_init__(self) -> None:
        """Refuse a report in which rows got lost."""
        if self.rows_in != self.kept + sum(self.excluded.values()):
            raise ValueError(f"rows were lost: {self}")


def import_file(
    folder: Folder,
    path: Path,
    *,
    connector: str | None,
    published: date | None,
    progress: Progress,
    at: datetime,
    patience: float,
) -> ImportReport:
    """Take one file in; see `Store.import_file`."""
    chosen = _connector(path, connector)
    before = _identity(path)
    raw = _fingerprint(path, progress)
    table = with_plain_types(chosen.table)
    name = snapshot_id(raw.sha256, chosen.name, chosen.layout, table)
    vintage, by_user = _vintage(folder, chosen, raw, published)
    held = _held(folder, name)
    if held:
        dated = replace(held, vintage=vintage, dated_by_user=by_user, origin=chosen.origin)
        return _commit(folder, dated, None, at, patience)
    with workbench(folder, patience) as bench:
        written = _written(chosen, table, path, bench, progress)
        if _identity(path) != before:
            raise _changed(path)
        snapshot = Snapshot(
            id=name,
            sha256=hash_of(written.file),
            size=written.file.stat().st_size,
            raw=raw,
            connector=chosen.name,
            origin=chosen.origin,
            table=table,
            vintage=vintage,
            dated_by_user=by_user,
            rows_in=written.rows_in,
            kept=written.kept,
            excluded=written.excluded,
            spans=written.spans,
        )
        return _commit(folder, snapshot, written.file, at, patience)


def hash_of(path: Path, progress: Progress | None = None) -> str:
    """SHA-256 of a file's content."""
    digest, done, total = sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if progress:
                progress("Fingerprinting", done, total)
    return digest.hexdigest()


def _connector(path: Path, name: str | None) -> Connector:
    from steelyard.sources import catalogue

    if not path.is_file():
        raise UnreadableFile(
            where=str(path),
            found="there is a folder here" if path.is_dir() else "there is no such file",
            expected="a publisher's file",
            remedy="Check the path.",
        )
    return catalogue.get(name) if name else catalogue.identify(path)


def _fingerprint(path: Path, progress: Progress) -> RawFile:
    try:
        return RawFile(path.name, path.stat().st_size, hash_of(path, progress))
    except OSError as error:
        raise UnreadableFile(
            where=str(path),
            found=f"it cannot be read: {error.strerror}",
            expected="a file that you may read",
            remedy="Check its permissions and the disk that it lies on.",
        ) from error


def _identity(path: Path) -> tuple[int, int, int]:
    """What changes when somebody writes to a file or puts another in its place."""
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def _changed(path: Path) -> UnreadableFile:
    return UnreadableFile(
        where=str(path),
        found="it changed while it was read; nothing was imported",
        expected="a file that nobody is writing to",
        remedy="Wait until the file is complete and import it again.",
    )


def _vintage(
    folder: Folder, chosen: Connector, raw: RawFile, published: date | None
) -> tuple[date, bool]:
    """Date of publication, and whether the user named it, now or when adding the file before."""
    if published:
        return published, True
    for snapshot in History.of(folder).snapshots():
        before = snapshot.connector == chosen.name and snapshot.raw.sha256 == raw.sha256
        if before and snapshot.dated_by_user:
            return snapshot.vintage, True
    return chosen.origin.published or chosen.origin.accessed, False


def _held(folder: Folder, name: str) -> Snapshot | None:
    """The sound snapshot with this name, if the store holds it."""
    for snapshot in History.of(folder).snapshots():
        if snapshot.id == name and is_sound(folder, snapshot):
            return snapshot
    return None


def is_sound(folder: Folder, snapshot: Snapshot) -> bool:
    """Whether the object of a snapshot is there, unaltered."""
    file = folder.object(snapshot.id)
    return file.is_file() and hash_of(file) == snapshot.sha256


def _written(
    chosen: Connector, table: Table, path: Path, bench: Path, progress: Progress
) -> Written:
    """Rows of the file on the workbench; whatever goes wrong names the file or the disk."""
    try:
        return write_rows(chosen.parse(path), table, path, bench, progress)
    except SteelyardError:
        raise
    except Exception as error:
        refused = refusal(error, bench.parent.parent)
        if refused:
            raise refused from error
        if not _is_about_data(error):
            raise
        raise UnreadableFile(
            where=str(path),
            found=str(error).strip().split("\n")[0],
            expected=chosen.layout,
            remedy="Download the file again; if it stays so, its publisher changed the layout.",
        ) from error


def _is_about_data(error: Exception) -> bool:
    """Whether an error in mid-stream blames the bytes of the file, not the program."""
    import polars as pl

    blamed = (pl.exceptions.ComputeError, pl.exceptions.NoDataError, UnicodeError, EOFError)
    return isinstance(error, blamed)


def _commit(
    folder: Folder, snapshot: Snapshot, rows: Path | None, at: datetime, patience: float
) -> ImportReport:
    """Name the object, if it is new, and write the line that makes the import happen."""
    with locked(folder.lock, patience), writing_to(folder.root):
        if any(_same(snapshot, other) for other in History.of(folder).snapshots()):
            if rows:  # the same import ended in another process, or its object was damaged
                move_into_place(rows, folder.object(snapshot.id))
            return _report(snapshot, already_present=True)
        if rows:
            move_into_place(rows, folder.object(snapshot.id))
        ledger.append(folder.ledger, "import", snapshot.content(), at)
    return _report(snapshot, already_present=False)


def _same(snapshot: Snapshot, other: Snapshot) -> bool:
    return replace(snapshot, number=0) == replace(other, number=0)


def _report(snapshot: Snapshot, *, already_present: bool) -> ImportReport:
    return ImportReport(
        connector=snapshot.connector,
        table=snapshot.table.name,
        rows_in=snapshot.rows_in,
        kept=snapshot.kept,
        excluded=dict(snapshot.excluded),
        snapshot=snapshot.id,
        vintage=snapshot.vintage,
        already_present=already_present,
    )
