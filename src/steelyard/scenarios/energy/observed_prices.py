"""Prices that a buyer paid a seller by pipe or tanker, one source a list, for the posterior."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from steelyard.measures.fuel_units import rate
from steelyard.reference.dataset import Dataset
from steelyard.reference.energy_market import elasticities
from steelyard.vocabulary.errors import NoData
from steelyard.vocabulary.states import by_iso3
from steelyard.vocabulary.units import convert

BRENT = "CRUDE_BRENT"
SMALLEST = 1.0  # USD m: less is samples and remnants
GAS_VOLUMES = ("gas_pipeline_pos_volume", "gas_pipeline_exports_volume")
MINISTRY, FORECAST = "seller's ministry", "seller's ministry, forecast"
CUSTOMS = "trade statistics over weight"
VOLUME = "trade statistics over published volume"
PRINTED = "printed unit value"
BORDER = "price printed at the border"
GAS_PRICES = (("gas_export_price", MINISTRY), ("gas_export_price_forecast", FORECAST))
# In what order sources of one year stand where one price has to be taken
ORDERS = {
    "ministry first": (MINISTRY, VOLUME, FORECAST, BORDER),
    "trade statistics first": (VOLUME, BORDER, MINISTRY, FORECAST),
    "oil": (CUSTOMS, PRINTED),
}


@dataclass(frozen=True, slots=True)
class PricePaid:
    """One price of one year: delivered, in the unit of the fuel's market."""

    year: int
    price: float
    source: str
    origin: str


def paid(data: Dataset, fuel: str, seller: str, buyer: str) -> tuple[PricePaid, ...]:
    """Every yearly price of a pair by source, the years ascending.

    Gas: what the seller's ministry gives, values of trade over published volumes, and prices
    printed at the border. Oil: values of trade over weight, and printed unit values.
    """
    found = _gas(data, seller, buyer) if fuel == "gas" else _oil(data, seller, buyer)
    return tuple(sorted(found, key=lambda each: (each.year, each.source)))


def one_a_year(prices: tuple[PricePaid, ...], order: str) -> tuple[PricePaid, ...]:
    """The first source of an order that has each year.

    Sources are not averaged: one that is wrong would pull the other along unseen.
    """
    rank = {source: at for at, source in enumerate(ORDERS[order])}
    best: dict[int, PricePaid] = {}
    for each in prices:
        if each.source in rank and (
            each.year not in best or rank[each.source] < rank[best[each.year].source]
        ):
            best[each.year] = each
    return tuple(best[year] for year in sorted(best))


def _gas(data: Dataset, seller: str, buyer: str) -> list[PricePaid]:
    """Prices of gas by pipe, USD/1000 m3."""
    found = [
        PricePaid(int(row["period"]), float(row["value"]), source, row["origin"])
        for name, source in GAS_PRICES
        for row in _figures(data, name, seller, buyer).iter_rows(named=True)
    ]
    table = data.table("fuels").filter(
        exporter=seller, importer=buyer, fuel="pipeline gas"
    ).filter((pl.col("period").str.len_chars() == 4) & (pl.col("value") >= SMALLEST))  # fmt: skip
    for row in table.iter_rows(named=True):
        volume = _volume(data, seller, buyer, row["period"])
        if volume:
            found.append(
                PricePaid(int(row["period"]), row["value"] / volume, VOLUME, row["origin"])
            )
    return found + list(_border(data, seller, buyer))


def _volume(data: Dataset, seller: str, buyer: str, period: str) -> float | None:
    """Published volume of a year, bcm."""
    for name in GAS_VOLUMES:
        same = _figures(data, name, seller, buyer).filter(period=period)
        if same.height:
            row = same.row(0, named=True)
            return convert(float(row["value"]), row["unit"], "bcm")
    return None


def _border(data: Dataset, seller: str, buyer: str) -> list[PricePaid]:
    """Prices that the table of curves prints at the buyer's border: means of what a year has."""
    by_year: dict[int, list[float]] = {}
    for row in elasticities("gas"):
        if row.quantity.startswith("price at the ") and _names(row.quantity, seller, buyer):
            year = int(row.quantity.rsplit(", ", 1)[1][:4])
            by_year.setdefault(year, []).append(row.amount.usual)
    return [PricePaid(year, sum(prices) / len(prices), BORDER, "")
            for year, prices in by_year.items()]  # fmt: skip


def _names(quantity: str, seller: str, buyer: str) -> bool:
    """Whether a row speaks of this seller at this buyer's border."""
    states = by_iso3()
    if buyer not in states or seller not in states:  # a side of several states
        return False
    at_border = f"price at the {states[buyer].adjective} border" in quantity
    return at_border and states[seller].name.split(" (")[0] in quantity


def _oil(data: Dataset, seller: str, buyer: str) -> list[PricePaid]:
    """Prices of crude, USD/bbl."""
    barrels = rate("crude oil", "t", "bbl").usual
    table = data.table("fuels").filter(
        exporter=seller, importer=buyer, fuel="crude oil"
    ).filter(
        (pl.col("period").str.len_chars() == 4)
        & (pl.col("value") >= SMALLEST)
        & (pl.col("quantity") > 0)
    )  # fmt: skip
    found = [
        PricePaid(int(row["period"]), row["value"] * 1e6 / row["quantity"] / barrels, CUSTOMS,
                  row["origin"])
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    return found + [
        PricePaid(int(row["period"]), float(row["value"]) / barrels, PRINTED, row["origin"])
        for row in _figures(data, "crude_import_unit_value", buyer, seller).iter_rows(named=True)
    ]


def _figures(data: Dataset, name: str, reporter: str, partner: str) -> pl.DataFrame:
    """Figures of whole years that no document under audit gave, the preferred one first."""
    return data.table("figures").filter(
        (pl.col("series") == name) & (pl.col("reporter") == reporter)
        & (pl.col("partner") == partner) & ~pl.col("claim")
        & (pl.col("period").str.len_chars() == 4)
    ).sort("preferred", descending=True, maintain_order=True).unique(
        "period", keep="first", maintain_order=True
    )  # fmt: skip


def grade_to_europe(data: Dataset, seller: str) -> tuple[PricePaid, ...]:
    """Yearly prices of the seller's grade at its ports, USD/bbl: what its European buyers paid."""
    return tuple(
        PricePaid(int(row["period"]), float(row["value"]), PRINTED, row["origin"])
        for row in _figures(data, "urals_price", seller, "").iter_rows(named=True)
    )


def oil_months(data: Dataset, start: date, end: date) -> dict[date, float]:
    """Brent by month within [start, end), the price table first, then quoted figures.

    Raises
    ------
    NoData
        If a month lacks.
    """
    wanted = [date(year, month, 1) for year in range(start.year, end.year + 1)
              for month in range(1, 13) if start <= date(year, month, 1) < end]  # fmt: skip
    table = data.table("prices").filter(commodity=BRENT)
    known = dict(zip(table["period"], table["value"], strict=True))
    quoted = data.table("figures").filter(
        (pl.col("series") == "brent_price") & ~pl.col("claim") & (pl.col("reporter") == "WLD")
    )
    for period, value in quoted.select("period", "value").iter_rows():
        known.setdefault(period, value)
    missing = [f"{month:%Y-%m}" for month in wanted if f"{month:%Y-%m}" not in known]
    if missing:
        raise NoData(where="price of Brent by month", found=f"nothing for {missing[0]}.",
                     expected="every month of the lag", remedy="Choose earlier years.")  # fmt: skip
    return {month: float(known[f"{month:%Y-%m}"]) for month in wanted}
