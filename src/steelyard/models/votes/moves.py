r"""One turn of the sampler: every block moved by a proposal and accepted on its own.

A block at *x* with slope *G* and a fixed matrix *C*, near the inverse of its information, is
proposed

.. math:: x' = x + s\,C G(x) + \sqrt{s(2 - s)}\; C^{1/2} z

which leaves a normal law with covariance *C* as it is for every *s* from 0 to 1, and forgets *x*
at *s* = 1; the Metropolis-Hastings ratio corrects for what is not normal. Items are independent
given positions; so are the places of one colour given items and the other colour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from steelyard.models.votes.frames import (
    Frames,
    Look,
    shift_look,
    shifted,
    stretch_look,
    stretched,
    volume,
)
from steelyard.models.votes.hold import session_weight
from steelyard.models.votes.layout import Layout
from steelyard.models.votes.scores import Score, item_scores, item_view, place_scores, place_view
from steelyard.models.votes.start import Point, session_means

LEAST = 1e-6
STIFFEST = 1e-3  # share of the largest eigenvalue below which a direction is not trusted


@dataclass(frozen=True, slots=True)
class Shape:
    """What proposals know of the blocks: information, and how far they go (`reach`, *s*)."""

    items: Float[np.ndarray, "item 3 3"]
    item_spread: Float[np.ndarray, "item 3 3"]
    places: Float[np.ndarray, " place"]
    shift: Float[np.ndarray, "session session"]
    stretch: Float[np.ndarray, "session session"]
    item_reach: Float[np.ndarray, " item"]
    place_reach: Float[np.ndarray, " place"]
    shift_reach: float
    stretch_reach: float


@dataclass(frozen=True, slots=True)
class Turn:
    """The point after a turn, and how likely each proposal was to be accepted."""

    point: Point
    items: Float[np.ndarray, " item"]
    places: Float[np.ndarray, " place"]
    shift: float
    stretch: float


def shape_at(
    known: Layout, where: Frames, point: Point, hold: float, old: Shape | None = None
) -> Shape:
    """Information of every block at a point; reaches as before, or the full step at first."""
    items = item_scores(item_view(known, point.theta), point.items, curved=True).information
    items = _definite(items)
    places = np.empty(known.places)
    for colour, part in enumerate(known.colours):
        view = place_view(known, colour, point.items)
        places[part] = place_scores(view, point.theta, point.centre, hold, curved=True).information
    shift, stretch = (
        look(where, point, hold, curved=True).information for look in (shift_look, stretch_look)
    )
    spread = np.linalg.cholesky(np.linalg.inv(items))
    if old is not None:
        made = {"items": items, "item_spread": spread, "places": places}
        return replace(old, **made, shift=shift, stretch=_definite(stretch))
    return Shape(
        items=items,
        item_spread=spread,
        places=places,
        shift=shift,
        stretch=_definite(stretch),
        item_reach=np.full(known.items, 0.8),
        place_reach=np.full(known.places, 0.9),
        shift_reach=0.8,
        stretch_reach=0.8,
    )


def turn(
    known: Layout,
    where: Frames,
    point: Point,
    hold: float,
    shape: Shape,
    random: np.random.Generator,
) -> Turn:
    """Items, both colours of places, shifts and stretches of sessions, once each."""
    at, item_chance = _move_items(known, point, shape, random)
    theta, place_chance = point.theta, np.empty(known.places)
    for colour, part in enumerate(known.colours):
        here = Point(theta, at, point.centre)
        theta, place_chance[part] = _move_places(known, here, colour, hold, shape, random)
    moved_from = Point(theta, at, point.centre)
    moved = Point(theta, at, _draw_centres(known, moved_from, hold, random))
    moved, shift = _move_sessions(
        where, moved, hold, _Kind(shift_look, shifted, 0.0), shape.shift, shape.shift_reach, random
    )
    kind = _Kind(stretch_look, stretched, volume(where))
    moved, stretch = _move_sessions(
        where, moved, hold, kind, shape.stretch, shape.stretch_reach, random
    )
    return Turn(moved, item_chance, place_chance, shift, stretch)


def _move_items(
    known: Layout, point: Point, shape: Shape, random: np.random.Generator
) -> tuple[Float[np.ndarray, "item 3"], Float[np.ndarray, " item"]]:
    """Items given positions."""
    view, reach = item_view(known, point.theta), shape.item_reach[:, None]
    noise = random.standard_normal((known.items, 3))
    now = item_scores(view, point.items)
    width = np.sqrt(reach * (2 - reach))
    step = reach * _times(shape, now.slope) + width * np.einsum(
        "kij,kj->ki", shape.item_spread, noise
    )
    then = item_scores(view, point.items + step)
    back = (-step - reach * _times(shape, then.slope)) / width
    away = (noise**2).sum(axis=1)
    home = np.einsum("ki,kij,kj->k", back, shape.items, back)
    chance = _chance(then.value - now.value + (away - home) / 2)
    taken = random.random(known.items) < chance
    return np.where(taken[:, None], point.items + step, point.items), chance


def _times(shape: Shape, slope: np.ndarray) -> np.ndarray:
    """Slopes times the inverse information of each item."""
    down = np.einsum("kji,kj->ki", shape.item_spread, slope)
    return np.einsum("kij,kj->ki", shape.item_spread, down)


def _move_places(
    known: Layout,
    point: Point,
    colour: int,
    hold: float,
    shape: Shape,
    random: np.random.Generator,
) -> tuple[Float[np.ndarray, " place"], Float[np.ndarray, " chosen"]]:
    """Places of a colour given items and the other colour."""
    part, view = known.colours[colour], place_view(known, colour, point.items)
    theta, centre = point.theta, point.centre
    reach, sharp = shape.place_reach[part], shape.places[part]
    noise = random.standard_normal(sharp.size)
    now: Score = place_scores(view, theta, centre, hold)
    width = np.sqrt(reach * (2 - reach) / sharp)
    step = reach * now.slope / sharp + width * noise
    proposed = theta.copy()
    proposed[part] += step
    then = place_scores(view, proposed, centre, hold)
    back = (-step - reach * then.slope / sharp) / width
    chance = _chance(then.value - now.value + (noise**2 - back**2) / 2)
    taken: Bool[np.ndarray, " chosen"] = random.random(sharp.size) < chance
    moved = theta.copy()
    moved[part] += np.where(taken, step, 0.0)
    return moved, chance


def _draw_centres(
    known: Layout, point: Point, hold: float, random: np.random.Generator
) -> Float[np.ndarray, " session"]:
    """Centres of sessions given positions: a normal law, halfway between them and 0."""
    sharp = 2 * hold * session_weight(known.walk)
    noise = random.standard_normal(sharp.size) / np.sqrt(np.maximum(sharp, LEAST))
    return session_means(known, point.theta) / 2 + noise


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of move of sessions: how it looks, what it does, what it does to volumes."""

    look: Callable[..., Look]
    done: Callable[..., Point]
    volume: Float[np.ndarray, " session"] | float


