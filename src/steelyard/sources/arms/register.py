"""SIPRI trade register: each deal with its deliveries by year, 1995-2025."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, first_record, head_text, read_csv, require_columns
from steelyard.sources.shaping import as_boolean, origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="sipri_register",
    producer="Stockholm International Peace Research Institute",
    title="SIPRI Arms Transfers Database, trade register",
    version="generated 2026-02-12, deliveries 1995-2024",
    citation="SIPRI (2026). SIPRI Arms Transfers Database.",
    url="https://www.sipri.org/databases/armstransfers",
    licence="SIPRI, no redistribution",
    terms="restricted",
    published=date(2026, 2, 12),
)

PREAMBLE = 11  # lines above the header
_NAMES = {
    "SIPRI AT Database ID": "deal",
    "Supplier": "supplier",
    "Recipient": "recipient",
    "Designation": "designation",
    "Description": "description",
    "Armament category": "category",
    "Order date": "order_year",
    "Order date is estimate": "order_estimated",
    "Numbers delivered": "number",
    "Numbers delivered is estimate": "number_estimated",
    "Delivery year": "year",
    "Delivery year is estimate": "year_estimated",
    "Status": "status",
    "SIPRI estimate": "tiv_new",
    "TIV deal unit": "tiv_unit",
    "TIV delivery values": "tiv",
    "Local production": "local_production",
}

TABLE = Table(
    "sipri_register",
    "Deliveries of major arms by deal and year",
    (
        Column("deal", pl.Int32, "key", meaning="SIPRI's number of the deal"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100, meaning="of delivery"),
        Column("supplier", pl.String, "label", meaning="* rebels, ** organisations"),
        Column("recipient", pl.String, "label", meaning="* rebels, ** organisations"),
        Column("designation", pl.String, "label"),
        Column("description", pl.String, "label"),
        Column("category", pl.String, "label"),
        Column("status", pl.String, "label", meaning="New, Second hand, ... modernized"),
        Column("order_year", pl.Int16, "label", minimum=1900, maximum=2100),
        Column("order_estimated", pl.Boolean, "label"),
        Column("number_estimated", pl.Boolean, "label"),
        Column("year_estimated", pl.Boolean, "label"),
        Column("local_production", pl.Boolean, "label"),
        Column("number", pl.Float64, "extensive", "units", minimum=0),
        Column("tiv_new", pl.Float64, "intensive", "TIV m / unit", minimum=0, meaning="when new"),
        Column("tiv_unit", pl.Float64, "intensive", "TIV m / unit", minimum=0, meaning="in deal"),
        Column("tiv", pl.Float64, "extensive", "TIV m", minimum=0, meaning="delivered that year"),
    ),
)
_LAYOUT = f"{PREAMBLE} lines of notes, then {', '.join(_NAMES)}; every line ends with a semicolon"
_FLAGS = tuple(name for name in _NAMES.values() if name.endswith(("_estimated", "production")))


def recognise(path: Path, head: bytes) -> bool:
    """Whether SIPRI's note opens the file and its header follows the eleven lines."""
    starts = head_text(head[:200]).startswith("Transfers of major conventional arms")
    return starts and first_record(head, skip=PREAMBLE)[:2] == tuple(_NAMES)[:2]


def parse(path: Path) -> pl.LazyFrame:
    """Read the deliveries. The semicolon that ends each row marks that it is whole."""
    frame = read_csv(path, tuple(_NAMES)[:-1], skip=PREAMBLE)
    frame = frame.rename({name: name.rstrip(";") for name in frame.columns})
    require_columns(path, frame.columns, tuple(_NAMES))
    last = pl.col("local_production")
    cut = ~last.str.ends_with(";").fill_null(False)
    return finish(
        frame.rename(_NAMES)
        .with_columns(cut.alias("cut"), last.str.strip_suffix(";"))
        .with_columns(as_boolean(name) for name in _FLAGS),
        TABLE,
        [(pl.col("cut"), "row is cut")],
    )


REGISTER = Connector("sipri_register", ORIGIN, TABLE, recognise, parse, _LAYOUT)
