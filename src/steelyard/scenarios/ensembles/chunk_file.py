"""A chunk as a Parquet file: typed columns with their units, and what the chunk is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from steelyard.scenarios.ensembles.plan import Chunk, Plan
from steelyard.vocabulary.errors import StoreDamaged

ABOUT = b"steelyard"


def with_units(table: pa.Table, units: Mapping[str, str]) -> pa.Table:
    """The table with the unit of each column said in its schema; every column needs one (law 4)."""
    fields = [field.with_metadata({"unit": units[field.name]}) for field in table.schema]
    return table.cast(pa.schema(fields))


def packed(table: pa.Table, plan: Plan, chunk: Chunk) -> bytes:
    """The bytes of a chunk's file: the same table, the same bytes."""
    about = {
        "ensemble": plan.name, "digest": plan.digest, "part": chunk.part, "first": chunk.first,
        "stop": chunk.stop, "seed": plan.seed, "version": plan.version,
        "sources": list(plan.sources),
    }  # fmt: skip
    told = table.replace_schema_metadata({ABOUT: json.dumps(about, sort_keys=True)})
    numbers = [field.name for field in table.schema if pa.types.is_floating(field.type)]
    coded: dict[str, Any] = {
        "use_dictionary": [name for name in table.schema.names if name not in numbers],
        "use_byte_stream_split": numbers,
    }
    file = BytesIO()
    pq.write_table(told, file, compression="zstd", write_page_checksum=True,
                   row_group_size=max(len(table), 1), **coded)  # fmt: skip
    return file.getvalue()


def about(file: Path) -> dict[str, Any] | None:
    """What a file says it is; None where it is cut off, no Parquet, or not of an ensemble.

    The end of a Parquet file says what is in it, so that a file that was cut off says nothing.
    """
    try:
        held = pq.read_schema(file).metadata or {}
        return json.loads(held[ABOUT])
    except (OSError, pa.ArrowException, ValueError, KeyError):
        return None


def whole(file: Path, plan: Plan, chunk: Chunk) -> bool:
    """Whether a file holds this chunk of this plan."""
    told = about(file)
    known = {"digest": plan.digest, "part": chunk.part, "first": chunk.first, "stop": chunk.stop}
    return told is not None and all(told.get(name) == value for name, value in known.items())


def columns(file: Path, names: list[str]) -> pa.Table:
    """Some columns of a chunk; every page is held against its checksum.

    Raises
    ------
    StoreDamaged
        If the file was altered since it was written.
    """
    try:
        return pq.ParquetFile(file, page_checksum_verification=True).read(names)
    except (OSError, pa.ArrowException) as error:
        raise StoreDamaged(
            where=str(file),
            found=f"its content is not what was written ({error}).",
            expected="a chunk of an ensemble as it was written",
            remedy="Delete the file and run the same command again: it makes this chunk anew.",
        ) from error
