"""What a change costs each side: pure functions of real incomes after it."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import FEWEST_DRAWS, estimate_from_draws
from steelyard.vocabulary.estimate import Estimate, absent, exact

BASIS = "elasticities of trade that published sets disagree on"
CARRIED = f"{BASIS}, and the error of the carried table"
INFINITE = "a need that no one can supply: the loss has no bound"
LEAST_LOSS = 1e-7  # in logs: below, a loss is what is left of rounding in a solve


def side_income(
    real_income: Float[np.ndarray, "draw country"],
    weight: Float[np.ndarray, " country"],
    members: list[int],
) -> Float[np.ndarray, " draw"]:
    r"""Real income of several countries together, after over before.

    .. math:: \hat W_S = \sum_{n \in S} I_n \hat W_n \Big/ \sum_{n \in S} I_n

    Incomes are added at prices before the change: a dollar lost counts the same in each.

    Parameters
    ----------
    real_income : 1, [draw, country]
        After over before; 0 for a loss without bound.
    weight : money, [country]
        Final spending before.
    members : places of the countries

    Returns
    -------
    income : 1, [draw]
        0 where one member's loss has no bound.

    Raises
    ------
    InputError
        If there is no member, or no weight.

    References
    ----------
    Own; equal to a compensating payment within the group to first order.

    Examples
    --------
    >>> side_income(np.array([[0.9, 1.0]]), np.array([1.0, 3.0]), [0, 1]).tolist()
    [0.975]
    """
    refuse_unless(
        bool(members) and bool((weight[members] > 0).all()),
        where="real income of a side",
        found=f"{len(members)} countries, weights {weight[members].tolist()}",
        expected="at least one country, weights above 0",
        remedy="Name the states of the side.",
    )
    chosen = real_income[:, members]
    together = chosen @ weight[members] / weight[members].sum()
    return np.where((chosen > 0).all(axis=1), together, 0.0)


def percent(income: Float[np.ndarray, " draw"], basis: str = BASIS, unmet: str = "") -> Estimate:
    r"""Change of real income in per cent: median and 90 % interval of draws.

    .. math:: 100\,(\hat W - 1)

    Parameters
    ----------
    income : 1, [draw]
        After over before; 0 for a loss without bound.
    basis : what makes the interval wide
    unmet : needs that no one can supply, in words

    Returns
    -------
    change : Estimate, per cent
        Absent where a draw has no bound, with the reason. One draw has no interval.

    Raises
    ------
    InputError
        If there is no draw.

    References
    ----------
    Ends: `steelyard.measures.interval.next_draw_interval`, since the truth is one more draw of the
    law of elasticities and of the table; the interval then covers 90 % with 40 draws as well.

    Examples
    --------
    >>> percent(np.full(30, 0.95)).text()
    '−5.0'
    >>> percent(np.array([0.0])).present
    False
    """
    refuse_unless(
        income.size > 0,
        where="change of real income",
        found="no draw",
        expected="at least one",
        remedy="Ask for draws.",
    )
    if not bool((income > 0).all()):
        return absent(f"{INFINITE}{f' ({unmet})' if unmet else ''}")
    changes = 100 * (income - 1)
    middle = float(np.median(changes))
    if changes.size < FEWEST_DRAWS or np.ptp(changes) == 0:
        return exact(middle, "one set of elasticities and amounts", "simulated")
    return estimate_from_draws(middle, changes, basis=basis, kind="simulated", next_draw=True)


def log_ratio(
    a: Float[np.ndarray, " draw"], b: Float[np.ndarray, " draw"], basis: str = BASIS
) -> Estimate:
    r"""How many times more one side loses than the other, in logs, draw by draw.

    .. math:: \ln \frac{-\ln \hat W_a}{-\ln \hat W_b}

    Above 0: *a* loses more. Draws are paired: both sides face the same elasticities, so that what
    moves both losses alike does not widen the interval of their ratio.

    Parameters
    ----------
    a, b : 1, [draw]
        Real incomes after over before.

    Returns
    -------
    ratio : Estimate, ln
        Absent where a side gains or loses nothing in one draw in twenty or more, or without
        bound in any.

    Raises
    ------
    InputError
        If the sides have different numbers of draws.

    References
    ----------
    Keohane, R. O. and Nye, J. S. (1977). *Power and Interdependence*: asymmetry of costs as a
    source of power; the ratio is our measure.

    Examples
    --------
    >>> round(log_ratio(np.exp(np.full(30, -0.2)), np.exp(np.full(30, -0.1))).point, 6)
    0.693147
    """
    refuse_unless(
        a.size == b.size and a.size > 0,
        where="log ratio of losses",
        found=f"{a.size} and {b.size} draws",
        expected="as many draws on both sides",
        remedy="Take both from one run.",
    )
    if not bool((a > 0).all() and (b > 0).all()):
        return absent(INFINITE)
    losses = -np.log(np.stack([a, b]))
    fine = (losses > LEAST_LOSS).all(axis=0)
    if fine.mean() < 0.95:
        return absent("a side gains or loses nothing, so that losses have no ratio")
    ratios = np.log(losses[0, fine] / losses[1, fine])
    middle = float(np.median(ratios))
    if ratios.size < FEWEST_DRAWS or np.ptp(ratios) == 0:
        return exact(middle, "one set of elasticities and amounts", "simulated")
    return estimate_from_draws(middle, ratios, basis=basis, kind="simulated", next_draw=True)
