"""Finding the point that a sweep leaves unchanged: Anderson's method, then Newton's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, gmres

from steelyard.models.trade.sweep import Point, System, sweep

DEPTH = 8  # sweeps that are remembered
LEAP = 2.0  # in logs; a longer step falls back to the plain sweep
RIDGE = 1e-13  # of the trace, keeps nearly parallel memories apart
NUDGE = 1e-7  # relative step of a directional derivative


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where an iteration ended."""

    point: Point
    error: float
    iterations: int
    method: str


def packed(point: Point) -> np.ndarray:
    """The point as one vector."""
    return np.concatenate([np.ravel(part) for part in point])


def unpacked(values: np.ndarray, shape: tuple[int, int]) -> Point:
    """The point of one vector."""
    n, s = shape
    prices = values[n : n + n * s].reshape(shape)
    return Point(values[:n], prices, values[n + n * s :].reshape(shape))


def importance(system: System) -> np.ndarray:
    """Weights that turn changes by a sweep into errors of the equations.

    A wage closes a part of the gap in its labour market; shares react by theta to a price.
    """
    n, s = system.final.shape
    prices = np.broadcast_to(np.maximum(system.theta, 1.0), (n, s))
    return np.concatenate([1 / system.step, prices.ravel(), np.ones(n * s)])


def anderson(system: System, begin: Point, tolerance: float, most: int) -> Found:
    """Sweeps mixed with those before so that the errors cancel (Anderson 1965; depth 8)."""
    shape = system.final.shape
    logs = shape[0] * (1 + shape[1])
    weight = importance(system)
    now = packed(begin)
    best, least = now, np.inf
    errors, images = np.zeros((DEPTH, now.size)), np.zeros((DEPTH, now.size))
    gram = np.zeros((DEPTH, DEPTH))
    seen = 0
    before: tuple[np.ndarray, np.ndarray] | None = None
    with np.errstate(all="ignore"):  # what is not finite is seen and answered below
        for iteration in range(most):
            image = packed(sweep(np, system, unpacked(now, shape)))
            gap = image - now
            error = float(np.max(np.abs(gap * weight)))
            if not np.isfinite(error):
                if not np.isfinite(least):
                    break
                # back to the best point, without memory, by a short plain step
                now, seen, before = best, 0, None
                image = packed(sweep(np, system, unpacked(now, shape)))
                now = now + 0.1 * (image - now)
                continue
            if error < least:
                best, least = now, error
            if error <= tolerance:
                return Found(unpacked(now, shape), error, iteration, "Anderson")
            step = image
            if before is not None:
                slot = seen % DEPTH
                errors[slot], images[slot] = gap - before[0], image - before[1]
                seen += 1
                used = min(seen, DEPTH)
                gram[slot, :used] = gram[:used, slot] = errors[:used] @ errors[slot]
                square = gram[:used, :used] + RIDGE * np.trace(gram[:used, :used]) * np.eye(used)
                try:
                    step = image - np.linalg.solve(square, errors[:used] @ gap) @ images[:used]
                except np.linalg.LinAlgError:
                    seen = 0
                if not (np.abs(step - now)[:logs].max() <= LEAP):
                    step, seen = image, 0
            before = (gap, image)
            now = step
    return Found(unpacked(best, shape), least, most, "Anderson")


def newton(system: System, begin: Point, tolerance: float, most: int) -> Found:
    """Newton's method on the change by a sweep, each step by GMRES, halved until it improves."""
    shape = system.final.shape
    weight = importance(system)
    now = packed(begin)
    sweeps = 0

    def change(values: np.ndarray) -> np.ndarray:
        nonlocal sweeps
        sweeps += 1
        return packed(sweep(np, system, unpacked(values, shape))) - values

    with np.errstate(all="ignore"):
        gap = change(now)
        error = float(np.max(np.abs(gap * weight)))
        for _ in range(most):
            if error <= tolerance or not np.isfinite(error):
                break
            step = _newton_step(change, now, gap)
            length = 1.0
            while length > 1e-4:
                trial = change(now + length * step)
                reached = float(np.max(np.abs(trial * weight)))
                if reached < error:
                    break
                length /= 2
            else:
                break
            now, gap, error = now + length * step, trial, reached
    return Found(unpacked(now, shape), error, sweeps, "Newton-Krylov")


def _newton_step(
    change: Callable[[np.ndarray], np.ndarray], now: np.ndarray, gap: np.ndarray
) -> np.ndarray:
    """Solution of the linearised equations, directional derivatives by central differences."""

    def slope(direction: np.ndarray) -> np.ndarray:
        length = float(np.max(np.abs(direction)))
        if length == 0:
            return np.zeros_like(direction)
        nudge = NUDGE / length
        return (change(now + nudge * direction) - change(now - nudge * direction)) / (2 * nudge)

    operator = LinearOperator(shape=(now.size, now.size), matvec=slope, dtype=float)  # pyright: ignore[reportCallIssue]
    step, _ = gmres(operator, -gap, rtol=1e-6, restart=60, maxiter=4)
    return step
