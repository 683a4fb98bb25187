"""Where a fit starts: a rough position of every state in every session, and rough items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import ndtri

from steelyard.models.votes.layout import Layout
from steelyard.models.votes.panel import ABSTAIN, NO, NONE, YES, Panel
from steelyard.vocabulary.errors import InputError

LEAST_GAP = 0.05


@dataclass(frozen=True, slots=True)
class Point:
    """One value of everything unknown: positions, and (beta, middle, log gap) of each text."""

    theta: Float[np.ndarray, " place"]
    items: Float[np.ndarray, "item 3"]


def standardised(point: Point) -> Point:
    """The same likelihood with positions of mean 0 and standard deviation 1: items move along."""
    centre, spread = point.theta.mean(), point.theta.std()
    beta, middle, log_gap = point.items.T
    items = np.stack([beta * spread, middle - beta * centre, log_gap], axis=1)
    return Point((point.theta - centre) / spread, items)


def start(panel: Panel, known: Layout, poles: tuple[str, str]) -> Point:
    """Rough values: how often a state votes with the first pole where the two poles differ.

    Raises
    ------
    InputError
        If one of the poles did not vote, or the two never differed: then nothing says which
        end of the scale is which.
    """
    direction = _direction(panel, poles)
    lean = (panel.votes - float(ABSTAIN)) * (panel.votes != NONE) * direction[:, None]
    decided = (panel.votes != NONE) & (direction != 0)[:, None]
    shape = panel.counts.shape
    total, number = np.zeros(shape), np.zeros(shape)
    np.add.at(total, panel.session_of, lean)
    np.add.at(number, panel.session_of, decided)
    # two votes at the middle keep states with few votes from the ends
    rough = (total / (number + 2))[known.walk.session, known.walk.state]
    spread = rough.std()
    theta = (rough - rough.mean()) / (spread if spread > 0 else 1)
    return Point(theta, _items(panel, direction))


def _direction(panel: Panel, poles: tuple[str, str]) -> np.ndarray:
    """1 where the first pole votes further towards no, -1 further towards yes, 0 neither."""
    first, second = (panel.votes[:, panel.column(pole)].astype(int) for pole in poles)
    both = (first != NONE) & (second != NONE)
    direction = np.sign(first - second) * both
    if not direction.any():
        raise InputError(
            where="ideal points",
            found=f"{poles[0]} and {poles[1]} never differ, so the scale has no direction.",
            expected="two states that voted differently at least once",
            remedy="Name two other poles.",
        )
    return direction.astype(float)


def _items(panel: Panel, direction: np.ndarray) -> np.ndarray:
    """Slopes from the poles' votes, cutpoints from the shares of yes and no."""
    number = panel.items

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(panel.item_of, values, number)

    yes, no, all_ = (
        total(found.sum(axis=1))
        for found in (panel.votes == YES, panel.votes == NO, panel.votes != NONE)
    )
    lower = ndtri((yes + 0.5) / (all_ + 1.5))
    upper = np.maximum(ndtri(1 - (no + 0.5) / (all_ + 1.5)), lower + LEAST_GAP)
    slope = 0.8 * np.sign(total(direction))
    return np.stack([slope, (lower + upper) / 2, np.log(upper - lower)], axis=1)
