"""Words of the page on claims: names, short classes of verdicts, margins, scores."""

from __future__ import annotations

from steelyard.dossier.records import StatedProjection
from steelyard.dossier.records.audit import ClaimVerdict, EvidenceReading, SaidIn

# verdict: class on the page, in the order of the bars
CLASSES = {
    "holds": "h",
    "holds approximately": "ha",
    "depends on definition": "dd",
    "depends on vintage": "dv",
    "fails": "f",
    "not comparable": "nc",
    "not decidable with these data": "nd",
    "not an assertion": "na",
}
DOMAINS = {"un_voting": "UN voting", "central_asia": "Central Asia", "far_east": "Far East"}


def domain_name(domain: str) -> str:
    """A domain of claims as a heading.

    Examples
    --------
    >>> domain_name("un_voting"), domain_name("trade")
    ('UN voting', 'Trade')
    """
    return DOMAINS.get(domain, domain[:1].upper() + domain[1:].replace("_", " "))


def document_name(document: SaidIn) -> str:
    """A document by its author and year."""
    return f"{document.author[:1].upper()}{document.author[1:]}, {document.said.year}"


def quantity_words(claim: ClaimVerdict) -> str:
    """What was said, of whom and when, as it was understood."""
    modality = "" if claim.modality == "asserted" else f", as {claim.modality}"
    name = claim.quantity.partition(".")[2].replace("_", " ")
    return f"{name} of {', '.join(claim.actors)}: {claim.said}, {claim.period}{modality}"


def others_words(claim: ClaimVerdict) -> str:
    """What other readings say, and what was known when it was said; nothing where nothing does."""
    told = []
    if claim.robustness != "no other reading":
        told.append(f"{claim.robustness[:1].upper()}{claim.robustness[1:]}.")
    if claim.verdict_then is not None:
        told.append(f"As known when said: {claim.as_said}.")
    return " ".join(told)


def margin_words(reading: EvidenceReading) -> str:
    """How far inside or outside of what was said, and how probable it is."""
    if reading.margin is None or reading.chance is None:
        return "–"
    scale = 100.0 if reading.unit == "1" else 1.0
    unit = " points" if reading.unit in ("1", "%") else ""
    side = "inside" if reading.margin >= 0 else "outside"
    size = f"{abs(reading.margin) * scale:,.3g}"
    if "e" in size:
        size = f"{abs(reading.margin) * scale:,.0f}"
    return f"{size}{unit} {side}; {100 * reading.chance:.0f} % probable"


def projection_words(one: StatedProjection | None) -> str:
    """The score of a claim that is a projection."""
    if one is None:
        return ""
    chances = [
        f"{each.name} from {one.known} gave it {100 * each.holds:.0f} %"
        for each in one.naive
        if each.holds is not None
    ]
    told = "; ".join(chances)
    return f"{one.verdict[:1].upper()}{one.verdict[1:]}: {one.reason}." + (
        f" {told[:1].upper()}{told[1:]}." if told else ""
    )
