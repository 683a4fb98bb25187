"""Sums of squares of all stretches of a series, and the best way to cut it into regimes."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

BLOCK = 64  # ends handled at once: keeps the working arrays in cache
COLLINEAR = 1e-13  # a pivot this small in an orthonormal design is rounding


def segment_squares(
    values: Float[np.ndarray, " time"],
    design: Float[np.ndarray, "time regressor"],
    shortest: int,
) -> Float[np.ndarray, "end start"]:
    r"""Residual sum of squares of every stretch of a series.

    .. math:: R_{e,s} = \min_b \sum_{t=s}^{e-1} (y_t - x_t' b)^2

    Normal equations of all stretches come from cumulative sums and are eliminated together, so
    the cost is of order :math:`n^2`. The series is first cleared of its overall regression and
    the design made orthonormal: neither changes a residual, both keep the sums small.

    Parameters
    ----------
    values : any unit
    design : any unit
        One row for each date.
    shortest : count
        Stretches shorter than this are infinite.

    Returns
    -------
    squares : square of the unit, at least 0
        Row *e*, column *s*: the stretch from *s* up to but without *e*; infinite if too short.

    References
    ----------
    Bai, J. and Perron, P. (2003). Computation and analysis of multiple structural change models.
    *Journal of Applied Econometrics* 18(1), 1-22, section 3.1.

    Examples
    --------
    >>> segment_squares(np.array([1.0, 1.0, 3.0]), np.ones((3, 1)), 1).round(9).tolist()[-1]
    [2.666666667, 2.0, 0.0, inf]
    """
    times = values.size
    basis = np.linalg.qr(design)[0]
    residual = values - basis @ (basis.T @ values)
    columns = np.column_stack([basis, residual])
    width = columns.shape[1]
    sums = {
        (a, b): np.concatenate([[0.0], np.cumsum(columns[:, a] * columns[:, b])])
        for a in range(width)
        for b in range(a, width)
    }
    rounding = 4 * times * np.finfo(float).eps * float(residual @ residual)
    squares = np.full((times + 1, times + 1), np.inf)
    for first in range(shortest, times + 1, BLOCK):
        ends = np.arange(first, min(first + BLOCK, times + 1))
        starts = np.arange(ends[-1] - shortest + 1)
        gram = {key: total[ends, None] - total[None, starts] for key, total in sums.items()}
        block = _last_pivot(gram, width)
        block[block < rounding] = 0.0
        for row, end in zip(block, ends, strict=True):
            squares[end, : end - shortest + 1] = row[: end - shortest + 1]
    return squares


def _last_pivot(gram: dict[tuple[int, int], np.ndarray], width: int) -> np.ndarray:
    """Eliminate all regressors from a stack of Gram matrices; what is left of the response."""
    for pivot in range(width - 1):
        diagonal = gram[pivot, pivot]
        inverse = (diagonal > COLLINEAR) / np.maximum(diagonal, COLLINEAR)
        for a in range(pivot + 1, width):
            factor = gram[pivot, a] * inverse
            for b in range(a, width):
                gram[a, b] -= factor * gram[pivot, b]
    return np.maximum(gram[width - 1, width - 1], 0.0)


def best_partitions(
    squares: Float[np.ndarray, "end start"], most: int
) -> tuple[tuple[tuple[int, ...], float], ...]:
    r"""Partition with the least sum of squares for every number of breaks.

    .. math:: C_m(e) = \min_s \left[ C_{m-1}(s) + R_{e,s} \right], \quad C_0(e) = R_{e,0}

    Parameters
    ----------
    squares : square of a unit
        From `segment_squares`.
    most : count
        Greatest number of breaks.

    Returns
    -------
    partitions : pairs of positions and sum of squares
        For 0, 1, ... breaks, as far as the shortest regime lets them fit. A position counts the
        dates before the break.

    References
    ----------
    Bai, J. and Perron, P. (2003), section 3.2; Bellman, R. (1961). On the approximation of
    curves by line segments using dynamic programming. *Communications of the ACM* 4(6), 284.

    Examples
    --------
    >>> y = np.array([0.0, 0, 0, 5, 5, 5])
    >>> best_partitions(segment_squares(y, np.ones((6, 1)), 2), 1)[1]
    ((3,), 0.0)
    """
    end = squares.shape[0] - 1
    cost, choices = squares[:, 0].copy(), []
    found = [((), float(cost[end]))]
    for _ in range(most):
        cost, choice = _one_more(squares, cost)
        if not np.isfinite(cost[end]):
            break
        choices.append(choice)
        positions = [end]
        for step in reversed(choices):
            positions.append(int(step[positions[-1]]))
        found.append((tuple(reversed(positions[1:])), float(cost[end])))
    return tuple(found)


def _one_more(squares: np.ndarray, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least cost up to every end with one break more, and where that last break lies."""
    least, choice = np.full(cost.size, np.inf), np.zeros(cost.size, dtype=int)
    for first in range(0, cost.size, BLOCK):
        rows = slice(first, first + BLOCK)
        total = squares[rows, : first + BLOCK] + cost[: first + BLOCK]  # starts lie below ends
        choice[rows] = total.argmin(axis=1)
        least[rows] = total.min(axis=1)
    return least, choice
