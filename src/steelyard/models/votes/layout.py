"""Votes in the orders in which a fit goes through them.

A *place* is a state in a session; an *item* is a text voted on. The same votes are kept twice:
by place, to move positions, and by item, to move items. Yes and no need one distribution
function each and stand together, with their sign; abstentions need two and stand apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Float32, Int, Int32

from steelyard.models.votes.panel import ABSTAIN, NO, NONE, YES, Panel

STEP_VARIANCE = 0.5  # published: twice the variance of a step between two sessions alike in votes


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
    """The places of each state, and what a position there is expected to be near.

    `prior` is the place before; for the first of a state the one after it; -1 if it has no other.
    `spread` is the variance about what was expected there: with *n* votes here and *m* there,
    half of n / (n + m), as published. `weight` are votes cast, 1 on average.
    """

    session: Int[np.ndarray, " place"]
    state: Int[np.ndarray, " place"]
    prior: Int[np.ndarray, " place"]
    spread: Float[np.ndarray, " place"]
    weight: Float[np.ndarray, " place"]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything about a panel that does not change during a fit.

    `home` is the session that first voted on a text.
    """

    walk: Walk
    items: int
    home: Int[np.ndarray, " item"]
    plain_by_place: Cells
    abstain_by_place: Cells
    plain_by_item: Cells
    abstain_by_item: Cells

    @property
    def places(self) -> int:
        """Number of states' sessions."""
        return self.walk.session.size


def layout(panel: Panel) -> Layout:
    """The votes of a panel in both orders."""
    walk, number = _walk(panel)
    calls, columns = np.nonzero(panel.votes != NONE)
    code = panel.votes[calls, columns]
    item = panel.item_of[calls]
    place = number[panel.session_of[calls], columns]
    plain, mild = code != ABSTAIN, code == ABSTAIN
    home = np.full(panel.items, len(panel.sessions))
    np.minimum.at(home, panel.item_of, panel.session_of)
    cells = _sorted_cells
    return Layout(
        walk=walk,
        items=panel.items,
        home=home,
        plain_by_place=cells(code, item, place, plain, place, panel),
        abstain_by_place=cells(code, item, place, mild, place, panel),
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


def _walk(panel: Panel) -> tuple[Walk, Int[np.ndarray, "session state"]]:
    """Places in the order of sessions, each with the one that it is expected to be near."""
    sessions, states = np.nonzero(panel.counts)
    number = np.full(panel.counts.shape, -1)
    number[sessions, states] = np.arange(sessions.size)
    prior = np.full(sessions.size, -1)
    for column in range(len(panel.states)):
        chain = number[:, column][number[:, column] >= 0]
        prior[chain[1:]], prior[chain[:1]] = chain[:-1], chain[1:2] if chain.size > 1 else -1
    cast = panel.counts[sessions, states]
    share = np.where(prior >= 0, cast / (cast + cast[prior]), 1.0)
    return Walk(sessions, states, prior, STEP_VARIANCE * share, cast / cast.mean()), number
