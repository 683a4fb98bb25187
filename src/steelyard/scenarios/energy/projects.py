"""Lines that are not built: at which price each side would sign, and what others would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.interval import FEWEST_DRAWS
from steelyard.measures.ranges import drawn
from steelyard.models.energy.bargain.entry import Entry, Project, entry, probability
from steelyard.models.energy.bargain.sides import Link
from steelyard.models.energy.network import Market
from steelyard.reference import energy_market as rows
from steelyard.reference.energy_rows import Cells, rows_of
from steelyard.scenarios.energy.links import who
from steelyard.scenarios.energy.terms import Progress, bargaining_market, silent, spread, stand_in
from steelyard.scenarios.energy.world import FLOORS, Worlds, world
from steelyard.vocabulary.errors import InputError, NoData, NotConverged, UnknownName
from steelyard.vocabulary.estimate import Estimate, exact

PARTS = ("capex", "rate", "fill", "running", "inland")
Change = Callable[[Market], Market]


@dataclass(frozen=True, slots=True)
class Line:
    """A line from the table of projects, its numbers as low, usual and high."""

    name: str
    fuel: str
    lane: str
    capacity: float
    years: float
    numbers: dict[str, tuple[float, float, float]]
    reason: str


@dataclass(frozen=True, slots=True)
class Signed:
    """At which price each side would sign a line; prices at the buyer's border.

    Parameters
    ----------
    line : Line
    when, level : day whose lanes and measures hold, and world price
    what : what else was changed, in words; empty for nothing
    inland : yes or no
        Whether the buyer bears the way from its border to where other gas lands.
    amount : amount / year
    supply, running, capital : money / unit
        Parts of the seller's least price.
    least, highest : money / unit
    surplus : money / unit
        Highest less least; below 0 nothing is signed.
    at_cost : money / unit
        The seller's least price with production cost instead of supply at the margin: of a seller
        whose wells have no other outlet.
    signed, signed_at_cost : 1
        Part of the draws in which both would sign, by either of the seller's prices.
    price : money / unit
        Where signed, by the power given.
    yearly : USD bn / year
        What the line is worth to both where signed, 0 elsewhere.
    refused : reason -> draws
    """

    line: Line
    when: date
    level: float
    what: str
    inland: bool
    amount: Estimate
    supply: Estimate
    running: Estimate
    capital: Estimate
    least: Estimate
    highest: Estimate
    surplus: Estimate
    at_cost: Estimate
    signed: Estimate
    signed_at_cost: Estimate
    price: Estimate
    yearly: Estimate
    refused: dict[str, int]


def lines() -> tuple[Line, ...]:
    """All lines of the table."""
    return tuple(_line(row) for row in rows_of("projects.csv", Path(__file__).parent))


def line_called(name: str) -> Line:
    """The line of a name.

    Raises
    ------
    UnknownName
        With those that exist.
    """
    known = {each.name: each for each in lines()}
    if name not in known:
        raise UnknownName(where="projects", kind="line", name=name, nearest=tuple(known))
    return known[name]


def _line(row: Cells) -> Line:
    """A row as a record."""
    return Line(
        row["project"], row["fuel"], row["lane"], row.number("capacity"), row.number("years"),
        {part: (row.number(f"{part}_low"), row.number(part), row.number(f"{part}_high"))
         for part in PARTS},
        row["reason"],
    )  # fmt: skip


def signing_of(
    of: Worlds,
    line: Line,
    when: date,
    level: float,
    power: Float[np.ndarray, " draw"],
    *,
    inland: bool = True,
    idle: float = 0.0,
    change: Change = lambda market: market,
    what: str = "",
    seed: int = 0,
    progress: Progress = silent,
) -> Signed:
    """Whether a line would be signed at the prices of a day, over draws.

    The market of the day is met at its world price first; the line, and what else is changed,
    comes into that market afterwards, so that the world price may move.

    Parameters
    ----------
    of : Worlds
        With elasticities of the long run: a line stands for decades.
    line : Line
    when, level : day and world price
    power : 1, [draw]
        The seller's.
    inland : yes or no
        Whether the buyer bears the way within its land.
    idle : amount / year
        What stands ready at the seller's fields at the cost of production alone. Without it
        supply is what the curve says, whose price is that of the world: a seller that could sell
        elsewhere. With it the seller has wells that nobody else can be sent gas from.
    change : of the market of the day, beside the line
    what : the change in words
    seed : of the line's own numbers
    progress : told the part that is done

    Raises
    ------
    NoData
        If no draw has a market.
    """
    own = drawn([(f"{line.name}, {part}", line.numbers[part]) for part in PARTS], of.draws, seed)
    floor = production_cost(line, of.draws, seed)
    found: list[tuple[Entry, float, float]] = []
    refused: Counter[str] = Counter()
    for draw in range(of.draws):
        numbers = dict(zip(PARTS, own[draw], strict=True))
        beyond = float(numbers["inland"]) if inland else 0.0
        try:
            day = change(bargaining_market(world(of, stand_in(of, when), level, draw=draw)))
            if idle:
                day = ready(line, idle, float(floor[draw]))(day)
            made = opened(day, line.lane, line.capacity, float(numbers["running"]) + beyond)
            project = Project(
                Link((line.lane,)), float(numbers["capex"]), line.years, float(numbers["rate"]),
                line.capacity, float(numbers["fill"]),
            )  # fmt: skip
            found.append((entry(made, who(made), project, float(power[draw])), beyond,
                          float(floor[draw])))  # fmt: skip
        except (InputError, NotConverged):
            refused["market not solved"] += 1
        progress(line.name, (draw + 1) / of.draws)
    if not found:
        raise NoData(where=f"line {line.name}", found=f"no draw with a market: {dict(refused)}.",
                     expected="a market of the day", remedy="Choose another day.")  # fmt: skip
    return _signed(line, when, level, what, inland, found, dict(refused))


def _signed(
    line: Line, when: date, level: float, what: str, inland: bool,
    found: list[tuple[Entry, float, float]], refused: dict[str, int],
) -> Signed:  # fmt: skip
    """Numbers over draws, at the border: what moves gas on within the buyer's land is its own."""
    every = [each for each, _, _ in found]
    beyond, floor = (np.array([one[at] for one in found], dtype=float) for at in (1, 2))

    def values(name: str) -> np.ndarray:
        return np.array([
            np.nan if getattr(each, name) is None else getattr(each, name) for each in every
        ])  # fmt: skip

    least, highest = values("least") - beyond, values("highest") - beyond
    amount, signed = values("amount"), values("signed").astype(bool)
    at_cost = least - values("supply") + floor
    worth = np.where(signed, (highest - least) * amount, 0.0) / 1e3
    return Signed(
        line, when, level, what, inland, spread(amount), spread(values("supply")),
        spread(values("transport") - beyond), spread(values("capital")),
        spread(least), spread(highest), spread(highest - least),
        spread(at_cost), _part(signed), _part(highest >= at_cost),
        spread(values("price") - beyond), spread(worth), refused,
    )  # fmt: skip


