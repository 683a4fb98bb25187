"""Quoted discounts of grades, taken apart: grade, freight to the old market, dearer way, the rest.

The usual difference of Urals is that of its published price in Europe against Brent, so a price
at the port also holds the freight to Europe; what the way to the buyer of today costs more is
freight. A delivered price holds its freight: what is left of it is what the buyer saves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.benchmarks import Market
from steelyard.dossier.domains.energy.corrections import (
    AT_PORT,
    DELIVERED,
    IN_EUROPE,
    LEFT_IN,
    Corrected,
    Corrections,
    corrected_prices,
    usual_law,
)
from steelyard.dossier.domains.energy.discounts import USUAL
from steelyard.dossier.domains.energy.figures import Figures
from steelyard.dossier.domains.energy.freight import EUROPE, shipping, usual_delivered, usuals
from steelyard.dossier.domains.energy.paid import Paid
from steelyard.dossier.domains.energy.quotes import (
    BRENT,
    GRADES,
    OWN,
    OWN_STORE,
    QUOTED,
    Grade,
    brent_of,
    key_of,
)
from steelyard.measures.fuel_price import gap
from steelyard.measures.fuel_quantity import Quantity
from steelyard.measures.price_correction import take_apart
from steelyard.vocabulary.states import State

Published = tuple[str, dict[str, Quantity], dict[str, tuple[str, ...]]]  # basis, gaps, origins

URALS, URALS_CODE = "urals_price", "CRUDE_URALS"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation holds, its way to the buyer, and who quotes the grade delivered."""

    stage: str
    route: str = ""
    delivered: str = ""  # series of the same grade delivered on that way


PLACES = {
    "espo_discount_to_brent": Place(DELIVERED),
    "urals_discount_to_brent_baltic": Place(AT_PORT, "Baltic to India", "urals_discount_india_dap"),
    "urals_discount_to_brent_blacksea": Place(
        AT_PORT, "Black Sea to India", "urals_discount_india_dap"
    ),
    "urals_discount_to_dated": Place(IN_EUROPE, "Baltic to India"),
    "urals_discount_china_des": Place(DELIVERED),
    "urals_discount_fob_china_max": Place(AT_PORT, "", "urals_discount_china_des"),
    "urals_discount_fob_india": Place(AT_PORT, "Baltic to India", "urals_discount_india_dap"),
    "urals_discount_india_dap": Place(DELIVERED),
}
LOCAL_CUSTOMS = "usual customs price"
LOCAL = {"espo_discount_to_brent"}  # grades whose usual difference is that of the buyer's customs


@dataclass(frozen=True, slots=True)
class _Laws:
    """What each grade usually differed by, worked out once for months and once for years."""

    figures: Figures
    published: list[dict[str, Quantity]]  # gaps of Urals in Europe, the preferred source first
    pair: tuple[str, str]
    made: dict[tuple[bool, bool], Quantity | None] = field(default_factory=dict)

    def of(self, name: str, *, months: bool) -> Quantity | None:
        """The law of a grade; None where no usual years are known."""
        key = (name in LOCAL, months)
        if key not in self.made:
            seed = self.figures.draw(LOCAL_CUSTOMS if key[0] else URALS, "usual")
            self.made[key] = self._customs(seed, months) if key[0] else self._urals(seed, months)
        return self.made[key]

    def _customs(self, seed: int, months: bool) -> Quantity | None:
        known = usuals().get(("crude oil", *self.pair, BRENT))
        return None if known is None else usual_delivered(known, months=months, seed=seed)

    def _urals(self, seed: int, months: bool) -> Quantity | None:
        found = (usual_law(gaps, months=months, seed=seed) for gaps in self.published)
        return next((law for law in found if law is not None), None)


def corrections_of(
    basis: Basis, figures: Figures, prices: Market, paid: list[Paid], seller: State, buyer: State
) -> Corrections:
    """Every gap between seller and buyer that can be taken apart: prices paid, and quotations."""
    published = list(_published(figures, prices, seller))
    laws = _Laws(figures, [gaps for _, gaps, _ in published], (seller.iso3, buyer.iso3))
    grade = {months: laws.of(URALS, months=months) for months in (True, False)}
    found = corrected_prices(basis, prices, paid, grade, seller, buyer)
    return found | _corrected_quotes(figures, published, laws, seller, buyer)


