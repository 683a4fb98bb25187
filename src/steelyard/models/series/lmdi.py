"""Logarithmic mean Divisia decomposition of a sum of products."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.models.series.decomposition import Decomposition, decomposition, refuse_absent


def log_mean(
    first: Float[np.ndarray, " term"], second: Float[np.ndarray, " term"]
) -> Float[np.ndarray, " term"]:
    r"""Logarithmic mean.

    .. math:: L(a, b) = (a - b) / (\ln a - \ln b), \quad L(a, a) = a, \quad L(a, 0) = 0

    Parameters
    ----------
    first, second : any unit, at least 0

    Returns
    -------
    mean : same unit
        Between the geometric and the arithmetic mean.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Vartia, Y. O. (1976). Ideal log-change index numbers. *Scandinavian Journal of Statistics*
    3(3), 121-126.

    Examples
    --------
    >>> log_mean(np.array([1.0, 2.0, 0.0]), np.array([np.e, 2.0, 3.0])).round(4).tolist()
    [1.7183, 2.0, 0.0]
    """
    refuse_negative("log_mean", first=first, second=second)
    first, second = np.broadcast_arrays(first, second)
    mean = np.where((first == 0) | (second == 0), 0.0, np.nan)
    both = (first > 0) & (second > 0)
    logs = np.log(second[both] / first[both])
    near = np.abs(logs) < 1e-8
    growth = np.where(near, 1 + logs / 2, np.expm1(logs) / np.where(near, 1.0, logs))
    mean[both] = first[both] * growth
    return mean


def lmdi(
    names: Sequence[str],
    start: Float[np.ndarray, "term factor"],
    end: Float[np.ndarray, "term factor"],
    *,
    multiplicative: bool = False,
) -> Decomposition:
    r"""Change of a sum of products, by the logarithmic mean Divisia index (LMDI-I).

    .. math:: V = \sum_i \prod_k x_{ik}, \quad
        \Delta V_k = \sum_i L(V_{i1}, V_{i0}) \ln \frac{x_{ik1}}{x_{ik0}}, \quad
        D_k = \exp \frac{\Delta V_k}{L(V_1, V_0)}

    Zeros are treated by the analytical limit, all of them going to zero alike: a term that
    begins or ends is credited to the factors that are zero on that side, in equal parts; a term
    that is zero on both sides contributes nothing.

    Parameters
    ----------
    names : text
        One for each factor; write a ratio as a factor 1/x.
    start, end : any units, at least 0
    multiplicative : bool
        Factors of the ratio instead of parts of the difference.

    Returns
    -------
    decomposition : Decomposition, unit of the product, or 1 where multiplicative

    Raises
    ------
    InputError
        If shapes differ, a value is absent, negative or infinite, or a ratio is asked for where
        the sum is 0.

    References
    ----------
    Ang, B. W. (2005). The LMDI approach to decomposition analysis: a practical guide. *Energy
    Policy* 33(7), 867-871. Ang, B. W. and Liu, N. (2007). Handling zero values in the
    logarithmic mean Divisia index decomposition approach. *Energy Policy* 35(1), 238-246.

    Examples
    --------
    >>> spent = lmdi(["price", "volume"], np.array([[2.0, 10.0]]), np.array([[3.0, 20.0]]))
    >>> [(part.name, round(part.amount, 2)) for part in spent.parts]
    [('volume', 25.24), ('price', 14.76)]
    """
    refuse_unless(
        start.shape == end.shape and start.shape[1] == len(names) == len(set(names)),
        where="lmdi",
        found=f"{start.shape} at the start, {end.shape} at the end, {len(names)} names",
        expected="the same terms and factors, and one name for each factor",
        remedy="Give each term both years; leave out terms absent in one, with the reason.",
    )
    refuse_negative("lmdi", start=start, end=end)
    refuse_absent("lmdi", np.concatenate([start, end]))
    before, after = start.prod(axis=1), end.prod(axis=1)
    amounts = _product_parts(start, end).sum(axis=0)
    if not multiplicative:
        parts = dict(zip(names, amounts.tolist(), strict=True))
        return decomposition(float(before.sum()), float(after.sum()), parts, "LMDI-I")
    totals = np.array([before.sum()]), np.array([after.sum()])
    mean = float(log_mean(*totals)[0])
    refuse_unless(
        mean > 0,
        where="lmdi",
        found=f"a total of {totals[0][0]:g} at the start and {totals[1][0]:g} at the end",
        expected="both above 0 for a ratio",
        remedy="Ask for the additive decomposition.",
    )
    factors = {name: exp(amount / mean) for name, amount in zip(names, amounts, strict=True)}
    return decomposition(float(before.sum()), float(after.sum()), factors, "LMDI-I", True)


def _product_parts(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """LMDI part of every factor in every term, by the analytical limit where there are zeros."""
    before, after = start.prod(axis=1), end.prod(axis=1)
    parts = np.zeros(start.shape)
    both = (before > 0) & (after > 0)
    mean = log_mean(before[both], after[both])
    parts[both] = mean[:, None] * np.log(end[both] / start[both])
    for zeros, amount in (((start == 0), after), ((end == 0), -before)):
        one_side = zeros.any(axis=1) & (amount != 0)
        shares = zeros[one_side] / zeros[one_side].sum(axis=1, keepdims=True)
        parts[one_side] = shares * amount[one_side, None]
    return parts
