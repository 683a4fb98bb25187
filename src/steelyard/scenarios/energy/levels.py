"""The world price of a fuel over a span of days, from the shipped price tables."""

from __future__ import annotations

from datetime import date

import polars as pl

from steelyard.measures.fuel_units import rate
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.errors import NoData

MARKERS = {"crude oil": "CRUDE_BRENT", "gas": "NGAS_EUR"}
QUOTED = {"crude oil": "brent_price", "gas": "gas_export_price"}


def level(data: Dataset, fuel: str, start: date, end: date) -> float:
    """Mean price of the months within [start, end), USD/bbl or USD/1000 m3.

    Brent for oil and the European hub for gas, by month; where no month is known, quoted figures
    of these months, then of the year: for gas what Russia's buyers in Europe and Türkiye paid.

    Raises
    ------
    NoData
        If nobody says what the price was.
    """
    months = [
        f"{year}-{month:02d}"
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if start <= date(year, month, 1) < end
    ]
    table = data.table("prices").filter(commodity=MARKERS[fuel])
    found = table.filter(pl.col("period").is_in(months))["value"]
    if found.len():
        factor = rate("pipeline gas", "1000 m3", "MMBtu").usual if fuel == "gas" else 1.0
        return float(found.mean()) * factor  # pyright: ignore[reportArgumentType]
    return _quoted(data, fuel, months)


def _quoted(data: Dataset, fuel: str, months: list[str]) -> float:
    """From published figures without a partner."""
    table = data.table("figures").filter(
        (pl.col("series") == QUOTED[fuel]) & (pl.col("partner") == "")
    )
    for wanted in (months, [months[0][:4]]):
        found = table.filter(pl.col("period").is_in(wanted))["value"]
        if found.len():
            return float(found.mean())  # pyright: ignore[reportArgumentType]
    raise NoData(
        where=f"price of {fuel}",
        found=f"nothing for {months[0]} to {months[-1]}.",
        expected=f"{MARKERS[fuel]} by month, or a quoted figure",
        remedy="Choose earlier days, or add prices to a store.",
    )
