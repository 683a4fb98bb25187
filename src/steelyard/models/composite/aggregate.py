"""Weights, and the ways to make one score of many points."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_unless
from steelyard.models.composite.normalise import LEAST
from steelyard.models.composite.recipe import Aggregation, Recipe

MOST_PAIRED = 500  # units that are compared pairwise
CELLS = 60_000  # pairs handled at once: keeps the working arrays in cache
TIE = 1e-6  # net weight below this is a draw


def recipe_weights(
    points: Float[np.ndarray, "draw unit indicator"],
    recipe: Recipe,
    experts: np.ndarray | None = None,
) -> Float[np.ndarray, "draw indicator"]:
    r"""Weights that a recipe gives to the indicators, summing to 1.

    .. math:: \text{pca: } w_k \propto \sum_{m : \lambda_m > 1} \lambda_m v_{km}^2

    Principal components are those of the correlations between the points of each draw; an
    indicator counts by how much of it the components with an eigenvalue above 1 carry, without
    rotation. Missing values stand at the mean for this purpose only.

    Parameters
    ----------
    points : 1
    recipe : Recipe
    experts : whole numbers
        Which expert's budget applies to each draw; their mean where left out.

    Returns
    -------
    weights : 1, in [0, 1]

    Raises
    ------
    InputError
        If the recipe's weights are not one for each indicator.

    References
    ----------
    OECD and JRC (2008), step 6. Nicoletti, G., Scarpetta, S. and Boylaud, O. (2000). OECD
    Economics Department working paper 226 (squared loadings as weights).

    Examples
    --------
    >>> recipe_weights(np.ones((1, 3, 4)), Recipe()).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    draws, _, count = points.shape
    if recipe.weighting == "pca":
        return _component_weights(points)
    if recipe.weighting == "equal":
        return np.full((draws, count), 1 / count)
    table = np.array(recipe.budget if recipe.weighting == "budget" else [recipe.weights])
    refuse_unless(
        table.ndim == 2 and table.shape[1] == count,
        where=f"recipe_weights, weighting {recipe.weighting!r}",
        found=f"weights of shape {table.shape} for {count} indicators",
        expected="one weight for each indicator, in their order",
        remedy="Give as many weights as there are indicators.",
    )
    shares = table / table.sum(axis=1, keepdims=True)
    if recipe.weighting == "budget" and experts is not None:
        return shares[experts % len(shares)]
    return np.broadcast_to(shares.mean(axis=0), (draws, count))


def _component_weights(points: np.ndarray) -> np.ndarray:
    """Share of every indicator in the components with an eigenvalue above 1."""
    known = np.isfinite(points)
    mean = divide(np.where(known, points, 0).sum(axis=1, keepdims=True), known.sum(1)[:, None])
    gap = np.where(known, points - mean, 0.0)
    scale = np.sqrt((gap**2).sum(axis=1))
    gap = gap / np.where(scale > 0, scale, 1.0)[:, None]
    value, vector = np.linalg.eigh(np.swapaxes(gap, 1, 2) @ gap)
    kept = value > np.minimum(1.0, value[:, -1:] - 1e-12)  # the first always
    carried = (vector**2 * (value * kept)[:, None]).sum(axis=2)
    return carried / carried.sum(axis=1, keepdims=True)


def aggregate(
    points: Float[np.ndarray, "draw unit indicator"],
    weights: Float[np.ndarray, "draw indicator"],
    how: Aggregation,
    least_present: float = 1.0,
) -> Float[np.ndarray, "draw unit"]:
    r"""Scores of units.

    .. math:: \text{arithmetic: } \sum_k w_k x_k, \quad
        \text{geometric: } \prod_k \max(x_k, 1)^{w_k}, \quad
        \text{Copeland: } 50 + 50 \frac{\text{wins} - \text{losses}}{n - 1}

    A unit wins a comparison if the indicators in which it has more weigh more than those in
    which it has less. Missing indicators drop out, the weights of the others growing alike.

    Parameters
    ----------
    points : 1
    weights : 1
        Of each indicator in each draw.
    how : text
        arithmetic, geometric or copeland.
    least_present : 1, in (0, 1]
        Share of the weight that must be present.

    Returns
    -------
    scores : 1
        NaN where too little of the weight is present.

    Raises
    ------
    InputError
        If more than 500 units are to be compared pairwise.

    References
    ----------
    OECD and JRC (2008), step 7. Copeland, A. H. (1951). A reasonable social welfare function.
    University of Michigan seminar. Munda, G. and Nardo, M. (2009). Noncompensatory/nonlinear
    composite indicators for ranking countries. *Applied Economics* 41(12), 1513-1523.

    Examples
    --------
    >>> points = np.array([[[100.0, 1.0], [30.0, 30.0], [1.0, 2.0]]])
    >>> half = np.array([[0.5, 0.5]])
    >>> aggregate(points, half, "arithmetic").tolist()
    [[50.5, 30.0, 1.5]]
    >>> aggregate(points, half, "geometric").round(1).tolist()
    [[10.0, 30.0, 1.4]]
    """
    known = np.isfinite(points)
    present = (known @ weights[:, :, None])[..., 0]
    if how == "copeland":
        scores = _copeland(points, weights)
    else:
        base = np.log(np.maximum(points, LEAST)) if how == "geometric" else points
        total = (np.where(known, base, 0.0) @ weights[:, :, None])[..., 0]
        scores = divide(total, present)
        scores = np.exp(scores) if how == "geometric" else scores
    return np.where(present >= least_present - 1e-9, scores, np.nan)


def _copeland(points: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Wins less losses in pairwise comparisons, on a scale of 0 to 100."""
    draws, units, count = points.shape
    refuse_unless(
        units <= MOST_PAIRED,
        where="aggregate, copeland",
        found=f"{units} units",
        expected=f"at most {MOST_PAIRED}: every pair is compared",
        remedy="Choose arithmetic or geometric aggregation, or fewer units.",
    )
    scores = np.empty((draws, units))
    step = max(1, CELLS // units**2)
    by_indicator = np.ascontiguousarray(np.moveaxis(points, 2, 0), dtype=np.float32)
    share = weights.astype(np.float32)
    for first in range(0, draws, step):
        chunk = slice(first, first + step)
        more = np.zeros((by_indicator[0, chunk].shape[0], units, units), dtype=np.float32)
        for k in range(count):
            column = by_indicator[k, chunk]
            more += (column[:, :, None] > column[:, None, :]) * share[chunk, k, None, None]
        net = more - more.swapaxes(1, 2)  # a comparison with a missing value counts for nobody
        scores[chunk] = (net > TIE).sum(axis=2) - (net < -TIE).sum(axis=2, dtype=float)
    return 50 + 50 * scores / (units - 1)
