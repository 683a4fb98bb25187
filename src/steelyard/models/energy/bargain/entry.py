"""Whether a line is built: the seller's least price for it, the buyer's highest, and the offer."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import FEWEST_DRAWS, LEVEL, Z90, estimate_from_draws
from steelyard.models.energy.bargain.sides import Link, Sides, Traded, parties, payoffs, traded
from steelyard.models.energy.bargain.split import nash_price, refuse_power
from steelyard.models.energy.equilibrium import solve
from steelyard.models.energy.network import Market
from steelyard.vocabulary.estimate import Estimate, absent


@dataclass(frozen=True, slots=True)
class Project:
    """A line that is not built yet.

    Parameters
    ----------
    link : Link
        Its lanes, open in the market in which it stands.
    capex : USD m
        With interest during construction.
    years : years over which it is paid back
    rate : 1 / year
        Cost of capital in the money of the prices: real for constant prices.
    capacity : amount / year
    fill : 1, in (0, 1], or None
        Part of the capacity that is used on average; None takes what the market sends.
    seller_share : 1, in [0, 1]
        Part of the capital that the seller pays.
    """

    link: Link
    capex: float
    years: float
    rate: float
    capacity: float
    fill: float | None = None
    seller_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """At which delivered price each side would sign.

    Parameters
    ----------
    project : Project
    seller, buyer : names of sides
    amount : amount / year
        What the market sends through the line.
    supply, transport, capital : money / unit
        Parts of the seller's least price: supply at the margin, the lane's own cost, its part of
        the capital.
    least : money / unit, at the destination
        Their sum.
    least_resolved : money / unit, at the destination
        The same with what the seller forgoes and saves over the whole amount (two markets solved)
        instead of supply at the margin. Below `least` where its wells get dearer with amount.
    highest : money / unit, at the destination
        At which the buyer is as well off as without the line, less its part of the capital.
    signed : bool
    price : money / unit, at the destination; None where nothing is signed
        The offer, or the split by power.
    reason : text
        Why it is shelved, or at which prices it would be signed.
    """

    project: Project
    seller: str
    buyer: str
    amount: float
    supply: float
    transport: float
    capital: float
    least: float
    least_resolved: float
    highest: float
    signed: bool
    price: float | None
    reason: str


def annuity(capital: float, years: float, rate: float) -> float:
    r"""What a sum costs a year if paid back in equal instalments with interest.

    .. math:: a = K \frac{r}{1 - (1 + r)^{-n}}, \qquad K / n \text{ at } r = 0

    Parameters
    ----------
    capital : USD m, at least 0
    years : above 0
    rate : 1 / year, at least 0

    Returns
    -------
    annuity : USD m / year

    Raises
    ------
    InputError
        If one of them lies outside its range.

    References
    ----------
    Brealey, R., Myers, S. and Allen, F. (2020). *Principles of Corporate Finance*, ch. 2.

    Examples
    --------
    >>> round(annuity(1000.0, 20.0, 0.08), 2), annuity(1000.0, 20.0, 0.0)
    (101.85, 50.0)
    """
    refuse_unless(
        all(map(isfinite, (capital, years, rate))) and capital >= 0 and years > 0 and rate >= 0,
        where="capital of a line",
        found=f"{capital:g} USD m over {years:g} years at {rate:g}",
        expected="capital and rate of at least 0, years above 0",
        remedy="Give the rate as a part of 1, such as 0.08.",
    )
    return capital / years if rate == 0 else capital * rate / (1 - (1 + rate) ** -years)


def entry(
    market: Market, who: Sides, project: Project, power: float, *, offer: float | None = None
) -> Entry:
    r"""Least and highest price for a line, and whether it is signed.

    .. math:: r_S = p_i + t + \frac{s\,a}{f K}, \qquad
        r_B = p_j + \frac{W_B^{with} - W_B^{without}}{q} - \frac{(1-s)\,a}{f K}

    Delivered prices. The market is solved with the line and without it. It is signed where the
    highest is at least the least, at :math:`b r_B + (1-b) r_S`; an offer on the table is signed
    where it lies between the two. Once built, the capital is sunk: the same line bargained over
    anew (`reservation`) has a lower least price, which is what a buyer may wait for.

    Where the market sends nothing through the line, the price of the first unit stands for both.

    Parameters
    ----------
    market : Market
        In which the line stands.
    who : Sides
    project : Project
    power : 1, in [0, 1]
        The seller's.
    offer : money / unit, at the destination
        The buyer's last word; None leaves the two to bargain.

    Returns
    -------
    entry : Entry

    Raises
    ------
    UnknownName
        If the market has no such lane.
    InputError
        If capital, years, rate, capacity, fill or shares lie outside their ranges; the link is
        named.

    References
    ----------
    Joskow, P. (1987). Contract duration and relationship-specific investments. *American Economic
    Review* 77(1), 168-185 (sunk capital and hold-up).

    Examples
    --------
    Gas at 20, transport 5, a line of 10 bcm for 2,000 USD m; the buyer else pays 100:

    >>> from steelyard.models.energy.bargain.sides import sides
    >>> from steelyard.models.energy.curves import UNITS, Curve
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> nodes = [Node("S", supply=(Curve(20.0, 0.0, *UNITS["gas"]),)),
    ...          Node("LNG", supply=(Curve(100.0, 0.0, *UNITS["gas"]),)),
    ...          Node("B", demand=(Curve(200.0, -1.0, *UNITS["gas"]),))]
    >>> lanes = [lane("S", "B", "pipe", 5.0, "gas", most=10.0), lane("LNG", "B", "LNG", 0.0, "gas")]
    >>> made = market("gas", nodes, lanes)
    >>> line = Project(Link(("S-B (pipe)",)), 2000.0, 20.0, 0.08, 10.0, fill=1.0)
    >>> found = entry(made, sides(made), line, 0.5)
    >>> round(found.least, 2), round(found.highest, 2), found.signed  # capital 203.7 / 10
    (45.37, 100.0, True)
    >>> entry(made, sides(made), line, 0.5, offer=40.0).reason
    'the offer of 40 is 5.4 below what the seller needs'
    """
    refuse_power(power, f"link {project.link.label}")
    seller, buyer = parties(market, who, project.link)
    built, bare = solve(market), solve(market.without(*project.link.lanes))
    carried = traded(built, project.link)
    gained = payoffs(built, who, (project.link,)) - payoffs(bare, who, (project.link,))
    gained = gained / carried.amount if carried.amount else np.zeros_like(gained)
    unit = _capital(project, carried)
    capital, theirs = unit * project.seller_share, unit * (1 - project.seller_share)
    least = carried.at_origin + carried.cost + capital
    highest = carried.at_destination + float(gained[buyer]) - theirs
    signed, price, reason = _decide(least, highest, power, offer)
    return Entry(
        project, who.names[seller], who.names[buyer], carried.amount,
        carried.at_origin, carried.cost, capital,
        least, least - float(gained[seller]), highest, signed, price, reason,
    )  # fmt: skip


def _capital(project: Project, carried: Traded) -> float:
    """Capital for a unit, at the fill that is given or that the market makes."""
    fill = project.fill
    refuse_unless(
        isfinite(project.capacity)
        and project.capacity > 0
        and (fill is None or 0 < fill <= 1)
        and 0 <= project.seller_share <= 1,
        where=f"link {project.link.label}",
        found=f"capacity {project.capacity:g}, fill {fill}, seller's part {project.seller_share:g}",
        expected="a capacity above 0, a fill in (0, 1], a part in [0, 1]",
        remedy="Give the fill as a part of the capacity.",
    )
    yearly = annuity(project.capex, project.years, project.rate)
    return yearly / (fill * project.capacity if fill else carried.amount or project.capacity)


def _decide(
    least: float, highest: float, power: float, offer: float | None
) -> tuple[bool, float | None, str]:
    """Whether it is signed, at which price, and why."""
    if offer is not None and offer < least:
        short = least - offer
        return False, None, f"the offer of {offer:.4g} is {short:.2g} below what the seller needs"
    if offer is not None and offer > highest:
        return False, None, f"{offer:.4g} is {offer - highest:.2g} above what the buyer would pay"
    if highest < least:
        apart = f"{highest:.4g}, is {least - highest:.2g} below the seller's least, {least:.4g}"
        return False, None, f"the buyer's highest price, {apart}"
    price = offer if offer is not None else float(nash_price(highest, least, power))
    return True, price, f"any price from {least:.4g} to {highest:.4g} suits both"


@dataclass(frozen=True, slots=True)
class Signing:
    """How often a line is signed over draws.

    `probability` has an interval for the finite number of draws alone; `least`, `highest` and
    `price` (where signed) hold what the draws differ in.
    """

    probability: Estimate
    least: Estimate
    highest: Estimate
    price: Estimate


def signing(entries: list[Entry] | tuple[Entry, ...]) -> Signing:
    r"""Probability that a line is signed, and at which price, over draws of the market.

    .. math:: P = \frac{\#\{r_B \ge r_S\}}{n}, \qquad
        \frac{P + z^2/2n \pm z \sqrt{P(1-P)/n + z^2/4n^2}}{1 + z^2/n}

    Parameters
    ----------
    entries : Entry, one a draw

    Returns
    -------
    signing : Signing
        Prices are absent where fewer than 20 draws have one.

    Raises
    ------
    InputError
        If there is no draw.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *JASA* 22, 209-212.

    Examples
    --------
    >>> project = Project(Link(("S-B (pipe)",)), 1.0, 1.0, 0.0, 1.0)
    >>> one = Entry(project, "S", "B", 1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 5.0, True, 4.0, "")
    >>> signing([one] * 40).probability.text(percent=True)
    '100 % (94 to 100)'
    """
    refuse_unless(bool(entries), where="signing of a line", found="no draws",
                  expected="at least one", remedy="Draw the market first.")  # fmt: skip
    count, part = len(entries), float(np.mean([each.signed for each in entries]))
    basis = f"{count} draws of the market"
    return Signing(
        probability(part, count),
        *(_spread(np.array(values, dtype=float), basis) for values in (
            [each.least for each in entries],
            [each.highest for each in entries],
            [each.price for each in entries if each.price is not None],
        )),
    )  # fmt: skip


def probability(part: float, count: int) -> Estimate:
    r"""A part of draws with the interval for their finite number (Wilson).

    .. math:: \frac{P + z^2/2n \pm z \sqrt{P(1-P)/n + z^2/4n^2}}{1 + z^2/n}

    Parameters
    ----------
    part : 1, in [0, 1]
    count : draws, above 0

    Returns
    -------
    probability : Estimate

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *JASA* 22, 209-212.

    Examples
    --------
    >>> probability(0.5, 100).text(percent=True)
    '50 % (42 to 58)'
    """
    middle, wide = part + Z90**2 / (2 * count), 1 + Z90**2 / count
    half = Z90 * sqrt(part * (1 - part) / count + (Z90 / (2 * count)) ** 2)
    ends = max((middle - half) / wide, 0.0), min((middle + half) / wide, 1.0)
    return Estimate(
        part, min(ends[0], part), max(ends[1], part), LEVEL, f"{count} draws of the market",
        "simulated",
    )  # fmt: skip


def _spread(values: Float[np.ndarray, " draw"], basis: str) -> Estimate:
    """Median and interval of draws, or why there is none."""
    if values.size < FEWEST_DRAWS:
        return absent(f"{values.size} draws, fewer than {FEWEST_DRAWS}")
    middle = float(np.median(values))
    return estimate_from_draws(middle, values, basis=basis, kind="simulated", next_draw=True)
