r"""Moves of whole sessions: all positions of a session shifted or stretched, with its items.

Given items, the positions of a session hardly move together, and given positions its items
hardly do: one by one, a chain would need thousands of turns to cross the slow drift that the
data leave open. Here a session's positions and its items move as one,

.. math:: \theta \to \theta + a_t,\; m \to m + \beta a_h \qquad
          \theta \to e^{l_t}\theta,\; \beta \to e^{-l_h}\beta

so that the likelihood changes only for texts voted on in more sessions than their home *h*.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.models.votes.hold import centre_pull
from steelyard.models.votes.layout import Cells, Layout
from steelyard.models.votes.likelihood import abstained
from steelyard.models.votes.normal import log_cdf
from steelyard.models.votes.scores import as_items, leaning, wall
from steelyard.models.votes.start import Point


@dataclass(frozen=True, slots=True)
class Away:
    """Votes on texts outside their home session, with the session of the vote and the home."""

    item: Int[np.ndarray, " cell"]
    place: Int[np.ndarray, " cell"]
    sign: Float[np.ndarray, " cell"]
    session: Int[np.ndarray, " cell"]
    home: Int[np.ndarray, " cell"]


@dataclass(frozen=True, slots=True)
class Frames:
    """Sessions, the home of each item, and the votes away from home."""

    layout: Layout
    sessions: int
    home: Int[np.ndarray, " item"]
    plain: Away
    mild: Away


@dataclass(frozen=True, slots=True)
class Look:
    """Log posterior as a function of the move, its slope, and its information where asked."""

    value: float
    slope: Float[np.ndarray, " session"]
    information: np.ndarray  # of zeros where it was not asked for


def frames(known: Layout, home: Int[np.ndarray, " item"]) -> Frames:
    """Sessions of a layout, given the home session of each item."""
    away = [_away(known, cells, home) for cells in (known.plain_by_item, known.abstain_by_item)]
    return Frames(known, int(known.walk.session.max()) + 1, home, *away)


def _away(known: Layout, cells: Cells, home: np.ndarray) -> Away:
    """Votes of some cells that were cast away from the home of their text."""
    session = known.walk.session[cells.place]
    out = session != home[cells.item]
    item = cells.item[out].astype(np.int64)
    place, sign = cells.place[out].astype(np.int64), cells.sign[out].astype(float)
    return Away(item, place, sign, session[out], home[item])


def shifted(
    where: Frames,
    point: Point,
    move: Float[np.ndarray, " session"],
) -> Point:
    """Positions and items after a shift of sessions."""
    moved = point.items.copy()
    moved[:, 1] += moved[:, 0] * move[where.home]
    return Point(point.theta + move[where.layout.walk.session], moved, point.centre + move)


def stretched(
    where: Frames,
    point: Point,
    move: Float[np.ndarray, " session"],
) -> Point:
    """Positions and items after a stretch of sessions by the exponent of the move."""
    moved, grown = point.items.copy(), np.exp(move)
    moved[:, 0] /= grown[where.home]
    return Point(point.theta * grown[where.layout.walk.session], moved, point.centre * grown)


def shift_look(
    where: Frames,
    point: Point,
    hold: float,
    *,
    curved: bool = False,
) -> Look:
    """Log posterior along shifts, at a shift of 0."""
    theta, at = point.theta, point.items
    items = as_items(at)
    value, by_place, rows = _walk(where, theta, np.ones_like(theta), curved)
    slope = np.bincount(where.layout.walk.session, by_place, where.sessions)
    pull = centre_pull(where.layout.walk, hold, point.centre)
    slope += pull.slope
    value += float(pull.value.sum())
    rows[np.diag_indices_from(rows)] += pull.information
    low, high = wall(items.lower), wall(items.upper)
    value += float((low.value + high.value).sum())
    slope += np.bincount(where.home, items.beta * (low.slope + high.slope), where.sessions)
    if curved:
        weight = items.beta**2 * (low.information + high.information)
        own = np.bincount(where.home, weight, where.sessions)
        rows[np.diag_indices_from(rows)] += own
    value += _leaning(where, theta, at, slope, rows if curved else None)
    for away, score in _away_scores(where, theta, at, limited=False):
        value += score.value
        lever = items.beta[away.item]
        _add(away, score, lever, slope, rows if curved else None)
    return Look(value, slope, rows)


def stretch_look(
    where: Frames,
    point: Point,
    hold: float,
    *,
    curved: bool = False,
) -> Look:
    """Log posterior along stretches, at a stretch of 0.

    A stretch changes volumes: positions of a session grow, slopes of its items shrink. The
    Jacobian, number of places less number of items, is in `slope`; `value` leaves it to the
    caller, who knows the whole move.
    """
    theta, at, session = point.theta, point.items, where.layout.walk.session
    items = as_items(at)
    value, by_place, rows = _walk(where, theta, theta, curved)
    spread = hold * where.layout.walk.weight * (theta - point.centre[session]) ** 2
    held = np.bincount(session, spread, where.sessions)
    pull = centre_pull(where.layout.walk, hold, point.centre)
    rows[np.diag_indices_from(rows)] += 2 * held + pull.information * point.centre**2
    slope = np.bincount(session, by_place, where.sessions) - held + pull.slope * point.centre
    value += float(pull.value.sum()) - float((items.beta**2).sum() + held.sum()) / 2
    slope += np.bincount(where.home, items.beta**2, where.sessions) + volume(where)
    if curved:
        own = np.bincount(where.home, 2 * items.beta**2, where.sessions)
        rows[np.diag_indices_from(rows)] += own
    for away, score in _away_scores(where, theta, at, limited=True):
        value += score.value
        lever = items.beta[away.item] * theta[away.place]
        _add(away, score, lever, slope, rows if curved else None)
    return Look(value, slope, rows)


def volume(where: Frames) -> Float[np.ndarray, " session"]:
    """Places and centre of each session less items at home there: the log Jacobian of a stretch."""
    session = where.layout.walk.session
    return (
        1
        + np.bincount(session, minlength=where.sessions)
        - np.bincount(where.home, minlength=where.sessions).astype(float)
    )


@dataclass(frozen=True, slots=True)
class _AwayScore:
    """Votes away from home: their log likelihood, and slope and information of beta theta."""

    value: float
    slope: Float[np.ndarray, " cell"]
    information: Float[np.ndarray, " cell"]


def _away_scores(
    where: Frames, theta: np.ndarray, at: np.ndarray, *, limited: bool
) -> tuple[tuple[Away, _AwayScore], ...]:
    """Slopes of the likelihood in beta theta for the votes away from home."""
    items, short = as_items(at), np.float32
    plain, mild = where.plain, where.mild
    seen = items.beta[plain.item] * theta[plain.place]
    cut = np.where(plain.sign > 0, items.lower[plain.item], items.upper[plain.item])
    x = (plain.sign * (cut - seen)).astype(short)
    log_p, pull = log_cdf(x)
    weight = pull * (pull + x)
    value = float(log_p.sum(dtype=float))
    if limited:
        near = leaning((-plain.sign * seen).astype(short))
        value += float(near.value.sum(dtype=float))
        pull[near.cells] += near.slope
        weight[near.cells] += near.information
    firm = _AwayScore(value, -plain.sign * pull, weight)
    lower = (items.lower[mild.item] - items.beta[mild.item] * theta[mild.place]).astype(short)
    gap = items.gap[mild.item].astype(short)
    made = abstained(lower, gap)
    weight = (made.lower + made.upper) ** 2 + (lower + gap) * made.upper + lower * made.lower
    soft = _AwayScore(float(made.value.sum(dtype=float)), -(made.lower + made.upper), weight)
    return (plain, firm), (mild, soft)


def _leaning(
    where: Frames, theta: np.ndarray, at: np.ndarray, slope: np.ndarray, rows: np.ndarray | None
) -> float:
    """Add what the law of leanings says of shifts, which change beta theta of every vote."""
    cells = where.layout.plain_by_item
    tilt = np.stack([-at[:, 0], at[:, 0]], axis=1).reshape(-1)[cells.owner].astype(np.float32)
    lean = np.repeat(tilt, cells.length) * np.take(theta.astype(np.float32), cells.place)
    near = leaning(lean)
    far = near.cells
    session = where.layout.walk.session[cells.place[far]]
    beta = -cells.sign[far] * at[cells.item[far], 0]
    slope += np.bincount(session, near.slope * beta, where.sessions)
    if rows is not None:
        rows[np.diag_indices_from(rows)] += np.bincount(
            session, near.information * beta**2, where.sessions
        )
    return float(near.value.sum(dtype=float))


def _add(
    away: Away, score: _AwayScore, lever: np.ndarray, slope: np.ndarray, rows: np.ndarray | None
) -> None:
    """Add votes away from home: a move of the session and one of the home pull against."""
    number = slope.size
    pull = score.slope * lever
    slope += np.bincount(away.session, pull, number) - np.bincount(away.home, pull, number)
    if rows is None:
        return
    weight = score.information * lever**2
    for left, right, sign in (
        (away.session, away.session, 1),
        (away.home, away.home, 1),
        (away.session, away.home, -1),
        (away.home, away.session, -1),
    ):
        rows += sign * np.bincount(left * number + right, weight, number**2).reshape(number, -1)


def _walk(
    where: Frames, theta: np.ndarray, lever: np.ndarray, curved: bool
) -> tuple[float, np.ndarray, np.ndarray]:
    """The walk along a move that changes each position by `lever` times that of its session."""
    walk, number = where.layout.walk, where.sessions
    linked = walk.before >= 0
    before = np.where(linked, walk.before, 0)
    step = theta - np.where(linked, theta[before], 0.0)
    force = -step / walk.variance
    back = np.bincount(before[linked], force[linked], theta.size)
    slope = (force - back) * lever
    rows = np.zeros((number, number))
    if curved:
        left, right = walk.session, walk.session[before]
        for one, other, weight in (
            (left, left, lever**2),
            (right, right, np.where(linked, lever[before] ** 2, 0)),
            (left, right, np.where(linked, -lever * lever[before], 0)),
            (right, left, np.where(linked, -lever * lever[before], 0)),
        ):
            np.add.at(rows, (one, other), weight / walk.variance)
    return float((force * step).sum()) / 2, slope, rows
