"""What every connector is: an origin, a table, a way to recognise its file, a parser.

A parser is a pure function of one file. It renames, rescales and types; it never sums, picks
or fills. It returns *every* data row of the file: a row that cannot be used stays, with the
reason in the column `excluded` (law 12). Absent values are null, never 0 (law 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Table


@dataclass(frozen=True, slots=True)
class Connector:
    """One product of one publisher.

    Parameters
    ----------
    name : str
        Short id, also the id of its origin, such as ``baci_totals``.
    origin : Origin
        Producer, title, version, citation, licence and terms.
    table : Table
        Columns with units; `parse` returns exactly these and `excluded`.
    recognise : callable
        ``recognise(path, head)``: whether this file, whose first 64 KiB are `head`, is of this
        product. By layout, not by file name alone; must never raise.
    parse : callable
        ``parse(path)``: a lazy frame with the columns of `table`, in order, and `excluded`
        (String, null for rows that are kept). Raises FileError only.
    layout : str
        The layout in a sentence, quoted in error messages ("expected: ...").
    """

    name: str
    origin: Origin
    table: Table
    recognise: Callable[[Path, bytes], bool]
    parse: Callable[[Path], pl.LazyFrame]
    layout: str
