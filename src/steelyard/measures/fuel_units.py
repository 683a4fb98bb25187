"""From barrels, tonnes, cubic metres and heat to each other: rates, not definitions.

A tonne of crude oil holds more or fewer barrels with its grade, and a cubic metre of gas more or
less heat. Each rate therefore has two ends and a source; a price that was converted carries them
in its interval. Heat is gross (higher heating value), as gas is sold.
"""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.vocabulary.errors import UnitMismatch

REVIEW = "Statistical Review of World Energy, approximate conversion factors (July 2021)"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many `to` one `of` is of a fuel: the usual number, and the ends between which it lies."""

    fuel: str
    of: str
    to: str
    usual: float
    low: float
    high: float
    source: str


RATES = (
    Rate(
        "crude oil", "t", "bbl", 7.33, 7.2, 7.45,
        f"{REVIEW}: 7.33, world average; ends are crude of 31 and 36 degrees API",
    ),
    Rate(
        "pipeline gas", "1000 m3", "MMBtu", 35.8, 35.1, 37.9,
        "35.8 is customary; ends are a cubic metre at 20 C with 8,850 kcal and the 40 MJ of the "
        "Statistical Review, both gross",
    ),
    Rate(
        "LNG", "t", "MMBtu", 51.6, 51.0, 52.6,
        f"{REVIEW}: 1,360 m3 a tonne, of 40 MJ gross; upper end is pure methane, 55.5 GJ",
    ),
    Rate("coal", "t", "t", 1.0, 1.0, 1.0, "the same unit"),
)  # fmt: skip

# Heat of a fuel for its part in all primary energy, net (lower heating value), in GJ.
HEAT = (
    Rate("crude oil", "t", "GJ", 41.868, 41.4, 42.7, f"{REVIEW}: one tonne of oil equivalent"),
    Rate("coal", "t", "GJ", 25.1, 20.9, 29.3, "hard coal of 5,000 to 7,000 kcal a kg"),
    Rate("LNG", "t", "GJ", 48.747, 48.0, 50.0, f"{REVIEW}: 48.747 PJ per million tonnes"),
    Rate("pipeline gas", "1000 m3", "GJ", 36.0, 33.1, 36.0, f"{REVIEW}: 36 PJ per bcm; low end "
         "is a cubic metre at 20 C with 7,900 kcal net"),
)  # fmt: skip


# Amounts a year as markets and contracts state them. Barrels a day are counted over a mean year.
AMOUNTS = (
    Rate("crude oil", "Mt", "Mbbl", 7.33, 7.2, 7.45, RATES[0].source),
    Rate(
        "crude oil", "kb/d", "Mbbl / year", 0.36525, 0.365, 0.366,
        "365.25 days; ends are a common year and a leap year",
    ),
    Rate(
        "crude oil", "kb/d", "Mt / year", 0.0498, 0.0490, 0.0508,
        f"{REVIEW}: 49.8 t a year for a barrel a day; ends are crude of 31 and 36 degrees API",
    ),
    Rate(
        "gas", "bcm", "million MMBtu", 35.8, 35.1, 37.9,
        RATES[1].source,
    ),
    Rate(
        "gas", "bcm", "Mt LNG", 0.735, 0.68, 0.74,
        f"{REVIEW}: 0.735 (1,360 m3 a tonne); ends are a cubic metre with 35.1 MMBtu in a tonne "
        "with 51.6, and one with 37.9 in a tonne with 51.0, all gross",
    ),
    Rate(
        "gas", "Mt LNG", "bcm", 1.36, 1.35, 1.47,
        f"{REVIEW}: 1.36; ends are those of bcm to Mt LNG turned over",
    ),
)  # fmt: skip


def rate(fuel: str, of: str, to: str, rates: tuple[Rate, ...] = RATES) -> Rate:
    """The rate of a fuel between two units.

    Raises
    ------
    UnitMismatch
        Naming both units, where no rate between them is known for the fuel.

    Examples
    --------
    >>> rate("crude oil", "t", "bbl").usual
    7.33
    """
    for each in rates:
        if (each.fuel, each.of, each.to) == (fuel, of, to):
            return each
    raise UnitMismatch(
        where=f"conversion of {fuel}",
        found=f"{of} to {to}",
        expected="one of " + ", ".join(f"{each.fuel}: {each.of} to {each.to}" for each in rates),
        remedy="Take both amounts in one unit, or add a rate with its source.",
    )
