"""Tables that a model makes of other embedded tables, and that the package ships beside them.

A recipe may not call a model: models stand above it. So such tables are written by a command
above the models, together with a digest of what they were made from. `build-reference` carries
them on unchanged while that is still the same, and empties them once it is not: a dossier then
says that they are missing, and never shows what an older dataset gave.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.reference import system_tables, tables
from steelyard.reference.build_files import packed, table_entry, written_manifest
from steelyard.reference.dataset import MANIFEST
from steelyard.reference.energy_rows import FOLDER
from steelyard.reference.recipe.built import conform
from steelyard.vocabulary.errors import LawError, StoreDamaged
from steelyard.vocabulary.tables import Table


@dataclass(frozen=True, slots=True)
class Derived:
    """Tables that one command makes of columns of other tables."""

    name: str
    tables: tuple[Table, ...]
    rests_on: Mapping[str, tuple[str, ...]]
    command: str
    files: Path | None = None  # a folder of tables that are part of the source

    def digest(self, frames: Mapping[str, pl.DataFrame]) -> str:
        """What these tables were made from, as one number: rows in the order of their keys."""
        seen = sha256()
        for table, columns in self.rests_on.items():
            key = list(tables.TABLES[table].key)
            text = frames[table].sort(key).select(columns).write_csv()
            seen.update(f"{table}\n{text}".encode())
        for file in sorted(self.files.glob("*.csv")) if self.files else ():
            seen.update(file.name.encode() + file.read_bytes())
        return seen.hexdigest()


IDEAL_POINTS = Derived(
    "ideal points",
    (tables.VOTE_POSITIONS, tables.VOTE_SESSIONS, tables.VOTE_TEXTS),
    {
        "votes": ("session", "state", "cast"),
        "roll_calls": ("session", "place", "call", "date", "part", "repeats"),
    },
    "steelyard data build-posterior",
)
CUTS = Derived(
    "costs of cuts",
    (tables.CUTS, tables.CUT_SECTORS, tables.SCENARIO_COSTS),
    {
        "production": ("origin", "year", "supplier", "sector", "user", "use", "value"),
        "sector_elasticities": ("origin", "sector", "sigma"),
        "trade": ("exporter", "importer", "year", "value"),
    },
    "steelyard data build-cuts",
)
_FUELS = {
    "energy_regions": ("fuel", "node", "year", "production", "use", "unit"),
    "prices": ("commodity", "period", "value"),
    "figures": ("series", "reporter", "partner", "period", "value", "unit"),
}
FUEL_MARKETS = Derived(
    "fuel markets", (tables.ENERGY_MARKET,), _FUELS, "steelyard data build-energy", FOLDER
)
FUEL_BARGAINS = Derived(
    "fuel bargains",
    (tables.ENERGY_BARGAINS,),
    _FUELS | {"fuels": ("exporter", "importer", "fuel", "period", "value", "quantity")},
    "steelyard data build-energy",
    FOLDER,
)
SYSTEM = Derived(
    "causal system",
    (
        system_tables.SYSTEM_SERIES,
        system_tables.SYSTEM_DRAWS,
        system_tables.SYSTEM_LEARNT,
        system_tables.SYSTEM_FIT,
    ),
    {},  # what it was made from stands in it: `system_fit` holds a digest that readers compare
    "steelyard data build-system",
)
OUTCOMES = Derived(
    "outcomes of the causal system",
    (system_tables.SYSTEM_RUNS, system_tables.SYSTEM_OUTCOMES),
    {},  # `system_runs` holds a digest that readers compare
    "steelyard data build-system --part outcomes",
)
DERIVED = (IDEAL_POINTS, CUTS, FUEL_MARKETS, FUEL_BARGAINS, SYSTEM, OUTCOMES)


def carried(folder: Path, frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Derived tables of a folder that were made from these frames; the others empty."""
    known = _entries(folder)
    found: dict[str, pl.DataFrame] = {}
    for derived in DERIVED:
        fits = known.get(derived.name, {}).get("digest") == derived.digest(frames)
        for table in derived.tables:
            found[table.name] = (
                pl.read_parquet(folder / f"{table.name}.parquet") if fits else empty(table)
            )
    return found


def entries(frames: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """What the manifest says of derived tables; nothing of those that are empty."""
    return {
        derived.name: {
            "command": derived.command,
            "digest": derived.digest(frames),
            "tables": [table.name for table in derived.tables],
            "rests_on": {name: list(columns) for name, columns in derived.rests_on.items()},
        }
        for derived in DERIVED
        if not any(frames[table.name].is_empty() for table in derived.tables)
    }


def empty(table: Table) -> pl.DataFrame:
    """A table without rows."""
    return conform(pl.DataFrame(schema=list(table.names)), table)


def write(folder: Path, derived: Derived, made: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """Put derived tables into a folder of embedded tables, and tell its manifest.

    Returns the manifest.

    Raises
    ------
    StoreDamaged
        If the folder holds no embedded dataset.
    LawError
        If a table is not one of those declared, or rows have an origin unknown to the manifest.
    """
    manifest = _manifest(folder)
    frames = {
        name: pl.read_parquet(folder / f"{name}.parquet") for name in sorted(manifest["tables"])
    }
    pages = frames["pages"]["origin"] if "pages" in frames else ()  # of single published figures
    known = {origin["id"] for origin in manifest["origins"]} | set(pages)
    _refuse_others(derived, made, known)
    for table in derived.tables:
        frames[table.name] = conform(made[table.name], table)
        content = packed(frames[table.name])
        (folder / f"{table.name}.parquet").write_bytes(content)
        manifest["tables"][table.name] = table_entry(frames[table.name], content)
    for each in DERIVED:  # tables that this folder does not have yet
        for table in each.tables:
            if table.name not in frames:
                frames[table.name] = empty(table)
    manifest["derived"] = entries(frames)
    written_manifest(folder, manifest)
    return manifest


def _refuse_others(derived: Derived, made: Mapping[str, pl.DataFrame], origins: set[str]) -> None:
    """Raise unless these are the declared tables, of origins that are known."""
    expected = {table.name for table in derived.tables}
    strange = {origin for frame in made.values() for origin in origins_in(frame)} - origins
    if set(made) == expected and not strange:
        return
    raise LawError(
        where=f"derived tables of {derived.name}",
        found=f"tables {', '.join(sorted(made))}; origins unknown: {sorted(strange) or 'none'}.",
        expected=f"tables {', '.join(sorted(expected))}, of origins of the embedded dataset",
        remedy="Name the origins of the tables that they rest on (law 5).",
    )


def origins_in(frame: pl.DataFrame) -> set[str]:
    """Where the rows of a table come from: one origin each, or some with semicolons.

    What the package itself states (rules of bodies) has none; nor has what a model draws of
    another table that names its own.
    """
    found: set[str] = set()
    for name in ("origin", "absences"):  # who was absent may be known from another publisher
        if name in frame.columns:
            found |= set(frame[name].drop_nulls().unique())
    if "origins" in frame.columns:
        parts = (each.split(";") for each in frame["origins"].unique())
        found |= {origin for each in parts for origin in filter(None, each)}
    return found


def _entries(folder: Path) -> dict[str, Any]:
    """Derived tables of a folder by name; none where it holds no dataset."""
    try:
        return _manifest(folder).get("derived", {})
    except StoreDamaged:
        return {}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreDamaged(
            where=str(folder),
            found=f"no manifest of an embedded dataset ({error}).",
            expected=f"{MANIFEST} beside the tables",
            remedy="Run `steelyard data build-reference` first.",
        ) from error
