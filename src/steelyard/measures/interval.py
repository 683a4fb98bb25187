"""Intervals from draws: one level, one rule, for the whole house."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
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
    refuse_unless(
        bool(draws.size >= FEWEST_DRAWS and np.isfinite(draws).all()),
        where="quantile_interval",
        found=f"{draws.size} draws, {int((~np.isfinite(draws)).sum())} of them not finite",
        expected=f"at least {FEWEST_DRAWS} finite draws",
        remedy="Draw more, or leave out what has no value and say so.",
    )
    tail = (1 - level) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def estimate_from_draws(
    point: float,
    draws: Float[np.ndarray, " draw"],
    *,
    basis: str,
    level: float = LEVEL,
    kind: Kind = "estimated",
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
    low, high = quantile_interval(draws, level)
    return Estimate(point, min(point, low), max(point, high), level, basis, kind)
