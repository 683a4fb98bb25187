"""How good a forecast was that named a distribution: proper scores, coverage, place of outcomes."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_unless

Array = np.ndarray


def crps_of_draws(
    draws: Float[Array, "*case draw"], observed: Float[Array, "*case"], *, fair: bool = True
) -> Float[Array, "*case"]:
    r"""Continuous ranked probability score of a forecast given as draws.

    .. math:: \frac1n \sum_i |x_i - y| - \frac{1}{2 n (n - [\text{fair}])} \sum_{i,j} |x_i - x_j|

    The second sum is taken over ordered draws, :math:`2 \sum_i (2i - n - 1) x_{(i)}`, in
    :math:`O(n \log n)`. The usual score rates the draws as if they were the whole forecast and so
    punishes few of them; the fair one estimates without bias what endless draws would get.

    Parameters
    ----------
    draws : any unit
        The last axis; at least 2 for the fair score.
    observed : same unit
        NaN where absent.
    fair : bool

    Returns
    -------
    score : same unit, smaller is better
        NaN where the observation or one of its draws is absent. The fair score may fall below 0.

    Raises
    ------
    InputError
        If there are fewer than two draws.

    References
    ----------
    Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
    estimation. *JASA* 102(477), 359-378. Ferro, C. A. T. (2014). Fair scores for ensemble
    forecasts. *Quarterly Journal of the Royal Meteorological Society* 140(683), 1917-1923.

    Examples
    --------
    >>> crps_of_draws(np.array([0.0, 2.0]), np.array(1.0), fair=False).item()
    0.5
    >>> crps_of_draws(np.array([0.0, 2.0]), np.array(1.0)).item()
    0.0
    """
    count = _draws("crps_of_draws", draws)
    ordered = np.sort(draws, axis=-1)
    weights = 2.0 * np.arange(1, count + 1) - count - 1
    apart = (ordered * weights).sum(axis=-1) / (count * (count - (1 if fair else 0)))
    return np.asarray(np.abs(draws - observed[..., None]).mean(axis=-1) - apart)


def crps_of_quantiles(
    quantiles: Float[Array, "*case level"],
    levels: Float[Array, " level"],
    observed: Float[Array, "*case"],
) -> Float[Array, "*case"]:
    r"""Continuous ranked probability score of a forecast given as quantiles.

    .. math:: \frac{2}{K} \sum_k (\mathbb 1[y \le q_k] - \tau_k)(q_k - y)

    The mean of quantile losses, which tends to the score as evenly spaced levels become dense.

    Parameters
    ----------
    quantiles : any unit
        Not falling along the last axis.
    levels : 1, in (0, 1)
        Ascending; spaced evenly they weigh the distribution evenly.
    observed : same unit

    Returns
    -------
    score : same unit, smaller is better

    Raises
    ------
    InputError
        If levels do not ascend within (0, 1), or quantiles fall.

    References
    ----------
    Laio, F. and Tamea, S. (2007). Verification tools for probabilistic forecasts of continuous
    hydrological variables. *Hydrology and Earth System Sciences* 11(4), 1267-1277.

    Examples
    --------
    >>> crps_of_quantiles(np.array([1.0]), np.array([0.5]), np.array(3.0)).item()
    2.0
    """
    refuse_unless(
        bool((np.diff(levels) > 0).all() and levels[0] > 0 and levels[-1] < 1)
        and not bool((np.diff(quantiles, axis=-1) < 0).any()),
        where="crps_of_quantiles",
        found=f"levels {levels.tolist()}, or quantiles that fall as levels rise",
        expected="levels that ascend between 0 and 1, quantiles that do not fall",
        remedy="Sort levels and quantiles together.",
    )
    seen = observed[..., None]
    loss = ((seen <= quantiles) - levels) * (quantiles - seen)
    return np.asarray(2 * loss.mean(axis=-1))


def crps_normal(
    mean: Float[Array, "*case"], spread: Float[Array, "*case"], observed: Float[Array, "*case"]
) -> Float[Array, "*case"]:
    r"""Continuous ranked probability score of a normal forecast, exactly.

    .. math:: \sigma \left[ z (2 \Phi(z) - 1) + 2 \varphi(z) - 1 / \sqrt\pi \right], \quad
        z = (y - \mu) / \sigma

    Parameters
    ----------
    mean, spread, observed : any unit, the same
        `spread` is a standard deviation above 0.

    Returns
    -------
    score : same unit, smaller is better

    Raises
    ------
    InputError
        If a spread is not above 0.

    References
    ----------
    Gneiting, T., Raftery, A. E., Westveld, A. H. and Goldman, T. (2005). Calibrated probabilistic
    forecasting using ensemble model output statistics and minimum CRPS estimation. *Monthly
    Weather Review* 133(5), 1098-1118, eq. 5.

    Examples
    --------
    >>> round(crps_normal(np.array(0.0), np.array(1.0), np.array(0.0)).item(), 6)
    0.233695
    """
    from scipy.special import ndtr

    z = _standard("crps_normal", mean, spread, observed)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    score = spread * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))
    return np.asarray(score)


def log_score_normal(
    mean: Float[Array, "*case"], spread: Float[Array, "*case"], observed: Float[Array, "*case"]
) -> Float[Array, "*case"]:
    r"""Logarithmic score of a normal forecast.

    .. math:: -\ln f(y) = \ln \sigma + \tfrac12 \ln 2\pi + z^2 / 2

    Parameters
    ----------
    mean, spread, observed : any unit, the same

    Returns
    -------
    score : ln of the unit, smaller is better

    Raises
    ------
    InputError
        If a spread is not above 0.

    References
    ----------
    Good, I. J. (1952). Rational decisions. *JRSS B* 14(1), 107-114.

    Examples
    --------
    >>> round(log_score_normal(np.array(0.0), np.array(1.0), np.array(0.0)).item(), 6)
    0.918939
    """
    z = _standard("log_score_normal", mean, spread, observed)
    return np.asarray(np.log(spread) + 0.5 * np.log(2 * np.pi) + z**2 / 2)


def interval_score(
    low: Float[Array, "*case"],
    high: Float[Array, "*case"],
    observed: Float[Array, "*case"],
    level: float,
) -> Float[Array, "*case"]:
    r"""Winkler's score of a central interval: its width, and a fine for what lies outside.

    .. math:: (u - l) + \frac{2}{1 - \ell} \left[ (l - y)_+ + (y - u)_+ \right]

    Parameters
    ----------
    low, high, observed : any unit, the same
    level : 1, in (0, 1)
        Probability that the interval is meant to hold.

    Returns
    -------
    score : same unit, smaller is better
        NaN where one of the three is absent.

    Raises
    ------
    InputError
        If the level is no probability, or an interval ends before it begins.

    References
    ----------
    Winkler, R. L. (1972). A decision-theoretic approach to interval estimation. *JASA* 67(337),
    187-191.

    Examples
    --------
    >>> interval_score(np.array(0.0), np.array(1.0), np.array(1.5), 0.9).round(9).item()
    11.0
    """
    refuse_unless(
        0 < level < 1 and not bool((low > high).any()),
        where="interval_score",
        found=f"a level of {level}, or a lower end above the upper one",
        expected="a level between 0 and 1, and low at most high",
        remedy="Put the ends in order.",
    )
    outside = np.maximum(low - observed, 0) + np.maximum(observed - high, 0)
    return np.asarray((high - low) + 2 / (1 - level) * outside)


def inside(
    draws: Float[Array, "*case draw"], observed: Float[Array, "*case"], level: float
) -> Bool[Array, "*case"]:
    r"""Whether the central interval of draws holds what was observed.

    .. math:: Q_{(1-\ell)/2} \le y \le Q_{(1+\ell)/2}

    Parameters
    ----------
    draws : any unit
    observed : same unit
        Finite: absent cases are to be left out, not counted as missed.
    level : 1, in (0, 1)

    Returns
    -------
    held : bool

    Raises
    ------
    InputError
        If there are fewer than two draws, or a value is absent.

    References
    ----------
    Christoffersen, P. F. (1998). Evaluating interval forecasts. *International Economic Review*
    39(4), 841-862.

    Examples
    --------
    >>> inside(np.arange(101.0), np.array(96.0), 0.9).item()
    False
    """
    _draws("inside", draws)
    refuse_unless(
        bool(np.isfinite(draws).all() and np.isfinite(observed).all()),
        where="inside",
        found="values that are absent",
        expected="finite draws and observations",
        remedy="Leave out the cases that nobody observed.",
    )
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return np.asarray((low <= observed) & (observed <= high))


def place_in_draws(
    draws: Float[Array, "*case draw"], observed: Float[Array, "*case"]
) -> Float[Array, "*case"]:
    r"""Probability integral transform: the part of the forecast that lies below the outcome.

    .. math:: \frac1n \sum_i \left( [x_i < y] + \tfrac12 [x_i = y] \right)

    Over many cases of a good forecast it is spread evenly over 0 to 1; heaped at both ends, the
    forecast was too sure; heaped in the middle, not sure enough.

    Parameters
    ----------
    draws : any unit
    observed : same unit

    Returns
    -------
    place : 1, in [0, 1]
        NaN where the observation or a draw is absent.

    Raises
    ------
    InputError
        If there are fewer than two draws.

    References
    ----------
    Dawid, A. P. (1984). Statistical theory: the prequential approach. *JRSS A* 147(2), 278-292.

    Examples
    --------
    >>> place_in_draws(np.array([1.0, 2.0, 3.0, 4.0]), np.array(2.0)).item()
    0.375
    """
    _draws("place_in_draws", draws)
    seen = observed[..., None]
    place = ((draws < seen) + 0.5 * (draws == seen)).mean(axis=-1)
    known = np.isfinite(observed) & np.isfinite(draws).all(axis=-1)
    return np.where(known, place, np.nan)


def _draws(where: str, draws: np.ndarray) -> int:
    """How many draws there are; refuse fewer than two."""
    count = draws.shape[-1] if draws.ndim else 0
    refuse_unless(
        count >= 2,
        where=where,
        found=f"{count} draws",
        expected="at least two draws along the last axis",
        remedy="Draw more: one value is no distribution.",
    )
    return count


def _standard(where: str, mean: np.ndarray, spread: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Observations in standard deviations from the mean."""
    refuse_unless(
        not bool((spread <= 0).any()),
        where=where,
        found="a spread that is not above 0",
        expected="standard deviations above 0, NaN where absent",
        remedy="A forecast without spread is a point: take its absolute error.",
    )
    return np.asarray((observed - mean) / spread)
