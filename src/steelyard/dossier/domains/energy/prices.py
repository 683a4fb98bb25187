"""Unit values: what the buyer pays the seller, by fuel and source."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.paid import Paid
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import per_other_unit
from steelyard.measures.fuel_units import rate
from steelyard.vocabulary.states import State

BARRELS = "crude oil"  # the one fuel that is priced by the barrel


def price_series(basis: Basis, paid: list[Paid], seller: State, buyer: State) -> tuple[Series, ...]:
    """Prices in the unit of the source, and crude oil by the barrel as well."""
    found: list[Series | None] = []
    for (fuel, name), same in by_basis(paid):
        found.append(_series(seller, buyer, fuel, name, same))
        if fuel == BARRELS:
            barrels = [_by_barrel(each, basis.asked.seed) for each in same]
            found.append(_series(seller, buyer, f"{fuel} by the barrel", name, barrels))
    return present(found)


def by_basis(paid: list[Paid]) -> Iterator[tuple[tuple[str, str], list[Paid]]]:
    """Prices of one fuel from one source together."""
    groups: dict[tuple[str, str], list[Paid]] = {}
    for each in paid:
        groups.setdefault((each.fuel, each.basis), []).append(each)
    yield from groups.items()


def _series(seller: State, buyer: State, part: str, name: str, same: list[Paid]) -> Series | None:
    """One fuel from one source."""
    points = [
        point(each.period, each.price.estimate(), each.status, each.origins, each.note)
        for each in same
    ]
    return series(
        "energy.unit_value", seller.iso3, buyer.iso3, name, points,
        title=f"Price that {buyer.sentence_name} pays {seller.sentence_name}: {part}",
        unit=same[0].price.unit, part=part,
    )  # fmt: skip


def _by_barrel(each: Paid, seed: int) -> Paid:
    """The same price for a barrel."""
    barrel = per_other_unit(each.price, rate(BARRELS, "t", "bbl"), seed=seed)
    return Paid(each.fuel, each.period, each.basis, barrel, None, each.status, each.origins,
                each.note, each.year_to_date)  # fmt: skip
