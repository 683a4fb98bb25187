"""The derived table of bargains: ties by year, power from prices, lines that are not built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from steelyard.models.energy.bargain.formula import FormulaPower
from steelyard.models.energy.bargain.held_out import Compared
from steelyard.models.energy.bargain.power import Power, Regimes
from steelyard.reference import energy_market as rows
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.energy.all_deals import AllDeals, all_deals
from steelyard.scenarios.energy.bargains import HoldUp, deal, hold_up
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.links import CONTRACTED, Tie, ties
from steelyard.scenarios.energy.observed_prices import (
    grade_to_europe,
    one_a_year,
    paid,
)
from steelyard.scenarios.energy.power_from_prices import (
    CONTRACT,
    FromPrices,
    power_draws,
    power_from_prices,
    unknown_power,
)
from steelyard.scenarios.energy.project_tables import project_rows
from steelyard.scenarios.energy.table_rows import Row, number, of_estimate
from steelyard.scenarios.energy.terms import Progress, Terms, silent, spread, terms_of_all
from steelyard.scenarios.energy.world import Worlds, worlds
from steelyard.vocabulary.errors import InputError, NoData, NotConverged

YEARS = tuple(range(2019, 2026))
LATEST = date(2025, 7, 1)
UNITS = {"gas": "USD/1000 m3", "crude oil": "USD/bbl"}
AMOUNTS = {"gas": "bcm", "crude oil": "Mbbl"}
KEPT = (  # of a deal; what follows from these is left to the reader of the table
    ("highest", "price"), ("least", "price"), ("price", "price"), ("below_market", "price"),
    ("amount", "amount"),
)  # fmt: skip
Known = dict[tuple[str, str], np.ndarray]


@dataclass(frozen=True, slots=True)
class Observed:
    """Ties whose prices somebody publishes, and how these prices are to be read."""

    fuel: str
    seller: str
    buyer: str
    order: str
    lag: int = 0


# Sides are codes of places; the prices themselves come from the dataset, whatever the pair.
SEEN = (
    Observed("gas", "RUS", "CHN", "ministry first"),
    Observed("gas", "RUS", "CHN", "trade statistics first"),
    Observed("crude oil", "RUS", "CHN", "oil", lag=1),
    Observed("crude oil", "RUS", "EUR", "grade"),
)


def build(
    data: Dataset, draws: int = 60, seed: int = 0, progress: Progress = silent
) -> dict[str, pl.DataFrame]:
    """All bargains that the package ships, as its derived table.

    Parameters
    ----------
    data : Dataset
    draws : at least 20
    seed : same seed, same numbers
    progress : told the step and the part of it that is done
    """
    found: list[Row] = []
    for fuel in CONTRACTED:
        of = worlds(data, fuel, draws=draws, seed=seed)
        power, more = _powers(data, of, seed, progress)
        found += more
        found += _by_year(data, of, power, seed, progress)
        found += _at_once(data, of, power, seed, progress)
    found += project_rows(data, draws, seed, progress)
    origin = next(iter(data.table("energy_regions")["origin"]))
    frame = pl.DataFrame([each.as_dict() for each in found], infer_schema_length=None)
    return {"energy_bargains": frame.with_columns(pl.lit(origin).alias("origin"))}


def _powers(
    data: Dataset, of: Worlds, seed: int, progress: Progress
) -> tuple[Known, list[Row]]:  # fmt: skip
    """Posteriors of the ties with prices, and their rows; the first source of a tie counts."""
    known: Known = {}
    found: list[Row] = []
    for each in SEEN:
        if each.fuel != of.fuel:
            continue
        prices = (
            grade_to_europe(data, each.seller) if each.order == "grade"
            else one_a_year(paid(data, each.fuel, each.seller, each.buyer), each.order)
        )  # fmt: skip
        try:
            made = power_from_prices(data, of, each.seller, each.buyer, prices, lag=each.lag,
                                     progress=progress)  # fmt: skip
        except (InputError, NotConverged):
            continue
        known.setdefault((each.seller, each.buyer), _drawn(made, of.draws, seed))
        found += _power_rows(each, made)
    return known, found


def _drawn(made: FromPrices, draws: int, seed: int) -> np.ndarray:
    """Draws of power: of the bargain where it foretells, anything where a contract does."""
    if isinstance(made.anew, str) or made.reading == CONTRACT:
        return unknown_power(draws, seed)
    return power_draws(made.anew.cell, made.anew.weight, draws, seed)


ANEW, TIED = "bargained anew", "contract"


def _power_rows(each: Observed, made: FromPrices) -> Iterator[Row]:
    """What prices say of power, both readings side by side, under the source of prices."""
    unit = UNITS[each.fuel]
    head = (each.fuel, each.seller, each.buyer)
    part = f"power, {each.order}"
    if isinstance(made.anew, Power):
        yield of_estimate(*head, 0, part, f"power, {ANEW}", made.anew.estimate, "1")
        yield of_estimate(*head, 0, part, f"error, {ANEW}", made.anew.error, "1")
        yield number(*head, 0, part, f"contraction, {ANEW}", made.anew.contraction, "1")
    if isinstance(made.contract, FormulaPower):
        yield of_estimate(*head, 0, part, f"power, {TIED}", made.contract.power, "1")
        yield of_estimate(*head, 0, part, "weight of the formula", made.contract.weight, "1")
        yield of_estimate(*head, 0, part, "slope on oil", made.contract.slope,
                          f"{unit} for USD/bbl")  # fmt: skip
    if isinstance(made.regimes, Regimes):
        turn = made.regimes.date
        yield of_estimate(*head, 0, part, f"power before {turn}", made.regimes.before, "1")
        yield of_estimate(*head, 0, part, f"power from {turn}", made.regimes.after, "1")
        yield number(*head, 0, part, "probability that it fell", made.regimes.fell, "1")
    for at, price in enumerate(made.used):
        yield number(*head, price.year, part, "price paid", price.price, unit)
        yield of_estimate(*head, price.year, part, "power by year", made.by_year[at], "1")
        yield number(*head, price.year, part, "draws that refuse it", made.beyond[price.year], "1")
    if isinstance(made.compared, Compared):
        yield from _compared_rows(head, part, unit, made, made.compared)


def _compared_rows(
    head: tuple[str, str, str], part: str, unit: str, made: FromPrices, found: Compared
) -> Iterator[Row]:
    """Each year foretold from all others, by both readings."""
    yield number(*head, 0, part, "gain of the contract's score", found.gain, "1", found.gain_error)
    for name, one in ((ANEW, found.bargain), (TIED, found.formula)):
        yield number(*head, 0, part, f"log score, {name}", float(one.log_score.sum()), "1")
        yield number(*head, 0, part, f"mean error, {name}", one.mean_error, unit)
        yield number(*head, 0, part, f"mean absolute error, {name}", one.mean_absolute_error, unit)
        yield number(*head, 0, part, f"coverage, {name}", one.coverage, "1")
        for at, year in enumerate(made.years):
            yield of_estimate(*head, year, part, f"foretold, {name}", one.predicted[at], unit)


def _by_year(
    data: Dataset, of: Worlds, power: Known, seed: int, progress: Progress
) -> Iterator[Row]:
    """Every tie of a fuel and year, bargained over by itself."""
    for year in YEARS:
        middle = date(year, 7, 1)
        every = shown(of.fuel, middle)
        try:
            price = level(data, of.fuel, date(year, 1, 1), date(year + 1, 1, 1))
        except NoData:
            continue
        for found in terms_of_all(of, every, middle, price, progress=progress):
            if found.known.any():
                given = power.get((found.tie.seller, found.tie.buyer))
                yield from _tie_rows(data, found, given, year, seed)


def shown(fuel: str, when: date) -> tuple[Tie, ...]:
    """Ties that the table holds: those with a pipe, and those that any measure touches."""
    touched = {name for policy in rows.policies(fuel) for name in policy.lanes}
    pipes = {lane.lane for lane in rows.lanes(fuel) if lane.kind == "pipe"}
    under = {each.seller for each in ties(fuel) if touched & set(each.lanes)}
    return tuple(
        each for each in ties(fuel, when)
        if each.seller in under or (fuel == "gas" and pipes & set(each.lanes))
    )  # fmt: skip


def _tie_rows(
    data: Dataset, found: Terms, given: np.ndarray | None, year: int, seed: int
) -> Iterator[Row]:
    """A tie's deal, its hold-up, and the split at the price that was paid."""
    tie = found.tie
    head = (tie.fuel, tie.seller, tie.buyer, year)
    power = unknown_power(found.highest.size, seed) if given is None else given
    made = deal(found, power)
    units = {"price": UNITS[tie.fuel], "amount": AMOUNTS[tie.fuel], "USD bn": "USD bn"}
    for name, kind in KEPT:
        yield of_estimate(*head, "tie", name.replace("_", " "), getattr(made, name), units[kind])
    if made.no_deal.point:
        yield of_estimate(*head, "tie", "no deal", made.no_deal, "1")
    yield of_estimate(*head, "tie", "surplus", made.surplus, "USD bn")
    if given is not None:  # elsewhere a share of anything from 0 to 1 says nothing
        yield of_estimate(*head, "tie", "at border", made.at_border, units["price"])
        yield of_estimate(*head, "tie", "below alternative", made.below_alternative,
                          units["price"])  # fmt: skip
        yield of_estimate(*head, "tie", "seller share", made.power, "1")
        yield of_estimate(*head, "tie", "seller gain", made.seller_gain, "USD bn")
        yield of_estimate(*head, "tie", "buyer gain", made.buyer_gain, "USD bn")
    locked = hold_up(found, power, seed)
    if locked is not None:
        yield from _hold_up_rows(head, locked, units["price"])
    for price in paid(data, tie.fuel, tie.seller, tie.buyer):
        if price.year == year:
            yield from _at_paid(head, found, price.price, price.source)


