"""Tables: named columns with a unit and a kind, so that law 4 can be enforced.

A schema says what each column holds before any file is read. Only `extensive` columns may be
summed over states; `intensive` ones may not; `key` columns identify a row; `label` columns
describe it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

ColumnKind = Literal["key", "label", "extensive", "intensive"]
EXCLUDED = "excluded"  # the column that holds the reason why a row is not used, null otherwise


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, unit (1 for pure numbers, "" for keys and labels) and kind."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    kind: ColumnKind
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    nullable: bool = True
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A named table. Its key columns together identify a row within one import."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        return tuple(column.name for column in self.columns if column.kind == "key")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called `name`."""
        return next(column for column in self.columns if column.name == name)
