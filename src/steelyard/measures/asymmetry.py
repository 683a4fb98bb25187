"""Who depends more: ratio, log ratio and difference of two mutual shares, and ranks.

``share[i, j]`` is how much *i* depends on *j*: a share or dependence from the other modules.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless
from steelyard.measures.interval import LEVEL, estimate_from_draws
from steelyard.vocabulary.estimate import Estimate


def ratio(share: Float[np.ndarray, "state state"]) -> Float[np.ndarray, "state state"]:
    r"""How many times more *i* depends on *j* than *j* on *i*.

    .. math:: r_{ij} = s_{ij} / s_{ji}

    With GDP as denominator of `share` the ratio only says who is bigger.

    Parameters
    ----------
    share : 1, at least 0
        ``share[i, j]``: how much *i* depends on *j*.

    Returns
    -------
    ratio : 1, at least 0
        Above 1: *i* depends more. NaN where a side is absent or the other depends not at all.

    Raises
    ------
    InputError
        If a share is negative or infinite.

    References
    ----------
    Keohane, R. O. and Nye, J. S. (1977). *Power and Interdependence*, ch. 1.

    Examples
    --------
    >>> ratio(np.array([[0.0, 0.3], [0.1, 0.0]])).round(2).tolist()
    [[nan, 3.0], [0.33, nan]]
    """
    refuse_negative("ratio", share=share)
    return divide(share, share.T)


def log_ratio(share: Float[np.ndarray, "state state"]) -> Float[np.ndarray, "state state"]:
    r"""Logarithm of the ratio of mutual dependence: the tilt of the balance.

    .. math:: a_{ij} = \ln (s_{ij} / s_{ji})

    Antisymmetric, :math:`a_{ij} = -a_{ji}`, and additive: a chain of factors adds up, and for
    shares of trade that both sides measure alike :math:`a_{ij} + a_{jk} = a_{ik}`. It says
    nothing about the level: 0.2 % against 0.1 % tilts as much as 60 % against 30 %.

    Parameters
    ----------
    share : 1, at least 0
        ``share[i, j]``: how much *i* depends on *j*.

    Returns
    -------
    tilt : 1, any real number
        Above 0: *i* depends more on *j*; 0.69 is twice as much. NaN where a side is absent or 0.

    Raises
    ------
    InputError
        If a share is negative or infinite.

    References
    ----------
    Tornqvist, L., Vartia, P. and Vartia, Y. O. (1985). How should relative changes be measured?
    *The American Statistician* 39(1), 43-46 (log differences as the only symmetric, additive
    relative change).

    Examples
    --------
    >>> log_ratio(np.array([[0.0, 0.4], [0.2, 0.0]])).round(3).tolist()
    [[nan, 0.693], [-0.693, nan]]
    """
    refuse_negative("log_ratio", share=share)
    logs = np.log(np.where(share > 0, share, np.nan))
    return logs - logs.T


def net_dependence(share: Float[np.ndarray, "state state"]) -> Float[np.ndarray, "state state"]:
    r"""Difference of mutual dependence.

    .. math:: n_{ij} = s_{ij} - s_{ji}

    In percentage points, so that small pairs stay small; the log ratio forgets the level.

    Parameters
    ----------
    share : 1, at least 0
        ``share[i, j]``: how much *i* depends on *j*.

    Returns
    -------
    net : 1, in [-1, 1] for shares
        Above 0: *i* depends more. NaN where a side is absent.

    Raises
    ------
    InputError
        If a share is negative or infinite.

    References
    ----------
    Keohane, R. O. and Nye, J. S. (1977). *Power and Interdependence*, ch. 1: asymmetry, not
    level, as the source of power.

    Examples
    --------
    >>> net_dependence(np.array([[0.0, 0.4], [0.25, 0.0]])).round(2).tolist()
    [[0.0, 0.15], [-0.15, 0.0]]
    """
    refuse_negative("net_dependence", share=share)
    return share - share.T


def log_ratio_interval(
    a_on_b: Float[np.ndarray, " draw"], b_on_a: Float[np.ndarray, " draw"], *, point: float
) -> Estimate:
    r"""Log ratio of two uncertain shares, with its 90 % interval.

    .. math:: \ln (s_{ab}^{(d)} / s_{ba}^{(d)}), \quad d = 1, \dots, D

    Draws with the same index belong together, so that an error that both shares have in common
    (the same flow over two totals) cancels as it should.

    Parameters
    ----------
    a_on_b, b_on_a : 1, above 0
        Draws of the two shares, paired.
    point : 1
        Log ratio of the two point shares.

    Returns
    -------
    tilt : Estimate, 1
        5 % and 95 % quantiles, stretched to the point if it lies outside.

    Raises
    ------
    InputError
        If the draws are fewer than 20, unpaired, or not above 0.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 13
    (percentile intervals, invariant under the logarithm).

    Examples
    --------
    >>> draws = np.linspace(0.3, 0.5, 101)
    >>> log_ratio_interval(draws, np.full(101, 0.2), point=np.log(2)).text()
    '0.7 (0.4 to 0.9)'
    """
    draws = np.concatenate([a_on_b, b_on_a])
    refuse_unless(
        bool(a_on_b.shape == b_on_a.shape and np.all(np.isfinite(draws)) and np.all(draws > 0)),
        where="log_ratio_interval",
        found=f"{a_on_b.size} and {b_on_a.size} draws, smallest {draws.min(initial=np.inf)}",
        expected="as many draws on both sides, all above 0",
        remedy="Draw both shares together and leave out pairs with zero trade.",
    )
    return estimate_from_draws(
        point, np.log(a_on_b) - np.log(b_on_a), basis="draws of both shares together"
    )


def partner_rank(values: Float[np.ndarray, "state partner"]) -> Float[np.ndarray, "state partner"]:
    r"""Rank of each partner by trade: 1 for the greatest.

    .. math:: R_{ij} = 1 + \#\{k : v_{ik} > v_{ij}\}

    Ties share the better rank (1, 2, 2, 4). An absent partner has no rank and pushes nobody
    down, so a rank among incomplete partners is the best that is possible.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*; NaN where absent.

    Returns
    -------
    rank : 1, at least 1
        NaN where the value is absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    "Standard competition ranking" as in Eurostat and WTO tables; no single source.

    Examples
    --------
    >>> partner_rank(np.array([[5.0, 9.0, 5.0, np.nan, 1.0]])).tolist()
    [[2.0, 1.0, 2.0, nan, 4.0]]
    """
    refuse_negative("partner_rank", values=values)
    above = np.apply_along_axis(_number_above, 1, values)
    return np.where(np.isnan(values), np.nan, 1.0 + above)


def _number_above(row: np.ndarray) -> np.ndarray:
    """How many present values exceed each value."""
    known = np.sort(row[np.isfinite(row)])
    return (known.size - np.searchsorted(known, row, side="right")).astype(float)


@dataclass(frozen=True, slots=True)
class RankInterval:
    """Rank of one partner, its 90 % interval, and the probability of being first."""

    rank: int
    low: int
    high: int
    probability_first: float


def rank_interval(
    values: Float[np.ndarray, " partner"],
    partner: int,
    sigma: float | Float[np.ndarray, " partner"],
    *,
    draws: int = 2000,
    seed: int = 0,
) -> RankInterval:
    r"""Interval of a partner's rank when every flow is known only up to noise.

    .. math:: v_j^{(d)} = v_j \exp(\sigma_j z_j^{(d)}), \quad z \sim N(0, 1)

    The draws are what the true flows may be, given those measured (flat prior on logarithms).
    Ranks are whole numbers, so the interval covers at least as often as it says, mostly more.

    Parameters
    ----------
    values : USD / year
        Trade of one state with each partner; NaN where absent.
    partner : index
        Which partner is ranked; its value must be present.
    sigma : 1
        Standard deviation of the logarithm of a flow, one for all or one for each.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    rank : RankInterval, at least 1

    Raises
    ------
    InputError
        If the partner's value is absent, or a value is negative or infinite.

    References
    ----------
    Goldstein, H. and Spiegelhalter, D. J. (1996). League tables and their limitations.
    *Journal of the Royal Statistical Society A* 159(3), 385-443.

    Examples
    --------
    >>> rank_interval(np.array([90.0, 50.0, 49.0, 2.0]), 1, 0.1)
    RankInterval(rank=2, low=2, high=3, probability_first=0.0)
    """
    refuse_negative("rank_interval", values=values, sigma=sigma)
    refuse_unless(
        bool(np.isfinite(values[partner])),
        where="rank_interval",
        found=f"no value for partner {partner}",
        expected="a partner whose trade is known",
        remedy="Impute the value first (steelyard.measures.mirrors), or leave the rank absent.",
    )
    noise = np.random.default_rng(seed).standard_normal((draws, values.size))
    drawn = values * np.exp(noise * np.asarray(sigma))
    ranks = 1 + (drawn > drawn[:, [partner]]).sum(axis=1)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(ranks, [tail, 1 - tail], method="inverted_cdf")
    rank = int(1 + (values > values[partner]).sum())
    return RankInterval(rank, min(rank, int(low)), max(rank, int(high)), float((ranks == 1).mean()))
