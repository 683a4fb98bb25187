"""Energy between the two states: flows, prices, discounts, lines, and outside options."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.benchmarks import Market, market
from steelyard.dossier.domains.energy.corrections import correction_series
from steelyard.dossier.domains.energy.discounts import discount_series
from steelyard.dossier.domains.energy.figures import Figures, figures_of
from steelyard.dossier.domains.energy.flows import flow_series
from steelyard.dossier.domains.energy.mix import mix_series
from steelyard.dossier.domains.energy.options import option_series
from steelyard.dossier.domains.energy.paid import Paid, paid_by
from steelyard.dossier.domains.energy.pipelines import pipeline_series
from steelyard.dossier.domains.energy.prices import price_series
from steelyard.dossier.domains.energy.quote_corrections import corrections_of
from steelyard.dossier.domains.energy.quotes import quote_series
from steelyard.dossier.domains.energy.sold import sold_series
from steelyard.dossier.records import Series
from steelyard.vocabulary.states import State


def price_gap_series(
    basis: Basis, figures: Figures, prices: Market, paid: list[Paid], seller: State, buyer: State
) -> tuple[Series, ...]:
    """Every discount on what one of the two sells to the other, and what corrections leave of it.

    Grades that all buyers buy, and gas to a region, belong to the seller and not to the pair.
    """
    corrected = corrections_of(basis, figures, prices, paid, seller, buyer)
    return (
        *discount_series(basis, figures, prices, paid, seller, buyer),
        *quote_series(figures, prices, seller, buyer),
        *sold_series(basis, figures, prices, seller),
        *correction_series(corrected, seller),
    )


def energy_series(basis: Basis) -> tuple[Series, ...]:
    """Everything on fuels that the dataset holds for the pair, both ways round."""
    figures = figures_of(basis.data, basis.asked.years, basis.asked.seed)
    prices = market(basis.data)
    found: list[Series] = []
    for seller, buyer in basis.asked.directions():
        found += flow_series(basis, figures, seller, buyer)
        paid = paid_by(basis, figures, seller.iso3, buyer.iso3)
        found += price_series(basis, paid, seller, buyer)
        found += price_gap_series(basis, figures, prices, paid, seller, buyer)
        found += pipeline_series(basis, figures, seller, buyer)
        found += option_series(figures, seller, buyer)
        found += mix_series(figures, seller, buyer)
    return tuple(found)
