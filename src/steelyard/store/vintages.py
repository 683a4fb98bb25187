"""Which snapshots, and which of their rows, count on a day (law 6).

Of one connector and one key only the newest vintage counts. Snapshots that cannot share a key,
such as the year files of one product, are read as they are; only where keys may meet is the
older one read without the keys of the newer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import polars as pl

from steelyard.store.description import plain_type
from steelyard.store.folder import Folder
from steelyard.store.snapshot import Snapshot
from steelyard.vocabulary.errors import StoreDamaged
from steelyard.vocabulary.tables import EXCLUDED, Table

ORIGIN = "origin"
VINTAGE = "vintage"


def current(snapshots: Iterable[Snapshot], as_of: date | None = None) -> tuple[Snapshot, ...]:
    """Snapshots known on a day, oldest vintage first.

    A file that was read again, by a mended connector or under another date, counts only as it
    was read last.
    """
    last = {(snapshot.connector, snapshot.raw.sha256): snapshot for snapshot in snapshots}
    known = [item for item in last.values() if as_of is None or item.vintage <= as_of]
    return tuple(sorted(known, key=lambda item: (item.vintage, item.number)))


def may_share_keys(left: Snapshot, right: Snapshot) -> bool:
    """Whether some key could stand in both; false only where a key column rules it out."""
    for name in left.spans.keys() & right.spans.keys():
        (left_low, left_high), (right_low, right_high) = left.spans[name], right.spans[name]
        if left_high < right_low or right_high < left_low:  # type: ignore[operator]
            return False
    return True


def kept_rows(folder: Folder, table: Table, snapshots: Collection[Snapshot]) -> pl.LazyFrame:
    """Rows that count, of one connector's snapshots, oldest first, in the columns of `table`."""
    parts = [
        _without_replaced(folder, table, snapshot, list(snapshots)[place + 1 :])
        for place, snapshot in enumerate(snapshots)
    ]
    return pl.concat(parts) if parts else _empty(table).drop(EXCLUDED)


def excluded_rows(folder: Folder, table: Table, snapshots: Collection[Snapshot]) -> pl.LazyFrame:
    """Rows that do not count, with the reason."""
    parts = [
        _dated(_rows(folder, table, snapshot), snapshot).filter(pl.col(EXCLUDED).is_not_null())
        for snapshot in snapshots
    ]
    return pl.concat(parts) if parts else _empty(table)


def _without_replaced(
    folder: Folder, table: Table, snapshot: Snapshot, newer: list[Snapshot]
) -> pl.LazyFrame:
    rows = _kept(folder, table, snapshot)
    rivals = [_kept(folder, table, other) for other in newer if may_share_keys(snapshot, other)]
    if rivals and table.key:
        key = _short_key(table)
        newer_keys = pl.concat([rival.select(**key) for rival in rivals])
        rows = rows.with_columns(**key).join(newer_keys, on=list(key), how="anti", nulls_equal=True)
        rows = rows.drop(key)
    return _dated(rows, snapshot)


def _short_key(table: Table) -> dict[str, pl.Expr]:
    """Key columns under names of their own, texts as numbers: comparing takes half the memory."""
    codes = pl.Categorical(pl.Categories.random())  # one coding for both sides of a comparison
    return {
        f"__key_{name}": pl.col(name).cast(codes).to_physical()
        if plain_type(table.column(name).dtype) == pl.String
        else pl.col(name)
        for name in table.key
    }


def _kept(folder: Folder, table: Table, snapshot: Snapshot) -> pl.LazyFrame:
    rows = _rows(folder, table, snapshot)
    return rows.filter(pl.col(EXCLUDED).is_null()).drop(EXCLUDED)


def _rows(folder: Folder, table: Table, snapshot: Snapshot) -> pl.LazyFrame:
    """All rows of a snapshot; a column that its version of the table lacked is absent."""
    file = folder.object(snapshot.id)
    if not file.is_file() or file.stat().st_size != snapshot.size:
        raise StoreDamaged(
            where=str(file),
            found=f"the rows of {snapshot.raw.name!r} are missing or cut off",
            expected="the file that its import wrote",
            remedy=f"Import {snapshot.raw.name!r} again: `steelyard data add` replaces it.",
        )
    has = set(snapshot.table.names)
    columns = [
        (pl.col(item.name) if item.name in has else pl.lit(None)).cast(item.dtype).alias(item.name)
        for item in table.columns
    ]
    return pl.scan_parquet(file).select(*columns, EXCLUDED)


def _dated(rows: pl.LazyFrame, snapshot: Snapshot) -> pl.LazyFrame:
    return rows.with_columns(
        pl.lit(snapshot.origin.id).alias(ORIGIN), pl.lit(snapshot.vintage).alias(VINTAGE)
    )


def _empty(table: Table) -> pl.LazyFrame:
    schema = {column.name: plain_type(column.dtype) for column in table.columns}
    return pl.LazyFrame(schema=schema | {EXCLUDED: pl.String, ORIGIN: pl.String, VINTAGE: pl.Date})
