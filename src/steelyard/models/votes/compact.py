"""A fit in little room: what a package can ship of ten million draws.

Of each position its mean and spread, apart from what moves a whole session at once: a shift and a
stretch of all its positions, known as spreads too. Of each text one slope and two cutpoints. What
is left out is small and was measured: errors of positions in one session hang together through
shift and stretch alone, those of one state through neighbouring sessions alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.special import ndtr

from steelyard.models.votes.result import IdealPoints
from steelyard.models.votes.text_errors import covariances

POSITION_STEP = 0.01  # a tenth of the spread of the surest state
SPREAD_STEP = 0.08  # of the logarithm: an error of at most 4 %
SLOPE_STEP, CUT_STEP = 0.1, 0.2  # a third of the error of a usual text, half of it
PLACES = 12  # positions between which the errors of texts are measured
FIXED = 1e-6  # spread of what does not move at all


@dataclass(frozen=True, slots=True)
class CompactPoints:
    """Positions, sessions and texts of a fit, rounded.

    By place: `state` and `session` are numbers in `states` and `sessions`; `position` and
    `spread` apart from what its session shares; `settled` where chains agreed. By session:
    spreads of `shift` and `stretch` (about the mean position), their correlations with the
    session before, `walk_tie` that of states' own errors, and `text_error`, the error of texts
    together as a multiple of what their votes alone would leave. By roll call: `text_session`,
    `slope`, and the cutpoints `low` (between yes and abstain) and `high`, in the order of these.
    """

    states: tuple[str, ...]
    sessions: tuple[int, ...]
    state: Int[np.ndarray, " place"]
    session: Int[np.ndarray, " place"]
    position: Float[np.ndarray, " place"]
    spread: Float[np.ndarray, " place"]
    settled: Bool[np.ndarray, " place"]
    shift: Float[np.ndarray, " session"]
    shift_tie: Float[np.ndarray, " session"]
    stretch: Float[np.ndarray, " session"]
    stretch_tie: Float[np.ndarray, " session"]
    walk_tie: Float[np.ndarray, " session"]
    text_error: Float[np.ndarray, " session"]
    text_session: Int[np.ndarray, " call"]
    slope: Float[np.ndarray, " call"]
    low: Float[np.ndarray, " call"]
    high: Float[np.ndarray, " call"]

    def centres(self) -> Float[np.ndarray, " session"]:
        """Mean position of each session, about which it stretches."""
        return _centres(self.position, self.session, len(self.sessions))

    def texts_of(self, session: int) -> Float[np.ndarray, "text 3"]:
        """Slope and cutpoints of the roll calls of a session, by its number from 0."""
        here = self.text_session == session
        return np.column_stack([self.slope[here], self.low[here], self.high[here]])


def compact(points: IdealPoints) -> CompactPoints:
    r"""A fit in little room.

    .. math:: \theta_{it} = m_{it} + a_t + b_t (m_{it} - \bar m_t) + e_{it}

    with the mean :math:`m` of draws, shift :math:`a` and stretch :math:`b` of the session by
    weighted least squares in each draw, and the state's own :math:`e`.

    Errors
    ------
    Means are rounded to 0.01, spreads to 4 per cent, slopes to 0.1 and cutpoints to 0.2.

    References
    ----------
    Clinton, J., Jackman, S. and Rivers, D. (2004). The statistical analysis of roll call data.
    *American Political Science Review* 98(2), 355 (shift and stretch leave votes as they are).
    """
    number = len(points.sessions)
    drawn = points.draws.astype(float)
    mean = drawn.mean(axis=0)
    shift, stretch, own = _frames(drawn, mean, points.session, number)
    items = points.items.astype(float)
    half = np.exp(items[..., 2]) / 2
    texts = [
        part.mean(axis=0) for part in (items[..., 0], items[..., 1] - half, items[..., 1] + half)
    ]
    steps = (SLOPE_STEP, CUT_STEP, CUT_STEP)
    slope, low, high = (
        _rounded(part[points.texts], step) for part, step in zip(texts, steps, strict=True)
    )
    order = np.lexsort((slope, high, low, points.text_session))
    made = CompactPoints(
        states=points.states,
        sessions=points.sessions,
        state=points.state,
        session=points.session,
        position=_rounded(mean, POSITION_STEP),
        spread=_rounded_spread(own.std(axis=0, ddof=1)),
        settled=points.settled,
        shift=_rounded_spread(shift.std(axis=0, ddof=1)),
        shift_tie=_ties(shift),
        stretch=_rounded_spread(stretch.std(axis=0, ddof=1)),
        stretch_tie=_ties(stretch),
        walk_tie=_walk_ties(own, points, number),
        text_error=np.ones(number),
        text_session=points.text_session[order],
        slope=slope[order],
        low=low[order],
        high=high[order],
    )
    return replace(made, text_error=_text_errors(points, made, shift, stretch))


def _centres(position: np.ndarray, session: np.ndarray, number: int) -> np.ndarray:
    """Mean position by session."""
    return np.bincount(session, position, number) / np.maximum(
        np.bincount(session, None, number), 1
    )


def _frames(
    drawn: np.ndarray, mean: np.ndarray, session: np.ndarray, number: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shift and stretch of each session in each draw, and what is each place's own."""
    errors = drawn - mean
    own = errors.copy()
    shift, stretch = np.zeros((2, drawn.shape[0], number))
    centres = _centres(mean, session, number)
    for t in range(number):
        here = np.flatnonzero(session == t)
        shape = np.column_stack([np.ones(here.size), mean[here] - centres[t]])
        weight = 1 / np.maximum(errors[:, here].std(axis=0, ddof=1), FIXED)
        found = np.linalg.lstsq(shape * weight[:, None], (errors[:, here] * weight).T, rcond=None)[
            0
        ]
        shift[:, t], stretch[:, t] = found
        own[:, here] -= found.T @ shape.T
    return shift, stretch, own


