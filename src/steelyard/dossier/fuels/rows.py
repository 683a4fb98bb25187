"""Rows of the shipped tables of fuel markets and bargains as estimates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate, Kind, absent, exact

MARKET, BARGAINS = "energy_market", "energy_bargains"
DRAWN = "draws of costs, capacities, elasticities and measures"
NO_ENDS = "its draws were not kept"
NOT_THERE = "not simulated"
LEVEL = 0.9
Row = Mapping[str, Any]


def table(data: Dataset, name: str) -> pl.DataFrame | None:
    """A shipped table; None where it is missing or rests on other rows than this dataset has."""
    found = data.frames.get(name)
    return None if found is None or found.is_empty() else found


def estimate(
    row: Row | None, basis: str = DRAWN, kind: Kind = "simulated", scale: float = 1.0
) -> Estimate:
    """A row as a number with its interval; absent where there is no row or no number."""
    if row is None or row["point"] is None:
        return absent(NOT_THERE)
    point = plain(row["point"] * scale)
    if row["low"] is None or row["high"] is None:
        return exact(point, NO_ENDS, kind)
    low, high = sorted((plain(row["low"] * scale), plain(row["high"] * scale)))
    return Estimate(point, min(low, point), max(high, point), LEVEL, basis, kind)


def plain(value: float) -> float:
    """A number of single precision without the digits that it does not have."""
    return float(f"{value:.6g}")


def by(rows: Iterable[Row], *columns: str) -> dict[tuple[Any, ...], Row]:
    """Rows by the values of some columns."""
    return {tuple(row[column] for column in columns): row for row in rows}
