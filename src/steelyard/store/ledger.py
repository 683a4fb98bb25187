"""The ledger: one line for each change, each holding the hash of the line before it.

A line counts once its newline is on the disk: that is the moment at which a change happens.
A last line without one was torn by a kill; readers pass over it and the next writer cuts it
off. Anything else that does not fit the chain means that the file was altered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from steelyard.store.durable import sync_folder, write_all, writing_to
from steelyard.vocabulary.errors import StoreDamaged

Kind = Literal["import", "correction", "withdrawal"]
START = "0" * 64  # stands for the line before the first


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of the store.

    `number` counts from 1, `at` is the time in UTC, `content` is what the kind of entry holds,
    `previous` and `hash` are the links of the chain.
    """

    number: int
    at: datetime
    kind: Kind
    content: Mapping[str, Any]
    previous: str
    hash: str


def read(file: Path) -> tuple[Entry, ...]:
    """All entries, oldest first; a torn last line is passed over.

    Raises
    ------
    StoreDamaged
        A line was altered, removed or put in another order.
    """
    if not file.exists():
        return ()
    entries: list[Entry] = []
    for line in _whole_lines(file.read_bytes()):
        number, previous = len(entries) + 1, entries[-1].hash if entries else START
        entries.append(_entry(file, line, number, previous))
    return tuple(entries)


def append(file: Path, kind: Kind, content: Mapping[str, Any], at: datetime) -> Entry:
    """Add one entry and put it on the disk. The caller holds the store's lock."""
    entries = read(file)
    previous = entries[-1].hash if entries else START
    body = {
        "number": len(entries) + 1,
        "at": at.isoformat(),
        "kind": kind,
        "content": dict(content),
        "previous": previous,
    }
    line = _text({"entry": body, "hash": _hash(body)}).encode() + b"\n"
    with writing_to(file.parent):
        _append_line(file, line)
    return _entry(file, line[:-1], len(entries) + 1, previous)


def _append_line(file: Path, line: bytes) -> None:
    """Write the line behind the last whole one; on failure, put the file back as it was."""
    is_new = not file.exists()
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        end = _end_of_whole_lines(file)
        os.ftruncate(descriptor, end)
        os.lseek(descriptor, end, os.SEEK_SET)
        try:
            write_all(descriptor, line)
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, end)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        sync_folder(file.parent)


def _end_of_whole_lines(file: Path) -> int:
    return file.read_bytes().rfind(b"\n") + 1


def _whole_lines(content: bytes) -> list[bytes]:
    return content[: content.rfind(b"\n") + 1].split(b"\n")[:-1]


def _entry(file: Path, line: bytes, number: int, previous: str) -> Entry:
    """The entry in a line, if the line has the place in the chain that it claims."""
    try:
        record = json.loads(line)
        body = record["entry"]
        fits = (
            record["hash"] == _hash(body)
            and body["previous"] == previous
            and body["number"] == number
            and body["kind"] in get_args(Kind)
        )
        at = datetime.fromisoformat(body["at"])
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(file, number, "cannot be read") from error
    if not fits:
        raise _damaged(file, number, "does not continue the line before it")
    return Entry(number, at, body["kind"], body["content"], previous, record["hash"])


def _damaged(file: Path, number: int, what: str) -> StoreDamaged:
    return StoreDamaged(
        where=str(file),
        found=f"line {number} {what}",
        expected="lines as Steelyard wrote them, each with the hash of the one before",
        remedy="Restore the file from a backup, or import the files again into another folder.",
    )


def _hash(body: Mapping[str, Any]) -> str:
    return sha256(_text(body).encode()).hexdigest()


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
