"""Labels of the 2023 trade matrix: which economy each of its rows and columns is."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv, unreadable
from steelyard.sources.trade.baci import baci_origin
from steelyard.vocabulary.tables import Column, Table

BESIDE = "country_labels.csv"
COLUMNS = ("iso3", "iso_code", "CountryName")

TABLE = Table(
    "matrix_labels",
    "Economies of the 2023 trade matrix, in the order of its rows and columns",
    (
        Column("position", pl.Int16, "key", minimum=1),
        Column("iso3", pl.String, "label", nullable=False),
        Column("name", pl.String, "label"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the labels in their published order."""
    raw = read_csv(path, COLUMNS, ended=True)
    return finish(raw.rename({"iso_code": "position", "CountryName": "name"}), TABLE)


def labels_beside(path: Path, rows: int) -> list[str]:
    """Codes of `country_labels.csv` beside `path`, one for each of its rows."""
    beside = path.parent / BESIDE
    if not beside.is_file():
        raise unreadable(
            path,
            f"{BESIDE} is not beside it",
            f"{BESIDE}, which names its rows, in the same folder",
            f"Put {BESIDE} beside {path.name}.",
        )
    labels = parse(beside).sort("position").collect()
    if not _numbers_each_row(labels, rows):
        expected = f"labels 1 to {rows}, each once"
        raise unreadable(path, f"{rows} rows, but {labels.height} labels beside it", expected)
    return labels["iso3"].to_list()


def _numbers_each_row(labels: pl.DataFrame, rows: int) -> bool:
    """Whether the usable labels count the rows from 1 on, each economy once."""
    usable = labels.filter(pl.col("excluded").is_null())
    codes = usable["iso3"].to_list()
    return usable["position"].to_list() == list(range(1, rows + 1)) and len(set(codes)) == rows


CONNECTOR = Connector(
    name="matrix_labels",
    origin=baci_origin("matrix_labels", "Labels of the BACI matrix of 2023", "202501"),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV with columns iso3, iso_code, CountryName",
)
