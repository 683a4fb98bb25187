"""Panels drawn from the model itself, so that truth is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.models.votes.layout import STEP_VARIANCE, layout
from steelyard.models.votes.panel import NO_RULES, Panel, panel


@dataclass(frozen=True)
class Simulated:
    """A panel with the positions behind it, standardised, by place of its layout."""

    panel: Panel
    theta: np.ndarray


def simulate(
    random: np.random.Generator,
    states: int = 36,
    sessions: int = 6,
    calls: int = 40,
    hold: float = 0.17,
    repeated: float = 0.15,
    absent: float = 0.1,
    slope: float = 1.5,
) -> Simulated:
    """Positions from the prior (walk and hold), items like real ones, votes from both.

    Texts on which all vote alike are drawn again, as a panel leaves them out.
    """
    theta = _positions(random, states, sessions, hold)
    session_of = np.repeat(np.arange(sessions), calls)
    number = session_of.size
    again = (random.random(number) < repeated) & (session_of > 0)
    votes = np.zeros((number, states), dtype=np.int8)
    repeats: list[str | None] = [None] * number
    drawn: list[tuple[float, float, float]] = []
    for row in range(number):
        earlier = int(random.integers(session_of[row] * calls)) if again[row] else -1
        while True:
            item = drawn[earlier] if earlier >= 0 else _item(random, slope)
            cast = _votes(random, theta[:, session_of[row]], item)
            cast[random.random(states) < absent] = 0
            if np.unique(cast[cast > 0]).size > 1:
                break
            earlier = -1
        drawn.append(item)
        votes[row] = cast
        repeats[row] = f"c{earlier}" if earlier >= 0 else None
    names = ("USA", "RUS", *(f"S{n:02d}" for n in range(states - 2)))
    # the poles are the ends, so that the direction is known
    order = np.argsort(-theta.mean(axis=1))
    order = np.concatenate([order[[0, -1]], order[1:-1]])
    made = panel(
        votes[:, order],
        states=names,
        sessions=session_of + 1,
        calls=[f"c{row}" for row in range(number)],
        years=session_of + 1946,
        parts=np.zeros(number, dtype=bool),
        repeats=repeats,
        rules=NO_RULES,
    )
    walk = layout(made).walk
    column = {name: place for place, name in enumerate(names)}
    rows = np.array([column[made.states[state]] for state in walk.state])
    truth = theta[order][rows, walk.session]
    return Simulated(made, (truth - truth.mean()) / truth.std())


def _positions(random: np.random.Generator, states: int, sessions: int, hold: float) -> np.ndarray:
    """Positions from a normal law whose precision is the walk's and the hold's."""
    step = 1 / (STEP_VARIANCE / 2)
    chain = np.zeros((sessions, sessions))
    for t in range(1, sessions):
        chain[t - 1 : t + 1, t - 1 : t + 1] += step * np.array([[1, -1], [-1, 1]])
    centre = random.standard_normal(sessions) / np.sqrt(hold * states)
    sharp = chain + hold * np.eye(sessions)
    mean = np.linalg.solve(sharp, hold * centre)
    root = np.linalg.cholesky(np.linalg.inv(sharp))
    return mean + random.standard_normal((states, sessions)) @ root.T


def _item(random: np.random.Generator, slope: float) -> tuple[float, float, float]:
    """Slope and cutpoints like those found on real roll calls: steep, most states on one side."""
    middle, gap = random.normal(0.8, 1.5), random.gamma(1.5, 0.6)
    return float(random.normal(0, slope)), float(middle - gap / 2), float(middle + gap / 2)


def _votes(
    random: np.random.Generator, theta: np.ndarray, item: tuple[float, float, float]
) -> np.ndarray:
    """One vote of each state on a text."""
    seen = item[0] * theta + random.standard_normal(theta.size)
    return (1 + (seen > item[1]) + (seen > item[2])).astype(np.int8)
