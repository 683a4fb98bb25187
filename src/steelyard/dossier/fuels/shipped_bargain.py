"""A bargain as the shipped table has it: the numbers of the page, without solving a market."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from steelyard.dossier.fuels.rows import BARGAINS, Row, by, estimate, table
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.derived import FUEL_BARGAINS
from steelyard.scenarios.energy.asked import Asked, AtPaid, Foretold, Readings, seen_prices
from steelyard.scenarios.energy.bargain_tables import ANEW, SEEN, TIED, Observed
from steelyard.scenarios.energy.bargains import Deal, HoldUp
from steelyard.scenarios.energy.links import Tie
from steelyard.scenarios.energy.observed_prices import PricePaid, paid
from steelyard.scenarios.energy.power_from_prices import BARGAINED, CONTRACT, TELLS
from steelyard.scenarios.energy.world import LAST_BALANCE
from steelyard.vocabulary.estimate import Estimate, exact

ENDS = 1.645  # standard errors to either end of a score's interval in the table
REFUSED = "no market or no room for a deal in the draws of the shipped table"
Cells = dict[tuple[object, ...], Row]


def shipped_bargain(
    data: Dataset, tie: Tie, states: tuple[str, str], when: date, level: float
) -> Asked | None:
    """The bargain over a tie in the middle of a year; None where the table cannot say all of it.

    Parameters
    ----------
    data : Dataset
        With a user's store in it the table is left out, as it rests on other rows.
    tie, when : whose bargain, on which day
    states : seller and buyer, whose published prices of that year are shown
    level : money / unit
        World price of the year.
    """
    found = table(data, BARGAINS)
    if found is None or not _as_shipped(data) or when != date(when.year, 7, 1):
        return None
    mine = found.filter(fuel=tie.fuel, seller=tie.seller, buyer=tie.buyer)
    of_year = by(mine.filter(year=when.year).iter_rows(named=True), "part", "quantity")
    if ("tie", "highest") not in of_year:
        return None
    prices = [each for each in paid(data, tie.fuel, *states) if each.year == when.year]
    if any((_at(each), "seller gain") not in of_year for each in prices):
        return None
    seen = next((each for each in SEEN if (each.fuel, each.seller, each.buyer)
                 == (tie.fuel, tie.seller, tie.buyer)), None)  # fmt: skip
    readings = None if seen is None else _readings(data, mine, seen)
    return Asked(
        _deal(of_year, tie, when, level), _hold_up(of_year),
        tuple(_at_paid(of_year, prices)), _why(readings), readings, 0,
        min(when.year, LAST_BALANCE),
    )  # fmt: skip


def _as_shipped(data: Dataset) -> bool:
    """Whether everything that the table was made from is what the package ships."""
    known = load(data.as_of).frames
    return all(data.frames[name] is known[name] for name in FUEL_BARGAINS.rests_on)


def _deal(of_year: Cells, tie: Tie, when: date, level: float) -> Deal:
    """The deal; what the table does not keep is absent."""
    none = of_year.get(("tie", "no deal"))

    def told(name: str) -> Estimate:
        return _value(of_year, "tie", name)

    return Deal(
        tie, when, level, told("seller share"), told("highest"), told("least"), told("price"),
        told("at border"), told("amount"), told("surplus"), told("seller gain"),
        told("buyer gain"), told("below alternative"), told("below market"),
        estimate(none) if none is not None else exact(0.0, "no draw is without one", "simulated"),
        {},
    )  # fmt: skip


def _hold_up(of_year: Cells) -> HoldUp | None:
    """Before the line was built and after."""
    part = "before the line was built"
    if (part, "least") not in of_year:
        return None
    before, price, cost, yearly, signed = (
        _value(of_year, part, name)
        for name in ("least", "price", "cost of being locked in",
                     "cost of being locked in, a year", "signed")
    )  # fmt: skip
    after = (_value(of_year, "tie", name) for name in ("least", "price"))
    return HoldUp(before, next(after), price, next(after), cost, yearly, signed)


def _at(price: PricePaid) -> str:
    """Part of the table that holds the split at a price."""
    return f"at the price paid, {price.source}"


def _at_paid(of_year: Cells, prices: Iterable[PricePaid]) -> Iterator[AtPaid]:
    """Who gained what at the prices of the year."""
    for each in prices:
        yield AtPaid(each, *(_value(of_year, _at(each), f"{side} gain")
                             for side in ("seller", "buyer")))  # fmt: skip


def _why(readings: Readings | None) -> str:
    """Where the seller's power comes from."""
    if readings is None:
        return "unknown: no yearly prices, so anything from 0 to 1"
    if readings.reading == CONTRACT:
        return ("anything from 0 to 1: a contract foretells the prices better than a bargain "
                "each year")  # fmt: skip
    if not readings.anew.present:
        return "anything from 0 to 1: no bargain of single years explains the prices"
    return f"posterior by prices of {readings.years[0]}-{readings.years[-1]}"


def _readings(data: Dataset, mine: pl.DataFrame, seen: Observed) -> Readings | None:
    """What prices paid say of power; None where the table has no posterior."""
    part = mine.filter(part=f"power, {seen.order}")
    every = by(part.iter_rows(named=True), "year", "quantity")
    prices = {each.year: each for each in seen_prices(data, seen)}
    used = [prices[year] for year, name in sorted(every) if name == "price paid" and year in prices]
    if not used:
        return None
    turn = next((int(name[-4:]) for year, name in every if name.startswith("power from ")), 0)
    score = every.get((0, "gain of the contract's score"))
    gain = None if score is None else score["point"]
    error = None if score is None else (score["high"] - score["low"]) / (2 * ENDS)
    tells = gain is not None and error is not None and gain > TELLS * error
    return Readings(
        CONTRACT if tells else BARGAINED, tuple(each.year for each in used),
        tuple(each.source for each in used), tuple(each.price for each in used),
        _value(every, 0, f"power, {ANEW}"), _maybe(every, f"power, {TIED}"),
        _maybe(every, "weight of the formula"), turn, _maybe(every, f"power before {turn}"),
        _maybe(every, f"power from {turn}"), _number(every, "probability that it fell"),
        gain, error, _number(every, f"mean absolute error, {ANEW}"),
        _number(every, f"mean absolute error, {TIED}"),
        tuple(_foretold(every, used)) if gain is not None else (),
        {each.year: _value(every, each.year, "power by year") for each in used},
        {each.year: every[each.year, "draws that refuse it"]["point"] for each in used},
        {year: REFUSED for year in prices if (year, "price paid") not in every},
    )  # fmt: skip


def _foretold(every: Cells, used: Iterable[PricePaid]) -> Iterator[Foretold]:
    """Each year from all others."""
    for each in used:
        yield Foretold(each.year, each.price, each.source,
                       _value(every, each.year, f"foretold, {ANEW}"),
                       _value(every, each.year, f"foretold, {TIED}"))  # fmt: skip


def _value(cells: Cells, *key: object) -> Estimate:
    """One number of the table, absent where it has none."""
    return estimate(cells.get(key))


def _maybe(every: Cells, name: str) -> Estimate | None:
    """A number that holds for all years; None where the fuel has none."""
    return _value(every, 0, name) if (0, name) in every else None


def _number(every: Cells, name: str) -> float | None:
    """As `_maybe`, without its ends."""
    row = every.get((0, name))
    return None if row is None else row["point"]
