"""Values of one measure in one year for all directed pairs, and the classes made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.measures.reference_class import FEWEST_MEMBERS, ReferenceClass, reference_class

Kind = Literal["pairs", "largest", "net"]
KINDS: dict[str, str] = {
    "pairs": "all directed pairs with a value in that year",
    "largest": "each state’s tie with its largest partner, one per state",
    "net": "each state’s tie with its largest partner, its share less the partner’s share of it",
}


@dataclass(frozen=True, slots=True)
class Matrix:
    """``values[who depends, on whom]`` of all pairs in one year; NaN where nothing is known.

    The diagonal is NaN: nobody depends on itself. `made` holds classes once they are asked for.
    """

    measure: str
    year: int
    codes: tuple[str, ...]
    values: Float[np.ndarray, "subject partner"]
    origins: tuple[str, ...]
    estimated: bool = False
    made: dict[str, ReferenceClass | None] = field(default_factory=dict, compare=False)

    def value(self, subject: str, partner: str) -> float | None:
        """Value of one directed pair; None where it is absent."""
        if subject not in self.codes or partner not in self.codes:
            return None
        found = float(self.values[self.codes.index(subject), self.codes.index(partner)])
        return found if np.isfinite(found) else None

    def places(self, ties: Sequence[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of several directed pairs; -1 where a state is not on the axes."""
        return _places(self.codes, tuple(ties))

    def many(self, ties: Sequence[tuple[str, str]]) -> Float[np.ndarray, " tie"]:
        """Values of several directed pairs; NaN where absent."""
        rows, columns = self.places(ties)
        return np.where(rows < 0, np.nan, self.values[rows, columns])

    def reference(self, kind: str) -> ReferenceClass | None:
        """Members of a class; None where fewer than 20 have a value."""
        if kind not in self.made:
            self.made[kind] = _class_of(self.values, kind)
        return self.made[kind]


@lru_cache(maxsize=512)  # the same pairs are asked for in every year and measure
def _places(
    codes: tuple[str, ...], ties: tuple[tuple[str, str], ...]
) -> tuple[np.ndarray, np.ndarray]:
    known = {code: place for place, code in enumerate(codes)}
    found = np.array([[known.get(a, -1), known.get(b, -1)] for a, b in ties], dtype=int)
    found = found.reshape(-1, 2)
    found = np.where((found < 0).any(axis=1, keepdims=True), -1, found)
    found.setflags(write=False)
    return found[:, 0], found[:, 1]


def largest_partners(values: Float[np.ndarray, "subject partner"]) -> tuple[np.ndarray, np.ndarray]:
    """States with any value, and the partner in which each has its largest one."""
    subjects = np.flatnonzero(np.isfinite(values).any(axis=1))
    return subjects, np.nanargmax(values[subjects], axis=1)


def _class_of(values: np.ndarray, kind: str) -> ReferenceClass | None:
    """Members with the states that they share: both sides of pairs, partners of largest ties."""
    if kind == "pairs":
        rows, columns = np.nonzero(np.isfinite(values))
        members, sides = values[rows, columns], [rows, columns]
    else:
        rows, columns = largest_partners(values)
        members, sides = values[rows, columns], [columns]
        if kind == "net":
            members = members - values[columns, rows]
    if np.isfinite(members).sum() < FEWEST_MEMBERS:
        return None
    # lending by one state: its choice cannot be drawn anew
    return reference_class(members, [side for side in sides if np.ptp(side) > 0])
