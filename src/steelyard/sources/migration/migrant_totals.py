"""Migrants by destination, 1990-2019: the six tables of the UN workbook."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.migration.un_origin import undesa_origin
from steelyard.sources.reading import finish, read_sheet, readable, unreadable
from steelyard.sources.shaping import is_workbook_with
from steelyard.vocabulary.tables import Column, Table

ORIGIN = undesa_origin("undesa_totals", "by destination")
TABLES = tuple(f"Table {number}" for number in range(1, 7))
INDEX = ("sort_order", "name", "notes", "code")  # then the type of data, but not in table 2
TYPE = "Type of data (a)"

TABLE = Table(
    "undesa_totals",
    "Migrants, refugees and population by destination",
    (
        Column("table", pl.String, "key"),
        Column("sort_order", pl.Int32, "key", meaning="place in the table"),
        Column("measure", pl.String, "key", meaning="heading above the years"),
        Column("period", pl.String, "key", meaning="a year, or two joined by -"),
        Column("name", pl.String, "label", nullable=False, meaning="area, region or group"),
        Column("code", pl.Int32, "label", meaning="M49; from 900 on regions and groups"),
        Column("notes", pl.String, "label"),
        Column("type_of_data", pl.String, "label", meaning="B birth, C citizenship, R, I imputed"),
        Column("value", pl.Float64, "intensive", "as in measure"),
    ),
)

LAYOUT = f"Excel workbook of the UN Population Division with the sheets {', '.join(TABLES)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether this workbook has contents, six tables, an annex and notes."""
    return is_workbook_with(path, head, lambda names: {"ANNEX", "NOTES", *TABLES} <= set(names))


def parse(path: Path) -> pl.LazyFrame:
    """Every cell of the six tables; ``..`` is absent.

    Regions and groups stand beside the areas they are made of: never sum a whole column.
    """
    with readable(path, LAYOUT):
        frame = pl.concat([_table(path, name) for name in TABLES])
    return finish(frame, TABLE)


def _table(path: Path, name: str) -> pl.DataFrame:
    """One sheet as a row for each area and year."""
    sheet = read_sheet(path, name)
    starts = (sheet.get_column("c0") == "Sort\norder").fill_null(False).arg_true()
    if len(starts) != 1 or sheet.width < len(INDEX) + 2:
        raise unreadable(path, f"sheet {name!r} has no header 'Sort order'", LAYOUT)
    top, years = sheet.row(starts[0]), sheet.row(starts[0] + 1)
    first = len(INDEX) + (top[len(INDEX)] == TYPE)
    headings = pl.Series(top[first:]).fill_null(strategy="forward")
    columns = {
        f"c{at}": (heading, period)
        for at, (heading, period) in enumerate(zip(headings, years[first:], strict=True), first)
    }
    rows = sheet.slice(starts[0] + 2).rename(dict(zip(sheet.columns, INDEX, strict=False)))
    kind = pl.col("c4") if first > len(INDEX) else pl.lit(None, pl.String)
    cells = rows.with_columns(type_of_data=kind).unpivot(
        list(columns), index=[*INDEX, "type_of_data"], variable_name="at"
    )
    return cells.with_columns(
        table=pl.lit(name),
        measure=pl.col("at").replace_strict({at: pair[0] for at, pair in columns.items()}),
        period=pl.col("at").replace_strict({at: pair[1] for at, pair in columns.items()}),
        value=pl.col("value").replace("..", None),
    ).select(TABLE.names)


UNDESA_TOTALS = Connector("undesa_totals", ORIGIN, TABLE, recognise, parse, LAYOUT)
