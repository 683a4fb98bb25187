"""Many links at once: each price is bargained over while all others stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.models.energy.bargain.sides import Link, Sides, Traded, parties, payoffs, traded
from steelyard.models.energy.bargain.split import refuse_power
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Market
from steelyard.vocabulary.errors import InputError, shorten

NO_DEAL = 1e-7  # of the highest price: a surplus per unit below minus that is none
SINGULAR = 1e-9  # smallest singular value of the system below which prices are not determined


@dataclass(frozen=True, slots=True, eq=False)
class Bargains:
    """Prices of all links that come to a deal.

    Parameters
    ----------
    links : Link
        Those with a price, in the order given.
    seller, buyer : names of sides, [link]
    power : 1, [link]
    price, highest, least : money / unit, at the origin's border, [link]
        Reservation prices at the prices of all other links.
    amount : amount / year, [link]
    cost : money / unit, [link]
        From the origin's border to the destination.
    surplus : USD m / year, [link]
        What each link is worth to its two sides together.
    without_deal : Link
        Closed, in the order in which they fell away.
    idle : Link
        Open, but nothing flows on them, so that there is nothing to bargain over.
    contraction : 1
        Spectral radius of the round of answers: below 1, taking turns leads to these prices.
    residual : 1
        Largest miss of a price against its own split, in parts of the highest price, or of a
        market's certificate.
    equilibrium : Equilibrium
    """

    links: tuple[Link, ...]
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    power: Float[np.ndarray, " link"]
    price: Float[np.ndarray, " link"]
    highest: Float[np.ndarray, " link"]
    least: Float[np.ndarray, " link"]
    amount: Float[np.ndarray, " link"]
    cost: Float[np.ndarray, " link"]
    surplus: Float[np.ndarray, " link"]
    without_deal: tuple[Link, ...]
    idle: tuple[Link, ...]
    contraction: float
    residual: float
    equilibrium: Equilibrium


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """What each link's two sides gain by it: a constant, and a part for each price."""

    buyer: np.ndarray  # [link]
    seller: np.ndarray
    buyer_by_price: np.ndarray  # [link, price of link]
    seller_by_price: np.ndarray


def nash_in_nash(
    market: Market, who: Sides, links: tuple[Link, ...], power: Float[np.ndarray, " link"] | float
) -> Bargains:
    r"""Prices at which no pair of sides would bargain anew while all others keep theirs.

    .. math:: p_l = b_l\,r_{B,l}(p_{-l}) + (1 - b_l)\,r_{S,l}(p_{-l})

    Should the talks over *l* fail, the market is solved without it: flows on the other links
    change, and their prices stay, so that each reservation price is a straight line in the other
    prices, :math:`p = M p + c`, solved at once. Where sides would lose together by a link (see
    `reservation`), that with the largest loss is closed and all is solved again, until all that
    are left agree.

    The pairs do not foresee that a failure would have others talk again: short-sighted, as in
    Horn and Wolinsky, and the reason why a seller to many buyers seems weaker than it is.

    Parameters
    ----------
    market : Market
    who : Sides
    links : Link
        Each lane in at most one.
    power : 1, in [0, 1], [link] or one for all
        The sellers'.

    Returns
    -------
    bargains : Bargains
        With one link, that of `reservation.bargain`.

    Raises
    ------
    UnknownName
        If the market has no such lane.
    InputError
        If a power lies outside [0, 1], a lane stands in two links, a link is not between two
        sides, or links replace one another so fully that no price is determined; they are named.

    References
    ----------
    Horn, H. and Wolinsky, A. (1988). Bilateral monopolies and incentives for merger. *RAND
    Journal of Economics* 19(3), 408-419; Collard-Wexler, A., Gowrisankaran, G. and Lee, R.
    (2019). "Nash-in-Nash" bargaining. *Journal of Political Economy* 127(1), 163-195.

    Examples
    --------
    One seller at 20, two buyers who would else pay 100 and 80, full pipes of 10 each:

    >>> from steelyard.models.energy.bargain.sides import sides
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> flat = lambda price: (Curve(price, 0.0, *UNITS["gas"]),)
    >>> falling = (Curve(200.0, -1.0, *UNITS["gas"]),)
    >>> nodes = [Node("S", supply=flat(20.0)), Node("A", supply=flat(100.0), demand=falling),
    ...          Node("B", supply=flat(80.0), demand=falling)]
    >>> lanes = [lane("S", to, "pipe", 0.0, "gas", most=10.0) for to in "AB"]
    >>> made = market("gas", nodes, lanes)
    >>> both = tuple(Link((label,)) for label in made.lanes)
    >>> nash_in_nash(made, sides(made), both, 0.5).price.round(4).tolist()
    [60.0, 50.0]
    """
    powers = np.broadcast_to(np.asarray(power, dtype=float), (len(links),))
    _refuse(market, who, links, powers)
    left, gone = list(range(len(links))), []
    while True:
        open_market = market.without(*(name for at in gone for name in links[at].lanes))
        found = _round(open_market, who, tuple(links[at] for at in left), powers[left])
        if not found.links or (found.surplus >= _floor(found)).all():
            return replace(found, without_deal=tuple(links[at] for at in gone))
        worst = found.links[int(np.argmin(found.surplus))]
        at = next(at for at in left if links[at] is worst)
        left.remove(at)
        gone.append(at)


