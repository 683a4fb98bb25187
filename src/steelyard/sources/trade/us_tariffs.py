"""Tariffs of the United States on each economy of the 2023 trade matrix, as announced in 2025.

Traps: a fraction, not per cent; the United States itself stands in the list with 0.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.sources.trade.matrix_labels import labels_beside
from steelyard.vocabulary.tables import Column, Table

TABLE = Table(
    "us_tariffs",
    "Additional tariff of the United States on imports from an economy",
    (
        Column("partner", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("tariff", pl.Float64, "intensive", "1", minimum=0, maximum=10),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the column and label it from `country_labels.csv` beside it."""
    raw = read_csv(path, ["applied_tariff"], ended=True)
    labels = pl.Series(labels_beside(path, raw.height), dtype=pl.String)
    named = raw.select(partner=labels, tariff=pl.col("applied_tariff"))
    return finish(named, TABLE, [(pl.col("partner") == "USA", "trade with itself")])


CONNECTOR = Connector(
    name="us_tariffs",
    origin=origin(
        "us_tariffs",
        "United States, tabulated beside the BACI matrix",
        "Tariffs by partner as announced in April 2025",
        "2025-04",
        "Tariffs announced by the United States in April 2025, tabulated for 194 economies "
        "beside the BACI HS22 V202501 matrix of 2023.",
        "https://www.federalregister.gov/documents/2025/04/07/2025-06063/",
        "Public domain (figures of the United States government)",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, ("applied_tariff",), only=True),
    parse=parse,
    layout="CSV with one column applied_tariff, and country_labels.csv beside it",
)