def _part(yes: Bool[np.ndarray, " draw"]) -> Estimate:
    """Part of the draws, with the interval of their number."""
    share = float(yes.mean())
    if yes.size < FEWEST_DRAWS:
        return exact(share, f"{yes.size} draws, fewer than {FEWEST_DRAWS}", "simulated")
    return probability(share, yes.size)


def production_cost(line: Line, draws: int, seed: int) -> Float[np.ndarray, " draw"]:
    """Draws of the cost of production where a line starts; 0 where none is known.

    Running cost, whatever the horizon: wells that stand idle need no new capital.
    """
    start = next(each.start for each in rows.lanes(line.fuel) if each.lane == line.lane)
    known = [each.amount for each in rows.elasticities(line.fuel)
             if each.node == start and each.quantity in FLOORS]  # fmt: skip
    ends = (known[0].low, known[0].usual, known[0].high) if known else (0.0, 0.0, 0.0)
    return drawn([(f"{line.name}, production", ends)], draws, seed)[:, 0]


def ready(line: Line, amount: float, floor: float) -> Change:
    """A change: idle wells where a line starts, at the cost of production."""

    def change(market: Market) -> Market:
        node = int(market.origin[market.lane(line.lane)])
        blocks = market.supply
        return replace(market, supply=replace(
            blocks, node=np.append(blocks.node, node), intercept=np.append(blocks.intercept, floor),
            slope=np.append(blocks.slope, 0.0), most=np.append(blocks.most, amount),
        ))  # fmt: skip

    return change


def opened(market: Market, lane: str, most: float, cost: float | None = None) -> Market:
    """The market with a lane open up to an amount, at a cost where one is given."""
    at = market.lane(lane)
    mosts, costs = market.most.copy(), market.cost.copy()
    mosts[at] = most
    if cost is not None:
        costs[at] = cost
    return replace(market, most=mosts, cost=costs)


def more_supply(node: str, amount: float) -> Change:
    """A change: fields that supply so much more at every price."""

    def change(market: Market) -> Market:
        blocks = market.supply
        mine = (blocks.node == market.node(node)) & (blocks.slope > 0)
        intercept = np.where(mine, blocks.intercept - blocks.slope * amount, blocks.intercept)
        return replace(market, supply=replace(blocks, intercept=intercept))

    return change


def wider(lane: str, more: float) -> Change:
    """A change: a lane that carries so much more."""

    def change(market: Market) -> Market:
        return opened(market, lane, float(market.most[market.lane(lane)]) + more)

    return change


def looser(limit: str, more: float) -> Change:
    """A change: limits whose name begins so, larger by an amount where they bind at all."""

    def change(market: Market) -> Market:
        mine = np.array([name.startswith(limit) for name in market.limits])
        if not mine.any():
            raise UnknownName(where="market", kind="limit", name=limit, nearest=market.limits)
        return replace(market, limit=np.where(mine, market.limit + more, market.limit))

    return change


def all_of(*changes: Change) -> Change:
    """Several changes at once."""

    def change(market: Market) -> Market:
        for each in changes:
            market = each(market)
        return market

    return change
