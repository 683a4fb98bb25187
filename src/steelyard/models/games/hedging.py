"""Where to turn: how far trade spread over other partners lowers what one partner can do.

A state moves parts of its trade from its first partner to others. It weighs the chance that the
first cuts it off against the chance that a rival bloc does and others join, within what the
others can take and what moving may cost. A convex programme, solved by Clarabel; a bound from its
dual, calculated apart, tells how far at most the solution is from the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import clarabel  # a compiled module without type stubs
import numpy as np
from jaxtyping import Float
from scipy import sparse

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.errors import NotConverged

SOLVER: Any = clarabel
TOLERANCE = 1e-9
MOST_GAP = 1e-5  # of the risk, which is a square of shares; usual risks are near 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Hedge:
    """A state's trade before anything is moved; shares are parts of its whole trade.

    `first` is the share of the first partner and `first_join` the chance that it joins a cut by
    the rival bloc; `share`, `join` and `capacity` are those of the alternatives, capacity being
    the most that can be moved to each; `ease` is how much trade with each could grow for a price
    cut of 100 %: elasticity times usual trade. `others` and `others_join`: partners that stay as
    they are. `weight` is that of a cut by the first partner against one by the bloc.
    """

    first: float
    first_join: float
    share: Float[np.ndarray, " partner"]
    join: Float[np.ndarray, " partner"]
    capacity: Float[np.ndarray, " partner"]
    ease: Float[np.ndarray, " partner"]
    others: Float[np.ndarray, " other"]
    others_join: Float[np.ndarray, " other"]
    weight: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """What to move where, and what is reached.

    `moved`: parts of the whole trade; `dependence`: the share that the first partner keeps;
    `at_risk`: root mean square of the share of trade lost in a cut; `cost`: part of the trade's
    value given up by cutting prices; `price`: how much the mean square falls for one more unit
    of cost (0 where the budget does not bind); `gap`: how far it is at most above the least.
    """

    moved: Float[np.ndarray, " partner"]
    dependence: float
    at_risk: float
    cost: float
    price: float
    gap: float


def at_risk(hedge: Hedge, moved: Float[np.ndarray, " partner"]) -> float:
    r"""Root mean square of the share of trade that a cut takes away.

    .. math:: R^2 = \phi\, w_1^2 + (1 - \phi) \left[ \Big( \sum_k c_k w_k \Big)^2
        + \sum_k c_k (1 - c_k) w_k^2 \right]

    With weight :math:`\phi` the first partner cuts, else the rival bloc does and each partner *k*
    joins with chance :math:`c_k`. Large losses count more than in proportion, as costs do. It
    counts trade, not income: what cannot be replaced weighs no more than what can.

    Parameters
    ----------
    hedge : Hedge
    moved : 1, at least 0
        Parts of the whole trade moved from the first partner to each alternative.

    Returns
    -------
    at_risk : 1, in [0, 1]

    Raises
    ------
    InputError
        If shares, chances or capacities are impossible.

    References
    ----------
    Markowitz, H. (1952). Portfolio selection. *Journal of Finance* 7(1), 77-91. Hirschman, A. O.
    (1945). *National Power and the Structure of Foreign Trade*, ch. 4 and 6.

    Examples
    --------
    >>> nobody = np.zeros(0)
    >>> lone = Hedge(0.5, 0.0, np.zeros(1), np.zeros(1), np.ones(1), np.ones(1), nobody, nobody)
    >>> at_risk(lone, np.zeros(1)) ** 2, at_risk(lone, np.array([0.5]))
    (0.125..., 0.0)
    """
    _refuse(hedge)
    return float(np.sqrt(max(_risk(hedge, moved), 0.0)))


def cost_of_moving(hedge: Hedge, moved: Float[np.ndarray, " partner"]) -> float:
    r"""Part of the trade's value that is given up to sell more to the alternatives.

    .. math:: K = \sum_j \frac{(s_j + x_j)\, x_j}{\sigma\, b_j}

    To sell :math:`x_j` more where :math:`b_j` is usual, all of it must be
    :math:`x_j / \sigma b_j` cheaper. That the first partner then pays more for what it still
    gets is left out, so that costs are rather too high.

    Parameters
    ----------
    hedge : Hedge
    moved : 1, at least 0

    Returns
    -------
    cost : 1, at least 0

    Raises
    ------
    InputError
        As `at_risk`.

    References
    ----------
    Armington, P. S. (1969). A theory of demand for products distinguished by place of production.
    *IMF Staff Papers* 16(1), 159-178 (small changes).

    Examples
    --------
    >>> nobody = np.zeros(0)
    >>> one = Hedge(0.5, 0.0, np.array([0.1]), nobody[:0].sum() + np.zeros(1), np.ones(1),
    ...             np.array([0.4]), nobody, nobody)
    >>> round(cost_of_moving(one, np.array([0.1])), 6)
    0.05
    """
    _refuse(hedge)
    return _cost(hedge, moved)


def hedged(hedge: Hedge, budget: float | None = None) -> Portfolio:
    r"""Best spread of trade over the alternatives, at most at a given cost.

    .. math:: \min_x R^2(x) \quad \text{s.t.} \quad 0 \le x_j \le k_j,\; \sum_j x_j \le s_1,\;
        K(x) \le B

    Parameters
    ----------
    hedge : Hedge
    budget : 1, above 0
        Part of the trade's value that may be given up; None: as much as it takes, which gives
        the most that hedging could reach.

    Returns
    -------
    portfolio : Portfolio
        More alternatives, capacity or budget never make `at_risk` worse.

    Raises
    ------
    InputError
        If shares, chances or capacities are impossible, or the budget is not above 0.
    NotConverged
        If the solution is further than `MOST_GAP` from the bound of its dual (law 7).

    References
    ----------
    Goulart, P. J. and Chen, Y. (2024). Clarabel: an interior-point solver for conic programs with
    quadratic objectives. arXiv:2405.12762. The bound: Frank, M. and Wolfe, P. (1956). An
    algorithm for quadratic programming. *Naval Research Logistics* 3, 95-110.

    Examples
    --------
    Two alike partners take the same:

    >>> two, nobody = np.ones(2), np.zeros(0)
    >>> alike = Hedge(0.4, 0.0, 0.1 * two, 0.2 * two, 0.3 * two, two, nobody, nobody)
    >>> hedged(alike, budget=0.02).moved.round(4).tolist()
    [0.0618, 0.0618]
    """
    _refuse(hedge)
    refuse_unless(
        budget is None or (np.isfinite(budget) and budget > 0),
        where="hedged",
        found=f"a budget of {budget}",
        expected="a number above 0, or none",
        remedy="Leave the budget out to see what hedging can reach at any cost.",
    )
    usable = np.flatnonzero(hedge.capacity > 0)
    moved, price = np.zeros(hedge.share.size), 0.0
    if usable.size and hedge.first > 0:
        moved[usable], price = _solved(hedge, usable, budget)
    gap = _gap(hedge, moved, price, budget)
    if not gap <= MOST_GAP:
        raise NotConverged(
            where="hedged",
            found=f"a portfolio that may be {gap:.2g} from the best",
            residual=gap,
            expected=f"at most {MOST_GAP:g}",
            remedy="Check that no capacity or share is thousands of times another.",
        )
    return Portfolio(
        moved,
        hedge.first - float(moved.sum()),
        float(np.sqrt(max(_risk(hedge, moved), 0.0))),
        _cost(hedge, moved),
        price,
        gap,
    )


def _curve(hedge: Hedge) -> tuple[np.ndarray, np.ndarray, float]:
    """Risk as x'Hx + 2 g'x + constant."""
    phi, rest = hedge.weight, 1 - hedge.weight
    ones, c, c1 = np.ones(hedge.share.size), hedge.join, hedge.first_join
    away = c - c1
    own, first_own = c * (1 - c), c1 * (1 - c1)
    alone = phi + rest * first_own
    together = c1 * hedge.first + c @ hedge.share + hedge.others_join @ hedge.others
    matrix = alone * np.outer(ones, ones) + rest * (np.outer(away, away) + np.diag(own))
    linear = -alone * hedge.first * ones + rest * (together * away + own * hedge.share)
    single = (own @ hedge.share**2) + (
        (hedge.others_join * (1 - hedge.others_join)) @ hedge.others**2
    )
    return matrix, linear, float(alone * hedge.first**2 + rest * (together**2 + single))


def _risk(hedge: Hedge, moved: np.ndarray) -> float:
    matrix, linear, constant = _curve(hedge)
    return float(moved @ matrix @ moved + 2 * linear @ moved + constant)


def _cost(hedge: Hedge, moved: np.ndarray) -> float:
    on = moved > 0
    return float((((hedge.share + moved) * moved)[on] / hedge.ease[on]).sum())


def _solved(hedge: Hedge, usable: np.ndarray, budget: float | None) -> tuple[np.ndarray, float]:
    """Amounts moved to the usable alternatives, and the shadow price of the budget."""
    matrix, linear, _ = _curve(hedge)
    n, eye = usable.size, np.eye(usable.size)
    unit = _reachable(hedge, budget)[usable]  # amounts are measured in what could go to each
    rows = [eye, -eye, unit[None] / hedge.first]
    right = [np.ones(n), np.zeros(n), [1.0]]
    cones = [SOLVER.NonnegativeConeT(2 * n + 1)]
    if budget is not None:
        # K(x) / B <= 1 as a cone: |(2 sqrt(Q/B) x, k'x/B)| <= 2 - k'x/B
        slope = unit * hedge.share[usable] / hedge.ease[usable] / budget
        root = np.diag(unit / np.sqrt(hedge.ease[usable] * budget))
        rows += [slope[None], -2 * root, -slope[None]]
        right += [[2.0], np.zeros(n), [0.0]]
        cones.append(SOLVER.SecondOrderConeT(n + 2))
    found = SOLVER.DefaultSolver(
        sparse.csc_matrix(np.triu(2 * matrix[np.ix_(usable, usable)] * np.outer(unit, unit))),
        2 * linear[usable] * unit,
        sparse.csc_matrix(np.vstack(rows)),
        np.concatenate(right).astype(float),
        cones,
        _settings(),
    ).solve()
    moved = np.clip(np.array(found.x), 0.0, 1.0) * unit
    moved *= min(1.0, hedge.first / max(float(moved.sum()), 1e-300))
    if budget is None:
        return moved, 0.0
    dual = np.array(found.z)[2 * n + 1 :]
    # the derivative of both ends of the cone with respect to the budget
    return moved, max(float(dual[0] - dual[-1]), 0.0) / budget


def _reachable(hedge: Hedge, budget: float | None) -> np.ndarray:
    """The most that could go to each alternative if all else stayed: capacity, first, budget."""
    most = np.minimum(hedge.capacity, hedge.first)
    if budget is None:
        return most
    affordable = (np.sqrt(hedge.share**2 + 4 * budget * hedge.ease) - hedge.share) / 2
    return np.minimum(most, affordable)


def _gap(hedge: Hedge, moved: np.ndarray, price: float, budget: float | None) -> float:
    """Risk reached less a lower bound of the least, and what the budget is overspent by."""
    matrix, linear, _ = _curve(hedge)
    slope = 2 * (matrix @ moved + linear)
    spare = 0.0
    if budget is not None:
        on = hedge.capacity > 0
        slope[on] += price * (hedge.share[on] + 2 * moved[on]) / hedge.ease[on]
        spare = price * (budget - _cost(hedge, moved))
    room, least, most = hedge.first, 0.0, _reachable(hedge, budget)
    for place in np.argsort(slope):  # the greedy solution of a linear programme with one row
        if slope[place] >= 0 or room <= 0:
            break
        taken = min(float(most[place]), room)
        least, room = least + slope[place] * taken, room - taken
    over = 0.0 if budget is None else max(_cost(hedge, moved) - budget, 0.0)
    return abs(float(slope @ moved - least)) + abs(spare) + over


def _settings() -> Any:
    """Silent, exact, one thread: the same numbers anywhere (law 11)."""
    settings = SOLVER.DefaultSettings()
    settings.verbose = False
    settings.max_threads = 1
    settings.tol_feas = settings.tol_gap_abs = settings.tol_gap_rel = TOLERANCE
    return settings


def _refuse(hedge: Hedge) -> None:
    """Raise unless shares make at most one, chances are chances and capacities are known."""
    whole = hedge.first + hedge.share.sum() + hedge.others.sum()
    chances = np.concatenate([hedge.join, hedge.others_join, [hedge.first_join, hedge.weight]])
    amounts = np.concatenate([hedge.share, hedge.others, hedge.capacity, [hedge.first]])
    checks = (
        (bool(whole <= 1 + 1e-6), f"shares that add up to {whole:g}", "at most 1"),
        (bool((amounts >= 0).all()), "a share or capacity below 0 or absent", "at least 0"),
        (bool(((chances >= 0) & (chances <= 1)).all()), "a chance outside 0 to 1", "0 to 1"),
        (
            bool((hedge.ease[hedge.capacity > 0] > 0).all()),
            "a partner with capacity that no price would sell to",
            "ease above 0",
        ),
    )
    for good, found, expected in checks:
        refuse_unless(
            good,
            where="hedge",
            found=found,
            expected=expected,
            remedy="Leave out a partner of whom something is not known, and say so.",
        )
