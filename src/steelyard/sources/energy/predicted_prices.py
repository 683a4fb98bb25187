"""Export prices of Russian fuels by destination, as CREA's model predicts them, 2022."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import as_date, origin, require_final_newline
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="crea_predicted_prices",
    producer="Centre for Research on Energy and Clean Air",
    title="Russia Fossil Tracker: predicted export prices by destination",
    version="months 2022-02 to 2022-12",
    citation="Centre for Research on Energy and Clean Air (2022). Russia Fossil Tracker.",
    url="https://www.russiafossiltracker.com",
    licence="unstated; figures may be quoted with attribution",
    terms="figures",
)

TABLE = Table(
    "predicted_export_prices",
    "Model prices of fuels exported by Russia, by destination and month",
    (
        Column("month", pl.Date, "key", meaning="first day of the month"),
        Column("country", pl.String, "key", meaning="destination; EU and others are groups"),
        Column("commodity", pl.String, "key"),
        # Natural gas and LNG are per tonne too. The file names no currency; CREA works in EUR.
        Column("price", pl.Float64, "intensive", "EUR / t", minimum=0, meaning="a model's output"),
    ),
)
_NAMES = ("country", "commodity", "date", "predicted_price")


def recognise(path: Path, head: bytes) -> bool:
    """Whether it has exactly the four columns."""
    return has_columns(head, _NAMES, only=True)


def parse(path: Path) -> pl.LazyFrame:
    """Read the predictions; dates are months at midnight UTC."""
    require_final_newline(path)
    frame = read_csv(path, _NAMES).rename({"date": "month", "predicted_price": "price"})
    return finish(frame.with_columns(as_date("month", "%Y-%m-%dT00:00:00Z")), TABLE)


PREDICTED_PRICES = Connector(
    "crea_predicted_prices", ORIGIN, TABLE, recognise, parse, ", ".join(_NAMES)
)
