"""Curves under which the market's own solution is a year's balance of each place (law 8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.energy.carriage import carried
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Blocks, Market
from steelyard.models.energy.shifted import shifted
from steelyard.vocabulary.errors import NotConverged, Unbalanced

STIFF = 0.2  # of the elasticities while prices are sought: stiffer curves settle in fewer rounds
MOST_ROUNDS = 60
MOST_MOVED = 0.05  # of the market: more is another market
CLOSE = 1e-5  # of the market: how near supply and use must come to the balance


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """A year's supply and use of each node, and how both answer to its price.

    0 where a node has none. `price` is what is known of prices beforehand, a start that the
    result stays near where costs leave room. Elasticities of demand are below 0; `floor` is the
    price below which a node supplies nothing. `known` marks nodes whose price was published: where
    full lanes part them from the rest it stays.
    """

    supply: Float[np.ndarray, " node"]
    demand: Float[np.ndarray, " node"]
    price: Float[np.ndarray, " node"]
    supply_elasticity: Float[np.ndarray, " node"]
    demand_elasticity: Float[np.ndarray, " node"]
    floor: Float[np.ndarray, " node"]
    known: Bool[np.ndarray, " node"] | None = None

    def settled(self) -> Bool[np.ndarray, " node"]:
        """Nodes whose own price is known."""
        return np.zeros(self.supply.size, dtype=bool) if self.known is None else self.known


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A market that reproduces a balance.

    `scaled` is the factor on every use that made world use equal world supply; `moved` by how
    much supply and use of each node were moved to what lanes can carry; `miss` the largest
    difference to that, in parts of the market; `rounds` how many solves it took. `balance` is the
    balance after both steps.
    """

    market: Market
    equilibrium: Equilibrium
    balance: Balance
    scaled: float
    moved: Float[np.ndarray, "side node"]
    miss: float
    rounds: int


def calibrate(market: Market, balance: Balance, anchor: str, level: float) -> Baseline:
    r"""Give every node curves so that the solved market has the balance's amounts.

    .. math:: p^{(k+1)} = \text{prices of the market with curves through } (p^{(k)}, \bar q),
        \qquad p_{anchor} = \bar p

    Costs and limits bound the differences between prices: two nodes with trade between them
    differ by its cost. Each round draws the curves through the last prices and the balance's
    amounts; where it stops, prices support these amounts (a proximal-point method for the
    transport problem, so that prices stay near those known beforehand where several would do).
    Flows follow from cost: who in truth sends how much where is not an input, and a check.

    Parameters
    ----------
    market : Market
        Lanes and limits; its curves are not used.
    balance : Balance
        World use is scaled to world supply first, then what lanes cannot carry is moved
        (`carried`); both steps are told in the result.
    anchor : name of the node whose price is known
    level : money / unit, above 0

    Returns
    -------
    baseline : Baseline

    Raises
    ------
    InputError
        If a node's amounts or elasticities cannot be, or nothing is supplied.
    NotConverged
        If lanes and limits cannot carry the balance; the nodes that miss it most are named.

    References
    ----------
    Rockafellar, R. (1976). Monotone operators and the proximal point algorithm. *SIAM Journal on
    Control and Optimization* 14(5), 877-898; Howitt, R. (1995). Positive mathematical
    programming. *American Journal of Agricultural Economics* 77(2), 329-342.

    Examples
    --------
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> way = lane("S", "B", "sea", 2.0, "crude oil")
    >>> ways = market("crude oil", [Node("S"), Node("B")], [way])
    >>> one = np.ones(2)
    >>> known = Balance(np.array([90.0, 10.0]), np.array([20.0, 80.0]), 70 * one, 0.1 * one,
    ...                 -0.3 * one, 0 * one)
    >>> found = calibrate(ways, known, "B", 70.0)
    >>> found.equilibrium.price.round(4).tolist(), found.equilibrium.flow.round(4).tolist()
    ([68.0, 70.0], [70.0])
    """
    _refuse(market, balance, level)
    scaled = float(balance.supply.sum() / balance.demand.sum())
    supply, demand = carried(market, balance.supply, balance.demand * scaled)
    moved = np.array([supply - balance.supply, demand - balance.demand * scaled])
    _refuse_far(market, moved, float(balance.supply.sum()))
    known = replace(balance, supply=supply, demand=demand)
    at, price = market.node(anchor), balance.price
    price = np.where(known.settled(), price, price + level - price[at])
    missed = np.full(2 * len(market.nodes), np.inf)
    for rounds in range(1, MOST_ROUNDS + 1):
        found = solve(with_curves(market, known, price, STIFF))
        missed = np.abs(np.concatenate([found.supply - known.supply, found.demand - known.demand]))
        price = shifted(found, anchor, level, known.settled())
        if missed.max() <= CLOSE * known.supply.sum():
            fitted = with_curves(market, known, price, 1.0)
            solved = solve(fitted)
            gap = np.abs(solved.supply - known.supply) + np.abs(solved.demand - known.demand)
            miss = float(gap.max() / known.supply.sum())
            return Baseline(fitted, solved, known, scaled, moved, miss, rounds)
    worst = np.argsort(missed)[::-1][:3] % len(market.nodes)
    raise NotConverged(
        where=f"balance of {market.fuel}",
        found=f"lanes do not carry it: off by {missed.max():.3g} at "
        + ", ".join(dict.fromkeys(market.nodes[each] for each in worst)),
        residual=float(missed.max() / known.supply.sum()),
        expected=f"at most {CLOSE:g} of the market (laws 7, 8)",
        remedy="Add the lanes or the capacity by which these places were supplied that year.",
    )


