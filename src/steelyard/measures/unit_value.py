"""How the price of a tonne of a group of goods changed, when its make-up is held fixed."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless

COVERED = 0.8  # part of the value of either year that matched headings must make up


def unit_value_index(
    values: Float[np.ndarray, "year heading"], weights: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "3 year"]:
    r"""Chained indices of unit values: Fisher, and the lower and upper of Laspeyres and Paasche.

    .. math:: L_t = \frac{\sum p_t q_{t-1}}{\sum p_{t-1} q_{t-1}}, \quad
        P_t = \frac{\sum p_t q_t}{\sum p_{t-1} q_t}, \quad F_t = \sqrt{L_t P_t}

    over the headings sold in both years, with :math:`p = V / q`.

    Parameters
    ----------
    values : USD / year
        At least 0; NaN where the flow was not reported.
    weights : t / year
        At least 0; NaN or 0 where none is known.

    Returns
    -------
    index : times the first year
        Rows: Fisher, lower, upper. NaN from the first year on whose headings, or those of the
        year before, are matched for less than four fifths of the value.

    Raises
    ------
    InputError
        If a value is negative or the shapes differ.

    References
    ----------
    International Monetary Fund (2009). *Export and Import Price Index Manual*, ch. 16.

    Examples
    --------
    >>> value, weight = np.array([[10.0, 10.0], [20.0, 10.0]]), np.array([[1.0, 1.0], [1.0, 1.0]])
    >>> unit_value_index(value, weight)[0].tolist()
    [1.0, 1.5]
    """
    refuse_negative("unit_value_index", values=values, weights=weights)
    refuse_unless(
        values.shape == weights.shape,
        where="unit_value_index",
        found=f"{values.shape} values and {weights.shape} weights",
        expected="a weight for each value",
        remedy="Take both from the same rows.",
    )
    steps = [_step(values[t - 1 : t + 1], weights[t - 1 : t + 1]) for t in range(1, len(values))]
    start = np.ones(3) if np.nansum(values[0] if len(values) else 0) > 0 else np.full(3, np.nan)
    return np.cumprod(np.column_stack([start, *steps]), axis=1)


def _step(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Fisher, lower and upper of one year over the year before."""
    sold = np.nan_to_num(values) > 0
    both = (sold & (np.nan_to_num(weights) > 0)).all(axis=0)
    covered = divide(values[:, both].sum(axis=1), np.nansum(values, axis=1))
    if not both.any() or not (covered >= COVERED).all():
        return np.full(3, np.nan)
    (before, now), (less, more) = values[:, both], weights[:, both]
    laspeyres = float((now / more * less).sum() / before.sum())
    paasche = float(now.sum() / (before / less * more).sum())
    ends = sorted((laspeyres, paasche))
    return np.array([np.sqrt(laspeyres * paasche), *ends])
