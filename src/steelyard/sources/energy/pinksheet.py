"""World Bank commodity prices ("Pink Sheet"), monthly from 1960."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, unreadable
from steelyard.sources.shaping import absent, as_date, is_workbook_with, origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="pinksheet",
    producer="World Bank",
    title="Commodity Markets: historical data, monthly (Pink Sheet)",
    version="2024-12-03",
    citation="World Bank (2024). Commodity Price Data (The Pink Sheet), December 2024.",
    url="https://www.worldbank.org/en/research/commodity-markets",
    licence="CC BY 4.0",
    terms="ship",
    published=date(2024, 12, 3),
)

TABLE = Table(
    "pinksheet",
    "World market prices by commodity and month, nominal; no Urals and no ESPO among them",
    (
        Column("month", pl.Date, "key", meaning="first day of the month"),
        Column("commodity", pl.String, "key", meaning="World Bank code, such as CRUDE_BRENT"),
        Column("name", pl.String, "label"),
        Column("unit", pl.String, "label", meaning="such as $/bbl"),
        Column("value", pl.Float64, "intensive", "see unit", minimum=0),
    ),
)

SHEET = "Monthly Prices"
_ABSENT = ("…", "...", "..", "n.a.")
_MONTH = r"^\d{4}M\d{2}$"
_LAYOUT = f"a workbook with sheet {SHEET!r}: names, units and codes above months such as 1960M01"


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is a workbook with the sheets of monthly prices and indices."""
    return is_workbook_with(path, head, lambda names: {SHEET, "Monthly Indices"} <= set(names))


def parse(path: Path) -> pl.LazyFrame:
    """Read the sheet of prices, one row for each month and commodity.

    Indices, the other sheet of figures, are combinations of these prices and are not read.
    """
    sheet = read_sheet(path, SHEET)
    first = _first_month(path, sheet)
    names, units, codes = (sheet.row(first - back) for back in (3, 2, 1))
    labels = [
        {"column": column, "commodity": code, "name": _text(name), "unit": _text(unit).strip("()")}
        for column, name, unit, code in zip(sheet.columns, names, units, codes, strict=True)
        if code is not None
    ]
    if not labels:
        raise unreadable(path, "has no row of codes above the months", _LAYOUT)
    columns = [label["column"] for label in labels]
    long = sheet.slice(first).unpivot(
        on=columns, index="c0", variable_name="column", value_name="value"
    )
    month = pl.concat_str("c0", pl.lit("-01"))
    return finish(
        long.with_columns(absent("value", _ABSENT), month=month)
        .with_columns(as_date("month", "%YM%m-%d"))
        .join(pl.DataFrame(labels), on="column", how="left", maintain_order="left"),
        TABLE,
    )


def _text(cell: str | None) -> str:
    """Strip a label of its blanks and of its mark for a changed description."""
    return (cell or "").removesuffix("**").strip()


def _first_month(path: Path, sheet: pl.DataFrame) -> int:
    """Find the first row of data."""
    found = sheet["c0"].str.contains(_MONTH).fill_null(False).arg_true()
    if found.is_empty() or found[0] < 3:
        raise unreadable(path, f"has no months in sheet {SHEET!r}", _LAYOUT)
    return int(found[0])


PINKSHEET = Connector("pinksheet", ORIGIN, TABLE, recognise, parse, _LAYOUT)
