"""A fuel market on a day: of a year's balances, at the day's price, as measures stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.ranges import Range, drawn
from steelyard.models.energy.anchored import Anchor, lift, solve_met
from steelyard.models.energy.calibrate import Balance, Baseline, calibrate, with_curves
from steelyard.models.energy.network import Market
from steelyard.models.energy.price_cap import Capped, solve_capped
from steelyard.models.energy.shifted import shifted
from steelyard.reference import energy_market as rows
from steelyard.reference.dataset import Dataset
from steelyard.reference.energy_rows import rows_of
from steelyard.scenarios.energy.amounts import in_market_units
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.network import Network, network

ANCHOR = "EUR"  # where the world price is known: Brent, or the European gas price
LAST_BALANCE = 2021  # later years are not published here: their changes are the model's
FLOORS = ("shut-in price at the port", "production cost", "production cost at western fields")
LEAST_ELASTIC = 0.005  # a node that does not answer at all has no curve
Horizon = str  # short or long


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """A fuel's network and balances with draws; each day's market is made from them."""

    fuel: str
    horizon: Horizon
    network: Network
    years: tuple[int, ...]
    balances: tuple[tuple[Balance, ...], ...]  # [year][draw]
    levels: dict[int, float]  # price at the anchor in the years of the balances

    @property
    def draws(self) -> int:
        """How many draws there are, the usual values among them."""
        return len(self.network.cost)

    def year_for(self, when: date) -> int:
        """The balance that a day is built on: of its year, or the nearest one known."""
        return min(self.years, key=lambda year: abs(year - when.year))

    def balance(self, year: int, draw: int) -> Balance:
        """Balances of a year."""
        return self.balances[self.years.index(year)][draw]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A market on a day with its caps; `lifted` is what the anchor's demand was lifted by."""

    market: Market
    solved: Capped
    lifted: float
    level: float
    year: int


def worlds(
    data: Dataset, fuel: str, *, draws: int = 1, seed: int = 0, horizon: Horizon = "short"
) -> Worlds:
    """Everything that the market of a fuel is made from, drawn."""
    years = tuple(sorted(data.table("energy_regions").filter(fuel=fuel)["year"].unique()))
    lines = network(fuel, _produced(data, fuel, years), draws, seed)
    elastic = _elasticities(fuel, horizon, draws, seed)
    names = lines.skeleton.nodes
    return Worlds(
        fuel, horizon, lines, years,
        tuple(tuple(_balances(data, fuel, year, names, elastic)) for year in years),
        {year: level(data, fuel, date(year, 1, 1), date(year + 1, 1, 1)) for year in years},
    )  # fmt: skip


def base(of: Worlds, year: int, draw: int) -> Baseline:
    """The market of a year calibrated to its balances, kept: every day and what-if starts from it.

    Prices differ by cost and scarcity, so that one calibration serves every level of the world
    price: all prices move with it.
    """
    return _base(of, year, draw)


@lru_cache(maxsize=4096)
def _base(of: Worlds, year: int, draw: int) -> Baseline:
    """As `base`."""
    middle = date(year, 7, 1)
    level = of.levels[year]
    return calibrate(of.network.at(middle, draw), of.balance(year, draw), ANCHOR, level)


def prices_at(of: Worlds, year: int, draw: int, level: float) -> Float[np.ndarray, " node"]:
    """Prices that support the balance of a year with the anchor at a level."""
    found = base(of, year, draw)
    return shifted(found.equilibrium, ANCHOR, level, found.balance.settled())


