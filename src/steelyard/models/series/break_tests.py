"""How many breaks: the sequential sup-F test, with critical values simulated, not tabulated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.models.series.breaks import TRIMMING, Breaks, find_breaks, mean_design

REPLICATIONS = 999


@dataclass(frozen=True, slots=True)
class SequentialTest:
    """Number of breaks at which one more is not supported, with every step's F and p-value."""

    number: int
    statistics: tuple[float, ...]
    p_values: tuple[float, ...]
    significance: float


def sequential_breaks(
    dates: Int[np.ndarray, " time"],
    values: Float[np.ndarray, " time"],
    design: Float[np.ndarray, "time regressor"] | None = None,
    *,
    most: int = 5,
    trimming: float = TRIMMING,
    significance: float = 0.05,
    replications: int = REPLICATIONS,
    seed: int = 0,
) -> SequentialTest:
    r"""Number of breaks by testing *l* against *l* + 1 until one more is not supported.

    .. math:: F(l+1 \mid l) = \max_{k} \max_{\tau \in k}
        \frac{S_l - S_{l,\tau}}{S_{l,\tau} / (T - (l+2)q)}

    The maximum runs over all regimes and all admissible dates in them. Its distribution without
    a further break depends, for independent normal noise of one variance, on the design alone;
    it is simulated for this very series and design, given the *l* dates. With serial correlation
    the test rejects too often, as BIC does.

    Parameters
    ----------
    dates, values, design, most, trimming :
        As for `find_breaks`.
    significance : 1, in (0, 1)
        Of each step.
    replications, seed : count
        Same seed, same p-values; the least p-value is 1 / (replications + 1).

    Returns
    -------
    test : SequentialTest

    Raises
    ------
    InputError
        As `find_breaks`.

    References
    ----------
    Bai, J. and Perron, P. (1998). *Econometrica* 66(1), 47-78, proposition 7.
    Dufour, J.-M. (2006). Monte Carlo tests with nuisance parameters. *Journal of Econometrics*
    133(2), 443-477.

    Examples
    --------
    >>> years = np.arange(1980, 2020)
    >>> level = np.where(years <= 2000, 1.0, 3.0) + 0.3 * np.sin(7.0 * years)
    >>> sequential_breaks(years, level, replications=199).number
    1
    """
    refuse_unless(
        0 < significance < 1 and replications >= 19,
        where="sequential_breaks",
        found=f"significance {significance:g}, {replications} replications",
        expected="a significance in (0, 1) and at least 19 replications",
        remedy="Ask for more replications.",
    )
    design = mean_design(values.size) if design is None else design
    known = ~np.isnan(values)
    random = np.random.default_rng(seed)
    noise = random.standard_normal((replications, int(known.sum())))
    statistics, p_values = [], []
    fits = len(find_breaks(dates, values, design, most=most, trimming=trimming).squares)
    number = 0
    for number in range(fits):
        fitted = find_breaks(dates, values, design, number=number, trimming=trimming)
        rows = np.vstack([values[known], noise])
        every = _largest_f(rows, design[known], fitted)
        if not np.isfinite(every[0]):
            break
        statistics.append(float(every[0]))
        p_values.append(float((1 + (every[1:] >= every[0]).sum()) / (replications + 1)))
        if p_values[-1] > significance:
            break
    return SequentialTest(number, tuple(statistics), tuple(p_values), significance)


def _largest_f(rows: np.ndarray, design: np.ndarray, fitted: Breaks) -> np.ndarray:
    """Largest F of one more break within the regimes of a partition, for each row of values."""
    total, gain = np.zeros(rows.shape[0]), np.full(rows.shape[0], -np.inf)
    for regime in fitted.regimes:
        inside = slice(regime.start, regime.end)
        basis = np.linalg.qr(design[inside])[0]
        clean = rows[:, inside] - (rows[:, inside] @ basis) @ basis.T
        total += (clean**2).sum(axis=1)
        gain = np.maximum(gain, _largest_gain(clean, basis, fitted.shortest))
    used = (fitted.number + 2) * design.shape[1]
    left = total - gain
    perfect = left <= 1e-20 * total
    ratio = np.divide(gain * (rows.shape[1] - used), left, out=np.zeros_like(left), where=~perfect)
    return np.where(perfect, np.inf, np.where(np.isfinite(gain), ratio, -np.inf))


def _largest_gain(clean: np.ndarray, basis: np.ndarray, shortest: int) -> np.ndarray:
    r"""Most that one break takes off the sum of squares of residuals on an orthonormal basis.

    With :math:`A = \sum_{t \le \tau} x_t x_t'` and :math:`c = \sum_{t \le \tau} x_t e_t` the gain
    is :math:`c' [A (I - A)]^{-1} c`, since the whole sums to the identity and to zero.
    """
    splits = np.arange(shortest, basis.shape[0] - shortest + 1)
    if splits.size == 0:
        return np.full(clean.shape[0], -np.inf)
    outer = np.cumsum(basis[:, :, None] * basis[:, None, :], axis=0)[splits - 1]
    middle = np.linalg.pinv(outer - outer @ outer, hermitian=True)
    scores = np.cumsum(clean[:, :, None] * basis[None], axis=1)[:, splits - 1]
    gain = np.einsum("rtq,tqp,rtp->rt", scores, middle, scores)
    return gain.max(axis=1)
