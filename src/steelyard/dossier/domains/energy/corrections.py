"""What of a price gap is timing, quality, stage and freight, and what is left.

Rules, stated before any later discount is looked at: the usual years are those of `USUAL`; a
customs price follows the market by the lag at which its usual months vary least, one month where
too few of them are known; freight of a price at the port is the quoted way to a buyer in the same
month, else a published rate of a voyage, else it is left in and said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.benchmarks import (
    BENCHMARKS,
    LAGS,
    USUAL_LAG,
    Benchmark,
    Market,
)
from steelyard.dossier.domains.energy.discounts import USUAL, in_unit
from steelyard.dossier.domains.energy.freight import (
    shipping,
    usual_delivered,
    usuals,
)
from steelyard.dossier.domains.energy.paid import Paid
from steelyard.dossier.domains.energy.prices import BARRELS, by_basis
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import gap
from steelyard.measures.fuel_quantity import Quantity
from steelyard.measures.price_correction import (
    PriceCorrection,
    lag_of_least_spread,
    take_apart,
    usual_difference,
)
from steelyard.vocabulary.states import State

# In 48 months of Chinese customs 17 % of the price moved with the same month and 12 % with the
# second before (least squares; standard errors 4 %).
OTHER_MONTHS = 0.2
FEWEST_MONTHS = 24  # usual months from which a lag is chosen
TOGETHER = "quality and usual freight in one: the usual difference"
OF_GRADE = "usual difference of the grade in Europe; the way to this buyer is in the price"
PRICED_GRADE = ("crude oil", "CRUDE_BRENT")
LEFT_IN = "freight is left in: no rate of this month is published"
NO_USUAL = (
    f"no price of three or more years of {USUAL[0]}-{USUAL[1]}, so nothing says what is usual"
)
DELIVERED, AT_PORT, IN_EUROPE = "delivered", "fob", "cif Europe"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A gap of one period taken apart."""

    period: str
    stage: str
    found: PriceCorrection
    origins: tuple[str, ...]
    note: str
    other_lags: tuple[tuple[int, float], ...] = ()  # what would be left at another lag, in months


Key = tuple[str, str, str | None]  # part, basis, buyer
Corrections = dict[Key, list[Corrected]]


def corrected_prices(
    basis: Basis,
    prices: Market,
    paid: list[Paid],
    grade: dict[bool, Quantity | None],
    seller: State,
    buyer: State,
) -> Corrections:
    """Prices that a buyer pays, after the usual years, against each world price.

    `grade` is what the seller's grade of crude oil usually differed by from Brent, by months and
    by years, for buyers who hardly bought it before.
    """
    found: Corrections = {}
    for (fuel, name), same in by_basis(paid):
        for benchmark in BENCHMARKS:
            if fuel in benchmark.fuels:
                made = list(_against(basis, prices, benchmark, same, grade, seller, buyer))
                if made:
                    found[f"{fuel} against {benchmark.name}", name, buyer.iso3] = made
    return found


def correction_series(found: Corrections, seller: State) -> tuple[Series, ...]:
    """What is left of each gap, with its parts in the note."""
    return present(
        series(
            "energy.corrected_gap", seller.iso3, buyer, name,
            [point(each.period, each.found.rest.estimate(), "estimated", each.origins, told(each))
             for each in made],
            title=f"Discount left after corrections: {part}",
            unit=made[0].found.gap.unit, part=part,
        )
        for (part, name, buyer), made in found.items()
    )  # fmt: skip


def told(each: Corrected) -> str:
    """The parts in words."""
    parts = [f"{name} {part.estimate().text()}" for name, part in each.found.parts]
    whole = each.found.gap.estimate().text()
    return "; ".join(filter(None, (f"{whole} less {', '.join(parts)}", each.note)))


