"""How a measure that is one published figure stands in the catalogue."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.vocabulary.provenance import Processing

GUM = (
    "JCGM 100:2008. Guide to the Expression of Uncertainty in Measurement, F.2.2.1 (interval of "
    "a printed figure)"
)
QUOTED = "Single published figures; their interval is only that of the printed digits."
SUMMED = ("USD bn", "CNY bn", "million", "thousand", "applications", "thousand FTE", "intl USD bn")


def published(
    id: str,
    title: str,
    definition: str,
    unit: str,
    reading: str,
    limits: str,
    formula: str,
    *,
    valid: tuple[float | None, float | None] | None = None,
    citation: str = GUM,
) -> Indicator:
    """A measure whose values are figures as published; its domain is the first word of its id."""
    return Indicator(
        id=id,
        title=title,
        definition=definition,
        formula=formula,
        unit=unit,
        kind="extensive" if unit in SUMMED else "intensive",
        valid=valid or (SHARE if unit == "1" else COUNT),
        reading=reading,
        limits=f"{limits} {QUOTED}",
        citation=citation,
        domain=id.partition(".")[0],
        processing=Processing.AS_PUBLISHED,
    )
