"""World Bank series as country-year tables, one column for each series.

Two such tables circulate: the public-sector topic (its column names are prefixed with
``average_value_``) and seven series for Russia and China under names of their compiler. Neither
carries the Bank's series codes, so the published column name stands in their place.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.macro.worldbank import INDICATORS, wdi_origin
from steelyard.sources.reading import finish, first_record, read_csv, unreadable
from steelyard.sources.shaping import melt, require_final_newline
from steelyard.vocabulary.tables import Column, Table

_PREFIX = "average_value_"
_TOPIC_KEYS = {"Country Name": "country", "Country Code": "country_code", "Year": "year"}
_PAIR_SERIES = (
    "GDP_current_USD",
    "GDP_growth_annual_percent",
    "Inflation_consumer_prices_percent",
    "Exports_percent_GDP",
    "Imports_percent_GDP",
    "FDI_net_inflows_USD",
    "Exchange_rate_LCU_per_USD",
)
_TOPIC_LAYOUT = "Country Name, Country Code, Year, average_value_<series>, ..."
_PAIR_LAYOUT = f"country, date, {', '.join(_PAIR_SERIES)}"

# The second table has no codes of economies: their names are the key.
PAIR_TABLE = Table(
    "wdi_by_name",
    "World Development Indicators by name of economy",
    (
        Column("country", pl.String, "key"),
        Column("series", pl.String, "key", meaning="name of the series with its unit"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("value", pl.Float64, "intensive", "see series"),
    ),
)


def recognise_topic(path: Path, head: bytes) -> bool:
    """Whether the header is Country Name, Country Code, Year and only prefixed series."""
    header = first_record(head)
    names = header[len(_TOPIC_KEYS) :]
    is_key = header[: len(_TOPIC_KEYS)] == tuple(_TOPIC_KEYS)
    # The header is longer than most; the last of its names in the head may be cut.
    return is_key and bool(names) and all(name.startswith(_PREFIX) for name in names)


def parse_topic(path: Path) -> pl.LazyFrame:
    """Read the topic table; the prefix of the series' names is dropped."""
    require_final_newline(path)
    frame = read_csv(path, tuple(_TOPIC_KEYS)).rename(_TOPIC_KEYS)
    series = {name: name[len(_PREFIX) :] for name in frame.columns if name.startswith(_PREFIX)}
    if not series:
        raise unreadable(path, f"has no columns that start with {_PREFIX!r}", _TOPIC_LAYOUT)
    long = melt(frame, list(_TOPIC_KEYS.values()), series, variable="series")
    return finish(long.with_columns(series_code=pl.col("series")), INDICATORS)


def recognise_pair(path: Path, head: bytes) -> bool:
    """Whether it has exactly the nine columns."""
    return first_record(head) == ("country", "date", *_PAIR_SERIES)


def parse_pair(path: Path) -> pl.LazyFrame:
    """Read the table of seven series by name of economy."""
    require_final_newline(path)
    frame = read_csv(path, ("country", "date", *_PAIR_SERIES)).rename({"date": "year"})
    long = melt(frame, ("country", "year"), {s: s for s in _PAIR_SERIES}, variable="series")
    return finish(long, PAIR_TABLE)


WDI_TOPIC = Connector(
    "wdi_public_sector",
    wdi_origin(
        "wdi_public_sector",
        "World Development Indicators, public-sector topic as a country-year table",
        "unstated, 1960-2020",
    ),
    INDICATORS,
    recognise_topic,
    parse_topic,
    _TOPIC_LAYOUT,
)
WDI_PAIR = Connector(
    "wdi_rus_chn",
    wdi_origin(
        "wdi_rus_chn",
        "World Development Indicators, seven series for Russia and China",
        "unstated, 1960-2024",
    ),
    PAIR_TABLE,
    recognise_pair,
    parse_pair,
    _PAIR_LAYOUT,
)
