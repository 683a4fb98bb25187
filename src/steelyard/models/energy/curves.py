"""Straight lines of supply and demand through a price and an amount."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

from steelyard.measures.checks import refuse_unless

UNITS = {  # amount a year and its price, such that amount x price is USD m
    "crude oil": ("Mbbl / year", "USD/bbl"),
    "gas": ("bcm / year", "USD/1000 m3"),
}


@dataclass(frozen=True, slots=True)
class Curve:
    """An inverse curve: price = intercept + slope x amount, from 0 up to `most`.

    The slope is at least 0 for supply and at most 0 for demand. `amount_unit` and `price_unit`
    say what is counted, so that barrels and tonnes cannot meet in one market (law 4).
    """

    intercept: float
    slope: float
    amount_unit: str
    price_unit: str
    most: float = inf

    def at(self, amount: float) -> float:
        """The price at which that amount is supplied or demanded."""
        return self.intercept + self.slope * amount


def demand_through(price: float, amount: float, elasticity: float, fuel: str) -> tuple[Curve]:
    r"""The straight demand curve through one point with one elasticity there.

    .. math:: p(q) = \bar p + \frac{\bar p}{\varepsilon \bar q} (q - \bar q)

    A line has its elasticity at that point alone: with dearer fuel it grows, up to the choke price
    :math:`\bar p (1 - 1/\varepsilon)` at which nothing is used.

    Parameters
    ----------
    price, amount : price and amount a year in the units of `fuel`, above 0
    elasticity : 1, below 0
    fuel : name in `UNITS`

    Returns
    -------
    curve : Curve, alone in a tuple

    Raises
    ------
    InputError
        If price or amount is not above 0, the elasticity not below 0, or the fuel unknown.

    References
    ----------
    Takayama, T. and Judge, G. (1964). Equilibrium among spatially separated markets.
    *Econometrica* 32(4), 510-524 (linear curves).

    Examples
    --------
    >>> (demand,) = demand_through(80.0, 100.0, -0.5, "crude oil")
    >>> demand.at(100.0), demand.intercept
    (80.0, 240.0)
    """
    _refuse(price, amount, -elasticity, fuel, "demand, elasticity below 0")
    slope = price / (elasticity * amount)
    return (Curve(price - slope * amount, slope, *UNITS[fuel]),)


def supply_through(
    price: float, amount: float, elasticity: float, fuel: str, *, floor: float = 0.0
) -> tuple[Curve, ...]:
    r"""The supply curve through one point with one elasticity there, and nothing below a floor.

    .. math:: p(q) = \max\left(p_0,\;
        \bar p + \frac{\bar p}{\varepsilon \bar q} (q - \bar q)\right)

    An inelastic line would have its owner pay to be rid of fuel; below the floor wells are shut
    in. Above the point the elasticity tends to 1.

    Parameters
    ----------
    price, amount : price and amount a year in the units of `fuel`, above 0
    elasticity : 1, above 0
    fuel : name in `UNITS`
    floor : the same unit as `price`, from 0 to `price`
        Price below which nothing is supplied.

    Returns
    -------
    curves : Curve
        A flat piece at the floor, and the line from there on; the line alone where it starts
        above the floor.

    Raises
    ------
    InputError
        If price or amount is not above 0, the elasticity not above 0, the floor outside its
        range, or the fuel unknown.

    References
    ----------
    Johnson, S., Rachel, L. and Wolfram, C. (2023). NBER Working Paper 31347 (shutting in).

    Examples
    --------
    >>> flat, line = supply_through(80.0, 100.0, 0.2, "crude oil", floor=40.0)
    >>> flat.most, line.at(10.0)
    (90.0, 80.0)
    """
    _refuse(price, amount, elasticity, fuel, "supply, elasticity above 0")
    refuse_unless(0 <= floor <= price, where=f"supply of {fuel}", found=f"a floor of {floor:g}",
                  expected=f"from 0 to the price, {price:g}",
                  remedy="Take the price at which wells are shut in.")  # fmt: skip
    slope = price / (elasticity * amount)
    start = price - slope * amount
    if start >= floor:
        return (Curve(start, slope, *UNITS[fuel]),)
    return (
        Curve(floor, 0.0, *UNITS[fuel], most=(floor - start) / slope),
        Curve(floor, slope, *UNITS[fuel]),
    )


def _refuse(price: float, amount: float, elasticity: float, fuel: str, what: str) -> None:
    """Refuse what no curve goes through."""
    refuse_unless(
        fuel in UNITS,
        where="curve",
        found=fuel,
        expected=f"one of {', '.join(UNITS)}",
        remedy="Name a fuel whose units are known.",
    )
    refuse_unless(
        all(map(isfinite, (price, amount, elasticity)))
        and min(price, amount) > 0
        and elasticity > 0,
        where=f"curve of {fuel}",
        found=f"price {price:g}, amount {amount:g}, size of the elasticity {elasticity:g}",
        expected=f"price and amount above 0 ({what})",
        remedy="Leave a node without supply or demand instead of giving it a curve of nothing.",
    )
