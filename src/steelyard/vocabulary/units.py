"""Units, their dimension and their size, so that nothing is added to what it cannot be added to.

Two units convert into each other if they have the same dimension. Currencies, and one currency at
current prices, at prices of a given year or at purchasing power, are different dimensions: a
rate between them is data with a source, not a definition, and is never applied here.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from steelyard.vocabulary.errors import UnitMismatch, UnknownName

Number = TypeVar("Number")

# dimension: (unit and spellings of it, how many of the dimension's base unit it is)
TABLE: dict[str, tuple[tuple[str, float], ...]] = {
    "USD": (
        ("USD", 1.0),
        ("kUSD; thousand USD; USD thousand", 1e3),
        ("USD m; USD mn; million USD", 1e6),
        ("USD bn; billion USD", 1e9),
        ("USD tn; trillion USD", 1e12),
    ),
    "USD at prices of 2023": (
        ("USD m (2023 prices)", 1e6),
        ("USD bn (2023 prices)", 1e9),
    ),
    "constant USD": (("USD (constant)", 1.0), ("USD bn (constant)", 1e9)),
    "international USD": (
        ("intl USD", 1.0),
        ("intl USD m", 1e6),
        ("USD bn PPP; intl USD bn; billion intl USD", 1e9),
        ("trillion intl USD; intl USD tn", 1e12),
    ),
    "CNY": (("CNY", 1.0), ("CNY m", 1e6), ("CNY bn", 1e9), ("CNY tn", 1e12)),
    "EUR": (("EUR", 1.0), ("kEUR", 1e3), ("EUR m", 1e6), ("EUR bn", 1e9)),
    "RUB": (("RUB", 1.0), ("RUB m", 1e6), ("RUB bn", 1e9), ("RUB tn", 1e12)),
    "mass": (
        ("kg", 1.0),
        ("t; tonnes", 1e3),
        ("kt; thousand t", 1e6),
        ("Mt; million t", 1e9),
    ),
    "mass per year": (("t/y", 1e3), ("Mt/y", 1e9)),
    "coal equivalent": (("t coal-equivalent", 1.0), ("thousand t coal-equivalent", 1e3)),
    "gas volume": (("m3", 1.0), ("1000 m3", 1e3), ("million m3", 1e6), ("bcm", 1e9)),
    "gas volume per year": (("bcm/y", 1.0),),
    "oil rate": (("b/d", 1.0), ("kb/d", 1e3), ("mb/d", 1e6)),
    "energy": (("GWh", 3.6e12), ("PJ", 1e15), ("TWh", 3.6e15), ("EJ", 1e18)),
    "price of oil": (("USD/bbl", 1.0),),
    "price of mass": (("USD/t", 1.0), ("USD/kg", 1e3)),
    "price of mass in CNY": (("CNY/t", 1.0),),
    "price of gas volume": (("USD/1000 m3", 1.0),),
    "price of gas energy": (("USD/MMBtu; USD/mmbtu", 1.0),),
    "price of electricity": (("USD/MWh", 1.0),),
    "exchange rate": (("CNY/USD", 1.0),),
    "exchange rate of the rouble": (("RUB/USD", 1.0),),
    "share": (("1", 1.0), ("%", 1e-2)),
    "share of GDP": (("share of GDP", 1.0), ("% of GDP", 1e-2)),
    "growth": (("% per year; %/y", 1.0),),
    "ratio": (("ratio; times", 1.0),),
    "index": (("index", 1.0),),
    "index between 0 and 1": (("index 0-1", 1.0),),
    "vote or stance": (("-1/0/1", 1.0),),
    "score between 1 and 5": (("score 1-5", 1.0),),
    "rank": (("rank", 1.0),),
    "count": (
        ("count; number", 1.0),
        ("thousand", 1e3),
        ("million; m units", 1e6),
        ("billion", 1e9),
    ),
    "persons": (
        ("persons", 1.0),
        ("thousand persons", 1e3),
        ("million persons", 1e6),
        ("billion persons", 1e9),
    ),
    "full-time equivalents": (("FTE", 1.0), ("thousand FTE", 1e3)),
    "votes": (("votes", 1.0),),
    "applications": (("applications", 1.0),),
    "warheads in stockpile": (("warheads (stockpile)", 1.0),),
    "warheads in inventory": (("warheads (total inventory)", 1.0),),
    "trend-indicator value": (("TIV", 1.0), ("TIV m", 1e6)),
    "length": (("m", 1.0), ("km", 1e3)),
    "area": (("ha", 1e4), ("km2", 1e6)),
    "distance in ideal points": (("ideal point", 1.0),),
    "logarithm": (("ln", 1.0),),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `factor` is how many of its dimension's base unit it is."""

    name: str
    dimension: str
    factor: float


@cache
def all_units() -> dict[str, Unit]:
    """Units by name and by every other spelling."""
    units: dict[str, Unit] = {}
    for dimension, sizes in TABLE.items():
        for spellings, factor in sizes:
            name, *others = spellings.split("; ")
            units |= dict.fromkeys([name, *others], Unit(name, dimension, factor))
    return units


def unit(name: str, *, where: str = "unit") -> Unit:
    """The unit of this name or spelling.

    Raises
    ------
    UnknownName
        With the nearest spellings.

    Examples
    --------
    >>> unit("USD mn").name
    'USD m'
    """
    if name not in all_units():
        near = difflib.get_close_matches(name, all_units(), 3, 0.4)
        raise UnknownName(where=where, kind="unit", name=name, nearest=near)
    return all_units()[name]


def factor(from_: str, to: str, *, where: str = "unit conversion") -> float:
    """How many units `to` make one unit `from_`.

    Raises
    ------
    UnitMismatch
        If they have different dimensions.

    Examples
    --------
    >>> factor("bcm", "1000 m3")
    1000000.0
    """
    source, target = unit(from_, where=where), unit(to, where=where)
    if source.dimension != target.dimension:
        raise UnitMismatch(
            where=where,
            found=f"{source.name} ({source.dimension}) to {target.name} ({target.dimension})",
            expected="two units of one dimension (law 4)",
            remedy="Convert with a rate that has a source, as a step of its own.",
        )
    return source.factor / target.factor


def convert(value: Number, from_: str, to: str, *, where: str = "unit conversion") -> Number:
    """A number, array or column in another unit of the same dimension.

    Examples
    --------
    >>> convert(1500.0, "kUSD", "USD m"), convert(34.0, "%", "1")
    (1.5, 0.34)
    """
    size = factor(from_, to, where=where)
    return value if size == 1.0 else value * size  # type: ignore[operator]  # anything that scales
