"""Indicators of what one state sells the other."""

from __future__ import annotations

from steelyard.measures.indicator import Indicator
from steelyard.measures.indicators.structure import ATLAS

BASKET = (
    Indicator(
        id="technology.basket_complexity",
        title="Complexity of what is sold",
        definition="Mean complexity of the headings that one state sells to the other, weighted "
        "by value",
        formula="c_ij = sum_k X_ij,k PCI_k / sum_k X_ij,k",
        unit="1",
        kind="intensive",
        valid=(None, None),
        reading="0: as complex as the mean product of the world; 1: one standard deviation above.",
        limits="Of a product, not of the step in its making that is done in the state. Fuels have "
        "low indices wherever they are sold.",
        citation=ATLAS,
        domain="technology",
    ),
)
