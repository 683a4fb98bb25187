"""Indicators of what a cut would cost each side."""

from __future__ import annotations

from steelyard.measures.indicator import Indicator

LIMITS = (
    "A model of trade in goods and services with fifteen sectors: what products inside a sector "
    "cannot replace each other is averaged away, so that losses are rather too small. Finance, "
    "firms that leave, unemployment on the way and war are not in it."
)
MODEL = (
    "Caliendo, L. and Parro, F. (2015). Estimates of the trade and welfare effects of NAFTA. "
    "Review of Economic Studies 82(1), 1-44; sensitivity and vulnerability as in Keohane, R. O. "
    "and Nye, J. S. (1977). Power and Interdependence"
)


def _cost(id: str, title: str, definition: str, formula: str, reading: str) -> Indicator:
    return Indicator(
        id=id,
        title=title,
        definition=definition,
        formula=formula,
        unit="1",
        kind="intensive",
        valid=(None, 1.0),
        reading=reading,
        limits=LIMITS,
        citation=MODEL,
        domain="trade",
    )


CUTS = (
    _cost(
        "trade.cost_of_defiance",
        "Cost of defiance",
        "Part of its real income that a state loses if the partner stops selling to it",
        "1 - W_i(j stops selling to i)",
        "0.02: a fiftieth of real income is lost. Short run: before buyers turn elsewhere; long "
        "run: after.",
    ),
    _cost(
        "trade.cost_of_coercion",
        "Cost of coercion",
        "Part of its real income that a state loses by no longer selling to the partner",
        "1 - W_i(i stops selling to j)",
        "0.002: a state that cuts its partner off loses 0.2 per cent of its own real income.",
    ),
    _cost(
        "trade.cost_of_full_cut",
        "Cost of a full cut",
        "Part of its real income that a state loses if all trade with the partner ends",
        "1 - W_i(no trade between i and j)",
        "0.03: three per cent of real income is lost. Short run: sensitivity; long run: "
        "vulnerability.",
    ),
)
