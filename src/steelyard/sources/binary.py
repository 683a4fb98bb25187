"""Readers of binary formats: Excel, Stata, R. Each loads its library only when it is called."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.sources.faults import readable, unreadable


def sheet_names(path: Path) -> list[str]:
    """Names of the sheets of a workbook (.xlsx, .xls, .ods)."""
    import fastexcel

    try:
        with readable(path, "an Excel workbook"):
            return fastexcel.read_excel(path).sheet_names
    except fastexcel.FastExcelError as fault:
        raise unreadable(path, f"is no workbook ({fault})", "an Excel workbook") from fault


def read_sheet(path: Path, sheet: str | int = 0) -> pl.DataFrame:
    """One sheet as text columns ``c0, c1, ...``, from its first line on; empty cells are null.

    The declared size of the sheet is ignored: all cells that are there are read. Numbers come
    as text that reads back as the same number, dates as ISO text.
    """
    return next(iter(_sheets(path, lambda names: [sheet]).values()))


def read_sheets(path: Path, wanted: Callable[[str], bool]) -> dict[str, pl.DataFrame]:
    """Every sheet whose name is wanted, as `read_sheet` gives it, from one opening."""
    return _sheets(path, lambda names: [name for name in names if wanted(name)])


def _sheets(path: Path, choose: Callable[[list[str]], list[str | int]]) -> dict[str, pl.DataFrame]:
    """Open a workbook once and read the chosen sheets."""
    import fastexcel

    try:
        with readable(path, "an Excel workbook"):
            book = fastexcel.read_excel(path)
            return {str(name): _texts(book, name) for name in choose(book.sheet_names)}
    except fastexcel.FastExcelError as fault:
        raise unreadable(path, f"cannot be read ({fault})", "an Excel workbook") from fault


def _texts(book: Any, sheet: str | int) -> pl.DataFrame:
    """One sheet as text columns, its first line included."""
    frame = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return frame.rename({name: f"c{at}" for at, name in enumerate(frame.columns)})


def read_stata(path: Path, *, labels: bool = False) -> pl.DataFrame:
    """Read a Stata file; with `labels`, coded values as their label texts."""
    import pandas as pd

    with readable(path, "a Stata .dta file"), warnings.catch_warnings():
        # Pandas would guess at texts of another encoding, and let sizes overflow.
        warnings.simplefilter("error", UnicodeWarning)
        warnings.simplefilter("error", RuntimeWarning)
        _require_stata(path)
        return _from_pandas(pd.read_stata(path, convert_categoricals=labels))


def _require_stata(path: Path) -> None:
    """Raise ValueError for a file that does not begin as Stata files do (formats 113-119).

    Pandas takes the first byte of any text for a format number and reads on from there.
    """
    with path.open("rb") as file:
        head = file.read(11)
    is_old = len(head) > 2 and head[0] in (113, 114, 115) and head[1] in (1, 2) and head[2] == 1
    if not (head == b"<stata_dta>" or is_old):
        raise ValueError("it does not begin as a Stata file")


def read_r(path: Path) -> dict[str, pl.DataFrame]:
    """Every data frame of an R data file (.rda, .RData, .rds), by its name."""
    import pyreadr

    try:
        with readable(path, "an R data file with data frames"):
            return {
                str(name): _from_pandas(frame) for name, frame in pyreadr.read_r(str(path)).items()
            }
    except (pyreadr.PyreadrError, pyreadr.LibrdataError) as fault:
        raise unreadable(path, f"is no R data ({fault})", "an R data file") from fault


def read_r_lists(path: Path, classes: Sequence[str] = ()) -> dict[str, Any]:
    """Every object of an R data file, lists included, as dicts and arrays.

    `classes` are the R classes, such as ``iot``, that are read as the plain lists they are.
    """
    import rdata
    from rdata.conversion import DEFAULT_CLASS_MAP

    constructors = dict(DEFAULT_CLASS_MAP) | dict.fromkeys(classes, _plain)
    with readable(path, "an R data file"):
        return dict(rdata.read_rda(path, constructor_dict=constructors))


def _plain(value: Any, attributes: Mapping[str, Any]) -> Any:
    """Return an R object without its class."""
    return value


def _from_pandas(frame: Any) -> pl.DataFrame:
    """Convert without the index; NaN is absence."""
    return pl.DataFrame(pl.from_pandas(frame, nan_to_null=True))
