"""Output of the economies of the 2023 trade matrix: one column, in the matrix's order."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.sources.trade.matrix_labels import labels_beside
from steelyard.vocabulary.tables import Column, Table

TABLE = Table(
    "matrix_gdp",
    "Gross domestic product in 2023, current prices",
    (
        Column("iso3", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("year", pl.Int16, "key"),
        Column("gdp_usd", pl.Float64, "extensive", "USD", minimum=0),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the column and label it from `country_labels.csv` beside it."""
    raw = read_csv(path, ["gdp"], ended=True)
    labels = pl.Series(labels_beside(path, raw.height), dtype=pl.String)
    named = raw.select(iso3=labels, year=pl.lit(2023, pl.Int16), gdp_usd=pl.col("gdp"))
    return finish(named, TABLE)


CONNECTOR = Connector(
    name="matrix_gdp",
    origin=origin(
        "matrix_gdp",
        "World Bank",
        "GDP (current USD), 2023, in the order of the BACI matrix",
        "2025-03-24",
        "World Bank. World Development Indicators, NY.GDP.MKTP.CD.",
        "https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        "CC BY 4.0",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, ("gdp",), only=True),
    parse=parse,
    layout="CSV with one column gdp, and country_labels.csv beside it",
)
