"""Press figures with the address of the article that cites them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="cited_figures",
    producer="Steelyard",
    title="Figures cited in the press on Russian-Chinese trade, energy, payments and reserves",
    version="2026-11",
    citation="Each row cites its own source (columns attributed_to, source_url).",
    url="",
    licence="Single figures cited from their publishers.",
    accessed=date(2026, 11, 20),
    terms="figures",
)

TABLE = Table(
    "cited_figures",
    "Press figures",
    (
        Column("series", pl.String, "key"),
        Column("period", pl.String, "key", meaning="YYYY, YYYY-MM or YYYY-MM-DD"),
        Column("attributed_to", pl.String, "key", meaning="whom the article quotes"),
        Column("source_url", pl.String, "key"),
        Column("unit", pl.String, "key", meaning="an article gives volume and value together"),
        Column("value", pl.Float64, "intensive", "as in unit", nullable=False),
        Column("note", pl.String, "label"),
    ),
)

FIELDS = ("series", "unit", "period", "value", "attributed_to", "source_url", "note")
LAYOUT = f"CSV in UTF-8 with the columns {', '.join(FIELDS)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of press figures."""
    return has_columns(head, FIELDS)


def parse(path: Path) -> pl.LazyFrame:
    """Every figure as cited."""
    return finish(read_csv(path, FIELDS, multiline=True), TABLE)


CITED_FIGURES = Connector("cited_figures", ORIGIN, TABLE, recognise, parse, LAYOUT)
