"""What parsers share: read a file of some format, or say why it cannot be read.

Every reader returns text columns (or the types of the binary format) with absent values as
null, and turns each fault of the file into `UnreadableFile` or `WrongProduct`. `finish` then
types the columns after the connector's table and gives every row that cannot be used its
reason. Nothing here knows any product.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.sources.binary import (
    read_r,
    read_r_lists,
    read_sheet,
    read_sheets,
    read_stata,
    sheet_names,
)
from steelyard.sources.faults import readable, unreadable
from steelyard.sources.finishing import finish
from steelyard.vocabulary.errors import WrongProduct, shorten

__all__ = [
    "finish",
    "first_record",
    "has_columns",
    "head_text",
    "read_csv",
    "read_head",
    "read_r",
    "read_r_lists",
    "read_ragged",
    "read_sheet",
    "read_sheets",
    "read_stata",
    "read_text",
    "readable",
    "require_columns",
    "scan_csv",
    "sheet_names",
    "unreadable",
]

HEAD_BYTES = 65_536
ABSENT = ("",)  # texts that mean "no value" unless a publisher says otherwise


def read_head(path: Path, size: int = HEAD_BYTES) -> bytes:
    """First bytes of a file, as they lie on disk."""
    with readable(path, "a file that can be opened"), path.open("rb") as file:
        return file.read(size)


def head_text(head: bytes, encoding: str = "utf-8") -> str:
    """Text of a head, unpacked if it is gzip; undecodable bytes are replaced. Never raises."""
    if head[:2] == b"\x1f\x8b":
        try:
            head = zlib.decompressobj(31).decompress(head, HEAD_BYTES)
        except zlib.error:
            return ""
    return head.decode(encoding, errors="replace").removeprefix("\ufeff")


def first_record(
    head: bytes, *, separator: str = ",", encoding: str = "utf-8", skip: int = 0
) -> tuple[str, ...]:
    """Fields of the first line after `skip` lines; empty if there is none. Never raises."""
    text = io.StringIO(head_text(head, encoding), newline="")
    lines = [line for number, line in zip(range(skip + 1), text, strict=False) if number == skip]
    try:
        return tuple(next(csv.reader(lines, delimiter=separator), ()))
    except csv.Error:
        return ()


def has_columns(
    head: bytes,
    names: Collection[str],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    skip: int = 0,
    only: bool = False,
) -> bool:
    """Whether the header holds these names (with `only`: exactly these, in order)."""
    found = first_record(head, separator=separator, encoding=encoding, skip=skip)
    return found == tuple(names) if only else set(names) <= set(found)


def require_columns(path: Path, found: Sequence[str], expected: Sequence[str]) -> None:
    """Raise `WrongProduct` unless every expected column is there."""
    missing = [name for name in expected if name not in found]
    if missing:
        raise WrongProduct(
            where=path.name,
            found=f"columns {shorten(found)}; not {shorten(missing)}",
            expected=f"columns {', '.join(expected)}",
            remedy="Name another product, or leave it out to have the file recognised.",
        )


def read_text(path: Path, encoding: str = "utf-8") -> str:
    """Whole text of a file, unpacked if it is gzip, without a byte order mark."""
    with readable(path, f"text in {encoding}"):
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        text = content.decode(encoding).removeprefix("\ufeff")
    if not text.strip() or "\x00" in text:
        found = "is binary" if text.strip() else "is empty"
        raise unreadable(path, found, f"text in {encoding}")
    return text


def read_csv(
    path: Path,
    expect: Sequence[str] = (),
    *,
    names: Sequence[str] | None = None,
    separator: str = ",",
    encoding: str = "utf-8",
    skip: int = 0,
    absent: Sequence[str] = ABSENT,
    multiline: bool = False,
    ended: bool = False,
) -> pl.DataFrame:
    """All rows of a delimited text file (or its gzip), every column as text.

    Strict: a row with too few or too many fields is an error, since a cut line would else
    read as absence. `names` replaces the header line; `expect` must be in it; `multiline`
    allows line breaks inside quotes; `ended` refuses a file whose last line does not end, for
    publishers who end every line (a cut could lie inside a number). Blank lines are no rows.
    """
    head = read_head(path)
    header = first_record(head, separator=separator, encoding=encoding, skip=skip)
    if not header:
        raise unreadable(path, "is empty", f"a header line after {skip} lines")
    require_columns(path, header, expect)
    names = [name.strip() for name in header] if names is None else list(names)
    text = read_text(path, encoding)
    if ended and not text.endswith(("\n", "\r")):
        raise unreadable(path, "ends inside a line", "a line break at the end of the file")
    with readable(path, f"{len(names)} fields in each row"):
        return _strict_csv(text, names, separator, skip + 1, absent, multiline)


def _strict_csv(
    text: str,
    names: list[str],
    separator: str,
    skip: int,
    absent: Sequence[str],
    multiline: bool,
) -> pl.DataFrame:
    """Rows after `skip` lines through Arrow, whose parser refuses ragged rows."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    if len(set(names)) < len(names):
        raise ValueError(f"column names repeat: {shorten(names)}")
    content = io.BytesIO(text.encode())
    table = arrow.read_csv(
        content,
        read_options=arrow.ReadOptions(column_names=names, skip_rows=skip),
        parse_options=arrow.ParseOptions(delimiter=separator, newlines_in_values=multiline),
        convert_options=arrow.ConvertOptions(
            column_types={name: pa.string() for name in names},
            null_values=list(absent),
            strings_can_be_null=True,
        ),
    )
    return pl.DataFrame(table)


def scan_csv(
    path: Path, expect: Sequence[str], *, separator: str = ",", absent: Sequence[str] = ABSENT
) -> pl.LazyFrame:
    """Rows of a large UTF-8 file, read in batches when collected, every column as text.

    Not strict about short rows: the table must forbid null where a cut line would show.
    """
    head = read_head(path)
    header = first_record(head, separator=separator)
    if not header:
        raise unreadable(path, "is empty", f"a header line with {', '.join(expect)}")
    require_columns(path, header, expect)
    with readable(path, "delimited text"):
        return pl.scan_csv(
            path,
            separator=separator,
            infer_schema=False,
            null_values=list(absent),
            encoding="utf8-lossy",
            extra_columns="raise",
        )


def read_ragged(
    path: Path, *, separator: str = ",", encoding: str = "utf-8", skip: int = 0
) -> pl.DataFrame:
    """Rows of unequal length as text columns ``c0, c1, ...``; what a row lacks is null.

    For small files with preambles and footers. Blank lines are no rows, but `line` keeps the
    place of each row in the file, from 1.
    """
    text = read_text(path, encoding)
    with readable(path, "delimited text"):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [(reader.line_num, row) for row in reader]
    rows = [(line, row) for line, row in rows if line > skip and any(row)]
    width = max((len(row) for _, row in rows), default=0)
    data = {"line": [line for line, _ in rows]} | {
        f"c{at}": [row[at] if at < len(row) and row[at] != "" else None for _, row in rows]
        for at in range(width)
    }
    types: dict[str, Any] = dict.fromkeys(data, pl.String) | {"line": pl.Int64}
    return pl.DataFrame(data, schema=types)
