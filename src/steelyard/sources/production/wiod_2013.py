"""WIOD release 2013: world input-output tables, 40 countries and the rest of the world.

The files are R lists of class ``iot`` (`year`, `countries`, `industries`, `inter`, `final`,
`output`), one for each year. Rows and columns run over countries, and within each over its 35
industries c1 to c35 or its 5 final uses.

Traps: read with `rdata`, since `pyreadr` reads data frames only; Romania is ROM, the rest of the
world RoW; Central Asia is in RoW; matrices carry no labels, only their order.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.production.flows import (
    FINAL,
    FLOWS,
    INTERMEDIATE,
    OUTPUT,
    SELLER,
    TOTAL,
    narrow,
)
from steelyard.sources.r_object import first_object
from steelyard.sources.reading import read_r_lists, readable, unreadable
from steelyard.sources.shaping import origin

PARTS = ("year", "countries", "industries", "inter", "final", "output")
FINAL_USES = {
    "c37": "final consumption of households",
    "c38": "final consumption of non-profit organisations",
    "c39": "final consumption of government",
    "c41": "gross fixed capital formation",
    "c42": "changes in inventories and valuables",
}
LAYOUT = f"R data file with one list wiot_YYYY of {', '.join(PARTS)}"


def parse(path: Path) -> pl.LazyFrame:
    """Read the three blocks of one year: intermediate, final and output."""
    table = _table(path)
    with readable(path, LAYOUT):
        countries, industries = ([str(x) for x in table[part]] for part in PARTS[1:3])
        year = int(np.asarray(table["year"]).ravel()[0])
        inter, final = (np.asarray(table[part], dtype=float) for part in ("inter", "final"))
        output = np.asarray(table["output"], dtype=float).reshape(-1, 1)
    sellers, users = _labels(countries, industries), _users(countries, industries)
    shapes = (inter.shape, final.shape, output.shape)
    n, uses = len(sellers), len(countries) * len(FINAL_USES)
    if shapes != ((n, n), (n, uses), (n, 1)) or len(set(sellers)) < n:
        raise unreadable(path, f"blocks of {shapes}", f"blocks of {n} x {n}, {n} x {uses}, {n} x 1")
    values = pl.from_numpy(np.hstack([inter, final, output]), schema=users["column"].to_list())
    named = pl.DataFrame(sellers, schema=list(SELLER), orient="row").with_columns(primary=False)
    return narrow(pl.concat([named, values], how="horizontal"), users, year)


def _table(path: Path) -> dict[str, Any]:
    """Read the one list of the file."""
    objects = read_r_lists(path, classes=("iot",))
    table = next((x for name, x in objects.items() if re.fullmatch(r"wiot_\d{4}", name)), None)
    if not isinstance(table, dict) or not set(PARTS) <= set(table):
        raise unreadable(path, f"holds {', '.join(objects) or 'nothing'}", LAYOUT)
    return table


def _labels(regions: list[str], codes: list[str]) -> list[tuple[str, str]]:
    """Pairs in the order of the matrices: all codes of the first region, then of the next."""
    return [(region, code) for region in regions for code in codes]


def _users(countries: list[str], industries: list[str]) -> pl.DataFrame:
    """Say what each column of the joined blocks is."""
    users = [
        *((*label, INTERMEDIATE) for label in _labels(countries, industries)),
        *((*label, FINAL) for label in _labels(countries, list(FINAL_USES))),
        (TOTAL, "output", OUTPUT),
    ]
    named = pl.DataFrame(users, schema=["buyer_region", "buyer_use", "block"], orient="row")
    return named.with_columns(column=pl.format("{} {}", "buyer_region", "buyer_use"))


def _recognise(path: Path, head: bytes) -> bool:
    """Whether the first object of the R data is a WIOD table."""
    found = first_object(path, head)
    return found is not None and re.fullmatch(r"wiot_\d{4}", found.name) is not None


CONNECTOR = Connector(
    name="wiod_2013",
    origin=origin(
        "wiod_2013",
        "University of Groningen and the WIOD consortium",
        "World Input-Output Database, release 2013",
        "November 2013",
        "Timmer, M. P., Dietzenbacher, E., Los, B., Stehrer, R. and de Vries, G. J. (2015). An "
        "Illustrated User Guide to the World Input-Output Database: the Case of Global "
        "Automotive Production. Review of International Economics 23(3), 575-605.",
        "https://www.rug.nl/ggdc/valuechain/wiod/wiod-2013-release",
        "Free with citation",
        "ship",
    ),
    table=FLOWS,
    recognise=_recognise,
    parse=parse,
    layout=LAYOUT,
)
