"""Enemies in common: rivals, opponents in disputes and senders of sanctions that two share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.domains.votes.matrices import places
from steelyard.reference.dataset import Dataset

# What a list of ties says, by its name among the ties of two states. Of two lists of sanctions
# the longer one stands, for they say the same twice.
LISTS = (
    ("common strategic rival before", ("rivalry",)),
    ("common opponent in disputes before", ("dispute",)),
    ("sanctioned by the same before", ("sanction_gsdb", "sanction_ties")),
)
NAMES = tuple(name for name, _ in LISTS)
LIST_NAMES = tuple(each for _, lists in LISTS for each in lists)


@dataclass(frozen=True, slots=True)
class Shared:
    """1 for pairs that had an enemy in common in the years, 0 for others, and its list."""

    matrix: np.ndarray
    origins: tuple[str, ...]


def enemies_shared(
    data: Dataset, states: tuple[str, ...], years: tuple[int, int]
) -> dict[str, Shared]:
    """What each kind of list says of some years; a list that ends earlier says nothing."""
    table = data.table("dyads").filter(pl.col("indicator").is_in(LIST_NAMES))
    found: dict[str, Shared] = {}
    for name, lists in LISTS:
        for one in lists:
            rows = table.filter(pl.col("indicator") == one)
            if name not in found and _covers(rows, years):
                inside = rows.filter(pl.col("year").is_between(*years))
                found[name] = Shared(
                    _in_common(inside, states, mutual=not one.startswith("sanction")),
                    tuple(sorted(inside["origin"].unique())),
                )
    return found


def _covers(rows: pl.DataFrame, years: tuple[int, int]) -> bool:
    """Whether a list reaches over all of the years."""
    if rows.is_empty():
        return False
    first, last = rows["year"].min(), rows["year"].max()
    return first <= years[0] and years[1] <= last  # type: ignore[operator]


def _in_common(rows: pl.DataFrame, states: tuple[str, ...], *, mutual: bool) -> np.ndarray:
    """Whether two states have the same other on their lists; that other may be any code."""
    others = sorted({*rows["a"], *rows["b"]})
    against = np.zeros((len(states), len(others)))
    for own, other in (("a", "b"), ("b", "a")) if mutual else (("a", "b"),):
        at, whom = places(rows[own], states), places(rows[other], others)
        against[at[at >= 0], whom[at >= 0]] = 1.0
    return (against @ against.T > 0).astype(float)
