"""The most likely point: Newton steps on items, positions and sessions in turn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from steelyard.models.votes.frames import Frames, shift_look, shifted
from steelyard.models.votes.layout import Layout
from steelyard.models.votes.scores import item_scores, item_view, place_scores, place_view
from steelyard.models.votes.start import Point, session_means, standardised

LONGEST = 0.7  # a step in one turn: beyond, the curvature seen from here says little
TURNS = 25
HOLD = 1.5  # about what draws find for it; the start need not know better
ENOUGH = 1e-2  # largest change of a position in a turn


def maximise(
    known: Layout,
    where: Frames,
    point: Point,
    report: Callable[[str, float], None] = lambda step, done: None,
) -> Point:
    """The point of highest posterior density, from a rough start.

    It pulls in extreme states, because slopes and positions are chosen together: use it as the
    start of draws, not as an estimate.
    """
    for turn in range(TURNS):
        report("finding the start", turn / TURNS)
        before = point.theta
        point = _turn(known, where, point)
        if np.abs(point.theta - before).max() < ENOUGH:
            break
    return point


def _turn(known: Layout, where: Frames, point: Point) -> Point:
    """Every block once."""
    theta, at = point.theta, _items_step(known, point)
    for colour in range(len(known.colours)):
        theta = _places_step(known, Point(theta, at, point.centre), colour)
    moved = Point(theta, at, session_means(known, theta))
    found = shift_look(where, moved, HOLD, curved=True)
    step = np.clip(np.linalg.solve(found.information, found.slope), -LONGEST, LONGEST)
    return standardised(shifted(where, moved, step))


def _items_step(known: Layout, point: Point) -> Float[np.ndarray, "item 3"]:
    """Items after one damped Newton step."""
    found = item_scores(item_view(known, point.theta), point.items, curved=True)
    step = np.linalg.solve(found.information, found.slope[..., None])[..., 0]
    longest = np.abs(step).max(axis=1, keepdims=True)
    return point.items + step * np.minimum(1, LONGEST / np.maximum(longest, LONGEST))


def _places_step(known: Layout, point: Point, colour: int) -> Float[np.ndarray, " place"]:
    """Positions after one damped Newton step of the places of a colour."""
    view = place_view(known, colour, point.items)
    found = place_scores(view, point.theta, point.centre, HOLD, curved=True)
    moved = point.theta.copy()
    moved[known.colours[colour]] += np.clip(found.slope / found.information, -LONGEST, LONGEST)
    return moved
