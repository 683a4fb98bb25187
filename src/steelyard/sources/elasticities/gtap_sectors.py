"""The sectors of GTAP 10: number, code and description.

Traps: latin-1; separated by semicolons, which also stand inside quoted descriptions.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("number", "code", "description")

TABLE = Table(
    "gtap_sectors",
    "Sectors of GTAP 10",
    (
        Column("number", pl.Int16, "key", minimum=1),
        Column("code", pl.String, "label", nullable=False, meaning="upper case"),
        Column("description", pl.String, "label"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the list as it is."""
    return finish(read_csv(path, COLUMNS, separator=";", encoding="latin-1"), TABLE)


CONNECTOR = Connector(
    name="gtap_sectors",
    origin=origin(
        "gtap_sectors",
        "Global Trade Analysis Project, Purdue University",
        "GTAP 10 sectoral list",
        "10",
        "Aguiar, A., Chepeliev, M., Corong, E., McDougall, R. and van der Mensbrugghe, D. (2019). "
        "The GTAP Data Base: Version 10. Journal of Global Economic Analysis 4(1), 1-27.",
        "https://www.gtap.agecon.purdue.edu/databases/contribute/detailedsector.asp",
        "Free with citation",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: has_columns(
        head, COLUMNS, separator=";", encoding="latin-1", only=True
    ),
    parse=parse,
    layout=f"latin-1 text separated by semicolons, with columns {', '.join(COLUMNS)}",
)
