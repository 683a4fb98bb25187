"""Who is who in a market: sides, what they own, and what each gains in an equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from jaxtyping import Float, Int

from steelyard.models.energy.equilibrium import SMALL, Equilibrium
from steelyard.models.energy.network import Market
from steelyard.vocabulary.errors import InputError, UnknownName, shorten


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Who a node, a lane and a limit belong to.

    Parameters
    ----------
    names : sides
    node : row in `names`, [node]
    lane : row in `names`, [lane]
        Who earns the lane's rent, or bears the loss of a contract that obliges.
    limit : row in `names`, [limit, lane]
        Who earns what the limit is worth on that lane.
    """

    names: tuple[str, ...]
    node: Int[np.ndarray, " node"]
    lane: Int[np.ndarray, " lane"]
    limit: Int[np.ndarray, "limit lane"]

    def row(self, name: str) -> int:
        """Place of a side."""
        if name not in self.names:
            near = get_close_matches(name, self.names, 3, 0.3)
            raise UnknownName(where="bargain", kind="side", name=name, nearest=near)
        return self.names.index(name)


def sides(
    market: Market,
    members: Mapping[str, tuple[str, ...]] | None = None,
    owners: Mapping[str, str] | None = None,
) -> Sides:
    """Sort nodes, lanes and limits by who has a say over them.

    Parameters
    ----------
    market : Market
    members : side -> its nodes
        A node that none names is a side of its own.
    owners : lane or limit -> side
        The rent of a lane that is not named goes to the side of its origin; so does, lane by
        lane, that of a limit.

    Returns
    -------
    sides : Sides

    Raises
    ------
    UnknownName
        If a node, lane, limit or side is not known.
    InputError
        If a node is claimed twice, or a side has the name of a node that is not its own.

    Examples
    --------
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> nodes = [Node("W"), Node("E"), Node("C")]
    >>> made = market("gas", nodes, [lane("E", "C", "pipe", 1.0, "gas")])
    >>> found = sides(made, {"Seller": ("W", "E")})
    >>> found.names, found.lane.tolist()
    (('Seller', 'C'), [0])
    """
    members, owners = dict(members or {}), dict(owners or {})
    claimed = [name for nodes in members.values() for name in nodes]
    for name in claimed:
        market.node(name)
    twice = sorted({name for name in claimed if claimed.count(name) > 1})
    alone = [name for name in market.nodes if name not in claimed]
    clash = [name for name in members if name in alone]
    if twice or clash:
        raise InputError(
            where="sides of the market",
            found=f"nodes of two sides: {shorten(twice)}" if twice
            else f"side {shorten(clash)} without the node of that name",
            expected="each node in one side",
            remedy="Name each node once, and a side otherwise than a node that is not in it.",
        )  # fmt: skip
    names = (*members, *alone)
    of = {node: row for row, side in enumerate(members) for node in members[side]}
    of |= {node: names.index(node) for node in alone}
    node = np.array([of[name] for name in market.nodes], dtype=int)
    lane = node[market.origin]
    limit = np.tile(lane, (len(market.limits), 1))
    bare = Sides(names, node, lane, limit)
    for label, owner in owners.items():
        if label in market.limits:
            limit[market.limits.index(label)] = bare.row(owner)
        else:
            lane = lane.copy()
            lane[market.lane(label)] = bare.row(owner)
    return Sides(names, node, lane, limit)


@dataclass(frozen=True, slots=True)
class Link:
    """What two sides bargain over: one lane, or several that only come together.

    Lanes between the same two sides that can stand in for each other are one bargain: apart,
    each would be worth next to nothing while the other stands.
    """

    lanes: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its lanes."""
        return " + ".join(self.lanes)


@dataclass(frozen=True, slots=True, eq=False)
class Traded:
    """What a link carries in an equilibrium.

    `amount` in a year; `at_origin`, `at_destination` and `cost` are averages over its lanes, by
    amount, in money for a unit.
    """

    amount: float
    at_origin: float
    at_destination: float
    cost: float


def traded(found: Equilibrium, link: Link) -> Traded:
    """Amount on a link and its average prices; by plain average where nothing flows."""
    made = found.market
    rows = np.array([made.lane(label) for label in link.lanes], dtype=int)
    flow = np.maximum(found.flow[rows], 0.0)
    amount = float(flow.sum())
    nothing = amount <= SMALL * max(float(found.demand.sum()), 1e-300)
    part = np.full(rows.size, 1 / rows.size) if nothing else flow / amount
    return Traded(
        0.0 if nothing else amount,
        float(part @ found.price[made.origin[rows]]),
        float(part @ found.price[made.destination[rows]]),
        float(part @ made.cost[rows]),
    )


def parties(market: Market, who: Sides, link: Link) -> tuple[int, int]:
    """Rows of seller and buyer of a link.

    Raises
    ------
    UnknownName
        If the market has no such lane.
    InputError
        If the link has no lane, its lanes are not between the same two sides, or stay within one.
    """
    rows = [market.lane(label) for label in link.lanes]
    ends = {(int(who.node[market.origin[r]]), int(who.node[market.destination[r]])) for r in rows}
    if len(ends) != 1 or len({*next(iter(ends), (0,))}) != 2:
        told = [f"{who.names[a]} to {who.names[b]}" for a, b in sorted(ends)]
        raise InputError(
            where=f"link {link.label or 'without a lane'}",
            found=f"lanes from {shorten(told)}" if told else "no lanes",
            expected="lanes from one side to one other",
            remedy="Make one link for each pair of sides; check which nodes belong to a side.",
        )
    return next(iter(ends))


def payoffs(
    found: Equilibrium, who: Sides, links: tuple[Link, ...] = ()
) -> Float[np.ndarray, " side"]:
    r"""What each side gains at the prices of the nodes, USD m / year.

    .. math:: W_A = \sum_{n \in A} (CS_n + PS_n) + \sum_{l \in A} (p_j - p_i - t - \lambda)_l\, q_l
        + \sum_{g \in A} \lambda_g \sum_{l \in g} q_l

    Over all sides it adds up to what the programme maximises.

    Parameters
    ----------
    found : Equilibrium
    who : Sides
    links : Link
        Lanes with a price of their own: left out of the sums, with what limits are worth on
        them. The price shares :math:`(p_j - p_i - t) q` between seller and buyer instead.

    Returns
    -------
    payoffs : USD m / year, [side]

    Examples
    --------
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.equilibrium import solve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> seller = Node("S", supply=(Curve(20.0, 0.1, *UNITS["gas"]),))
    >>> buyer = Node("B", demand=(Curve(40.0, -0.1, *UNITS["gas"]),))
    >>> made = market("gas", [seller, buyer], [lane("S", "B", "pipe", 2.0, "gas")])
    >>> payoffs(solve(made), sides(made)).round(4).tolist()  # 90 units: 0.1 x 90^2 / 2 each
    [405.0, 405.0]
    """
    made = found.market
    free = np.ones(made.cost.size)
    free[[made.lane(label) for link in links for label in link.lanes]] = 0.0
    margin = found.price[made.destination] - found.price[made.origin] - made.cost
    limits = made.within * found.limit_rent[:, None]
    size = len(who.names)
    lanes = free * found.flow
    by_lane = np.where(lanes != 0, lanes * (margin - limits.sum(axis=0)), 0.0)
    by_limit = limits * lanes
    return (
        np.bincount(who.node, found.consumer_surplus + found.producer_surplus, size)
        + np.bincount(who.lane, by_lane, size)
        + np.bincount(who.limit.ravel(), by_limit.ravel(), size)
    )
