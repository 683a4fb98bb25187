"""OECD inter-country input-output tables (ICIO), csv, editions of 2021 and later.

The first column (``V1`` or unnamed) has the labels of rows, ``ARG_A01_02`` or ``ARG_01T02``; the
header those of industries and final uses, ``ARG_HFCE``. Rows without an industry are taxes less
subsidies (``TLS``, or ``ARG_TAXSUB`` by country), value added (``VA``, ``VALU``) and output
(``OUT``, ``OUTPUT``); the last column is output (``OUT``, ``TOTAL``).

Traps: the year stands in the file's name only (``2018_SML.csv``, ``ICIO2021_2018.csv``), not in
the file; China and Mexico are split in the extended edition (``CN1``, ``CN2``, ``MX1``, ``MX2``)
beside their final uses (``CHN_HFCE``), so that regions of sellers and users differ.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.production.flows import (
    FINAL,
    FLOWS,
    INTERMEDIATE,
    OUTPUT,
    TOTAL,
    narrow,
    repeated,
)
from steelyard.sources.reading import first_record, read_csv, unreadable
from steelyard.sources.shaping import origin

FINAL_USES = {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "P33", "NONRES", "DIRP", "FD"}
OUTPUTS = {"OUT", "TOTAL", "OUTPUT"}
PRIMARY_ROWS = {"TLS", "TAXSUB", "VA", "VALU", *OUTPUTS}
FIRST = ("V1", "", '""')
YEAR = re.compile(r"(?<!ICIO)(?<!\d)(19|20)\d{2}(?!\d)")
LAYOUT = "CSV named after its year, first column V1, columns such as ARG_A01_02 and ARG_HFCE"


def parse(path: Path) -> pl.LazyFrame:
    """Read one year, taken from the file's name."""
    year = YEAR.search(path.name)
    if year is None:
        remedy = "Give the file its published name, such as 2018_SML.csv."
        raise unreadable(path, "no year in the file's name", LAYOUT, remedy)
    raw = read_csv(path, ended=True)
    if raw.width < 2:
        raise unreadable(path, "has one column", LAYOUT)
    rows = pl.DataFrame(
        [(*split(label), _is_primary(label)) for label in raw.to_series(0).fill_null("")],
        schema={"seller_region": pl.String, "seller_industry": pl.String, "primary": pl.Boolean},
        orient="row",
    )
    users = pl.DataFrame(
        [(name, *split(name), _block(name)) for name in raw.columns[1:]],
        schema=["column", "buyer_region", "buyer_use", "block"],
        orient="row",
    )
    wide = pl.concat([rows, raw.drop(raw.columns[0])], how="horizontal")
    if twice := repeated(wide, users):
        raise unreadable(path, f"labels repeat: {', '.join(twice[:10])}", "each label once")
    return narrow(wide, users, int(year[0]))


def split(label: str) -> tuple[str, str]:
    """Region and code of a label; `TOT` for one that has no region.

    >>> split("ARG_A01_02"), split("VA")
    (('ARG', 'A01_02'), ('TOT', 'VA'))
    """
    region, separator, code = label.partition("_")
    return (region, code) if separator else (TOTAL, label)


def _is_primary(label: str) -> bool:
    """Whether no industry sells this row."""
    return split(label)[1] in PRIMARY_ROWS


def _block(column: str) -> str:
    """Where a column stands."""
    code = split(column)[1]
    return OUTPUT if code in OUTPUTS else FINAL if code in FINAL_USES else INTERMEDIATE


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the header starts with V1 or nothing and goes on with labels of regions."""
    names = first_record(head)
    if len(names) < 3 or names[0] not in FIRST:
        return False
    # The last name may be cut where the head ends.
    return all(re.fullmatch(r"[A-Z0-9]{3}_\w+|[A-Z]+", name) for name in names[1:-1]) and any(
        "_" in name for name in names[1:3]
    )


CONNECTOR = Connector(
    name="icio",
    origin=origin(
        "icio",
        "OECD",
        "Inter-Country Input-Output tables (ICIO)",
        "editions of 2021 and later",
        "OECD. Inter-Country Input-Output Database, http://oe.cd/icio.",
        "https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
        "CC BY 4.0",
        "ship",
    ),
    table=FLOWS,
    recognise=_recognise,
    parse=parse,
    layout=LAYOUT,
)
