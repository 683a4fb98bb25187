"""The folder of an ensemble: its plan, its finished chunks, and nothing of another one."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from steelyard.scenarios.ensembles.chunk_file import whole
from steelyard.scenarios.ensembles.plan import Chunk, Plan, restored
from steelyard.store.durable import system_error, write_whole
from steelyard.store.lock import try_lock
from steelyard.vocabulary.errors import InputError, StoreBusy, StoreError, StoreFull, StoreReadOnly

PLAN = "plan.json"
LOCK = ".lock"
DRAFT = re.compile(r".+\.(parquet|json)\.[0-9a-f]{32}")  # what a kill left half written
SHOWN = 60  # letters of a value that a message shows
MARGIN = 1.1  # files of later chunks may be a little larger than the first


@dataclass(frozen=True, slots=True)
class Kept:
    """An open folder; nobody else may write to it meanwhile."""

    folder: Path
    plan: Plan

    def has(self, chunk: Chunk) -> bool:
        """Whether a chunk is there and whole."""
        return whole(self.folder / chunk.file, self.plan, chunk)

    def damaged(self) -> tuple[Chunk, ...]:
        """Chunks that have a file which is cut off or of fewer draws."""
        return tuple(
            each for each in self.plan.chunks
            if (self.folder / each.file).exists() and not self.has(each)
        )  # fmt: skip

    def put(self, chunk: Chunk, content: bytes) -> None:
        """Write a chunk: it is there as a whole or not at all."""
        with _writing(self.folder):
            write_whole(self.folder / chunk.file, content)

    def need_room(self, content: bytes, left: int) -> None:
        """Refuse to go on where the chunks that are left do not fit on the disk.

        Raises
        ------
        StoreFull
        """
        free, needed = shutil.disk_usage(self.folder).free, MARGIN * len(content) * left
        if needed > free:
            raise StoreFull(
                where=str(self.folder),
                found=f"{left} chunks need {needed / 1e9:.1f} GB, {free / 1e9:.1f} GB are free.",
                expected="room for all chunks",
                remedy="Keep fewer variables, ask for fewer draws, or name a folder elsewhere.",
            )


@contextmanager
def opened(plan: Plan, folder: Path) -> Iterator[Kept]:
    """The folder of a plan, made or gone on with.

    Raises
    ------
    InputError
        If it holds another ensemble, or something else.
    StoreBusy
        If another process writes to it.
    StoreReadOnly, StoreFull
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not try_lock(descriptor):
            raise StoreBusy(where=str(folder), found="another process writes an ensemble to it.",
                            expected="one process for each folder",
                            remedy="Wait for it, or name another folder.")  # fmt: skip
        _need_same(plan, folder)
        with _writing(folder):
            for each in folder.iterdir():
                if DRAFT.fullmatch(each.name):
                    each.unlink()
            write_whole(folder / PLAN, plan.text.encode())
        yield Kept(folder, plan)
    finally:
        os.close(descriptor)


def plan_of(folder: Path) -> Plan:
    """The plan that a folder was made by.

    Raises
    ------
    InputError
        If it holds no ensemble.
    """
    told = _told(folder)
    if told is None:
        raise InputError(where=str(folder), found="no ensemble.", expected=f"a folder with {PLAN}",
                         remedy="Name the folder that --out named.")  # fmt: skip
    return restored(told)


def _told(folder: Path) -> dict[str, Any] | None:
    """What the plan of a folder says; None without one that can be read."""
    try:
        told = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and set(told) == set(Plan.__slots__) else None


def _need_same(plan: Plan, folder: Path) -> None:
    """Refuse a folder of another ensemble; more draws of the same one are welcome."""
    held = _told(folder)
    if held is None:
        others = sorted(each.name for each in folder.iterdir() if each.name not in (LOCK, PLAN))
        if others:
            raise _foreign(folder, f"{', '.join(others[:3])} and no plan of an ensemble")
        return
    new = plan.told()
    differ = {name for name in new if new[name] != held[name]}
    if not differ or (differ == {"draws"} and new["draws"] > held["draws"]):
        return
    raise _foreign(folder, f"another ensemble: {'; '.join(_differences(held, new))}")


def _differences(held: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """What two plans differ in, in words; of options, which of them."""
    for name in sorted(new):
        if new[name] == held[name]:
            continue
        if name != "options":
            yield f"{name} {_short(held[name])}, now {_short(new[name])}"
            continue
        ours, theirs = json.loads(new[name]), json.loads(held[name])
        for each in sorted(ours.keys() | theirs.keys()):
            if ours.get(each) != theirs.get(each):
                yield f"{each} {_short(theirs.get(each))}, now {_short(ours.get(each))}"


def _short(value: Any) -> str:
    """A value in a few letters: its end too, as long ones often begin alike."""
    text = value if isinstance(value, str) else json.dumps(value)
    half = SHOWN // 2
    return text if len(text) <= SHOWN else f"{text[:half]}...{text[-half:]}"


def _foreign(folder: Path, found: str) -> InputError:
    return InputError(
        where=str(folder), found=f"it holds {found}.",
        expected="an empty folder, or one of the same ensemble with no more draws",
        remedy="Name another folder, or delete this one. The same command, options and version "
        "go on with it.",
    )  # fmt: skip


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Tell failed writes as what they are."""
    try:
        yield
    except FileExistsError as error:
        raise StoreReadOnly(where=str(folder), found="it is no folder.", expected="a folder",
                            remedy="Name another one.") from error  # fmt: skip
    except OSError as error:
        if system_error(error) is None:
            raise
        kind: type[StoreError] = StoreFull if error.errno in (28, 122) else StoreReadOnly
        raise kind(
            where=str(folder), found=f"cannot be written to ({error.strerror or error}).",
            expected="a folder with room that may be written to; finished chunks are kept",
            remedy="Make room or permit it and run the same command again, or name another folder.",
        ) from error  # fmt: skip
