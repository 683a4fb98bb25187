"""bp Statistical Review of World Energy 2022, consolidated panel, 1965-2021."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, require_columns, unreadable
from steelyard.sources.shaping import is_workbook_with, melt, origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="bp_review",
    producer="bp",
    title="Statistical Review of World Energy, consolidated dataset, panel format",
    version="2022",
    citation="bp (2022). Statistical Review of World Energy 2022, 71st edition.",
    url="https://www.bp.com/en/global/corporate/energy-economics.html",
    licence="bp; figures may be quoted with attribution: the package holds sums by region only",
    terms="figures",
    published=date(2022, 6, 28),
)

TABLE = Table(
    "bp_review",
    "Energy by country or group, year and series",
    (
        Column("country", pl.String, "key", meaning="as published; 'Total ...' are groups"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("series", pl.String, "key", meaning="bp's name, such as oilprod_kbd"),
        Column("iso3", pl.String, "label", meaning="ISO 3166 alpha-3 code; groups have bp's own"),
        Column("unit", pl.String, "label"),
        # Levels, shares and ratios stand in one column: nothing of it may be summed unseen.
        Column("value", pl.Float64, "intensive", "see unit"),
    ),
)

_LABELS = {"Country": "country", "Year": "year", "ISO3166_alpha3": "iso3"}
_OTHER_LABELS = ("ISO3166_numeric", "Region", "SubRegion", "OPEC", "EU", "OECD", "CIS")
_UNITS = {  # by whole name first, then by ending, the longest first
    "pop": "m",
    "co2_combust_pc": "t / person",
    "co2_combust_per_ej": "Mt / EJ",
    "primary_ej_pc": "GJ / person",
    "_twh_net": "TWh",
    "_mtco2": "Mt",
    "_kboed": "kboe / d",
    "_bcfd": "bcf / d",
    "_bcm": "bcm",
    "_bbl": "bn bbl",
    "_kbd": "kb / d",
    "_pct": "%",
    "_tcm": "tcm",
    "_twh": "TWh",
    "_ej": "EJ",
    "_kt": "kt",
    "_mt": "Mt",
    "_pj": "PJ",
}
_LAYOUT = "a workbook with one sheet: Country, Year, pop, ISO3166_alpha3, ..., one column a series"


def unit_of(series: str) -> str | None:
    """Read the unit off a series' name; None where it states none."""
    if series in _UNITS:
        return _UNITS[series]
    if series.startswith("electbyfuel_"):
        return "TWh"
    return next((unit for end, unit in _UNITS.items() if series.endswith(end)), None)


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is a workbook of one sheet named after bp's review."""
    return is_workbook_with(
        path, head, lambda names: len(names) == 1 and "bp statistical review" in names[0].lower()
    )


def parse(path: Path) -> pl.LazyFrame:
    """Read all series, one row for each country, year and series."""
    sheet = read_sheet(path)
    header = [str(name) for name in sheet.row(0)] if sheet.height else []
    require_columns(path, header, (*_LABELS, *_OTHER_LABELS))
    if len(set(header)) < len(header):
        raise unreadable(path, "repeats a column name", _LAYOUT)
    named = dict(zip(sheet.columns, header, strict=True))
    frame = sheet.slice(1).rename(named).rename(_LABELS)
    known = {*_LABELS, *_OTHER_LABELS}
    series = {name: name for name in header if name not in known}
    long = melt(frame, tuple(_LABELS.values()), series, variable="series")
    units = pl.DataFrame({"series": list(series), "unit": [unit_of(name) for name in series]})
    return finish(long.join(units, on="series", how="left", maintain_order="left"), TABLE)


BP = Connector("bp_review", ORIGIN, TABLE, recognise, parse, _LAYOUT)
