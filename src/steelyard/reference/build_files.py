"""How the embedded dataset lies in its folder: packed tables, and a manifest of them."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow.parquet as pq

from steelyard.reference.dataset import MANIFEST

PAGE = 2**26  # bytes: one page and one dictionary for a column

if TYPE_CHECKING:
    import pyarrow as pa

DICTIONARY = "dictionary"
TRIAL_LEVEL = 9  # tells encodings apart as the last level does, in a tenth of its time
LEVEL = 22
WHOLE = 1 << 30  # one page: whatever repeats is then within reach of the compressor


def packed(frame: pl.DataFrame) -> bytes:
    """A table as compressed Parquet: the smaller of two ways to lay it out."""
    return min(_by_polars(frame), _by_arrow(frame), key=len)


def _by_polars(frame: pl.DataFrame) -> bytes:
    """Small dictionaries alone: best where numbers rarely repeat."""
    # codes repeat: as categories they take little room, and one dictionary for all rows the least
    buffer = io.BytesIO()
    frame.write_parquet(
        buffer,
        compression="zstd",
        compression_level=22,
        statistics=False,
        row_group_size=max(frame.height, 1),
    )
    return buffer.getvalue()


def _by_arrow(frame: pl.DataFrame) -> bytes:
    """One dictionary for each column, however large: best where rounded numbers repeat."""
    buffer = io.BytesIO()
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    pq.write_table(
        table,
        buffer,
        compression="zstd",
        compression_level=22,
        write_statistics=False,
        row_group_size=max(frame.height, 1),
        data_page_size=PAGE,
        dictionary_pagesize_limit=PAGE,
        store_schema=False,
    )
    return buffer.getvalue()


def table_entry(frame: pl.DataFrame, content: bytes) -> dict[str, Any]:
    """What the manifest says of a table."""
    return {"rows": frame.height, "bytes": len(content), "sha256": sha256(content).hexdigest()}


def written_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _encodings(kind: pa.DataType) -> tuple[str, ...]:
    """Encodings of Parquet that hold values of this type."""
    from pyarrow import types

    if types.is_floating(kind):
        return (DICTIONARY, "PLAIN", "BYTE_STREAM_SPLIT")
    if types.is_integer(kind):
        return (DICTIONARY, "PLAIN", "BYTE_STREAM_SPLIT", "DELTA_BINARY_PACKED")
    if types.is_string(kind) or types.is_large_string(kind):
        return (DICTIONARY, "PLAIN", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY")
    return ("PLAIN",)


def _written(table: pa.Table, encodings: dict[str, str], level: int) -> bytes:
    """A table as compressed Parquet: one group of rows, no statistics, types only of Parquet."""
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(
        table,
        buffer,
        compression="zstd",
        compression_level=level,
        use_dictionary=[  # pyright: ignore[reportArgumentType]  # names too, says its manual
            name for name, each in encodings.items() if each == DICTIONARY
        ],
        column_encoding={name: each for name, each in encodings.items() if each != DICTIONARY},
        write_statistics=False,
        store_schema=False,
        row_group_size=max(table.num_rows, 1),
        data_page_size=WHOLE,
        max_rows_per_page=WHOLE,
        dictionary_pagesize_limit=WHOLE,
    )
    return buffer.getvalue()
