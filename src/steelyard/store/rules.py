"""What every row must obey before it counts, whichever connector read it.

A row that breaks a rule stays, with the reason in the column `excluded` (law 12).
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.store.description import plain_type
from steelyard.vocabulary.errors import BadRows, shorten
from steelyard.vocabulary.tables import EXCLUDED, Column, Table

RESERVED = frozenset({EXCLUDED, "origin", "vintage", "corrected"})


def check_columns(frame: pl.LazyFrame, table: Table, where: str) -> None:
    """Refuse a frame whose columns are not those of the table, in order, and `excluded`."""
    taken = sorted(RESERVED & set(table.names))
    if taken:
        raise TypeError(f"{table.name}: the store itself adds columns called {shorten(taken)}")
    found = dict(frame.collect_schema())
    expected = {column.name: plain_type(column.dtype) for column in table.columns}
    expected[EXCLUDED] = pl.String()
    if list(found.items()) != list(expected.items()):
        odd = [f"{name} {found[name]}" for name in found if found[name] != expected.get(name)]
        missing = [f"no {name}" for name in expected if name not in found]
        raise BadRows(
            where=where,
            found=f"its columns do not fit: {shorten([*odd, *missing]) or 'order differs'}",
            expected=shorten([f"{name} {dtype}" for name, dtype in expected.items()], 40),
            remedy=f"Report this as a fault of the connector that fills {table.name!r}.",
        )


def with_reasons(frame: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """The frame with a reason on every row that breaks a rule of its column."""
    # Side by side, not nested: an expression that holds the one before it twice doubles with
    # every rule, and a wide table then takes minutes to plan.
    broken = [pl.when(test).then(pl.lit(text)) for test, text in _rules(table)]
    return frame.with_columns(pl.coalesce(EXCLUDED, *broken).alias(EXCLUDED))


def _rules(table: Table) -> Iterator[tuple[pl.Expr, str]]:
    """Each rule as (is it broken, reason)."""
    for column in table.columns:
        yield from _rules_of(column)


def _rules_of(column: Column) -> Iterator[tuple[pl.Expr, str]]:
    value, name = pl.col(column.name), column.name
    if not column.nullable:
        yield value.is_null(), f"{name} is absent"
    if plain_type(column.dtype).is_float():
        yield ~value.is_finite().fill_null(True), f"{name} is not a finite number"
    if column.minimum is not None:
        yield (value < column.minimum).fill_null(False), f"{name} is below {column.minimum:g}"
    if column.maximum is not None:
        yield (value > column.maximum).fill_null(False), f"{name} is above {column.maximum:g}"
