"""Global Innovation Index: score and seven pillars by economy, one edition (WIPO)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin, require_final_newline
from steelyard.vocabulary.tables import Column, Table

EDITION = 2025  # the file does not say; its values are those of this edition
ORIGIN = origin(
    id="gii",
    producer="World Intellectual Property Organization",
    title="Global Innovation Index",
    version=str(EDITION),
    citation=f"WIPO ({EDITION}). Global Innovation Index {EDITION}. Geneva.",
    url="https://www.wipo.int/web/global-innovation-index",
    licence="WIPO; figures may be quoted",
    terms="figures",
    published=date(2025, 9, 16),
)

_NAMES = {
    "Country": "country",
    "Score": "score",
    "Institutions": "institutions",
    "Human capital and research": "human_capital",
    "Infrastructure": "infrastructure",
    "Market sophistication": "market",
    "Business sophistication": "business",
    "Knowledge and technology outputs": "knowledge",
    "Creative outputs": "creative",
}
TABLE = Table(
    "gii",
    "Global Innovation Index by economy",
    (
        Column("country", pl.String, "key"),
        Column("year", pl.Int16, "key", meaning="edition, not stated by the file"),
        *(
            Column(name, pl.Float64, "intensive", "1", minimum=0, maximum=100, meaning=published)
            for published, name in _NAMES.items()
            if name != "country"
        ),
    ),
)


def recognise(path: Path, head: bytes) -> bool:
    """Whether it has the score and the seven pillars, parted by semicolons."""
    return has_columns(head, tuple(_NAMES), only=True, separator=";", encoding="latin-1")


def parse(path: Path) -> pl.LazyFrame:
    """Read the scores; names of economies are in Latin-1 (Türkiye, Côte d'Ivoire)."""
    require_final_newline(path)
    frame = read_csv(path, tuple(_NAMES), separator=";", encoding="latin-1").rename(_NAMES)
    return finish(frame.with_columns(year=pl.lit(EDITION)), TABLE)


GII = Connector("gii", ORIGIN, TABLE, recognise, parse, "; ".join(_NAMES))
