"""Dossiers that were computed before, so that asking twice is quick.

A dossier is a function of the embedded dataset, the code, and what was asked (law 11); the key
is a hash of these. Where a user's own store takes part nothing is kept. A cache that cannot be
read or written is as good as none.
"""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_cache_path

from steelyard.dossier.records import Dossier

MOST = 40  # dossiers; the oldest go first


def key_of(*asked: object) -> str:
    """Hash of what was asked, of the code, and of the embedded tables."""
    digest = sha256(repr(asked).encode())
    package = Path(str(files("steelyard")))
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".csv", ".toml", ".parquet", ".json"):
            told = path.stat()
            digest.update(f"{path.relative_to(package)} {told.st_size} {told.st_mtime_ns}".encode())
    return digest.hexdigest()[:32]


def read(key: str) -> Dossier | None:
    """What was kept under this key, or None."""
    try:
        return Dossier.model_validate_json(gzip.decompress(_place(key).read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        return None


def write(key: str, found: Dossier) -> None:
    """Keep a dossier; write beside and put in place, so that no reader sees half of one."""
    place = _place(key)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(gzip.compress(found.to_json().encode(), 3, mtime=0))
        Path(file.name).replace(place)
        _sweep(place.parent)


def _place(key: str) -> Path:
    """File of one dossier."""
    return user_cache_path("steelyard") / f"dossier-{key}.json.gz"


def _sweep(folder: Path) -> None:
    """Remove all but the newest."""
    kept = sorted(folder.glob("dossier-*.json.gz"), key=lambda path: path.stat().st_mtime_ns)
    for path in kept[:-MOST]:
        path.unlink(missing_ok=True)
