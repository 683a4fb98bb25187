"""Two buyers for one line, and oil for credit: cases of the past worked through."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from jaxtyping import Float

from steelyard.measures.fuel_units import rate
from steelyard.measures.ranges import drawn
from steelyard.models.energy.bargain.credit import Loan, credit
from steelyard.models.energy.bargain.rivals import Contest, contest
from steelyard.models.energy.bargain.sides import Link
from steelyard.models.energy.network import Market
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.energy.links import side_of_node, who
from steelyard.scenarios.energy.network import OWN
from steelyard.scenarios.energy.observed_prices import oil_months
from steelyard.scenarios.energy.projects import opened
from steelyard.scenarios.energy.terms import Progress, bargaining_market, silent, spread, stand_in
from steelyard.scenarios.energy.world import Worlds, world
from steelyard.vocabulary.errors import InputError, NoData, NotConverged
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Rivalry:
    """A line with two buyers who want it, at the prices of a year; prices at the seller's end.

    Parameters
    ----------
    buyers : sides
    level : money / unit
    price_with_both : money / unit
        To whoever wins.
    price_alone : money / unit, one a buyer
        Where the other does not bid.
    won : 1, one a buyer
        Part of the draws in which it wins.
    gain : money / unit
        What rivalry adds for the seller against the winner alone.
    yearly : USD bn / year
        The same for all that flows.
    refused : reason -> draws
    """

    buyers: tuple[str, str]
    level: float
    price_with_both: Estimate
    price_alone: tuple[Estimate, Estimate]
    won: tuple[float, float]
    gain: Estimate
    yearly: Estimate
    refused: dict[str, int]


def rivalry(
    of: Worlds,
    when: date,
    level: float,
    ways: tuple[str, str],
    trunk: str,
    most: float,
    power: Float[np.ndarray, " draw"],
    *,
    progress: Progress = silent,
) -> Rivalry:
    """Two buyers bid for a line: each alone, and both against each other, over draws.

    Parameters
    ----------
    of : Worlds
    when, level : day and world price
    ways : lane to the one and to the other buyer
    trunk : lane that feeds both
    most : amount / year that the line carries
    power : 1, [draw]
        The seller's, in what is left to split.
    progress : told the part that is done

    Raises
    ------
    NoData
        If no draw has a market in which both would use the line.
    """
    found: list[Contest] = []
    refused: Counter[str] = Counter()
    for draw in range(of.draws):
        try:
            day = bargaining_market(world(of, stand_in(of, when), level, draw=draw))
            made = _only(day, ways, trunk, most)
            links = (Link((ways[0],)), Link((ways[1],)))
            found.append(contest(made, who(made), links, float(power[draw])))
        except (InputError, NotConverged) as error:
            refused["nothing would flow" if "a flow of 0" in str(error)
                    else f"{type(error).__name__}: market not solved"] += 1  # fmt: skip
        progress("two buyers", (draw + 1) / of.draws)
    if not found:
        raise NoData(
            where=f"line {trunk}",
            found=f"no draw with a contest: {dict(refused)}.",
            expected="two buyers who would use it",
            remedy="Choose other lanes.",
        )
    names = tuple(side_of_node(of.fuel, _end(of, way)) for way in ways)
    return _rivalry(found, (names[0], names[1]), level, dict(refused))


def _only(market: Market, ways: tuple[str, str], trunk: str, most: float) -> Market:
    """The line open, and every other way out of its end or into it closed.

    The other ways out of its start are as wide as need be: ports that later years filled together
    with this line were not full before it, and would make it a way out of distress.
    """
    at = market.lane(trunk)
    hub, start = int(market.destination[at]), int(market.origin[at])
    mosts = market.most.copy()
    mosts[(market.origin == start) & (mosts > 0)] = np.inf
    mosts[(market.origin == hub) | (market.destination == hub)] = 0.0
    other = (market.within[:, market.origin == start] > 0).any(axis=1)
    own = np.array([name.startswith(OWN) for name in market.limits])
    limit = np.where(other & ~own & (market.limit > 0), np.inf, market.limit)
    made = replace(market, most=mosts, limit=limit)
    for name in (*ways, trunk):
        made = opened(made, name, most)
    return made


def _end(of: Worlds, lane: str) -> str:
    """Node at which a lane ends."""
    skeleton = of.network.skeleton
    return skeleton.nodes[int(skeleton.destination[skeleton.lane(lane)])]


def _rivalry(
    found: list[Contest], buyers: tuple[str, str], level: float, refused: dict[str, int]
) -> Rivalry:
    """Numbers over draws."""
    none = float("nan")

    def alone(each: Contest, buyer: str) -> float:
        price = next(bid.price_alone for bid in each.bids if bid.buyer == buyer)
        return none if price is None else price

    def added(each: Contest) -> float:
        if each.winner is None or each.price is None:
            return none
        return each.price - alone(each, each.winner)

    return Rivalry(
        buyers, level,
        spread(np.array([none if e.price is None else e.price for e in found])),
        (spread(np.array([alone(e, buyers[0]) for e in found])),
         spread(np.array([alone(e, buyers[1]) for e in found]))),
        (float(np.mean([e.winner == buyers[0] for e in found])),
         float(np.mean([e.winner == buyers[1] for e in found]))),
        spread(np.array([added(e) for e in found])),
        spread(np.array([none if e.rivalry is None else e.rivalry for e in found]) / 1e3),
        refused,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OilForCredit:
    """A loan that deliveries serve, over draws of its terms.

    Parameters
    ----------
    amount : USD bn lent
    subsidy : USD bn at signing
        Worth to the borrower against what it would have paid elsewhere.
    spread : USD/bbl
        The subsidy on each barrel.
    serving : 1
        Largest part of a year's deliveries that goes into the loan.
    owed : year -> USD bn
        What leaving the contract would have cost at the end of a year, at the usual terms.
    terms : text
    """

    amount: float
    subsidy: Estimate
    spread: Estimate
    serving: Estimate
    owed: dict[int, float]
    terms: str


RATE = (0.045, 0.057, 0.065)  # assumption: agreed, near what the press named
MARKET_RATE = (0.07, 0.09, 0.12)  # assumption: dollars to such a borrower in early 2009
YEARS, GRACE = 20, 4  # assumption of the grace; the term is that of the deliveries


def oil_for_credit(
    data: Dataset, amount: float, signed: int, first: int, tonnes: float, draws: int = 200,
    seed: int = 0,
) -> OilForCredit:  # fmt: skip
    """What a loan against oil was worth to the borrower, at the oil prices that came.

    Later years take the last price known. Agreed rate, the market's rate and the grace are ranges
    of ours: nobody prints the contract.

    Parameters
    ----------
    data : Dataset
    amount : USD bn
    signed, first : year of signing, and of the first deliveries
    tonnes : Mt a year
    draws, seed : of the terms
    """
    rates = drawn([("agreed", RATE), ("market", MARKET_RATE)], draws, seed)
    barrels = tonnes * rate("crude oil", "t", "bbl").usual  # million a year
    price, last = [], float("nan")
    for year in range(signed + 1, signed + YEARS + 1):
        try:
            months = oil_months(data, date(year, 1, 1), date(year + 1, 1, 1))
            last = float(np.mean(list(months.values())))
        except NoData:
            pass
        price.append(last)
    delivered = np.where(np.arange(signed + 1, signed + YEARS + 1) >= first, barrels, 0.0)
    found = [
        credit(Loan(amount * 1e3, float(a), float(max(m, a)), YEARS, GRACE), delivered,
               np.array(price))
        for a, m in rates
    ]  # fmt: skip
    told = "draws of the agreed and of the market's rate"
    return OilForCredit(
        amount,
        spread(np.array([each.subsidy for each in found]) / 1e3, told),
        spread(np.array([each.spread for each in found]), told),
        spread(np.array([np.nanmax(each.serving) for each in found]), told),
        {signed + 1 + at: float(owed) / 1e3 for at, owed in enumerate(found[0].debt)},
        f"{YEARS} years with {GRACE} of grace, {RATE[1]:.1%} agreed against {MARKET_RATE[1]:.0%} "
        "elsewhere: assumptions",
    )  # fmt: skip
