"""Intervals from draws: one level, one rule, for the whole house."""

from __future__ import annotations

from math import log
from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate, Kind

LEVEL = 0.9
Z90 = 1.645  # standard deviations to either end of a normal interval of that level
FEWEST_DRAWS = 20  # below this a 5 % quantile is one of the draws themselves


def quantile_interval(
    draws: Float[np.ndarray, " draw"], level: float = LEVEL
) -> tuple[float, float]:
    r"""Central interval of draws.

    .. math:: [Q_{(1-\ell)/2},\; Q_{(1+\ell)/2}]

    Parameters
    ----------
    draws : any unit
        At least 20 finite draws.
    level : 1, in (0, 1)
        Probability inside.

    Returns
    -------
    low, high : same unit

    Raises
    ------
    InputError
        If there are fewer than 20 draws or one of them is not finite.

    References
    ----------
    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. *The American
    Statistician* 50(4), 361-365 (definition 7).

    Examples
    --------
    >>> [round(end, 6) for end in quantile_interval(np.arange(101.0))]
    [5.0, 95.0]
    """
    _refuse_draws(draws)
    return _ends_at(draws, [part * (draws.size - 1) for part in _tails(level)])


def next_draw_interval(
    draws: Float[np.ndarray, " draw"], level: float = LEVEL
) -> tuple[float, float]:
    r"""Interval that holds one more draw of the same law with exactly the level, however few.

    .. math:: [x_{((n + 1)(1-\ell)/2)},\; x_{((n + 1)(1+\ell)/2)}]

    The truth is one more draw where a law holds all that is not known of it, as posterior draws
    do. `quantile_interval` holds it with :math:`\ell (n-1)/(n+1)` alone: 85.6 % with 40 draws,
    89.1 % with 200.

    Parameters
    ----------
    draws : any unit
        At least 20 finite draws.
    level : 1, in (0, 1)
        Probability inside.

    Returns
    -------
    low, high : same unit
        Orders between two draws are interpolated.

    Raises
    ------
    InputError
        If there are fewer than 20 draws or one of them is not finite.

    References
    ----------
    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. *The American
    Statistician* 50(4), 361-365 (definition 6).

    Examples
    --------
    >>> [round(end, 6) for end in next_draw_interval(np.arange(1.0, 40.0))]
    [2.0, 38.0]
    """
    _refuse_draws(draws)
    last = draws.size - 1.0
    return _ends_at(draws, [min(max(part * (last + 2) - 1, 0), last) for part in _tails(level)])


def _tails(level: float) -> tuple[float, float]:
    """Probabilities below either end."""
    return (1 - level) / 2, 1 - (1 - level) / 2


def _ends_at(draws: np.ndarray, places: list[float]) -> tuple[float, float]:
    """Ordered draws at two places, counted from 0; between two draws by interpolation."""
    # thousands of intervals are asked for, and the general function takes eight times as long
    below = [min(int(place), draws.size - 2) for place in places]
    near = np.partition(draws, [each + step for each in below for step in (0, 1)])
    low, high = (
        float(near[each] + (place - each) * (near[each + 1] - near[each]))
        for place, each in zip(places, below, strict=True)
    )
    return low, high


def _refuse_draws(draws: np.ndarray) -> None:
    """Raise unless there are draws enough, all of them finite."""
    if draws.size >= FEWEST_DRAWS and np.isfinite(draws).all():
        return  # before any message is made: thousands of intervals are asked for
    raise InputError(
        where="quantile_interval",
        found=f"{draws.size} draws, {int((~np.isfinite(draws)).sum())} of them not finite",
        expected=f"at least {FEWEST_DRAWS} finite draws",
        remedy="Draw more, or leave out what has no value and say so.",
    )


