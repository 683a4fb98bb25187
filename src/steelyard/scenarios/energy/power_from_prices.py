"""The seller's power over a tie, from prices that were paid, in two readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from jaxtyping import Float

from steelyard.measures.fuel_units import rate
from steelyard.models.energy.bargain.formula import Formula, FormulaPower, power_with_formula
from steelyard.models.energy.bargain.held_out import Compared, compare
from steelyard.models.energy.bargain.likelihood import Prior, Seen
from steelyard.models.energy.bargain.power import Power, Regimes, implied, power_of, regimes
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.links import Tie, ties
from steelyard.scenarios.energy.observed_prices import PricePaid, oil_months
from steelyard.scenarios.energy.terms import Progress, Terms, silent, stand_in, terms
from steelyard.scenarios.energy.world import Worlds
from steelyard.vocabulary.errors import InputError, NoData, NotConverged
from steelyard.vocabulary.estimate import Estimate

LAGS = (3, 6, 9)  # months by which formulas on oil look back
SLOPE, SLOPE_SD = 0.12, 0.06  # of the oil price: as Asian contracts are said to have; its spread
FEWEST_YEARS = 3
BARGAINED, CONTRACT = "bargained anew each year", "contract that follows oil with a lag"
TELLS = 2.0  # standard errors by which one reading must foretell better than the other


@dataclass(frozen=True, slots=True, eq=False)
class FromPrices:
    """What prices paid say of the power of a seller over a tie.

    Parameters
    ----------
    tie : Tie
    used : PricePaid
        Those that the posterior rests on, one a year.
    of_year : Terms
        Reservation prices of these years.
    left_out : year -> why
        Prices of years without a market, or without room for a deal in any draw.
    anew : Power, or why there is none
        First reading: bargained anew each year.
    contract : FormulaPower, or None for a fuel without formulas on oil
        Second reading.
    compared : Compared or None
        Each year foretold from all others, by both.
    regimes : Regimes, or why there are none
        Power before and after a date, in the first reading.
    by_year : Estimate, one a year
        Power that this year's price alone would imply: outside [0, 1] where none explains it.
    beyond : year -> part of the draws in which its price lies outside both reservation prices
    """

    tie: Tie
    used: tuple[PricePaid, ...]
    of_year: tuple[Terms, ...]
    left_out: dict[int, str]
    anew: Power | str
    contract: FormulaPower | str | None
    compared: Compared | str | None
    regimes: Regimes | str
    by_year: tuple[Estimate, ...]
    beyond: dict[int, float]

    @property
    def reading(self) -> str:
        """The reading that foretells better; the bargain where the scores do not tell."""
        found = self.compared
        if isinstance(found, Compared) and found.gain > TELLS * found.gain_error:
            return CONTRACT
        return BARGAINED

    @property
    def years(self) -> tuple[int, ...]:
        """Years that the posterior rests on."""
        return tuple(each.year for each in self.used)


def power_from_prices(
    data: Dataset,
    of: Worlds,
    seller: str,
    buyer: str,
    prices: tuple[PricePaid, ...],
    *,
    turn: int = 2022,
    at_border: str = "destination",
    lag: int = 0,
    prior: Prior | None = None,
    progress: Progress = silent,
) -> FromPrices:
    """Posterior of the seller's power over a tie from one price a year.

    Reservation prices of a year are those of its market at its mean world price, on the nearest
    balance known: years without a balance of their own have the shares of that one. The date of
    `turn` is set beforehand.

    Parameters
    ----------
    data : Dataset
    of : Worlds
        With draws.
    seller, buyer : codes of sides
    prices : PricePaid, one a year
    turn : first year of the later regime
    at_border : destination or origin
        Where the prices hold: delivered, or at the seller's port.
    lag : months by which prices paid follow the world price: voyage, customs
    prior : Prior
    progress : told the part that is done

    Raises
    ------
    NoData
        If fewer than 3 years have both a price and a market.
    """
    kept, found, left_out = [], [], {}
    for at, each in enumerate(prices):
        try:
            made = _terms_of(data, of, seller, buyer, each.year, lag)
        except (InputError, NotConverged) as error:
            left_out[each.year] = str(error).splitlines()[0]
            continue
        if made.deal.any():
            kept.append(each)
            found.append(made)
        else:
            left_out[each.year] = (
                "no draw leaves room for a deal"
                if made.known.any()
                else ("; ".join(f"{why} in {count} draws" for why, count in made.refused.items()))
            )
        progress(f"{seller} to {buyer}, {each.year}", (at + 1) / len(prices))
    if len(kept) < FEWEST_YEARS:
        raise NoData(
            where=f"power of the seller, {of.fuel}, {seller} to {buyer}",
            found=f"{len(kept)} years with a price and a market; left out: {left_out or 'none'}.",
            expected=f"at least {FEWEST_YEARS} years",
            remedy="Add prices to a store, or give a range of power.",
        )
    seen = seen_of(tuple(kept), tuple(found), at_border)
    return _read(data, of.fuel, seen, tuple(kept), tuple(found), left_out, turn, prior or Prior())


def _terms_of(
    data: Dataset, of: Worlds, seller: str, buyer: str, year: int, lag: int
) -> Terms:  # fmt: skip
    """Reservation prices of a year; the lag shifts the months of the world price."""
    start, end = _shifted(date(year, 1, 1), -lag), _shifted(date(year + 1, 1, 1), -lag)
    return _terms_at(of, seller, buyer, year, level(data, of.fuel, start, end))


@lru_cache(maxsize=64)
def _terms_at(of: Worlds, seller: str, buyer: str, year: int, price: float) -> Terms:
    """Terms on the lanes that stood in the middle of a year; kept for the other source."""
    middle = date(year, 7, 1)
    open_then = ties(of.fuel, stand_in(of, middle))
    tie = next(
        (each for each in open_then if (each.seller, each.buyer) == (seller, buyer)),
        None,
    )
    if tie is None:
        raise NoData(where=f"{of.fuel}, {seller} to {buyer}", found=f"no lane open in {year}.",
                     expected="an open lane", remedy="Choose a later year.")  # fmt: skip
    return terms(of, tie, middle, price)


def _shifted(day: date, months: int) -> date:
    """The first of a month so many months on."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def seen_of(prices: tuple[PricePaid, ...], of_year: tuple[Terms, ...], at_border: str) -> Seen:
    """Prices beside reservation prices at the same border, in draws known for every year."""
    known = np.all([each.known for each in of_year], axis=0)
    off = [each.cost if at_border == "origin" else np.zeros_like(each.cost) for each in of_year]
    return Seen(
        np.array([each.year for each in prices]),
        np.array([each.price for each in prices]),
        np.array([each.highest - less for each, less in zip(of_year, off, strict=True)]).T[known],
        np.array([each.least - less for each, less in zip(of_year, off, strict=True)]).T[known],
    )


