"""The places of the contest and what each side trades with them, computed once for all uses."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.chosen import MOST_STATES, Contested, contested
from steelyard.dossier.contest.goods import Flow, Weights, errors, flows_of, weights
from steelyard.vocabulary.states import find

KEPT = "contest"  # where the basis keeps the rows


@dataclass(frozen=True, slots=True)
class Row:
    """A third state, or a region as one (`whole`), with both sides' trade by dimension."""

    contested: Contested
    code: str
    name: str
    whole: bool
    flows: dict[tuple[str, str], Flow]
    weights: dict[str, Weights]


def rows(basis: Basis) -> tuple[Row, ...]:
    """The first region and its states, then other regions as one."""
    if KEPT not in basis.of_all_pairs:
        basis.of_all_pairs[KEPT] = tuple(_rows(basis))
    return basis.of_all_pairs[KEPT]


def _rows(basis: Basis) -> list[Row]:
    """Rows of all contested regions."""
    found = contested(basis)
    if not found:
        return []
    unit = errors(basis, basis.noise.lasting)
    first = found[0]
    made = [_row(basis, unit, each, each.region.id, each.states) for each in found]
    states = [
        _row(basis, unit, first, code, (code,))
        for code in first.states[:MOST_STATES]
        if len(first.states) > 1
    ]
    return [made[0], *states, *made[1:]]


def _row(
    basis: Basis,
    unit: dict,  # type: ignore[type-arg]
    where: Contested,
    code: str,
    states: tuple[str, ...],
) -> Row:
    """One place."""
    flows = flows_of(basis, states)
    whole = code == where.region.id
    name = where.name if whole else find(code).name
    return Row(where, code, name, whole, flows, weights(basis, flows, unit))
