"""Effective weights: how much an indicator moves a score, whatever weight it was given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

BANDWIDTHS = (0.15, 0.25, 0.4, 0.6, 1.0, 2.0, 10.0)  # in standard deviations of the indicator
FEWEST_UNITS = 8


@dataclass(frozen=True, slots=True)
class EffectiveWeight:
    """Nominal weight beside the share of the score's variance that goes with the indicator.

    `correlation_ratio` lets the relation bend, `linear` is the square of the correlation. They
    do not sum to 1: correlated indicators carry the same variance.
    """

    name: str
    nominal: float
    correlation_ratio: float
    linear: float


def effective_weights(
    names: tuple[str, ...],
    points: Float[np.ndarray, "unit indicator"],
    scores: Float[np.ndarray, " unit"],
    nominal: Float[np.ndarray, " indicator"],
) -> tuple[EffectiveWeight, ...]:
    r"""Correlation ratio of each indicator with a composite, the largest first.

    .. math:: \eta^2_k = \frac{V(E[y \mid x_k])}{V(y)}

    The conditional mean is a local line with normal weights; its width is the one that predicts
    each unit best from all others.

    Parameters
    ----------
    names : text
    points : 1
        Normalised indicators; units with a NaN in an indicator are left out for it.
    scores : 1
        Scores of the units; NaN ones are left out.
    nominal : 1
        Weights that were given.

    Returns
    -------
    weights : EffectiveWeight for each indicator, in [0, 1]

    Raises
    ------
    InputError
        If shapes differ, or fewer than 8 units have both.

    References
    ----------
    Paruolo, P., Saisana, M. and Saltelli, A. (2013). Ratings and rankings: voodoo or science?
    *Journal of the Royal Statistical Society A* 176(3), 609-634.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(200, 2))
    >>> found = effective_weights(("a", "b"), x, x @ [2.0, 1.0], np.array([0.67, 0.33]))
    >>> [(one.name, round(one.correlation_ratio, 1)) for one in found]
    [('a', 0.8), ('b', 0.2)]
    """
    refuse_unless(
        points.shape == (scores.size, len(names)) and nominal.size == len(names),
        where="effective_weights",
        found=f"{points.shape} points, {scores.size} scores, {len(names)} names",
        expected="a row for each score and a column for each name",
        remedy="Pass the points and scores of one composite.",
    )
    found = []
    for k, name in enumerate(names):
        known = np.isfinite(points[:, k]) & np.isfinite(scores)
        x, y = points[known, k], scores[known]
        refuse_unless(
            bool(known.sum() >= FEWEST_UNITS) and bool(np.ptp(x) > 0) and bool(np.ptp(y) > 0),
            where=f"effective_weights, indicator {name!r}",
            found=f"{int(known.sum())} units with both, or no variation",
            expected=f"at least {FEWEST_UNITS} units that differ",
            remedy="Leave the indicator out.",
        )
        linear = float(np.corrcoef(x, y)[0, 1] ** 2)
        found.append(EffectiveWeight(name, float(nominal[k]), _ratio(x, y), linear))
    return tuple(sorted(found, key=lambda one: (-one.correlation_ratio, one.name)))


def _ratio(x: np.ndarray, y: np.ndarray) -> float:
    """Variance of a smoothed score over that of the score."""
    spread = (x - x.mean()) / x.std()
    best, fitted = np.inf, y
    for width in BANDWIDTHS:
        hat = _local_lines(spread, width)
        own = np.minimum(np.diag(hat), 1 - 1e-9)
        error = float((((y - hat @ y) / (1 - own)) ** 2).mean())
        if error < best:
            best, fitted = error, hat @ y
    return float(min(1.0, fitted.var() / y.var()))


def _local_lines(x: np.ndarray, width: float) -> np.ndarray:
    """Matrix that turns values into local linear fits at the same places."""
    gap = x[None, :] - x[:, None]
    kernel = np.exp(-0.5 * (gap / width) ** 2)
    zero, one, two = (((gap**power) * kernel).sum(axis=1) for power in (0, 1, 2))
    steep = zero * two - one**2
    flat = steep <= 1e-9 * zero * two
    line = kernel * (two[:, None] - gap * one[:, None]) / np.where(flat, 1.0, steep)[:, None]
    return np.where(flat[:, None], kernel / zero[:, None], line)
