"""Prices paid for a fuel, discounts and what they cost, with everything that makes them unsure.

Arithmetic works on the draws of quantities (rounding, several publishers, a rate of conversion,
noisy reports), so that each interval holds all that went into it.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from steelyard.measures.checks import refuse_unless
from steelyard.measures.fuel_quantity import DRAWS, Quantity
from steelyard.measures.fuel_units import Rate
from steelyard.vocabulary.errors import UnitMismatch
from steelyard.vocabulary.estimate import Estimate, absent


def price(value: Quantity, volume: Quantity) -> Quantity:
    r"""Mean price paid: value over volume.

    .. math:: p = V / Q

    Parameters
    ----------
    value : USD
    volume : t, bbl or 1000 m3
        Of the same shipments, above 0 in every draw.

    Returns
    -------
    price : Quantity, USD / unit of the volume

    Raises
    ------
    InputError
        If the volume reaches 0.

    References
    ----------
    International Monetary Fund (2009). *Export and Import Price Index Manual*, ch. 2.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> value = between(60.0, 60.0, 60.0, "USD", "exact")
    >>> price(value, between(8.0, 8.0, 8.0, "t", "exact")).unit
    'USD/t'
    """
    _refuse_zero("price", volume)
    return Quantity(
        value.point / volume.point,
        value.draws / volume.draws,
        f"{value.unit}/{volume.unit}",
        _reasons(value, volume),
    )


def per_other_unit(paid: Quantity, rate: Rate, *, seed: int = 0) -> Quantity:
    r"""A price for another unit of the fuel, with the ends of the rate in its interval.

    .. math:: p' = p / r, \quad r^{(d)} \sim U(r_0, r_1)

    Parameters
    ----------
    paid : Quantity, USD / `rate.of`
    rate : Rate
        How many of the new unit one of the old is.
    seed : count

    Returns
    -------
    price : Quantity, USD / `rate.to`

    Raises
    ------
    UnitMismatch
        If the price is not for the unit that the rate starts from; both are named.

    References
    ----------
    JCGM 100:2008, 4.3.7 (rectangular distribution between known limits).

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> from steelyard.measures.fuel_units import rate
    >>> paid = between(733.0, 733.0, 733.0, "USD/t", "exact")
    >>> round(per_other_unit(paid, rate("crude oil", "t", "bbl")).point, 6)
    100.0
    """
    currency, _, unit = paid.unit.partition("/")
    if unit != rate.of:
        raise _mixed("conversion of a price", paid.unit, f"{currency}/{rate.of}")
    drawn = np.random.default_rng(seed).uniform(rate.low, rate.high, DRAWS)
    why = (*paid.why, f"{rate.low:g} to {rate.high:g} {rate.to} per {rate.of}")
    return Quantity(paid.point / rate.usual, paid.draws / drawn, f"{currency}/{rate.to}", why)


def discount_of(paid: Quantity, benchmark: Quantity) -> Quantity:
    r"""Part of the benchmark that the seller forgoes.

    .. math:: \delta = 1 - p / p^*

    Its log form ln(1 - delta) changes sign when the two prices change places.

    Parameters
    ----------
    paid, benchmark : USD / the same unit

    Returns
    -------
    discount : Quantity, 1, at most 1
        Below 0 it is a premium.

    Raises
    ------
    UnitMismatch
        If the units differ; both are named.
    InputError
        If the benchmark reaches 0.

    References
    ----------
    Babina, T. et al. (2023). Assessing the impact of international sanctions on Russian oil
    exports. SSRN 4366337.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> paid, other = (between(x, x, x, "USD/t", "exact") for x in (677.1, 742.9))
    >>> round(discount_of(paid, other).point, 4)
    0.0886
    """
    if paid.unit != benchmark.unit:
        raise _mixed("discount", paid.unit, benchmark.unit)
    _refuse_zero("discount", benchmark)
    drawn = 1.0 - paid.draws / benchmark.draws
    return Quantity(1.0 - paid.point / benchmark.point, drawn, "1", _reasons(paid, benchmark))


def gap(paid: Quantity, benchmark: Quantity) -> Quantity:
    r"""How much less than the benchmark is paid.

    .. math:: g = p^* - p, \qquad g(p, p^*) = -g(p^*, p)

    Parameters
    ----------
    paid, benchmark : the same unit

    Returns
    -------
    gap : Quantity, the same unit
        Above 0 is a discount, below 0 a premium.

    Raises
    ------
    UnitMismatch
        If the units differ; both are named.

    References
    ----------
    Own arithmetic; quoted discounts of crude oil are in this form.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> paid, other = (between(x, x, x, "USD/bbl", "exact") for x in (74.0, 86.2))
    >>> round(gap(paid, other).point, 2), round(gap(other, paid).point, 2)
    (12.2, -12.2)
    """
    if paid.unit != benchmark.unit:
        raise _mixed("gap of two prices", paid.unit, benchmark.unit)
    return Quantity(
        benchmark.point - paid.point,
        benchmark.draws - paid.draws,
        paid.unit,
        _reasons(paid, benchmark),
    )


def forgone(less: Quantity, volume: Quantity) -> Quantity:
    r"""Income that a seller goes without, were the benchmark to be had for the whole flow.

    .. math:: C = (p^* - p)\, Q

    An upper bound of a concession where the benchmark buyers could not have taken the flow, or
    where grade and freight are part of the gap.

    Parameters
    ----------
    less : USD / unit
        The gap.
    volume : unit

    Returns
    -------
    forgone : Quantity, USD

    Raises
    ------
    UnitMismatch
        If the gap is not for the unit of the volume; both are named.

    References
    ----------
    Babina, T. et al. (2023). SSRN 4366337.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> less = between(65.8, 65.8, 65.8, "USD/t", "exact")
    >>> round(forgone(less, between(86.25e6, 86.25e6, 86.25e6, "t", "exact")).point / 1e9, 2)
    5.68
    """
    currency, _, unit = less.unit.partition("/")
    if unit != volume.unit:
        raise _mixed("income forgone", less.unit, f"{currency}/{volume.unit}")
    return Quantity(
        less.point * volume.point, less.draws * volume.draws, currency, _reasons(less, volume)
    )


def bounded_share(part: Quantity, whole: Quantity) -> Estimate:
    r"""Part of a whole, at most 1; absent where the part is above the whole.

    .. math:: s = P / W

    Parameters
    ----------
    part, whole : the same unit, on one basis

    Returns
    -------
    share : Estimate, 1, in [0, 1]
        Absent where the point exceeds 1: the two figures then have different scopes.

    Raises
    ------
    UnitMismatch
        If the units differ; both are named.
    InputError
        If the whole reaches 0.

    References
    ----------
    JCGM 101:2008. *Propagation of distributions using a Monte Carlo method*, 5.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> part = between(107.0, 106.5, 107.5, "Mt", "rounding", seed=1)
    >>> bounded_share(part, between(564.0, 563.5, 564.5, "Mt", "rounding")).text(percent=True)
    '18.97 % (18.89 to 19.05)'
    """
    if part.unit != whole.unit:
        raise _mixed("share of a whole", part.unit, whole.unit)
    _refuse_zero("share of a whole", whole)
    share = part.point / whole.point
    if share > 1:
        return absent(f"the part ({part.point:.4g} {part.unit}) is above the whole: other scope")
    drawn = np.minimum(part.draws / whole.draws, 1.0)
    return Quantity(share, drawn, "1", _reasons(part, whole)).estimate()


def rest(whole: Quantity, part: Quantity) -> Quantity | None:
    r"""What is left of a whole without one part; None where noise could make it all vanish.

    .. math:: R = W - P

    Parameters
    ----------
    whole, part : the same unit, on one basis

    Returns
    -------
    rest : Quantity or None

    Raises
    ------
    UnitMismatch
        If the units differ; both are named.

    References
    ----------
    Own arithmetic.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> all_of_it, one = (between(x, x, x, "t", "exact") for x in (513.0, 79.64))
    >>> round(rest(all_of_it, one).point, 2)
    433.36
    """
    if whole.unit != part.unit:
        raise _mixed("rest of a whole", whole.unit, part.unit)
    left = whole.draws - part.draws
    if whole.point <= part.point or (left <= 0).any():
        return None
    return Quantity(whole.point - part.point, left, whole.unit, _reasons(whole, part))


def _reasons(*quantities: Quantity) -> tuple[str, ...]:
    """What makes any of them unsure, each reason once."""
    reasons: Iterable[str] = (why for each in quantities for why in each.why)
    return tuple(dict.fromkeys(reasons))


def _mixed(where: str, first: str, second: str) -> UnitMismatch:
    """Two units that do not go together."""
    return UnitMismatch(
        where=where,
        found=f"{first} and {second}",
        expected="both in one unit (law 4)",
        remedy="Convert one of them first, with a rate that has a source.",
    )


def _refuse_zero(where: str, below: Quantity) -> None:
    """Raise if a denominator reaches 0."""
    refuse_unless(
        bool(below.point > 0 and below.draws.min() > 0),
        where=where,
        found=f"{below.point:g} {below.unit}, least draw {below.draws.min():g}",
        expected="a denominator above 0",
        remedy="Leave the figure absent where there is no volume or price.",
    )
