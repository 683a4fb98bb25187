"""Discounts: against other sellers, against world prices, and beyond what used to be usual."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.benchmarks import BENCHMARKS, Benchmark, Market
from steelyard.dossier.domains.energy.figures import Figures
from steelyard.dossier.domains.energy.paid import DECLARED, GAS_PRICE, Paid, declared_basis, paid_by
from steelyard.dossier.domains.energy.prices import by_basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import discount_of, forgone, gap, per_other_unit, price, rest
from steelyard.measures.fuel_quantity import Quantity
from steelyard.measures.fuel_units import RATES
from steelyard.measures.price_correction import usual_difference
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.states import State, by_iso3

USUAL = (2017, 2021)  # years before fuels were rerouted: embargoes and the price cap date from 2022
OTHERS = "all other sellers"

Pair = tuple[Paid, Quantity, tuple[str, ...], str]  # price, beside what, its origins, remark


def discount_series(
    basis: Basis,
    figures: Figures,
    prices: Market,
    paid: list[Paid],
    seller: State,
    buyer: State,
) -> tuple[Series, ...]:
    """Every comparison that units and bases allow."""
    found: list[Series | None] = []
    for part, name, pairs in _beside_others(basis, figures, paid, seller, buyer):
        found += _compared(seller, buyer, part, name, pairs, worth=True)
    for (fuel, name), same in by_basis(paid):
        for benchmark in BENCHMARKS:
            if fuel in benchmark.fuels:
                pairs = list(beside_market(basis, prices, benchmark, same))
                part = f"{fuel} against {benchmark.name}"
                found += _compared(seller, buyer, part, name, pairs)
                found += _beyond_usual(basis, seller, buyer, part, name, pairs)
    return present(found)


def _compared(
    seller: State, buyer: State, part: str, name: str, pairs: list[Pair], *, worth: bool = False
) -> Iterator[Series | None]:
    """The discount in per cent and in dollars, and what it is worth on the whole flow."""
    if not pairs:
        return
    codes, unit = (seller.iso3, buyer.iso3), pairs[0][1].unit
    title = f"Discount on {part.split(' against ')[0]} that {seller.sentence_name} sells to " \
        f"{buyer.sentence_name}, against {part.split(' against ')[1]}"  # fmt: skip
    yield series(
        "energy.discount", *codes, name, [_point(discount_of(p.price, q), p, o, note)
                                          for p, q, o, note in pairs],
        title=title, part=part,
    )  # fmt: skip
    yield series(
        "energy.price_gap", *codes, name,
        [_point(gap(p.price, q), p, o, note) for p, q, o, note in pairs],
        title=title, unit=unit, part=part,
    )  # fmt: skip
    if worth:
        yield series(
            "energy.forgone", *codes, name,
            [_point(_billions(forgone(gap(p.price, q), p.volume)), p, o, note)
             for p, q, o, note in pairs if p.volume is not None],
            title=f"Income that {seller.sentence_name} forgoes: {part}", part=part,
        )  # fmt: skip


def _point(value: Quantity, paid: Paid, origins: tuple[str, ...], note: str) -> Point:
    """A comparison; it is worked out, never published."""
    remark = "; ".join(filter(None, (note, paid.note)))
    return point(paid.period, value.estimate(), "estimated", (*paid.origins, *origins), remark)


def _billions(amount: Quantity) -> Quantity:
    """USD as USD bn."""
    return Quantity(amount.point / 1e9, amount.draws / 1e9, "USD bn", amount.why)


def _beside_others(
    basis: Basis, figures: Figures, paid: list[Paid], seller: State, buyer: State
) -> Iterator[tuple[str, str, list[Pair]]]:
    """Against named sellers, all others together, and other buyers of the same seller's gas."""
    for other in _other_sellers(figures, seller.iso3, buyer.iso3):
        theirs = paid_by(basis, figures, other, buyer.iso3)
        yield from _matched(paid, theirs, _named(other))
    yield from _matched(paid, _all_others(figures, paid, seller.iso3, buyer.iso3), OTHERS)
    elsewhere = [
        Paid("pipeline gas", period, declared_basis(seller.iso3) + words, quantity, None, "quoted",
             tuple(figures.origins((name, seller.iso3, ""), period)))
        for name, words in ((GAS_PRICE, ""), (f"{GAS_PRICE}_forecast", ", forecast"))
        for period in figures.of(name, seller.iso3, "")
        if (quantity := figures.quantity((name, seller.iso3, ""), period, "USD/1000 m3"))
    ]  # fmt: skip
    yield from _matched(paid, elsewhere, "its buyers in Europe and Türkiye", _volumes(paid))


def _volumes(paid: list[Paid]) -> dict[str, Quantity]:
    """Published volumes of gas by year, for what a gap in its price is worth."""
    return {
        each.period: each.volume
        for each in paid
        if each.volume is not None and each.volume.unit == "1000 m3"
    }


def _named(code: str) -> str:
    """The name of a state as in a sentence."""
    state = by_iso3().get(code)
    return state.sentence_name if state else code


