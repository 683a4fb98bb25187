"""How often two states vote alike, and how much more often than by chance.

A vote is yes, abstain or no. Roll calls in which one of the two took no part do not count.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

PRIOR = 0.5  # Jeffreys: keeps the interval open where all votes agreed
ROLL_CALLS = "the roll calls seen as draws from the issues of the time"


def vote_agreement(
    same: Float[np.ndarray, "*shape"],
    one_step: Float[np.ndarray, "*shape"],
    opposed: Float[np.ndarray, "*shape"],
    *,
    exponent: int = 1,
) -> Float[np.ndarray, "*shape"]:
    r"""Mean closeness of two states' votes: 1 alike, 1/2 one step apart, 0 opposed.

    .. math:: g = (n_0 + (1 - 2^{-e})\, n_1) / n = \overline{1 - (|y_i - y_j| / 2)^e}

    High for almost every pair, because most resolutions pass by large majorities: compare pairs
    and years, not the level, and see `cohen_kappa`. It measures votes, not why they were cast.

    Parameters
    ----------
    same, one_step, opposed : count of roll calls
        With difference 0, 1 (yes or no against abstain) and 2 (yes against no).
    exponent : 1
        1 linear (the agreement of the literature); 2 squared: a step apart then costs 1/4.

    Returns
    -------
    agreement : 1, in [0, 1]
        NaN where there is no common roll call or a count is absent.

    Raises
    ------
    InputError
        If a count is negative or infinite.

    References
    ----------
    Voeten, E. (2013). Data and analyses of voting in the UN General Assembly. In Reinalda (ed.),
    *Routledge Handbook of International Organization*, ch. 4.
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). *Journal of Conflict Resolution* 61(2).

    Examples
    --------
    >>> vote_agreement(np.array([70.0]), np.array([20.0]), np.array([10.0])).tolist()
    [0.8]
    """
    refuse_negative("vote_agreement", same=same, one_step=one_step, opposed=opposed)
    number = same + one_step + opposed
    close = same + one_step * (1 - 0.5**exponent)
    return np.divide(close, number, out=np.full(np.shape(number), np.nan), where=number > 0)


def s_score(agreement: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    r"""Signorino and Ritter's S of votes with three choices and equal weights.

    .. math:: S = 1 - 2 \, \overline{|y_i - y_j|} / 2 = 2 g - 1

    The same information as `vote_agreement` on another scale.

    Parameters
    ----------
    agreement : 1, in [0, 1]
        From `vote_agreement`; with its exponent 2 this is the S of squared distances.

    Returns
    -------
    similarity : 1, in [-1, 1]
        NaN where absent.

    Raises
    ------
    InputError
        If an agreement is negative or infinite.

    References
    ----------
    Signorino, C. S. and Ritter, J. M. (1999). Tau-b or not tau-b: measuring the similarity of
    foreign policy positions. *International Studies Quarterly* 43(1), 115-144.

    Examples
    --------
    >>> s_score(np.array([1.0, 0.75, 0.0])).tolist()
    [1.0, 0.5, -1.0]
    """
    refuse_negative("s_score", agreement=agreement)
    return np.asarray(2 * agreement - 1)


def agreement_interval(
    same: int, one_step: int, opposed: int, *, draws: int = 4000, seed: int = 0
) -> Estimate:
    r"""Vote agreement with its 90 % interval.

    .. math:: (p_0, p_1, p_2) \sim \mathrm{Dirichlet}(n_0 + \tfrac12, n_1 + \tfrac12,
        n_2 + \tfrac12), \qquad g^{(d)} = p_0 + p_1 / 2

    Exact multinomial posterior. All votes were seen, so the interval is not about a sample of
    voters: it says how far the figure could move had other issues of the same kind come up.
    Roll calls on one subject go together, so it is narrow rather than wide.

    Parameters
    ----------
    same, one_step, opposed : count of roll calls
        With difference 0, 1 and 2; together at least 1.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    agreement : Estimate, 1, in [0, 1]

    Raises
    ------
    InputError
        If a count is negative or there is no common roll call.

    References
    ----------
    Gelman, A. et al. (2013). *Bayesian Data Analysis*, 3rd ed., 3.4 (multinomial model).

    Examples
    --------
    >>> agreement_interval(70, 20, 10).text(percent=True)
    '80 % (74 to 85)'
    """
    counts = np.array([same, one_step, opposed], dtype=float)
    _refuse_no_votes("agreement_interval", counts)
    drawn = np.random.default_rng(seed).dirichlet(counts + PRIOR, draws)
    point = float((counts[0] + counts[1] / 2) / counts.sum())
    return estimate_from_draws(point, drawn @ np.array([1.0, 0.5, 0.0]), basis=ROLL_CALLS)


def cohen_kappa(
    table: Float[np.ndarray, "*draw choice choice"], *, exponent: int = 2
) -> Float[np.ndarray, "*draw"]:
    r"""Agreement beyond what two states' own voting habits would give by chance.

    .. math:: \kappa = 1 - \frac{\sum_{ab} w_{ab}\, p_{ab}}{\sum_{ab} w_{ab}\, p_{a.}\, p_{.b}},
        \qquad w_{ab} = |a - b|^e

    0 is chance, 1 full agreement. Unlike S it does not rise merely because both states say yes
    to most things (Haege 2011).

    Parameters
    ----------
    table : count of roll calls
        ``table[a, b]``: the first state chose *a*, the second *b*; choices in the order yes,
        abstain, no. Leading axes (draws) are kept.
    exponent : 1
        2 squared distance (Haege's default), 1 linear, 0 the unweighted kappa of Cohen (1960).

    Returns
    -------
    kappa : 1, in [-1, 1]
        NaN where chance alone already gives full agreement, or there is no roll call.

    Raises
    ------
    InputError
        If a count is negative or infinite.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. *Educational and
    Psychological Measurement* 20(1), 37-46; Cohen (1968). *Psychological Bulletin* 70(4).
    Haege, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy similarity
    for chance agreement. *Political Analysis* 19(3), 287-305.

    Examples
    --------
    >>> float(cohen_kappa(np.array([[20.0, 5.0], [10.0, 15.0]]), exponent=0).round(12))
    0.4
    """
    row, column = _summed(table, -1), _summed(table, -2)
    return _beyond_chance(table, row, column, exponent)


def scott_pi(
    table: Float[np.ndarray, "*draw choice choice"], *, exponent: int = 2
) -> Float[np.ndarray, "*draw"]:
    r"""Agreement beyond what the two states' common voting habits would give by chance.

    .. math:: \pi = 1 - \frac{\sum_{ab} w_{ab}\, p_{ab}}{\sum_{ab} w_{ab}\, \bar p_a\,
        \bar p_b}, \qquad \bar p_a = (p_{a.} + p_{.a}) / 2

    Differs from `cohen_kappa` in charging a difference between the two states' habits as
    disagreement; never above it.

    Parameters
    ----------
    table : count of roll calls
        As in `cohen_kappa`.
    exponent : 1
        2 squared distance, 1 linear, 0 the unweighted pi of Scott (1955).

    Returns
    -------
    pi : 1, in [-1, 1]
        NaN where chance alone already gives full agreement, or there is no roll call.

    Raises
    ------
    InputError
        If a count is negative or infinite.

    References
    ----------
    Scott, W. A. (1955). Reliability of content analysis: the case of nominal scale coding.
    *Public Opinion Quarterly* 19(3), 321-325.
    Haege, F. M. (2011). *Political Analysis* 19(3), 287-305.

    Examples
    --------
    >>> float(scott_pi(np.array([[20.0, 5.0], [10.0, 15.0]]), exponent=0).round(3))
    0.394
    """
    common = (_summed(table, -1) + _summed(table, -2)) / 2
    return _beyond_chance(table, common, common, exponent)


def kappa_interval(
    table: Float[np.ndarray, "choice choice"],
    *,
    exponent: int = 2,
    draws: int = 4000,
    seed: int = 0,
) -> Estimate:
    r"""Cohen's kappa with its 90 % interval.

    .. math:: (p_{ab}) \sim \mathrm{Dirichlet}(n_{ab} + \tfrac12 / K), \quad
        \kappa^{(d)} = \kappa(p^{(d)})

    A Bayesian bootstrap of the roll calls; half a vote of prior in all for each choice.

    Parameters
    ----------
    table : count of roll calls
        As in `cohen_kappa`, one table.
    exponent : 1
        As in `cohen_kappa`.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    kappa : Estimate, 1, in [-1, 1]

    Raises
    ------
    InputError
        If a count is negative, there is no roll call, or kappa is undefined.

    References
    ----------
    Rubin, D. B. (1981). The Bayesian bootstrap. *Annals of Statistics* 9(1), 130-134.

    Examples
    --------
    >>> kappa_interval(np.array([[20.0, 5.0], [10.0, 15.0]]), exponent=0).text()
    '0.4 (0.2 to 0.6)'
    """
    return _table_interval("kappa_interval", cohen_kappa, table, exponent, draws, seed)


def pi_interval(
    table: Float[np.ndarray, "choice choice"],
    *,
    exponent: int = 2,
    draws: int = 4000,
    seed: int = 0,
) -> Estimate:
    r"""Scott's pi with its 90 % interval.

    .. math:: (p_{ab}) \sim \mathrm{Dirichlet}(n_{ab} + \tfrac12 / K), \quad
        \pi^{(d)} = \pi(p^{(d)})

    Parameters
    ----------
    table : count of roll calls
        As in `cohen_kappa`, one table.
    exponent : 1
        As in `cohen_kappa`.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    pi : Estimate, 1, in [-1, 1]

    Raises
    ------
    InputError
        If a count is negative, there is no roll call, or pi is undefined.

    References
    ----------
    Rubin, D. B. (1981). The Bayesian bootstrap. *Annals of Statistics* 9(1), 130-134.

    Examples
    --------
    >>> pi_interval(np.array([[20.0, 5.0], [10.0, 15.0]]), exponent=0).text()
    '0.4 (0.2 to 0.6)'
    """
    return _table_interval("pi_interval", scott_pi, table, exponent, draws, seed)


def _beyond_chance(
    table: np.ndarray, row: np.ndarray, column: np.ndarray, exponent: int
) -> np.ndarray:
    """One minus observed over expected distance between the two votes."""
    refuse_negative("vote table", table=table)
    choice = np.arange(table.shape[-1])
    apart = np.abs(choice[:, None] - choice[None, :])
    weight = np.where(apart == 0, 0.0, np.maximum(apart, 1) ** float(exponent))
    number = _summed(row, -1)
    observed = table.reshape(*table.shape[:-2], -1) @ weight.ravel() * number
    expected = _summed((row @ weight) * column, -1)
    known = np.isfinite(expected) & (expected > 0)
    part = np.divide(observed, expected, out=np.full(np.shape(known), np.nan), where=known)
    return np.asarray(1 - part)


def _summed(values: np.ndarray, axis: int) -> np.ndarray:
    """Sum over an axis of few choices; slice by slice, much faster than `sum` for many tables."""
    return np.asarray(sum(np.moveaxis(values, axis, 0)))


def _table_interval(
    where: str,
    measure: Callable[..., np.ndarray],
    table: np.ndarray,
    exponent: int,
    draws: int,
    seed: int,
) -> Estimate:
    """Interval of a measure of a table of votes, by redrawing the table."""
    _refuse_no_votes(where, table)
    point = float(measure(table, exponent=exponent))
    refuse_unless(
        bool(np.isfinite(point)),
        where=where,
        found="a table in which one choice takes all votes of both states",
        expected="at least two choices, so that chance agreement is below 1",
        remedy="Report plain agreement (agreement_interval) and leave this one absent.",
    )
    prior = PRIOR / table.shape[0]
    drawn = np.random.default_rng(seed).dirichlet(table.ravel() + prior, draws)
    values = measure(drawn.reshape(draws, *table.shape), exponent=exponent)
    return estimate_from_draws(point, values, basis=ROLL_CALLS)


def _refuse_no_votes(where: str, counts: np.ndarray) -> None:
    """Raise if counts are negative or absent, or there is no roll call."""
    refuse_negative(where, counts=counts)
    refuse_unless(
        bool(counts.sum() > 0),
        where=where,
        found=f"counts that sum to {counts.sum()}",
        expected="known counts with at least one common roll call",
        remedy="Leave the figure absent where the two states never voted together.",
    )
