"""Near the most likely point: Newton steps on items, positions and sessions in turn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from steelyard.models.votes.layout import Layout
from steelyard.models.votes.scores import item_scores, item_view, place_scores
from steelyard.models.votes.start import Point, standardised

LONGEST = 0.7  # a step in one turn: beyond, the curvature seen from here says little
TURNS = 12  # more would pull in extreme states, as slopes and positions are chosen together
HOLD = 1.5  # precision about the middle of a session of a position with the mean number of votes


def maximise(
    known: Layout, point: Point, report: Callable[[str, float], None] = lambda step, done: None
) -> Point:
    """A likely point, from a rough start: where draws begin, and no estimate."""
    for turn in range(TURNS):
        report("finding the start", turn / TURNS)
        items = _items_step(known, point)
        theta = _places_step(known, Point(point.theta, items))
        point = standardised(placed(known, Point(theta, items)))
    return point


def placed(known: Layout, point: Point) -> Point:
    r"""Sessions shifted with their texts, so that states on the whole stay where they were.

    .. math:: \sum_{i \in t} (\theta_{i,t-1} + a_{t-1} - \theta_{it} - a_t) / s_{it} = 0

    Votes hardly say where a whole session stands, and single steps would take hundreds of turns.
    """
    walk = known.walk
    linked = np.flatnonzero(walk.prior >= 0)
    prior, number = walk.prior[linked], int(walk.session.max()) + 1
    here, there, weight = walk.session[linked], walk.session[prior], 1 / walk.spread[linked]
    rows = np.zeros((number, number))
    np.add.at(rows, (here, here), weight)
    np.add.at(rows, (here, there), -weight)
    gap = weight * (point.theta[prior] - point.theta[linked])
    shift = np.linalg.lstsq(rows, np.bincount(here, gap, number), rcond=1e-9)[0]
    items = point.items.copy()
    items[:, 1] += items[:, 0] * shift[known.home]
    return Point(point.theta + shift[walk.session], items)


def _items_step(known: Layout, point: Point) -> Float[np.ndarray, "item 3"]:
    """Items after one damped Newton step."""
    found = item_scores(item_view(known, point.theta), point.items, curved=True)
    step = np.linalg.solve(found.information, found.slope[..., None])[..., 0]
    longest = np.abs(step).max(axis=1, keepdims=True)
    return point.items + step * np.minimum(1, LONGEST / np.maximum(longest, LONGEST))


def _places_step(known: Layout, point: Point) -> Float[np.ndarray, " place"]:
    """Positions after one damped Newton step, near the prior ones and the middle of the session.

    Without the hold to the middle, sessions of few votes would be stretched.
    """
    walk, theta = known.walk, point.theta
    found = place_scores(known, point.items, theta)
    about = np.where(walk.prior >= 0, theta[walk.prior], 0.0)
    middle = np.bincount(walk.session, walk.weight * theta) / np.bincount(walk.session, walk.weight)
    held = HOLD * walk.weight
    slope = found.slope + (about - theta) / walk.spread + held * (middle[walk.session] - theta)
    step = slope / (found.information + 1 / walk.spread + held)
    return theta + np.clip(step, -LONGEST, LONGEST)