def estimate_from_draws(
    point: float,
    draws: Float[np.ndarray, " draw"],
    *,
    basis: str,
    level: float = LEVEL,
    kind: Kind = "estimated",
    next_draw: bool = False,
) -> Estimate:
    r"""Point with the central interval of its draws, stretched to hold the point.

    .. math:: [\min(p, Q_{(1-\ell)/2}),\; \max(p, Q_{(1+\ell)/2})]

    Parameters
    ----------
    point : any unit
        The value that is printed.
    draws : same unit
        At least 20 finite draws.
    basis : text
        What makes the interval wide.
    level : 1, in (0, 1)
        Probability inside.
    kind : text
        observed, estimated or simulated.
    next_draw : bool
        Ends by `next_draw_interval`: for few draws of a law that holds all that is not known.

    Returns
    -------
    estimate : Estimate, same unit

    Raises
    ------
    InputError
        If there are fewer than 20 draws or one of them is not finite.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 13.

    Examples
    --------
    >>> estimate_from_draws(50.0, np.arange(101.0), basis="a uniform example").text()
    '50 (5 to 95)'
    """
    low, high = (next_draw_interval if next_draw else quantile_interval)(draws, level)
    return Estimate(point, min(point, low), max(point, high), level, basis, kind)


def draws_of(
    estimate: Estimate,
    count: int,
    seed: int | np.random.Generator,
    *,
    scale: Literal["linear", "log"] = "linear",
    within: tuple[float, float] = (-np.inf, np.inf),
) -> Float[np.ndarray, " draw"]:
    r"""Draws whose median is the point and whose 5 and 95 % quantiles are the two ends.

    .. math:: x^{(d)} = p + z_d \, (h - p) / 1.645 \text{ for } z_d > 0, \quad
        p + z_d \, (p - l) / 1.645 \text{ else}, \quad z_d \sim N(0, 1)

    A normal distribution with one width on each side, the only one that a point and two ends
    determine without a further assumption. Bounds (no level) are read as if they were 90 %
    ends, which spreads draws beyond them: where that matters, treat bounds as bounds instead.

    Parameters
    ----------
    estimate : any unit
        With both ends; without an interval every draw is the point.
    count : draws
    seed : int or generator
        A generator goes on where it stands, so that several estimates draw independently.
    scale : text
        "log": ends and point are taken as logarithms, and so are the draws: ln of the unit.
    within : same unit as the draws
        Draws beyond are put at the nearer end (a share lies in 0 to 1).

    Returns
    -------
    draws : unit of the estimate, or its logarithm

    Raises
    ------
    InputError
        If the estimate is absent, or one of its values is not above 0 on the scale "log".

    References
    ----------
    Wallis, K. F. (2014). The two-piece normal, binormal, or double Gaussian distribution.
    *Statistical Science* 29(1), 106-112.

    Examples
    --------
    >>> drawn = draws_of(Estimate(0.3, 0.2, 0.6, 0.9, "an example"), 20_000, seed=1)
    >>> np.quantile(drawn, [0.05, 0.5, 0.95]).round(2).tolist()
    [0.2, 0.3, 0.6]
    """
    values = _ends(estimate)
    refuse_unless(
        bool(values) and (scale == "linear" or min(values) > 0),
        where="draws_of",
        found=f"low, point and high {values} on the scale {scale!r}",
        expected="a number, and on the scale 'log' all of them above 0",
        remedy="Leave absent estimates out; draw on the linear scale where an end is 0.",
    )
    low, middle, high = (log(value) if scale == "log" else value for value in values)
    standard = np.random.default_rng(seed).standard_normal(count)
    width = np.where(standard > 0, high - middle, middle - low) / Z90
    return np.clip(middle + width * standard, *within)


def _ends(estimate: Estimate) -> tuple[float, ...]:
    """Low end, point and high end; the point thrice without an interval, none if absent."""
    if estimate.point is None:
        return ()
    if estimate.low is None or estimate.high is None:
        return (estimate.point,) * 3
    return (estimate.low, estimate.point, estimate.high)
