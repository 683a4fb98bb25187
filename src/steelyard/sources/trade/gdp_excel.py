"""World Bank API in Excel (.xls): one series, years as columns from 1960.

Traps: economies and groups of economies stand in the same column; other sheets that a user has
added to the workbook are ignored; blank cells are absences.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.macro.worldbank import INDICATORS, wdi_origin
from steelyard.sources.reading import finish, read_sheet, require_columns, sheet_names, unreadable
from steelyard.sources.shaping import melt
from steelyard.vocabulary.errors import FileError

HEADER = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
NAMES = ("country", "country_code", "series", "series_code")
SHEETS = {"Data", "Metadata - Countries"}
MAGIC = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")
LAYOUT = "Excel workbook with sheets Data (years as columns) and Metadata - Countries"


def parse(path: Path) -> pl.LazyFrame:
    """Read the sheet Data, below its three lines of preamble."""
    if "Data" not in sheet_names(path):
        require_columns(path, sheet_names(path), ["Data"])
    sheet = read_sheet(path, "Data")
    starts = [at for at, first in enumerate(sheet["c0"]) if first == HEADER[0]]
    if not starts:
        raise unreadable(path, "has no line that starts with Country Name", LAYOUT)
    header = [str(name) for name in sheet.row(starts[0])]
    require_columns(path, header, HEADER)
    rows = sheet.slice(starts[0] + 1).rename(dict(zip(sheet.columns, header, strict=True)))
    years = {name: int(name) for name in header if re.fullmatch(r"\d{4}", name)}
    renamed = rows.rename(dict(zip(HEADER, NAMES, strict=True)))
    return finish(melt(renamed, NAMES, years), INDICATORS)


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the workbook has the sheets that the World Bank gives it."""
    if not head.startswith(MAGIC):
        return False
    try:
        return set(sheet_names(path)) >= SHEETS
    except FileError:
        return False


CONNECTOR = Connector(
    name="wdi_excel",
    origin=wdi_origin(
        "wdi_excel", "World Development Indicators, API in Excel", "2025-03-24", date(2025, 3, 24)
    ),
    table=INDICATORS,
    recognise=_recognise,
    parse=parse,
    layout=LAYOUT,
)
