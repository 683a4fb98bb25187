"""World prices beside which a price paid is held, and their months."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import fmean

import polars as pl

from steelyard.measures.fuel_quantity import Quantity, between
from steelyard.reference.dataset import Dataset

LAGS = (0, 1, 2)  # months by which an import price follows the market: formula, voyage, customs
USUAL_LAG = 1
TIMING = "prices of the same month and of one and two months before"
UNITS = {"$/bbl": "USD/bbl", "$/mmbtu": "USD/MMBtu", "$/mt": "USD/t"}


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One world price: its code in the table, its name, and the fuels that it prices."""

    code: str
    name: str
    fuels: tuple[str, ...]


BENCHMARKS = (
    Benchmark("CRUDE_BRENT", "Brent", ("crude oil",)),
    Benchmark("CRUDE_DUBAI", "Dubai", ("crude oil",)),
    Benchmark("NGAS_EUR", "European hub gas", ("pipeline gas",)),
    Benchmark("NGAS_JP", "LNG in Japan", ("LNG", "pipeline gas")),
    Benchmark("COAL_AUS", "Australian coal", ("coal",)),
)
GRADES = {"CRUDE_URALS": "Urals"}  # grades of a seller, monthly, from a user's own store
# Where months of the first lack, all months of a price are taken from the second: never mixed.
INSTEAD = {"CRUDE_BRENT": "brent_price"}


@dataclass(frozen=True, slots=True)
class Market:
    """Monthly prices by benchmark, with their unit and origin."""

    months: dict[str, dict[str, float]]
    units: dict[str, str]
    origins: dict[str, str]
    means: dict[tuple[str, int, int], float | None] = field(default_factory=dict)  # worked out once

    def price(self, code: str, period: str, *, year_to_date: bool = False) -> Quantity | None:
        """Mean of a month, year or the months from January, lagged; None where a month lacks."""
        source = self.source(code, period, year_to_date=year_to_date)
        if source is None:
            return None
        wanted = _months(period, year_to_date=year_to_date)
        known = [mean for lag in LAGS if (mean := self._mean(source, wanted, lag)) is not None]
        return between(
            known[USUAL_LAG], min(known), max(known), self.units[source], TIMING,
            seed=int(period[:4]),
        )  # fmt: skip

    def source(self, code: str, period: str, *, year_to_date: bool = False) -> str | None:
        """Which series has every month of the period and of its lags."""
        wanted = _months(period, year_to_date=year_to_date)
        for each in (code, INSTEAD.get(code, "")):
            if all(self._mean(each, wanted, lag) is not None for lag in LAGS):
                return each
        return None

    def at_lag(
        self, code: str, period: str, lag: int, *, year_to_date: bool = False
    ) -> Quantity | None:
        """The price of the months that lie so many earlier, as printed."""
        source = self.source(code, period, year_to_date=year_to_date)
        if source is None:
            return None
        mean = self._mean(source, _months(period, year_to_date=year_to_date), lag)
        assert mean is not None
        return between(mean, mean - 0.005, mean + 0.005, self.units[source], "last printed digit")

    def unlagged(self, code: str, period: str) -> Quantity | None:
        """The price of just these months, for quotations of the same day."""
        mean = self._mean(code, _months(period), 0)
        if mean is None:
            return None
        return between(mean, mean - 0.005, mean + 0.005, self.units[code], "last printed digit")

    def _mean(self, code: str, wanted: list[int], lag: int) -> float | None:
        """Mean of months that lie `lag` months earlier."""
        key = (code, wanted[0] - lag, wanted[-1] - lag)
        if key not in self.means:
            known = self.months.get(code, {})
            found = [known.get(_name(month - lag)) for month in wanted]
            values = [value for value in found if value is not None]
            self.means[key] = fmean(values) if len(values) == len(wanted) else None
        return self.means[key]


def market(data: Dataset) -> Market:
    """Every benchmark of the dataset."""
    codes = [*(each.code for each in BENCHMARKS), *GRADES]
    table = data.table("prices").filter(pl.col("commodity").is_in(codes))
    months: dict[str, dict[str, float]] = {}
    units: dict[str, str] = {}
    origins: dict[str, str] = {}
    for code, period, value, unit, origin in table.select(
        "commodity", "period", "value", "unit", "origin"
    ).iter_rows():
        months.setdefault(code, {})[period] = value
        units[code], origins[code] = UNITS[unit], origin
    for name in INSTEAD.values():
        rows = data.table("figures").filter(
            (pl.col("series") == name)
            & pl.col("preferred")
            & (pl.col("period").str.len_chars() > 4)
        )
        for period, value, unit, origin in rows.select(
            "period", "value", "unit", "origin"
        ).iter_rows():
            months.setdefault(name, {})[period] = value
            units[name], origins[name] = unit, origin
    return Market(months, units, origins)


def _months(period: str, *, year_to_date: bool = False) -> list[int]:
    """Months of a period, counted from year 0."""
    year, _, month = period.partition("-")
    first = int(year) * 12
    if not month:
        return list(range(first, first + 12))
    return list(range(first if year_to_date else first + int(month) - 1, first + int(month)))


def _name(month: int) -> str:
    """A counted month as ``YYYY-MM``."""
    return f"{month // 12}-{month % 12 + 1:02d}"