def _move_sessions(
    where: Frames,
    point: Point,
    hold: float,
    kind: _Kind,
    sharp: Float[np.ndarray, "session session"],
    reach: float,
    random: np.random.Generator,
) -> tuple[Point, float]:
    """All sessions at once, given everything else."""
    root = np.linalg.cholesky(sharp)
    noise = random.standard_normal(where.sessions)
    width = np.sqrt(reach * (2 - reach))
    now = kind.look(where, point, hold)
    step = reach * np.linalg.solve(sharp, now.slope) + width * np.linalg.solve(root.T, noise)
    proposed = kind.done(where, point, step)
    then = kind.look(where, proposed, hold)
    back = root.T @ (-step - reach * np.linalg.solve(sharp, then.slope)) / width
    gain = then.value - now.value + float(np.sum(step * kind.volume))
    chance = float(_chance(np.array(gain + ((noise**2).sum() - (back**2).sum()) / 2)))
    return (proposed if random.random() < chance else point), chance


def _chance(log_ratio: np.ndarray) -> np.ndarray:
    """Chance of acceptance; 0 where the proposal has left the numbers."""
    with np.errstate(over="ignore", invalid="ignore"):
        chance = np.exp(np.minimum(log_ratio, 0.0))
    return np.where(np.isnan(chance), 0.0, chance)


def _definite(matrices: np.ndarray) -> np.ndarray:
    """Symmetric matrices with their eigenvalues kept away from 0."""
    values, vectors = np.linalg.eigh((matrices + np.swapaxes(matrices, -1, -2)) / 2)
    floor = STIFFEST * np.abs(values).max(axis=-1, keepdims=True)
    kept = np.maximum(values, floor)
    return (vectors * kept[..., None, :]) @ np.swapaxes(vectors, -1, -2)
