"""WIOD release 2016: world input-output tables, 43 countries and the rest of the world, 2000-2014.

The layout is that of the published Stata and R files: `IndustryCode`, `IndustryDescription`,
`Country`, `RNr`, `Year`, then one column for each country and number (``AUS1`` or ``vAUS1``), and
``TOT``. Numbers 1 to 56 are the industries, by `RNr` of the rows; 57 to 61 are final uses.
Rows of country ``TOT`` are value added, taxes, margins and output.

Traps: the column numbers are not industry codes; Romania is ROU here, ROM in release 2013; value
added and taxes stand below the industries in the same columns: `block` "primary".
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
from steelyard.sources.reading import (
    first_record,
    read_csv,
    read_stata,
    require_columns,
    unreadable,
)
from steelyard.sources.shaping import origin

NAMES = ("IndustryCode", "IndustryDescription", "Country", "RNr", "Year")
FINAL_USES = {57: "CONS_h", 58: "CONS_np", 59: "CONS_g", 60: "GFCF", 61: "INVEN"}
USER = re.compile(r"v?(?P<region>[A-Z]{3})(?P<number>\d{1,2})")
LAYOUT = f"CSV or Stata with columns {', '.join(NAMES)}, AUS1 (or vAUS1), ..., TOT"


def parse(path: Path) -> pl.LazyFrame:
    """Read one year."""
    raw = read_stata(path) if path.suffix == ".dta" else read_csv(path, NAMES, ended=True)
    require_columns(path, raw.columns, NAMES)
    years = raw["Year"].cast(pl.Float64, strict=False).cast(pl.Int16).unique().to_list()
    if len(years) != 1 or years[0] is None:
        raise unreadable(path, f"years {years}", "one year in each file")
    users = _users(path, raw)
    wide = raw.rename({"Country": "seller_region", "IndustryCode": "seller_industry"})
    wide = wide.with_columns(primary=pl.col("seller_region") == TOTAL)
    if twice := repeated(wide, users):
        raise unreadable(path, f"labels repeat: {', '.join(twice[:10])}", "each label once")
    return narrow(wide, users, years[0])


def _users(path: Path, raw: pl.DataFrame) -> pl.DataFrame:
    """Say what each column is, industries named after the rows with their number."""
    industry = raw.filter(pl.col("Country") != TOTAL)
    numbers = industry["RNr"].cast(pl.Float64, strict=False).cast(pl.Int64).to_list()
    codes = dict(zip(numbers, industry["IndustryCode"].to_list(), strict=True))
    users = [_user(path, name, codes) for name in raw.columns if name not in NAMES]
    return pl.DataFrame(
        users, schema=["column", "buyer_region", "buyer_use", "block"], orient="row"
    )


def _user(path: Path, name: str, codes: dict[int, str]) -> tuple[str, str, str, str]:
    """Region, use and block of one column."""
    if name == TOTAL:
        return (name, TOTAL, "output", OUTPUT)
    found = USER.fullmatch(name)
    number = int(found["number"]) if found else 0
    if found and number in FINAL_USES:
        return (name, found["region"], FINAL_USES[number], FINAL)
    if found and number in codes:
        return (name, found["region"], codes[number], INTERMEDIATE)
    raise unreadable(path, f"column {name!r}", "country and number of a row or final use, or TOT")


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the names are there, in text or in a Stata file's head."""
    if first_record(head)[: len(NAMES)] == NAMES:
        return True
    return head.startswith(b"<stata_dta>") and all(name.encode() in head for name in NAMES)


CONNECTOR = Connector(
    name="wiod_2016",
    origin=origin(
        "wiod_2016",
        "University of Groningen and the WIOD consortium",
        "World Input-Output Database, release 2016",
        "November 2016",
        "Timmer, M. P., Los, B., Stehrer, R. and de Vries, G. J. (2016). An Anatomy of the Global "
        "Trade Slowdown based on the WIOD 2016 Release. GGDC Research Memorandum 162.",
        "https://www.rug.nl/ggdc/valuechain/wiod/wiod-2016-release",
        "CC BY 4.0",
        "ship",
    ),
    table=FLOWS,
    recognise=_recognise,
    parse=parse,
    layout=LAYOUT,
)
