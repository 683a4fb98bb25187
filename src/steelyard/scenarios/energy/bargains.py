"""The bargain of a day: price, who gains what, and what being locked in costs the seller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from jaxtyping import Float

from steelyard.measures.interval import FEWEST_DRAWS
from steelyard.measures.ranges import drawn
from steelyard.models.energy.bargain.entry import probability
from steelyard.models.energy.bargain.split import nash_price
from steelyard.reference import energy_market as rows
from steelyard.scenarios.energy.links import Tie, members
from steelyard.scenarios.energy.network import all_lanes
from steelyard.scenarios.energy.terms import (
    Terms,
    spread,
)
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import by_iso3

SPLIT = "draws of costs, capacities, elasticities and the posterior of power"
BEFORE = "full cost at the "  # rows of curves: what a line must earn that is not built yet


@dataclass(frozen=True, slots=True)
class Deal:
    """The bargain over a tie on a day; every number with its interval.

    Parameters
    ----------
    tie, when, level : whose, on which day, at which world price
    power : 1
        The seller's.
    highest, least : money / unit, delivered
        Reservation price of buyer and seller.
    price : money / unit, delivered
        Where there is a deal.
    at_border : money / unit, at the seller's border
    amount : amount / year
    surplus, seller_gain, buyer_gain : USD bn / year
        What the tie is worth to both together, and its split.
    below_alternative : money / unit
        What the buyer would at most have paid, less what it pays.
    below_market : money / unit
        The price in the buyer's own market less what it pays for this fuel.
    no_deal : 1
        Part of the draws in which no price suits both.
    refused : reason -> draws
    """

    tie: Tie
    when: date
    level: float
    power: Estimate
    highest: Estimate
    least: Estimate
    price: Estimate
    at_border: Estimate
    amount: Estimate
    surplus: Estimate
    seller_gain: Estimate
    buyer_gain: Estimate
    below_alternative: Estimate
    below_market: Estimate
    no_deal: Estimate
    refused: dict[str, int]


def deal(of: Terms, power: Float[np.ndarray, " draw"]) -> Deal:
    r"""Split what a tie is worth, over draws of the market and of power.

    .. math:: p = b\,r_B + (1 - b)\,r_S, \qquad G_S = (p - r_S)\,q, \quad G_B = (r_B - p)\,q

    Draws without a deal gain nothing and have no price.

    Parameters
    ----------
    of : Terms
    power : 1, [draw]
        The seller's; drawn apart from the market (see `power_from_prices`).

    Returns
    -------
    deal : Deal

    Raises
    ------
    InputError
        If a power lies outside [0, 1].
    """
    highest, least = of.highest, of.least
    price = np.asarray(nash_price(highest, least, power))
    worth = np.where(of.known, np.where(of.deal, (highest - least) * of.amount, 0.0), np.nan) / 1e3
    return Deal(
        of.tie, of.when, of.level,
        spread(power, "posterior of power"),
        spread(highest), spread(least),
        spread(price, SPLIT), spread(price - of.cost, SPLIT),
        spread(of.amount), spread(worth),
        spread(worth * power, SPLIT), spread(worth * (1 - power), SPLIT),
        spread(highest - price, SPLIT), spread(of.market_price - price, SPLIT),
        _part(of), of.refused,
    )  # fmt: skip


def _part(of: Terms) -> Estimate:
    """Part of the known draws without a deal."""
    count = int(of.known.sum())
    if not count:
        return absent("no draw of the market has it")
    found = 1 - int(of.deal.sum()) / count
    if count < FEWEST_DRAWS:
        return exact(found, f"{count} draws, fewer than {FEWEST_DRAWS}", "simulated")
    return probability(found, count)


@dataclass(frozen=True, slots=True)
class HoldUp:
    """What the seller needs before a line is built and after, side by side.

    Parameters
    ----------
    before, after : money / unit, delivered
        The seller's least price with the line to be paid for, and with the line standing.
    price_before, price_after : money / unit, delivered
        Split by the same power from either; before, only where the buyer's highest is enough.
    cost_of_lock_in : money / unit
        The second below the first.
    yearly : USD bn / year
    signed_before : 1
        Part of the draws in which the buyer's highest price covers the full cost.
    """

    before: Estimate
    after: Estimate
    price_before: Estimate
    price_after: Estimate
    cost_of_lock_in: Estimate
    yearly: Estimate
    signed_before: Estimate


def hold_up(of: Terms, power: Float[np.ndarray, " draw"], seed: int = 0) -> HoldUp | None:
    r"""The seller's least price before the line is built against after, and what lies between.

    .. math:: \Delta p = (1 - b)\,(\max(c^{full}, r_S) - r_S)

    Once the line stands its cost is sunk: a buyer that bargains anew no longer pays for it, unless
    a contract binds it. The full cost is the published one at the buyer's border.

    Returns None where no full cost is published for the seller's end of this tie.

    References
    ----------
    Klein, B., Crawford, R. and Alchian, A. (1978). Vertical integration, appropriable rents, and
    the competitive contracting process. *Journal of Law and Economics* 21(2), 297-326.
    """
    full = _full_cost(of, seed)
    if full is None:
        return None
    first = np.where(of.known, np.maximum(full, of.least), np.nan)
    before = np.asarray(nash_price(of.highest, first, power))
    after = np.asarray(nash_price(of.highest, of.least, power))
    lost = before - after
    count = int(of.known.sum())
    share = float((of.highest >= first)[of.known].mean()) if count else 0.0
    return HoldUp(
        spread(first, "published full cost; " + SPLIT), spread(of.least),
        spread(before, SPLIT), spread(after, SPLIT), spread(lost, SPLIT),
        spread(lost * of.amount / 1e3, SPLIT),
        probability(share, count) if count >= FEWEST_DRAWS
        else exact(share, f"{count} draws", "simulated"),
    )  # fmt: skip


def _full_cost(of: Terms, seed: int) -> Float[np.ndarray, " draw"] | None:
    """Draws of the published full cost at the destination's border, where there is one."""
    lanes = {lane.lane: lane for lane in all_lanes(of.tie.fuel)}
    starts = {lanes[name].start for name in of.tie.lanes}
    for each in rows.elasticities(of.tie.fuel):
        if each.quantity.startswith(BEFORE) and each.node in starts and _at(of.tie, each.quantity):
            amount = (each.amount.low, each.amount.usual, each.amount.high)
            return drawn([(each.quantity, amount)], of.highest.size, seed)[:, 0]
    return None


def _at(tie: Tie, quantity: str) -> bool:
    """Whether a cost holds at the border of the buyer: `at the Chinese border`."""
    return any(by_iso3()[each].adjective in quantity for each in members(tie.fuel, tie.buyer))
