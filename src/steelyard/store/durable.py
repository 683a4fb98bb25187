"""Writing so that a kill or a full disk leaves the old state or the new one."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from steelyard.vocabulary.errors import StoreError, StoreFull, StoreReadOnly

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
# polars and DuckDB raise errors of their own, with the operating system's number in the text
_NUMBERED = re.compile(r"os error (\d+)")
_WORDS = {"no space left": errno.ENOSPC, "max_temp_directory_size": errno.ENOSPC}


def system_error(error: BaseException) -> int | None:
    """Number of the operating system's error behind `error`, None where there is none."""
    number = getattr(error, "errno", None)
    if number is not None:
        return number
    text = str(error)
    found = _NUMBERED.search(text)
    if found:
        return int(found.group(1))
    return next((code for words, code in _WORDS.items() if words in text.lower()), None)


def refusal(error: BaseException, path: Path) -> StoreError | None:
    """What to tell the user about a failed write below `path`, None if it was not one."""
    number = system_error(error)
    if number in _FULL:
        return StoreFull(
            where=str(path),
            found="no space is left on the disk; the store is as it was before",
            expected="room for the rows of the file, as Parquet, twice over",
            remedy="Free some space, or move the store and name its folder with --store.",
        )
    if number in _READ_ONLY:
        return StoreReadOnly(
            where=str(path),
            found="this folder may not be written to; nothing was changed",
            expected="permission to write",
            remedy="Change its permissions, or choose another folder with --store.",
        )
    return None


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn failed writes inside the block into refusals that name `path`."""
    try:
        yield
    except OSError as error:
        refused = refusal(error, path)
        if refused is None:
            raise
        raise refused from error


def write_whole(path: Path, content: bytes) -> None:
    """Create or replace a small file in one step."""
    draft = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_all(descriptor: int, content: bytes) -> None:
    """Write every byte, however little the system takes at a time."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def move_into_place(source: Path, target: Path) -> None:
    """Publish a finished file under its final name, durably."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        sync_folder(target.parent.parent)
        sync_folder(target.parent.parent.parent)
    source.replace(target)
    sync_folder(target.parent)


def sync_folder(path: Path) -> None:
    """Make names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
