"""The market solved: prices, flows, rents and what each side gains, with the proof of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from jaxtyping import Float

from steelyard.models.energy.infeasible import refuse_endless, refuse_infeasible
from steelyard.models.energy.network import Market
from steelyard.models.energy.programme import Raw, programme
from steelyard.vocabulary.errors import InputError, NotConverged, shorten

WORST = 1e-6  # residual above which a solution has no value (law 7)
SMALL = 1e-7  # part of the market below which an amount counts as nothing


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far each condition of the equilibrium fails, in parts (law 7).

    `balance`: what a node uses, supplies and trades, and what lies beyond a capacity, a contract
    or 0, in parts of the market. `arbitrage`: price
    differences above the cost of a lane that is open, in parts of the highest price. `slack`:
    amounts times the profit that they forgo, in parts of the market's value.
    """

    balance: float
    arbitrage: float
    slack: float
    iterations: int

    @property
    def residual(self) -> float:
        """The largest of all."""
        return max(self.balance, self.arbitrage, self.slack)


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """Prices at which nobody gains by sending fuel elsewhere.

    Parameters
    ----------
    market : Market
    price : money / unit, [node]
        Where nothing is supplied, used or passed on, any price between the lanes' costs fits.
        Where nobody who uses fuel can be reached, the least at which it could come; where none can
        come, the highest that would be paid; where neither can be said, absent (NaN).
    supply, demand : amount / year, [node]
    flow : amount / year, [lane]
        Not unique where two ways cost the same; prices and what a node trades in all are.
    rent : money / unit, [lane]
        What one more unit of the lane's own capacity is worth, of a closed lane too.
    limit_rent : money / unit, [limit]
    consumer_surplus, producer_surplus : USD m / year, [node]
        Areas below the demand curve and above the supply curve, to the node's price.
    certificate : Certificate
    """

    market: Market
    price: Float[np.ndarray, " node"]
    supply: Float[np.ndarray, " node"]
    demand: Float[np.ndarray, " node"]
    flow: Float[np.ndarray, " lane"]
    rent: Float[np.ndarray, " lane"]
    limit_rent: Float[np.ndarray, " limit"]
    consumer_surplus: Float[np.ndarray, " node"]
    producer_surplus: Float[np.ndarray, " node"]
    certificate: Certificate

    @property
    def exports(self) -> Float[np.ndarray, " node"]:
        """What each node sends out less what it takes in."""
        return self.supply - self.demand

    def price_of(self, name: str) -> float:
        """Price at a node."""
        return float(self.price[self.market.node(name)])

    def flow_of(self, label: str) -> float:
        """Amount on a lane."""
        return float(self.flow[self.market.lane(label)])

    def welfare(self) -> float:
        """Surpluses of the whole market and what lanes earn, USD m / year.

        What the programme maximises. Lanes earn the rents of their capacities and limits, less
        what contracts lose where they bind.
        """
        return float(
            self.consumer_surplus.sum() + self.producer_surplus.sum() + self.earned().sum()
        )

    def earned(self) -> Float[np.ndarray, " lane"]:
        """Price difference less cost, times what flows, on each lane, USD m / year."""
        market = self.market
        gap = self.price[market.destination] - self.price[market.origin] - market.cost
        return np.where(self.flow > 0, gap * self.flow, 0.0)


def solve(market: Market) -> Equilibrium:
    r"""Spatial price equilibrium: who sends how much to whom, at which prices.

    .. math:: \max_{s, d, q \ge 0} \sum_j \int_0^{d_j} D_j^{-1} - \sum_i \int_0^{s_i} S_i^{-1}
        - \sum_{ij} t_{ij} q_{ij}, \quad d_n - s_n = \sum q_{in} - \sum q_{nj},
        \quad q_{ij} \le K_{ij}, \quad \sum_{g} q \le L_g

    whose multipliers are prices with
    :math:`p_j \le p_i + t_{ij} + \mu_{ij} + \lambda_g`, equal where something flows. Everybody
    takes prices as given: no seller holds back, no buyer waits; what a seller or a buyer with
    power can make of it is what `models.energy.bargain` adds.

    Parameters
    ----------
    market : Market

    Returns
    -------
    equilibrium : Equilibrium

    Raises
    ------
    InputError
        If contracts or limits leave no way to serve everybody, naming lanes or nodes; if supply
        and demand without slope or end would trade without end; if a price falls below 0, naming
        the node.
    NotConverged
        If a condition fails by more than 1e-6.

    References
    ----------
    Samuelson, P. (1952). Spatial price equilibrium and linear programming. *American Economic
    Review* 42(3), 283-303; Takayama, T. and Judge, G. (1964). *Econometrica* 32(4), 510-524.

    Examples
    --------
    >>> from steelyard.models.energy.curves import demand_through, supply_through
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> seller = Node("S", supply=supply_through(60.0, 100.0, 0.3, "crude oil"))
    >>> buyer = Node("B", demand=demand_through(62.0, 100.0, -0.3, "crude oil"))
    >>> way = lane("S", "B", "sea", 2.0, "crude oil")
    >>> found = solve(market("crude oil", [seller, buyer], [way]))
    >>> round(found.price_of("B"), 6), round(found.flow_of("S-B (sea)"), 6)
    (62.0, 100.0)
    """
    raw = programme(market)
    if not raw.status.startswith(("Solved", "AlmostSolved")):
        _refuse(market, f"{raw.status} after {raw.iterations} steps", float("nan"))
    certificate = _certify(market, raw)
    if not certificate.residual <= WORST:
        _refuse(market, f"residual {certificate.residual:.1e}", certificate.residual)
    _refuse_negative(market, raw)
    consumers, producers = _surpluses(market, raw)
    return Equilibrium(
        market, raw.price,
        _by_node(market, market.supply.node, raw.supply),
        _by_node(market, market.demand.node, raw.demand),
        raw.flow, raw.rent, raw.limit_rent, consumers, producers, certificate,
    )  # fmt: skip


