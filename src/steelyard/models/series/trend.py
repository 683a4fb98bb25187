"""The slope of a series over a window, with an interval that stands correlated noise."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate

FEWEST = 6
TRIED = np.linspace(0.0, 0.95, 20)  # autocorrelations, all as likely beforehand
HALVINGS = 60  # of the range in which a quantile is looked for
STRAIGHT = 1e-20  # relative sum of squares of a course without noise


def trend_slope(
    dates: Int[np.ndarray, " time"],
    values: Float[np.ndarray, " time"],
    *,
    level: float = LEVEL,
) -> Estimate:
    r"""Change per unit of the dates, whatever the noise has to do with that of the date before.

    .. math:: y_t = a + b t + e_t, \quad \mathrm{corr}(e_t, e_s) = \rho^{|t-s|}, \quad
        p(b \mid y) = \int p(b \mid \rho, y) \, p(\rho \mid y) \, d\rho

    For each :math:`\rho` the slope follows Student's t around its generalised least squares
    estimate; they are mixed by how well each :math:`\rho` fits, with all from 0 to 0.95 as likely
    beforehand. In a short series nobody knows :math:`\rho`, and an interval that takes it as
    known (that of `interrupted_series` was tried) covered 77 to 87 % instead of 90 %. These
    cover, in per cent of 300 series each, where the noise has correlation

    ====== ===== ======= ======= =======
    dates  rho 0 rho 0.3 rho 0.6 rho 0.8
    ====== ===== ======= ======= =======
    8      98    96      89      80
    12     99    95      87      77
    24     96    94      91      85
    ====== ===== ======= ======= =======

    so 90 % on average of what nobody knows: too wide for noise that does not last, too narrow for
    noise that lasts long. It says whether the series rose on the whole, not that it did so
    steadily nor why.

    Parameters
    ----------
    dates : calendar, ascending
    values : any unit
        NaN where absent: that date is left out.
    level : 1, in (0, 1)
        Probability inside.

    Returns
    -------
    slope : unit of the values per unit of the dates

    Raises
    ------
    InputError
        If fewer than 6 dates have a value, dates do not ascend, or a value is infinite.

    References
    ----------
    Zellner, A. and Tiao, G. C. (1964). Bayesian analysis of the regression model with
    autocorrelated errors. *Journal of the American Statistical Association* 59(307), 763-778.

    Examples
    --------
    >>> years = np.arange(2000, 2012)
    >>> slope = trend_slope(years, 0.5 * (years - 2000) + 0.1 * np.sin(9.0 * years))
    >>> round(slope.point, 1), slope.low < 0.5 < slope.high
    (0.5, True)
    """
    from scipy.special import stdtr  # scipy.optimize takes a second to load

    known = ~np.isnan(values)
    _refuse_bad_series(dates, values, known)
    at, values = dates[known], values[known]
    slopes, errors, weights = _by_autocorrelation(at, values)
    basis = "noise around a straight course, its autocorrelation unknown"
    if not errors.any():
        slope = float(slopes[0])
        return Estimate(slope, slope, slope, level, basis, "estimated")
    reach = 200 * float(errors.max())
    ends = float(slopes.min()) - reach, float(slopes.max()) + reach

    def quantile(probability: float) -> float:
        low, high = ends
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = float(stdtr(values.size - 2, (middle - slopes) / errors) @ weights)
            low, high = (middle, high) if below < probability else (low, middle)
        return (low + high) / 2

    tail = (1 - level) / 2
    low, middle, high = (quantile(part) for part in (tail, 0.5, 1 - tail))
    return Estimate(middle, low, high, level, basis, "estimated")


def _by_autocorrelation(
    at: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Slope, its standard error and its weight for each autocorrelation tried."""
    design = np.column_stack([np.ones(at.size), at - at.mean()])
    gaps = np.abs(np.subtract.outer(at, at)).astype(float)
    slopes, errors, scores = [], [], []
    for rho in TRIED:
        root = np.linalg.cholesky(rho**gaps)  # lower triangle, as small as the series
        white, target = np.linalg.solve(root, design), np.linalg.solve(root, values)
        inverse = np.linalg.inv(white.T @ white)
        coefficients = inverse @ white.T @ target
        left = target - white @ coefficients
        squares = float(left @ left)
        if squares <= STRAIGHT * float(target @ target):
            return coefficients[1:], np.zeros(1), np.ones(1)
        slopes.append(coefficients[1])
        errors.append(np.sqrt(squares / (at.size - 2) * inverse[1, 1]))
        scores.append(
            -np.log(np.diag(root)).sum()
            + 0.5 * np.linalg.slogdet(inverse)[1]
            - 0.5 * (at.size - 2) * np.log(squares)
        )
    weights = np.exp(np.array(scores) - max(scores))
    return np.array(slopes), np.array(errors), weights / weights.sum()


def _refuse_bad_series(dates: np.ndarray, values: np.ndarray, known: np.ndarray) -> None:
    """Raise unless there are enough dates in order."""
    refuse_unless(
        int(known.sum()) >= FEWEST
        and bool((np.diff(dates) > 0).all())
        and bool(np.isfinite(values[known]).all()),
        where="trend_slope",
        found=f"{int(known.sum())} finite values at {dates.size} dates",
        expected=f"at least {FEWEST} values, at dates that ascend",
        remedy="Widen the window, or compare its two ends.",
    )