def _read(
    data: Dataset, fuel: str, seen: Seen, used: tuple[PricePaid, ...], of_year: tuple[Terms, ...],
    left_out: dict[int, str], turn: int, prior: Prior,
) -> FromPrices:  # fmt: skip
    """Both readings; where one cannot be had, why."""
    anew: Power | str
    after: Regimes | str
    try:
        anew = power_of(seen, prior)
    except (InputError, NotConverged) as error:
        anew = str(error)
    try:
        after = regimes(seen, turn, prior)
    except (InputError, NotConverged) as error:
        after = str(error)
    contract: FormulaPower | str | None = None
    compared: Compared | str | None = None
    if fuel == "gas":
        try:
            formula = oil_formula(data, seen.year)
            contract = power_with_formula(seen, formula, prior)
            compared = compare(seen, formula, prior)
        except (InputError, NotConverged) as error:
            contract = compared = str(error)
    outside = (seen.price > seen.highest) | (seen.price < seen.least)
    return FromPrices(
        of_year[0].tie, used, of_year, left_out, anew, contract, compared, after, implied(seen),
        dict(zip(seen.year.tolist(), outside.mean(axis=0).tolist(), strict=True)),
    )  # fmt: skip


def oil_formula(data: Dataset, years: np.ndarray) -> Formula:
    """A formula on Brent of some months before, mean over the months of each year.

    The prior of the slope is 12 % of the oil price, in gas of equal heat, as contracts in Asia
    are said to have, with half of that as its standard deviation: nearly anything that is agreed.
    """
    heat = rate("pipeline gas", "1000 m3", "MMBtu").usual
    return Formula(
        np.array(LAGS),
        np.array([[_oil(data, int(year), lag) for year in years] for lag in LAGS]),
        SLOPE * heat, SLOPE_SD * heat,
    )  # fmt: skip


def _oil(data: Dataset, year: int, lag: int) -> float:
    """Mean Brent of the months that count for a year."""
    start, end = _shifted(date(year, 1, 1), -lag), _shifted(date(year + 1, 1, 1), -lag)
    return float(np.mean(list(oil_months(data, start, end).values())))


def power_draws(
    cell: Float[np.ndarray, " cell"], weight: Float[np.ndarray, " cell"], draws: int, seed: int = 0
) -> Float[np.ndarray, " draw"]:
    """Draws of power from posterior cells; row 0 holds the mean."""
    chance = np.random.default_rng([seed, 6])
    half, weight = float(cell[1] - cell[0]) / 2, weight / weight.sum()
    found = chance.choice(cell, draws, p=weight)
    found = found + chance.uniform(-half, half, draws)
    found[0] = float(cell @ weight)
    return np.clip(found, 0.0, 1.0)


def unknown_power(draws: int, seed: int = 0) -> Float[np.ndarray, " draw"]:
    """Power of a tie whose prices nobody published: anything from 0 to 1."""
    edges = np.linspace(0.0, 1.0, 102)
    return power_draws((edges[1:] + edges[:-1]) / 2, np.full(101, 1 / 101), draws, seed)
