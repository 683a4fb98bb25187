"""Sourced figures: one row is one number from one source, with how firmly it is known.

The origin of each row is the row's own source (`source_title`, `source_url`, `publisher`), and
its own `terms` say what may be redistributed. A person's own file in the same layout is taken
in the same way: that is how figures are added.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.finishing import Reason
from steelyard.sources.reading import finish, first_record, read_csv
from steelyard.vocabulary.errors import WrongProduct, shorten
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = Origin(
    id="facts",
    producer="Steelyard",
    title="Sourced figures on Russia, China, Central Asia and third powers, 1990-2025",
    version="2026-11",
    citation="Each row cites its own source (columns source_title, source_url, publisher).",
    url="",
    licence="Single figures cited from their publishers; see the terms of each row.",
    accessed=date(2026, 11, 20),
    terms="figures",
)

ALLOWED = {
    "bound": ("exact", "approximate", "midpoint", "upper", "lower", "forecast"),
    "preferred": ("yes", "no"),
    "role": ("evidence", "claim"),
    "quality": ("official", "compiled", "press", "estimate"),
    "terms": ("cite", "restricted"),
}

TABLE = Table(
    "facts",
    "Sourced figures",
    (
        Column("line", pl.Int64, "key", meaning="place of the row in the file, from 1"),
        Column("series_id", pl.String, "label", nullable=False),
        Column("reporter", pl.String, "label", nullable=False, meaning="whose statistics it is"),
        Column("partner", pl.String, "label", meaning="empty: a bloc, market or world price"),
        Column("period", pl.String, "label", nullable=False, meaning="YYYY or YYYY-MM"),
        Column("period_end", pl.String, "label", meaning="last year or month of a window"),
        Column("value", pl.Float64, "intensive", "as in unit", nullable=False),
        Column("unit", pl.String, "label", nullable=False),
        Column("bound", pl.String, "label", nullable=False),
        Column("preferred", pl.String, "label", nullable=False),
        Column("role", pl.String, "label", nullable=False),
        Column("quality", pl.String, "label", nullable=False),
        Column("terms", pl.String, "label", nullable=False),
        Column("source_title", pl.String, "label"),
        Column("source_url", pl.String, "label", nullable=False),
        Column("publisher", pl.String, "label"),
        Column("note", pl.String, "label"),
        Column("audit", pl.String, "label", meaning="what an independent check found"),
    ),
)

FIELDS = TABLE.names[1:]  # `line` is not in the file
LAYOUT = f"CSV in UTF-8 with the columns {', '.join(FIELDS)}"
PERIOD = r"^\d{4}(-(0[1-9]|1[0-2]))?$"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the header is that of sourced figures, even one with a column too few."""
    return {"series_id", "reporter", "value"} <= set(first_record(head))


def parse(path: Path) -> pl.LazyFrame:
    """Every figure as published, with its bound, rank, role, quality and terms.

    A row whose period, bound, preferred, role, quality or terms is none of the words of the
    layout is kept with the reason: its meaning is not known.
    """
    frame = read_csv(path, multiline=True)
    _require_exactly(path, frame.columns)
    frame = frame.with_row_index("line", offset=1)
    return finish(frame, TABLE, _reasons())


def _require_exactly(path: Path, found: list[str]) -> None:
    """Raise `WrongProduct` that names every missing and every unknown column."""
    missing = [name for name in FIELDS if name not in found]
    unknown = [name for name in found if name not in FIELDS]
    if not missing and not unknown:
        return
    parts = [("columns missing", missing), ("columns not known", unknown)]
    raise WrongProduct(
        where=path.name,
        found="; ".join(f"{what}: {shorten(names)}" for what, names in parts if names),
        expected=LAYOUT,
        remedy="Name the columns as in the layout; leave a column empty rather than out.",
    )


def _reasons() -> list[Reason]:
    """Rules of this layout: periods, words, and a figure that is given twice."""
    words = [
        (~pl.col(name).is_in(allowed), f"{name} is none of: {', '.join(allowed)}")
        for name, allowed in ALLOWED.items()
    ]
    same = pl.struct(name for name in FIELDS if name not in ("note", "audit"))
    return [
        (~pl.col("period").str.contains(PERIOD), "period is not YYYY or YYYY-MM"),
        (~pl.col("period_end").str.contains(PERIOD), "period_end is not YYYY or YYYY-MM"),
        (pl.col("period_end") < pl.col("period"), "period ends before it begins"),
        *words,
        (~same.is_first_distinct(), "same figure of the same source given twice"),
    ]


FACTS = Connector("facts", ORIGIN, TABLE, recognise, parse, LAYOUT)
