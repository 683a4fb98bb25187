"""What a tie is worth to its two sides on a day: reservation prices over draws of the market."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.interval import FEWEST_DRAWS, estimate_from_draws
from steelyard.models.energy.bargain.reservation import Reservation, reservation
from steelyard.models.energy.network import Market
from steelyard.scenarios.energy.links import Tie, who
from steelyard.scenarios.energy.world import World, Worlds, world
from steelyard.vocabulary.errors import InputError, NotConverged
from steelyard.vocabulary.estimate import Estimate, absent, exact

Progress = Callable[[str, float], None]
BASIS = "draws of costs, capacities and elasticities"


def silent(step: str, done: float) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Reservation prices of a tie, one row a draw; row 0 holds the usual values.

    Parameters
    ----------
    tie : Tie
    when : day
    level : money / unit
        World price of the day.
    highest, least : money / unit, delivered, [draw]
        Of the buyer and of the seller; NaN where the market was refused or nothing flows.
    amount : amount / year, [draw]
    cost : money / unit, [draw]
        From the seller's border to the destination.
    market_price : money / unit, [draw]
        Price at the destination: what one more unit is worth there.
    alternative : money / unit, [draw]
        The same without the tie: what the buyer would pay its other sellers.
    refused : reason -> draws
        Draws without a market (law 12), or in which the tie carries nothing.
    year : of the balances that the market is made from
    """

    tie: Tie
    when: date
    level: float
    highest: Float[np.ndarray, " draw"]
    least: Float[np.ndarray, " draw"]
    amount: Float[np.ndarray, " draw"]
    cost: Float[np.ndarray, " draw"]
    market_price: Float[np.ndarray, " draw"]
    alternative: Float[np.ndarray, " draw"]
    refused: dict[str, int]
    year: int

    @property
    def known(self) -> Bool[np.ndarray, " draw"]:
        """Draws with reservation prices."""
        return np.asarray(np.isfinite(self.highest) & np.isfinite(self.least))

    @property
    def deal(self) -> Bool[np.ndarray, " draw"]:
        """Draws in which some price suits both."""
        return self.known & (self.highest >= self.least)


def stand_in(of: Worlds, when: date) -> date:
    """The day whose lanes and balance stand for a day: itself, or the middle of the first balance.

    Years before the first balance have its amounts and lanes at their own world price: nearer to
    them than no number, and to be told wherever it is shown (`Terms.year`).
    """
    return max(when, date(of.years[0], 7, 1))


def bargaining_market(found: World) -> Market:
    """The market that sides bargain in: what a cap lets serviced ships load stays as it is."""
    return found.solved.equilibrium.market


def terms(
    of: Worlds,
    tie: Tie,
    when: date,
    level: float,
    *,
    without: Iterable[str] = (),
    change: Callable[[Market], Market] = lambda market: market,
    progress: Progress = silent,
) -> Terms:
    r"""Delivered reservation prices of a tie on a day, for every draw.

    .. math:: r_B + t = p_j + \Delta W_B / q, \qquad r_S + t = p_i + t - \Delta W_S / q

    of `reservation`, at the destination, where prices paid are observed. Draws whose market is
    refused, or in which nothing flows on the tie, are counted and left out.

    Parameters
    ----------
    of : Worlds
    tie : Tie
    when : day
    level : money / unit
        World price that the market is set to.
    without : names of measures to leave out
    change : of the market before it is solved
    progress : told the part that is done

    Returns
    -------
    terms : Terms
    """
    return terms_of_all(
        of, (tie,), when, level, without=without, change=change, progress=progress
    )[0]  # fmt: skip


def terms_of_all(
    of: Worlds,
    every: tuple[Tie, ...],
    when: date,
    level: float,
    *,
    without: Iterable[str] = (),
    change: Callable[[Market], Market] = lambda market: market,
    progress: Progress = silent,
) -> tuple[Terms, ...]:
    """As `terms`, for several ties of the same markets: each is bargained over by itself."""
    rows = np.full((len(every), 6, of.draws), np.nan)
    refused: list[Counter[str]] = [Counter() for _ in every]
    without = tuple(without)
    for draw in range(of.draws):
        try:
            found = world(
                of, stand_in(of, when), level, draw=draw, without=without, change=change
            )  # fmt: skip
            made = bargaining_market(found)
            present, sides = found.solved.equilibrium, who(made)
        except (InputError, NotConverged) as error:
            for counts in refused:
                counts[_why(error)] += 1
            continue
        for at, tie in enumerate(every):
            try:
                rows[at, :, draw] = _row(reservation(made, sides, tie.link, present), tie)
            except (InputError, NotConverged) as error:
                refused[at][_why(error)] += 1
        progress(f"{of.fuel}, {when}", (draw + 1) / of.draws)
    return tuple(
        Terms(
            tie, when, level, found[0], found[1], found[2], found[3], found[4], found[5],
            dict(counts), of.year_for(when),
        )
        for tie, found, counts in zip(every, rows, refused, strict=True)
    )  # fmt: skip


def _row(found: Reservation, tie: Tie) -> tuple[float, ...]:
    """Numbers of one draw, delivered."""
    carried = found.carried
    return (
        found.highest + carried.cost, found.least + carried.cost, carried.amount, carried.cost,
        found.with_link.price_of(_buyer_node(found, tie)),
        found.without_link.price_of(_buyer_node(found, tie)),
    )  # fmt: skip


def _buyer_node(found: Reservation, tie: Tie) -> str:
    """The node at which most of the tie arrives."""
    made = found.with_link.market
    ways = [made.lane(name) for name in tie.lanes if name in made.lanes]
    most = max(ways, key=lambda way: found.with_link.flow[way])
    return made.nodes[made.destination[most]]


def _why(error: Exception) -> str:
    """Why a draw has no terms, in a few words that are the same for like draws."""
    if "a flow of 0" in str(error):
        return "nothing flows on it"
    return "market not solved"


def spread(values: Float[np.ndarray, " draw"], basis: str = BASIS, point: float | None = None) \
        -> Estimate:  # fmt: skip
    """An estimate of draws: row 0 is the point unless another is given; NaN are left out.

    The interval holds one more draw of what is uncertain. Fewer than 20 known draws give a number
    without an interval, none at all an absent one.
    """
    known = values[np.isfinite(values)]
    if not known.size:
        return absent("no draw of the market has it")
    middle = point if point is not None else float(values[0])
    if not np.isfinite(middle):
        middle = float(np.median(known))
    if known.size < FEWEST_DRAWS:
        return exact(middle, f"{known.size} draws, fewer than {FEWEST_DRAWS}", "simulated")
    told = basis if known.size == values.size else f"{basis}; {known.size} of {values.size} draws"
    return estimate_from_draws(middle, known, basis=told, kind="simulated", next_draw=True)
