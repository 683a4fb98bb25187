"""Real output and population of the economies in the BACI totals, 2000 to 2021.

Trap: output is in constant dollars; it must not be set against trade in current dollars. A
blank is an absence (Afghanistan 2000 and 2001), not an economy without output.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("iso3", "year", "gdp_real", "population")

TABLE = Table(
    "gdp_population",
    "Gross domestic product at constant prices, and population",
    (
        Column("iso3", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("gdp_constant_usd", pl.Float64, "extensive", "constant USD", minimum=0),
        Column("population", pl.Float64, "extensive", "persons", minimum=0),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the series as they are."""
    raw = read_csv(path, COLUMNS, ended=True)
    return finish(raw.rename({"gdp_real": "gdp_constant_usd"}), TABLE)


CONNECTOR = Connector(
    name="gdp_population",
    origin=origin(
        "gdp_population",
        "World Bank",
        "GDP (constant USD) and population beside the BACI totals",
        "2000-2021",
        "World Bank. World Development Indicators (NY.GDP.MKTP.KD, SP.POP.TOTL).",
        "https://databank.worldbank.org/source/world-development-indicators",
        "CC BY 4.0",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV with columns iso3, year, gdp_real, population",
)
