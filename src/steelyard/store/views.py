"""Tables as SQL views over the Parquet files: the same rows as `Store.scan`, for DuckDB.

DuckDB reads the files itself, batch by batch; handed a lazy frame it would hold it whole. That
both ways give the same rows is tested for any vintages and corrections.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from steelyard.store.corrections import CORRECTED, Correction, Value
from steelyard.store.description import plain_type
from steelyard.store.folder import Folder
from steelyard.store.query import Share
from steelyard.store.snapshot import Snapshot
from steelyard.store.sqltext import constant, quoted
from steelyard.store.vintages import ORIGIN, VINTAGE, may_share_keys
from steelyard.vocabulary.tables import EXCLUDED, Column

_TYPES = {
    **{"Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INTEGER", "Int64": "BIGINT"},
    **{"UInt8": "UTINYINT", "UInt16": "USMALLINT", "UInt32": "UINTEGER", "UInt64": "UBIGINT"},
    **{"Float32": "REAL", "Float64": "DOUBLE", "Boolean": "BOOLEAN", "String": "VARCHAR"},
    **{"Date": "DATE", str(pl.Datetime("us")): "TIMESTAMP"},
}


def kept_view(folder: Folder, shares: Sequence[Share]) -> str:
    """SELECT of the rows of a table that count, as corrected."""
    parts = [
        _corrected(share, _kept(folder, share, snapshot, share.snapshots[place + 1 :]))
        for share in shares
        for place, snapshot in enumerate(share.snapshots)
    ]
    return " UNION ALL ".join(parts) or _empty(shares[0], ORIGIN, VINTAGE, CORRECTED)


def excluded_view(folder: Folder, shares: Sequence[Share]) -> str:
    """SELECT of the rows that the import or a correction left out, with the reason."""
    parts = []
    for share in shares:
        for place, snapshot in enumerate(share.snapshots):
            names = ", ".join(quoted(name) for name in share.table.names)
            rows = _rows(folder, share, snapshot)
            parts.append(
                f"SELECT {names}, {EXCLUDED}, {_source(snapshot)} FROM ({rows}) "
                f"WHERE {EXCLUDED} IS NOT NULL"
            )
            kept = _kept(folder, share, snapshot, share.snapshots[place + 1 :])
            reason = _first_drop(share)
            if reason:
                parts.append(
                    f"SELECT {names}, {reason} AS {EXCLUDED}, {ORIGIN}, {VINTAGE} FROM ({kept}) "
                    f"WHERE {reason} IS NOT NULL"
                )
    return " UNION ALL ".join(parts) or _empty(shares[0], EXCLUDED, ORIGIN, VINTAGE)


def _empty(share: Share, *added: str) -> str:
    """No rows, with all columns."""
    types = {column.name: _type(column) for column in share.table.columns}
    types |= {name: "DATE" if name == VINTAGE else "VARCHAR" for name in added}
    cells = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in types.items())
    return f"SELECT {cells} WHERE false"


def _rows(folder: Folder, share: Share, snapshot: Snapshot) -> str:
    """All rows of a snapshot; a column that its version of the table lacked is absent."""
    has = set(snapshot.table.names)
    cells = ", ".join(
        f"CAST({quoted(item.name) if item.name in has else 'NULL'} AS {_type(item)}) "
        f"AS {quoted(item.name)}"
        for item in share.table.columns
    )
    path = constant(str(folder.object(snapshot.id)))
    return f"SELECT {cells}, {EXCLUDED} FROM read_parquet({path})"


def _kept(folder: Folder, share: Share, snapshot: Snapshot, newer: Sequence[Snapshot]) -> str:
    """Kept rows of a snapshot whose keys no newer one has."""
    conditions = [f"{EXCLUDED} IS NULL"]
    for other in newer if share.table.key else ():
        if may_share_keys(snapshot, other):
            same = " AND ".join(
                f"older.{quoted(name)} IS NOT DISTINCT FROM newer.{quoted(name)}"
                for name in share.table.key
            )
            rows = f"({_rows(folder, share, other)}) newer"
            conditions.append(
                f"NOT EXISTS (SELECT 1 FROM {rows} WHERE newer.{EXCLUDED} IS NULL AND {same})"
            )
    rows = f"({_rows(folder, share, snapshot)}) older"
    names = ", ".join(quoted(name) for name in share.table.names)
    return f"SELECT {names}, {_source(snapshot)} FROM {rows} WHERE {' AND '.join(conditions)}"


def _source(snapshot: Snapshot) -> str:
    vintage = f"DATE '{snapshot.vintage.isoformat()}'"
    return f"{constant(snapshot.origin.id)} AS {ORIGIN}, {vintage} AS {VINTAGE}"


def _corrected(share: Share, rows: str) -> str:
    """Rows with their corrections, those dropped left out."""
    cells = {column.name: quoted(column.name) for column in share.table.columns}
    notes, dropped = [], []
    for item in share.corrections:
        here, column = _matches(item, share), share.table.column(item.column)
        notes.append(f"CASE WHEN {here} THEN {constant(item.reason)} END")
        if item.action == "drop":
            dropped.append(here)
        elif item.action != "flag":
            new = _new_value(item, column, cells[column.name])
            cells[column.name] = f"CASE WHEN {here} THEN {new} ELSE {cells[column.name]} END"
    chosen = ", ".join(f"{cell} AS {quoted(name)}" for name, cell in cells.items())
    note = f"NULLIF(concat_ws('; ', {', '.join(notes)}), '')" if notes else "NULL::VARCHAR"
    where = f" WHERE NOT ({' OR '.join(dropped)})" if dropped else ""
    return f"SELECT {chosen}, {ORIGIN}, {VINTAGE}, {note} AS {CORRECTED} FROM ({rows}){where}"


def _first_drop(share: Share) -> str:
    """The reason of the first correction that drops a row; empty if none drops any."""
    reasons = [
        f"CASE WHEN {_matches(item, share)} THEN {constant('dropped: ' + item.reason)} END"
        for item in share.corrections
        if item.action == "drop"
    ]
    return f"COALESCE({', '.join(reasons)})" if reasons else ""


def _matches(correction: Correction, share: Share) -> str:
    conditions = (
        f"{quoted(name)} IS NOT DISTINCT FROM {_typed(value, share.table.column(name))}"
        for name, value in correction.match.items()
    )
    return f"({' AND '.join(conditions)})"


def _new_value(correction: Correction, column: Column, old: str) -> str:
    if correction.action == "override":
        return _typed(correction.value, column)
    scaled = f"{old} * {constant(correction.value)}"
    if plain_type(column.dtype).is_integer():
        scaled = f"trunc({scaled})"
    return f"CAST({scaled} AS {_type(column)})"


def _typed(value: Value, column: Column) -> str:
    return f"CAST({constant(value)} AS {_type(column)})"


def _type(column: Column) -> str:
    return _TYPES[str(plain_type(column.dtype))]
