"""An observed price gap taken apart: timing, quality, stage, freight, and what is left.

The law of the usual difference is predictive: what is left over is held against one more usual
period, not against the mean of the usual ones, so that a year within the usual range leaves 0
inside its interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.fuel_quantity import DRAWS, Quantity
from steelyard.vocabulary.errors import UnitMismatch

FEWEST_YEARS = 3  # a spread of fewer years says next to nothing


@dataclass(frozen=True, slots=True)
class PriceCorrection:
    """A gap, its named parts, and the rest; they add up in the points and in every draw."""

    gap: Quantity
    parts: tuple[tuple[str, Quantity], ...]
    rest: Quantity


def take_apart(gap: Quantity, parts: Mapping[str, Quantity]) -> PriceCorrection:
    r"""Gap less all that grade, place, way and timing explain.

    .. math:: g = \sum_k a_k + e

    Parameters
    ----------
    gap : Quantity, USD / unit
        Benchmark less price.
    parts : name -> Quantity, the same unit
        Each as it enters the gap: above 0 widens it. May be empty.

    Returns
    -------
    correction : PriceCorrection
        `rest` is the discount beyond the usual; below 0 a premium.

    Raises
    ------
    UnitMismatch
        If a part is in another unit; the part is named.
    InputError
        If a number is not finite; the part is named.

    References
    ----------
    Babina, T. et al. (2023). Assessing the impact of international sanctions on Russian oil
    exports. SSRN 4366337 (freight and grade taken off quoted discounts).

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> gap, grade, way = (between(x, x, x, "USD/bbl", "exact") for x in (26.0, 1.0, 13.0))
    >>> take_apart(gap, {"quality": grade, "freight": way}).rest.point
    12.0
    """
    for name, part in {"gap": gap, **parts}.items():
        _refuse_infinite(name, part)
        if part.unit != gap.unit:
            raise UnitMismatch(
                where=f"price correction, part {name!r}",
                found=f"{part.unit} beside a gap in {gap.unit}",
                expected="all parts in the unit of the gap (law 4)",
                remedy="Convert the part first, with a rate that has a source.",
            )
    return PriceCorrection(
        gap,
        tuple(parts.items()),
        Quantity(
            gap.point - sum(part.point for part in parts.values()),
            gap.draws - sum((part.draws for part in parts.values()), np.zeros(DRAWS)),
            gap.unit,
            tuple(dict.fromkeys(w for each in (gap, *parts.values()) for w in each.why)),
        ),
    )


def usual_difference(
    gaps: Sequence[Quantity], years: Sequence[int], *, seed: int = 0
) -> Quantity | None:
    r"""What the gap would be in one more usual period, from those of the usual years.

    .. math::
        u^{(d)} = \bar g^{(d)} + t^{(d)}_{n-1}\, s \sqrt{1 + 1/n}, \qquad
        s^2 = \max\big(\operatorname{var}(g) - \bar v,\ 0\big)

    n counts independent periods (`independent`): months that move together count for less.
    :math:`\bar v` is the mean variance of the draws about their common course: noise of the
    reports, which the draws of the mean and of the later gap hold already. What all periods share,
    such as the rate from tonnes to barrels, cancels against the later gap draw by draw.

    Parameters
    ----------
    gaps : quantities of one unit
        One for each usual period, years or months.
    years : calendar years
        That of each gap.
    seed : count

    Returns
    -------
    usual : Quantity or None
        None where there are fewer than 3 usual years.

    Raises
    ------
    UnitMismatch
        If the gaps are in different units.
    InputError
        If gaps and years differ in number.

    References
    ----------
    Geisser, S. (1993). *Predictive Inference: An Introduction*, ch. 2 (one more normal
    observation).

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> gaps = [between(x, x, x, "USD/bbl", "exact") for x in (1.4, 0.4, 0.6, 1.4)]
    >>> usual_difference(gaps, [2017, 2019, 2020, 2021]).estimate().text()
    '1 (0 to 2)'
    """
    refuse_unless(
        len(gaps) == len(years),
        where="usual difference",
        found=f"{len(gaps)} gaps and {len(years)} years",
        expected="one year for each gap",
        remedy="Give the year of every gap.",
    )
    count = len(set(years))
    if count < FEWEST_YEARS:
        return None
    if len({each.unit for each in gaps}) > 1:
        raise UnitMismatch(
            where="usual difference",
            found=" and ".join(sorted({each.unit for each in gaps})),
            expected="gaps of one unit (law 4)",
            remedy="Convert them first, with a rate that has a source.",
        )
    draws = np.array([each.draws for each in gaps])
    points = np.array([each.point for each in gaps])
    middle = draws.mean(axis=0)
    alone = (draws - middle).var(axis=1).mean()  # of what the periods do not share
    noise = float(alone) * points.size / (points.size - 1)
    left = max(float(points.var(ddof=1)) - noise, 0.0)
    by_year = [float(points[np.array(years) == year].mean()) for year in sorted(set(years))]
    number = independent(
        points.size, count, float(points.std(ddof=1)), float(np.std(by_year, ddof=1))
    )
    spread = _predictive(sqrt(left), number, seed)
    why = (*(reason for each in gaps for reason in each.why), f"spread of {count} usual years")
    return Quantity(float(points.mean()), middle + spread, gaps[0].unit, tuple(dict.fromkeys(why)))


def independent(periods: int, years: int, spread: float, spread_of_years: float) -> float:
    r"""How many independent periods the usual months count for.

    .. math:: n = N / \max\big(1,\ (N / Y)\, s_Y^2 / s^2\big), \qquad Y \le n \le N

    Months that did not go together would have yearly means with a variance of :math:`s^2 Y / N`;
    what :math:`s_Y^2` is above it says how far they do.

    Parameters
    ----------
    periods, years : count
        Usual periods and the years in which they lie.
    spread, spread_of_years : the same unit, at least 0
        Standard deviation of the periods and of the means of years.

    Returns
    -------
    number : count
        The number of years where the periods are years or have no spread.

    Raises
    ------
    InputError
        If there are fewer periods than years, or a spread is negative.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*, 5.4 (effect of clusters).

    Examples
    --------
    >>> round(independent(48, 4, 1.78, 0.79), 1), independent(4, 4, 0.5, 0.5)
    (20.3, 4.0)
    """
    refuse_unless(
        periods >= years >= 1 and spread >= 0 and spread_of_years >= 0,
        where="independent periods",
        found=f"{periods} periods in {years} years, spreads {spread} and {spread_of_years}",
        expected="at least one period a year and spreads of at least 0",
        remedy="Count the years in which the periods lie.",
    )
    if spread == 0.0:
        return float(years)
    together = max(1.0, periods / years * (spread_of_years / spread) ** 2)
    return min(max(periods / together, float(years)), float(periods))


def usual_from(
    mean: float, spread: float, number: float, unit: str, why: str, *, seed: int = 0
) -> Quantity:
    r"""The same law where only mean and spread of the usual periods are known.

    .. math:: u^{(d)} = m + t^{(d)}_{n-1}\, s \sqrt{1 + 1/n}

    Parameters
    ----------
    mean, spread : in `unit`
        Mean and standard deviation of the usual periods; the spread is at least 0.
    number : count
        Independent usual periods, at least 3.
    unit, why : text
    seed : count

    Returns
    -------
    usual : Quantity

    Raises
    ------
    InputError
        If the spread is negative, a number is not finite or there are fewer than 3 periods.

    References
    ----------
    Geisser, S. (1993). *Predictive Inference: An Introduction*, ch. 2.

    Examples
    --------
    >>> usual_from(-1.2, 0.0, 4.0, "USD/bbl", "no spread").estimate().text()
    '−1.2'
    """
    refuse_unless(
        isfinite(mean) and isfinite(spread) and spread >= 0 and number >= FEWEST_YEARS,
        where="usual difference",
        found=f"mean {mean}, spread {spread}, {number} periods",
        expected=f"finite numbers, a spread of at least 0, {FEWEST_YEARS} periods or more",
        remedy="Leave the correction absent where the usual difference is not known.",
    )
    return Quantity(mean, mean + _predictive(spread, number, seed), unit, (why,))


def lag_of_least_spread(gaps: Mapping[int, Float[np.ndarray, " month"]]) -> int:
    r"""The lag at which the gap of usual months varies least; the shorter one of two equal ones.

    .. math:: \hat\ell = \arg\min_\ell \operatorname{sd}_t(p^*_{t-\ell} - p_t)

    A price that follows the market by :math:`\ell` months has a steady gap to the benchmark of
    :math:`\ell` months before; at any other lag the movement of the market is in the gap.

    Parameters
    ----------
    gaps : lag in months -> USD / unit by usual month
        The same months at every lag, two or more.

    Returns
    -------
    lag : months

    Raises
    ------
    InputError
        If there is no lag, fewer than 2 months, or lags with different numbers of months.

    References
    ----------
    Own rule, stated before the discounts of later months are looked at.

    Examples
    --------
    >>> import numpy as np
    >>> lag_of_least_spread({0: np.array([3.0, -3.0]), 1: np.array([1.0, 1.2])})
    1
    """
    sizes = {values.size for values in gaps.values()}
    refuse_unless(
        len(sizes) == 1 and min(sizes) > 1,
        where="lag of least spread",
        found=f"{len(gaps)} lags with {sorted(sizes)} months",
        expected="the same two or more months at every lag",
        remedy="Leave out months whose benchmark is not known at every lag.",
    )
    return min(sorted(gaps), key=lambda lag: float(gaps[lag].std()))


def _predictive(spread: float, number: float, seed: int) -> np.ndarray:
    """Draws of one more period about the mean of the usual ones."""
    drawn = np.random.default_rng(seed).standard_t(number - 1, DRAWS)
    return drawn * spread * sqrt(1.0 + 1.0 / number)


def _refuse_infinite(name: str, part: Quantity) -> None:
    """Raise unless every number of a part is finite."""
    refuse_unless(
        isfinite(part.point) and bool(np.isfinite(part.draws).all()),
        where=f"price correction, {name!r}",
        found=f"{part.point} {part.unit} with draws that are not all finite",
        expected="finite numbers",
        remedy="Leave the correction absent where a price is not known.",
    )
