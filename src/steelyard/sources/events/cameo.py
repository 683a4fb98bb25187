"""CAMEO event codes with their Goldstein scores: as a table with notes, and as an R map."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import holds, read_frame
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

CODES, GOLDSTEIN = "cameo_codes", "goldstein_mappings"
ENCODING = "windows-1252"


def _origin(name: str, title: str) -> Origin:
    """Origin of one of the two files."""
    return origin(
        id=name,
        producer="Andreas Beger (package icews); CAMEO by Philip A. Schrodt",
        title=title,
        version="as packaged",
        citation=(
            "Goldstein, J. S. (1992). A Conflict-Cooperation Scale for WEIS Events Data. Journal "
            "of Conflict Resolution 36(2). Schrodt, P. A. (2012). CAMEO Codebook 1.1b3."
        ),
        url="https://github.com/andybega/icews",
        licence="MIT",
        terms="restricted",
    )


def _code() -> tuple[Column, ...]:
    """Columns that both files share: the code and its score."""
    return (
        Column("code", pl.String, "key", meaning="CAMEO, zeros in front kept"),
        Column("name", pl.String, "label", nullable=False),
        Column("goldstein", pl.Float64, "intensive", "1", -10.0, 10.0),
        Column("nsLeft", pl.Int32, "label", meaning="place in the tree of codes"),
        Column("nsRight", pl.Int32, "label", meaning="place in the tree of codes"),
    )


CODES_TABLE = Table(
    CODES,
    "CAMEO event codes",
    (
        *_code(),
        Column("eventtype_ID", pl.Int32, "label"),
        *(Column(name, pl.String, "label") for name in ("description", "usage_notes", "example")),
        Column("root_code", pl.String, "label"),
        Column("order", pl.Int32, "label"),
    ),
)
GOLDSTEIN_TABLE = Table(GOLDSTEIN, "Goldstein scores of CAMEO event codes", _code())


def recognise_codes(path: Path, head: bytes) -> bool:
    """Whether the header is that of the table of codes."""
    return has_columns(head, CODES_TABLE.names, encoding=ENCODING)


def parse_codes(path: Path) -> pl.LazyFrame:
    """Every code; texts whose apostrophes were garbled by two wrong encodings are restored."""
    absent = ("", "NA")
    frame = read_csv(path, CODES_TABLE.names, encoding=ENCODING, absent=absent, multiline=True)
    texts = pl.col("name", "description", "usage_notes", "example")
    return finish(frame.with_columns(texts.map_elements(_restore, pl.String)), CODES_TABLE)


def _restore(text: str) -> str:
    """Undo UTF-8 read as Mac Roman, as in ``Moscow‚Äôs``."""
    return re.sub(r"[^\x00-\x7f]+", lambda found: _decoded(found.group()), text)


def _decoded(run: str) -> str:
    """One run of garbled characters as what it was, or unchanged."""
    try:
        return run.encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return run


def parse_goldstein(path: Path) -> pl.LazyFrame:
    """Every code with its score."""
    return finish(read_frame(path, GOLDSTEIN, GOLDSTEIN_TABLE), GOLDSTEIN_TABLE)


CAMEO_CODES = Connector(
    CODES,
    _origin(CODES, "CAMEO event codes with notes"),
    CODES_TABLE,
    recognise_codes,
    parse_codes,
    f"CSV in {ENCODING} with the columns {', '.join(CODES_TABLE.names)}",
)
GOLDSTEIN_MAPPINGS = Connector(
    GOLDSTEIN,
    _origin(GOLDSTEIN, "Goldstein scores of CAMEO event codes"),
    GOLDSTEIN_TABLE,
    holds(GOLDSTEIN, GOLDSTEIN_TABLE),
    parse_goldstein,
    f"R data file with the data frame {GOLDSTEIN}: {', '.join(GOLDSTEIN_TABLE.names)}",
)
