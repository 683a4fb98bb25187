"""What is not known about technology and finance in one of the two directions."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quotes import quotes
from steelyard.dossier.records import Gap, Series
from steelyard.measures.catalogue import get
from steelyard.vocabulary.domains import domain

DOMAINS = ("technology", "finance")


def knowledge_gaps(basis: Basis, found: Sequence[Series]) -> tuple[Gap, ...]:
    """Measures of single published figures that only one direction has, one gap a domain."""
    quoted = {quote.measure for quote in quotes() if quote.about == "pair"}
    made = []
    for name in DOMAINS:
        for subject, partner in basis.asked.directions():
            there = _measures(found, name, subject.iso3, partner.iso3)
            back = _measures(found, name, partner.iso3, subject.iso3)
            lacking = sorted((there - back) & quoted)
            if lacking:
                made.append(
                    Gap(
                        what=f"{domain(name).title}: "
                        + ", ".join(_inside(get(each).title) for each in lacking),
                        where=f"{partner.name} on {subject.sentence_name}",
                        years=f"{basis.asked.years[0]}-{basis.asked.years[1]}",
                        reason="the dataset holds published figures of the other direction alone",
                        effect="The direction is left open: what nobody published is not zero.",
                    )
                )
    return tuple(made)


def _inside(title: str) -> str:
    """A title within a sentence."""
    return title[:1].lower() + title[1:]


def _measures(found: Sequence[Series], name: str, subject: str, partner: str) -> set[str]:
    """Measures of a domain that one direction has."""
    return {
        item.measure
        for item in found
        if item.domain == name and (item.subject, item.partner) == (subject, partner)
    }
