"""What it cost to ship a barrel on a route in a month, and what a price usually differed by.

Rows of ``freight.csv`` are published rates, each with its publisher; two publishers of one route
and month give one range. Rows of ``usual.csv`` are means of customs months that may not be
shipped themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.measures.fuel_price import gap, per_other_unit
from steelyard.measures.fuel_quantity import Quantity, between
from steelyard.measures.fuel_units import rate
from steelyard.measures.price_correction import independent, usual_from
from steelyard.reference.dataset import COMPILED
from steelyard.vocabulary.errors import BadRows
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.states.registry import read_rows

FREIGHT, USUAL = (Path(__file__).with_name(name) for name in ("freight.csv", "usual.csv"))
VOYAGE, BARREL = "USD mn a voyage", "USD/bbl"
EUROPE = "Russian ports to Europe"


@dataclass(frozen=True, slots=True)
class Rate:
    """What a publisher says of one route from one month to another."""

    route: str
    first: str
    last: str
    low: float
    usual: float
    high: float
    unit: str
    tonnes: float | None
    publisher: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Usual:
    """Mean price and mean benchmark of the usual years, and how far years and months spread."""

    first: int
    last: int
    lag: int
    price: float
    market: float
    spread_years: float
    spread_months: float
    route: str
    source: str


@cache
def rates() -> tuple[Rate, ...]:
    """All rates, checked."""
    return tuple(_rate(row, line) for line, row in enumerate(read_rows(FREIGHT), start=2))


@cache
def rate_origins() -> dict[str, Origin]:
    """Pages on which rates were published, by address."""
    return {
        one.source: Origin(
            id=one.source,
            producer=one.publisher,
            title=f"freight, {one.route}",
            version="",
            citation=f"{one.publisher}: freight, {one.route}",
            url=one.source,
            licence="single figure, cited",
            accessed=COMPILED,
            terms="figures",
        )
        for one in rates()
    }


@cache
def usuals() -> dict[tuple[str, str, str, str], Usual]:
    """Usual differences by fuel, seller, buyer and benchmark."""
    return {
        (row["fuel"], row["seller"], row["buyer"], row["benchmark"]): Usual(
            int(row["first"]), int(row["last"]), int(row["lag"]), float(row["price"]),
            float(row["market"]), float(row["spread_years"]), float(row["spread_months"]),
            row["route"], row["source"],
        )
        for row in read_rows(USUAL)
    }  # fmt: skip


def shipping(route: str, period: str, seed: int) -> tuple[Quantity, tuple[str, ...]] | None:
    """USD a barrel on a route in a month, from the least to the most that is published."""
    same = [each for each in rates() if each.route == route and each.first <= period <= each.last]
    if not same:
        return None
    ends = [_by_barrel(one) for one in same]
    low, high = min(each[0] for each in ends), max(each[2] for each in ends)
    words = " and ".join(one.publisher for one in same)
    middle = sum(each[1] for each in ends) / len(ends)
    found = between(middle, low, high, BARREL, f"rates of {words}", seed=seed)
    return found, tuple(one.source for one in same)


def usual_delivered(usual: Usual, *, months: bool, seed: int) -> Quantity:
    """The usual gap of a delivered price, with the same unknown barrels per tonne as the later."""
    paid = between(usual.price, usual.price, usual.price, "USD/t", usual.source)
    market = between(usual.market, usual.market, usual.market, BARREL, usual.source)
    middle = gap(per_other_unit(paid, rate("crude oil", "t", "bbl"), seed=seed), market)
    years = usual.last - usual.first + 1
    spread, count = usual.spread_years, float(years)
    if months:
        spread = usual.spread_months
        count = independent(12 * years, years, spread, usual.spread_years)
    more = usual_from(0.0, spread, count, BARREL, usual.source, seed=seed)
    return Quantity(middle.point, middle.draws + more.draws, BARREL,
                    (f"spread of {usual.first}-{usual.last}", *middle.why))  # fmt: skip


def _by_barrel(one: Rate) -> tuple[float, float, float]:
    """Least, usual and most for a barrel, with the ends of barrels in a tonne."""
    if one.tonnes is None:
        return one.low, one.usual, one.high
    barrels = rate("crude oil", "t", "bbl")
    each = 1e6 / one.tonnes
    return (
        one.low * each / barrels.high,
        one.usual * each / barrels.usual,
        one.high * each / barrels.low,
    )


def _rate(row: dict[str, str], line: int) -> Rate:
    """A checked row."""
    found = Rate(
        row["route"], row["period"], row["period_end"], float(row["low"]), float(row["usual"]),
        float(row["high"]), row["unit"], float(row["tonnes"]) if row["tonnes"] else None,
        row["publisher"], row["source"], row["note"],
    )  # fmt: skip
    sound = (
        0 < found.low <= found.usual <= found.high
        and found.first <= found.last
        and found.unit in (VOYAGE, BARREL)
        and (found.tonnes is not None) == (found.unit == VOYAGE)
        and found.source.startswith("https://")
    )
    if not sound:
        raise BadRows(
            where=f"{FREIGHT.name}, line {line}",
            found=str(row),
            expected=f"low <= usual <= high above 0 in {VOYAGE!r} with tonnes or {BARREL!r}",
            remedy="Correct the row; each needs an address of its source.",
        )
    return found
