r"""One turn of the sampler: cutpoints, what states see, slopes, positions.

As published (Bailey, Strezhnev and Voeten 2017, and their program of 2020), a state at
:math:`\theta` sees a text as :math:`z = \beta\theta + e`, cut at 9 either way, and each turn draws

.. math::
    g \mid \theta, \beta, y \qquad z \mid g, \theta, \beta, y \qquad
    \beta \sim N\Big(v \sum_i \theta_i z_i,\; v\Big), \; v^{-1} = 1 + \sum_i \theta_i^2 \qquad
    \theta_t \sim N(m_t, V_t)

.. math::
    m_t = V_t \Big(\sum_v \beta_v z_v + m'_{t-1} / s_t\Big), \qquad
    V_t^{-1} = \sum_v \beta_v^2 + 1 / s_t

with *m'* the mean of the turn before, of the session before (of the second session for the first)
and :math:`s_t` half the share of the session's votes in those of both. Then all positions are
brought to mean 0 and standard deviation 1; *m* is not.

Positions look back alone, and to a mean instead of a draw. That is no Gibbs sampler of one joint
law: what it settles to is the law that the published points are drawn from, and `docs/decisions/
0015` tells what was measured with samplers of a joint law instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32
from scipy.special import ndtr, ndtri

from steelyard.models.votes.layout import Cells, Layout
from steelyard.models.votes.likelihood import abstained
from steelyard.models.votes.normal import log_cdf

FARTHEST = 7.0  # where cutpoints end
SEEN = 9.0  # where what a state sees is cut
OUTERMOST = 5.0  # where a position is cut before it is standardised
STRIDE = 0.2 / 3  # standard deviation of the step of a cutpoint
LEAST_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class State:
    """What a chain is at: positions, the means they were drawn about, and items.

    `items` are (beta, middle, log gap) of each text.
    """

    theta: Float[np.ndarray, " place"]
    expected: Float[np.ndarray, " place"]
    items: Float[np.ndarray, "item 3"]


def turn(known: Layout, at: State, random: np.random.Generator) -> tuple[State, float]:
    """The state after a turn, and the share of cutpoints that moved."""
    beta, lower, upper = _cutpoints(at.items)
    seen = _seen(known, at.theta, beta)
    proposed = _proposed(lower, upper, random)
    now, then = (_chances(known, seen, *cuts) for cuts in ((lower, upper), proposed.cuts))
    ratio = then.by_item - now.by_item + proposed.correction
    taken = random.random(beta.size) < np.exp(np.minimum(ratio, 0.0))
    lower, upper = (
        np.where(taken, new, old) for new, old in zip(proposed.cuts, (lower, upper), strict=True)
    )
    plain = np.where(np.take(taken, known.plain_by_item.item), then.plain, now.plain)
    views = _views(known, seen, plain, lower, upper, random)
    beta = _slopes(known, at.theta, views, random)
    theta, expected = _positions(known, at.expected, beta, views, random)
    items = np.stack([beta, (lower + upper) / 2, np.log(upper - lower)], axis=1)
    return State(theta, expected, items), float(taken.mean())


def _cutpoints(items: Float[np.ndarray, "item 3"]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slopes, lower and upper cutpoints, inside their bounds and in their order."""
    half = np.exp(items[:, 2]) / 2
    lower = np.clip(items[:, 1] - half, -FARTHEST + LEAST_GAP, FARTHEST - 2 * LEAST_GAP)
    return items[:, 0], lower, np.clip(items[:, 1] + half, lower + LEAST_GAP, FARTHEST)


@dataclass(frozen=True, slots=True)
class _Votes:
    """Something of each vote, yes and no apart from abstentions.

    Those of yes and no are turned so that a vote falls below its cutpoint.
    """

    plain: Float32[np.ndarray, " plain"]
    mild: Float32[np.ndarray, " mild"]


def _seen(known: Layout, theta: np.ndarray, beta: np.ndarray) -> _Votes:
    """Beta theta behind each vote."""
    short, tilt = theta.astype(np.float32), np.concatenate([beta, -beta]).astype(np.float32)
    return _Votes(
        *(
            np.take(tilt, cells.cut) * np.take(short, cells.place)
            for cells in (known.plain_by_item, known.abstain_by_item)
        )
    )


@dataclass(frozen=True, slots=True)
class _Proposed:
    """Cutpoints proposed in their order, and the log ratio of the ways back and forth."""

    cuts: tuple[Float[np.ndarray, " item"], Float[np.ndarray, " item"]]
    correction: Float[np.ndarray, " item"]


