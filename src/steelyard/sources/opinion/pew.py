"""Pew Research Center: how favourably publics see states and blocs, 2002-2023."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="pew_favourability",
    producer="Pew Research Center; weighted aggregates by surveyed country and year",
    title="Global Attitudes Survey, favourability",
    version="surveys of 2002-2023",
    citation="Pew Research Center. Global Attitudes Survey, 2002-2023.",
    url="https://www.pewresearch.org/global/datasets/",
    licence="Free with citation; aggregates only. Pew bears no responsibility for this analysis.",
    terms="ship",
)

TABLE = Table(
    "pew_favourability",
    "Share of a public with a favourable view of a state or bloc",
    (
        Column("year", pl.Int16, "key", minimum=2000),
        Column("iso3_respondent", pl.String, "key", meaning="where people were asked"),
        Column("target", pl.String, "key", meaning="whom they were asked about; EU, UN too"),
        Column("n", pl.Float64, "label", "persons", minimum=1, nullable=False),
        Column("fav_pct", pl.Float64, "intensive", "%", 0.0, 100.0),
        Column("unfav_pct", pl.Float64, "intensive", "%", 0.0, 100.0),
    ),
)

LAYOUT = f"CSV with the columns {', '.join(TABLE.names)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the aggregates."""
    return has_columns(head, TABLE.names)


def parse(path: Path) -> pl.LazyFrame:
    """Every survey; shares are of all asked, the rest gave no opinion.

    Russia was last asked in 2019 and China in 2015-16: later years are absent, not unchanged.
    """
    share = pl.col("fav_pct", "unfav_pct").cast(pl.Float64, strict=False)
    whole = pl.sum_horizontal(share) > 100.5  # shares are rounded
    return finish(read_csv(path, TABLE.names), TABLE, [(whole, "shares add up to over 100 %")])


PEW_FAVOURABILITY = Connector("pew_favourability", ORIGIN, TABLE, recognise, parse, LAYOUT)
