"""What a recipe takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from steelyard.vocabulary.errors import LawError
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Table

Scan = Callable[[str], pl.LazyFrame | None]  # rows of an imported table, or None: not imported


@dataclass(frozen=True, slots=True)
class Recipe:
    """One embedded table: what it needs and how it is made.

    `build` must give the same rows for the same imports, whichever other tables are there, so
    that a user's own files can be put through it as well. `own` names products that only a
    user's store may add, because their terms forbid shipping them. `origins` gives those that
    rows of the user's files name themselves. `quoted` marks a short table of figures that are
    quoted with attribution: terms `figures` are enough for it, and a test bounds its rows.
    """

    table: Table
    needs: tuple[str, ...]  # imported tables, any of which may be absent
    build: Callable[[Scan], pl.DataFrame]
    ships: bool = True  # False: its products may not be redistributed, only a user's store has them
    own: tuple[str, ...] = ()
    origins: Callable[[Scan, Mapping[str, Origin]], dict[str, Origin]] | None = None
    quoted: bool = False


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Columns in the table's order and types, sorted by key, one row a key (laws 4 and 12)."""
    ordered = frame.select(pl.col(column.name).cast(column.dtype) for column in table.columns)
    key = list(table.key)
    twice = ordered.filter(pl.struct(key).is_duplicated())
    if not twice.is_empty():
        raise LawError(
            where=f"recipe of {table.name!r}",
            found=f"{twice.height} rows share a key, first {twice.row(0)}.",
            expected=f"one row for each {', '.join(key)}",
            remedy="Make the recipe choose one, and say by which rule.",
        )
    return ordered.sort(key)
