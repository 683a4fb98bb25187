"""How the embedded dataset lies in its folder: packed tables, and a manifest of them."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.reference.dataset import MANIFEST


def packed(frame: pl.DataFrame) -> bytes:
    """A table as compressed Parquet."""
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


def table_entry(frame: pl.DataFrame, content: bytes) -> dict[str, Any]:
    """What the manifest says of a table."""
    return {"rows": frame.height, "bytes": len(content), "sha256": sha256(content).hexdigest()}


def written_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
