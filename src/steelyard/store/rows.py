"""From a connector's rows to a finished Parquet file, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from steelyard.store.duplicates import duplicate_codes, with_codes
from steelyard.store.rules import check_columns, with_reasons
from steelyard.store.snapshot import Scalar
from steelyard.vocabulary.errors import BadRows, shorten
from steelyard.vocabulary.tables import EXCLUDED, Table

Progress = Callable[[str, int, int | None], None]  # step, done, total where it is known

ROW_GROUP = 250_000  # fixed, so that the same rows make the same bytes
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Written:
    """A file with all rows of a table, and what is in it."""

    file: Path
    rows_in: int
    kept: int
    excluded: dict[str, int]
    spans: dict[str, tuple[Scalar, Scalar]]


def write_rows(
    parsed: pl.LazyFrame, table: Table, raw: Path, bench: Path, progress: Progress
) -> Written:
    """Write the rows that a connector made of the file `raw`, each with its reason if any.

    Raises
    ------
    BadRows
        The columns are not those of the table, there are no rows, or none can be kept.
    """
    check_columns(parsed, table, str(raw))
    file, first = bench / "rows.parquet", bench / "first.parquet"
    _sink(_counted(with_reasons(parsed, table), raw, progress), first)
    progress("Comparing keys", 0, None)
    codes = duplicate_codes(first, table, bench)
    if codes is None:
        first.rename(file)
    else:
        _sink(with_codes(pl.scan_parquet(first), codes), file)
        first.unlink()
    progress("Counting rows", 0, None)
    return _written(file, table, raw)


def _sink(frame: pl.LazyFrame, file: Path) -> None:
    frame.sink_parquet(file, row_group_size=ROW_GROUP, engine="streaming")


def _counted(frame: pl.LazyFrame, raw: Path, progress: Progress) -> pl.LazyFrame:
    """The same frame; its rows are reported as they stream by."""
    total, done = _estimated_rows(raw), 0

    def count(values: pl.Series) -> pl.Series:
        nonlocal done
        done += len(values)
        progress("Reading rows", done, max(total, done) if total else None)
        return values

    name, dtype = next(iter(frame.collect_schema().items()))
    return frame.with_columns(
        pl.col(name).map_batches(count, return_dtype=dtype, is_elementwise=True)
    )


def _estimated_rows(raw: Path) -> int | None:
    """Rows of a text file, guessed from the length of its first lines; None for others."""
    with raw.open("rb") as file:
        head = file.read(_HEAD)
    lines = head.count(b"\n")
    if b"\0" in head or not lines:
        return None
    return round(raw.stat().st_size * lines / len(head))


def _written(file: Path, table: Table, raw: Path) -> Written:
    rows = pl.scan_parquet(file)
    counts = dict(rows.group_by(EXCLUDED).agg(pl.len()).collect(engine="streaming").iter_rows())
    kept = counts.pop(None, 0)
    excluded = dict(sorted(counts.items()))
    if not kept:
        raise _nothing_left(raw, excluded)
    return Written(file, kept + sum(excluded.values()), kept, excluded, _spans(rows, table))


def _spans(rows: pl.LazyFrame, table: Table) -> dict[str, tuple[Scalar, Scalar]]:
    """Least and greatest value of key columns, as JSON values that compare as the column does."""
    keys = [pl.col(name) for name in table.key]
    if not keys:
        return {}
    kept = rows.filter(pl.col(EXCLUDED).is_null())
    summary = kept.select(
        *(key.min().name.prefix("min ") for key in keys),
        *(key.max().name.prefix("max ") for key in keys),
        *(key.null_count().name.prefix("nulls ") for key in keys),
    ).collect(engine="streaming")
    [found] = summary.to_dicts()
    return {
        name: (_scalar(found[f"min {name}"]), _scalar(found[f"max {name}"]))
        for name in table.key
        if not found[f"nulls {name}"]
    }


def _scalar(value: object) -> Scalar:
    return value if isinstance(value, str | int | float) else str(value)


def _nothing_left(raw: Path, excluded: dict[str, int]) -> BadRows:
    counts = shorten(f"{count:,} × {reason}" for reason, count in excluded.items())
    return BadRows(
        where=str(raw),
        found=f"no row can be kept: {counts}" if excluded else "it has no rows",
        expected="at least one row that obeys the rules of its table",
        remedy="Check that the file is complete and is what its name says.",
    )
