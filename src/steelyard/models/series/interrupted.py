"""Interrupted series: change of level and slope at an event, against the series' own past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate

FEWEST = 4  # dates on either side
TRIED = np.linspace(-0.5, 0.97, 50)  # autocorrelations between which is interpolated
PERFECT = 1e-20  # relative sum of squares of a fit without error


@dataclass(frozen=True, slots=True)
class Interruption:
    """Change at an event, with intervals that allow for noise that lasts.

    `level_change` is the jump at the event, `slope_change` the change per unit of the dates
    (None without trends), `effect_at_end` how far the last date lies from where the old course
    would have led. `autocorrelation` is that of the noise from one date to the next.
    """

    level_change: Estimate
    slope_change: Estimate | None
    effect_at_end: Estimate
    autocorrelation: float
    left_out: int


def interrupted_series(
    dates: Int[np.ndarray, " time"],
    values: Float[np.ndarray, " time"],
    event: int,
    *,
    trends: bool = True,
    level: float = LEVEL,
) -> Interruption:
    r"""Change of level and slope at an event that is dated beforehand.

    .. math:: y_t = a + b t + c\,1[t \ge E] + d\,(t - E) 1[t \ge E] + e_t, \quad
        V = \hat\sigma^2 (X'X)^{-1} X' R(\hat\rho) X (X'X)^{-1}, \quad
        R_{ts} = \hat\rho^{|t-s|}

    Least squares with a covariance that is robust to noise correlated over time. The estimate
    of :math:`\rho` from residuals is too low by a known amount, given the design: that is
    undone; degrees of freedom follow Satterthwaite. Newey and West's kernel was tried and left:
    its 90 % intervals covered 75 to 82 % even for independent noise, 60 % for
    :math:`\rho = 0.6`. Those here, measured on 200 series each:

    ====== ======= ======= ======= =======
    dates  rho 0   rho 0.3 rho 0.6 rho 0.8
    ====== ======= ======= ======= =======
    24     92 (88) 89 (88) 86 (90) 85 (77)
    40     90 (91) 92 (91) 85 (85) 86 (76)
    80     87 (88) 93 (90) 94 (91) 85 (87)
    ====== ======= ======= ======= =======

    (level; slope in brackets). So above 0.6 in a short series they are too narrow. No control:
    whatever else changed at the event is in the effect; see `counterfactual`.

    Parameters
    ----------
    dates : calendar, ascending
    values : any unit
        NaN where absent: that date is left out.
    event : calendar
        First date on which it could have an effect; dates found in the same data (`breaks`) make
        the intervals too narrow.
    trends : bool
        Whether both sides have a slope.
    level : 1, in (0, 1)
        Probability inside.

    Returns
    -------
    interruption : Interruption

    Raises
    ------
    InputError
        If a side has fewer than 4 dates with a value, dates do not ascend, or a value is
        infinite.

    References
    ----------
    Wagner, A. K. et al. (2002). Segmented regression analysis of interrupted time series.
    *Journal of Clinical Pharmacy and Therapeutics* 27(4), 299-309. Andrews, D. W. K. (1993).
    Exactly median-unbiased estimation of first order autoregressive models. *Econometrica*
    61(1), 139-165 (undoing the bias; here of the mean).

    Examples
    --------
    >>> years = np.arange(1990, 2014)
    >>> noise = 0.2 * np.sin(9.0 * years)
    >>> found = interrupted_series(years, 0.1 * (years >= 2002) * (years - 1992) + noise, 2002)
    >>> found.level_change.low < 1 < found.level_change.high, round(found.slope_change.point, 1)
    (True, 0.1)
    """
    from scipy.special import stdtrit

    known = ~np.isnan(values)
    _refuse_bad_series(dates, values, event, known)
    dates, values = dates[known], values[known]
    design = _design(dates, event, trends)
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ (design.T @ values)
    error = values - design @ coefficients
    rest = np.eye(dates.size) - design @ inverse @ design.T
    gaps = np.abs(np.subtract.outer(dates, dates))
    rho = 0.0
    if error @ error > PERFECT * (values @ values):
        rho = _autocorrelation(error, rest, gaps)
    correlation = rho**gaps  # fades with distance, over gaps of the calendar too
    noise = rest @ correlation @ rest
    variance = float(error @ error) / float(np.trace(noise))
    freedom = float(np.trace(noise) ** 2 / (noise**2).sum())
    middle = design.T @ correlation @ design
    covariance = variance * inverse @ middle @ inverse
    width = float(stdtrit(freedom, (1 + level) / 2))

    def estimate(contrast: np.ndarray) -> Estimate:
        point = float(contrast @ coefficients)
        half = width * float(np.sqrt(max(contrast @ covariance @ contrast, 0.0)))
        basis = f"noise around the fitted course, autocorrelation {rho:.2f}"
        return Estimate(point, point - half, point + half, level, basis, "estimated")

    jump, end = np.zeros(design.shape[1]), np.zeros(design.shape[1])
    jump[1] = end[1] = 1.0
    slope = None
    if trends:
        per_date = np.eye(4)[3]
        end[3] = float(dates[-1] - event)
        slope = estimate(per_date)
    return Interruption(estimate(jump), slope, estimate(end), rho, int((~known).sum()))


def _design(dates: np.ndarray, event: int, trends: bool) -> np.ndarray:
    """Constant, jump and, with trends, slope before and change of slope."""
    after = (dates >= event).astype(float)
    columns = [np.ones(dates.size), after]
    if trends:
        columns += [(dates - event).astype(float), after * (dates - event)]
    return np.column_stack(columns)


def _autocorrelation(error: np.ndarray, rest: np.ndarray, gaps: np.ndarray) -> float:
    """Autocorrelation of the noise whose residuals would on average have that of these.

    Expected sums of squares and of neighbours' products are polynomials in it, with one
    coefficient for each distance between dates.
    """
    next_to = np.diagonal(gaps, 1) == 1
    shift = np.diag(next_to.astype(float), 1)
    seen = float(error @ shift @ error / (error @ error))
    powers = TRIED[:, None] ** np.arange(gaps.max() + 1)
    squares, products = (
        powers @ np.bincount(gaps.ravel(), weights=matrix.ravel())
        for matrix in (rest, rest @ shift @ rest)
    )
    rising = np.maximum.accumulate(products / squares)  # but for rounding at its ends
    return float(np.interp(seen, rising, TRIED))


def _refuse_bad_series(
    dates: np.ndarray, values: np.ndarray, event: int, known: np.ndarray
) -> None:
    """Raise if a side is too short, dates do not ascend or a value is infinite."""
    before, after = int((dates[known] < event).sum()), int((dates[known] >= event).sum())
    refuse_unless(
        dates.size == values.size
        and bool((np.diff(dates) > 0).all() and not np.isinf(values).any())
        and min(before, after) >= FEWEST,
        where="interrupted_series",
        found=f"{before} dates with a value before {event}, {after} from it on",
        expected=f"at least {FEWEST} on either side, ascending dates, no infinite value",
        remedy="Choose a longer series, or compare two years with `decomposition`.",
    )
