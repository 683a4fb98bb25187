"""The file that `--out` names: refused before the work where it cannot be written, never half."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from steelyard.vocabulary.errors import StoreReadOnly


def refuse_unwritable(file: Path) -> None:
    """Raise, before minutes of work, where its result could not be written; makes nothing.

    Raises
    ------
    StoreReadOnly
        If its folder does not exist or may not be written to.
    """
    folder = file.absolute().parent
    if not folder.is_dir():
        raise _refusal(file, "there is no such folder")
    if not os.access(folder, os.W_OK):
        raise _refusal(file, "its folder may not be written to")


def write_out(file: Path, text: str) -> None:
    """Write beside the place and move there, so that no reader sees half of it.

    A place that is no plain file, such as a pipe, is written to as it is.

    Raises
    ------
    StoreReadOnly
        If it cannot be written after all.
    """
    if file.exists() and not file.is_file():
        file.write_text(text, encoding="utf-8")
        return
    place = file.resolve()  # a link stays a link
    beside = None
    try:
        with NamedTemporaryFile(
            "w", dir=place.parent, prefix=f".{place.name}-", delete=False, encoding="utf-8"
        ) as draft:
            beside = Path(draft.name)
            draft.write(text)
        beside.chmod(place.stat().st_mode if place.exists() else 0o666 & ~_umask())
        beside.replace(place)
    except OSError as error:
        raise _refusal(file, error.strerror or str(error)) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)  # gone already where it took its place


def _umask() -> int:
    """What new files may not be, read the only way there is."""
    now = os.umask(0o022)
    os.umask(now)
    return now


def _refusal(file: Path, why: str) -> StoreReadOnly:
    """What to tell a person whose file could not be written."""
    return StoreReadOnly(
        where=str(file),
        found=f"cannot be written ({why}).",
        expected="a folder that exists, with room, that may be written to",
        remedy="Name another file, or make its folder.",
    )
