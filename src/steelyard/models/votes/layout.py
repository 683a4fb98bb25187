"""Votes in the orders in which a fit goes through them.

A *place* is a state in a session; an *item* is a text voted on. The same votes are kept twice:
by place, to move positions, and by item, to move items. Yes and no need one distribution
function each and stand together, with their sign; abstentions need two and stand apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, Int32

from steelyard.models.votes.panel import ABSTAIN, NO, NONE, YES, Panel


@dataclass(frozen=True, slots=True)
class Cells:
    """Votes sorted by segment: `owner[segment]` begins at `start[segment]`.

    `cut` numbers the cutpoint of a plain vote (item, or items + item for a no), and `sign` is 1
    for yes, -1 for no. For abstentions `cut` is the item and `sign` is 1.
    """

    item: Int32[np.ndarray, " cell"]
    place: Int32[np.ndarray, " cell"]
    cut: Int32[np.ndarray, " cell"]
    sign: Float32[np.ndarray, " cell"]
    owner: Int[np.ndarray, " segment"]
    start: Int[np.ndarray, " segment"]
    length: Int[np.ndarray, " segment"]

    def sums(self, values: Float32[np.ndarray, " cell"], size: int) -> Float[np.ndarray, " block"]:
        """Sum of values by owner; 0 for an owner without cells."""
        total = np.zeros(size)
        if values.size:
            total[self.owner] = np.add.reduceat(values, self.start)
        return total


@dataclass(frozen=True, slots=True)
class Walk:
    """The chain of places of each state: who follows whom, and how far a step may go.

    `before` and `after` are -1 at the ends; `variance` is that of the step from `before`,
    infinite at an entry; `weight` are votes cast, 1 on average.
    """

    session: Int[np.ndarray, " place"]
    state: Int[np.ndarray, " place"]
    before: Int[np.ndarray, " place"]
    after: Int[np.ndarray, " place"]
    variance: Float[np.ndarray, " place"]
    weight: Float[np.ndarray, " place"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything about a panel that does not change during a fit.

    Places are sorted by `colour` (every second session of a state), so that none of a colour
    depends on another of it; `colours` are their bounds.
    """

    walk: Walk
    items: int
    colours: tuple[slice, ...]
    plain_by_place: tuple[Cells, ...]
    abstain_by_place: tuple[Cells, ...]
    plain_by_item: Cells
    abstain_by_item: Cells

    @property
    def places(self) -> int:
        """Number of states' sessions."""
        return self.walk.session.size


def layout(panel: Panel, step_variance: float) -> Layout:
    """The votes of a panel in both orders.

    The step of a state into a session of *n* votes from one of *m* votes has the variance
    ``step_variance * n / (n + m)``, as published.
    """
    walk, number = _walk(panel, step_variance)
    calls, columns = np.nonzero(panel.votes != NONE)
    code = panel.votes[calls, columns]
    item = panel.item_of[calls]
    place = number[panel.session_of[calls], columns]
    parity = _parity(walk)
    bounds = np.searchsorted(parity, [0, 1, 2])
    colours = tuple(slice(int(a), int(b)) for a, b in pairwise(bounds))
    plain, mild = code != ABSTAIN, code == ABSTAIN
    cells = _sorted_cells
    pick = [(place >= part.start) & (place < part.stop) for part in colours]
    return Layout(
        walk=walk,
        items=panel.items,
        colours=colours,
        plain_by_place=tuple(cells(code, item, place, plain & in_, place, panel) for in_ in pick),
        abstain_by_place=tuple(cells(code, item, place, mild & in_, place, panel) for in_ in pick),
        plain_by_item=cells(code, item, place, plain, 2 * item + (code == NO), panel),
        abstain_by_item=cells(code, item, place, mild, item, panel),
    )


def _sorted_cells(
    code: np.ndarray,
    item: np.ndarray,
    place: np.ndarray,
    chosen: Bool[np.ndarray, " cell"],
    key: np.ndarray,
    panel: Panel,
) -> Cells:
    """The chosen votes sorted by a key, with the bounds of its runs."""
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((place[rows], item[rows], key[rows]))]
    owner, start, length = np.unique(key[rows], return_index=True, return_counts=True)
    no = code[rows] == NO
    return Cells(
        item=item[rows].astype(np.int32),
        place=place[rows].astype(np.int32),
        cut=(item[rows] + panel.items * no).astype(np.int32),
        sign=np.where(no, -1, YES).astype(np.float32),
        owner=owner,
        start=start,
        length=length,
    )


def _walk(panel: Panel, step_variance: float) -> tuple[Walk, Int[np.ndarray, "session state"]]:
    """Chains of places, numbered so that every second place of a state comes first."""
    sessions, states = np.nonzero(panel.counts)
    rank = (np.cumsum(panel.counts > 0, axis=0) - 1)[sessions, states]
    order = np.lexsort((states, sessions, rank % 2))
    sessions, states = sessions[order], states[order]
    number = np.full(panel.counts.shape, -1)
    number[sessions, states] = np.arange(sessions.size)
    before, after = np.full(sessions.size, -1), np.full(sessions.size, -1)
    for column in range(len(panel.states)):
        chain = number[:, column][number[:, column] >= 0]
        before[chain[1:]], after[chain[:-1]] = chain[:-1], chain[1:]
    cast = panel.counts[sessions, states]
    share = cast / (cast + cast[before])
    variance = np.where(before >= 0, step_variance * share, np.inf)
    return Walk(sessions, states, before, after, variance, cast / cast.mean()), number


def _parity(walk: Walk) -> np.ndarray:
    """0 for the first, third, ... place of a state and 1 for the others; sorted by construction."""
    parity = np.zeros(walk.session.size, dtype=int)
    for first in np.flatnonzero(walk.before < 0):
        here, odd = int(first), 0
        while here >= 0:
            parity[here] = odd
            here, odd = int(walk.after[here]), 1 - odd
    return parity
