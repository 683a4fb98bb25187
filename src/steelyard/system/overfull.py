"""Events that together would move a variable by more than its scale has room for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.system.causal import CausalSystem
from steelyard.system.pushes import presence, push

SCALE = (1992, 2024)  # years over which an index has mean 0 and standard deviation 1
ROOM = 1.0


@dataclass(frozen=True, slots=True)
class Overfull:
    """A variable whose usual events alone spread it by more than 1 over the years of its scale.

    `largest` is the factor on their sizes at which they would just fill it.
    """

    variable: str
    spread: float
    largest: float


def overfull(system: CausalSystem) -> tuple[Overfull, ...]:
    r"""Indices whose events leave no room: the spread of their usual path alone is above 1.

    An index is standardised over 1992-2024, so that events, one cause among others, cannot spread
    it by more than 1 unless other causes always work against them.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> overfull(shipped())
    ()
    """
    found = []
    for each in system.variables:
        if each.unit.startswith("index: standard deviations"):
            spread = float(event_path(system, each.name).std())
            if spread > ROOM:
                found.append(Overfull(each.name, spread, ROOM / spread))
    return tuple(found)


def event_path(
    system: CausalSystem, variable: str, years: Float[np.ndarray, " year"] | None = None
) -> Float[np.ndarray, " year"]:
    r"""What the usual events alone make of a variable, year by year, from a start at 0.

    .. math:: x_{t+1} = (1 - \delta) x_t + \sum_e s_e (j_{et} + \delta h_{et})

    for a stock with jumps *j* and the part *h* of a year over which an event holds (see
    `steelyard.system.pushes`); other variables have the sum of sizes in force.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> event_path(shipped(), "aggression_rus")[-2:].round(2).tolist()
    [2.5, 2.5]
    """
    at = np.arange(SCALE[0], SCALE[1] + 1.0) if years is None else years
    events = [each for each in system.impulses if each.variable == variable]
    decay = system[variable].decay
    if system[variable].role != "stock" or decay is None:
        inert = (each.polarity * each.size.usual * presence(each, at) for each in events)
        return np.sum([np.zeros(at.size), *inert], axis=0)
    rate, level, inflow = decay.usual, 0.0, np.zeros(at.size)
    for each in events:
        made, size = push(each, at), each.polarity * each.size.usual
        if made.faded is not None:
            level += size * float(np.exp(-rate * made.faded))
        inflow += size * ((at == made.jump) + rate * made.held)
    path = np.empty(at.size)
    for place in range(at.size):
        path[place] = level
        level += inflow[place] - rate * level
    return path
