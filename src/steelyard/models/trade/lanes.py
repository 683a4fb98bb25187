"""Anderson's method for many systems of one size at once, each with its own memory and end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steelyard.models.trade.iteration import DEPTH, LEAP, RIDGE, Found, importance, unpacked
from steelyard.models.trade.sweep import Point, System, sweep


def anderson_lanes(
    systems: Sequence[System], begins: Sequence[Point], tolerance: float, most: int
) -> list[Found]:
    """Where each system ends; systems whose components differ in number are taken apart.

    A lane that has arrived is left where it is while the others go on. One that strays into
    values that are not finite is given up with an infinite error: solve it alone.
    """
    found: list[Found | None] = [None] * len(systems)
    for count in sorted({len(system.group) for system in systems}):
        lanes = [i for i, system in enumerate(systems) if len(system.group) == count]
        whole = System(*(np.stack(part) for part in zip(*(systems[i] for i in lanes), strict=True)))
        point = Point(*(np.stack(part) for part in zip(*(begins[i] for i in lanes), strict=True)))
        weight = np.stack([importance(systems[i]) for i in lanes])
        for lane, end in zip(lanes, _iterate(whole, point, weight, tolerance, most), strict=True):
            found[lane] = end
    return [end for end in found if end is not None]


def _packed(point: Point) -> np.ndarray:
    """One vector a lane."""
    return np.concatenate([part.reshape(len(part), -1) for part in point], axis=1)


def _unpacked(values: np.ndarray, shape: tuple[int, int]) -> Point:
    """The points of vectors."""
    n, s = shape
    cells = (len(values), n, s)
    prices = values[:, n : n + n * s].reshape(cells)
    return Point(values[:, :n], prices, values[:, n + n * s :].reshape(cells))


def _iterate(
    system: System, begin: Point, weight: np.ndarray, tolerance: float, most: int
) -> list[Found]:
    """The iteration itself, over the lanes that are still under way."""
    _, n, s = system.final.shape
    now = _packed(begin)
    lanes, size = now.shape
    ends: list[Found] = [Found(unpacked(v, (n, s)), np.inf, most, "Anderson") for v in now]
    going = np.arange(lanes)
    errors, images = np.zeros((2, lanes, DEPTH, size))
    seen = np.zeros(lanes, dtype=int)
    gap_before, image_before = np.zeros_like(now), np.zeros_like(now)
    known = np.zeros(lanes, dtype=bool)
    with np.errstate(all="ignore"):  # lanes that are not finite are given up below
        for iteration in range(most):
            image = _packed(sweep(np, system, _unpacked(now, (n, s))))
            gap = image - now
            error = np.abs(gap * weight).max(axis=1)
            for lane in np.flatnonzero(error <= tolerance):
                point = unpacked(now[lane].copy(), (n, s))
                ends[going[lane]] = Found(point, float(error[lane]), iteration, "Anderson")
            stay = np.isfinite(error) & (error > tolerance)
            if not stay.all():
                going, now, image, gap, weight = (
                    values[stay] for values in (going, now, image, gap, weight)
                )
                system = System(*(part[stay] for part in system))
                errors, images, seen = errors[stay], images[stay], seen[stay]
                gap_before, image_before, known = gap_before[stay], image_before[stay], known[stay]
            if not len(going):
                break
            at, slot = np.flatnonzero(known), (seen % DEPTH)[known]
            errors[at, slot] = (gap - gap_before)[at]
            images[at, slot] = (image - image_before)[at]
            seen[at] += 1
            step = _mixed(image, gap, errors, images)
            far = ~(np.abs(step - now)[:, : n + n * s].max(axis=1) <= LEAP)
            step[far] = image[far]
            errors[far], images[far], seen[far] = 0.0, 0.0, 0
            gap_before, image_before = gap, image
            known = np.ones(len(going), dtype=bool)
            now = step
    return ends


def _mixed(
    image: np.ndarray, gap: np.ndarray, errors: np.ndarray, images: np.ndarray
) -> np.ndarray:
    """The plain step less the combination of remembered steps that cancels most of the error."""
    gram = errors @ errors.swapaxes(1, 2)
    trace = np.trace(gram, axis1=1, axis2=2)
    empty = (np.diagonal(gram, axis1=1, axis2=2) == 0).astype(float)  # not yet remembered
    ridge = (RIDGE * trace)[:, None] + empty * np.where(trace > 0, trace, 1.0)[:, None]
    square = gram + ridge[:, :, None] * np.eye(gram.shape[1])
    weights = np.linalg.solve(square, errors @ gap[:, :, None])
    return image - (images.swapaxes(1, 2) @ weights)[:, :, 0]