def _hold_up_rows(head: tuple[str, str, str, int], found: HoldUp, unit: str) -> Iterator[Row]:
    """The seller's least price before the line was built, beside that of the tie."""
    part = "before the line was built"
    yield of_estimate(*head, part, "least", found.before, unit)
    yield of_estimate(*head, part, "price", found.price_before, unit)
    yield of_estimate(*head, part, "cost of being locked in", found.cost_of_lock_in, unit)
    yield of_estimate(*head, part, "cost of being locked in, a year", found.yearly, "USD bn")
    yield of_estimate(*head, part, "signed", found.signed_before, "1")


def _at_paid(
    head: tuple[str, str, str, int], found: Terms, price: float, source: str
) -> Iterator[Row]:
    """Who gained what at the price that was paid, below 0 where a side would have done better."""
    part = f"at the price paid, {source}"
    yield number(*head, part, "price", price, UNITS[head[0]])
    for name, gain in (
        ("seller gain", price - found.least), ("buyer gain", found.highest - price)
    ):  # fmt: skip
        yield of_estimate(*head, part, name, spread(gain * found.amount / 1e3), "USD bn")
    room = np.where(found.highest > found.least, found.highest - found.least, np.nan)
    yield of_estimate(*head, part, "seller share", spread((price - found.least) / room), "1")


