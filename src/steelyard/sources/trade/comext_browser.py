"""Comext: workbooks of the Eurostat Data Browser, one sheet for each product and flow.

Each sheet has its product, flow and indicator above a grid of reporters and partners (rows) by
months (columns). Each cell of the grid is a row here.

Traps: ``:`` is "not available", which is not a zero; the size that the workbook declares for its
sheets is wrong, and a reader that believes it sees one cell; the months after the last update are
``:`` throughout; names carry notes ("Belarus (Belorussia)").
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheets, unreadable
from steelyard.sources.shaping import is_workbook_with, melt
from steelyard.sources.trade.comext import comext_origin
from steelyard.vocabulary.tables import Column, Table

LAYOUT = "Eurostat Data Browser workbook: Summary, Structure, Sheet 1, Sheet 2, ..."
ABSENT = ":"

TABLE = Table(
    "comext_browser",
    "Trade of an EU member by product, flow and month; null where not available",
    (
        Column("product", pl.String, "key", meaning="code in brackets at the end of its name"),
        Column("flow", pl.String, "key", meaning="IMPORT or EXPORT"),
        Column("indicator", pl.String, "key"),
        Column("reporter", pl.String, "key", meaning="Eurostat's name"),
        Column("partner", pl.String, "key", meaning="Eurostat's name"),
        Column("month", pl.String, "key", meaning="YYYY-MM"),
        Column("product_name", pl.String, "label"),
        Column("value_eur", pl.Float64, "extensive", "EUR", minimum=0),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read every numbered sheet."""
    sheets = read_sheets(path, _is_data)
    if not sheets:
        raise unreadable(path, "has no sheet called Sheet 1", LAYOUT)
    return finish(pl.concat(_grid(path, name, sheet) for name, sheet in sheets.items()), TABLE)


def _is_data(name: str) -> bool:
    """Whether a sheet of this name holds data."""
    return re.fullmatch(r"Sheet \d+", name) is not None


def _grid(path: Path, name: str, sheet: pl.DataFrame) -> pl.DataFrame:
    """Cells of one sheet, each with what stands above and beside it."""
    start = _line(path, name, sheet, "TIME")
    body = sheet.slice(_line(path, name, sheet, "REPORTER (Labels)") + 1)
    # The grid ends at the first blank line; below it stands the key to special values.
    ends = body["c0"].is_null().arg_true()
    body = body.head(int(ends[0])) if len(ends) else body
    months = {
        column: str(month)
        for column, month in zip(sheet.columns, sheet.row(start), strict=True)
        if re.fullmatch(r"\d{4}-\d{2}", str(month))
    }
    product, flow, indicator = (
        sheet["c2"][_line(path, name, sheet, label)]
        for label in ("PRODUCT [PRODUCT]", "FLOW", "INDICATORS")
    )
    cells = melt(
        body.rename({"c0": "reporter", "c1": "partner"}),
        ["reporter", "partner"],
        months,
        variable="month",
    )
    code = re.search(r"\[([^\]]+)\]\s*$", product or "")
    return cells.with_columns(
        product=pl.lit(code[1] if code else None, pl.String),
        product_name=pl.lit(product, pl.String),
        flow=pl.lit(flow, pl.String),
        indicator=pl.lit(indicator, pl.String),
        value_eur=pl.when(pl.col("value").str.strip_chars() != ABSENT).then("value"),
    )


def _line(path: Path, name: str, sheet: pl.DataFrame, label: str) -> int:
    """Place of the line that starts with this label."""
    found = (sheet["c0"] == label).arg_true()
    if not len(found):
        raise unreadable(path, f"sheet {name!r} has no line {label!r}", LAYOUT)
    return int(found[0])


CONNECTOR = Connector(
    name="comext_browser",
    origin=comext_origin("comext_browser", "EU trade by product, Data Browser workbook"),
    table=TABLE,
    recognise=lambda path, head: is_workbook_with(
        path, head, lambda names: names[:3] == ["Summary", "Structure", "Sheet 1"]
    ),
    parse=parse,
    layout=LAYOUT,
)
