"""Intervals of what a flow is made of, when each of its parts is known up to noise.

Shares, weighted means and trade within products are sums over many parts with independent errors:
their interval follows from the slopes of the measure, without draws.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.measures.composition import grubel_lloyd_aggregate
from steelyard.measures.interval import LEVEL, Z90
from steelyard.vocabulary.estimate import Estimate, absent

BASIS = "noise of each product's flow, errors independent"


def part_interval(
    values: Float[np.ndarray, " product"],
    chosen: Bool[np.ndarray, " product"],
    scale: Float[np.ndarray, " product"],
    *,
    half: float = Z90,
    basis: str = BASIS,
) -> Estimate:
    r"""Share of some products in a flow with its 90 % interval.

    .. math:: \mathrm{logit}\, s \pm q \sqrt{\sigma_P^2 + \sigma_R^2}, \qquad
        \sigma_P^2 = \sum_{k \in P} (v_k \sigma_k)^2 / \left(\sum_{k \in P} v_k\right)^2

    with *P* the chosen products and *R* the rest. An error that all products of the flow share
    leaves the share as it is, so it needs no place here.

    Parameters
    ----------
    values : USD / year
        By product, at least 0; NaN counts as unknown and is left out of both sums.
    chosen : bool
        Which products make up the part.
    scale : 1, at least 0
        Scale of the log error of each product's flow.
    half : 1
        Half the 90 % range of an error of scale 1.
    basis : text
        What makes the interval wide.

    Returns
    -------
    share : Estimate, 1, in [0, 1]
        Absent where nothing is traded.

    Raises
    ------
    InputError
        If a value or scale is negative.

    References
    ----------
    JCGM 100:2008. *Guide to the Expression of Uncertainty in Measurement*, 5.1 (first-order
    propagation); on the logit, so that the ends stay between 0 and 1.

    Examples
    --------
    >>> sold = np.array([60.0, 40.0])
    >>> part_interval(sold, np.array([True, False]), np.array([0.1, 0.1])).text(percent=True)
    '60 % (54 to 65)'
    """
    refuse_negative("part_interval", values=values, scale=scale)
    known = np.nan_to_num(values)
    part, rest = known[chosen].sum(), known[~chosen].sum()
    if part + rest <= 0:
        return absent("nothing was traded")
    share = float(part / (part + rest))
    if part <= 0 or rest <= 0:
        return Estimate(share, share, share, LEVEL, f"{basis}; no other product")
    error = (known * scale) ** 2
    spread = half * float(np.sqrt(error[chosen].sum() / part**2 + error[~chosen].sum() / rest**2))
    odds = part / rest
    low, high = odds * np.exp(-spread), odds * np.exp(spread)
    return Estimate(share, float(low / (1 + low)), float(high / (1 + high)), LEVEL, basis)


def mean_interval(
    values: Float[np.ndarray, " product"],
    score: Float[np.ndarray, " product"],
    scale: Float[np.ndarray, " product"],
    *,
    half: float = Z90,
    basis: str = BASIS,
) -> Estimate:
    r"""Mean score of what is sold, weighted by value, with its 90 % interval.

    .. math:: \bar c = \frac{\sum_k v_k c_k}{\sum_k v_k}, \qquad
        \bar c \pm q \sqrt{\sum_k \left(\frac{v_k}{V} (c_k - \bar c) \sigma_k\right)^2}

    Parameters
    ----------
    values : USD / year
        By product, at least 0.
    score : any unit
        Of each product; those without a score are left out.
    scale : 1, at least 0
        Scale of the log error of each product's flow.
    half, basis
        As `part_interval`.

    Returns
    -------
    mean : Estimate, unit of the score
        Absent where no product with a score is traded.

    Raises
    ------
    InputError
        If a value or scale is negative.

    References
    ----------
    As `part_interval`.

    Examples
    --------
    >>> mean_interval(np.array([1.0, 3.0]), np.array([-1.0, 1.0]), np.array([0.2, 0.2])).text()
    '0.5 (0.3 to 0.7)'
    """
    refuse_negative("mean_interval", values=values, scale=scale)
    used = (np.nan_to_num(values) > 0) & np.isfinite(score)
    if not used.any():
        return absent("no product with a score was traded")
    weight = values[used] / values[used].sum()
    mean = float(weight @ score[used])
    spread = half * float(np.sqrt(((weight * (score[used] - mean) * scale[used]) ** 2).sum()))
    return Estimate(mean, mean - spread, mean + spread, LEVEL, basis)


def grubel_lloyd_interval(
    exports: Float[np.ndarray, " product"],
    imports: Float[np.ndarray, " product"],
    scales: tuple[Float[np.ndarray, " product"], Float[np.ndarray, " product"]],
    *,
    half: float = Z90,
    basis: str = BASIS,
) -> Estimate:
    r"""Trade within products as a share of all trade of two states, with its 90 % interval.

    .. math:: \frac{\partial GL}{\partial \ln X_k} = \frac{X_k}{V}
        \left(\frac{N}{V} - \mathrm{sgn}(X_k - M_k)\right), \quad N = \sum_k |X_k - M_k|, \;
        V = \sum_k (X_k + M_k)

    Parameters
    ----------
    exports, imports : USD / year
        By product, at least 0; 0 where a product goes one way.
    scales : 1, at least 0
        Scale of the log error of each product's exports and imports.
    half, basis
        As `part_interval`.

    Returns
    -------
    intra : Estimate, 1, in [0, 1]
        `composition.grubel_lloyd_aggregate`; absent where nothing is traded.

    Raises
    ------
    InputError
        If a value or scale is negative, or the shapes differ.

    References
    ----------
    As `part_interval`.

    Examples
    --------
    >>> noise = (np.full(2, 0.1), np.full(2, 0.1))
    >>> grubel_lloyd_interval(np.array([50.0, 10.0]), np.array([40.0, 30.0]), noise).text()
    '0.77 (0.68 to 0.85)'
    """
    refuse_negative("grubel_lloyd_interval", exports=exports, imports=imports, scales=scales)
    refuse_unless(
        exports.shape == imports.shape,
        where="grubel_lloyd_interval",
        found=f"exports {exports.shape}, imports {imports.shape}",
        expected="one list of products for both ways",
        remedy="Put both on the union of their products, 0 where one way has none.",
    )
    share = float(grubel_lloyd_aggregate(exports, imports))
    if not np.isfinite(share):
        return absent("nothing was traded")
    turnover = np.nansum(exports + imports)
    sign = np.sign(exports - imports)
    slopes = (exports * (1 - share - sign), imports * (1 - share + sign))
    squares = sum(((slope * scale) ** 2).sum() for slope, scale in zip(slopes, scales, strict=True))
    spread = half * float(np.sqrt(squares)) / float(turnover)
    return Estimate(share, max(0.0, share - spread), min(1.0, share + spread), LEVEL, basis)