def _refuse(market: Market, found: str, residual: float) -> NoReturn:
    """Say why there is no solution: contracts, endless trade, or numbers too far apart."""
    refuse_infeasible(market)
    refuse_endless(market)
    raise NotConverged(
        where=f"market of {market.fuel}",
        found=found,
        residual=residual,
        expected=f"a solution with a residual of at most {WORST:g} (law 7)",
        remedy="Look for slopes or capacities many orders of magnitude apart.",
    )


def _by_node(market: Market, at: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Sum of the blocks of each node."""
    return np.bincount(at, weights=values, minlength=len(market.nodes))


def _surpluses(market: Market, raw: Raw) -> tuple[np.ndarray, np.ndarray]:
    """Areas between curves and prices, by node; nothing where nothing has a price."""
    s, d, price = market.supply, market.demand, priced(raw.price)
    worth = d.intercept * raw.demand + d.slope * raw.demand**2 / 2
    cost = s.intercept * raw.supply + s.slope * raw.supply**2 / 2
    consumers = worth - price[d.node] * raw.demand
    producers = price[s.node] * raw.supply - cost
    return _by_node(market, d.node, consumers), _by_node(market, s.node, producers)


def _refuse_negative(market: Market, raw: Raw) -> None:
    """Refuse prices below 0 where something is supplied, used or passed on."""
    size, top = _size(raw)
    handled = (
        _by_node(market, market.supply.node, raw.supply)
        + _by_node(market, market.demand.node, raw.demand)
        + _by_node(market, market.origin, raw.flow)
        + _by_node(market, market.destination, raw.flow)
    )
    below = np.flatnonzero((raw.price < -SMALL * top) & (handled > SMALL * size))
    if below.size:
        raise InputError(
            where=f"market of {market.fuel}, node {shorten(market.nodes[at] for at in below)}",
            found=f"a price of {float(raw.price[below[0]]):g}",
            expected="prices of at least 0",
            remedy="Its curves let it give fuel away: raise the intercept of its supply, open a "
            "lane from it, or lower a contract that obliges it to deliver or to take.",
        )


def priced(values: Float[np.ndarray, " place"]) -> Float[np.ndarray, " place"]:
    """Values with 0 where there is none; `np.nan_to_num` costs as much as a tenth of a solve."""
    return np.where(np.isnan(values), 0.0, values)


def _size(raw: Raw) -> tuple[float, float]:
    """All that is used and the highest price, or what is usual where nothing is worth trading."""
    used, top = float(raw.demand.sum()), float(np.abs(priced(raw.price)).max(initial=0.0))
    return (used if used > SMALL * raw.scale else raw.scale), top or raw.money


def _certify(market: Market, raw: Raw) -> Certificate:
    """Conditions of the equilibrium, from prices and amounts alone.

    A lane that leads from or to a place without a price has nobody to gain by it.
    """
    s, d = market.supply, market.demand
    size, top = _size(raw)
    price = priced(raw.price)
    left = (
        _by_node(market, s.node, raw.supply)
        - _by_node(market, d.node, raw.demand)
        - _by_node(market, market.origin, raw.flow)
        + _by_node(market, market.destination, raw.flow)
    )
    gain = priced(raw.price[market.destination] - raw.price[market.origin] - market.cost)
    gain = gain - raw.rent - market.within.T @ raw.limit_rent
    margin = np.concatenate([
        price[s.node] - s.intercept - s.slope * raw.supply,
        d.intercept + d.slope * raw.demand - price[d.node],
    ])  # fmt: skip
    room = np.concatenate([s.most - raw.supply, d.most - raw.demand])
    free = np.concatenate([margin[room > SMALL * size], gain])
    amounts = np.concatenate([raw.supply, raw.demand, raw.flow - market.least])
    lost = amounts * np.minimum(np.concatenate([margin, gain]), 0.0)
    spare = np.concatenate([market.most - raw.flow, market.limit - market.within @ raw.flow])
    rents = np.concatenate([raw.rent, raw.limit_rent])
    idle = np.where(np.isfinite(spare), spare, 0.0) * rents
    over = -np.concatenate([amounts, room, spare]).min(initial=0.0)
    return Certificate(
        float(max(np.abs(left).max(initial=0.0), over) / size),
        float(np.maximum(free, 0.0).max(initial=0.0) / top),
        float(max(np.abs(lost).sum(), np.abs(idle).sum()) / (size * top)),
        raw.iterations,
    )
