"""Distances between the centroids of the economies in the BACI totals."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, has_columns, read_csv
from steelyard.sources.trade.baci import baci_origin
from steelyard.vocabulary.tables import Column, Table

COLUMNS = ("iso_o", "iso_d", "dist_km")

TABLE = Table(
    "centroid_distances",
    "Distance between the centroids of two economies",
    (
        Column("origin_code", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("destination_code", pl.String, "key", meaning="ISO 3166 alpha-3"),
        Column("distance_km", pl.Float64, "intensive", "km", minimum=0, maximum=20_038),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read the pairs; an economy's distance from itself is 0 here, as published."""
    raw = read_csv(path, COLUMNS, ended=True)
    names = {
        "iso_o": "origin_code",
        "iso_d": "destination_code",
        "dist_km": "distance_km",
    }
    return finish(raw.rename(names), TABLE)


CONNECTOR = Connector(
    name="centroid_distances",
    origin=baci_origin(
        "centroid_distances", "Centroid distances beside the BACI totals", "210 economies"
    ),
    table=TABLE,
    recognise=lambda path, head: has_columns(head, COLUMNS, only=True),
    parse=parse,
    layout="CSV (or .csv.gz) with columns iso_o, iso_d, dist_km",
)
