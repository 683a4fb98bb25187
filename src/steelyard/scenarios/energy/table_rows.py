"""One row of the table of bargains."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import floor, isfinite, log10
from typing import Any

from steelyard.vocabulary.estimate import Estimate

DIGITS = 3  # significant: draws support no more


@dataclass(frozen=True, slots=True)
class Row:
    """A quantity of a tie: `year` 0 where it holds for all; ends missing where there are none."""

    fuel: str
    seller: str
    buyer: str
    year: int
    part: str
    quantity: str
    point: float | None
    low: float | None
    high: float | None
    unit: str

    def as_dict(self) -> dict[str, Any]:
        """By column."""
        return asdict(self)


def of_estimate(
    fuel: str, seller: str, buyer: str, year: int, part: str, quantity: str, found: Estimate,
    unit: str,
) -> Row:  # fmt: skip
    """A row of an estimate; an absent one has no point."""
    return Row(fuel, seller, buyer, year, part, quantity, rounded(found.point),
               rounded(found.low), rounded(found.high), unit)  # fmt: skip


def number(
    fuel: str, seller: str, buyer: str, year: int, part: str, quantity: str, value: float,
    unit: str, error: float | None = None,
) -> Row:  # fmt: skip
    """A row of a plain number; with a standard error, 1.645 of it either way."""
    ends = (None, None) if error is None else (value - 1.645 * error, value + 1.645 * error)
    return Row(fuel, seller, buyer, year, part, quantity, rounded(value), rounded(ends[0]),
               rounded(ends[1]), unit)  # fmt: skip


def rounded(value: float | None) -> float | None:
    """To three significant digits; None where there is no finite number.

    Examples
    --------
    >>> rounded(1234.5), rounded(0.012345), rounded(float("nan"))
    (1230.0, 0.0123, None)
    """
    if value is None or not isfinite(value):
        return None
    return 0.0 if value == 0 else round(value, DIGITS - 1 - floor(log10(abs(value))))