def _at_once(
    data: Dataset, of: Worlds, power: Known, seed: int, progress: Progress
) -> Iterable[Row]:
    """Nash-in-Nash over the ties of a fuel on a recent day."""
    every = shown(of.fuel, LATEST)
    given = {
        (each.seller, each.buyer): power.get(
            (each.seller, each.buyer), unknown_power(of.draws, seed)
        )
        for each in ties(of.fuel, LATEST)
    }
    sellers = {each.seller for each in every}
    price = level(data, of.fuel, date(LATEST.year, 1, 1), date(LATEST.year + 1, 1, 1))
    only = next(iter(sellers)) if len(sellers) == 1 else None
    found = all_deals(of, LATEST, price, given, seller=only, progress=progress)
    return list(_at_once_rows(of.fuel, found))


def _at_once_rows(fuel: str, found: AllDeals) -> Iterator[Row]:
    """Prices while all others keep theirs, and how it settled."""
    part, year = "all ties at once", LATEST.year
    for each in found.ties:
        head = (fuel, each.tie.seller, each.tie.buyer, year)
        if each.price.present:
            yield of_estimate(*head, part, "price", each.price, UNITS[fuel])
        yield number(*head, part, "dealt", each.dealt, "1")
        if each.closed:
            yield number(*head, part, "no deal", each.closed, "1")
    head = (fuel, "", "", year)
    yield of_estimate(*head, part, "contraction", found.contraction, "1")
    yield number(*head, part, "residual", found.residual, "1")
    yield number(*head, part, "refused", float(sum(found.refused.values())), "draws")
