"""Exchange rates of the US dollar: yuan by day (Federal Reserve), rouble (a price portal)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import as_date, origin, require_final_newline
from steelyard.vocabulary.tables import Column, Table

CNY = Table(
    "usd_cny",
    "Yuan for a US dollar by day, noon buying rate in New York; empty on bank holidays",
    (
        Column("date", pl.Date, "key"),
        Column("rate", pl.Float64, "intensive", "CNY / USD", minimum=0),
    ),
)
RUB = Table(
    "usd_rub",
    "Roubles for a US dollar; rows of days, weeks and months stand together",
    (
        # The file mixes daily, weekly (Sundays) and monthly (first day) rows without a mark.
        Column("date", pl.Date, "key"),
        *(
            Column(name, pl.Float64, "intensive", "RUB / USD", minimum=0)
            for name in ("close", "open", "high", "low")
        ),
        Column("change", pl.Float64, "intensive", "%", meaning="against the row before it in time"),
    ),
)
_CNY_NAMES = ("observation_date", "DEXCHUS")
_RUB_NAMES = {
    "Date": "date",
    "Price": "close",
    "Open": "open",
    "High": "high",
    "Low": "low",
    "Change %": "change",
}


def recognise_cny(path: Path, head: bytes) -> bool:
    """Whether it is the series DEXCHUS alone."""
    return has_columns(head, _CNY_NAMES, only=True)


def parse_cny(path: Path) -> pl.LazyFrame:
    """Read the series; days without a rate are absent ('.' in older downloads)."""
    require_final_newline(path)
    frame = read_csv(path, _CNY_NAMES, absent=("", "."))
    frame = frame.rename({"observation_date": "date", "DEXCHUS": "rate"})
    return finish(frame.with_columns(as_date("date", "%Y-%m-%d")), CNY)


def recognise_rub(path: Path, head: bytes) -> bool:
    """Whether it has the portal's columns; they name no currency, so the file must."""
    name = path.name.lower()
    return has_columns(head, _RUB_NAMES) and "usd" in name and "rub" in name


def parse_rub(path: Path) -> pl.LazyFrame:
    """Read the rates; dates are month first, changes end with a percent sign."""
    require_final_newline(path)
    frame = read_csv(path, tuple(_RUB_NAMES)).rename(_RUB_NAMES)
    change = pl.col("change").str.strip_suffix("%")
    return finish(frame.with_columns(as_date("date", "%m/%d/%Y"), change), RUB)


USD_CNY = Connector(
    "usd_cny",
    origin(
        id="usd_cny",
        producer="Board of Governors of the Federal Reserve System",
        title="Chinese yuan to US dollar spot exchange rate (DEXCHUS)",
        version="days 1990-01-02 to 2026-01-02",
        citation="Federal Reserve (2026). H.10 Foreign Exchange Rates, DEXCHUS, via FRED.",
        url="https://fred.stlouisfed.org/series/DEXCHUS",
        licence="not cleared for redistribution here",
        terms="restricted",
    ),
    CNY,
    recognise_cny,
    parse_cny,
    ", ".join(_CNY_NAMES),
)
USD_RUB = Connector(
    "usd_rub",
    origin(
        id="usd_rub",
        producer="Investing.com",
        title="US dollar to Russian rouble, historical rates",
        version="2024-01 to 2026-01",
        citation="Investing.com (2026). USD/RUB historical data.",
        url="https://www.investing.com/currencies/usd-rub-historical-data",
        licence="press data, not to be redistributed",
        terms="restricted",
    ),
    RUB,
    recognise_rub,
    parse_rub,
    ", ".join(_RUB_NAMES),
)
