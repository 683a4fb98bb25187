"""World Bank: the table, origin and metadata lines that its country files share."""

from __future__ import annotations

from datetime import date

import polars as pl

from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

INDICATORS = Table(
    "wdi",
    "World Development Indicators, one row for each economy, series and year",
    (
        Column("country_code", pl.String, "key", meaning="World Bank code; groups have one too"),
        Column("series_code", pl.String, "key", meaning="such as NY.GDP.MKTP.CD"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("country", pl.String, "label"),
        Column("series", pl.String, "label", meaning="name with its unit in brackets"),
        # Series differ in kind; the stricter one keeps anybody from summing shares.
        Column("value", pl.Float64, "intensive", "see series"),
    ),
)


def wdi_origin(id: str, title: str, version: str, published: date | None = None) -> Origin:
    """Describe one export of the World Development Indicators."""
    return origin(
        id=id,
        producer="World Bank",
        title=title,
        version=version,
        citation="World Bank. World Development Indicators. Washington, D.C.",
        url="https://databank.worldbank.org/source/world-development-indicators",
        licence="CC BY 4.0",
        terms="ship",
        published=published,
    )
