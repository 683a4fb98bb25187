"""World Bank API downloads in CSV: one series or one topic, years as columns."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.macro.worldbank import INDICATORS, wdi_origin
from steelyard.sources.reading import finish, first_record, read_csv, read_head, unreadable
from steelyard.sources.shaping import melt, require_final_newline
from steelyard.vocabulary.errors import WrongProduct

PREAMBLE = 4  # "Data Source", blank, "Last Updated Date", blank
_NAMES = {
    "Country Name": "country",
    "Country Code": "country_code",
    "Indicator Name": "series",
    "Indicator Code": "series_code",
}
_LAYOUT = "four lines with Data Source and Last Updated Date, then Country Name, ..., 1960, ..."


def recognise(path: Path, head: bytes) -> bool:
    """Whether a `Data Source` line and, below the preamble, the API's names are there."""
    if first_record(head)[:1] != ("Data Source",):
        return False
    return first_record(head, skip=PREAMBLE)[:4] == tuple(_NAMES)


def parse(path: Path) -> pl.LazyFrame:
    """Read all series of the file. Every line ends with a comma, which makes an empty column."""
    require_final_newline(path)
    _require_preamble(path)
    frame = read_csv(path, tuple(_NAMES), skip=PREAMBLE)
    years = {name: int(name) for name in frame.columns if re.fullmatch(r"\d{4}", name)}
    if not years:
        raise unreadable(path, "has no year columns", _LAYOUT)
    return finish(melt(frame.rename(_NAMES), list(_NAMES.values()), years), INDICATORS)


def _require_preamble(path: Path) -> None:
    """Refuse a file that does not start with the API's own lines."""
    first = first_record(read_head(path))
    if not first:
        raise unreadable(path, "is empty", _LAYOUT)
    if first[0] != "Data Source":
        raise WrongProduct(
            where=path.name,
            found=f"first line starts with {first[0][:40]!r}",
            expected=_LAYOUT,
            remedy="Name another product, or leave it out to have the file recognised.",
        )


WDI_API = Connector(
    "wdi_api",
    wdi_origin(
        "wdi_api",
        "World Development Indicators, API downloads by topic and series",
        "as in each file's Last Updated Date, 2021-09-15 to 2023-05-10",
    ),
    INDICATORS,
    recognise,
    parse,
    _LAYOUT,
)
