"""Exponential smoothing with additive errors: likelihood, choice by AICc, and posterior draws.

Given how fast level and trend learn, one-step errors are linear in the states before the first
year. These and the spread are therefore integrated out exactly, and only the speeds are searched
for, on grids of all of them at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

SLOWEST, FASTEST = 1e-4, 0.9999
LEAST_DAMPED, MOST_DAMPED = 0.98, 0.80  # below 0.8 a trend is gone at once, above 0.98 it stays
ALPHAS, BETAS, PHIS = 12, 6, 3
ZOOMS, NEARER = 4, 6
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Fitted:
    """Speeds on a grid, and what each says about states and spread.

    `states` is how many states a model has: 1 for a level, 2 with a trend. `log_likelihood` is the
    greatest, at `best`; `aicc` counts speeds, first states and the spread. `weight` is the
    posterior of each grid point with flat priors on speeds, first states and the log of the
    spread; `start` and `root` are mean and triangular root of the first states, `gain` turns
    them into the last ones, which are `offset` where the first are 0. `squares` is what is left
    of the sum of squares, on `freedom` degrees.
    """

    states: int
    log_likelihood: float
    aicc: float
    best: tuple[float, float, float]
    speeds: Float[np.ndarray, "grid 3"]
    weight: Float[np.ndarray, " grid"]
    start: Float[np.ndarray, "grid state"]
    root: Float[np.ndarray, "grid state state"]
    gain: Float[np.ndarray, "grid state state"]
    offset: Float[np.ndarray, "grid state"]
    squares: Float[np.ndarray, " grid"]
    freedom: int


def chosen(values: Float[np.ndarray, " year"]) -> Fitted:
    """The model of the smaller AICc; the one with a level alone where years are too few."""
    level = fitted(values, 1)
    if values.size < 9:  # AICc of six numbers needs more than seven years
        return level
    trend = fitted(values, 2)
    return trend if trend.aicc < level.aicc else level


def fitted(values: Float[np.ndarray, " year"], states: int) -> Fitted:
    """Posterior of one model over a coarse grid; likelihood by zooming into its best point."""
    grid, steps = _grid(states)
    coarse = _on_grid(values, grid, states)
    likelihood = _concentrated(coarse, values.size)
    best, top = grid[likelihood.argmax()], float(likelihood.max())
    for _ in range(ZOOMS):
        nearer, steps = _around(best, steps, states)
        found = _concentrated(_on_grid(values, nearer, states), values.size)
        if found.max() > top:
            best, top = nearer[found.argmax()], float(found.max())
    count = {1: 3, 2: 6}[states]
    size = values.size
    correction = 2 * count * (count + 1) / (size - count - 1) if size > count + 1 else np.inf
    return replace(
        coarse,
        log_likelihood=top,
        aicc=2 * count - 2 * top + correction,
        best=(float(best[0]), float(best[1]), float(best[2])),
    )


def log_likelihood(
    values: Float[np.ndarray, " year"],
    speeds: tuple[float, float, float],
    first: Float[np.ndarray, " state"],
) -> float:
    r"""Concentrated log likelihood with given speeds and first states.

    .. math:: -\tfrac n2 \left[ \ln (2 \pi \textstyle\sum e_t^2 / n) + 1 \right]

    Examples
    --------
    >>> round(log_likelihood(np.array([1.0, -1.0]), (0.5, 0.0, 1.0), np.array([0.0])), 4)
    -3.3234
    """
    errors = errors_of(values, np.array([speeds]), first[None])[0]
    count = values.size
    return float(-count / 2 * (np.log(2 * np.pi * (errors**2).sum() / count) + 1))


def errors_of(
    values: np.ndarray, speeds: np.ndarray, first: np.ndarray
) -> Float[np.ndarray, "grid year"]:
    """One-step errors for given first states."""
    level, trend = first[:, 0], first[:, 1] if first.shape[1] > 1 else np.zeros(len(first))
    alpha, beta, phi = speeds.T
    errors = np.empty((len(speeds), values.size))
    for at, value in enumerate(values):
        errors[:, at] = value - level - phi * trend
        level = level + phi * trend + alpha * errors[:, at]
        trend = phi * trend + beta * errors[:, at]
    return errors


def paths(
    model: Fitted, horizon: int, draws: int, random: np.random.Generator
) -> Float[np.ndarray, "draw ahead"]:
    """Paths to come, drawn from speeds, states, spread and errors to come."""
    at = random.choice(model.weight.size, size=draws, p=model.weight)
    scale = np.sqrt(model.squares[at] / random.chisquare(model.freedom, draws))
    noise = random.standard_normal((draws, model.states))
    first = model.start[at] + scale[:, None] * np.einsum("dij,dj->di", model.root[at], noise)
    last = model.offset[at] + np.einsum("dij,dj->di", model.gain[at], first)
    level, trend = last[:, 0], last[:, 1] if model.states > 1 else np.zeros(draws)
    alpha, beta, phi = model.speeds[at].T
    made = np.empty((draws, horizon))
    for ahead in range(horizon):
        error = scale * random.standard_normal(draws)
        made[:, ahead] = level + phi * trend + error
        level = level + phi * trend + alpha * error
        trend = phi * trend + beta * error
    return made


def _grid(states: int) -> tuple[np.ndarray, np.ndarray]:
    """Speeds (alpha, beta, phi) at the middles of even cells, and half a cell."""
    if states == 1:
        alpha, half = _cells(SLOWEST, FASTEST, 4 * ALPHAS)
        zero = np.zeros_like(alpha)
        return np.column_stack([alpha, zero, zero + 1]), np.array([half, 0, 0])
    (alpha, a), (part, b) = _cells(SLOWEST, FASTEST, ALPHAS), _cells(SLOWEST, FASTEST, BETAS)
    phi, p = _cells(MOST_DAMPED, LEAST_DAMPED, PHIS)
    parts = [each.ravel() for each in np.meshgrid(alpha, part, phi, indexing="ij")]
    return np.column_stack([parts[0], parts[0] * parts[1], parts[2]]), np.array([a, b, p])


def _cells(low: float, high: float, count: int) -> tuple[np.ndarray, float]:
    """Middles of even cells, and half the width of one."""
    half = (high - low) / count / 2
    return low + half + 2 * half * np.arange(count), half


def _around(best: np.ndarray, half: np.ndarray, states: int) -> tuple[np.ndarray, np.ndarray]:
    """A finer grid around a point, within the bounds, and its own half steps."""
    alpha, part, phi = best[0], best[1] / best[0], best[2]
    fine = np.linspace(-1.5, 1.5, NEARER)
    ones = np.clip(alpha + half[0] * fine, SLOWEST, FASTEST)
    if states == 1:
        zero = np.zeros(NEARER)
        return np.column_stack([ones, zero, zero + 1]), half * 0.4
    parts = np.clip(part + half[1] * fine, SLOWEST, FASTEST)
    phis = np.clip(phi + half[2] * fine, MOST_DAMPED, LEAST_DAMPED)
    all_ = [each.ravel() for each in np.meshgrid(ones, parts, phis, indexing="ij")]
    return np.column_stack([all_[0], all_[0] * all_[1], all_[2]]), half * 0.4


def _on_grid(values: np.ndarray, speeds: np.ndarray, states: int) -> Fitted:
    """First states, what is left of the squares, and posterior weight at every grid point."""
    moved = _moved(values, speeds, states)
    response, columns = moved[0][:, :, 0], -moved[0][:, :, 1:]
    normal = np.einsum("gts,gtr->gsr", columns, columns)
    inverse = np.linalg.inv(normal)
    start = np.einsum("gsr,gtr,gt->gs", inverse, columns, response)
    left = response - np.einsum("gts,gs->gt", columns, start)
    squares = np.maximum((left**2).sum(axis=1), TINY)
    freedom = values.size - states
    log_weight = -0.5 * np.linalg.slogdet(normal)[1] - freedom / 2 * np.log(squares)
    weight = np.exp(log_weight - log_weight.max())
    return Fitted(
        states, np.nan, np.nan, (np.nan, np.nan, np.nan), speeds, weight / weight.sum(), start,
        np.linalg.cholesky(inverse), moved[1][:, :, 1:], moved[1][:, :, 0], squares, freedom,
    )  # fmt: skip


def _moved(values: np.ndarray, speeds: np.ndarray, states: int) -> tuple[np.ndarray, np.ndarray]:
    """Errors and last states as they depend on the series (column 0) and on each first state."""
    alpha, beta, phi = (each[:, None] for each in speeds.T)
    level = np.zeros((len(speeds), 1 + states))
    trend = np.zeros_like(level)
    level[:, 1] = 1
    if states > 1:
        trend[:, 2] = 1
    errors = np.empty((len(speeds), values.size, 1 + states))
    for at, value in enumerate(values):
        error = -level - phi * trend
        error[:, 0] += value
        errors[:, at] = error
        level = level + phi * trend + alpha * error
        trend = phi * trend + beta * error
    last = np.stack([level, trend], axis=1)[:, :states]
    return errors, last


def _concentrated(found: Fitted, count: int) -> np.ndarray:
    """Greatest log likelihood at each grid point."""
    return -count / 2 * (np.log(2 * np.pi * found.squares / count) + 1)
