"""Formal bilateral influence capacity: how much of one state's means reaches into another.

The formula was recovered from published rows of the index and gives them back to 2e-7. How its
inputs are normalised and averaged over five years was not checked: take them as published.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless

# Weights in the order of the last axis of the two inputs
BANDWIDTH = {
    "level of representation": 0.11,
    "shared intergovernmental organisations": 0.19,
    "trade agreement": 0.14,
    "log trade": 0.35,
    "alliance": 0.13,
    "log arms": 0.08,
}
DEPENDENCE = {
    "aid over GDP": 0.21,
    "aid over all aid": 0.12,
    "trade over GDP": 0.28,
    "trade over all trade": 0.16,
    "arms over military stock": 0.10,
    "arms over all arms imports": 0.13,
}
BANDWIDTH_GREATEST, DEPENDENCE_GREATEST, PRODUCT_GREATEST = 3.183157, 4.122769, 0.581992


def fbic_bandwidth(parts: Float[np.ndarray, "*shape part"]) -> Float[np.ndarray, "*shape"]:
    r"""Extent of the formal ties between two states.

    .. math:: B = (.11\,rep + .19\,igo + .14\,agr + .35 \ln tr + .13\,all + .08\,arm) / 3.183157

    The divisor is the greatest sum among all pairs and years of the published index, so that a
    new edition with greater pairs changes every value.

    Parameters
    ----------
    parts : 1, at least 0
        Last axis in the order of `BANDWIDTH`: five-year averages of normalised inputs.

    Returns
    -------
    bandwidth : 1, in [0, 1] for published inputs
        NaN where a part is absent.

    Raises
    ------
    InputError
        If a part is negative or infinite, or there are not six.

    References
    ----------
    Moyer, J. D., Sweijs, T., Burrows, M. J. and Van Manen, H. (2018). *Power and Influence in a
    Globalized World*. Atlantic Council and Pardee Center. Weights recovered from the data.

    Examples
    --------
    >>> round(float(fbic_bandwidth(np.array([1.0, 0.5, 0.0, 1.0, 0.0, 0.0]))), 4)
    0.1744
    """
    return np.asarray(_weighted("fbic_bandwidth", parts, BANDWIDTH) / BANDWIDTH_GREATEST)


def fbic_dependence(parts: Float[np.ndarray, "*shape part"]) -> Float[np.ndarray, "*shape"]:
    r"""Dependence of the target on the influencer.

    .. math:: D = \sum_k w_k \ln(1 + 100\, q_k) / 4.122769

    With shares :math:`q_k` given in per cent. The logarithm makes the first per cents weigh
    most: a share of 10 % counts for 52 % of a share of 100 %.

    Parameters
    ----------
    parts : %, at least 0
        Last axis in the order of `DEPENDENCE`: five-year averages of shares, in per cent.

    Returns
    -------
    dependence : 1, in [0, 1] for published inputs
        NaN where a part is absent.

    Raises
    ------
    InputError
        If a part is negative or infinite, or there are not six.

    References
    ----------
    Moyer and others (2018), as for `fbic_bandwidth`. Weights recovered from the data.

    Examples
    --------
    >>> round(float(fbic_dependence(np.array([0.0, 0.0, 5.0, 20.0, 0.0, 0.0]))), 4)
    0.2398
    """
    terms = np.log1p(_checked("fbic_dependence", parts, DEPENDENCE))
    return np.asarray(_weighted("fbic_dependence", terms, DEPENDENCE) / DEPENDENCE_GREATEST)


def formal_influence(
    bandwidth: Float[np.ndarray, "*shape"], dependence: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""Capacity of one state to influence another by formal means (FBIC).

    .. math:: F_{A \to B} = B_{AB} \cdot D_{B \text{ on } A} / 0.581992

    High only where ties are wide *and* the target depends. It leaves out secret action,
    technology and finance other than aid, and it has a direction: keep both.

    Parameters
    ----------
    bandwidth : 1, in [0, 1]
        From `fbic_bandwidth`.
    dependence : 1, in [0, 1]
        Of the target on the influencer, from `fbic_dependence`.

    Returns
    -------
    influence : 1, in [0, 1] for published inputs
        NaN where a side is absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Moyer and others (2018), as for `fbic_bandwidth`.

    Examples
    --------
    >>> formal_influence(np.array([0.4]), np.array([0.25])).round(4).tolist()
    [0.1718]
    """
    refuse_negative("formal_influence", bandwidth=bandwidth, dependence=dependence)
    return bandwidth * dependence / PRODUCT_GREATEST


def _weighted(where: str, parts: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    """Weighted sum over the last axis."""
    return np.asarray(_checked(where, parts, weights) @ np.array(list(weights.values())))


def _checked(where: str, parts: np.ndarray, weights: dict[str, float]) -> np.ndarray:
    """The parts, if there are as many as weights and none is negative."""
    refuse_unless(
        parts.shape[-1:] == (len(weights),),
        where=where,
        found=f"parts of shape {parts.shape}",
        expected=f"on the last axis: {', '.join(weights)}",
        remedy="Stack the inputs in this order; NaN where one is unknown.",
    )
    refuse_negative(where, parts=parts)
    return parts
