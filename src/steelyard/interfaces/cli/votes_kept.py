"""Fits of ideal points on disk: finished ones, and chains that may be taken up again."""

from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np
from platformdirs import user_cache_path

from steelyard.models.votes.draws import Chain, Plan
from steelyard.models.votes.gibbs import State
from steelyard.models.votes.panel import Exclusion, Panel
from steelyard.models.votes.result import IdealPoints
from steelyard.vocabulary.errors import StoreError, StoreFull, StoreReadOnly, UnreadableFile

FORMAT = 2  # 1: positions drawn under another law
HALVED = ("draws", "items")  # kept in half precision: an error of a thousandth at 2
PART = ".part-"  # a file half written, of a process that may have been killed
CHAIN = "ideal-points-draws"  # of another shape than those of earlier versions
# What a file that is cut off, altered or of another kind can make the reader raise.
DAMAGE = (
    OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, NotImplementedError,
    BadZipFile, zlib.error, struct.error,
)  # fmt: skip


def default_file() -> Path:
    """Where the newest fit is kept unless told otherwise."""
    return user_cache_path("steelyard") / "ideal-points.npz"


def write(points: IdealPoints, file: Path) -> None:
    """Write a fit beside its place and put it there, so that no reader sees half of one."""
    made = {}
    for column in fields(points):
        value = getattr(points, column.name)
        if column.name == "excluded":
            value = json.dumps([[each.reason, each.votes] for each in value])
        value = np.array(value)
        made[column.name] = value.astype(np.float16) if column.name in HALVED else value
    _put(file, made | {"format": np.array(FORMAT)})


def read(file: Path) -> IdealPoints:
    """A fit from a file.

    Raises
    ------
    UnreadableFile
        If the file is absent, damaged, or of another format.
    """
    try:
        with file.open("rb") as opened, np.load(opened) as held:
            if int(held["format"]) != FORMAT:
                raise ValueError(f"format {int(held['format'])}")
            made = {column.name: held[column.name] for column in fields(IdealPoints)}
    except DAMAGE as error:
        raise UnreadableFile(
            where=str(file),
            found=f"no fit of ideal points ({_fault(error)}).",
            expected="a file written by `steelyard votes fit`",
            remedy="Run `steelyard votes fit` first, or name the file with --fit.",
        ) from error
    for name in HALVED:
        made[name] = made[name].astype(np.float32)
    made["states"] = tuple(str(state) for state in made["states"])
    made["sessions"] = tuple(int(session) for session in made["sessions"])
    made["scale"] = str(made["scale"])
    listed = json.loads(str(made["excluded"]))
    made["excluded"] = tuple(Exclusion(reason, votes) for reason, votes in listed)
    return IdealPoints(**made)


def _fault(error: Exception) -> str:
    """What is wrong with a file, in few words; the reader's own speak of trusting it."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    told = str(error)
    return told if told.startswith("format ") else "of another kind, cut off or altered"


def chain_file(folder: Path, panel: Panel, plan: Plan, number: int) -> Path:
    """Where a chain of this panel and plan is kept while it runs."""
    digest = sha256(repr((plan, panel.states, panel.calls)).encode())
    digest.update(panel.votes.tobytes())
    digest.update(panel.item_of.tobytes())
    digest.update(repr((panel.sessions, panel.session_of.tolist())).encode())
    return folder / f"{CHAIN}-{digest.hexdigest()[:16]}-{number}.npz"


def write_chain(one: Chain, file: Path) -> None:
    """Write all of a chain, so that it goes on as if it had never stopped."""
    made = {f"state_{each.name}": getattr(one.state, each.name) for each in fields(one.state)}
    made |= {
        "theta": np.array(one.theta),
        "items": np.array(one.items),
        "taken": np.array(one.taken),
    }
    made |= {"number": np.array(one.number), "turns": np.array(one.turns)}
    made |= {"of": np.array(file.stem)}
    _put(file, made | {"random": np.array(json.dumps(one.random))})


def read_chain(file: Path) -> Chain | None:
    """A chain that was kept, or None where there is none that can be read.

    A chain says of which panel and plan it is, so that one under another's name is not taken up.
    """
    try:
        with file.open("rb") as opened, np.load(opened) as held:
            if str(held["of"]) != file.stem:
                return None
            state = State(*(held[f"state_{each.name}"] for each in fields(State)))
            return Chain(
                number=int(held["number"]),
                turns=int(held["turns"]),
                state=state,
                random=json.loads(str(held["random"])),
                theta=tuple(held["theta"]),
                items=tuple(held["items"]),
                taken=tuple(float(each) for each in held["taken"]),
            )
    except DAMAGE:
        return None


def refuse_unwritable(file: Path) -> None:
    """Raise, before a minute's work, where its result could not be written; makes nothing.

    Raises
    ------
    StoreReadOnly
        If the nearest folder that exists is none, or may not be written to.
    """
    near = next(
        folder for folder in (file.absolute().parent, *file.absolute().parents) if folder.exists()
    )
    if not (near.is_dir() and os.access(near, os.W_OK)):
        raise _refusal(OSError(errno.EACCES, os.strerror(errno.EACCES)), file)


def _put(file: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write arrays beside a place and move them there; what fails leaves nothing behind."""
    beside = None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False, prefix=PART, suffix=".npz") as draft:
            beside = Path(draft.name)
            np.savez(draft, allow_pickle=False, **arrays)
        beside.replace(file)
    except OSError as error:
        raise _refusal(error, file) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)  # gone already where it took its place


def _refusal(error: OSError, file: Path) -> StoreError:
    """What to tell a person whose file could not be written."""
    kind = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreReadOnly
    return kind(
        where=str(file),
        found=f"cannot be written ({error.strerror}).",
        expected="a folder with room that may be written to",
        remedy="Name another file with --out; a fit that was under way goes on from there.",
    )
