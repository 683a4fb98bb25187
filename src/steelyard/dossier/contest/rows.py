"""The places of the contest and what each side trades with them, computed once for all uses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.chosen import MOST_STATES, Contested, contested
from steelyard.dossier.contest.goods import Flow, Weights, errors, flows_of, weights
from steelyard.vocabulary.states import find

KEPT = "contest"  # where the basis keeps the rows


@dataclass(frozen=True, slots=True)
class Row:
    """A third state, or a region as one (`whole`), with both sides' trade by dimension.

    `state` is the code by which other sources know the place: nothing where a region lacks one of
    its states, since their figures are of the whole.
    """

    contested: Contested
    code: str
    name: str
    whole: bool
    states: tuple[str, ...]
    flows: dict[tuple[str, str], Flow]
    weights: dict[str, Weights]

    @property
    def state(self) -> str:
        """Code of the place in other sources; "" where they do not know it."""
        cut = len(self.states) > 1 and self.contested.title != self.contested.region.title
        return "" if cut else self.code


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
    made = [_row(basis, unit, each, each.states, whole=True) for each in found]
    states = [
        _row(basis, unit, first, (code,), whole=False)
        for code in first.states[:MOST_STATES]
        if len(first.states) > 1
    ]
    return [made[0], *states, *made[1:]]


def _row(
    basis: Basis,
    unit: dict[tuple[str, str], np.ndarray],
    where: Contested,
    states: tuple[str, ...],
    *,
    whole: bool,
) -> Row:
    """One place; a region of which one state is left goes by that state."""
    flows = flows_of(basis, states)
    code, name = (
        (states[0], find(states[0]).name) if len(states) == 1 else (where.region.id, where.name)
    )
    return Row(where, code, name, whole, states, flows, weights(basis, flows, unit))