def _other_sellers(figures: Figures, seller: str, buyer: str) -> list[str]:
    """Sellers on whose prices the same buyer has figures."""
    names = [values for _, values, _, _ in DECLARED] + ["crude_import_unit_value"]
    found = [code for name in names for code in figures.partners(name, buyer)]
    return [code for code in dict.fromkeys(found) if code not in (seller, WORLD)]


def _matched(
    paid: list[Paid], others: list[Paid], words: str, volumes: dict[str, Quantity] | None = None
) -> Iterator[tuple[str, str, list[Pair]]]:
    """Prices of the same fuel, source and period side by side."""
    known = {(each.fuel, each.basis, each.period): each for each in others}
    for (fuel, name), same in by_basis(paid):
        pairs: list[Pair] = []
        for each in same:
            other = known.get((fuel, name, each.period))
            if other is not None and other.price.unit == each.price.unit:
                volume = each.volume or (volumes or {}).get(each.period)
                mine = Paid(fuel, each.period, name, each.price, volume, each.status,
                            each.origins, each.note)  # fmt: skip
                pairs.append((mine, other.price, other.origins, ""))
        if pairs:
            yield f"{fuel} against {words}", name, pairs


def _all_others(figures: Figures, paid: list[Paid], seller: str, buyer: str) -> list[Paid]:
    """All sellers less this one, where totals of value and volume are on the buyer's basis."""
    found = []
    for each in paid:
        for fuel, values, volumes, weight in DECLARED:
            span = "_ytd" if each.year_to_date else "_month" if "-" in each.period else ""
            if fuel != each.fuel or each.basis != declared_basis(buyer, span):
                continue
            left = [
                _left(figures, name + span, unit, each.period, seller, buyer)
                for name, unit in ((values, "USD"), (volumes, weight))
            ]
            if left[0] is not None and left[1] is not None:
                origins = tuple(
                    origin
                    for name in (values + span, volumes + span)
                    for origin in figures.origins((name, buyer, WORLD), each.period)
                )
                found.append(Paid(fuel, each.period, each.basis, price(left[0], left[1]), None,
                                  "estimated", origins))  # fmt: skip
    return found


def _left(
    figures: Figures, name: str, unit: str, period: str, seller: str, buyer: str
) -> Quantity | None:
    """A total without this seller."""
    whole = figures.quantity((name, buyer, WORLD), period, unit)
    part = figures.quantity((name, buyer, seller), period, unit)
    return None if whole is None or part is None else rest(whole, part)


def beside_market(
    basis: Basis, prices: Market, benchmark: Benchmark, same: list[Paid]
) -> Iterator[Pair]:
    """Prices converted to the unit of a world price, grade and freight left in."""
    for each in same:
        source = prices.source(benchmark.code, each.period, year_to_date=each.year_to_date)
        market = prices.price(benchmark.code, each.period, year_to_date=each.year_to_date)
        if market is None or source is None:
            continue
        converted = in_unit(each, market.unit, basis.asked.seed)
        if converted is not None:
            yield (
                Paid(each.fuel, each.period, each.basis, converted, None, each.status,
                     each.origins, each.note),
                market,
                (prices.origins[source],),
                "grade and freight are in it",
            )  # fmt: skip


def in_unit(each: Paid, unit: str, seed: int) -> Quantity | None:
    """The price in the unit of the benchmark; None where no rate leads there."""
    if each.price.unit == unit:
        return each.price
    for rate in RATES:
        if (rate.fuel, f"USD/{rate.of}", f"USD/{rate.to}") == (each.fuel, each.price.unit, unit):
            return per_other_unit(each.price, rate, seed=seed)
    return None


def _beyond_usual(
    basis: Basis, seller: State, buyer: State, part: str, name: str, pairs: list[Pair]
) -> Iterator[Series | None]:
    """The usual difference, and by how much each later discount is beyond it."""
    found = [(p, o, discount_of(p.price, q)) for p, q, o, _ in pairs]
    before = [item for item in found if USUAL[0] <= int(item[0].period[:4]) <= USUAL[1]]
    years = [int(item[0].period[:4]) for item in before]
    usual = usual_difference([item[2] for item in before], years, seed=basis.asked.seed)
    if usual is None:
        return
    origins = tuple(dict.fromkeys(o for p, more, _ in before for o in (*p.origins, *more)))
    yield series(
        "energy.usual_gap", seller.iso3, buyer.iso3, name,
        [point(max(years), usual.estimate(), "estimated", origins,
               f"mean of {len(before)} periods of {min(years)}-{max(years)}")],
        title=f"Usual difference of {part}", part=part,
    )  # fmt: skip
    beyond = [
        _point(_less(value, usual), paid, more, f"less the mean of {USUAL[0]}-{USUAL[1]}")
        for paid, more, value in found
        if int(paid.period[:4]) > USUAL[1]
    ]
    yield series(
        "energy.excess_discount", seller.iso3, buyer.iso3, name, beyond,
        title=f"Discount beyond the usual: {part}", part=part,
    )  # fmt: skip


def _less(value: Quantity, usual: Quantity) -> Quantity:
    """A discount less the usual one."""
    why = tuple(dict.fromkeys((*value.why, *usual.why)))
    return Quantity(value.point - usual.point, value.draws - usual.draws, "1", why)
