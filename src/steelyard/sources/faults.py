"""Faults of a file, turned into errors that a person can act on."""

from __future__ import annotations

import csv
import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from steelyard.vocabulary.errors import UnreadableFile

_FAULTS = (
    OSError,
    EOFError,
    ValueError,  # UnicodeDecodeError and pyarrow's ArrowInvalid are ValueErrors
    TypeError,
    LookupError,
    AttributeError,
    NotImplementedError,
    AssertionError,
    RecursionError,
    MemoryError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    csv.Error,
    pl.exceptions.PolarsError,
    Warning,  # where a reader makes its warnings errors
)


def unreadable(path: Path, found: str, expected: str, remedy: str = "") -> UnreadableFile:
    """Error for a file that is not what it seems, naming it by its file name."""
    remedy = remedy or "Download the file again from its publisher, unchanged."
    return UnreadableFile(where=path.name, found=found, expected=expected, remedy=remedy)


@contextmanager
def readable(path: Path, expected: str) -> Iterator[None]:
    """Turn any fault raised while reading `path` into `UnreadableFile`."""
    try:
        yield
    except _FAULTS as fault:
        text = " ".join(str(fault).split())[:200] or type(fault).__name__
        raise unreadable(path, f"cannot be read ({text})", expected) from fault
