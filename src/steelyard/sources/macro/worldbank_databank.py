"""World Bank DataBank exports: years as columns in either order, '..' for no value."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.macro.worldbank import INDICATORS, wdi_origin
from steelyard.sources.reading import finish, first_record, read_csv, unreadable
from steelyard.sources.shaping import melt, require_final_newline

_NAMES = {
    "Country Name": "country",
    "Country Code": "country_code",
    "Series Name": "series",
    "Series Code": "series_code",
}
_YEAR = re.compile(r"(\d{4}) \[YR\1\]")
_FOOTER = ("Data from database:", "Last Updated:")
_LAYOUT = "Country Name, Country Code, Series Name, Series Code, 2011 [YR2011], ..., two last lines"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the DataBank header is there, in any order of its years."""
    header = first_record(head)
    return set(_NAMES) <= set(header) and any(_YEAR.fullmatch(name) for name in header)


def parse(path: Path) -> pl.LazyFrame:
    """Read all series. Years come from the labels, so their order does not matter.

    The lines below the data are empty or name the database and its date: they are no data.
    Without them the file was cut.
    """
    require_final_newline(path)
    frame = read_csv(path, tuple(_NAMES), absent=("", ".."), multiline=True)
    years = {name: int(name[:4]) for name in frame.columns if _YEAR.fullmatch(name)}
    if not years:
        raise unreadable(path, "has no year columns such as '2011 [YR2011]'", _LAYOUT)
    data = _without_footer(path, frame)
    return finish(melt(data.rename(_NAMES), list(_NAMES.values()), years), INDICATORS)


def _without_footer(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows of data; the two footer lines must be there."""
    name = pl.col("Country Name")
    alone = pl.all_horizontal(pl.exclude("Country Name").is_null())
    is_footer = alone & (name.is_null() | name.str.contains_any(list(_FOOTER)))
    footer = frame.filter(is_footer).get_column("Country Name").drop_nulls().to_list()
    missing = [text for text in _FOOTER if not any(line.startswith(text) for line in footer)]
    if missing:
        raise unreadable(path, f"lacks the last line {missing[0]!r}, so it was cut", _LAYOUT)
    return frame.filter(~is_footer)


WDI_DATABANK = Connector(
    "wdi_databank",
    wdi_origin(
        "wdi_databank",
        "World Development Indicators, DataBank exports",
        "as in each file's last line, 2025-01-28 and 2025-03-24",
    ),
    INDICATORS,
    recognise,
    parse,
    _LAYOUT,
)
