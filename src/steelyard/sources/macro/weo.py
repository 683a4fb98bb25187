"""World Economic Outlook database by country (IMF), as its download page writes it."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import (
    finish,
    read_head,
    readable,
    require_columns,
    unreadable,
)
from steelyard.sources.shaping import absent, melt, origin, without_commas
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="imf_weo",
    producer="International Monetary Fund",
    title="World Economic Outlook Database",
    version="April 2021",
    citation="International Monetary Fund (2021). World Economic Outlook Database, April 2021.",
    url="https://www.imf.org/en/Publications/WEO/weo-database/2021/April",
    licence="IMF terms of use, no redistribution",
    terms="restricted",
    published=date(2021, 4, 6),
)

TABLE = Table(
    "imf_weo",
    "Figures and projections by country and year",
    (
        Column("country", pl.String, "key"),
        Column("subject", pl.String, "key", meaning="subject descriptor"),
        Column("units", pl.String, "key", meaning="such as U.S. dollars"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("scale", pl.String, "label", meaning="such as Billions; empty for ratios"),
        Column("value", pl.Float64, "intensive", "see units and scale", meaning="any subject"),
        Column(
            "estimates_after", pl.Int16, "label", meaning="later years are the staff's estimates"
        ),
    ),
)

_NAMES = {
    "Country": "country",
    "Subject Descriptor": "subject",
    "Units": "units",
    "Scale": "scale",
    "Estimates Start After": "estimates_after",
}
_FOOTER = "International Monetary Fund, World Economic Outlook Database"
_LAYOUT = "tab-separated text in UTF-16-LE with Country, Subject Descriptor, years and a last line"


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is UTF-16 text, marked or not, that starts with the WEO header."""
    text = head[:400].decode("utf-16-le", errors="replace").removeprefix("\ufeff")
    return text.startswith("Country\tSubject Descriptor\t")


def parse(path: Path) -> pl.LazyFrame:
    """Read the text that the IMF calls .xls: ``n/a`` is absent, thousands have commas.

    The last line names the source; without it the file was cut.
    """
    frame = _rows(path)
    require_columns(path, frame.columns, tuple(_NAMES))
    years = {name: int(name) for name in frame.columns if re.fullmatch(r"\d{4}", name)}
    if not years:
        raise unreadable(path, "has no year columns", _LAYOUT)
    long = melt(frame.rename(_NAMES), list(_NAMES.values()), years)
    return finish(
        long.with_columns(absent("value", ("n/a", "--"))).with_columns(
            without_commas("value"), absent("estimates_after", ("n/a",))
        ),
        TABLE,
    )


def _rows(path: Path) -> pl.DataFrame:
    """Take the country rows as text, without the last line, which must be the source."""
    head = read_head(path, 2)
    with readable(path, _LAYOUT):
        text = path.read_bytes().decode("utf-16-le").removeprefix("\ufeff")
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t") if any(row)
        ]
    if not head or not rows:
        raise unreadable(path, "is empty", _LAYOUT)
    header, *body = rows
    if not body or _FOOTER not in "".join(body[-1]):
        require_columns(path, header, tuple(_NAMES))
        raise unreadable(path, "lacks the last line, which names the source", _LAYOUT)
    if any(len(row) != len(header) for row in body[:-1]):
        raise unreadable(path, "has rows of unequal length", f"{len(header)} fields in each row")
    # The header ends with a tab, so its last name is empty and holds nothing.
    columns = {name: at for at, name in enumerate(header) if name}
    with readable(path, "names that do not repeat"):
        return pl.DataFrame(
            {name: [row[at] for row in body[:-1]] for name, at in columns.items()},
            schema=dict.fromkeys(columns, pl.String),
        )


WEO = Connector("imf_weo", ORIGIN, TABLE, recognise, parse, _LAYOUT)
