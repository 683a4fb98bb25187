"""Amounts a year in the unit of a fuel's market, by rates that have a source."""

from __future__ import annotations

from steelyard.measures.fuel_units import rate
from steelyard.measures.ranges import Range
from steelyard.vocabulary.errors import UnitMismatch

DAYS = 365.25


def in_market_units(fuel: str, amount: Range, unit: str, where: str) -> Range:
    """Mbbl or bcm a year from what a table gives.

    A tonne of oil is taken at its usual 7.33 barrels everywhere: the same rate for supply, use
    and capacity, so that its ends would move all amounts together and no price.

    Raises
    ------
    UnitMismatch
        Naming the row, the unit found and those known.

    Examples
    --------
    >>> in_market_units("crude oil", (10.0, 10.0, 20.0), "Mt/y", "spur")
    (73.3, 73.3, 146.6)
    >>> in_market_units("gas", (38.0, 38.0, 38.0), "bcm/y", "Power of Siberia")
    (38.0, 38.0, 38.0)
    """
    factor = _factors(fuel).get(unit.replace(" ", ""))
    if factor is None:
        raise UnitMismatch(
            where=f"{fuel}, {where}",
            found=unit,
            expected=" or ".join(_factors(fuel)) + " (law 4)",
            remedy="Convert the amount in its table, with the rate in the reason.",
        )
    low, usual, high = amount
    return low * factor, usual * factor, high * factor


def _factors(fuel: str) -> dict[str, float]:
    """How many of the market's unit one of each unit is."""
    if fuel == "gas":
        return {"bcm/y": 1.0, "bcm": 1.0}
    barrels = rate("crude oil", "t", "bbl").usual
    return {"Mt/y": barrels, "Mt": barrels, "kb/d": DAYS / 1000, "Mbbl/y": 1.0}
