"""What is left to a state if one partner falls away: how many others, how big, how soon.

Each row of ``values`` holds what one state trades with each of its partners; for imports pass
``flows.T``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import divide, refuse_negative, refuse_unless, total_of_known


@dataclass(frozen=True, slots=True)
class Outlets:
    """Other partners in the order in which they could take over, and how far they get.

    `covered` is the part of the lost flow that the first, the first two, ... could replace;
    `capacity_share` is each one's part of all spare capacity. `half` and `full` are the lead
    times by which half and all of the loss are replaced, None where they never are.
    """

    order: Int[np.ndarray, " outlet"]
    covered: Float[np.ndarray, " outlet"]
    capacity_share: Float[np.ndarray, " outlet"]
    half: float | None
    full: float | None


@dataclass(frozen=True, slots=True)
class OptionsDraws:
    """Draws of what is left without one partner: three measures of the same noisy flows."""

    concentration: Float[np.ndarray, " draw"]
    entropy: Float[np.ndarray, " draw"]
    greatest: Float[np.ndarray, " draw"]


def partner_entropy(values: Float[np.ndarray, "state partner"]) -> Float[np.ndarray, " state"]:
    r"""Entropy of a state's trade over its partners: room for choice, in nats.

    .. math:: H_i = -\sum_j s_{ij} \ln s_{ij}

    0 for one partner, ln n for n equal ones; :math:`e^{H}` is the number of equal partners that
    would leave as much choice. Small partners count more than in the Herfindahl index. Splitting
    a partner in two raises it: compare on one list of partners.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*, at least 0; NaN where absent.

    Returns
    -------
    entropy : nat, at least 0
        Of the known partners. NaN for a state whose known trade is 0 or absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Theil, H. (1967). *Economics and Information Theory*, ch. 8.

    Examples
    --------
    >>> partner_entropy(np.array([[50.0, 50.0], [9.0, 0.0]])).round(3).tolist()
    [0.693, 0.0]
    """
    refuse_negative("partner_entropy", values=values)
    share = divide(values, total_of_known(values, axis=1)[:, None])
    terms = -share * np.log(np.where(share > 0, share, 1.0))
    return total_of_known(terms, axis=1) + 0.0


def greatest_share(values: Float[np.ndarray, "state partner"]) -> Float[np.ndarray, " state"]:
    r"""Share of a state's greatest partner: single-partner dependence.

    .. math:: D_i = \max_j s_{ij}

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*, at least 0; NaN where absent.

    Returns
    -------
    share : 1, in (0, 1]
        Of the known trade, so an upper bound where partners are absent. NaN without any.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Hirschman, A. O. (1945). *National Power and the Structure of Foreign Trade*, ch. 2.

    Examples
    --------
    >>> greatest_share(np.array([[60.0, 30.0, 10.0], [0.0, 0.0, np.nan]])).tolist()
    [0.6, nan]
    """
    refuse_negative("greatest_share", values=values)
    share = divide(values, total_of_known(values, axis=1)[:, None])
    return np.where(np.isfinite(share).any(axis=1), np.nanmax(share, axis=1, initial=0.0), np.nan)


def alternatives_concentration(
    values: Float[np.ndarray, "state partner"],
) -> Float[np.ndarray, "state partner"]:
    r"""Herfindahl index of the partners that remain without one of them.

    .. math:: A_{ij} = \sum_{k \ne j} \left( \frac{s_{ik}}{1 - s_{ij}} \right)^2
        = \frac{H_i - s_{ij}^2}{(1 - s_{ij})^2}

    High: losing *j* leaves *i* with few others, each with a strong hand. It takes today's
    partners for the possible ones; a partner never yet traded with is not seen.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*, at least 0; NaN where absent.

    Returns
    -------
    concentration : 1, in (0, 1]
        ``concentration[i, j]``: for *i* without *j*. NaN where *j* is the only partner (no
        alternative is left at all), or its trade is absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Own definition after Hirschman (1945), ch. 2 (difficulty of switching to other markets).

    Examples
    --------
    >>> alternatives_concentration(np.array([[50.0, 25.0, 25.0], [7.0, 0.0, 0.0]])).tolist()
    [[0.5, 0.5555555555555556, 0.5555555555555556], [nan, 1.0, 1.0]]
    """
    refuse_negative("alternatives_concentration", values=values)
    share = divide(values, total_of_known(values, axis=1)[:, None])
    known = np.where(np.isfinite(share), share, 0.0)
    left = divide(_without_each(known**2), _without_each(known) ** 2)
    return np.where(np.isfinite(share), left, np.nan)


def options_draws(
    drawn: Float[np.ndarray, "draw kept"],
    rest: Float[np.ndarray, " other"],
    partner: int,
) -> OptionsDraws:
    r"""Draws of concentration of alternatives, entropy and greatest share from noisy flows.

    .. math:: A = \frac{\sum_{k \ne j} v_k^2}{(\sum_{k \ne j} v_k)^2}, \quad
        H = \ln V - \frac{1}{V} \sum_k v_k \ln v_k, \quad D = v_m / V, \; m = \arg\max_k \bar v_k

    The formulas of `alternatives_concentration`, `partner_entropy` and `greatest_share`, with
    the small partners held fixed: their noise moves nothing that is printed. The greatest partner
    is the one with the greatest mean over the draws: the greatest of each draw would be too high.

    Parameters
    ----------
    drawn : USD / year
        What the trade with the largest partners may be in truth, draw by draw.
    rest : USD / year
        Trade with all others, each smaller; NaN where absent.
    partner : index
        Of the one that is taken away, among the largest.

    Returns
    -------
    draws : OptionsDraws
        NaN where nothing is traded, or (concentration) nothing without the partner.

    Raises
    ------
    InputError
        If a value is negative or infinite, or the partner is not among the largest.

    References
    ----------
    Theil (1967) and Hirschman (1945), as for the three measures.

    Examples
    --------
    >>> found = options_draws(np.array([[50.0, 25.0]]), np.array([25.0]), 0)
    >>> found.concentration.tolist(), found.entropy.round(2).tolist(), found.greatest.tolist()
    ([0.5], [1.04], [0.5])
    """
    refuse_negative("options_draws", drawn=drawn, rest=rest)
    refuse_unless(
        0 <= partner < drawn.shape[1],
        where="options_draws",
        found=f"partner {partner} of {drawn.shape[1]}",
        expected="the place of the partner among those drawn",
        remedy="Keep the partner among the largest, whatever it trades.",
    )
    fixed = rest[np.isfinite(rest)]
    total = drawn.sum(axis=1) + fixed.sum()
    squares = (drawn**2).sum(axis=1) + (fixed**2).sum()
    left = total - drawn[:, partner]
    products = _times_log(drawn).sum(axis=1) + _times_log(fixed).sum()
    entropy = np.log(np.where(total > 0, total, np.nan)) - divide(products, total)
    return OptionsDraws(
        divide(np.maximum(squares - drawn[:, partner] ** 2, 0.0), left**2),
        np.maximum(entropy, 0.0),
        divide(drawn[:, drawn.mean(axis=0).argmax()], total),
    )


def _times_log(values: np.ndarray) -> np.ndarray:
    """V ln v, 0 at 0."""
    return values * np.log(np.where(values > 0, values, 1.0))


def outlets(
    lost: float,
    spare: Float[np.ndarray, " outlet"],
    lead_time: Float[np.ndarray, " outlet"],
) -> Outlets:
    r"""Fastest other buyers or suppliers for a lost flow, and what they could take over.

    .. math:: c_m = \min\left(1,\; \frac{1}{V} \sum_{n \le m} K_{(n)}\right), \qquad
        \tau_{(1)} \le \tau_{(2)} \le \dots

    Physical room only: not whether they want to, at what price, or under which sanctions. What
    they bought from others so far is not spare, unless those others find a new home for it.

    Parameters
    ----------
    lost : any unit / year, above 0
        The flow to be replaced.
    spare : same unit
        Capacity of each other partner that is free; NaN where unknown: left out.
    lead_time : years (or another unit of time)
        Until the capacity can be used (port, pipeline, contract, conversion of a refinery).

    Returns
    -------
    outlets : Outlets
        Fastest first, equal lead times by capacity. Partners with unknown capacity or lead time
        are not in it, so the coverage is a lower bound.

    Raises
    ------
    InputError
        If the lost flow is not above 0, or a value is negative or infinite.

    References
    ----------
    Own definition: a merit order by time instead of cost.

    Examples
    --------
    >>> found = outlets(100.0, np.array([30.0, 90.0, 20.0]), np.array([0.0, 3.0, 0.5]))
    >>> found.order.tolist(), found.covered.tolist(), found.half, found.full
    ([0, 2, 1], [0.3, 0.5, 1.0], 0.5, 3.0)
    """
    refuse_negative("outlets", lost=lost, spare=spare, lead_time=lead_time)
    refuse_unless(
        bool(np.isfinite(lost) and lost > 0),
        where="outlets",
        found=f"a lost flow of {lost}",
        expected="a known flow above 0",
        remedy="Nothing is lost, nothing is to be replaced: leave the measure absent.",
    )
    known = np.flatnonzero(np.isfinite(spare) & np.isfinite(lead_time) & (spare > 0))
    order = known[np.lexsort((-spare[known], lead_time[known]))]
    taken = np.cumsum(spare[order])
    half, full = (_first_time(taken, part * lost, lead_time[order]) for part in (0.5, 1.0))
    share = divide(spare[order], taken[-1:] if taken.size else np.ones(0))
    return Outlets(order, np.minimum(taken / lost, 1.0), share, half, full)


def _without_each(values: np.ndarray) -> np.ndarray:
    """Row sums without one column each; added up, not subtracted, so that nothing cancels."""
    none = np.zeros((len(values), 1))
    before = np.hstack([none, np.cumsum(values, axis=1)[:, :-1]])
    after = np.hstack([np.cumsum(values[:, ::-1], axis=1)[:, ::-1][:, 1:], none])
    return before + after


def _first_time(taken: np.ndarray, needed: float, lead_time: np.ndarray) -> float | None:
    """Lead time of the outlet with which the need is first met."""
    enough = np.flatnonzero(taken >= needed * (1 - 1e-12))
    return float(lead_time[enough[0]]) if enough.size else None
