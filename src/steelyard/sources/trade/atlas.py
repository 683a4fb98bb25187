"""What the products of the Atlas of Economic Complexity share: publisher, citation, licence."""

from __future__ import annotations

from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin


def atlas_origin(id: str, title: str) -> Origin:
    """Origin of a product of the Atlas, which may be passed on with citation."""
    return origin(
        id,
        "Growth Lab at Harvard University",
        title,
        "HS92, 1988-2024",
        "The Growth Lab at Harvard University. International Trade Data (HS92). "
        "Harvard Dataverse, doi:10.7910/DVN/T4CHWJ.",
        "https://atlas.hks.harvard.edu/",
        "CC BY 4.0",
        "ship",
    )
