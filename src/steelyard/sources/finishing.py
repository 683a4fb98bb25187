"""From a parsed frame to a connector's table: order, types, and a reason for each unused row."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from steelyard.vocabulary.tables import EXCLUDED, Column, Table

Reason = tuple[pl.Expr, str]

NOT_A_NUMBER = "not a number"
MISSING_KEY = "missing key"
MISSING_VALUE = "missing value"
NEGATIVE = "negative value"
OUT_OF_RANGE = "out of range"
DUPLICATE = "duplicate key"
CONFLICT = "conflicting rows"


def finish(
    frame: pl.DataFrame | pl.LazyFrame,
    table: Table,
    reasons: Sequence[Reason] = (),
    *,
    unique: bool = True,
) -> pl.LazyFrame:
    """Order and type the columns as the table has them, and add `excluded`.

    The connector's own `reasons` are looked at first, on the frame as it comes in (it may hold
    more columns than the table); then those that hold for every table: a text that is not a
    number, a missing key or required value, a value outside the column's range, a repeated
    row, and several rows that claim the same key with different values (all of them are
    excluded: a parser does not pick). The first reason wins. `unique=False` leaves the last two
    out, for files too large to be held in memory.
    """
    lazy = frame.lazy()
    schema = lazy.collect_schema()
    own = [pl.when(when).then(pl.lit(text)) for when, text in reasons]
    broken = [
        pl.when(_is_broken(column, schema[column.name])).then(pl.lit(NOT_A_NUMBER))
        for column in table.columns
        if column.dtype.is_numeric()
    ]
    typed = lazy.select(
        *(_cast(column, schema[column.name]) for column in table.columns),
        pl.coalesce(*own, *broken, pl.lit(None, pl.String)).alias(EXCLUDED),
    )
    typed = typed.with_columns(pl.coalesce(EXCLUDED, *_rules(table)).alias(EXCLUDED))
    if not (unique and table.key):
        return typed
    if isinstance(frame, pl.DataFrame):
        typed = typed.collect().lazy()
        if not _may_repeat(typed, table):
            return typed
    return _without_repeats(typed, table)


def _cast(column: Column, found: pl.DataType) -> pl.Expr:
    """Cast to the table's type; what is no number becomes null."""
    value = pl.col(column.name)
    if column.dtype.is_numeric() and found == pl.String:
        value = value.str.strip_chars()
    cast = value.cast(column.dtype, strict=False)
    return cast.fill_nan(None) if column.dtype.is_float() else cast


def _is_broken(column: Column, found: pl.DataType) -> pl.Expr:
    """Whether something stands in the file that the cast cannot read."""
    cast = _cast(column, found)
    value = pl.col(column.name)
    given = value.is_not_null()
    if found.is_float():
        given = given & value.is_not_nan()
    if found == pl.String:
        given = given & (value.str.strip_chars() != "")
    unread = given & cast.is_null()
    return (unread | cast.is_infinite()) if column.dtype.is_float() else unread


def _rules(table: Table) -> list[pl.Expr]:
    """Reasons that follow from the table alone, most basic first."""
    keys = [pl.col(name).is_null() for name in table.key]
    missing = [pl.when(pl.any_horizontal(keys)).then(pl.lit(MISSING_KEY))] if keys else []
    required = [c for c in table.columns if not c.nullable and c.kind != "key"]
    missing += [pl.when(pl.col(c.name).is_null()).then(pl.lit(MISSING_VALUE)) for c in required]
    return missing + [_range(column) for column in table.columns]


def _range(column: Column) -> pl.Expr:
    """Reason why a value lies outside its column's range, or null."""
    value, low = pl.col(column.name), column.minimum
    tests: list[pl.Expr] = [pl.lit(None, pl.String)]
    if low is not None:
        text = NEGATIVE if low == 0 else OUT_OF_RANGE
        tests.append(pl.when(value < low).then(pl.lit(text)))
    if column.maximum is not None:
        tests.append(pl.when(value > column.maximum).then(pl.lit(OUT_OF_RANGE)))
    return pl.coalesce(*tests)


def _may_repeat(typed: pl.LazyFrame, table: Table) -> bool:
    """Whether two rows have keys of one hash; if none have, no key repeats."""
    hashes = pl.struct(table.key).hash()
    return typed.select(hashes.is_duplicated().any()).collect().item()


def _without_repeats(typed: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """Exclude repeated rows, then every row whose key is still claimed more than once."""
    usable = pl.col(EXCLUDED).is_null()
    # Unusable rows get a number each, so that they neither repeat nor compete with others.
    apart = pl.when(usable).then(pl.lit(-1, pl.Int64)).otherwise(pl.int_range(pl.len()))
    repeated = ~pl.struct(apart, *table.names).is_first_distinct() & usable
    marked = _mark(typed, repeated, DUPLICATE)
    competing = pl.struct(apart, *table.key).is_duplicated() & usable
    return _mark(marked, competing, CONFLICT)


def _mark(frame: pl.LazyFrame, when: pl.Expr, text: str) -> pl.LazyFrame:
    """Give the rows this reason, unless they have one."""
    return frame.with_columns(
        pl.coalesce(EXCLUDED, pl.when(when).then(pl.lit(text))).alias(EXCLUDED)
    )
