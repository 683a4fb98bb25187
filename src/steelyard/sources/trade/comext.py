"""What the products of Eurostat Comext share: publisher, citation, terms."""

from __future__ import annotations

from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin


def comext_origin(id: str, title: str) -> Origin:
    """Origin of a Comext product, which may be passed on with attribution."""
    return origin(
        id,
        "Eurostat",
        title,
        "last updated 2023-01-13",
        "Eurostat. EU trade since 1988 by HS2-4-6 and CN8 (DS-045409), extracted 2023-01.",
        "https://ec.europa.eu/eurostat/databrowser/view/DS-045409",
        "Reuse authorised with attribution (Commission Decision 2011/833/EU)",
        "ship",
    )
