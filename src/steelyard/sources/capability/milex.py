"""SIPRI Military Expenditure Database: seven sheets of countries by year, 1949-2024."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.finishing import NOT_A_NUMBER
from steelyard.sources.reading import finish, read_sheet, sheet_names, unreadable
from steelyard.sources.shaping import absent, is_workbook_with, melt, origin
from steelyard.vocabulary.errors import BadRows, WrongProduct, shorten
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="sipri_milex",
    producer="Stockholm International Peace Research Institute",
    title="SIPRI Military Expenditure Database",
    version="1949-2024",
    citation="SIPRI (2025). SIPRI Military Expenditure Database.",
    url="https://www.sipri.org/databases/milex",
    licence="SIPRI, no redistribution",
    terms="restricted",
    published=date(2025, 4, 28),
)

TABLE = Table(
    "sipri_milex",
    "Military expenditure by state and year; SIPRI's colours for estimates are not kept",
    (
        Column("country", pl.String, "key"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("notes", pl.String, "label", meaning="signs and numbers of SIPRI's footnotes"),
        Column("currency", pl.String, "label", meaning="of the local figures"),
        Column("base_year", pl.Int16, "label", meaning="of constant prices"),
        Column("constant", pl.Float64, "extensive", "USD m, constant prices", minimum=0),
        Column("current", pl.Float64, "extensive", "USD m", minimum=0),
        Column("share_of_gdp", pl.Float64, "intensive", "1", minimum=0, meaning="a fraction"),
        Column("per_capita", pl.Float64, "intensive", "USD / person", minimum=0),
        Column("share_of_spending", pl.Float64, "intensive", "1", minimum=0, meaning="a fraction"),
        Column("local_calendar", pl.Float64, "intensive", "currency", minimum=0),
        Column("local_financial", pl.Float64, "intensive", "currency", minimum=0),
    ),
)

_SHEETS = {
    "constant": r"Constant \((?P<base>\d{4})\) US\$",
    "current": r"Current US\$",
    "share_of_gdp": r"Share of GDP",
    "per_capita": r"Per capita",
    "share_of_spending": r"Share of Govt\. spending",
    "local_calendar": r"Local currency calendar years",
    "local_financial": r"Local currency financial years",
}
NO_STATE = "xxx"  # "country did not exist or was not independent during all or part of the year"
_ABSENT = ("...", ". .", "..", "…", NO_STATE)
_LAYOUT = "a workbook with sheets such as 'Constant (2023) US$', each with a row Country, ..., 1949"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet: rows of countries, the labels that stand before the years, and the years."""

    frame: pl.DataFrame
    labels: dict[str, str]
    years: dict[str, int]


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is a workbook with the sheets of constant and current dollars."""
    return is_workbook_with(path, head, lambda names: len(_found(names)) == len(_SHEETS))


def parse(path: Path) -> pl.LazyFrame:
    """Read the seven sheets side by side, one row for each state and year.

    ``...`` is a figure that is not available, ``xxx`` a state that did not exist: such rows
    are excluded. Names of regions, which have no figures, are headings and no data. The sheet
    of regional totals adds these rows up and is not read, nor are sheets that SIPRI did not make.
    """
    found = _found(sheet_names(path))
    if len(found) < len(_SHEETS):
        raise WrongProduct(
            where=path.name,
            found=f"sheets {shorten(found.values())}",
            expected=_LAYOUT,
            remedy="Download the workbook of all countries from SIPRI, unchanged.",
        )
    sheets = {measure: _sheet(path, name) for measure, name in found.items()}
    long = pl.concat([_long(sheet, measure) for measure, sheet in sheets.items()])
    _require_unique(path, long)
    base = re.fullmatch(_SHEETS["constant"], found["constant"])
    wide = _wide(long).with_columns(base_year=pl.lit(int(base["base"]) if base else None))
    labels = _labels(sheets["local_calendar"])
    return finish(
        wide.join(labels, on="country", how="left", maintain_order="left"),
        TABLE,
        [
            (pl.col("no_state"), "no such state in that year (xxx)"),
            (pl.col("broken"), NOT_A_NUMBER),
        ],
    )


def _found(names: list[str]) -> dict[str, str]:
    """Name of the sheet for each measure; the base year differs by edition."""
    return {
        measure: name
        for measure, pattern in _SHEETS.items()
        for name in names
        if re.fullmatch(pattern, name)
    }


def _sheet(path: Path, name: str) -> _Sheet:
    """Read one sheet from the row that starts with Country, without headings of regions."""
    sheet = read_sheet(path, name)
    at = (sheet["c0"].str.strip_chars() == "Country").fill_null(False).arg_true()
    if at.is_empty():
        raise unreadable(path, f"has no row that starts with Country in sheet {name!r}", _LAYOUT)
    header = sheet.row(int(at[0]), named=True)
    years = {c: int(v) for c, v in header.items() if re.fullmatch(r"\d{4}", str(v))}
    if not years:
        raise unreadable(path, f"has no year columns in sheet {name!r}", _LAYOUT)
    labels = {str(v): c for c, v in header.items() if c not in years and v is not None}
    rows = sheet.slice(int(at[0]) + 1).filter(pl.any_horizontal(pl.col(list(years)).is_not_null()))
    return _Sheet(rows, labels, years)


def _long(sheet: _Sheet, measure: str) -> pl.DataFrame:
    """Country, year, measure and text of each cell."""
    frame = sheet.frame.rename({"c0": "country"}).select("country", *sheet.years)
    long = melt(frame, ["country"], sheet.years, value="text")
    return long.select(
        pl.col("country").str.strip_chars(), "year", pl.lit(measure).alias("measure"), "text"
    )


def _require_unique(path: Path, long: pl.DataFrame) -> None:
    """Refuse sheets in which a country stands twice: its rows could not be told apart."""
    repeated = long.filter(pl.struct("country", "year", "measure").is_duplicated())
    if repeated.height:
        names = repeated["country"].unique(maintain_order=True)
        raise BadRows(
            where=path.name,
            found=f"several rows for {shorten(names)} in sheet {repeated['measure'][0]!r}",
            expected="one row for each country in each sheet",
            remedy="Download the workbook again from SIPRI, unchanged.",
        )


def _wide(long: pl.DataFrame) -> pl.DataFrame:
    """One row for each country and year; whether it was a state, and whether numbers broke."""
    text = absent("text", _ABSENT)
    amount = text.cast(pl.Float64, strict=False)
    cells = long.with_columns(
        amount=amount,
        broken=text.is_not_null() & amount.is_null(),
        no_state=pl.col("text").str.strip_chars() == NO_STATE,
    )
    measured = [
        pl.col("amount").filter(pl.col("measure") == measure).first().alias(measure)
        for measure in _SHEETS
    ]
    absent_state = pl.col("no_state").any() & pl.col("amount").is_null().all()
    return cells.group_by("country", "year", maintain_order=True).agg(
        *measured, pl.col("broken").any(), absent_state.alias("no_state")
    )


def _labels(sheet: _Sheet) -> pl.DataFrame:
    """Footnotes and currency of each country."""
    return sheet.frame.select(
        country=pl.col("c0").str.strip_chars(),
        notes=absent(sheet.labels["Notes"], ()) if "Notes" in sheet.labels else None,
        currency=absent(sheet.labels["Currency"], ()) if "Currency" in sheet.labels else None,
    )


MILEX = Connector("sipri_milex", ORIGIN, TABLE, recognise, parse, _LAYOUT)
