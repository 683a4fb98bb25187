"""How the embedded dataset lies in its folder: packed tables, and a manifest of them."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from steelyard.reference.dataset import MANIFEST

if TYPE_CHECKING:
    import pyarrow as pa

DICTIONARY = "dictionary"
TRIAL_LEVEL = 9  # tells encodings apart as the last level does, in a tenth of its time
LEVEL = 22
WHOLE = 1 << 30  # one page: whatever repeats is then within reach of the compressor


def packed(frame: pl.DataFrame) -> bytes:
    """A table as Parquet that any reader opens, each column encoded as is smallest for it.

    Nothing is rounded or left out: the rows, their order and the types come back as they were.
    """
    table = frame.to_arrow()
    chosen = {name: smallest_encoding(table, name) for name in table.column_names}
    return _written(table, chosen, LEVEL)


def smallest_encoding(table: pa.Table, name: str) -> str:
    """Of the encodings of Parquet for a column of this type, the one that takes least room.

    Values in an even row are best told by their differences, numbers of few digits by a
    dictionary, numbers of many digits by bytes of a kind beside each other; which it is depends
    on the column, so that all are tried. The first of equals wins: same rows, same bytes.
    """
    column = table.select([name])
    sizes = {
        encoding: len(_written(column, {name: encoding}, TRIAL_LEVEL))
        for encoding in _encodings(column.schema.field(name).type)
    }
    return min(sizes, key=lambda encoding: sizes[encoding])


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
