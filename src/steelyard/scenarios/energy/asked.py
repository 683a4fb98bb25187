"""The bargain of two states as a reader asks for it: the deal, what was paid, what prices say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from jaxtyping import Float

from steelyard.models.energy.bargain.formula import FormulaPower
from steelyard.models.energy.bargain.held_out import Compared
from steelyard.models.energy.bargain.power import Power, Regimes
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.energy.bargain_tables import SEEN, Observed
from steelyard.scenarios.energy.bargains import Deal, HoldUp, deal, hold_up
from steelyard.scenarios.energy.links import Tie
from steelyard.scenarios.energy.observed_prices import (
    PricePaid,
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
from steelyard.scenarios.energy.terms import Progress, Terms, silent, spread, terms
from steelyard.scenarios.energy.world import Worlds
from steelyard.vocabulary.errors import InputError, NotConverged
from steelyard.vocabulary.estimate import Estimate, absent

FROM_PRICES = 20  # draws that the power of a seller is read from: each year is a market of its own


@dataclass(frozen=True, slots=True)
class Foretold:
    """A year foretold from all others, money / unit: what was paid, and by which reading."""

    year: int
    paid: float
    source: str
    anew: Estimate
    contract: Estimate | None


@dataclass(frozen=True, slots=True)
class Readings:
    """What prices paid say of the seller's power.

    Parameters
    ----------
    reading : the one that foretells better
    anew : 1
        Power, if bargained anew each year; absent with the reason where no draw allows it.
    contract, weight : 1
        Power and the part of the formula on oil, if a contract; None where the fuel has none.
    before, after, fell : 1
        Power before and from `turn`, and the probability that it fell.
    gain, gain_error : 1
        Log score of the contract less that of the bargain, summed over years.
    error_anew, error_contract : money / unit
        Mean absolute error of the years foretold.
    paid : money / unit, one a year
    single : year -> 1
        Power that this price alone would imply.
    refuted : year -> part of the draws in which the price lies outside both reservation prices
    """

    reading: str
    years: tuple[int, ...]
    sources: tuple[str, ...]
    paid: tuple[float, ...]
    anew: Estimate
    contract: Estimate | None
    weight: Estimate | None
    turn: int
    before: Estimate | None
    after: Estimate | None
    fell: float | None
    gain: float | None
    gain_error: float | None
    error_anew: float | None
    error_contract: float | None
    foretold: tuple[Foretold, ...]
    single: dict[int, Estimate]
    refuted: dict[int, float]
    left_out: dict[int, str]


@dataclass(frozen=True, slots=True)
class AtPaid:
    """A price of the year and what each side gains at it, USD bn / year; below 0 is a loss."""

    price: PricePaid
    seller_gain: Estimate
    buyer_gain: Estimate


@dataclass(frozen=True, slots=True)
class Asked:
    """The bargain over a tie on a day.

    `why_power` says where the seller's power comes from; `balance` is the year of the balances;
    `draws` is 0 where the shipped table is read.
    """

    deal: Deal
    hold_up: HoldUp | None
    at_paid: tuple[AtPaid, ...]
    why_power: str
    readings: Readings | None
    draws: int
    balance: int


def asked(
    data: Dataset,
    of: Worlds,
    few: Worlds,
    tie: Tie,
    states: tuple[str, str],
    when: date,
    level: float,
    *,
    power: tuple[float, float] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Asked:
    """The bargain over a tie on a day, with the seller's power from prices where there are any.

    Parameters
    ----------
    data : Dataset
    of : Worlds
    few : Worlds
        With few draws: power is read from these, as each year with a price is a market to solve.
    tie, when : whose bargain, on which day
    states : seller and buyer, whose published prices of that year are shown
    level : money / unit
        World price.
    power : 1
        Least and most of the seller's, to set it by hand; anything between is as likely.
    seed : same seed, same numbers
    progress : told the step and the part that is done

    Raises
    ------
    InputError
        For a day before the first balance.
    """
    found = terms(of, tie, when, level, progress=lambda step, done: progress(step, done * 0.4))
    shares, why, readings = _power(data, of.draws, few, tie, power, seed, progress)
    return Asked(
        deal(found, shares), hold_up(found, shares, seed), 
        tuple(_at_paid(data, found, states, when.year)),
        why, readings, of.draws, found.year,
    )  # fmt: skip


def _power(
    data: Dataset, draws: int, few: Worlds, tie: Tie, power: tuple[float, float] | None, seed: int,
    progress: Progress,
) -> tuple[Float[np.ndarray, " draw"], str, Readings | None]:  # fmt: skip
    """Draws of power, where they come from, and what prices say."""
    if power is not None:
        told = f"{power[0]:g}" if power[0] == power[1] else f"from {power[0]:g} to {power[1]:g}"
        return power_by_hand(power, draws, seed), f"set by hand, {told}", None
    seen = next((each for each in SEEN if (each.fuel, each.seller, each.buyer)
                 == (tie.fuel, tie.seller, tie.buyer)), None)  # fmt: skip
    if seen is None:
        return (
            unknown_power(draws, seed),
            "unknown: no yearly prices, so anything from 0 to 1",
            None,
        )
    try:
        made = power_from_prices(
            data, few, tie.seller, tie.buyer, seen_prices(data, seen), lag=seen.lag,
            progress=lambda step, done: progress(step, 0.4 + done * 0.6),
        )  # fmt: skip
    except (InputError, NotConverged) as error:
        why = str(error).splitlines()[0]
        return unknown_power(draws, seed), f"unknown, so anything from 0 to 1 ({why})", None
    readings = readings_of(made)
    if isinstance(made.anew, str) or made.reading == CONTRACT:
        why = "no bargain of single years explains the prices" if isinstance(made.anew, str) \
            else "a contract foretells the prices better than a bargain each year"  # fmt: skip
        return unknown_power(draws, seed), f"anything from 0 to 1: {why}", readings
    told = f"posterior by prices of {made.years[0]}-{made.years[-1]}"
    return power_draws(made.anew.cell, made.anew.weight, draws, seed), told, readings


def power_by_hand(
    power: tuple[float, float], draws: int, seed: int = 0
) -> Float[np.ndarray, " draw"]:
    """Draws of anything between two ends; row 0 holds the middle."""
    low, high = power
    shares = np.random.default_rng([seed, 6]).uniform(low, high, draws)
    shares[0] = (low + high) / 2
    return shares


def seen_prices(data: Dataset, seen: Observed) -> tuple[PricePaid, ...]:
    """One price a year of a tie."""
    if seen.order == "grade":
        return grade_to_europe(data, seen.seller)
    return one_a_year(paid(data, seen.fuel, seen.seller, seen.buyer), seen.order)


def readings_of(made: FromPrices) -> Readings:
    """Both readings in numbers."""
    anew, contract, compared, after = made.anew, made.contract, made.compared, made.regimes
    tied = contract if isinstance(contract, FormulaPower) else None
    scored = compared if isinstance(compared, Compared) else None
    parted = after if isinstance(after, Regimes) else None
    return Readings(
        made.reading, made.years, tuple(each.source for each in made.used),
        tuple(each.price for each in made.used),
        anew.estimate if isinstance(anew, Power) else absent(anew.splitlines()[0]),
        tied.power if tied else None, tied.weight if tied else None,
        parted.date if parted else 0, parted.before if parted else None,
        parted.after if parted else None, parted.fell if parted else None,
        scored.gain if scored else None, scored.gain_error if scored else None,
        scored.bargain.mean_absolute_error if scored else None,
        scored.formula.mean_absolute_error if scored else None,
        tuple(_foretold(made, scored)) if scored else (),
        dict(zip(made.years, made.by_year, strict=True)), made.beyond, made.left_out,
    )  # fmt: skip


def _foretold(made: FromPrices, scored: Compared) -> Iterable[Foretold]:
    """Each year from all others."""
    for at, each in enumerate(made.used):
        yield Foretold(each.year, each.price, each.source, scored.bargain.predicted[at],
                       scored.formula.predicted[at])  # fmt: skip


def _at_paid(data: Dataset, found: Terms, states: tuple[str, str], year: int) -> Iterable[AtPaid]:
    """Every published price of the year between the two states."""
    for price in paid(data, found.tie.fuel, *states):
        if price.year == year:
            yield AtPaid(
                price,
                spread((price.price - found.least) * found.amount / 1e3),
                spread((found.highest - price.price) * found.amount / 1e3),
            )