def _rounded(values: np.ndarray, step: float) -> np.ndarray:
    """The nearest multiple of a step."""
    return np.round(np.round(values / step) * step, 6)


def _rounded_spread(values: np.ndarray) -> np.ndarray:
    """The nearest of spreads that differ by a constant factor."""
    return np.round(np.exp(_rounded(np.log(np.maximum(values, FIXED)), SPREAD_STEP)), 6)


def _ties(drawn: np.ndarray) -> np.ndarray:
    """Correlation of each session's draws with those of the session before; 0 for the first."""
    centred = drawn - drawn.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=0))
    together = (centred[:, 1:] * centred[:, :-1]).sum(axis=0)
    scale = size[1:] * size[:-1]
    tie = np.divide(together, scale, out=np.zeros_like(together), where=scale > 0)
    return np.concatenate([[0.0], np.round(np.clip(tie, -0.99, 0.99), 2)])


def _walk_ties(own: np.ndarray, points: IdealPoints, number: int) -> np.ndarray:
    """Mean correlation of a state's own errors in a session and in the one before."""
    size = np.maximum(own.std(axis=0), FIXED)
    place = np.full((len(points.states), number), -1)
    place[points.state, points.session] = np.arange(points.state.size)
    ties = np.zeros(number)
    for t in range(1, number):
        both = np.flatnonzero((place[:, t] >= 0) & (place[:, t - 1] >= 0))
        if both.size:
            now, before = place[both, t], place[both, t - 1]
            ties[t] = (own[:, now] * own[:, before]).mean(axis=0).dot(
                1 / (size[now] * size[before])
            ) / both.size
    return np.round(np.clip(ties, 0.0, 0.99), 2)


def _text_errors(
    points: IdealPoints, made: CompactPoints, shift: np.ndarray, stretch: np.ndarray
) -> np.ndarray:
    """How far texts together err, against errors of single texts given positions.

    Of each session: spread of agreement expected between fixed positions (moved along with shift
    and stretch) over draws of texts, over the spread of it that independent errors would make.
    """
    centres = made.centres()
    drawn = points.items_at
    found = np.ones(len(made.sessions))
    for t in range(found.size):
        texts = made.texts_of(t)
        where = made.position[made.session == t]
        x = np.quantile(where, np.linspace(0.02, 0.98, PLACES))
        moved = x + shift[drawn, t][:, None] + stretch[drawn, t][:, None] * (x - centres[t])
        items = points.items[:, points.texts[points.text_session == t]].astype(float)
        half = np.exp(items[..., 2]) / 2
        cuts = np.stack([items[..., 1] - half, items[..., 1] + half])
        below = ndtr(cuts[..., None] - items[None, :, :, :1] * moved[:, None, :])
        seen = agreement_between(below).var(axis=0, ddof=1)
        random = np.random.default_rng(t)
        noise = np.einsum(
            "kij,dkj->dki",
            np.linalg.cholesky(covariances(texts, where)),
            random.standard_normal((items.shape[0], texts.shape[0], 3)),
        )
        made_up = texts + noise
        alone = ndtr(np.moveaxis(made_up[..., 1:], 2, 0)[..., None] - made_up[None, :, :, :1] * x)
        expected = agreement_between(alone).var(axis=0, ddof=1)
        off = ~np.eye(PLACES, dtype=bool)
        found[t] = np.sqrt(seen[off].sum() / max(expected[off].sum(), FIXED**2))
    return np.round(found, 2)


def agreement_between(
    below: Float[np.ndarray, "cut draw text place"],
) -> Float[np.ndarray, "draw place place"]:
    """Agreement expected between any two of some positions, from chances below each cutpoint."""
    cuts, draws, texts, places = below.shape
    flat = np.moveaxis(below, 0, 2).reshape(draws, texts * cuts, places)
    alone = flat.sum(axis=1)
    both = flat.transpose(0, 2, 1) @ flat
    return 1 - (alone[:, :, None] + alone[:, None, :] - 2 * both) / (2 * texts)
