"""Energy between the two states: flows, prices, discounts, lines, and outside options."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.benchmarks import market
from steelyard.dossier.domains.energy.discounts import discount_series
from steelyard.dossier.domains.energy.figures import figures_of
from steelyard.dossier.domains.energy.flows import flow_series
from steelyard.dossier.domains.energy.mix import mix_series
from steelyard.dossier.domains.energy.options import option_series
from steelyard.dossier.domains.energy.paid import paid_by
from steelyard.dossier.domains.energy.pipelines import pipeline_series
from steelyard.dossier.domains.energy.prices import price_series
from steelyard.dossier.domains.energy.quotes import quote_series
from steelyard.dossier.records import Series


def energy_series(basis: Basis) -> tuple[Series, ...]:
    """Everything on fuels that the dataset holds for the pair, both ways round."""
    figures = figures_of(basis.data, basis.asked.years, basis.asked.seed)
    prices = market(basis.data)
    found: list[Series] = []
    for seller, buyer in basis.asked.directions():
        found += flow_series(basis, figures, seller, buyer)
        paid = paid_by(basis, figures, seller.iso3, buyer.iso3)
        found += price_series(basis, paid, seller, buyer)
        found += discount_series(basis, figures, prices, paid, seller, buyer)
        found += quote_series(figures, prices, seller, buyer)
        found += pipeline_series(basis, figures, seller, buyer)
        found += option_series(figures, seller, buyer)
        found += mix_series(figures, seller, buyer)
    return tuple(found)
