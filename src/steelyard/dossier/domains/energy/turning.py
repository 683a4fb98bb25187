"""When a supplier of a fuel passed another, and when a discount set in and narrowed again."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Sequence

import numpy as np

from steelyard.dossier.records import Crossing, Series
from steelyard.dossier.request import Request
from steelyard.measures.crossing import crossing_interval, crossing_year
from steelyard.measures.interval import draws_of
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

FEWEST = 5
FEWEST_MONTHS = 12
HALF = 0.5
DRAWS = 1000
BEFORE = 2022  # a discount sets in where it leaves the range of all earlier months


def energy_turnings(found: Sequence[Series], asked: Request) -> Iterator[Crossing]:
    """Suppliers that pass each other, and the discounts of grades."""
    for seller, buyer in asked.directions():
        yield from _passings(found, seller, buyer, asked.seed)
    for item in found:
        if item.measure == "energy.price_gap" and item.subject in asked.codes:
            months = {p.period: p.value for p in item.points if "-" in p.period and p.value.present}
            if len(months) >= FEWEST_MONTHS:
                yield from _discount(item, months)


def _passings(
    found: Sequence[Series], seller: State, buyer: State, seed: int
) -> Iterator[Crossing]:
    """The year from which the seller supplies more of a fuel than another supplier does."""
    mine = [item for item in found if item.measure == "energy.flow"
            and (item.subject, item.partner) == (seller.iso3, buyer.iso3)]  # fmt: skip
    for item in found:
        if item.measure != "energy.other_supplier" or item.subject != buyer.iso3:
            continue
        fuel, _, other = item.part.partition(": ")
        for own in mine:
            if (own.part, own.basis, own.unit) == (fuel, item.basis, item.unit):
                yield from _passing(own, item, f"{fuel} for {buyer.name}", seller.name, other, seed)


def _passing(
    own: Series, other: Series, words: str, first: str, second: str, seed: int
) -> Iterator[Crossing]:
    """One supplier against one other, in either order."""
    if second == "all others":
        return
    years = sorted({p.period for p in own.points} & {p.period for p in other.points})
    if len(years) < FEWEST or any("-" in year for year in years):
        return
    both = [[_value(series, year) for year in years] for series in (own, other)]
    places = np.array([int(year) for year in years])
    points = [np.array([value.point for value in side], dtype=float) for side in both]
    draws = [_draws(side, seed + place) for place, side in enumerate(both)]
    for top, name, under in ((0, first, second), (1, second, first)):
        passed = crossing_interval(places, points[top], points[1 - top], draws[top], draws[1 - top])
        if passed.year is not None:
            yield Crossing(
                title=f"{name} passes {under}: {words}",
                sentence=f"{name} passed {under} for good as a supplier of {words} in "
                f"{passed.year}.",
                year=passed.year, low=passed.low, high=passed.high,
                series=(own.id, other.id),
            )  # fmt: skip


def _draws(side: Sequence[Estimate], seed: int) -> np.ndarray:
    """Draws of each year's value within its ends."""
    return np.column_stack(
        [draws_of(value, DRAWS, seed + 2 * place) for place, value in enumerate(side)]
    )


def _value(series: Series, period: str) -> Estimate:
    """The value of a period that the series has."""
    found = series.at(period)
    assert found is not None
    return found.value


def _discount(item: Series, months: dict[str, Estimate]) -> Iterator[Crossing]:
    """Onset: above all earlier months for good. Narrowing: below half of its peak for good."""
    names = sorted(months)
    values = np.array([months[name].point for name in names], dtype=float)
    earlier = np.array([int(name[:4]) < BEFORE for name in names])
    if not earlier.any() or earlier.all():
        return
    highest = float(values[earlier].max())
    places = np.array([int(name[:4]) * 12 + int(name[5:7]) - 1 for name in names])
    onset = crossing_year(places, values, highest)
    if onset is not None:
        yield _turning(item, onset, f"left the range of all months before {BEFORE} (at most "
                       f"{highest:.1f} {item.unit}) for good", places)  # fmt: skip
    peak = int(np.argmax(values))
    after = crossing_year(places[peak:], -values[peak:], -HALF * float(values[peak]))
    if after is not None:
        yield _turning(item, after, f"fell below half of its peak ({values[peak]:.1f} {item.unit} "
                       f"in {_month(int(places[peak]))})", places)  # fmt: skip


def _turning(item: Series, month: int, words: str, places: np.ndarray) -> Crossing:
    """A turn with the months between which it lies: those without a figure are unknown."""
    before = int(places[places < month].max())
    return Crossing(
        title=f"{item.title}: {words.split(' (')[0]}",
        sentence=f"{item.part}: the discount {words}, between {_month(before + 1)} and "
        f"{_month(month)} (the months between without a figure)."
        if month > before + 1
        else f"{item.part}: the discount {words} in {_month(month)}.",
        year=month // 12, low=(before + 1) // 12, high=month // 12,
        series=(item.id,),
    )  # fmt: skip


def _month(place: int) -> str:
    """A counted month in words."""
    return f"{month_name[place % 12 + 1]} {place // 12}"
