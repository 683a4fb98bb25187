"""Published figures on fuels, as quantities with ends: rounding, several publishers, "about"."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

import polars as pl

from steelyard.dossier.records import Point
from steelyard.dossier.series import point
from steelyard.measures.fuel_quantity import Quantity, between
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.units import convert

Figure = dict[str, Any]  # one row of the table of figures

WANTED = "crude|gas_|lng_|coal_|urals|espo|electricity|brent_price|energy|savings_on_"  # by name
# What a figure is counted over: the end of the name of its series, and how a reader says it.
SPANS = {"": "", "_month": ", by month", "_ytd": ", from January"}
ABOUT = 0.025  # "about 100" and midpoints hold to 2.5 % either way, prices in USD/bbl to half one
ABOUT_BARREL = 0.5
ABOUTS = ("approximate", "midpoint", "forecast")


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures on fuels by series, reporter and partner; those of one period together."""

    rows: dict[tuple[str, str, str], dict[str, list[Figure]]]
    seed: int
    made: dict[tuple[str, ...], Quantity] = field(default_factory=dict)

    def of(self, series: str, reporter: str, partner: str) -> dict[str, list[Figure]]:
        """By period, the preferred figure first."""
        return self.rows.get((series, reporter, partner), {})

    def partners(self, series: str, reporter: str) -> list[str]:
        """States (and WLD) for which a reporter has figures."""
        return [key[2] for key in self.rows if key[:2] == (series, reporter) and key[2]]

    def reporters(self, series: str, partner: str) -> list[str]:
        """States that have figures on this partner."""
        return [key[1] for key in self.rows if (key[0], key[2]) == (series, partner) and key[1]]

    def quantity(self, key: tuple[str, str, str], period: str, unit: str = "") -> Quantity | None:
        """The quantity of one period, in another unit of its dimension; None where absent."""
        same = self.of(*key).get(period)
        if not same:
            return None
        name = (*key, period, unit)
        if name not in self.made:  # the same figure errs alike wherever it is used
            self.made[name] = _quantity(same, unit or same[0]["unit"], self.draw(*name[:4]))
        return self.made[name]

    def point(
        self, key: tuple[str, str, str], period: str, unit: str = "", *, share: bool = False
    ) -> Point:
        """The figure itself as a point: bounds, not quantiles, as nobody says how it errs."""
        same = self.of(*key)[period]
        value, low, high = _range(same, unit or same[0]["unit"])
        bound, why = same[0]["bound"], _why(same)
        if bound == "upper":
            low, why = min(0.0, low), "published as an upper limit"
        if share:
            low, high = max(low, 0.0), 1.0 if bound == "lower" else min(high, 1.0)
        estimate = Estimate(value, low, high, None, why)
        return point(period, estimate, "quoted", self.origins(key, period), remarks(same))

    def draw(self, *name: str) -> int:
        """A seed of its own for each number (law 11)."""
        return self.seed + crc32("|".join(name).encode())

    def origins(self, key: tuple[str, str, str], period: str) -> list[str]:
        """Sources of the figures of one period."""
        return [row["origin"] for row in self.of(*key).get(period, ())]


def figures_of(data: Dataset, years: tuple[int, int], seed: int) -> Figures:
    """All figures on fuels of these years that no document under audit gave."""
    table = data.table("figures")
    names = [name for name in table["series"].unique().to_list() if _is_energy(name)]
    kept = table.filter(
        pl.col("series").is_in(names)
        & ~pl.col("claim")
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*years)
    ).sort("preferred", descending=True, maintain_order=True)
    rows: dict[tuple[str, str, str], dict[str, list[Figure]]] = {}
    for row in kept.iter_rows(named=True):
        key = (row["series"], row["reporter"], row["partner"])
        rows.setdefault(key, {}).setdefault(row["period"], []).append(row)
    return Figures(rows, seed)


def _is_energy(name: str) -> bool:
    """Whether a series of figures is about fuels."""
    return any(part in name for part in WANTED.split("|"))


def _quantity(same: list[Figure], unit: str, seed: int) -> Quantity:
    """One quantity from one figure or several, the preferred one as its point."""
    point, low, high = _range(same, unit)
    return between(point, low, high, unit, _why(same), seed=seed)


def _range(same: list[Figure], unit: str) -> tuple[float, float, float]:
    """The preferred figure and the ends of all of them, in a unit."""
    ends = [ends_of(row) for row in same]
    size = convert(1.0, same[0]["unit"], unit)
    numbers = (float(same[0]["value"]), min(low for low, _ in ends), max(up for _, up in ends))
    point, low, high = (number * size for number in numbers)
    return point, low, high


def _why(same: list[Figure]) -> str:
    """What sets the ends."""
    if len(same) > 1:
        return f"range of {len(same)} published figures"
    about = same[0]["bound"] in ABOUTS
    return "published as about so much" if about else "last printed digit"


def ends_of(row: Figure) -> tuple[float, float]:
    """Between which values a printed figure lies."""
    value = float(row["value"])
    if row["bound"] in ABOUTS:
        half = ABOUT_BARREL if row["unit"] == "USD/bbl" else ABOUT * abs(value)
        return value - half, value + half
    half = 0.5 * 10.0 ** -_decimals(f"{value:.10g}")
    return value - half, value + half


def _decimals(printed: str) -> int:
    """Digits behind the point."""
    return len(printed.partition(".")[2])


def remarks(same: list[Figure]) -> str:
    """What a reader must know about the figures of one period."""
    first = same[0]
    limits = {"upper": "published as an upper limit", "lower": "published as a lower limit"}
    parts: list[str] = [f"{len(same)} published figures"] if len(same) > 1 else []
    parts += (
        [limits.get(str(first["bound"]), str(first["bound"]))] if first["bound"] != "exact" else []
    )
    parts += [f"quality: {first['quality']}"] if first["quality"] in ("press", "estimate") else []
    parts += [f"to {first['period_end']}"] if first["period_end"] != first["period"] else []
    return "; ".join(parts)
