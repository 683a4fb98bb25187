"""Discounts as they were observed, in one table: what a model's prediction is held against.

The numbers are those of the series (`energy.price_gap`, `energy.corrected_gap`), with what the
series has no room for: the stage at which the price holds, and the parts of each correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy import price_gap_series
from steelyard.dossier.domains.energy.benchmarks import BENCHMARKS, Market, market
from steelyard.dossier.domains.energy.corrections import (
    AT_PORT,
    DELIVERED,
    IN_EUROPE,
    LEFT_IN,
    NO_USUAL,
    Corrected,
)
from steelyard.dossier.domains.energy.discounts import USUAL
from steelyard.dossier.domains.energy.figures import Figures, figures_of
from steelyard.dossier.domains.energy.paid import (
    DECLARED,
    GAS_PRICE,
    PRINTED,
    paid_by,
)
from steelyard.dossier.domains.energy.quote_corrections import corrections_of
from steelyard.dossier.domains.energy.quotes import GRADES
from steelyard.dossier.flows import flows
from steelyard.dossier.mirrors import completed
from steelyard.dossier.noise import SMALLEST, noise
from steelyard.dossier.records import Point, Series
from steelyard.dossier.request import DEFAULT_YEARS, request
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State, by_iso3

REALISED = "two prices at two borders: the way and the contract between them are not published"
IN_USUAL = "a usual period itself: corrections are measured in it"
FUELS = ("crude oil", "pipeline gas", "LNG", "coal")  # in the order in which they are shown


@dataclass(frozen=True, slots=True)
class ObservedDiscount:
    """One observed gap of one source and period; `buyer` is None where it holds for all buyers."""

    seller: str
    buyer: str | None
    fuel: str
    market: str  # the grade and place, or the buyers; as the series name it
    benchmark: str
    period: str
    basis: str
    stage: str  # fob, delivered or cif Europe
    unit: str
    gap: Estimate
    discount: Estimate  # the gap as a part of the benchmark
    corrected: Estimate
    parts: tuple[tuple[str, Estimate], ...]
    other_lags: tuple[tuple[int, float], ...]
    origins: tuple[str, ...]
    note: str  # on the gap
    how: str  # on the correction
    freight_left_in: bool  # no rate of the month is known, so the corrected gap still holds it


def observed_discounts(
    data: Dataset,
    seller: str,
    buyers: Iterable[str],
    years: tuple[int, int] = DEFAULT_YEARS,
    *,
    seed: int = 0,
) -> tuple[ObservedDiscount, ...]:
    """All discounts on the fuels of a seller: to each buyer, and to all buyers once.

    Parameters
    ----------
    data : Dataset
    seller : ISO 3166 code or name
    buyers : ISO 3166 codes or names
    years : (first, last)
    seed : count

    Returns
    -------
    discounts : tuple of ObservedDiscount
        Ordered by fuel, market, basis and period; several sources of one thing stand side by side.

    Raises
    ------
    InputError
        UnknownName, BadYears, or seller and buyer being one state.

    Examples
    --------
    >>> from datetime import date
    >>> from steelyard.reference.dataset import load
    >>> found = observed_discounts(load(date(2026, 11, 22)), "RUS", ["CHN"], (2022, 2022))
    >>> gas = [one for one in found if one.benchmark == "its buyers in Europe and Türkiye"]
    >>> gas[0].period, gas[0].gap.text(unit=gas[0].unit)
    ('2022', '706.70 USD/1000 m3 (706.63 to 706.77)')
    """
    trade = flows(data)
    learned = noise(data, trade)
    prices = market(data)
    found: dict[tuple[str, ...], ObservedDiscount] = {}
    for buyer in buyers:
        asked = request(seller, buyer, years, seed=seed)
        basis = Basis(data, trade, learned, completed(trade, asked), asked)
        figures = figures_of(data, asked.years, seed)
        for one in observed(basis, figures, prices, asked.a, asked.b):
            found.setdefault(
                (one.buyer or "", one.market, one.benchmark, one.basis, one.period), one
            )
    return tuple(sorted(found.values(), key=_order))


def observed(
    basis: Basis, figures: Figures, prices: Market, seller: State, buyer: State
) -> Iterator[ObservedDiscount]:
    """Every gap of the series, with its correction."""
    paid = paid_by(basis, figures, seller.iso3, buyer.iso3)
    made = price_gap_series(basis, figures, prices, paid, seller, buyer)
    taken = corrections_of(basis, figures, prices, paid, seller, buyer)
    shares = {(item.part, item.basis, item.partner): item for item in made
              if item.measure == "energy.discount"}  # fmt: skip
    for item in made:
        if item.measure != "energy.price_gap":
            continue
        key = (item.part, item.basis, item.partner)
        known = {each.period: each for each in taken.get(key, ())}
        for entry in item.points:
            if entry.value.present:
                share = shares[key].at(entry.period) if key in shares else None
                yield _one(item, entry, share, known.get(entry.period))


def _one(
    item: Series, entry: Point, share: Point | None, each: Corrected | None
) -> ObservedDiscount:
    """One point of a series as a row."""
    what, _, benchmark = item.part.replace(", against ", " against ").partition(" against ")
    return ObservedDiscount(
        seller=item.subject, buyer=item.partner, fuel=_fuel(what), market=what,
        benchmark=benchmark, period=entry.period, basis=item.basis,
        stage=each.stage if each else _stage(what), unit=item.unit, gap=entry.value,
        discount=share.value if share else absent("no benchmark of this period"),
        corrected=each.found.rest.estimate() if each else absent(_why(item, entry)),
        parts=tuple((name, part.estimate()) for name, part in each.found.parts) if each else (),
        other_lags=each.other_lags if each else (),
        origins=tuple(dict.fromkeys((*entry.origins, *(each.origins if each else ())))),
        note=entry.note, how=each.note if each else "",
        freight_left_in=each is not None and each.note == LEFT_IN,
    )  # fmt: skip


def _fuel(what: str) -> str:
    """Grades of crude oil go by their own names."""
    return next((fuel for fuel in FUELS if what.startswith(fuel)), "crude oil")


def _stage(what: str) -> str:
    """Where a price holds: in customs and contracts at the buyer's border."""
    if "port" in what:
        return AT_PORT
    return IN_EUROPE if what == "Urals" else DELIVERED


