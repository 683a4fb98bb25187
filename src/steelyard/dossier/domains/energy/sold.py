"""What the seller gets from all buyers of a region together, against the price of its market."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.benchmarks import BENCHMARKS, Market
from steelyard.dossier.domains.energy.discounts import beside_market
from steelyard.dossier.domains.energy.figures import Figures, remarks
from steelyard.dossier.domains.energy.paid import GAS_PRICE, Paid, declared_basis
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import discount_of, gap
from steelyard.vocabulary.states import State

REGION = "Europe and Türkiye"  # what the publisher of the gas price without a partner means by it


def sold_series(
    basis: Basis, figures: Figures, prices: Market, seller: State
) -> tuple[Series, ...]:
    """Gas by pipe to Europe and Türkiye: its price, and the gap to each gas benchmark."""
    found: list[Series | None] = []
    for name, words in ((GAS_PRICE, ""), (f"{GAS_PRICE}_forecast", ", forecast")):
        paid = list(_prices(figures, name, words, seller))
        for benchmark in BENCHMARKS:
            if "pipeline gas" not in benchmark.fuels:
                continue
            pairs = list(beside_market(basis, prices, benchmark, paid))
            part = f"pipeline gas to {REGION} against {benchmark.name}"
            for measure, compared in (("energy.price_gap", gap), ("energy.discount", discount_of)):
                found.append(
                    series(
                        measure, seller.iso3, None, declared_basis(seller.iso3) + words,
                        [point(p.period, compared(p.price, q).estimate(), "estimated",
                               (*p.origins, *o), p.note) for p, q, o, _ in pairs],
                        title=f"Discount on {seller.adjective} gas to {REGION}, against "
                        f"{benchmark.name}",
                        unit=pairs[0][1].unit if pairs and measure == "energy.price_gap" else None,
                        part=part,
                    )
                )  # fmt: skip
    return present(found)


def _prices(figures: Figures, name: str, words: str, seller: State) -> Iterator[Paid]:
    """Realised prices by year."""
    key = (name, seller.iso3, "")
    for period, same in figures.of(*key).items():
        quantity = figures.quantity(key, period, "USD/1000 m3")
        if quantity is not None:
            yield Paid("pipeline gas", period, declared_basis(seller.iso3) + words, quantity, None,
                       "quoted", tuple(figures.origins(key, period)), remarks(same))  # fmt: skip
