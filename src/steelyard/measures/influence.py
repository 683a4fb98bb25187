"""What a state can make of its weight in the trade of others, after Hirschman (1945)."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless


def influence_effect(
    share: Float[np.ndarray, "*draw state state"],
) -> Float[np.ndarray, "*draw state state"]:
    r"""Weight of *i* in the trade of *j*, against the weight of *j* in the trade of *i*.

    .. math:: E_{ij} = s_{ji} / s_{ij}

    Above 1, stopping the trade threatens *j* with more than *i*. With shares of *total* trade
    measured alike on both sides it is only the ratio of total trade,
    :math:`E_{ij} = T_i / T_j`; with shares of one product or of imports it says more.

    Parameters
    ----------
    share : 1, at least 0
        ``share[i, j]``: share of *j* in the trade of *i*; draws may stand on axes before.

    Returns
    -------
    effect : 1, at least 0
        ``effect[i, j]``: of *i* over *j*; the inverse of ``effect[j, i]``. NaN where a side is
        absent or *j* has no weight for *i*.

    Raises
    ------
    InputError
        If a share is negative or infinite.

    References
    ----------
    Hirschman, A. O. (1945). *National Power and the Structure of Foreign Trade*, ch. 2. He
    describes the effect in words; this ratio is our reading of it, from memory.

    Examples
    --------
    >>> influence_effect(np.array([[0.0, 0.02], [0.3, 0.0]])).round(1).tolist()
    [[nan, 15.0], [0.1, nan]]
    """
    refuse_negative("influence_effect", share=share)
    return divide(np.swapaxes(share, -1, -2), share)


def small_partner_preference(
    values: Float[np.ndarray, "state partner"], size: Float[np.ndarray, " partner"]
) -> Float[np.ndarray, " state"]:
    r"""How much smaller a state's partners are than if it traded with all in proportion.

    .. math:: P_i = \frac{\sum_j w_j^2}{\sum_j v_{ij} w_j / \sum_j v_{ij}},
        \qquad w_j = \frac{Z_j}{\sum_{k \ne i} Z_k}

    The denominator is the mean size of the partners that it has, weighted by its trade; the
    numerator is that mean if its trade followed their size. 1 is neutral; 2 means that the
    average unit of trade goes to a partner half as big as neutral. A state that prefers small
    partners weighs more with each of them than they with it. Counting a partner as two halves
    makes partners smaller and changes the index: use one list of states for all comparisons.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*; NaN where absent. Row *i* and column *i*
        belong to the same state; its own column is not read.
    size : USD / year
        Total trade of each partner with the world.

    Returns
    -------
    preference : 1, above 0
        Only partners with known trade and size count, in both sums. NaN where none does.

    Raises
    ------
    InputError
        If a value is negative or infinite, or the table is not square.

    References
    ----------
    Hirschman (1945), ch. 6, has an index of preference for small trading countries; this
    formula is ours, after the idea as remembered, and need not equal his number for number.

    Examples
    --------
    >>> flows = np.array([[0.0, 8.0, 2.0], [8.0, 0.0, 4.0], [2.0, 4.0, 0.0]])
    >>> small_partner_preference(flows, np.array([50.0, 80.0, 20.0])).round(2).tolist()
    [1.0, 1.04, 0.98]
    """
    refuse_negative("small_partner_preference", values=values, size=size)
    refuse_unless(
        values.shape == (size.size, size.size),
        where="small_partner_preference",
        found=f"values {values.shape}, size {size.shape}",
        expected="states and partners in one list: a square table and as many sizes",
        remedy="Select the same states in the same order for rows, columns and sizes.",
    )
    counted = np.isfinite(values) & np.isfinite(size) & ~np.eye(size.size, dtype=bool)
    weight = np.where(counted, size, 0.0)
    traded = np.where(counted, values, 0.0)
    neutral = divide((weight**2).sum(axis=1), weight.sum(axis=1))
    actual = divide((traded * weight).sum(axis=1), traded.sum(axis=1))
    return divide(neutral, actual)
