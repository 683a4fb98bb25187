"""The tables of the energy market: names, columns, units, keys."""

import polars as pl

from steelyard.vocabulary.tables import Column, Table

ENERGY_REGIONS = Table(
    "energy_regions",
    "Production and use of oil and gas by node of the energy market and year, sums of states",
    (
        Column("fuel", pl.String, "key", meaning="crude oil (with liquids) or gas"),
        Column("node", pl.String, "key", meaning="see reference/energy/nodes.csv"),
        Column("year", pl.Int16, "key"),
        Column("production", pl.Float64, "extensive", "Mt (oil) or bcm (gas) a year", minimum=0),
        Column("use", pl.Float64, "extensive", "Mt (oil) or bcm (gas) a year", minimum=0),
        Column("unit", pl.String, "label"),
        Column("origin", pl.String, "label"),
    ),
)
