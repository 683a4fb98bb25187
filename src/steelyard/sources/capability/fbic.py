"""Formal Bilateral Influence Capacity between 18 states, 1999-2023 (Pardee Institute)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.shaping import origin, require_final_newline
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="fbic",
    producer="Frederick S. Pardee Institute for International Futures",
    title="Formal Bilateral Influence Capacity, extract for 18 states",
    version="1999-2023",
    citation=(
        "Moyer, J. D., Meisel, C. J., Matthews, A. S., Bohl, D. K. and Burrows, M. J. (2021). "
        "China-US Competition: Measuring Global Influence. Pardee Institute and Atlantic Council."
    ),
    url="https://korbel.du.edu/fbic",
    licence="cite; not cleared for redistribution",
    terms="restricted",
)

TABLE = Table(
    "fbic",
    "Influence capacity of a over b by year; Russia is not among the states",
    (
        Column("iso3a", pl.String, "key", meaning="state that influences"),
        Column("iso3b", pl.String, "key", meaning="state that is influenced"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("exports", pl.Float64, "extensive", "USD", minimum=0, meaning="goods, a to b"),
        Column("imports", pl.Float64, "extensive", "USD", minimum=0, meaning="goods, a from b"),
        Column("trade", pl.Float64, "extensive", "USD", minimum=0, meaning="goods, a with b"),
        Column("trade_of_gdp_b", pl.Float64, "intensive", "%", minimum=0),
        Column("fbic", pl.Float64, "intensive", "1", minimum=0, maximum=1),
        Column("bandwidth", pl.Float64, "intensive", "1", minimum=0, maximum=1),
        Column("dependence", pl.Float64, "intensive", "1", minimum=0, maximum=1),
        Column("representation", pl.Float64, "intensive", "1", minimum=0, maximum=1),
        Column("trade_agreements", pl.Float64, "intensive", "1", minimum=0),
        Column("alliances", pl.Float64, "intensive", "1", minimum=0),
        Column("security_bandwidth", pl.Float64, "intensive", "1", minimum=0),
        Column("security_dependence", pl.Float64, "intensive", "1", minimum=0),
        Column("maritime_connectivity", pl.Float64, "intensive", "1", minimum=0),
    ),
)
_NAMES = {
    "iso3a": "iso3a",
    "iso3b": "iso3b",
    "year": "year",
    "exportsallgoodatob_alldata": "exports",
    "importsallgoodafromb_alldata": "imports",
    "totaltradeawithb": "trade",
    "totaltradeabgdpb": "trade_of_gdp_b",
    "fbic": "fbic",
    "bandwidth": "bandwidth",
    "dependence": "dependence",
    "norm_lor_avg": "representation",
    "tradeagreementindex": "trade_agreements",
    "norm_allianceindex": "alliances",
    "securitybandwidth": "security_bandwidth",
    "securitydependence": "security_dependence",
    "maritime_connectivity": "maritime_connectivity",
}


def recognise(path: Path, head: bytes) -> bool:
    """Whether it has the columns of the extract."""
    return has_columns(head, tuple(_NAMES))


def parse(path: Path) -> pl.LazyFrame:
    """Read the dyads, in both directions as published."""
    require_final_newline(path)
    return finish(read_csv(path, tuple(_NAMES)).rename(_NAMES), TABLE)


FBIC = Connector("fbic", ORIGIN, TABLE, recognise, parse, ", ".join(_NAMES))
