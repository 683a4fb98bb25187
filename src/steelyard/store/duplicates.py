"""Rows that claim the same key, found in bounded memory.

A row that repeats an earlier one in every column says nothing new: the first is kept. Rows
that share a key and differ elsewhere contradict each other: none is kept, because picking one
would be a guess.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from steelyard.store.sqltext import constant, quoted
from steelyard.vocabulary.tables import EXCLUDED, Table

REASONS = (None, "repeats an earlier row", "contradicts another row with the same key")
ROW = "__row"
_BATCH = 100_000
MEMORY = "300MB"  # for DuckDB, which spills to the workbench beyond it

Codes = NDArray[np.uint8]


def duplicate_codes(rows: Path, table: Table, spill: Path) -> Codes | None:
    """For each row an index into `REASONS`, or None where no kept row shares its key.

    Nearly every file has unique keys, which 8 bytes a row suffice to show; only rows whose
    hashes collide are compared in full.
    """
    if not table.key:
        return None
    repeated = _repeated_hashes(rows, table)
    return _codes(rows, table, repeated, spill) if len(repeated) else None


def with_codes(frame: pl.LazyFrame, codes: Codes) -> pl.LazyFrame:
    """The frame with the reasons that `codes` give, where it has none yet."""
    names = pl.Series(REASONS, dtype=pl.String)
    reason = pl.col(ROW).map_batches(
        lambda row: names.gather(codes[row.to_numpy()].astype(np.uint32)),
        return_dtype=pl.String,
        is_elementwise=True,
    )
    return (
        frame.with_row_index(ROW)
        .with_columns(pl.coalesce(EXCLUDED, reason).alias(EXCLUDED))
        .drop(ROW)
    )


def _kept(rows: Path, table: Table) -> pl.LazyFrame:
    """Kept rows with their number and the hash of their key."""
    return (
        pl.scan_parquet(rows, row_index_name=ROW)
        .filter(pl.col(EXCLUDED).is_null())
        .with_columns(__hash=pl.struct(table.key).hash(seed=0))
    )


def _repeated_hashes(rows: Path, table: Table) -> pl.Series:
    hashes = _kept(rows, table).select("__hash").collect(engine="streaming")["__hash"].to_numpy()
    hashes = np.sort(hashes)
    return pl.Series(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]), dtype=pl.UInt64)


def _codes(rows: Path, table: Table, repeated: pl.Series, spill: Path) -> Codes | None:
    import duckdb

    total = pl.scan_parquet(rows).select(pl.len()).collect().item()
    codes = np.zeros(total, dtype=np.uint8)
    suspects = spill / "suspects.parquet"  # DuckDB would hold a lazy frame whole, but not a file
    same_hash = pl.col("__hash").is_in(repeated.implode())
    _kept(rows, table).filter(same_hash).drop("__hash", EXCLUDED).sink_parquet(suspects)
    with duckdb.connect(
        config={"memory_limit": MEMORY, "temp_directory": str(spill), "threads": 2}
    ) as connection:
        connection.execute(f"CREATE VIEW suspects AS FROM read_parquet({constant(str(suspects))})")
        answer = connection.execute(_query(table))
        while batch := answer.fetchmany(_BATCH):
            found = np.array(batch, dtype=np.int64)
            codes[found[:, 0]] = found[:, 1]
    return codes if codes.any() else None


def _query(table: Table) -> str:
    """SQL for (row, code) of every row that shares its key with another."""
    key = ", ".join(map(quoted, table.key))
    values = [quoted(name) for name in table.names if name not in table.key]
    differs = " OR ".join(
        f"min({value}) IS DISTINCT FROM max({value}) OR count({value}) NOT IN (0, count(*))"
        for value in values
    )
    same_key = " AND ".join(
        f"suspects.{name} IS NOT DISTINCT FROM shared.{name}" for name in map(quoted, table.key)
    )
    return f"""
        WITH shared AS (
            SELECT {key}, min({ROW}) AS __first, {differs or "false"} AS __contradict
            FROM suspects GROUP BY {key} HAVING count(*) > 1
        )
        SELECT {ROW}, CASE WHEN __contradict THEN 2 ELSE 1 END
        FROM suspects JOIN shared ON {same_key}
        WHERE __contradict OR {ROW} <> __first
    """
