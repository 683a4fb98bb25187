"""One data frame of an R data file: recognised by its first bytes, then read by its name.

A saved R workspace begins with a header, then with the name of the first object and, for a
data frame, the number of its columns. That is how a connector knows its file by layout.
"""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from steelyard.sources.reading import read_r, require_columns
from steelyard.vocabulary.tables import Table

ENOUGH = 1024  # bytes that surely hold the name of the first object
BLOCK = 1_000_000  # a bzip2 block unpacks only when it is complete, at most 900 kB

_START = re.compile(
    rb"^RDX[23]\nX\n.{12}"  # header: format, writer and oldest reader
    rb"(?:\x00\x00\x00.[\w.-]{1,32})?"  # version 3 names the encoding of its texts
    rb"\x00\x00\x04\x02\x00\x00\x00\x01"  # a tagged pair, whose tag is a symbol
    rb"\x00.\x00\x09\x00\x00(?P<size>..)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class RObject:
    """Name of an R object, and how many columns (or elements) it has."""

    name: str
    length: int


def first_object(path: Path, head: bytes) -> RObject | None:
    """First object of the R data file that begins with `head`, or None. Never raises."""
    start = _unpack(head) or _unpack(_more(path, head))
    found = _START.match(start)
    if found is None:
        return None
    end = found.end() + int.from_bytes(found["size"], "big")
    name = start[found.end() : end].decode("utf-8", errors="replace")
    return RObject(name, int.from_bytes(start[end + 4 : end + 8], "big"))


def holds(name: str, table: Table) -> Callable[[Path, bytes], bool]:
    """Test for files whose first object is called `name` and is as wide as `table`."""
    wanted = RObject(name, len(table.columns))
    return lambda path, head: first_object(path, head) == wanted


def read_frame(path: Path, name: str, table: Table) -> pl.DataFrame:
    """Read the data frame `name` (or the only one), categories as texts, empty texts as null."""
    frames = read_r(path)
    frame = frames.get(name, next(iter(frames.values()), pl.DataFrame()))
    require_columns(path, frame.columns, table.names)
    texts = [column.name for column in table.columns if column.dtype == pl.String]
    return frame.with_columns(pl.col(texts).cast(pl.String).replace("", None))


def _more(path: Path, head: bytes) -> bytes:
    """Enough of a bzip2 file for its first block to unpack."""
    if head[:3] != b"BZh":
        return b""
    try:
        with path.open("rb") as file:
            return file.read(BLOCK)
    except OSError:
        return b""


def _unpack(packed: bytes) -> bytes:
    """First unpacked bytes; nothing if they are not there or not sound."""
    try:
        if packed[:2] == b"\x1f\x8b":
            return zlib.decompressobj(31).decompress(packed, ENOUGH)
        if packed[:3] == b"BZh":
            return bz2.BZ2Decompressor().decompress(packed, ENOUGH)
        if packed[:6] == b"\xfd7zXZ\x00":
            return lzma.LZMADecompressor().decompress(packed, ENOUGH)
    except (zlib.error, lzma.LZMAError, OSError, ValueError, EOFError):
        return b""
    return packed[:ENOUGH]
