"""Put indicators on one scale of points, for many draws of a table at once.

All scales run upwards in the concept and centre near 50 or 100 points, so that a geometric mean,
which needs positive numbers, can be taken of each: it floors points at 1.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_unless
from steelyard.models.composite.recipe import Indicator, Normalisation

LEAST, MOST = 1.0, 100.0  # ends of the scales that have ends


def normalise(
    values: Float[np.ndarray, "draw unit indicator"],
    indicators: tuple[Indicator, ...],
    how: Normalisation,
) -> Float[np.ndarray, "draw unit indicator"]:
    r"""Indicators in points.

    .. math:: \text{min-max: } 1 + 99 \frac{x - \min}{\max - \min}, \quad
        \text{z: } 50 + 10 \frac{x - \bar x}{s}, \quad
        \text{rank: } 1 + 99 \frac{R - 1}{n - 1}, \quad \text{reference: } 100 \frac{x}{r}

    Where more of an indicator means less of the concept, :math:`-x` is taken first; with a
    reference :math:`100 r / x`. Over the units of each draw; ties share their mean rank.

    Parameters
    ----------
    values : unit of each indicator
    indicators : Indicator
    how : text
        min-max, z, rank or reference.

    Returns
    -------
    points : 1
        NaN where the value is, or where all units are alike in a draw.

    Raises
    ------
    InputError
        If a reference is asked for and one is absent or not above 0, or a value is then negative.

    References
    ----------
    OECD and JRC (2008). *Handbook on Constructing Composite Indicators*, step 5.

    Examples
    --------
    >>> table = np.array([[[1.0], [2.0], [5.0]]])
    >>> normalise(table, (Indicator("trade"),), "rank").ravel().tolist()
    [1.0, 50.5, 100.0]
    """
    if how == "reference":
        return _distance(values, indicators)
    signs = np.array([1.0 if indicator.more_is_more else -1.0 for indicator in indicators])
    upwards = values * signs
    if how == "z":
        known = np.isfinite(upwards)
        count = known.sum(axis=1, keepdims=True)
        mean = divide(np.where(known, upwards, 0.0).sum(axis=1, keepdims=True), count)
        gap = np.where(known, upwards - mean, 0.0)
        spread = np.sqrt(divide((gap**2).sum(axis=1, keepdims=True), count - 1))
        return 50 + 10 * divide(upwards - mean, spread)
    if how == "rank":
        ranks, count = mean_ranks(upwards), np.isfinite(upwards).sum(axis=1, keepdims=True)
        return LEAST + (MOST - LEAST) * divide(ranks - 1, count - 1)
    low = np.fmin.reduce(upwards, axis=1, keepdims=True)  # passes over NaN
    high = np.fmax.reduce(upwards, axis=1, keepdims=True)
    return LEAST + (MOST - LEAST) * divide(upwards - low, high - low)


def _distance(values: np.ndarray, indicators: tuple[Indicator, ...]) -> np.ndarray:
    """Points as a share of a reference value."""
    unusable = [one.name for one in indicators if one.reference is None or one.reference <= 0]
    refuse_unless(
        not unusable and not (values < 0).any(),
        where="normalise, distance to a reference",
        found=f"no reference above 0 for {unusable}, or a negative value",
        expected="a reference above 0 for each indicator and values of at least 0",
        remedy="State the references, or choose another normalisation.",
    )
    references = np.array([one.reference for one in indicators], dtype=float)
    upwards = np.array([one.more_is_more for one in indicators])
    return 100 * np.where(upwards, values / references, divide(references, values))


def mean_ranks(
    values: Float[np.ndarray, "draw unit column"],
) -> Float[np.ndarray, "draw unit column"]:
    r"""Ascending ranks over units, ties sharing their mean.

    .. math:: R_i = \#\{j : x_j < x_i\} + \tfrac12 (\#\{j : x_j = x_i\} + 1)

    Parameters
    ----------
    values : any unit

    Returns
    -------
    ranks : 1, from 1
        NaN where the value is.

    References
    ----------
    Kendall, M. G. (1945). The treatment of ties in ranking problems. *Biometrika* 33(3), 239.

    Examples
    --------
    >>> mean_ranks(np.array([[[5.0], [2.0], [np.nan], [5.0]]])).ravel().tolist()
    [2.5, 1.0, nan, 2.5]
    """
    order = np.argsort(values, axis=1)
    ascending = np.take_along_axis(values, order, axis=1)
    new = np.ones(values.shape, dtype=bool)
    new[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, 1 + _places(new), axis=1)
    ranks[np.isnan(values)] = np.nan
    return ranks


def _places(new: np.ndarray) -> np.ndarray:
    """Mean place of each sorted value among those equal to it; `new` marks the first of each."""
    place = np.arange(new.shape[1], dtype=float)[None, :, None]
    if new.all():
        return np.broadcast_to(place, new.shape)
    first = np.maximum.accumulate(np.where(new, place, 0), axis=1)
    last = np.ones(new.shape, dtype=bool)
    last[:, :-1] = new[:, 1:]
    closing = np.where(last, place, new.shape[1])[:, ::-1]
    return (first + np.minimum.accumulate(closing, axis=1)[:, ::-1]) / 2
