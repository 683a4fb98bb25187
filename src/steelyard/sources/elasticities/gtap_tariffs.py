"""Tariff elasticities of trade by GTAP sector (Fontagné, Guimbard and Orefice).

Traps: the sign is negative, as estimated (trade falls when tariffs rise): a trade elasticity theta
is its absolute value; four sectors (coal, gas, gas distribution, other grains) have none, which is
null here, not 0; sector codes are in lower case, in upper case in the sector list.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_stata, require_columns
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {
    "gtap_sector": "sector",
    "epsilon_GTAP": "tariff_elasticity",
    "dist_GTAP": "distance_elasticity",
}

TABLE = Table(
    "gtap_tariff_elasticities",
    "Elasticity of bilateral trade to tariffs and to distance, by GTAP sector",
    (
        Column("sector", pl.String, "key", meaning="GTAP 10, lower case"),
        Column("tariff_elasticity", pl.Float64, "intensive", "1", maximum=0),
        Column("distance_elasticity", pl.Float64, "intensive", "1"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the sectors with the published sign."""
    raw = read_stata(path)
    require_columns(path, raw.columns, list(NAMES))
    return finish(raw.rename(NAMES), TABLE)


CONNECTOR = Connector(
    name="gtap_tariff_elasticities",
    origin=origin(
        "gtap_tariff_elasticities",
        "CEPII",
        "Product-level trade elasticities, by GTAP sector",
        "2020-10-08",
        "Fontagné, L., Guimbard, H. and Orefice, G. (2022). Tariff-based product-level trade "
        "elasticities. Journal of International Economics 137, 103593.",
        "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=35",
        "Free with citation",
        "ship",
    ),
    table=TABLE,
    recognise=lambda path, head: b"epsilon_GTAP" in head[:4096] and b"gtap_sector" in head[:4096],
    parse=parse,
    layout=f"Stata file with columns {', '.join(NAMES)}",
)