def world(
    of: Worlds,
    when: date,
    level: float,
    *,
    draw: int = 0,
    without: Iterable[str] = (),
    met: bool = True,
    lifted: float = 0.0,
    cap: float | None = None,
    change: Callable[[Market], Market] = lambda market: market,
) -> World:
    """The market on a day.

    Curves go through the last published balance at the day's world price; the measures of the day
    then act. With `met` what every use is worth is lifted or lowered by one share until the
    anchor's price is the one known, because a part of what measures do is in that price already;
    without it the price is the model's own, with demand lifted by `lifted`: a what-if keeps the
    lift of the market that it is held against. `cap` replaces the level of caps in force.

    Raises
    ------
    InputError
        For a day before the year of the first balance.
    """
    refuse_unless(when.year >= of.years[0], where=f"market of {of.fuel}", found=f"{when}",
                  expected=f"a day since {of.years[0]}, the first balance",
                  remedy="Choose a later day.")  # fmt: skip
    year, without = of.year_for(when), tuple(without)
    started = base(of, year, draw)
    lines = of.network.at(when, draw, flow=started.equilibrium.flow, without=without)
    balance = started.balance
    known = replace(balance, supply=balance.supply + of.network.ramped(year, when, draw))
    prices = prices_at(of, year, draw, level)
    market = change(with_curves(lines, known, prices))
    caps, weight = of.network.caps(when, without=without), prices / level
    if cap is not None:
        caps = tuple(replace(each, level=cap) for each in caps)
    if not met:
        market = lift(market, lifted, weight)
        return World(market, solve_capped(market, caps), lifted, level, year)
    found = solve_met(market, caps, Anchor(ANCHOR, level, weight))
    return World(found.market, found.capped, found.lifted, level, year)


def _produced(data: Dataset, fuel: str, years: tuple[int, ...]) -> dict[str, float]:
    """The most that each place with a balance supplied in any year, in the market's unit."""
    most: dict[str, float] = {}
    for year in years:
        for each in rows.regions(data, fuel, year):
            if each.production or each.use:
                amount = in_market_units(
                    fuel, (each.production, each.production, each.production), each.unit, each.node
                )[1]
                most[each.node] = max(most.get(each.node, 0.0), amount)
    return most


def _balances(
    data: Dataset, fuel: str, year: int, names: tuple[str, ...], elastic: dict[str, np.ndarray]
) -> Iterator[Balance]:
    """A year's balance in the market's unit, once for each draw of the elasticities."""
    found = {region.node: region for region in rows.regions(data, fuel, year)}
    anchor = level(data, fuel, date(year, 1, 1), date(year + 1, 1, 1))
    hubs = {(row["fuel"], row["node"], row.whole("year")): row.number("usual")
            for row in rows_of("hubs.csv")}  # fmt: skip
    supply, demand = (
        np.array([
            in_market_units(fuel, (value, value, value), found[name].unit, name)[1]
            for name in names
            for value in [float(getattr(found[name], side))]
        ])
        for side in ("production", "use")
    )  # fmt: skip
    price = np.array([hubs.get((fuel, name, year), anchor) for name in names])
    known = np.array([(fuel, name, year) in hubs for name in names])
    for draw in range(len(elastic["supply"])):
        yield Balance(
            supply, demand, price, elastic["supply"][draw], elastic["demand"][draw],
            elastic["floor"][draw], known,
        )  # fmt: skip


def _elasticities(fuel: str, horizon: str, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Draws of elasticities and floors by node, [draw, node]."""
    names = [node.node for node in rows.nodes(fuel)]
    told = rows.elasticities(fuel)
    found = {
        key: drawn([_told(told, side, quantity, name, horizon) for name in names], draws, seed)
        for key, side, quantity in (
            ("supply", "supply", ("elasticity",)),
            ("demand", "demand", ("elasticity",)),
            ("floor", "supply", FLOORS),
        )
    }
    found["supply"] = np.maximum(found["supply"], LEAST_ELASTIC)
    found["demand"] = np.minimum(found["demand"], -LEAST_ELASTIC)
    return found


def _told(
    told: tuple[rows.Elasticity, ...], side: str, quantity: tuple[str, ...], node: str, horizon: str
) -> tuple[str, Range]:
    """The row of a node, or the one that holds for all."""
    fitting = [
        each for each in told
        if each.side == side and each.quantity in quantity
        and each.node in (node, "") and each.horizon in (horizon, "")
    ]  # fmt: skip
    if not fitting:
        return f"{side} {quantity[0]}", (0.0, 0.0, 0.0)
    best = max(fitting, key=lambda each: each.node == node)
    amount = best.amount
    return f"{best.fuel} {side} {best.quantity} {best.node}", (
        amount.low,
        amount.usual,
        amount.high,
    )