def _why(item: Series, entry: Point) -> str:
    """Why nothing was corrected."""
    if int(entry.period[:4]) <= USUAL[1]:
        return IN_USUAL
    return REALISED if item.unit == "USD/1000 m3" or "seller" in item.part else NO_USUAL


def _order(one: ObservedDiscount) -> tuple[str, ...]:
    return (
        str(FUELS.index(one.fuel)),
        one.market,
        one.benchmark,
        one.buyer or "",
        one.basis,
        one.period,
    )


def priced_pairs(data: Dataset) -> tuple[tuple[str, str], ...]:
    """Sellers and buyers between whom the dataset has a price of any fuel."""
    priced = {fuel for benchmark in BENCHMARKS for fuel in benchmark.fuels}
    table = data.table("fuels").drop_nulls("quantity")
    table = table.filter((pl.col("value") >= SMALLEST) & pl.col("fuel").is_in(priced))
    found = set(table.select("exporter", "importer").iter_rows())
    reported = {name for _, name, _, _ in DECLARED} | {name for _, name in PRINTED}
    reported |= {grade.name for grade in GRADES if grade.by == "B"}
    rows = data.table("figures").filter(~pl.col("claim")).select("series", "reporter", "partner")
    for name, reporter, partner in rows.unique().iter_rows():
        plain = name.removesuffix("_month").removesuffix("_ytd")
        if plain in reported:
            found.add((partner, reporter))
        elif plain == GAS_PRICE or any(each.name == name and each.by == "S" for each in GRADES):
            found.add((reporter, partner))
        only = [each.only for each in GRADES if each.name == name and each.only]
        found |= {(reporter, buyer) for buyer in only}
    known = by_iso3()
    return tuple(sorted(pair for pair in found if pair[0] in known and pair[1] in known))
