"""SIPRI importer table: volume of Russia's arms exports to China and to all, 1990-2024."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, head_text, read_ragged, unreadable
from steelyard.sources.shaping import absent, melt, origin, require_final_newline
from steelyard.vocabulary.errors import WrongProduct
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="sipri_tiv",
    producer="Stockholm International Peace Research Institute",
    title="SIPRI Arms Transfers Database, exports of major arms by recipient",
    version="generated 2026-02-13",
    citation="SIPRI (2026). SIPRI Arms Transfers Database.",
    url="https://www.sipri.org/databases/armstransfers",
    licence="SIPRI, no redistribution",
    terms="restricted",
    published=date(2026, 2, 13),
)

TABLE = Table(
    "sipri_tiv",
    "Volume of transfers of major arms by supplier, recipient and year",
    (
        Column("supplier", pl.String, "key"),
        Column("recipient", pl.String, "key", meaning="'Total exports from ...' is not a state"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        # 0 is less than half a million; an empty field is no delivery identified: absent.
        Column("tiv", pl.Float64, "extensive", "TIV m", minimum=0),
    ),
)
_TITLE = "Volume of transfers of major arms"
_TOTAL = "Total exports from "
_LAYOUT = f"notes under {_TITLE!r}, a header Recipient, 1990, ..., and a last row {_TOTAL!r}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether SIPRI's title opens the file and a header of recipients follows."""
    text = head_text(head)
    return (
        text.startswith(_TITLE) and re.search(r"^Recipient,\d{4},", text, re.MULTILINE) is not None
    )


def parse(path: Path) -> pl.LazyFrame:
    """Read the years of each recipient.

    The columns after the years, which count totals and percentages (four more for China than
    SIPRI's own table has), repeat what the years say and are left out.
    """
    require_final_newline(path)
    frame = read_ragged(path)
    at = (frame["c0"] == "Recipient").fill_null(False).arg_true()
    if at.is_empty():
        raise WrongProduct(
            where=path.name,
            found="no header line that starts with Recipient",
            expected=_LAYOUT,
            remedy="Name another product, or leave it out to have the file recognised.",
        )
    header = frame.row(int(at[0]), named=True)
    years = {c: int(v) for c, v in header.items() if re.fullmatch(r"\d{4}", str(v))}
    data = frame.slice(int(at[0]) + 1).rename({"c0": "recipient"})
    supplier = _supplier(path, data, bool(years))
    long = melt(data.select("recipient", *years), ["recipient"], years, value="tiv")
    return finish(
        long.with_columns(absent("tiv", ()), supplier=pl.lit(supplier)),
        TABLE,
    )


def _supplier(path: Path, data: pl.DataFrame, has_years: bool) -> str:
    """Read the exporting state off the row of totals, with which the table ends."""
    last = str(data["recipient"][-1]) if data.height else ""
    if not last.startswith(_TOTAL) or not has_years:
        raise unreadable(path, f"lacks its last row {_TOTAL!r}, so it was cut", _LAYOUT)
    return last.removeprefix(_TOTAL).strip()


TIV = Connector("sipri_tiv", ORIGIN, TABLE, recognise, parse, _LAYOUT)