def _proposed(lower: np.ndarray, upper: np.ndarray, random: np.random.Generator) -> _Proposed:
    """A step of both cutpoints: the lower one below the old upper, the upper above the new lower.

    The ratio is the published one, which counts the bound of the upper cutpoint's step alone.
    """
    below = _between(lower, -FARTHEST, upper, random)
    above = np.maximum(_between(upper, below, FARTHEST, random), below + LEAST_GAP)
    ahead, back = ((one - other) / STRIDE for one, other in ((below, upper), (lower, above)))
    return _Proposed((below, above), np.log(ndtr(-ahead)) - np.log(ndtr(-back)))


def _between(
    at: np.ndarray, least: np.ndarray | float, most: np.ndarray | float, random: np.random.Generator
) -> np.ndarray:
    """A normal step of a cutpoint, cut off at both sides."""
    down, up = ndtr((least - at) / STRIDE), ndtr((most - at) / STRIDE)
    return at + STRIDE * ndtri(down + random.random(at.size) * (up - down))


@dataclass(frozen=True, slots=True)
class _Chances:
    """Log probability of each yes and no, and of all votes on a text."""

    plain: Float32[np.ndarray, " plain"]
    by_item: Float[np.ndarray, " item"]


def _chances(known: Layout, seen: _Votes, lower: np.ndarray, upper: np.ndarray) -> _Chances:
    """How likely votes are under these cutpoints."""
    firm, soft = known.plain_by_item, known.abstain_by_item
    cuts = np.concatenate([lower, -upper]).astype(np.float32)
    plain, _ = log_cdf(np.take(cuts, firm.cut) - seen.plain)
    gap = np.take((upper - lower).astype(np.float32), soft.item)
    mild = abstained(np.take(cuts, soft.item) - seen.mild, gap).value
    by_side = firm.sums(plain, 2 * known.items).reshape(-1, 2)
    return _Chances(plain, by_side.sum(axis=1) + soft.sums(mild, known.items))


def _views(
    known: Layout,
    seen: _Votes,
    chance: Float32[np.ndarray, " plain"],
    lower: np.ndarray,
    upper: np.ndarray,
    random: np.random.Generator,
) -> _Votes:
    """What states saw of the texts, given how they voted."""
    share = np.exp(chance)
    share *= random.random(chance.size, dtype=np.float32)
    plain = ndtri(share)
    plain += seen.plain
    soft = known.abstain_by_item
    down, up = (np.take(cut, soft.item) - seen.mild for cut in (lower, upper))
    mirrored = down + up > 0  # so that both shares keep their digits
    down, up = np.where(mirrored, -up, down), np.where(mirrored, -down, up)
    least = ndtr(down)
    error = ndtri(least + random.random(down.size) * (ndtr(up) - least))
    mild = (seen.mild + np.where(mirrored, -error, error)).astype(np.float32)
    return _Votes(np.clip(plain, -SEEN, SEEN, out=plain), np.clip(mild, -SEEN, SEEN, out=mild))


def _slopes(
    known: Layout, theta: np.ndarray, views: _Votes, random: np.random.Generator
) -> Float[np.ndarray, " item"]:
    """Slopes of texts given positions and what was seen; beta ~ N(0, 1)."""
    firm, soft = known.plain_by_item, known.abstain_by_item
    short = theta.astype(np.float32)
    plain, mild = np.take(short, firm.place), np.take(short, soft.place)
    twice = 2 * known.items
    pull = firm.sums(plain * views.plain, twice).reshape(-1, 2) @ (1.0, -1.0)
    pull += soft.sums(mild * views.mild, known.items)
    sharp = 1 + firm.sums(plain * plain, twice).reshape(-1, 2).sum(axis=1)
    sharp += soft.sums(mild * mild, known.items)
    return pull / sharp + random.standard_normal(sharp.size) / np.sqrt(sharp)


def _positions(
    known: Layout,
    before: Float[np.ndarray, " place"],
    beta: Float[np.ndarray, " item"],
    views: _Votes,
    random: np.random.Generator,
) -> tuple[Float[np.ndarray, " place"], Float[np.ndarray, " place"]]:
    """Positions, standardised, and the means that they were drawn about."""
    walk, tilt = known.walk, np.concatenate([beta, -beta]).astype(np.float32)
    sharp, pull = 1 / walk.spread, np.where(walk.prior >= 0, before[walk.prior], 0.0) / walk.spread
    firm, soft = known.plain_by_item, known.abstain_by_item
    for cells, view in ((firm, views.plain), (soft, views.mild)):
        lever = np.take(tilt, cells.cut)
        sharp = sharp + _by_place(cells, lever * lever, known.places)
        pull += _by_place(cells, lever * view, known.places)
    expected = pull / sharp
    theta = expected + random.standard_normal(sharp.size) / np.sqrt(sharp)
    theta = np.clip(theta, -OUTERMOST, OUTERMOST)
    return (theta - theta.mean()) / theta.std(), expected


def _by_place(cells: Cells, values: np.ndarray, places: int) -> Float[np.ndarray, " place"]:
    """Sum of values in the order of texts by place."""
    return np.bincount(cells.place, values, places)
