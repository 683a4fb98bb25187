"""Varieties of Democracy, country-year: the index of electoral democracy with its error."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, scan_csv
from steelyard.sources.shaping import origin, require_final_newline
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="vdem",
    producer="V-Dem Institute, University of Gothenburg",
    title="Varieties of Democracy, country-year: electoral democracy",
    version="as downloaded",
    citation=(
        "Coppedge, M., Gerring, J., Knutsen, C. H., Lindberg, S. I., Teorell, J. et al. V-Dem "
        "Country-Year Dataset. Varieties of Democracy Project. Pemstein, D. et al. (2018). The "
        "V-Dem Measurement Model. V-Dem Working Paper 21."
    ),
    url="https://v-dem.net/data/the-v-dem-dataset/",
    licence="CC BY-SA 4.0",
    terms="restricted",
)

TABLE = Table(
    "vdem",
    "Electoral democracy by country of the publisher and year",
    (
        Column("country_text_id", pl.String, "key", meaning="three letters, mostly ISO 3166"),
        Column("year", pl.Int16, "key", minimum=1700, maximum=2100),
        Column("country_name", pl.String, "label"),
        Column(
            "v2x_polyarchy", pl.Float64, "intensive", "1, 0 to 1", minimum=0, maximum=1,
            meaning="electoral democracy index",
        ),
        Column(
            "v2x_polyarchy_codelow", pl.Float64, "intensive", "1", minimum=0, maximum=1,
            meaning="a standard deviation below, of the measurement model",
        ),
        Column(
            "v2x_polyarchy_codehigh", pl.Float64, "intensive", "1", minimum=0, maximum=1,
            meaning="a standard deviation above",
        ),
    ),
)  # fmt: skip

LAYOUT = f"CSV of V-Dem's country-year dataset (Core or Full), with {', '.join(TABLE.names)}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header, which may be longer than the head, has these columns."""
    return has_columns(head, TABLE.names)


def parse(path: Path) -> pl.LazyFrame:
    """Every country and year; the other thousands of columns are not read."""
    require_final_newline(path)
    frame = scan_csv(path, TABLE.names, absent=("", "NA"))
    return finish(frame.select(TABLE.names), TABLE)


VDEM = Connector("vdem", ORIGIN, TABLE, recognise, parse, LAYOUT)
