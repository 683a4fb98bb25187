"""How much of a declared change may be the gap between what seller and buyer declare."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.disagreements import mirror_pairs
from steelyard.dossier.explanation.span import Span
from steelyard.dossier.records import Disagreement


def discrepancies(basis: Basis, span: Span) -> tuple[Disagreement, ...]:
    """Every flow and year of the span that both sides declared, however near they are."""
    found = mirror_pairs(basis.data, basis.asked, spread=1.0, most=None)
    inside = [one for one in found if span.asked[0] <= int(one.period[:4]) <= span.asked[1]]
    return tuple(sorted(inside, key=lambda one: (one.title, one.period)))


def gap_sentences(found: tuple[Disagreement, ...]) -> tuple[str, ...]:
    """For each flow: by how much the two sides differ in the growth between its ends."""
    made = []
    for title in dict.fromkeys(one.title for one in found):
        of_flow = [one for one in found if one.title == title]
        if len(of_flow) > 1:
            made.append(_sentence(title, of_flow[0], of_flow[-1]))
    return tuple(made)


def _sentence(title: str, first: Disagreement, last: Disagreement) -> str:
    """Growth by either side's figures."""
    by_side = [{who: value for who, value, _ in one.figures} for one in (first, last)]
    sides = [who for who in by_side[0] if who in by_side[1]]
    steps = {who: by_side[1][who] - by_side[0][who] for who in sides}
    unit = "bn USD" if first.unit == "USD bn" else first.unit
    told = " and ".join(
        f"{steps[who]:+,.1f} {unit} on the {who}".replace("-", "−") for who in sides
    )
    gap = max(steps.values()) - min(steps.values())
    return (
        f"{title} changed by {told} between {first.period} and {last.period}: up to "
        f"{gap:,.1f} {unit} of it may be the way each side counts."
    )
