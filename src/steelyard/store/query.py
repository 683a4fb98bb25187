"""Reading a table: snapshots that count, as corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from steelyard.store.corrections import Correction, corrected_rows, dropped_rows
from steelyard.store.folder import Folder
from steelyard.store.guards import check_guards
from steelyard.store.history import History, unknown
from steelyard.store.snapshot import Snapshot
from steelyard.store.vintages import excluded_rows, kept_rows
from steelyard.vocabulary.tables import Table


@dataclass(frozen=True, slots=True)
class Share:
    """What one connector gives to a table on a day, before its corrections."""

    table: Table
    snapshots: tuple[Snapshot, ...]
    corrections: tuple[Correction, ...]
    rows: pl.LazyFrame

    def kept(self) -> pl.LazyFrame:
        """Rows as corrected."""
        return corrected_rows(self.rows, self.table, self.corrections)

    def excluded(self, folder: Folder) -> pl.LazyFrame:
        """Rows that the import left out, then those that a correction leaves out."""
        left_out = excluded_rows(folder, self.table, self.snapshots)
        dropped = dropped_rows(self.rows, self.table, self.corrections)
        return pl.concat([left_out, dropped.select(left_out.collect_schema().names())])


def shares(
    folder: Folder,
    history: History,
    name: str,
    as_of: date | None,
    connectors: Collection[str] | None,
) -> Iterator[Share]:
    """What each connector gives to the table `name`, in the order of their names.

    Raises
    ------
    UnknownName
        The store holds no such table, or nothing from one of `connectors`.
    CorrectionMismatch
        The guard of a correction fails.
    """
    table = history.table(name)
    everyone = {item.connector for item in history.snapshots() if item.table.name == name}
    for connector in sorted(everyone if connectors is None else set(connectors)):
        if connector not in everyone:
            raise unknown("connector of this table", connector, everyone)
        yield _share(folder, history, table, connector, as_of)


def _share(
    folder: Folder, history: History, table: Table, connector: str, as_of: date | None
) -> Share:
    place = (table.name, connector)
    snapshots = tuple(
        item for item in history.snapshots(as_of) if (item.table.name, item.connector) == place
    )
    corrections = tuple(
        item
        for item in history.corrections(as_of).values()
        if (item.table, item.connector) == place
    )
    rows = kept_rows(folder, table, snapshots)
    check_guards(rows, table, corrections)
    return Share(table, snapshots, corrections, rows)
