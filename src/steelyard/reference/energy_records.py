"""What the energy market is built from, as records: nodes, lanes, limits, rates, curves, policies.

Each carries where it comes from: *published* (a printed figure), *derived* (arithmetic on printed
figures, told in the reason) or *assumption* (a range that nobody prints, told as such). What is
made of several parts stands as its weakest one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Standing = Literal["published", "derived", "assumption"]
STANDINGS = ("published", "derived", "assumption")
FUELS = ("crude oil", "gas")


@dataclass(frozen=True, slots=True)
class Range:
    """A number with its ends; None throughout where nothing bounds it."""

    low: float
    usual: float
    high: float


@dataclass(frozen=True, slots=True)
class Said:
    """Where a row comes from."""

    standing: Standing
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Node:
    """A place where a fuel is produced, used or changes ship."""

    fuel: str
    node: str
    name: str
    members: tuple[str, ...]
    price_at: str
    note: str


@dataclass(frozen=True, slots=True)
class Region:
    """Production and use of a node in a year, Mt of oil or bcm of gas."""

    fuel: str
    node: str
    year: int
    production: float
    use: float
    unit: str
    origin: str


@dataclass(frozen=True, slots=True)
class Split:
    """What of one node stands in another: `node` is taken out of `of`."""

    fuel: str
    node: str
    of: str
    year: int
    part: str  # production or use
    amount: Range
    unit: str
    said: Said


@dataclass(frozen=True, slots=True)
class Lane:
    """A way from one node to another; `capacity` None is no limit of its own."""

    lane: str
    fuel: str
    start: str
    end: str
    kind: str  # pipe, tanker or LNG
    via: str  # Suez, Panama, Cape, Northern Sea Route or none
    services: str  # western: may fall under a price cap; own: outside; empty: no ship
    route: str
    distance: float | None  # nautical miles
    cost: Range
    cost_unit: str
    capacity: Range | None
    capacity_unit: str
    opened: date | None
    closed: date | None  # first day without it
    said: Said

    def share_of_year(self, year: int) -> float:
        """Share of the days of a year on which the lane is open."""
        return open_share(self.opened, self.closed, year)


@dataclass(frozen=True, slots=True)
class Limit:
    """What several lanes may carry together, at a yearly rate, between two days."""

    fuel: str
    limit: str
    lanes: tuple[str, ...]
    start: date | None
    end: date | None
    amount: Range
    unit: str
    said: Said

    def share_of_year(self, year: int) -> float:
        """Share of the days of a year on which the limit holds."""
        return open_share(self.start, self.end, year)


@dataclass(frozen=True, slots=True)
class TransportRate:
    """A part of the cost of a lane, between two days where it is dated."""

    fuel: str
    item: str
    start: date | None
    end: date | None
    amount: Range
    unit: str
    said: Said


@dataclass(frozen=True, slots=True)
class Elasticity:
    """How production or use answers to its own price, or what it costs.

    `quantity` is elasticity or a cost by name; `node` is empty where it holds for all.
    """

    fuel: str
    side: str  # supply or demand
    node: str
    quantity: str
    horizon: str  # short, long or empty
    amount: Range
    unit: str
    said: Said


@dataclass(frozen=True, slots=True)
class Policy:
    """A dated measure: ban, price cap, cut, sanction or restraint; `level` None where none."""

    policy: str
    fuel: str
    kind: str
    imposer: str
    lanes: tuple[str, ...]
    start: date
    end: date | None
    level: Range | None
    unit: str
    said: Said


def open_share(start: date | None, end: date | None, year: int) -> float:
    """Share of the days of a year within [start, end).

    Examples
    --------
    >>> from datetime import date
    >>> open_share(None, date(2022, 7, 2), 2022)
    0.4986301369863014
    """
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    begin, stop = max(start or first, first), min(end or last, last)
    return max((stop - begin).days, 0) / (last - first).days
