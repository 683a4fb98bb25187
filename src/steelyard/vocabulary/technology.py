"""The technology ladder of Lall (2000), on HS codes.

Lall defines his eleven categories on SITC revision 2 at three digits. The table used here is
our own concordance at two to six digits of the HS: **an approximation**. A heading that SITC
splits goes to the category of its larger part; tractors (8701) go to engineering although road
tractors are automotive, steel of heading 7208 to other low technology although semi-finished
steel is process industry. Codes are read by their longest prefix, whatever the HS revision.

References
----------
Lall, S. (2000). The technological structure and performance of developing country manufactured
exports, 1985-98. *Oxford Development Studies* 28(3), 337-369, table 1 and annex.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from steelyard.vocabulary.commodities import hs6
from steelyard.vocabulary.states.registry import read_rows

CONCORDANCE = Path(__file__).with_name("lall.csv")


@dataclass(frozen=True, slots=True)
class Rung:
    """A category of the ladder; `level` is 0 for primary products, 4 for high technology."""

    id: str
    name: str
    level: int | None


LADDER: dict[str, Rung] = {
    rung.id: rung
    for rung in (
        Rung("PP", "Primary products", 0),
        Rung("RB1", "Resource-based, agricultural", 1),
        Rung("RB2", "Resource-based, other", 1),
        Rung("LT1", "Low technology: textiles, garments, footwear", 2),
        Rung("LT2", "Low technology, other", 2),
        Rung("MT1", "Medium technology: automotive", 3),
        Rung("MT2", "Medium technology: process industries", 3),
        Rung("MT3", "Medium technology: engineering", 3),
        Rung("HT1", "High technology: electronic and electrical", 4),
        Rung("HT2", "High technology, other", 4),
        Rung("U", "Unclassified", None),
    )
}


@cache
def concordance() -> dict[str, str]:
    """Category by HS prefix of two, four or six digits; the longest prefix counts."""
    return {row["code"]: row["category"] for row in read_rows(CONCORDANCE)}


@lru_cache(maxsize=16_384)
def lall_of(code: str | int, *, where: str = "HS code") -> str:
    """Category of a good on Lall's ladder; every HS code has exactly one.

    A heading that the table does not know, such as one of a later revision, is ``U``.

    Raises
    ------
    UnknownName
        If it is no HS code of six digits.

    Examples
    --------
    >>> lall_of("270900"), lall_of("854231"), lall_of("870323"), lall_of("610910")
    ('PP', 'HT1', 'MT1', 'LT1')
    """
    digits = hs6(code, where=where)
    prefixes = (digits[:length] for length in (6, 4, 2))
    return next((concordance()[each] for each in prefixes if each in concordance()), "U")
