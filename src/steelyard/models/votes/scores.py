"""How likely each item and each place is on its own, with slopes and curvature.

Items: coordinates (beta, middle, log gap). Priors: beta ~ N(0, 1); both cutpoints even on -7
to 7, with a soft wall there in place of an edge, so that slopes exist. Places: votes alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32, Int
from scipy.special import ndtr

from steelyard.models.votes.layout import Cells, Layout
from steelyard.models.votes.likelihood import Items, abstained, plain_margins
from steelyard.models.votes.normal import log_cdf

FARTHEST = 7.0  # where cutpoints meet the wall
NOTHING = np.empty(0)
LEAN = 9.0  # published: what a state sees of a text is cut at 9 either way
NEAR = np.float32(3.0)  # how far below that the cut is still felt
_ROOT = np.float32((2 * np.pi) ** -0.5)
WALL = 16.0  # how steep it is: 1 / variance of what leaks beyond


@dataclass(frozen=True, slots=True)
class Score:
    """Log posterior of each block up to a constant, its slope, its observed information."""

    value: Float[np.ndarray, " block"]
    slope: np.ndarray
    information: np.ndarray  # empty where it was not asked for


def as_items(at: Float[np.ndarray, "item 3"]) -> Items:
    """Items from their coordinates."""
    return Items(at[:, 0], at[:, 1], at[:, 2])


def wall(cut: Float[np.ndarray, " item"]) -> Score:
    """Log prior of cutpoints: 0 up to the wall on either side, falling as a parabola beyond."""
    beyond = np.sign(cut) * np.maximum(np.abs(cut) - FARTHEST, 0.0)
    return Score(-WALL * beyond**2 / 2, -WALL * beyond, np.where(beyond != 0, WALL, 0.0))


@dataclass(frozen=True, slots=True)
class Leaning:
    """Votes whose leaning is near its limit: which cells, log density, slope, information."""

    cells: Int[np.ndarray, " near"]
    value: Float32[np.ndarray, " near"]
    slope: Float32[np.ndarray, " near"]
    information: Float32[np.ndarray, " near"]


def leaning(lean: Float32[np.ndarray, " cell"]) -> Leaning:
    r"""What the limit of leanings says of plain votes.

    .. math:: -\tfrac12 [(u^2 + 1)\Phi(u) + u\varphi(u)], \quad u = \beta\theta - 9

    The published sampler draws what a state sees of a text and cuts it at 9: the slope
    :math:`-[u\Phi(u) + \varphi(u)]` is the mean of what is cut. It is what keeps states that
    stand alone, such as the United States, from going ever farther.
    """
    cells = np.flatnonzero(lean > LEAN - NEAR)
    u = lean[cells] - np.float32(LEAN)
    share, density = ndtr(u), np.exp(-u * u / 2) * _ROOT
    slope = -(u * share + density)
    return Leaning(cells, ((u * u + 1) * share + u * density) / -2, slope, share)


@dataclass(frozen=True, slots=True)
class ItemView:
    """Positions as the votes of each item meet them; made once for several looks at items."""

    layout: Layout
    plain: Float32[np.ndarray, " cell"]
    mild: Float32[np.ndarray, " abstention"]


def item_view(known: Layout, theta: Float[np.ndarray, " place"]) -> ItemView:
    """Positions gathered for the votes in the order of items."""
    short = theta.astype(np.float32)
    return ItemView(
        known,
        np.take(short, known.plain_by_item.place),
        np.take(short, known.abstain_by_item.place),
    )


def item_scores(view: ItemView, at: Float[np.ndarray, "item 3"], *, curved: bool = False) -> Score:
    """Log posterior of each item given positions; with its information where asked."""
    number, items = view.layout.items, as_items(at)
    gap = items.gap
    low, high = wall(items.lower), wall(items.upper)
    value = -(items.beta**2) / 2 + items.log_gap + low.value + high.value
    slope = np.stack([-items.beta, low.slope, high.slope], axis=1)
    bend = np.zeros((number, 3, 3)) if curved else None
    if bend is not None:
        bend[:, 1, 1], bend[:, 2, 2] = low.information, high.information
    for part in (_plain_items, _mild_items):
        part(view, items, value, slope, bend)
    below, above = slope[:, 1].copy(), slope[:, 2].copy()
    slope[:, 1] = below + above
    slope[:, 2] = (above - below) * gap / 2 + 1
    return Score(value, slope, NOTHING if bend is None else _in_gaps(bend, below, above, gap))


def _plain_items(
    view: ItemView, items: Items, value: np.ndarray, slope: np.ndarray, bend: np.ndarray | None
) -> None:
    """Add what yes and no say of (beta, lower, upper)."""
    cells, theta = view.layout.plain_by_item, view.plain
    cut = np.stack([items.lower, -items.upper], axis=1).reshape(-1)
    tilt = np.stack([-items.beta, items.beta], axis=1).reshape(-1)
    x = _repeated(tilt, cells)
    x *= theta
    near = leaning(x)
    x += _repeated(cut, cells)
    log_p, pull = log_cdf(x)
    log_p[near.cells] += near.value
    push = pull.copy()
    push[near.cells] += near.slope
    by_side = lambda cell: cells.sums(cell, 2 * view.layout.items).reshape(-1, 2)  # noqa: E731
    value += by_side(log_p).sum(axis=1)
    moved = by_side(push * theta)
    slope[:, 0] += moved[:, 1] - moved[:, 0]
    slope[:, 1:] += by_side(pull) * (1, -1)
    if bend is None:
        return
    weight = pull * (pull + x)
    level, first, second = (by_side(weight * theta**power) for power in (0, 1, 2))
    bend[:, 0, 0] += second.sum(axis=1)
    held = np.zeros_like(pull)
    held[near.cells] = near.information
    bend[:, 0, 0] += by_side(held * theta**2).sum(axis=1)
    for side in (0, 1):
        bend[:, 0, 1 + side] -= first[:, side]
        bend[:, 1 + side, 1 + side] += level[:, side]


def _mild_items(
    view: ItemView, items: Items, value: np.ndarray, slope: np.ndarray, bend: np.ndarray | None
) -> None:
    """Add what abstentions say of (beta, lower, upper)."""
    cells, theta = view.layout.abstain_by_item, view.mild
    lower = _repeated(items.lower, cells) - _repeated(items.beta, cells) * theta
    gap = _repeated(items.gap, cells)
    made = abstained(lower, gap)
    total = lambda cell: cells.sums(cell, view.layout.items)  # noqa: E731
    value += total(made.value)
    slope[:, 0] -= total((made.lower + made.upper) * theta)
    slope[:, 1] += total(made.lower)
    slope[:, 2] += total(made.upper)
    if bend is None:
        return
    high = made.upper * (made.upper + lower + gap)
    low, cross = made.lower * (made.lower + lower), made.upper * made.lower
    bend[:, 0, 0] += total((high + low + 2 * cross) * theta**2)
    bend[:, 0, 1] -= total((low + cross) * theta)
    bend[:, 0, 2] -= total((high + cross) * theta)
    bend[:, 1, 1] += total(low)
    bend[:, 2, 2] += total(high)
    bend[:, 1, 2] += total(cross)


def _in_gaps(bend: np.ndarray, low: np.ndarray, high: np.ndarray, gap: np.ndarray) -> np.ndarray:
    """Information on (beta, lower, upper) turned to (beta, middle, log gap), priors added."""
    for row, column in ((0, 1), (0, 2), (1, 2)):
        bend[:, column, row] = bend[:, row, column]
    turn = np.zeros_like(bend)
    turn[:, 0, 0] = turn[:, 1, 1] = turn[:, 2, 1] = 1
    turn[:, 1, 2], turn[:, 2, 2] = -gap / 2, gap / 2
    turned = turn.transpose(0, 2, 1) @ bend @ turn
    turned[:, 2, 2] += np.maximum(-(high - low) * gap / 2, 0)
    turned[:, [0, 1, 2], [0, 1, 2]] += (1, 0.01, 0.1)  # the prior of beta; a little for the rest
    return turned


def _repeated(values: np.ndarray, cells: Cells) -> np.ndarray:
    """A value of each owner, once for each of its cells."""
    return np.repeat(values[cells.owner].astype(np.float32), cells.length)


def place_scores(
    known: Layout, at: Float[np.ndarray, "item 3"], theta: Float[np.ndarray, " place"]
) -> Score:
    """Log likelihood of each place given items, with its slope and information."""
    items, size = as_items(at), known.places
    cells = known.plain_by_place
    cut, tilt = plain_margins(cells, items)
    x = tilt * _at(theta, cells)
    near = leaning(x)
    x += cut
    log_p, pull = log_cdf(x)
    push = pull.copy()
    push[near.cells] += near.slope
    weight = pull * (pull + x)
    log_p[near.cells] += near.value
    weight[near.cells] += near.information
    value, slope = cells.sums(log_p, size), cells.sums(push * tilt, size)
    bend = cells.sums(weight * tilt**2, size)
    cells = known.abstain_by_place
    low, gap, beta = (
        np.take(values.astype(np.float32), cells.item)
        for values in (items.lower, items.gap, items.beta)
    )
    low -= beta * _at(theta, cells)
    made = abstained(low, gap)
    pull = made.lower + made.upper
    weight = pull**2 + (low + gap) * made.upper + low * made.lower
    value += cells.sums(made.value, size)
    slope -= cells.sums(pull * beta, size)
    return Score(value, slope, bend + cells.sums(weight * beta**2, size))


def _at(theta: np.ndarray, cells: Cells) -> np.ndarray:
    """The position behind each cell in the order of places."""
    return np.repeat(theta[cells.owner].astype(np.float32), cells.length)
