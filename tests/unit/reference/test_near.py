"""Distances of main economies: symmetric source, one row a pair, codes of today."""

from datetime import date

import polars as pl

from steelyard.reference.dataset import load
from steelyard.reference.recipe.near import build
from steelyard.reference.tables import DISTANCES


def test_every_pair_stands_once_in_alphabetical_order():
    table = load(date(2026, 1, 1)).table("distances")
    assert table.filter(pl.col("a") >= pl.col("b")).is_empty()
    assert table.select("a", "b").is_duplicated().sum() == 0


def test_neighbours_are_neighbours_and_renamed_states_are_there():
    table = load(date(2026, 1, 1)).table("distances")
    border = set(table.filter("border").select("a", "b").iter_rows())
    assert {("CHN", "RUS"), ("CHN", "KAZ"), ("DEU", "POL")} <= border
    assert ("CHN", "DEU") not in border
    assert {"ROU", "COD"} <= set(table["a"]) | set(table["b"])


def test_without_the_source_there_are_no_rows():
    made = build(lambda name: None)
    assert made.is_empty()
    assert tuple(made.columns) == DISTANCES.names
