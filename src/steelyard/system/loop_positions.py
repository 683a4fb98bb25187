"""What the documents say of the loops, as rules that scores can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

UNUSED = 0.01
"""Of the change by loops: with a hundred loops of one size each would have so much."""


@dataclass(frozen=True, slots=True)
class Position:
    """Who says what of the loops; `loops` together, against `others`; or `unused`."""

    documents: tuple[str, ...]
    says: str
    loops: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def rule(self) -> str:
        """What has to hold of scores."""
        if not self.others:
            return f"{ranged(self.loops)} makes less than {UNUSED:.0%} of the change by loops"
        return f"{ranged(self.loops)} make more of the change than {ranged(self.others)}"

    def sizes(
        self, size: Mapping[str, Float[np.ndarray, "draw span"]]
    ) -> tuple[Float[np.ndarray, "draw span"], Float[np.ndarray, "draw span"]]:
        """Parts of the change by loops that both sides make; 0 for loops that are not scored."""
        none = np.zeros_like(next(iter(size.values())))
        mine, theirs = (
            sum((size[name] for name in names if name in size), none)
            for names in (self.loops, self.others)
        )
        return mine, theirs

    def holds(
        self, size: Mapping[str, Float[np.ndarray, "draw span"]]
    ) -> Bool[np.ndarray, "draw span"]:
        """Whether the rule does in each draw and span."""
        mine, theirs = self.sizes(size)
        return mine > theirs if self.others else mine < UNUSED


def ranged(names: tuple[str, ...]) -> str:
    """Names in a row, by the first and the last: ``R1-R3``."""
    return names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"


LOCKED, RESISTED = ("R1", "R2", "R3"), ("B1", "B2", "B3", "B4", "B5", "B6")
POSITIONS = (
    Position(("s000",), "Lock-in, erosion of power and loss of technology go on unanswered.",
             LOCKED, RESISTED),
    Position(("s001", "s002"), "Resentment, backlash, friction and the costs of the tie answer.",
             RESISTED, LOCKED),
    Position(("s003",), "Hedging against the threat is at hand but not used.", ("B2",), ()),
)  # fmt: skip
