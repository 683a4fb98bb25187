"""Structural breaks: the dates at which a mean, a trend or a regression changed.

The best partition for every number of breaks comes from one table of sums of squared residuals
and dynamic programming, so it is the global optimum, not a greedy one. Intervals for the dates
are in `break_dates`, a sequential test for their number in `break_tests`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.models.series.partitions import best_partitions, segment_squares

TRIMMING = 0.15  # least share of the series in one regime (Bai and Perron 2003)


@dataclass(frozen=True, slots=True)
class Regime:
    """Stretch between two breaks: first and last date, coefficients, residual variance."""

    first: int
    last: int
    start: int
    end: int
    coefficients: tuple[float, ...]
    variance: float


@dataclass(frozen=True, slots=True)
class Breaks:
    """Regimes of the chosen partition, and what every other number of breaks would give.

    `dates` are the last dates of each old regime: 1898 means that 1899 is the first of the new
    one. `squares`, `bic` and `lwz` are indexed by the number of breaks, from 0. `left_out`
    counts dates without a value.
    """

    dates: tuple[int, ...]
    positions: tuple[int, ...]
    regimes: tuple[Regime, ...]
    squares: tuple[float, ...]
    bic: tuple[float, ...]
    lwz: tuple[float, ...]
    shortest: int
    left_out: int

    @property
    def number(self) -> int:
        """How many breaks the chosen partition has."""
        return len(self.dates)

    @property
    def number_by_bic(self) -> int:
        """Number of breaks with the least Bayesian information criterion."""
        return int(np.argmin(self.bic))

    @property
    def number_by_lwz(self) -> int:
        """Number of breaks with the least Liu-Wu-Zidek criterion, which is more sparing."""
        return int(np.argmin(self.lwz))


def mean_design(times: int) -> Float[np.ndarray, "time 1"]:
    """Design of a piecewise constant mean: a column of ones.

    Parameters
    ----------
    times : count

    Returns
    -------
    design : 1

    References
    ----------
    Bai, J. and Perron, P. (2003), section 2.

    Examples
    --------
    >>> mean_design(2).tolist()
    [[1.0], [1.0]]
    """
    return np.ones((times, 1))


def trend_design(dates: Int[np.ndarray, " time"]) -> Float[np.ndarray, "time 2"]:
    """Design of a piecewise linear trend: ones, and dates from -1/2 to 1/2.

    The second coefficient is the change over the whole span; each regime has its own level, so
    the line may jump at a break.

    Parameters
    ----------
    dates : calendar, ascending
        At least two.

    Returns
    -------
    design : 1

    References
    ----------
    Bai, J. and Perron, P. (1998), assumption A8 (trends scaled by the length of the series).

    Examples
    --------
    >>> trend_design(np.array([2000, 2001, 2002])).tolist()
    [[1.0, -0.5], [1.0, 0.0], [1.0, 0.5]]
    """
    span = (dates - dates[0]) / max(float(dates[-1] - dates[0]), 1.0)
    return np.column_stack([np.ones(dates.size), span - 0.5])


def information_criteria(
    squares: Float[np.ndarray, " number"], times: int, regressors: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    r"""BIC and LWZ of 0, 1, ... breaks.

    .. math:: BIC_m = \ln(S_m/T) + p_m \ln(T)/T, \quad
        LWZ_m = \ln(S_m/(T - p_m)) + 0.299\, p_m \ln(T)^{2.1}/T, \quad p_m = (m+1)q + m

    Both suppose errors without serial correlation: with it BIC finds too many breaks.

    Parameters
    ----------
    squares : square of a unit
        Sum of squares by number of breaks.
    times, regressors : count

    Returns
    -------
    bic, lwz : 1
        Minus infinity for a perfect fit.

    References
    ----------
    Yao, Y.-C. (1988). *Statistics and Probability Letters* 6(3), 181-189.
    Liu, J., Wu, S. and Zidek, J. V. (1997). On segmented multivariate regressions. *Statistica
    Sinica* 7(2), 497-525.

    Examples
    --------
    >>> bic, lwz = information_criteria(np.array([10.0, 4.0, 3.9]), 50, 1)
    >>> [round(x, 2) for x in bic]
    [-1.53, -2.29, -2.16]
    """
    bic, lwz = [], []
    for breaks, total in enumerate(squares):
        used = (breaks + 1) * regressors + breaks
        fit = log(total / times) if total > 0 else -np.inf
        bic.append(fit + used * log(times) / times)
        scale = log(times / (times - used)) if used < times else np.inf
        lwz.append(fit + scale + 0.299 * used * log(times) ** 2.1 / times)
    return tuple(bic), tuple(lwz)


def find_breaks(
    dates: Int[np.ndarray, " time"],
    values: Float[np.ndarray, " time"],
    design: Float[np.ndarray, "time regressor"] | None = None,
    *,
    number: int | None = None,
    most: int = 5,
    trimming: float = TRIMMING,
) -> Breaks:
    r"""Dates at which a mean, a trend or a regression changed.

    .. math:: \min_{T_1 < \dots < T_m} \sum_{k=0}^{m} \sum_{t=T_k+1}^{T_{k+1}} (y_t - x_t'b_k)^2

    A break says that one description before and another after fit better than one for all; it
    names no cause. With `number` left out the least BIC decides. Serial correlation makes BIC
    find breaks that are not there: compare `number_by_lwz` and `break_tests.sequential_breaks`.

    Parameters
    ----------
    dates : calendar, ascending
        Years, or whole numbers of months or quarters.
    values : any unit
        NaN where absent: that date is left out and counted.
    design : any unit
        Regressors; a constant mean if left out. See `trend_design`.
    number : count
        Number of breaks, if it is given beforehand.
    most : count
        Greatest number that is tried.
    trimming : 1, in (0, 1/2]
        Least share of the dates in one regime.

    Returns
    -------
    breaks : Breaks

    Raises
    ------
    InputError
        If the dates do not ascend, a value is infinite, the design is absent somewhere, the
        series is too short for two regimes, or `number` does not fit.

    References
    ----------
    Bai, J. and Perron, P. (1998). Estimating and testing linear models with multiple structural
    changes. *Econometrica* 66(1), 47-78; (2003). *Journal of Applied Econometrics* 18(1), 1-22.

    Examples
    --------
    >>> years = np.arange(2000, 2020)
    >>> level = np.where(years <= 2013, 1.0, 3.0) + 0.1 * np.sin(years)
    >>> find_breaks(years, level).dates
    (2013,)
    """
    design = mean_design(values.size) if design is None else design
    known = ~np.isnan(values)
    _refuse_bad_series(dates, values, design)
    dates, values, design = dates[known], values[known], design[known]
    times, regressors = design.shape
    shortest = max(ceil(trimming * times), regressors + 1)
    refuse_unless(
        times >= 2 * shortest and 0 < trimming <= 0.5,
        where="find_breaks",
        found=f"{times} dates with a value, shortest regime {shortest}, trimming {trimming:g}",
        expected="at least twice as many dates as the shortest regime; trimming in (0, 0.5]",
        remedy="Use a longer series, a smaller trimming or fewer regressors.",
    )
    most = most if number is None else number
    partitions = best_partitions(segment_squares(values, design, shortest), most)
    refuse_unless(
        number is None or len(partitions) > number >= 0,
        where="find_breaks, argument 'number'",
        found=f"{number} breaks asked for in {times} dates with regimes of at least {shortest}",
        expected=f"0 to {times // shortest - 1}",
        remedy="Ask for fewer breaks, or lower the trimming.",
    )
    squares = np.array([total for _, total in partitions])
    bic, lwz = information_criteria(squares, times, regressors)
    positions = partitions[int(np.argmin(bic)) if number is None else number][0]
    return Breaks(
        dates=tuple(int(dates[position - 1]) for position in positions),
        positions=positions,
        regimes=_regimes(dates, values, design, positions),
        squares=tuple(squares.tolist()),
        bic=bic,
        lwz=lwz,
        shortest=shortest,
        left_out=int((~known).sum()),
    )


def _refuse_bad_series(dates: np.ndarray, values: np.ndarray, design: np.ndarray) -> None:
    """Raise if dates do not ascend, or a number is infinite or, in the design, absent."""
    refuse_unless(
        bool((np.diff(dates) > 0).all()) and dates.size == values.size == design.shape[0],
        where="find_breaks",
        found=f"{dates.size} dates, {values.size} values, {design.shape[0]} rows of the design",
        expected="one of each for every date, dates ascending",
        remedy="Sort the series by date and keep one value for each.",
    )
    refuse_unless(
        bool(np.isfinite(design).all() and not np.isinf(values).any()),
        where="find_breaks",
        found="an infinite value, or a design with an absent or infinite number",
        expected="finite numbers; NaN only in `values`",
        remedy="Leave out dates without regressors, with the reason.",
    )


def _regimes(
    dates: np.ndarray, values: np.ndarray, design: np.ndarray, positions: tuple[int, ...]
) -> tuple[Regime, ...]:
    """Least squares within every stretch of a partition."""
    edges = [0, *positions, values.size]
    regimes = []
    for start, end in pairwise(edges):
        rows = design[start:end]
        fitted = np.linalg.lstsq(rows, values[start:end], rcond=None)[0]
        variance = float(((values[start:end] - rows @ fitted) ** 2).mean())
        first, last = int(dates[start]), int(dates[end - 1])
        regimes.append(Regime(first, last, start, end, tuple(fitted.tolist()), variance))
    return tuple(regimes)
