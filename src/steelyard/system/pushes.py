"""When an event pushes what: the timing of impulses on a grid of years."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from jaxtyping import Float

from steelyard.system.causal_records import Impulse

MIDDLE = 0.5  # a year's value stands for its middle, and is placed at the number of the year
DIGITS = 6  # of a part of a year, half a minute: as many as other programs read from a table


@dataclass(frozen=True, slots=True)
class Push:
    """What an event does to a stock over a run of whole years.

    `jump` is the year over which the stock takes up the size, None if that was before the run.
    `held` is the part of each year over which it keeps the size against its decay. `faded` is
    how many years before the run it began to fade; None for a push within the run.
    """

    jump: float | None
    held: Float[np.ndarray, " year"]
    faded: float | None


def presence(impulse: Impulse, years: Float[np.ndarray, " year"]) -> Float[np.ndarray, " year"]:
    """Part of each calendar year over which an event is in force.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> jump = next(each for each in shipped().impulses if each.id == "i62")
    >>> presence(jump, np.array([2021.0, 2022.0, 2023.0])).round(2).tolist()
    [0.0, 0.85, 0.15]
    """
    return _overlap(impulse.time, impulse.lasting, years)


def push(impulse: Impulse, years: Float[np.ndarray, " year"]) -> Push:
    """How a stock takes up an event, keeps it while it lasts and then forgets it.

    The stock of a year stands for its middle: what happens before the middle of a year shows in
    the same year, later events in the next.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> banks = next(each for each in shipped().impulses if each.id == "i61")
    >>> made = push(banks, np.arange(1992.0, 2041.0))
    >>> made.jump, float(made.held.sum())
    (2021.0, 12.0)
    """
    jump = floor(impulse.time - MIDDLE)
    held = _overlap(jump + 1.0, impulse.lasting, years)
    if jump >= years[0]:
        return Push(float(jump), held, None)
    return Push(None, held, max(0.0, float(years[0]) - (jump + 1.0 + impulse.lasting)))


def _overlap(
    start: float, lasting: float, years: Float[np.ndarray, " year"]
) -> Float[np.ndarray, " year"]:
    """Part of each year from its number to the next that lies in a span of time."""
    part = np.clip(np.minimum(start + lasting, years + 1) - np.maximum(start, years), 0.0, 1.0)
    return np.round(part, DIGITS)
