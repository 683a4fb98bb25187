"""Indicators of border regions and the Arctic: what single published figures carry."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.vocabulary.provenance import Processing

GUM = (
    "JCGM 100:2008. Guide to the Expression of Uncertainty in Measurement, F.2.2.1 (interval of "
    "a printed figure)"
)
QUOTED = "One published figure; its interval is only that of its printed digits."


def _quoted(
    id: str, title: str, definition: str, unit: str, reading: str, limits: str, formula: str
) -> Indicator:
    """A measure that is one figure as published."""
    return Indicator(
        id=id,
        title=title,
        definition=definition,
        formula=formula,
        unit=unit,
        kind="intensive" if unit == "1" else "extensive",
        valid=SHARE if unit == "1" else COUNT,
        reading=reading,
        limits=f"{limits} {QUOTED}",
        citation=GUM,
        domain="region",
        processing=Processing.MINOR,
    )


BORDERLANDS = (
    _quoted(
        "region.border_population",
        "People on either side of the border",
        "Inhabitants of the border region of each state, as its source draws it",
        "persons",
        "How many live on this side.",
        "The two regions are drawn by different rules and differ in area.",
        "n_i",
    ),
    Indicator(
        id="region.border_population_ratio",
        title="Ratio of people across the border",
        definition="Inhabitants of the other side's border region over those of the own one",
        formula="r_ij = n_j / n_i",
        unit="times",
        kind="intensive",
        valid=COUNT,
        reading="22: for each inhabitant of the own region, 22 live in the other one.",
        limits="Numbers next door are no pressure to move: incomes, work and law decide that. "
        "Ends are the worst case of both printed figures.",
        citation=GUM,
        domain="region",
    ),
    _quoted(
        "region.land_held",
        "Farmland held by the neighbour",
        "Farmland in the border region that persons or firms of the other state own or lease",
        "ha",
        "Area in the land register.",
        "Informal use and holdings through local firms are not in it.",
        "h_ij",
    ),
    _quoted(
        "region.land_share",
        "Share of farmland held by the neighbour",
        "Part of the farmland of a border region that persons or firms of the other state hold",
        "1",
        "16 %: of each 100 hectares, 16.",
        "The share depends on what counts as farmland: cultivated, or suitable.",
        "s_ij = h_ij / h_i",
    ),
    _quoted(
        "region.local_investment",
        "The neighbour's investment in the border region",
        "Direct investment from the other state in a border region",
        "USD bn",
        "What arrived, or was promised where the line says so.",
        "Promises are not flows, and routes through third places are not seen.",
        "v_ij",
    ),
    _quoted(
        "region.residents",
        "Residents from the neighbour",
        "Nationals of the other state who live in a border region",
        "persons",
        "Residents, not visitors or seasonal workers.",
        "Counts of foreigners depend on registration.",
        "m_ij",
    ),
    _quoted(
        "region.border_length",
        "Common border",
        "Length of the border of the two states",
        "km",
        "The same for both sides.",
        "Says nothing of crossings.",
        "l_ij",
    ),
    _quoted(
        "region.arctic_coast",
        "Arctic coast",
        "Length of a state's coast in the Arctic",
        "km",
        "A state without one has no seat by geography.",
        "Lengths of coasts depend on the scale of the map.",
        "a_i",
    ),
    _quoted(
        "region.arctic_population",
        "People in the Arctic",
        "Inhabitants of a state's Arctic region",
        "persons",
        "Who lives north of the line that the source draws.",
        "Sources draw the line differently.",
        "p_i",
    ),
    _quoted(
        "region.arctic_gas",
        "Liquefied gas from the Arctic",
        "Liquefied natural gas of a sanctioned Arctic plant that the other state took",
        "Mt",
        "Cargoes that arrived.",
        "Ship-to-ship transfers may hide cargoes.",
        "g_ij",
    ),
)