def _against(
    basis: Basis, prices: Market, benchmark: Benchmark, same: list[Paid],
    grade: dict[bool, Quantity | None], seller: State, buyer: State,
) -> Iterator[Corrected]:  # fmt: skip
    """One fuel from one source against one world price."""
    seed = basis.asked.seed
    gaps = _gaps(prices, benchmark, same, seed)
    lag, why = chosen_lag(gaps)
    laws = {months: usual_law(gaps[lag], months=months, seed=seed) for months in (True, False)}
    known = usuals().get((same[0].fuel, seller.iso3, buyer.iso3, benchmark.code))
    for each in same:
        if each.period not in gaps[lag] or int(each.period[:4]) <= USUAL[1]:
            continue
        months = "-" in each.period
        law, note = laws[months], why
        if law is None and known is not None and each.price.unit == "USD/t":
            law = usual_delivered(known, months=months, seed=seed)
            note = f"{why}; usual difference from {known.source}"
        if law is None and known is None and (each.fuel, benchmark.code) == PRICED_GRADE:
            law, note = grade[months], f"{why}; {OF_GRADE}"
        if law is None:
            continue
        at_lags = {other: by_period[each.period] for other, by_period in gaps.items()}
        parts = {"timing": _timing(at_lags, lag, seed + int(each.period[:4]))}
        parts |= _grade_and_way(law, known.route if known and each.fuel == BARRELS else "", seed)
        source = prices.source(benchmark.code, each.period, year_to_date=each.year_to_date)
        assert source is not None
        yield Corrected(
            each.period, DELIVERED, take_apart(at_lags[0], parts),
            tuple(dict.fromkeys((*each.origins, prices.origins[source]))),
            note if "stage" in parts or OF_GRADE in note else f"{note}; {TOGETHER}",
            tuple((other, at_lags[other].point - law.point) for other in LAGS
                  if other != lag),
        )  # fmt: skip


def chosen_lag(gaps: dict[int, dict[str, Quantity]]) -> tuple[int, str]:
    """The lag of least spread among usual months, or the customary one where they are few."""
    usual = [period for period in gaps[USUAL_LAG] if "-" in period and _is_usual(period)]
    if len(usual) < FEWEST_MONTHS:
        return USUAL_LAG, "benchmark of the month before"
    lag = lag_of_least_spread(
        {each: np.array([same[period].point for period in usual]) for each, same in gaps.items()}
    )
    words = ("of the same month", "of the month before", "of two months before")[lag]
    return lag, f"benchmark {words}, the steadiest in {len(usual)} usual months"


def usual_law(gaps: dict[str, Quantity], *, months: bool, seed: int) -> Quantity | None:
    """One more usual period, from months for months and from years for years where known."""
    usual = {period: each for period, each in gaps.items() if _is_usual(period)}
    for wanted in (months, not months):
        kept = {period: each for period, each in usual.items() if ("-" in period) == wanted}
        found = usual_difference(
            list(kept.values()), [int(period[:4]) for period in kept], seed=seed
        )
        if found is not None:
            return found
    return None


def _is_usual(period: str) -> bool:
    """Whether a period lies in the usual years."""
    return USUAL[0] <= int(period[:4]) <= USUAL[1]


def _gaps(
    prices: Market, benchmark: Benchmark, same: list[Paid], seed: int
) -> dict[int, dict[str, Quantity]]:
    """How far each price lies below the benchmark of so many months before, by lag and period."""
    found: dict[int, dict[str, Quantity]] = {lag: {} for lag in LAGS}
    for each in same:
        paid = None
        for lag in LAGS:
            market = prices.at_lag(benchmark.code, each.period, lag, year_to_date=each.year_to_date)
            if market is None:
                break
            paid = paid or in_unit(each, market.unit, seed)
            if paid is None:
                break
            found[lag][each.period] = gap(paid, market)
    return found


def _timing(gaps: dict[int, Quantity], lag: int, seed: int) -> Quantity:
    """How far the market moved between the months that set the price and that of the record.

    Not every cargo follows the same month: up to `OTHER_MONTHS` of them may follow each other lag.
    """
    raw, later = gaps[0], gaps[lag]
    drawn = np.random.default_rng(seed).uniform(0.0, OTHER_MONTHS, (len(gaps), raw.draws.size))
    mixed = sum(
        (part * (gaps[other].draws - later.draws) for part, other in zip(drawn, gaps, strict=True)),
        later.draws,
    )
    return Quantity(
        raw.point - later.point, raw.draws - mixed, raw.unit,
        (f"a lag of {lag} months for most cargoes",),
    )  # fmt: skip


def _grade_and_way(law: Quantity, route: str, seed: int) -> dict[str, Quantity]:
    """The usual difference, apart into grade and freight held in the price where a rate says so."""
    way = shipping(route, f"{USUAL[1]}-12", seed) if route else None
    if way is None:
        return {"quality": law}
    stage = Quantity(-way[0].point, -way[0].draws, law.unit, way[0].why)
    return {"quality": take_apart(law, {"stage": stage}).rest, "stage": stage}
