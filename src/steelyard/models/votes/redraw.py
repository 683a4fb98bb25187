"""Draws from a fit in little room: the same law as the fit's own draws, for a few states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from steelyard.models.votes.compact import CompactPoints
from steelyard.models.votes.result import QUANTILES, IdealPoints
from steelyard.models.votes.text_errors import covariances

DRAWS = 400
WITH_TEXTS = 200  # draws that carry texts, which take most of the room
LEAST_GAP = 0.02  # between cutpoints whose errors would make them meet
SHIFT, STRETCH, TEXTS = -3, -2, -1  # what random numbers are for; states count from 0


def redrawn(
    made: CompactPoints, states: Sequence[str], with_texts: Sequence[int] = (), seed: int = 0
) -> IdealPoints:
    """Draws of positions of some states in all sessions, and of the texts of some sessions.

    A state's numbers are the same whichever others are asked for; their mean over draws is the
    mean of the fit. Texts move along with shift and stretch of their session, which leave the
    chances of votes as they are. A state that the fit does not have is left out.

    Parameters
    ----------
    states : codes
    with_texts : sessions whose texts a question needs, such as who moved between two of them

    References
    ----------
    Clinton, J., Jackman, S. and Rivers, D. (2004). The statistical analysis of roll call data.
    *American Political Science Review* 98(2), 355.
    """
    numbers = [made.states.index(state) for state in states if state in made.states]
    shift, stretch = (
        spread * _chain(_random(seed, kind), tie)
        for kind, spread, tie in (
            (SHIFT, made.shift, made.shift_tie),
            (STRETCH, made.stretch, made.stretch_tie),
        )
    )
    centres = made.centres()
    places = [np.flatnonzero(made.state == number) for number in numbers]
    here = np.concatenate([*places, np.zeros(0, dtype=int)]).astype(int)
    own = [
        _chain(_random(seed, number), made.walk_tie)[:, made.session[rows]]
        for number, rows in zip(numbers, places, strict=True)
    ]
    session = made.session[here]
    away = made.position[here] - centres[session]
    drawn = (
        made.position[here]
        + shift[:, session]
        + stretch[:, session] * away
        + made.spread[here] * np.concatenate([*own, np.zeros((DRAWS, 0))], axis=1)
    )
    items, texts, text_session = _texts(made, with_texts, shift, stretch, seed)
    return IdealPoints(
        states=tuple(made.states[number] for number in numbers),
        sessions=made.sessions,
        session=session,
        state=np.repeat(np.arange(len(numbers)), [rows.size for rows in places]),
        votes=np.zeros(here.size, dtype=int),
        mean=made.position[here],
        quantiles=np.quantile(drawn, QUANTILES, axis=0).T,
        r_hat=np.where(made.settled[here], 1.0, np.inf),
        effective=np.full(here.size, float(DRAWS)),
        draws=drawn.astype(np.float32),
        items=items.astype(np.float32),
        items_at=np.arange(items.shape[0]),
        texts=texts,
        text_session=text_session,
        excluded=(),
    )


def _chain(
    random: np.random.Generator, tie: Float[np.ndarray, " session"]
) -> Float[np.ndarray, "draw session"]:
    """Standard normal numbers by session, each tied to the one before; exactly mean 0, spread 1."""
    fresh = random.standard_normal((tie.size, DRAWS))
    made = np.empty_like(fresh)
    for t, strength in enumerate(tie):
        before = made[t - 1] if t else 0.0
        made[t] = strength * before + np.sqrt(1 - strength**2) * fresh[t]
    made -= made.mean(axis=1, keepdims=True)
    return (made / made.std(axis=1, keepdims=True)).T


def _texts(
    made: CompactPoints,
    sessions: Sequence[int],
    shift: np.ndarray,
    stretch: np.ndarray,
    seed: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draws of the texts of some sessions, their numbers, and each one's session."""
    drawn, of = [], []
    centres = made.centres()
    for session in sessions:
        t = made.sessions.index(session)
        texts = made.texts_of(t)
        root = np.linalg.cholesky(covariances(texts, made.position[made.session == t]))
        fresh = _random(seed, TEXTS, t).standard_normal((WITH_TEXTS, texts.shape[0], 3))
        noisy = texts + made.text_error[t] * np.einsum("kij,dkj->dki", root, fresh)
        slope = noisy[..., 0] / (1 + stretch[:WITH_TEXTS, t, None])
        moved = slope * (shift[:WITH_TEXTS, t] - stretch[:WITH_TEXTS, t] * centres[t])[:, None]
        gap = np.maximum(noisy[..., 2] - noisy[..., 1], LEAST_GAP)
        middle = (noisy[..., 1] + noisy[..., 2]) / 2 + moved
        drawn.append(np.stack([slope, middle, np.log(gap)], axis=-1))
        of.append(np.full(texts.shape[0], t))
    if not drawn:
        return np.zeros((0, 0, 3)), np.zeros(0, dtype=int), np.zeros(0, dtype=int)
    text_session = np.concatenate(of)
    return np.concatenate(drawn, axis=1), np.arange(text_session.size), text_session


def _random(seed: int, *key: int) -> np.random.Generator:
    """Random numbers of their own for each purpose."""
    spawn = tuple(number - TEXTS + 3 if number >= 0 else number - SHIFT for number in key)
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=spawn))
