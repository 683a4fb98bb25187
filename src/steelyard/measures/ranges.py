"""Numbers known between two ends, drawn so that the same name gives the same draws everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

Range = tuple[float, float, float]  # low, usual, high


def triangular(
    share: Float[np.ndarray, " draw"], low: float, usual: float, high: float
) -> Float[np.ndarray, " draw"]:
    r"""Quantiles of the triangular distribution with its mode at the usual value.

    .. math:: F^{-1}(u) = a + \sqrt{u (b - a)(c - a)} \;\text{for}\; u < F(c),\quad
        b - \sqrt{(1 - u)(b - a)(b - c)} \;\text{else}

    It says that the ends are limits and the usual value is the likeliest: more than a range of
    which nobody knows its shape can truly say, less than a measurement.

    Raises
    ------
    InputError
        Unless low <= usual <= high.

    References
    ----------
    JCGM 101:2008, 6.4 (assigning distributions to limits).

    Examples
    --------
    >>> triangular(np.array([0.0, 0.5, 1.0]), 1.0, 2.0, 3.0).tolist()
    [1.0, 2.0, 3.0]
    """
    refuse_unless(low <= usual <= high, where="range", found=f"{low:g}, {usual:g}, {high:g}",
                  expected="low <= usual <= high", remedy="Put the ends in order.")  # fmt: skip
    if low == high:
        return np.full(share.shape, usual)
    turn = (usual - low) / (high - low)
    rising = low + np.sqrt(share * (high - low) * (usual - low))
    falling = high - np.sqrt((1 - share) * (high - low) * (high - usual))
    return np.where(share < turn, rising, falling)


def shares(name: str, draws: int, seed: int, first: int = 0) -> Float[np.ndarray, " draw"]:
    """Uniform numbers that belong to a name: another name's are independent of them.

    A what-if and its baseline that ask for the same name get the same numbers, so that their
    difference holds only what the what-if changes. A draw hangs on name, seed and its number
    alone: draws from `first` on are those that a longer run has there.

    Examples
    --------
    >>> bool((shares("a", 10, 0)[4:7] == shares("a", 3, 0, first=4)).all())
    True
    """
    stream = np.random.PCG64([seed, crc32(name.encode())])  # a step a number, so it can be skipped
    return np.random.Generator(stream.advance(first)).random(draws)


def drawn(
    ranges: Iterable[tuple[str, Range]], draws: int, seed: int, first: int = 0
) -> Float[np.ndarray, "draw number"]:
    """Draws of several named ranges; numbers of one name move together.

    Draw 0 holds the usual values, so that the point is the model at its usual numbers. With
    `first`, the rows are the draws from that one on.

    Examples
    --------
    >>> drawn([("a", (1.0, 2.0, 4.0)), ("b", (5.0, 5.0, 5.0))], 3, 0)[0].tolist()
    [2.0, 5.0]
    """
    listed = list(ranges)
    found = np.empty((draws, len(listed)))
    for column, (name, (low, usual, high)) in enumerate(listed):
        found[:, column] = triangular(shares(name, draws, seed, first), low, usual, high)
        if first == 0:
            found[0, column] = usual
    return found
