"""Votes as codes in a matrix, shared by the measures of votes: 0 absent, 1 yes, 2 abstain, 3 no."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.errors import shorten

ABSENT, YES, ABSTAIN, NO = range(4)
CHOICES = (YES, ABSTAIN, NO)


def refuse_other_codes(where: str, votes: np.ndarray) -> None:
    """Raise if a vote is none of 0 absent, 1 yes, 2 abstain, 3 no."""
    wrong = votes[(votes < ABSENT) | (votes > NO)]
    refuse_unless(
        wrong.size == 0,
        where=where,
        found=f"{wrong.size} votes with other codes: {shorten(np.unique(wrong).tolist())}",
        expected="0 absent, 1 yes, 2 abstain, 3 no",
        remedy="Recode first: 8 (absent) and 9 (not a member) of the publisher are 0 here.",
    )


def distance_counts(
    table: Float[np.ndarray, "*dyad 3 3"], steps: int
) -> Float[np.ndarray, "*dyad"]:
    """Count of roll calls on which the two votes lie this many steps apart."""
    cells = [table[..., a, b] for a in range(3) for b in range(3) if abs(a - b) == steps]
    return np.asarray(sum(cells))
