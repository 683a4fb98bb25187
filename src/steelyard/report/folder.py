"""The report's folder on disk: written whole beside the old one, then put in its place."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steelyard.vocabulary.errors import InputError, StoreError, StoreFull, StoreReadOnly, shorten

OUR_FILES = {"index.html", "dossier.json"}
OUR_FOLDERS = {
    "data": {".csv", ".json", ".parquet", ".txt"},
    "figures": {".svg", ".png"},
}
MARK = '<meta name="generator" content="Steelyard'
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder to write into; it takes the place of `folder` when the block ends well.

    Whatever goes wrong, the old folder stays as it was and nothing is left beside it.

    Raises
    ------
    InputError
        `folder` exists and is not a Steelyard report, so it is not ours to replace.
    StoreReadOnly, StoreFull, StoreError
        The disk refuses; nothing was changed.
    """
    folder = Path(folder).expanduser().resolve()
    check_ours(folder)
    with _told(folder):
        made = _make_parents(folder.parent)
    try:
        with _told(folder):
            fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
        try:
            with _told(folder):
                yield fresh
                fresh.chmod(0o755)
                _swap(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except BaseException:
        _remove_empty(made)
        raise


def check_ours(folder: Path) -> None:
    """Refuse a path that holds anything but a report of ours, or nothing."""
    if not folder.exists():
        return
    strange = _strange(folder)
    if strange:
        raise InputError(
            where=str(folder),
            found=f"It exists and holds what Steelyard did not write: {shorten(strange, 3)}.",
            expected="a new folder, an empty one, or an earlier Steelyard report",
            remedy="Name another folder with --out, or move these files away.",
        )


def _strange(folder: Path) -> list[str]:
    """Names in the folder that a report does not have."""
    if not folder.is_dir():
        return [folder.name]
    entries = sorted(folder.iterdir())
    strange = [entry.name for entry in entries if not _expected(entry)]
    if entries and not strange and not _is_marked(folder / "index.html"):
        strange = ["index.html"]
    return strange


def _expected(entry: Path) -> bool:
    if entry.is_symlink():
        return False
    if entry.is_dir():
        endings = OUR_FOLDERS.get(entry.name, set())
        return bool(endings) and all(
            e.is_file() and not e.is_symlink() and e.suffix in endings for e in entry.iterdir()
        )
    return entry.name in OUR_FILES


def _is_marked(page: Path) -> bool:
    if not page.is_file():
        return False
    with page.open(encoding="utf-8", errors="replace") as file:
        return MARK in file.read(4000)


def _make_parents(parent: Path) -> list[Path]:
    """Make missing parents; the ones made, deepest first."""
    missing = [path for path in (parent, *parent.parents) if not path.exists()]
    parent.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _swap(fresh: Path, folder: Path) -> None:
    """Two renames; if the second fails the first is undone."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old-", dir=folder.parent))
    kept = old / "report"
    try:
        folder.rename(kept)
        try:
            fresh.rename(folder)
        except OSError:
            kept.rename(folder)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into an error that says what to do."""
    try:
        yield
    except OSError as error:
        raise _explain(error, folder) from error


def _explain(error: OSError, folder: Path) -> StoreError:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return StoreFull(
            where=str(folder),
            found=f"No space for the report: {reason}.",
            expected="some 20 MB of free space",
            remedy="Free some space or name a folder on another disk. Nothing was changed.",
        )
    if error.errno in _DENIED:
        return StoreReadOnly(
            where=str(folder),
            found=f"The report cannot be written here: {reason}.",
            expected="a folder that you may write to",
            remedy="Name another folder, or change its permissions. Nothing was changed.",
        )
    return StoreError(
        where=str(folder),
        found=f"Writing the report failed: {reason}.",
        expected="a folder on a working disk",
        remedy="Check the disk and the path, then try again. Nothing was changed.",
    )