def _refuse(market: Market, who: Sides, links: tuple[Link, ...], powers: np.ndarray) -> None:
    """Refuse links that are none, lanes in two links, and powers that are none."""
    for link, power in zip(links, powers, strict=True):
        parties(market, who, link)
        refuse_power(float(power), f"link {link.label}")
    lanes = [name for link in links for name in link.lanes]
    twice = sorted({name for name in lanes if lanes.count(name) > 1})
    if twice:
        raise InputError(where=f"link {twice[0]}", found=f"in two links: {shorten(twice)}",
                         expected="each lane in one link",
                         remedy="Bargain over a lane once.")  # fmt: skip


def _floor(found: Bargains) -> np.ndarray:
    """Surplus that rounding may leave of a link worth nothing."""
    top = float(np.abs(found.equilibrium.price).max(initial=0.0))
    return -NO_DEAL * top * found.amount


def _round(
    market: Market, who: Sides, links: tuple[Link, ...], powers: np.ndarray
) -> Bargains:  # fmt: skip
    """Prices of all links that carry something, whether or not they suit both."""
    present = solve(market)
    carried = [traded(present, link) for link in links]
    used = [at for at, each in enumerate(carried) if each.amount > 0]
    idle = tuple(link for at, link in enumerate(links) if at not in used)
    links, powers = tuple(links[at] for at in used), powers[used]
    amount = np.array([carried[at].amount for at in used])
    cost = np.array([carried[at].cost for at in used])
    failed = [solve(market.without(*link.lanes)) for link in links]
    answers = _answers(who, links, present, failed)
    matrix, constant = _system(answers, amount, powers)
    price = _prices(links, matrix, constant)
    highest, least = _reservations(answers, amount, price)
    top = max(float(np.abs(present.price).max(initial=0.0)), 1e-300)
    missed = np.abs(price - powers * highest - (1 - powers) * least).max(initial=0.0) / top
    pairs = [parties(market, who, link) for link in links]
    return Bargains(
        links, tuple(who.names[s] for s, _ in pairs), tuple(who.names[b] for _, b in pairs),
        powers, price, highest, least, amount, cost, (highest - least) * amount, (), idle,
        float(np.abs(np.linalg.eigvals(matrix)).max(initial=0.0)),
        max(float(missed), *(each.certificate.residual for each in (present, *failed))),
        present,
    )  # fmt: skip


def _answers(
    who: Sides, links: tuple[Link, ...], present: Equilibrium, failed: list[Equilibrium]
) -> _Answers:
    """Gains by each link of its buyer and its seller, as straight lines in all prices."""
    fixed, by_price = _utility(who, links, present)
    size = len(links)
    found = _Answers(*(np.zeros(size) for _ in range(2)), *(np.zeros((size, size)) for _ in "bs"))
    for at, (link, other) in enumerate(zip(links, failed, strict=True)):
        lost, lost_by_price = _utility(who, links, other)
        seller, buyer = parties(present.market, who, link)
        found.buyer[at], found.seller[at] = (fixed - lost)[[buyer, seller]]
        found.buyer_by_price[at] = (by_price - lost_by_price)[buyer]
        found.seller_by_price[at] = (by_price - lost_by_price)[seller]
    return found


def _utility(
    who: Sides, links: tuple[Link, ...], found: Equilibrium
) -> tuple[np.ndarray, np.ndarray]:
    """What each side gains: a constant, [side], and its part of each link's price, [side, link]."""
    fixed = payoffs(found, who, links)
    by_price = np.zeros((fixed.size, len(links)))
    for at, link in enumerate(links):
        seller, buyer = parties(found.market, who, link)
        there: Traded = traded(found, link)
        fixed[seller] -= there.at_origin * there.amount
        fixed[buyer] += (there.at_destination - there.cost) * there.amount
        by_price[seller, at] += there.amount
        by_price[buyer, at] -= there.amount
    return fixed, by_price


def _system(
    answers: _Answers, amount: np.ndarray, powers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Matrix and constant of the round of answers p = M p + c."""
    buyers = answers.buyer_by_price * powers[:, None]
    sellers = answers.seller_by_price * (1 - powers)[:, None]
    matrix = (buyers - sellers) / amount[:, None]
    np.fill_diagonal(matrix, 0.0)
    return matrix, (powers * answers.buyer - (1 - powers) * answers.seller) / amount


def _prices(links: tuple[Link, ...], matrix: np.ndarray, constant: np.ndarray) -> np.ndarray:
    """Solve the round of answers at once."""
    system = np.eye(constant.size) - matrix
    _, sizes, right = np.linalg.svd(system)
    if sizes.size and sizes[-1] < SINGULAR * max(sizes[0], 1.0):
        named = [link.label for link, part in zip(links, np.abs(right[-1]), strict=True)
                 if part > 0.1]  # fmt: skip
        raise InputError(
            where=f"link {named[0]}",
            found=f"prices that only settle together: {shorten(named)}",
            expected="links that do not fully replace one another",
            remedy="Make one link of those between the same two sides.",
        )
    return np.linalg.solve(system, constant)


def _reservations(
    answers: _Answers, amount: np.ndarray, price: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Highest of the buyer and least of the seller of each link, the other prices as they are."""

    def other(by_price: np.ndarray) -> np.ndarray:
        return by_price @ price - np.diag(by_price) * price

    highest = (answers.buyer + other(answers.buyer_by_price)) / amount
    return highest, -(answers.seller + other(answers.seller_by_price)) / amount