def _corrected_quotes(
    figures: Figures, published: list[Published], laws: _Laws, seller: State, buyer: State
) -> Corrections:
    """Every quotation after the usual years that the usual difference of its grade is known for."""
    found: Corrections = {}
    for grade in GRADES:
        key = key_of(figures, grade, seller, buyer)
        if key is not None:
            made = list(_quoted(figures, laws, grade, key, seller, buyer))
            if made:
                to = buyer.iso3 if grade.on or grade.only else None
                found[grade.part, QUOTED, to] = made
    for name, gaps, origins in published:
        made = list(_in_europe(figures, gaps, origins))
        if made:
            found["Urals, against Brent", name, None] = made
    return found


def _quoted(
    figures: Figures, laws: _Laws, grade: Grade, key: tuple[str, str, str], seller: State,
    buyer: State,
) -> Iterator[Corrected]:  # fmt: skip
    """One quoted discount by period."""
    place = PLACES[grade.name]
    for period in figures.of(*key):
        less = figures.quantity(key, period)
        law = laws.of(grade.name, months="-" in period)
        if less is None or law is None or int(period[:4]) <= USUAL[1]:
            continue
        parts, note, more = _way(figures, place, less, period, seller, buyer)
        yield Corrected(
            period, place.stage, take_apart(less, {"quality": law, **parts}),
            (*figures.origins(key, period), *more), note,
        )  # fmt: skip


def _way(
    figures: Figures, place: Place, less: Quantity, period: str, seller: State, buyer: State
) -> tuple[dict[str, Quantity], str, tuple[str, ...]]:
    """Freight to the old market and what the way of today costs beyond it."""
    if place.stage == DELIVERED:
        return {}, "delivered: its freight is in the price", ()
    seed = figures.draw(place.route, period)
    old = shipping(EUROPE, period, seed)
    assert old is not None
    stage = {"stage": old[0]} if place.stage == AT_PORT else {}
    there = _delivered(figures, place.delivered, period, seller, buyer)
    if there is not None:
        whole, origins = gap(there[0], less), there[1]
        note = "freight from the same month's quotation delivered, risk and middlemen in it"
    else:
        rate = shipping(place.route, period, seed) if place.route else None
        if rate is None:
            return stage, LEFT_IN, old[1]
        whole, origins = rate
        note = f"freight from published {whole.why[0]}"
    return {**stage, "freight": take_apart(whole, {"stage": old[0]}).rest}, note, origins


def _delivered(
    figures: Figures, name: str, period: str, seller: State, buyer: State
) -> tuple[Quantity, tuple[str, ...]] | None:
    """The grade quoted delivered in the same month."""
    for key in ((name, seller.iso3, ""), (name, buyer.iso3, seller.iso3)):
        found = figures.quantity(key, period)
        if found is not None:
            return found, tuple(figures.origins(key, period))
    return None


def _published(figures: Figures, prices: Market, seller: State) -> Iterator[Published]:
    """Gaps of the published price of Urals, and of a series of one's own store."""
    key = (URALS, seller.iso3, "")
    gaps: dict[str, Quantity] = {}
    origins: dict[str, tuple[str, ...]] = {}
    for period in figures.of(*key):
        paid, market = figures.quantity(key, period), brent_of(figures, prices, period)
        if paid is not None and market is not None:
            gaps[period] = gap(paid, market[0])
            origins[period] = (*figures.origins(key, period), *market[1])
    if not gaps:
        return
    yield OWN, gaps, origins
    own: dict[str, Quantity] = {}
    for period in prices.months.get(URALS_CODE, {}):
        paid, brent = prices.unlagged(URALS_CODE, period), prices.unlagged(BRENT, period)
        if paid is not None and brent is not None:
            own[period] = gap(paid, brent)
    if own:
        both = (prices.origins[URALS_CODE], prices.origins[BRENT])
        yield OWN_STORE, own, dict.fromkeys(own, both)


def _in_europe(
    figures: Figures, gaps: dict[str, Quantity], origins: dict[str, tuple[str, ...]]
) -> Iterator[Corrected]:
    """A price in Europe after the usual years: the way to India less that to Europe."""
    place = Place(IN_EUROPE, "Baltic to India")
    seed = figures.draw(URALS, "usual")
    laws = {months: usual_law(gaps, months=months, seed=seed) for months in (True, False)}
    for period, less in gaps.items():
        law = laws["-" in period]
        if law is None or int(period[:4]) <= USUAL[1]:
            continue
        seed = figures.draw(place.route, period)
        old, rate = shipping(EUROPE, period, seed), shipping(place.route, period, seed)
        parts, note = {"quality": law}, LEFT_IN
        if old is not None and rate is not None:
            parts["freight"] = take_apart(rate[0], {"stage": old[0]}).rest
            note = f"freight from published {rate[0].why[0]}"
        yield Corrected(period, IN_EUROPE, take_apart(less, parts), origins[period], note)
