"""Corrections as data: what a publisher got wrong, who says so, and a guard.

A correction names the value that the source holds (`expect`). Once the source holds another,
because the publisher mended it, nothing is corrected silently: every query that would use the
correction refuses, until it is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

import polars as pl

from steelyard.store.description import plain_type
from steelyard.vocabulary.errors import InputError, shorten
from steelyard.vocabulary.tables import EXCLUDED, Table

Action = Literal["drop", "override", "scale", "flag"]
Value = str | int | float | bool | None
CORRECTED = "corrected"  # the column that holds the reasons of the corrections of a row


@dataclass(frozen=True, slots=True)
class Correction:
    """One mistake of a publisher.

    Parameters
    ----------
    table, connector : str
        Where the rows are, and whose they are.
    match : mapping
        Key columns and their values; dates as ISO text. All of them for one row, some of them
        for a group of rows.
    column : str
        The column that is wrong.
    action : {"drop", "override", "scale", "flag"}
        Exclude the rows; put `value` in place of theirs; multiply theirs by `value`; change
        nothing but say so in the column `corrected`.
    value : str, number or None
        As `action` needs it. None with ``override`` makes the value absent.
    expect : str, number or None
        What the source holds: the value in the one row matched or, of several rows, the total of
        a numeric column or the one text they share. None: all are absent.
    reason : str
        What is wrong and how one knows.
    reported_on : date
        Queries as of an earlier day do not use the correction.
    """

    table: str
    connector: str
    match: Mapping[str, Value]
    column: str
    action: Action
    value: Value
    expect: Value
    reason: str
    reported_on: date

    def content(self) -> dict[str, Any]:
        """What the ledger holds of it."""
        return asdict(self) | {"match": dict(self.match), "reported_on": str(self.reported_on)}

    @staticmethod
    def from_content(content: Mapping[str, Any]) -> Correction:
        """The correction that a ledger entry holds."""
        return Correction(**{**content, "reported_on": date.fromisoformat(content["reported_on"])})


def check_correction(correction: Correction, table: Table) -> None:
    """Refuse a correction that could never apply to this table."""
    column = correction.column
    if correction.action not in get_args(Action):
        raise _unfit(correction, f"action {correction.action!r}", "drop, override, scale or flag")
    if not correction.match or not set(correction.match) <= set(table.key):
        found = f"it matches on [{shorten(correction.match)}]"
        raise _unfit(correction, found, f"some of the key columns {shorten(table.key)}")
    if column not in table.names:
        raise _unfit(correction, f"no column {column!r}", f"one of {shorten(table.names, 40)}")
    if correction.action in ("override", "scale") and column in table.key:
        raise _unfit(correction, f"{column!r} is a key column", "a column that holds a value")
    numeric = plain_type(table.column(column).dtype).is_numeric()
    if correction.action == "scale" and not (numeric and _is_number(correction.value)):
        raise _unfit(correction, f"{column!r} times {correction.value!r}", "a number by a number")
    if not correction.reason.strip():
        raise _unfit(correction, "it gives no reason", "what is wrong and how one knows")
    for name, value in {**correction.match, column: correction.expect}.items():
        _literal(correction, table, name, value)
    if correction.action == "override":
        _literal(correction, table, column, correction.value)


def corrected_rows(
    rows: pl.LazyFrame, table: Table, corrections: Sequence[Correction]
) -> pl.LazyFrame:
    """Rows as corrected, those dropped left out, with the column `corrected`."""
    notes, dropped = [], pl.lit(False)
    for item in corrections:
        here = matching(item, table)
        notes.append(pl.when(here).then(pl.lit(item.reason)))
        if item.action == "drop":
            dropped = dropped | here
        elif item.action != "flag":
            new = pl.when(here).then(_new_value(item, table)).otherwise(pl.col(item.column))
            rows = rows.with_columns(new.alias(item.column))
    rows = rows.with_columns(_joined(notes).alias(CORRECTED))
    return rows.filter(~dropped) if any(item.action == "drop" for item in corrections) else rows


def _joined(notes: Sequence[pl.Expr]) -> pl.Expr:
    """Reasons of a row in one text, null where there are none."""
    if not notes:
        return pl.lit(None, pl.String)
    text = pl.concat_str(notes, separator="; ", ignore_nulls=True)
    return pl.when(text != "").then(text)


def dropped_rows(
    rows: pl.LazyFrame, table: Table, corrections: Sequence[Correction]
) -> pl.LazyFrame:
    """Rows that corrections leave out, each once, with the reason in `excluded`."""
    reason = pl.lit(None, pl.String)
    for item in corrections:
        if item.action == "drop":
            text = pl.when(matching(item, table)).then(pl.lit(f"dropped: {item.reason}"))
            reason = pl.coalesce(reason, text)
    return rows.with_columns(reason.alias(EXCLUDED)).filter(pl.col(EXCLUDED).is_not_null())


def matching(correction: Correction, table: Table) -> pl.Expr:
    """Whether a row is one that the correction is about."""
    return pl.all_horizontal(
        pl.col(name).eq_missing(_literal(correction, table, name, value))
        for name, value in correction.match.items()
    )


def _new_value(correction: Correction, table: Table) -> pl.Expr:
    dtype = plain_type(table.column(correction.column).dtype)
    if correction.action == "scale":
        return (pl.col(correction.column) * correction.value).cast(dtype)
    return _literal(correction, table, correction.column, correction.value)


def _literal(correction: Correction, table: Table, name: str, value: Value) -> pl.Expr:
    """A constant of the type of column `name`."""
    dtype = plain_type(table.column(name).dtype)
    try:
        series = pl.Series([value], dtype=pl.String if isinstance(value, str) else None)
        return pl.lit(series.cast(dtype).item(), dtype)
    except (pl.exceptions.PolarsError, ValueError, TypeError) as error:
        raise _unfit(correction, f"{name} = {value!r}", f"a value of type {dtype}") from error


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _unfit(correction: Correction, found: str, expected: str) -> InputError:
    return InputError(
        where=place_of(correction),
        found=found,
        expected=expected,
        remedy="Mend the correction and enter it again; nothing was recorded.",
    )


def place_of(correction: Correction) -> str:
    """The correction in words, for messages."""
    key = ", ".join(f"{name} = {value}" for name, value in correction.match.items())
    return f"correction of {correction.table!r} from {correction.connector!r} ({key})"
