"""Origins and tables as plain JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import polars as pl

from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

_PLAIN: dict[str, pl.DataType] = {
    str(dtype): dtype
    for dtype in (
        *(pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64()),
        *(pl.UInt8(), pl.UInt16(), pl.UInt32(), pl.UInt64()),
        *(pl.Float32(), pl.Float64(), pl.Boolean(), pl.String(), pl.Date(), pl.Datetime("us")),
    )
}


def describe_origin(origin: Origin) -> dict[str, Any]:
    """All fields, with dates as text."""
    record = asdict(origin)
    record["accessed"] = origin.accessed.isoformat()
    record["published"] = origin.published.isoformat() if origin.published else None
    return record


def origin_from(record: Mapping[str, Any]) -> Origin:
    """The origin that `describe_origin` described."""
    published = record["published"]
    dates = {
        "accessed": date.fromisoformat(record["accessed"]),
        "published": date.fromisoformat(published) if published else None,
    }
    return Origin(**{**record, **dates})


def describe_table(table: Table) -> dict[str, Any]:
    """Name, title and every field of every column, with types by name.

    Raises
    ------
    TypeError
        A column is of a type that the store does not hold, such as a list.
    """
    columns = [
        {name: getattr(column, name) for name in Column.__dataclass_fields__}
        | {"dtype": _type_name(table, column)}
        for column in table.columns
    ]
    return {"name": table.name, "title": table.title, "columns": columns}


def table_from(record: Mapping[str, Any]) -> Table:
    """The table that `describe_table` described."""
    columns = (
        Column(**{**column, "dtype": _PLAIN[column["dtype"]]}) for column in record["columns"]
    )
    return Table(record["name"], record["title"], tuple(columns))


def plain_type(dtype: pl.DataType | type[pl.DataType]) -> pl.DataType:
    """The type as an instance: ``pl.Int16`` and ``pl.Int16()`` mean the same."""
    return dtype() if isinstance(dtype, type) else dtype


def with_plain_types(table: Table) -> Table:
    """The same table, all types as instances."""
    columns = (replace(column, dtype=plain_type(column.dtype)) for column in table.columns)
    return replace(table, columns=tuple(columns))


def _type_name(table: Table, column: Column) -> str:
    name = str(plain_type(column.dtype))
    if name not in _PLAIN:
        raise TypeError(f"{table.name}.{column.name}: the store holds no columns of type {name}")
    return name
