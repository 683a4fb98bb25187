"""Puts the comparison together."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.classes import odds, stated
from steelyard.dossier.comparison.composites import composites
from steelyard.dossier.comparison.placed import distributions, placed
from steelyard.dossier.comparison.sentence import NOTE, class_sentence
from steelyard.dossier.comparison.yardsticks import YARDSTICKS, matrices
from steelyard.dossier.records import Comparison
from steelyard.vocabulary.domains import DOMAINS

WHY_NOT = {
    "energy": "flows of fuels are known for single pairs of states only",
    "technology": "technology goods are known for single pairs of states only",
    "arms": "deliveries of arms may not be passed on; import a register with `steelyard data add` "
    "and the pair is placed",
    "region": "it compares two states within a region, not pairs of states",
}


def comparison(basis: Basis, *, with_composites: bool = False) -> Comparison | None:
    """Where the pair stands among all pairs; None where it has no trade."""
    if not basis.has_trade:
        return None
    defined, found = stated(), odds(basis)
    return Comparison(
        sentence=class_sentence(basis.asked.directions(), defined, found),
        note=NOTE,
        left_out=_left_out(basis),
        distributions=distributions(basis),
        placed=placed(basis),
        definitions=defined,
        odds=found,
        composites=composites(basis) if with_composites else (),
    )


def _left_out(basis: Basis) -> tuple[tuple[str, str], ...]:
    """Domains of the balance in which no pair can be placed, and why."""
    there = {item.domain for item in YARDSTICKS if matrices(basis, item)}
    return tuple(
        (domain.title, WHY_NOT.get(domain.id, "no data of all pairs in the years asked for"))
        for domain in DOMAINS
        if domain.role == "balance" and domain.id not in there
    )
