"""What a duty to deliver costs: the same market with the contract and without its duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import FEWEST_DRAWS, LEVEL, estimate_from_draws
from steelyard.models.energy.bargain.sides import Sides, payoffs
from steelyard.models.energy.equilibrium import SMALL, solve
from steelyard.models.energy.network import Market
from steelyard.vocabulary.estimate import Estimate, exact


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Cost of a duty to deliver over states of the market.

    Parameters
    ----------
    lane : label
    side : name
    cost : USD m / year, [draw]
        Payoff of the side with free flow less that with the duty. Where the duty happens to move
        prices in the side's favour it is below 0.
    binds : yes or no, [draw]
        Whether less would flow if it were free to.
    mean : Estimate, USD m / year
        Of the cost, with the interval of single states: the option that is given up, at each
        state's weight.
    share : 1
        Part of the states in which it binds.
    """

    lane: str
    side: str
    cost: Float[np.ndarray, " draw"]
    binds: Bool[np.ndarray, " draw"]
    mean: Estimate
    share: float


def bound(market: Market, lane: str, amount: float) -> Market:
    """The same market with a contract that obliges to send an amount by a lane.

    Raises
    ------
    UnknownName
        If the market has no such lane.
    InputError
        If the amount is below 0 or above what the lane carries.
    """
    row = market.lane(lane)
    refuse_unless(
        bool(0 <= amount <= market.most[row]),
        where=f"lane {lane}",
        found=f"a contract of {amount:g} a year",
        expected=f"from 0 to what the lane carries, {market.most[row]:g}",
        remedy="Lower the contracted amount, or raise the lane's capacity.",
    )
    least = market.least.copy()
    least[row] = amount
    return replace(market, least=least)


def binding_cost(
    markets: Sequence[Market], who: Sides, side: str, lane: str, amount: float
) -> Binding:
    r"""What a side would gain if it could send elsewhere what a contract binds.

    .. math:: C^{(d)} = W_A(\text{free}, d) - W_A(q_l \ge \underline q, d)

    Each state of the market is solved with the duty and without it; at the prices of the nodes,
    so that the loss on a lane that is not worth its cost falls on its owner. In states in which
    the amount flows anyhow the duty costs nothing: the mean is the value of the option that the
    contract takes away (deliver or divert), and needs draws that hold what may come.

    Parameters
    ----------
    markets : Market, one a state, with the same nodes and lanes
    who : Sides
    side : name
    lane : label
    amount : amount / year
        What the contract obliges to deliver.

    Returns
    -------
    binding : Binding
        The mean has an interval from 20 states on.

    Raises
    ------
    UnknownName
        If the side or the lane is not known.
    InputError
        If there is no state, the amount is more than the lane carries, or cannot be supplied.

    References
    ----------
    Dixit, A. and Pindyck, R. (1994). *Investment under Uncertainty*, ch. 2 (value of waiting).

    Examples
    --------
    Ten units of 20 are promised to B, who pays 21; A pays 19, and in the second state 30:

    >>> from steelyard.models.energy.bargain.sides import sides
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.network import Node, lane as way, market
    >>> flat = lambda price, most: (Curve(price, 0.0, *UNITS["gas"], most=most),)
    >>> def state(price):
    ...     nodes = [Node("S", supply=flat(1.0, 20.0)), Node("A", demand=flat(price, 50.0)),
    ...              Node("B", demand=flat(21.0, 50.0))]
    ...     return market("gas", nodes, [way("S", to, "pipe", 0.0, "gas") for to in "AB"])
    >>> states = [state(19.0), state(30.0)]
    >>> found = binding_cost(states, sides(states[0]), "S", "S-B (pipe)", 10.0)
    >>> found.cost.round(3).tolist(), found.binds.tolist(), round(found.mean.point, 3)
    ([0.0, 90.0], [False, True], 45.0)
    """
    refuse_unless(bool(markets), where=f"lane {lane}", found="no state of the market",
                  expected="at least one", remedy="Draw the market first.")  # fmt: skip
    row, cost, binds = who.row(side), [], []
    for state in markets:
        free, kept = solve(bound(state, lane, 0.0)), solve(bound(state, lane, amount))
        cost.append(float(payoffs(free, who)[row] - payoffs(kept, who)[row]))
        size = float(free.demand.sum())
        binds.append(free.flow_of(lane) < amount - 10 * SMALL * size)
    costs = np.array(cost)
    return Binding(lane, side, costs, np.array(binds), _mean(costs), float(np.mean(binds)))


def _mean(costs: np.ndarray) -> Estimate:
    """Mean over states, with what single states may bring."""
    if costs.size < FEWEST_DRAWS:
        return exact(float(costs.mean()), f"{costs.size} states, fewer than {FEWEST_DRAWS}",
                     "simulated")  # fmt: skip
    return estimate_from_draws(
        float(costs.mean()), costs, basis=f"{costs.size} states of the market", level=LEVEL,
        kind="simulated", next_draw=True,
    )  # fmt: skip