def _refuse_far(market: Market, moved: Float[np.ndarray, "side node"], size: float) -> None:
    """Refuse a network that carries another balance than the published one."""
    worst = np.argsort(np.abs(moved).max(axis=0))[::-1][:3]
    if np.abs(moved).sum() > MOST_MOVED * size:
        told = ", ".join(f"{market.nodes[at]} {moved[:, at].round(1).tolist()}" for at in worst)
        raise Unbalanced(
            where=f"balance of {market.fuel}",
            found=f"lanes do not carry it: {np.abs(moved).sum():.3g} of {size:.3g} would have to "
            f"move; most of it supply and use of {told}",
            expected=f"at most {MOST_MOVED:.0%} of the market (law 8)",
            remedy="Add the lanes or the capacity by which these places were supplied that year.",
        )


def with_curves(
    market: Market, balance: Balance, price: Float[np.ndarray, " node"], stiff: float = 1.0
) -> Market:
    """The market with straight curves through these prices and the balance's amounts.

    Supply has a flat piece at the floor (of no length where the line starts above it), so that
    every market of the same nodes has the same shape. `stiff` scales all elasticities.

    Examples
    --------
    >>> from steelyard.models.energy.network import Node, market
    >>> one = np.ones(1)
    >>> known = Balance(100 * one, 100 * one, 80 * one, 0.2 * one, -0.5 * one, 40 * one)
    >>> with_curves(market("gas", [Node("S")], []), known, 80 * one).supply.most.tolist()
    [90.0, inf]
    """
    selling, using = np.flatnonzero(balance.supply > 0), np.flatnonzero(balance.demand > 0)
    at, floor = np.maximum(price[selling], 1e-9), balance.floor[selling]
    floor = np.minimum(floor, at)
    slope = at / (stiff * balance.supply_elasticity[selling] * balance.supply[selling])
    start = at - slope * balance.supply[selling]
    flat = np.maximum(floor - start, 0.0) / slope
    supply = Blocks(
        np.concatenate([selling, selling]),
        np.concatenate([floor, np.maximum(start, floor)]),
        np.concatenate([np.zeros_like(slope), slope]),
        np.concatenate([flat, np.full_like(flat, np.inf)]),
    )
    at = np.maximum(price[using], 1e-9)
    fall = at / (stiff * balance.demand_elasticity[using] * balance.demand[using])
    demand = Blocks(using, at - fall * balance.demand[using], fall, np.full(using.size, np.inf))
    return replace(market, supply=supply, demand=demand)


def _refuse(market: Market, balance: Balance, level: float) -> None:
    """Refuse balances that no curve goes through."""
    for name, values in (("supply", balance.supply), ("use", balance.demand)):
        wrong = [market.nodes[at] for at in np.flatnonzero(~(values >= 0) | np.isinf(values))]
        refuse_unless(not wrong, where=f"{name} of {market.fuel}, node {', '.join(wrong)}",
                      found="an amount below 0 or absent", expected="finite amounts of at least 0",
                      remedy="Merge the node with one whose balance is known.")  # fmt: skip
    refuse_unless(
        balance.supply.sum() > 0 and balance.demand.sum() > 0 and level > 0,
        where=f"balance of {market.fuel}",
        found=f"supply {balance.supply.sum():g}, use {balance.demand.sum():g}, price {level:g}",
        expected="all above 0",
        remedy="Check the year and the unit of the balance.",
    )
    refuse_unless(
        bool((balance.supply_elasticity[balance.supply > 0] > 0).all())
        and bool((balance.demand_elasticity[balance.demand > 0] < 0).all()),
        where=f"elasticities of {market.fuel}",
        found="one of the wrong sign",
        expected="supply above 0, demand below 0",
        remedy="Correct the sign.",
    )
