"""Imputations that were computed before: the same for every pair of states, so kept on disk.

The key is a hash of everything that the result depends on: the flows, the seed, and the code
that imputes. A cache that cannot be read or written is as good as none; nothing else changes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from steelyard.measures.mirrors import Imputation

CODE = "mirrors*.py"


def remembered(
    inputs: list[np.ndarray], seed: int, compute: Callable[[], Imputation]
) -> Imputation:
    """The imputation for these inputs, from the cache or computed and put there."""
    place = _folder() / f"imputation-{_key(inputs, seed)}.npz"
    found = _read(place)
    if found is None:
        found = compute()
        _write(place, found)
    return found


def _folder() -> Path:
    """Where caches of this user lie."""
    from platformdirs import user_cache_path

    return user_cache_path("steelyard")


def _key(inputs: list[np.ndarray], seed: int) -> str:
    """Hash of the flows, the seed and the code."""
    digest = sha256(f"{np.__version__} {seed}".encode())
    for source in sorted(Path(str(files("steelyard.measures"))).glob(CODE)):
        digest.update(source.read_bytes())
    for values in inputs:
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()[:32]


def _read(place: Path) -> Imputation | None:
    """What was kept, or None where there is nothing usable."""
    try:
        with np.load(place, allow_pickle=False) as kept:
            values = {field.name: kept[field.name] for field in fields(Imputation)}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    plain = {"common": float(values["common"]), "basis": str(values["basis"])}
    return Imputation(**(values | plain))


def _write(place: Path, found: Imputation) -> None:
    """Write beside and put in place; a full or read-only disk is no reason to fail."""
    content = {field.name: np.asarray(getattr(found, field.name)) for field in fields(Imputation)}
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, suffix=".npz", delete=False) as file:
            np.savez_compressed(file, allow_pickle=False, **content)
        Path(file.name).replace(place)
    except OSError:
        return
