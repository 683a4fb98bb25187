"""AidData, China's public diplomacy in Asia and the Pacific, 2000-2018."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="aiddata_public_diplomacy",
    producer="AidData at William & Mary",
    title="China's Public Diplomacy Dataset",
    version="2000-2018",
    citation=(
        "Custer, S., Sethi, T., Solis, J. A., Lin, J. J., Ghose, S., Gupta, A., Knight, R. and "
        "Baehr, A. (2019). Silk Road Diplomacy. AidData at William & Mary."
    ),
    url="https://www.aiddata.org/data/chinese-public-diplomacy",
    licence="Free with citation",
    terms="ship",
)

COUNTS = {
    "confucius_institutes": "institutes",
    "sister_cities_established": "agreements",
    "government_visits": "visits",
    "military_visits": "visits",
    "total_elite_visits": "visits",
    "ambassador_op_eds": "articles",
    "journalist_visits": "visits",
    "media_partnerships": "agreements",
    "outbound_chinese_students": "persons",
    "inbound_students_to_china": "persons",
}

TABLE = Table(
    "aiddata_public_diplomacy",
    "Instruments of Chinese public diplomacy by receiving country and year",
    (
        Column("receiving_country", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        *(
            Column(name, pl.Int32, "extensive", f"{unit} / year", minimum=0)
            for name, unit in COUNTS.items()
        ),
    ),
)

LAYOUT = f"CSV with the columns {', '.join(TABLE.names)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of the data set."""
    return has_columns(head, TABLE.names)


def parse(path: Path) -> pl.LazyFrame:
    """Every country and year; ``N/A`` is not known, 0 is none."""
    return finish(read_csv(path, TABLE.names, absent=("", "N/A"), multiline=True), TABLE)


AIDDATA_PUBLIC_DIPLOMACY = Connector(
    "aiddata_public_diplomacy", ORIGIN, TABLE, recognise, parse, LAYOUT
)
