"""Simulations on disk: finished ones, and draws of one that was interrupted.

The key is a hash of the scenario, of draws, seed and horizon, of the code and of the embedded
tables (see `kept`); a store of the user's own goes in by its snapshots' folder and time. A cache
that cannot be read or written is as good as none.
"""

from __future__ import annotations

import gzip
import json
import zlib
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from platformdirs import user_cache_path

from steelyard.scenarios.ensemble import Drawn, Task
from steelyard.scenarios.result import Simulation

MOST = 60  # files; the oldest go first


def read(key: str) -> Simulation | None:
    """The simulation kept under this key, or None."""
    try:
        packed = _place(f"{key}.json.gz").read_bytes()
        return Simulation.model_validate_json(gzip.decompress(packed))
    except (OSError, EOFError, ValueError, zlib.error):
        return None


def write(key: str, found: Simulation) -> None:
    """Keep a simulation, and drop the draws it was made of."""
    content = gzip.compress(found.model_dump_json().encode(), 6, mtime=0)
    _put(_place(f"{key}.json.gz"), content)
    with suppress(OSError):
        for each in _folder().glob(f"simulation-{key}-*.npz"):
            each.unlink(missing_ok=True)


def read_draws(key: str, name: str, task: Task) -> Drawn | None:
    """Draws that were kept of one horizon, or None."""
    try:
        with np.load(_draws(key, name)) as held:
            income = held["income"]
            if income.shape[1:] != (len(task.economy.countries),) or len(income) > len(task.theta):
                return None
            return Drawn(income, float(held["residual"]), tuple(json.loads(str(held["unmet"]))))
    except (OSError, ValueError, KeyError, EOFError):
        return None


def write_draws(key: str, name: str, done: Drawn) -> None:
    """Keep the draws done so far, so that the same command goes on from here."""
    import io

    buffer = io.BytesIO()
    np.savez(
        buffer,
        allow_pickle=False,
        income=done.income,
        residual=np.array(done.residual),
        unmet=np.array(json.dumps(done.unmet)),
    )
    _put(_draws(key, name), buffer.getvalue())


def _draws(key: str, name: str) -> Path:
    return _place(f"{key}-{name.replace(' ', '-')}.npz")


def _folder() -> Path:
    return user_cache_path("steelyard")


def _place(name: str) -> Path:
    return _folder() / f"simulation-{name}"


def _put(file: Path, content: bytes) -> None:
    """Write beside a place and move there, so that no reader sees half of it."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False) as beside:
            beside.write(content)
        Path(beside.name).replace(file)
        kept = sorted(_folder().glob("simulation-*"), key=lambda each: each.stat().st_mtime_ns)
        for old in kept[:-MOST]:
            old.unlink(missing_ok=True)
