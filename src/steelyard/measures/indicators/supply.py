"""Indicators of supply by sector, own production included."""

from __future__ import annotations

from steelyard.measures.indicator import SHARE, Indicator

SUPPLY = (
    Indicator(
        id="trade.supply_share",
        title="Share of supply",
        definition="Part of what a state uses of a sector's goods, for inputs and final use, that "
        "comes from one supplier; own production included",
        formula="omega_ij,k = (Z_ij,k + F_ij,k) / sum_l (Z_il,k + F_il,k)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="20 %: a fifth of all electronics used in the state were made by the supplier.",
        limits="At face value: not whose parts are in the goods. Flows of small pairs and of "
        "services are largely estimated by the makers of the tables.",
        citation="Clayton, C., Maggiori, M. and Schreger, J. (2024). A theory of economic "
        "coercion and fragmentation. NBER working paper 33309 (the share on which power rests; "
        "from memory)",
        domain="trade",
    ),
)
