"""Small steps between a publisher's layout and a tidy frame: melt, clean, check wholeness."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.reading import readable, sheet_names, unreadable
from steelyard.vocabulary.provenance import Origin, Terms

ACCESSED = date(2026, 11, 20)  # when the copies that the connectors were written against were taken


def origin(
    id: str,
    producer: str,
    title: str,
    version: str,
    citation: str,
    url: str,
    licence: str,
    terms: Terms,
    published: date | None = None,
) -> Origin:
    """Describe the origin of copies taken on `ACCESSED`."""
    return Origin(
        id=id,
        producer=producer,
        title=title,
        version=version,
        citation=citation,
        url=url,
        licence=licence,
        accessed=ACCESSED,
        terms=terms,
        published=published,
    )


def melt(
    frame: pl.DataFrame,
    index: Sequence[str],
    columns: Mapping[str, object],
    *,
    variable: str = "year",
    value: str = "value",
) -> pl.DataFrame:
    """Make a row of each cell of `columns`, whose names become the labels mapped to them."""
    melted = frame.unpivot(
        on=list(columns), index=list(index), variable_name=variable, value_name=value
    )
    labels = pl.Series(list(columns.values()))
    return melted.with_columns(
        pl.col(variable).replace_strict(list(columns), labels, return_dtype=labels.dtype)
    )


def absent(column: str | pl.Expr, texts: Sequence[str]) -> pl.Expr:
    """Trim the column and make these texts, and empty ones, null."""
    text = (pl.col(column) if isinstance(column, str) else column).str.strip_chars()
    return pl.when(text.is_in(["", *texts])).then(None).otherwise(text).name.keep()


def without_commas(column: str) -> pl.Expr:
    """Numbers as text without their thousands commas; ill-placed commas stay."""
    text = pl.col(column).str.strip_chars()
    grouped = text.str.contains(r"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")
    return pl.when(grouped).then(text.str.replace_all(",", "")).otherwise(text).name.keep()


def as_date(column: str, pattern: str) -> pl.Expr:
    """Dates of this pattern; null where the text is no such date."""
    return pl.col(column).str.strip_chars().str.to_date(pattern, strict=False)


def as_boolean(column: str) -> pl.Expr:
    """Yes/No, true/false or 1/0 as a Boolean; null for anything else."""
    text = pl.col(column).str.strip_chars().str.to_lowercase()
    yes, no = text.is_in(["yes", "true", "1"]), text.is_in(["no", "false", "0"])
    return pl.when(yes).then(True).when(no).then(False).name.keep()


def require_final_newline(path: Path) -> None:
    """Refuse a file that was cut in its last line, for publishers who end every line.

    The cut could lie inside a number, which would then be read as another number.
    """
    with readable(path, "a file that ends with a line break"), path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(file.tell() - 1, 0))
        last = file.read(1)
    if last not in (b"\n", b"\r"):
        raise unreadable(path, "ends inside a line", "a line break at the end of the file")


def is_workbook_with(path: Path, head: bytes, accepts: Callable[[list[str]], bool]) -> bool:
    """Whether this is an .xlsx file whose sheet names are accepted. Never raises."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        return accepts(sheet_names(path))
    except Exception:  # noqa: BLE001 recognising must never raise
        return False
