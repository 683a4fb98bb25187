"""Two states on the scale of ideal points: how far apart, since when, and who moved."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

from steelyard.measures.interval import estimate_from_draws
from steelyard.models.votes.result import IdealPoints
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate

BASIS = "draws of the ideal-point model: votes seen as chances given positions and texts"


@dataclass(frozen=True, slots=True)
class WhoMoved:
    """A change of expected agreement between two sessions, and its three parts.

    `first` and `second`: the states moved while texts and the other stayed; `agenda`: other texts
    were voted on. They add up to `change` in every draw.
    """

    change: Estimate
    first: Estimate
    second: Estimate
    agenda: Estimate


def distance_draws(
    points: IdealPoints, first: str, second: str, session: int
) -> Float[np.ndarray, " draw"]:
    """Draws of the distance of two states in a session."""
    left, right = (points.place(state, session) for state in (first, second))
    return np.abs(points.draws[:, left].astype(float) - points.draws[:, right])


def distance(points: IdealPoints, first: str, second: str, session: int) -> Estimate:
    r"""Distance of two states' positions in a session.

    .. math:: d_t = |\theta_{it} - \theta_{jt}|

    The point is the mean of draws. 1 is a standard deviation of all positions of the fit.

    Raises
    ------
    InputError
        If one of the two has no position there.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). *Journal of Conflict Resolution* 61(2), 430.
    """
    drawn = distance_draws(points, first, second, session)
    return estimate_from_draws(float(drawn.mean()), drawn, basis=BASIS)


def distance_change(
    points: IdealPoints, first: str, second: str, sessions: tuple[int, int]
) -> Estimate:
    """Distance in the later session less that in the earlier, draw by draw; negative is closer."""
    early, late = (distance_draws(points, first, second, session) for session in sessions)
    drawn = late - early
    return estimate_from_draws(float(drawn.mean()), drawn, basis=BASIS)


def closer_than(
    points: IdealPoints, first: str, second: str, session: int, reference: int
) -> float:
    """Probability that two states are closer in a session than in a session of reference."""
    drawn = distance_draws(points, first, second, session)
    return float((drawn < distance_draws(points, first, second, reference)).mean())


def expected_agreement(
    left: Float[np.ndarray, " draw"],
    right: Float[np.ndarray, " draw"],
    items: Float[np.ndarray, "draw item 3"],
) -> Float[np.ndarray, " draw"]:
    r"""Agreement that positions and texts lead one to expect, over all texts.

    .. math:: g = 1 - \tfrac{1}{2K} \sum_k \sum_{y, y'} p_k(y) q_k(y') |y - y'|

    with the chances of yes, abstain and no of both states, each voting on its own.

    Examples
    --------
    >>> items = np.array([[[2.0, 0.0, -9.0]]])
    >>> expected_agreement(np.array([5.0]), np.array([5.0]), items).round(3).tolist()
    [1.0]
    >>> expected_agreement(np.array([5.0]), np.array([-5.0]), items).round(3).tolist()
    [0.0]
    """
    return _agreement(_chances(left, items), _chances(right, items))


def _agreement(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> Float[np.ndarray, " draw"]:
    """Agreement of two states from their chances of a vote below each cutpoint."""
    # |y - y'| summed over cutpoints: below on one side and above on the other
    apart = sum(
        mine.sum(axis=1) + theirs.sum(axis=1) - 2 * np.einsum("dk,dk->d", mine, theirs)
        for mine, theirs in zip(one, other, strict=True)
    )
    return 1 - np.asarray(apart) / (2 * one[0].shape[1])


def who_moved(points: IdealPoints, first: str, second: str, sessions: tuple[int, int]) -> WhoMoved:
    r"""A change of expected agreement split into two movers and the agenda.

    Shapley values of the three: the mean of what each adds, over the six orders in which first
    state, second state and texts go from the earlier session to the later. Positions meet texts
    of the other session here, so the answer leans on what ties sessions together: states that
    change little, and texts voted on again. The interval says how far.

    Raises
    ------
    InputError
        If a state has no position in one of the sessions, or the result keeps no items.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. *Contributions to the Theory of Games* 2.
    """
    if not points.items.size:
        raise InputError(
            where="ideal points",
            found="no draws of texts.",
            expected="a fit that kept its items",
            remedy="Fit again with items kept.",
        )
    places = [[points.place(state, t) for t in sessions] for state in (first, second)]
    drawn = points.draws[points.items_at].astype(float)
    texts = [points.items[:, _texts(points, session)].astype(float) for session in sessions]
    chances = {
        (who, at, agenda): _chances(drawn[:, places[who][at]], texts[agenda])
        for who, at, agenda in np.ndindex(2, 2, 2)
    }
    value = {
        key: _agreement(chances[0, key[0], key[2]], chances[1, key[1], key[2]])
        for key in np.ndindex(2, 2, 2)
    }
    parts = _shapley(value)
    change = value[1, 1, 1] - value[0, 0, 0]
    made = [estimate_from_draws(float(part.mean()), part, basis=BASIS) for part in (change, *parts)]
    return WhoMoved(*made)


def _shapley(value: dict[tuple[int, ...], np.ndarray]) -> list[np.ndarray]:
    """Mean of what each of three switches adds over all orders."""
    orders = list(permutations(range(3)))
    parts = [np.zeros_like(value[0, 0, 0]) for _ in range(3)]
    for order in orders:
        state = [0, 0, 0]
        for switch in order:
            before = value[tuple(state)]
            state[switch] = 1
            parts[switch] += (value[tuple(state)] - before) / len(orders)
    return parts


def _chances(
    theta: np.ndarray, items: np.ndarray
) -> tuple[Float[np.ndarray, "draw item"], Float[np.ndarray, "draw item"]]:
    """Chances of a vote below each of the two cutpoints."""
    lean = items[..., 0] * theta[:, None]
    half = np.exp(items[..., 2]) / 2
    return ndtr(items[..., 1] - half - lean), ndtr(items[..., 1] + half - lean)


def _texts(points: IdealPoints, session: int) -> np.ndarray:
    """Items of the roll calls of a session, one a roll call."""
    return points.texts[points.text_session == points.sessions.index(session)]
