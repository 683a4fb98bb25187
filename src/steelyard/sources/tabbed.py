"""Tab-separated text without quoting, as event data come: quotation marks are plain text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from steelyard.sources.reading import read_head, read_text, readable, require_columns, unreadable

EMPTY = ("",)


def read_tabbed(
    path: Path,
    names: Sequence[str] = (),
    *,
    expect: Sequence[str] = (),
    absent: Sequence[str] = EMPTY,
) -> pl.DataFrame:
    """All rows as text; with `names` the file has no header line. Strict about field counts."""
    if not read_head(path, 1):
        raise unreadable(path, "is empty", "lines of fields separated by tabs")
    header = not names
    if header:
        names = read_text(path).split("\n", 1)[0].rstrip("\r").split("\t")
        require_columns(path, names, expect)
    with readable(path, f"{len(names)} fields separated by tabs in each row"):
        return _strict(read_text(path), list(names), 1 if header else 0, absent)


def _strict(text: str, names: list[str], skip: int, absent: Sequence[str]) -> pl.DataFrame:
    """Rows through Arrow, whose parser refuses ragged rows."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    if len(set(names)) < len(names):
        raise ValueError("column names repeat")
    table = arrow.read_csv(
        io.BytesIO(text.encode()),
        read_options=arrow.ReadOptions(column_names=names, skip_rows=skip),
        parse_options=arrow.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=arrow.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=list(absent),
            strings_can_be_null=True,
        ),
    )
    return pl.DataFrame(table)
