"""The catalogue of published indicators, and the page that each of them has.

An explicit list: an indicator exists because it is written here, not because a scan found it.
"""

from __future__ import annotations

import difflib

from steelyard.measures.indicator import Indicator
from steelyard.measures.indicators.alignment import ALIGNMENT
from steelyard.measures.indicators.bodies import BODIES
from steelyard.measures.indicators.borderlands import BORDERLANDS
from steelyard.measures.indicators.composition import BASKET
from steelyard.measures.indicators.council import COUNCIL
from steelyard.measures.indicators.cuts import CUTS
from steelyard.measures.indicators.dependence import DEPENDENCE
from steelyard.measures.indicators.fuels import FUELS
from steelyard.measures.indicators.knowledge import KNOWLEDGE
from steelyard.measures.indicators.means import MEANS
from steelyard.measures.indicators.money import MONEY
from steelyard.measures.indicators.network import NETWORK
from steelyard.measures.indicators.other import OTHER
from steelyard.measures.indicators.power import POWER
from steelyard.measures.indicators.regimes import REGIMES
from steelyard.measures.indicators.standing import STANDING
from steelyard.measures.indicators.structure import STRUCTURE
from steelyard.measures.indicators.supply import SUPPLY
from steelyard.measures.indicators.trade import TRADE
from steelyard.measures.indicators.votes import VOTES
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.provenance import Processing

__all__ = ["INDICATORS", "Indicator", "get", "index", "page"]

INDICATORS: tuple[Indicator, ...] = (
    *TRADE,
    *OTHER,
    *FUELS,
    *DEPENDENCE,
    *POWER,
    *STRUCTURE,
    *MEANS,
    *STANDING,
    *SUPPLY,
    *BORDERLANDS,
    *BODIES,
    *BASKET,
    *VOTES,
    *ALIGNMENT,
    *COUNCIL,
    *REGIMES,
    *KNOWLEDGE,
    *MONEY,
    *NETWORK,
    *CUTS,
)
_BY_ID = {indicator.id: indicator for indicator in INDICATORS}

LEVELS = {
    Processing.AS_PUBLISHED: "as published",
    Processing.MINOR: "rescaled or counted from published figures",
    Processing.MAJOR: "calculated from published figures",
}


def get(id: str) -> Indicator:
    """The indicator with this id.

    Raises
    ------
    UnknownName
        With the nearest ids.

    Examples
    --------
    >>> get("trade.log_ratio").formula
    'a_ij = ln(s_ij / s_ji)'
    """
    if id not in _BY_ID:
        near = difflib.get_close_matches(id, _BY_ID, 3)
        raise UnknownName(where="catalogue of measures", kind="measure", name=id, nearest=near)
    return _BY_ID[id]


def page(indicator: Indicator) -> str:
    """Documentation of one indicator, as Markdown.

    Examples
    --------
    >>> page(get("trade.openness")).splitlines()[0]
    '# Openness (`trade.openness`)'
    """
    low, high = ("open" if end is None else f"{end:g}" for end in indicator.valid)
    sums = "may be summed" if indicator.kind == "extensive" else "may not be summed"
    return (
        f"# {indicator.title} (`{indicator.id}`)\n\n"
        f"{indicator.definition}.\n\n"
        f"    {indicator.formula}\n\n"
        f"**How to read it.** {indicator.reading}\n\n"
        f"**What it does not say.** {indicator.limits}\n\n"
        "| | |\n|---|---|\n"
        f"| Unit | {indicator.unit} |\n"
        f"| Range | {low} to {high} |\n"
        f"| Kind | {indicator.kind}: {sums} over states |\n"
        f"| Domain | {indicator.domain} |\n"
        f"| Processing | {LEVELS[indicator.processing]} |\n\n"
        f"{indicator.citation}.\n"
    )


def index() -> str:
    """Table of all indicators, as Markdown, with links to their pages.

    Examples
    --------
    >>> index().count("](trade.") > 30
    True
    """
    rows = "".join(
        f"| [{each.title}]({each.id}.md) | `{each.id}` | {each.unit} | {each.formula} |\n"
        for each in INDICATORS
    )
    return (
        "# Measures\n\nWritten from the catalogue by `python -m docs.generate`; do not "
        "edit by hand.\n\n| Measure | Id | Unit | Formula |\n|---|---|---|---|\n" + rows
    )
