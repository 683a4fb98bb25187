"""The technology ladder on sectors of input-output tables, which are coarser than products."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from steelyard.vocabulary.states.registry import read_rows

LADDER_OF_SECTORS = Path(__file__).with_name("ladder.csv")
MACHINERY = ("machinery", "electronics", "vehicles")  # what chapters 84 to 90 are in goods trade


@cache
def sector_steps() -> dict[str, int]:
    """Step of each goods sector, 0 primary to 4 high technology; services stand on none.

    Examples
    --------
    >>> sector_steps()["mining"], sector_steps()["electronics"], "services" in sector_steps()
    (0, 4, False)
    """
    return {row["sector"]: int(row["step"]) for row in read_rows(LADDER_OF_SECTORS)}
