"""CEIAS, Who Where When: journeys abroad of Chinese leaders, 1949-2020."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_sheet, readable, require_columns
from steelyard.sources.shaping import is_workbook_with, origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="ceias_visits",
    producer="Central European Institute of Asian Studies and Sinophone Borderlands",
    title="WHO WHERE WHEN: International travel of the Chinese leaders (1949-2020)",
    version="1.1",
    citation=(
        "Turcsányi, R. Q., Eckert, M., Šimalčík, M. and Majsniarová, N. (2021). WHO, WHERE, WHEN: "
        "International travel of the Chinese leaders (1949-2020). CEIAS."
    ),
    url="https://ceias.eu/",
    licence="Free with citation",
    terms="ship",
    published=date(2021, 7, 15),
)

SHEET = "Dataset"
FIELDS = {
    "Year": "year",
    "Name": "leader",
    "Level": "level",
    "Country": "country",
    "Continent": "continent",
    "Developed country": "developed",
    "Communist country": "communist",
    "Developing country": "developing",
}

TABLE = Table(
    "ceias_visits",
    "Journeys of Chinese leaders, one row per country visited",
    (
        Column("line", pl.Int32, "key", meaning="place of the row under the header, from 1"),
        Column("year", pl.Int16, "label", nullable=False, minimum=1949),
        Column("leader", pl.String, "label", nullable=False),
        Column("level", pl.String, "label", nullable=False, meaning="office held"),
        Column("country", pl.String, "label", nullable=False, meaning="Soviet Union to 1991"),
        Column("continent", pl.String, "label"),
        *(
            Column(name, pl.Int8, "label", minimum=0, maximum=1)
            for name in ("developed", "communist", "developing")
        ),
    ),
)

LAYOUT = f"Excel workbook with a sheet {SHEET}: {', '.join(FIELDS)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether this workbook has a cover page and the sheet of journeys."""
    return is_workbook_with(path, head, lambda names: names == ["Cover page", SHEET])


def parse(path: Path) -> pl.LazyFrame:
    """Every country visited; two journeys of a leader to a country in a year are two rows."""
    sheet = read_sheet(path, SHEET)
    header = [str(cell) for cell in sheet.row(0)] if sheet.height else []
    require_columns(path, header, tuple(FIELDS))
    with readable(path, LAYOUT):
        named = sheet.slice(1).rename(dict(zip(sheet.columns, header, strict=True)))
    rows = named.select(list(FIELDS)).rename(FIELDS).with_row_index("line", offset=1)
    return finish(rows, TABLE)


CEIAS_VISITS = Connector("ceias_visits", ORIGIN, TABLE, recognise, parse, LAYOUT)
