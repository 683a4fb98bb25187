"""Fans over years in characters: the middle, half of the draws, nine in ten."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

MIDDLE, HALF, MOST, ZERO, NONE = "█", "▒", "·", "─", " "
LABEL = 7  # columns left of the picture
LEGEND = f"{MIDDLE} middle draw   {HALF} half of the draws   {MOST} nine in ten   {ZERO} 0"


def fan_chart(
    fan: Float[np.ndarray, "5 year"], years: Float[np.ndarray, " year"], height: int = 7
) -> Iterator[str]:
    """Lines of a picture, the highest first, and an axis of years; a column for each year.

    Parameters
    ----------
    fan : quantiles at 5, 25, 50, 75 and 95 %
    years : at most 70 of them, or every second is drawn
    height : lines
    """
    step = max(1, -(-years.size // 70))
    fan, years = fan[:, ::step], years[::step]
    low, high = min(float(fan.min()), 0.0), max(float(fan.max()), 0.0)
    if high == low:
        high = low + 1.0
    rows = np.rint((fan - low) / (high - low) * (height - 1)).astype(int)
    zero = round((0.0 - low) / (high - low) * (height - 1))
    for row in reversed(range(height)):
        cells = "".join(_cell(rows[:, at], row, zero) for at in range(years.size))
        value = low + (high - low) * row / (height - 1)
        label = f"{value:+.2f}" if row in (0, height - 1) else "0" if row == zero else ""
        yield f"{label.replace('-', '−'):>{LABEL - 1}} {cells}"
    yield " " * LABEL + _axis(years)


def _cell(rows: np.ndarray, row: int, zero: int) -> str:
    """What stands in a cell."""
    low, lower, middle, upper, high = rows
    if row == middle:
        return MIDDLE
    if lower <= row <= upper:
        return HALF
    if low <= row <= high:
        return MOST
    return ZERO if row == zero else NONE


def _axis(years: np.ndarray) -> str:
    """Years below the picture, every tenth and the first."""
    text = [" "] * (years.size + 4)
    end = 0
    for at, year in enumerate(years):
        if (at == 0 or year % 10 == 0) and at >= end:
            text[at : at + 4] = f"{year:.0f}"
            end = at + 6
    return "".join(text).rstrip()
