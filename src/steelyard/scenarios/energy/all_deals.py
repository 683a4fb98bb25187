"""All ties of a fuel bargained over at once, over draws of the market."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np
from jaxtyping import Float

from steelyard.models.energy.bargain.nash_in_nash import Bargains, nash_in_nash
from steelyard.scenarios.energy.bargains import SPLIT
from steelyard.scenarios.energy.links import Tie, ties, who
from steelyard.scenarios.energy.terms import Progress, bargaining_market, silent, spread
from steelyard.scenarios.energy.world import Worlds, world
from steelyard.vocabulary.errors import InputError, NotConverged
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class TiePrice:
    """One tie among many: its price while all others keep theirs, delivered."""

    tie: Tie
    power: Estimate
    price: Estimate
    highest: Estimate
    least: Estimate
    amount: Estimate
    surplus: Estimate
    dealt: float
    closed: float
    idle: float


@dataclass(frozen=True, slots=True)
class AllDeals:
    """All ties of a fuel bargained over at once.

    Parameters
    ----------
    ties : TiePrice
        Reservation prices at the prices of all others. `dealt`, `closed` and `idle` are parts of
        the draws in which the tie has a price, no price suits both, or nothing flows.
    contraction : Estimate, 1
        Below 1, taking turns leads to these prices.
    residual : 1
        The largest of all draws.
    refused : reason -> draws
    """

    when: date
    level: float
    ties: tuple[TiePrice, ...]
    contraction: Estimate
    residual: float
    refused: dict[str, int]


def all_deals(
    of: Worlds,
    when: date,
    level: float,
    power: dict[tuple[str, str], Float[np.ndarray, " draw"]],
    *,
    seller: str | None = None,
    draws: int | None = None,
    progress: Progress = silent,
) -> AllDeals:
    """Nash-in-Nash over all ties of a fuel, or those of one seller, on a day.

    Parameters
    ----------
    of : Worlds
    when, level : day and world price
    power : (seller, buyer) -> 1, [draw]
        Of every tie.
    seller : side
        Only its ties; the others trade at the prices of their places.
    draws : of the market, all where left out
    progress : told the part that is done

    Raises
    ------
    InputError
        If a tie has no power.
    """
    every = tuple(each for each in ties(of.fuel, when) if seller in (None, each.seller))
    missing = [each.label for each in every if (each.seller, each.buyer) not in power]
    if missing:
        raise InputError(where=f"bargains over {of.fuel}", found=f"no power for {missing[0]}",
                         expected="the seller's power of every tie",
                         remedy="Take `unknown_power` where no price is published.")  # fmt: skip
    count = of.draws if draws is None else min(draws, of.draws)
    table = np.full((len(every), 5, count), np.nan)
    state = np.zeros((3, len(every)))
    sizes, worst, refused = [], 0.0, Counter()
    for draw in range(count):
        powers = np.array([power[each.seller, each.buyer][draw] for each in every])
        try:
            made = bargaining_market(world(of, when, level, draw=draw))
            found = nash_in_nash(made, who(made), tuple(e.link for e in every), powers)
        except (InputError, NotConverged) as error:
            refused[type(error).__name__ + ": not settled"] += 1
            continue
        _put(table, state, every, found, draw)
        sizes.append(found.contraction)
        worst = max(worst, found.residual)
        progress(f"{of.fuel}, all ties at once", (draw + 1) / count)
    parts = state / max(len(sizes), 1)
    return AllDeals(
        when, level,
        tuple(
            _tie_price(each, power[each.seller, each.buyer][:count], table[at], parts[:, at])
            for at, each in enumerate(every)
        ),
        spread(np.array(sizes), "draws of the market"), worst, dict(refused),
    )  # fmt: skip


def _tie_price(
    tie: Tie, power: np.ndarray, values: np.ndarray, parts: np.ndarray
) -> TiePrice:  # fmt: skip
    """Numbers of one tie over draws."""
    price, highest, least, amount, surplus = (spread(row, SPLIT) for row in values)
    dealt, closed, idle = (float(part) for part in parts)
    return TiePrice(
        tie, spread(power, "posterior of power"), price, highest, least, amount, surplus, dealt,
        closed, idle,
    )  # fmt: skip


def _put(
    table: np.ndarray, state: np.ndarray, every: tuple[Tie, ...], found: Bargains, draw: int
) -> None:
    """Put prices of one draw into the table, delivered, and count what came of each tie."""
    place = {each.link.lanes: at for at, each in enumerate(every)}
    for row, link in enumerate(found.links):
        at = place[link.lanes]
        cost = found.cost[row]
        table[at, :, draw] = (
            found.price[row] + cost, found.highest[row] + cost, found.least[row] + cost,
            found.amount[row], found.surplus[row] / 1e3,
        )  # fmt: skip
        state[0, at] += 1
    for kind, links in ((1, found.without_deal), (2, found.idle)):
        for link in links:
            state[kind, place[link.lanes]] += 1
