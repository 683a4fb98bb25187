"""Two buyers who want the same line: what rivalry is worth to the seller."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.models.energy.bargain.sides import Link, Sides, Traded, parties, payoffs, traded
from steelyard.models.energy.bargain.split import nash_price, refuse_power
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Market
from steelyard.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True)
class Bid:
    """What the line to one buyer is worth, prices at the origin's border.

    Parameters
    ----------
    link : Link
    buyer : name of a side
    amount : amount / year
    least : money / unit
        At which the seller is as well off as without any line.
    highest : money / unit
        At which the buyer is as well off as with the line to the rival.
    highest_alone : money / unit
        At which it is as well off as without any line.
    seller_gain : USD m / year
        What the seller gains if the buyer pays its highest.
    price_alone : money / unit; None without a deal
        What the seller gets where this buyer has no rival.
    """

    link: Link
    buyer: str
    amount: float
    least: float
    highest: float
    highest_alone: float
    seller_gain: float
    price_alone: float | None


@dataclass(frozen=True, slots=True)
class Contest:
    """Who gets the line, and at which price.

    Parameters
    ----------
    seller : name of a side
    bids : Bid, the winner's first
    winner : name of a side; None where neither would pay enough
    floor : money / unit
        Price at which the seller gains from the winner what the runner-up's highest offers.
    price : money / unit
        Between the floor and the winner's highest, by power; None without a winner.
    rivalry : USD m / year
        Gain of the seller against the winner alone. Below 0 where the winner fears the line to the
        rival less than no line: fuel for the rival frees fuel for it.
    """

    seller: str
    bids: tuple[Bid, Bid]
    winner: str | None
    floor: float | None
    price: float | None
    rivalry: float | None


def contest(
    market: Market, who: Sides, links: tuple[Link, Link], power: float
) -> Contest:  # fmt: skip
    r"""Ascending offers of two buyers for one line, against one buyer alone.

    .. math:: h_X = p_j - t + \frac{W_X(X) - W_X(Y)}{q_X}, \qquad
        r_S = p_i - \frac{W_S(X) - W_S(0)}{q_X}, \qquad
        p \ge r_S + \frac{\max(U_Y, 0)}{q_X}

    Three markets are solved: the line to the one, to the other, and to neither (0). A buyer
    offers up to where it would as soon see the rival have the line; :math:`U_Y` is what the
    seller would gain at the runner-up's highest. The winner is who can leave the seller more, and
    shares with it, by power, what is left above that floor. Alone, a buyer is compared with no
    line and pays :math:`b\,h^0_X + (1-b)\,r_S`.

    Parameters
    ----------
    market : Market
        With the lanes to both; only one is ever open.
    who : Sides
    links : Link
        The line to the one and to the other buyer.
    power : 1, in [0, 1]
        The seller's, in what is left to split.

    Returns
    -------
    contest : Contest

    Raises
    ------
    InputError
        If the two links have different sellers or one buyer, nothing would flow on one of them,
        or the power lies outside [0, 1]; the link is named.

    References
    ----------
    Bulow, J. and Klemperer, P. (1996). Auctions versus negotiations. *American Economic Review*
    86(1), 180-194; Jehiel, P. and Moldovanu, B. (1996). Strategic nonparticipation. *RAND Journal
    of Economics* 27(1), 84-98 (it matters to a loser who wins).

    Examples
    --------
    Oil at 20; buyers who else pay 100 and 70; 10 a year by one line:

    >>> from steelyard.models.energy.bargain.sides import sides
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> flat = lambda price: (Curve(price, 0.0, *UNITS["gas"]),)
    >>> falling = (Curve(200.0, -1.0, *UNITS["gas"]),)
    >>> nodes = [Node("S", supply=flat(20.0)), Node("A", supply=flat(100.0), demand=falling),
    ...          Node("B", supply=flat(70.0), demand=falling)]
    >>> lanes = [lane("S", to, "pipe", 0.0, "gas", most=10.0) for to in "AB"]
    >>> made = market("gas", nodes, lanes)
    >>> one, other = (Link((label,)) for label in made.lanes)
    >>> found = contest(made, sides(made), (one, other), 0.5)
    >>> found.winner, round(found.floor, 3), round(found.price, 3), round(found.rivalry, 2)
    ('A', 70.0, 85.0, 250.0)
    """
    refuse_power(power, f"link {links[0].label}")
    seller = _refuse(market, who, links)
    none = solve(market.without(*links[0].lanes, *links[1].lanes))
    only = tuple(solve(market.without(*other.lanes)) for other in reversed(links))
    worth = [payoffs(found, who, links) for found in (*only, none)]
    bids = [_bid(who, links[at], only[at], worth, at, seller, power) for at in (0, 1)]
    first, second = sorted(bids, key=lambda bid: -bid.seller_gain)
    name = who.names[seller]
    if first.seller_gain < 0:
        return Contest(name, (first, second), None, None, None, None)
    floor = first.least + max(second.seller_gain, 0.0) / first.amount
    price = float(nash_price(max(first.highest, floor), floor, power))
    alone = 0.0 if first.price_alone is None else first.price_alone - first.least
    rivalry = (price - first.least - alone) * first.amount
    return Contest(name, (first, second), first.buyer, floor, price, rivalry)


def _refuse(market: Market, who: Sides, links: tuple[Link, Link]) -> int:
    """Row of the one seller, or a refusal."""
    (seller, one), (same, other) = (parties(market, who, link) for link in links)
    if seller != same or one == other:
        raise InputError(
            where=f"link {links[1].label}",
            found=f"{who.names[same]} to {who.names[other]} beside "
            f"{who.names[seller]} to {who.names[one]}",
            expected="one seller and two buyers",
            remedy="Give the line to the one and to the other buyer, one link each.",
        )
    return seller


def _bid(
    who: Sides, link: Link, found: Equilibrium, worth: list[np.ndarray], at: int, seller: int,
    power: float,
) -> Bid:  # fmt: skip
    """What one buyer offers at most; `worth` is by who has the line: first, second, nobody."""
    carried: Traded = traded(found, link)
    if carried.amount == 0:
        raise InputError(
            where=f"link {link.label}",
            found="a flow of 0 where it is the only line",
            expected="a line that its buyer would use",
            remedy="Leave this buyer out: it has cheaper fuel, and is no rival.",
        )
    _, buyer = parties(found.market, who, link)
    mine, rival, nobody = worth[at], worth[1 - at], worth[2]
    value = carried.at_destination - carried.cost
    least = carried.at_origin - float(mine[seller] - nobody[seller]) / carried.amount
    highest = value + float(mine[buyer] - rival[buyer]) / carried.amount
    alone = value + float(mine[buyer] - nobody[buyer]) / carried.amount
    price = float(nash_price(alone, least, power))
    return Bid(
        link, who.names[buyer], carried.amount, least, highest, alone,
        (highest - least) * carried.amount, None if np.isnan(price) else price,
    )  # fmt: skip
