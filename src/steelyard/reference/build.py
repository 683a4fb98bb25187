"""Builds the embedded dataset from a folder of publisher files: import all, aggregate, write.

The folder is imported into a store of its own, so that the embedded tables pass through the
same checks as a user's files. The result is a function of the files alone: same files, same
bytes (law 11); but tables that a model makes of the others are carried on (see `derived`).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from steelyard.reference.build_files import packed as packed_table
from steelyard.reference.build_files import table_entry, written_manifest
from steelyard.reference.dataset import FORMAT, folder
from steelyard.reference.derived import carried, entries, origins_in
from steelyard.reference.recipe.built import Scan
from steelyard.reference.recipes import RECIPES
from steelyard.store import Store
from steelyard.store.products import product_of
from steelyard.vocabulary.errors import LawError, UnknownName
from steelyard.vocabulary.provenance import Origin

LIMIT = 3_000_000  # bytes, all tables together
Progress = Callable[[str, float], None]


def build_reference(inputs: Path, outlines: Path, out: Path, progress: Progress) -> dict[str, Any]:
    """Import every known file under `inputs`, make the tables, write them to `out`.

    Returns the manifest. Nothing is written to `out` before everything is made.

    Raises
    ------
    FileError
        A file of a known product cannot be taken in.
    LawError
        A table holds rows of an origin that may not be redistributed, or all are too large.
    """
    with TemporaryDirectory() as temporary:
        store = Store.open(Path(temporary) / "store", create=True)
        imported = list(_import(store, inputs, progress))
        scan = scanner(store)
        known = store.origins()
        frames: dict[str, pl.DataFrame] = {}
        for place, recipe in enumerate(RECIPES):
            progress(f"making {recipe.table.name}", 0.8 + 0.2 * place / len(RECIPES))
            frames[recipe.table.name] = recipe.build(scan)
        frames |= carried(Path(str(folder())), frames)
        origins = _used(frames, known)
    packed = {name: packed_table(frame) for name, frame in frames.items()}
    packed["countries.json.gz"] = gzip.compress(outlines.read_bytes(), 9, mtime=0)
    _refuse_too_large(packed)
    manifest = _manifest(imported, frames, packed, origins.values())
    _write(out, packed, manifest)
    return manifest


def scanner(store: Store) -> Scan:
    """Rows of a table of the store, or None where nothing of it was imported."""

    def scan(name: str) -> pl.LazyFrame | None:
        try:
            return store.scan(name)
        except UnknownName:
            return None

    return scan


def _import(store: Store, inputs: Path, progress: Progress) -> Iterator[dict[str, Any]]:
    """Import what the recipes need; other files in the folder are left alone."""
    needed = {name for recipe in RECIPES if recipe.ships for name in recipe.needs}
    paths = sorted(path for path in inputs.rglob("*") if path.is_file())
    for place, path in enumerate(paths):
        progress(path.name, 0.8 * place / len(paths))
        product = product_of(path)
        if product is not None and product.table in needed:
            report = store.import_file(path, connector=product.connector)
            yield {
                "file": path.relative_to(inputs).as_posix(),
                "sha256": sha256(path.read_bytes()).hexdigest(),
                "connector": report.connector,
                "rows_in": report.rows_in,
                "kept": report.kept,
                "excluded": dict(sorted(report.excluded.items())),
            }


def _used(frames: dict[str, pl.DataFrame], known: dict[str, Origin]) -> dict[str, Origin]:
    """Origins of the rows, each of which may be redistributed; pages of figures are a table."""
    used: dict[str, Origin] = {}
    quoted = {recipe.table.name for recipe in RECIPES if recipe.quoted}
    for name, frame in frames.items():
        if name == "events":  # the origin of an event is an address or a document's name
            continue
        # a vote rests on two origins where another publisher tells absent from no member (law 5)
        for origin_id in sorted(origins_in(frame)):
            if origin_id.startswith("fact:"):
                continue
            origin = known[origin_id]
            if origin.terms != "ship" and not (name in quoted and origin.terms == "figures"):
                raise LawError(
                    where=f"embedded table {name!r}",
                    found=f"rows of {origin_id!r}, whose terms are {origin.terms!r}.",
                    expected="terms 'ship' (law 5)",
                    remedy="Leave the product out of the recipe, or cite single figures.",
                )
            used[origin_id] = origin
    return used


def _refuse_too_large(packed: dict[str, bytes]) -> None:
    """The package stays small."""
    total = sum(len(content) for content in packed.values())
    if total > LIMIT:
        sizes = ", ".join(f"{name} {len(content):,}" for name, content in packed.items())
        raise LawError(
            where="embedded dataset",
            found=f"{total:,} bytes ({sizes}).",
            expected=f"at most {LIMIT:,} bytes",
            remedy="Keep fewer economies or digits in the largest table.",
        )


def _manifest(
    imported: Sequence[dict[str, Any]],
    frames: dict[str, pl.DataFrame],
    packed: dict[str, bytes],
    origins: Any,
) -> dict[str, Any]:
    """What was read, what was made, where every row comes from."""
    return {
        "format": FORMAT,
        "inputs": list(imported),
        "tables": {name: table_entry(frame, packed[name]) for name, frame in frames.items()},
        "derived": entries(frames),
        "origins": [_plain(origin) for origin in sorted(origins, key=lambda item: item.id)],
    }


def _plain(origin: Origin) -> dict[str, Any]:
    """An origin as JSON holds it."""
    record = asdict(origin)
    for name in ("accessed", "published"):
        record[name] = record[name].isoformat() if record[name] else None
    return record


def _write(out: Path, packed: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """All files, the manifest last."""
    out.mkdir(parents=True, exist_ok=True)
    for name, content in packed.items():
        suffix = "" if name.endswith(".gz") else ".parquet"
        (out / f"{name}{suffix}").write_bytes(content)
    written_manifest(out, manifest)
