"""The causal-loop diagram of the loops that have a name, drawn from the dossier alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from steelyard.dossier.records import Causal, Dossier
from steelyard.report import words
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.loop_drawing import NARROW, inside, told
from steelyard.report.loop_ring import WIDTH
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import CausalLink, CausalVariable, NamedLoop, Prior

CAUSAL = "causal"  # the part of the page on the pair as a system
KINDS = {1: "reinforcing", -1: "balancing"}
NONE = Prior(0.0, 0.0, 0.0)


def loops_figure(dossier: Dossier) -> Figure | None:
    """All loops with a name, around a frame and in words."""
    causal = dossier.causal
    if causal is None or not causal.rings:
        return None
    system = _system(causal)
    count = [sum(each.sign == sign for each in causal.rings) for sign in (1, -1)]
    wide, bottom = inside(system, system.named_loops, 52)
    narrow, low = inside(system, system.named_loops, 10, narrow=True)
    return Figure(
        id="causal-loops",
        kicker="The pair as a system",
        title=f"{len(causal.rings)} feedback loops that documents tell of: {count[0]} feed on "
        f"themselves, {count[1]} hold back",
        subtitle="Each arrow goes from a cause to its effect. Full line and plus: more of the one "
        "brings more of the other. Broken line and minus: more brings less. A loop whose minus "
        "signs are even in number feeds on itself (reinforcing); an odd number holds back "
        "(balancing).",
        alt=told(system, system.named_loops),
        size="full",
        wide=Drawing(WIDTH, round(bottom + 10), wide),
        narrow=Drawing(NARROW, round(low + 10), narrow),
        rows=tuple(_rows(causal)),
        table=_table(causal),
        origins=tuple(each.id for each in causal.documents),
        domain=CAUSAL,
        notes=tuple(_notes(causal)),
    )


def _system(causal: Causal) -> CausalSystem:
    """As much of the system as a drawing needs, out of the record."""
    return CausalSystem(
        tuple(
            CausalVariable(each.name, each.title, each.role, "", each.domain, each.side, None, "",
                           (), "", "")
            for each in causal.things
        ),
        (),
        tuple(
            CausalLink(each.cause, each.effect, each.sign, each.variant, "linear", None, None, NONE,
                       0.0, True, each.mechanisms, each.documents, "", "")
            for each in causal.ties
        ),
        (),
        tuple(
            NamedLoop(each.name, each.title, each.sign, each.ring, each.documents, each.says)
            for each in causal.rings
        ),
    )  # fmt: skip


def _notes(causal: Causal) -> Iterator[str]:
    """How much is not drawn, and who says so."""
    yield (
        f"Drawn are links of loops with a name; the whole system has {len(causal.things)} "
        f"variables, {len(causal.ties)} links and {causal.loops} loops of ten variables or less."
    )
    yield "That a document says so is no evidence that it is so: see what data taught."


def _signs(causal: Causal) -> Mapping[tuple[str, str], int | None]:
    """Sign of each pair of ends; None where documents differ."""
    found: dict[tuple[str, str], int | None] = {}
    for each in causal.ties:
        ends = (each.cause, each.effect)
        found[ends] = None if found.get(ends, each.sign) != each.sign else each.sign
    return found


def _rows(causal: Causal) -> Iterator[Mapping[str, Cell]]:
    """One row for each link of each loop."""
    signs = _signs(causal)
    for each in causal.rings:
        for place, ends in enumerate(pairwise((*each.ring, each.ring[0])), 1):
            yield {
                "loop": each.name, "title": each.title, "kind": KINDS[each.sign], "place": place,
                "cause": ends[0], "effect": ends[1], "sign": signs[ends],
                "documents": ";".join(each.documents),
            }  # fmt: skip


def _table(causal: Causal) -> Table:
    rows = [
        (
            f"{each.name} {each.title}", KINDS[each.sign], each.says,
            " → ".join(words.inside([causal.title(name) for name in each.ring])),
            ", ".join(each.documents),
        )
        for each in causal.rings
    ]  # fmt: skip
    return Table(("Loop", "Kind", "What it says", "Variables in order", "Documents"), tuple(rows))
