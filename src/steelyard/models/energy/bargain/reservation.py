"""At which price each side would do without a link: two markets solved, one of them without it."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.models.energy.bargain.sides import Link, Sides, Traded, parties, payoffs, traded
from steelyard.models.energy.bargain.split import nash_price, refuse_power
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Market
from steelyard.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Reservation:
    """What a link is worth to its two sides.

    Parameters
    ----------
    link : Link
    seller, buyer : names of sides
    highest : money / unit, at the origin's border
        The buyer's reservation price.
    least : money / unit, at the origin's border
        The seller's.
    carried : Traded
        Amount and prices with the link.
    with_link, without_link : Equilibrium
    residual : 1
        The larger of the two certificates.
    """

    link: Link
    seller: str
    buyer: str
    highest: float
    least: float
    carried: Traded
    with_link: Equilibrium
    without_link: Equilibrium
    residual: float

    @property
    def surplus(self) -> float:
        """What both gain together by the link, USD m / year; below 0 there is no deal."""
        return (self.highest - self.least) * self.carried.amount

    @property
    def deal(self) -> bool:
        """Whether any price suits both."""
        return self.highest >= self.least


@dataclass(frozen=True, slots=True, eq=False)
class Bargain:
    """The price that a seller of a given power gets for a link, and who gains what.

    Parameters
    ----------
    terms : Reservation
    power : 1
        The seller's.
    price : money / unit, at the origin's border; None without a deal
    delivered : money / unit, at the destination
    discount : money / unit
        What the buyer's next best would cost it, less what it pays: (1 - b) of the surplus.
    below_market : money / unit
        Price at the destination less what it pays there: against its own market, not its
        alternative. Below 0 where it pays for the fuel's effect on its market.
    seller_gain, buyer_gain : USD m / year
        Against the market without the link; 0 without a deal.
    """

    terms: Reservation
    power: float
    price: float | None
    delivered: float | None
    discount: float | None
    below_market: float | None
    seller_gain: float
    buyer_gain: float


def reservation(
    market: Market, who: Sides, link: Link, present: Equilibrium | None = None
) -> Reservation:
    r"""Prices at which seller and buyer are as well off as in the market without the link.

    .. math:: r_B = p_j - t + \frac{W_B^{with} - W_B^{without}}{q}, \qquad
        r_S = p_i - \frac{W_S^{with} - W_S^{without}}{q}

    *W* are `payoffs` at the prices of the nodes without the link's own payment; both markets are
    solved, so that everybody else adjusts: what the buyer would get elsewhere, at the price to
    which its own search drives it, and what the seller would get there. The disagreement is the
    whole market without the lane for a year, not a cargo sold elsewhere.

    Because everybody takes prices as given in the market, :math:`r_B < r_S` can occur: the two
    gain together by leaving the lane unused, as others then pay the seller more. That is a
    result: no deal.

    Parameters
    ----------
    market : Market
    who : Sides
    link : Link
        Lanes of the market that carry something.
    present : Equilibrium
        Of this market, where it is solved already; for many links of one market.

    Returns
    -------
    reservation : Reservation

    Raises
    ------
    UnknownName
        If the market has no such lane.
    InputError
        If nothing flows on the link, its ends belong to one side or to several, or what `solve`
        refuses.
    NotConverged
        If a market does not solve.

    References
    ----------
    Nash, J. (1953). Two-person cooperative games. *Econometrica* 21(1), 128-140 (disagreement).

    Examples
    --------
    A seller at 20 whose only outlet is a pipe of 10 for 5 a unit, a buyer who else pays 100:

    >>> from steelyard.models.energy.bargain.sides import sides
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> nodes = [Node("S", supply=(Curve(20.0, 0.0, *UNITS["gas"]),)),
    ...          Node("LNG", supply=(Curve(100.0, 0.0, *UNITS["gas"]),)),
    ...          Node("B", demand=(Curve(200.0, -1.0, *UNITS["gas"]),))]
    >>> lanes = [lane("S", "B", "pipe", 5.0, "gas", most=10.0), lane("LNG", "B", "LNG", 0.0, "gas")]
    >>> made = market("gas", nodes, lanes)
    >>> found = reservation(made, sides(made), Link(("S-B (pipe)",)))
    >>> round(found.highest, 4), round(found.least, 4), round(found.surplus, 2)
    (95.0, 20.0, 750.0)
    """
    seller, buyer = parties(market, who, link)
    present = present or solve(market)
    carried = traded(present, link)
    if carried.amount == 0:
        raise InputError(
            where=f"link {link.label}",
            found="a flow of 0",
            expected="a link that carries something",
            remedy="Nothing is at stake on it: choose another, or see `entry` for a line that "
            "is not used yet.",
        )
    absent = solve(market.without(*link.lanes))
    gain = (payoffs(present, who, (link,)) - payoffs(absent, who, (link,))) / carried.amount
    return Reservation(
        link, who.names[seller], who.names[buyer],
        carried.at_destination - carried.cost + float(gain[buyer]),
        carried.at_origin - float(gain[seller]),
        carried, present, absent,
        max(present.certificate.residual, absent.certificate.residual),
    )  # fmt: skip


def bargain(terms: Reservation, power: float) -> Bargain:
    r"""The Nash price of a link, its discount and the gains of both.

    .. math:: p = b\,r_B + (1-b)\,r_S, \qquad
        \underbrace{r_B - p}_{\text{discount}} = (1-b)(r_B - r_S)

    Parameters
    ----------
    terms : Reservation
    power : 1, in [0, 1]
        The seller's.

    Returns
    -------
    bargain : Bargain

    Raises
    ------
    InputError
        If the power lies outside [0, 1]; the link is named.

    References
    ----------
    Nash, J. (1950). The bargaining problem. *Econometrica* 18(2), 155-162.

    Examples
    --------
    See `reservation`; half the surplus of 75 each:

    >>> from steelyard.models.energy.bargain.sides import sides
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> nodes = [Node("S", supply=(Curve(20.0, 0.0, *UNITS["gas"]),)),
    ...          Node("LNG", supply=(Curve(100.0, 0.0, *UNITS["gas"]),)),
    ...          Node("B", demand=(Curve(200.0, -1.0, *UNITS["gas"]),))]
    >>> lanes = [lane("S", "B", "pipe", 5.0, "gas", most=10.0), lane("LNG", "B", "LNG", 0.0, "gas")]
    >>> made = market("gas", nodes, lanes)
    >>> found = bargain(reservation(made, sides(made), Link(("S-B (pipe)",))), 0.5)
    >>> round(found.price, 4), round(found.discount, 4), round(found.seller_gain, 2)
    (57.5, 37.5, 375.0)
    """
    refuse_power(power, f"link {terms.link.label}")
    if not terms.deal:
        return Bargain(terms, power, None, None, None, None, 0.0, 0.0)
    price = float(nash_price(terms.highest, terms.least, power))
    carried = terms.carried
    return Bargain(
        terms, power, price, price + carried.cost,
        terms.highest - price,
        carried.at_destination - carried.cost - price,
        (price - terms.least) * carried.amount,
        (terms.highest - price) * carried.amount,
    )  # fmt: skip
