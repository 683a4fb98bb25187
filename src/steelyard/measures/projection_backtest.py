"""How far projections of a gap went wrong before, and intervals as wide as that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.measures.projection import FEWEST_CHANGES, GapProjection, Parity, parity

FEWEST_CASES = 50  # past errors of one horizon, below which their 90 % quantile is loose


@dataclass(frozen=True, slots=True)
class Calibration:
    """What past projections teach, by horizon from 1 year on.

    `widening` is the number of standard errors that held 90 % of past errors. `plain` is the
    part of past cases that the interval of an undisturbed random walk held, `tested` the part
    that the widened one held in `tests` later cases from which nothing had been learned.
    """

    widening: Float[np.ndarray, " horizon"]
    plain: Float[np.ndarray, " horizon"]
    tested: Float[np.ndarray, " horizon"]
    cases: Int[np.ndarray, " horizon"]
    tests: Int[np.ndarray, " horizon"]


def past_errors(
    gaps: Float[np.ndarray, "pair year"], *, window: int, horizon: int
) -> Float[np.ndarray, "pair origin horizon"]:
    r"""Errors of random-walk projections from every past year, in standard errors.

    .. math:: e_{T,h} = \frac{g_{T+h} - g_T - h \hat\mu}{s \sqrt{h + h^2 / n}}

    with drift and spread from the *window* years that end in *T*, so that each origin knows
    nothing of what came after it (rolling origin).

    Parameters
    ----------
    gaps : ln
        Log ratios of pairs, one column for each year without a break; NaN where absent.
    window : years
        Known before each origin.
    horizon : years
        The longest one.

    Returns
    -------
    error : 1
        First origin: the year at place ``window - 1``. NaN where a year of the window or the
        target is absent, and where the window's changes do not differ.

    Raises
    ------
    InputError
        If the window holds fewer than five changes, or the years do not suffice for one origin.

    References
    ----------
    Tashman, L. J. (2000). Out-of-sample tests of forecasting accuracy. *International Journal
    of Forecasting* 16(4), 437-450.

    Examples
    --------
    >>> gap = np.array([[0.0, 0.1, 0.0, 0.1, 0.0, 0.1, 0.2]])
    >>> past_errors(gap, window=6, horizon=1).round(2).tolist()
    [[[0.67], [nan]]]
    """
    years = gaps.shape[1]
    refuse_unless(
        window > FEWEST_CHANGES and horizon >= 1 and years > window,
        where="past_errors",
        found=f"{years} years, a window of {window}, a horizon of {horizon}",
        expected=f"a window above {FEWEST_CHANGES}, a horizon from 1, more years than the window",
        remedy="Shorten the window, or do not project so short a series.",
    )
    changes = np.lib.stride_tricks.sliding_window_view(np.diff(gaps, axis=1), window - 1, axis=1)
    drift, spread = changes.mean(axis=2), changes.std(axis=2, ddof=1)
    spread = np.where(spread > 1e-12, spread, np.nan)  # equal changes: no width to compare with
    error = np.full((*drift.shape, horizon), np.nan)
    for ahead in range(1, min(horizon, years - window) + 1):
        reached = gaps[:, window - 1 + ahead :]
        origins = reached.shape[1]
        middle = gaps[:, window - 1 : window - 1 + origins] + ahead * drift[:, :origins]
        width = spread[:, :origins] * np.sqrt(ahead + ahead**2 / (window - 1))
        error[:, :origins, ahead - 1] = (reached - middle) / width
    return error


def calibrate(gaps: Float[np.ndarray, "pair year"], *, window: int, horizon: int) -> Calibration:
    r"""Widths that would have held 90 % of past outcomes, and whether they hold later ones.

    .. math:: k_h = |e|_{(\lceil 0.9 (m + 1) \rceil)}, \quad
        m \text{ past errors } |e_{T,h}| \text{ of all pairs}

    The width shown to a reader is learned from all past cases. For its test it is learned again
    from cases that ended by the year in the middle of those left, and applied to projections
    that start then or later: as if in that year. Pairs share states and shocks, so that cases
    are fewer than they look: the coverage of the test itself is uncertain by some points.

    Parameters
    ----------
    gaps, window, horizon
        As for `past_errors`.

    Returns
    -------
    calibration : Calibration, 1
        `widening` is NaN at horizons with fewer than 50 past cases, `tested` at those with
        fewer than 50 cases on either side of the middle.

    Raises
    ------
    InputError
        As `past_errors`.

    References
    ----------
    Lei, J., G'Sell, M., Rinaldo, A., Tibshirani, R. J. and Wasserman, L. (2018).
    Distribution-free predictive inference for regression. *JASA* 113(523), 1094-1111 (split
    conformal intervals).

    Examples
    --------
    >>> walks = np.cumsum(np.random.default_rng(1).standard_normal((300, 30)), axis=1)
    >>> learned = calibrate(walks, window=12, horizon=5)
    >>> bool((abs(learned.tested - 0.9) < 0.05).all())
    True
    """
    size = np.abs(past_errors(gaps, window=window, horizon=horizon))
    middle = (size.shape[1] - 1) // 2  # place of the origin at which the test begins
    columns = [
        _of_horizon(size[:, :, ahead], middle, ahead + 1, window) for ahead in range(horizon)
    ]
    widening, plain, tested, cases, tests = (np.array(each) for each in zip(*columns, strict=True))
    return Calibration(widening, plain, tested, cases.astype(int), tests.astype(int))


def _of_horizon(
    size: np.ndarray, middle: int, ahead: int, window: int
) -> tuple[float, float, float, int, int]:
    """Width, coverages and numbers of cases of one horizon."""
    from scipy.special import stdtrit

    known = size[np.isfinite(size)]
    earlier = size[:, : max(middle - ahead + 1, 0)]  # ended by the middle
    later = size[:, middle:]
    earlier, later = earlier[np.isfinite(earlier)], later[np.isfinite(later)]
    plain = float((known <= stdtrit(window - 2, (1 + LEVEL) / 2)).mean()) if known.size else np.nan
    enough = min(earlier.size, later.size) >= FEWEST_CASES
    tested = float((later <= _width(earlier)).mean()) if enough else np.nan
    return _width(known), plain, tested, known.size, later.size if enough else 0


def _width(size: np.ndarray) -> float:
    """The conformal quantile of past sizes of errors; NaN with too few."""
    if size.size < FEWEST_CASES:
        return np.nan
    place = int(np.ceil(LEVEL * (size.size + 1))) - 1
    return float(np.partition(size, place)[place])


def widened(projection: GapProjection, calibration: Calibration) -> GapProjection:
    r"""The projection with paths stretched until 90 % of past errors would lie inside.

    .. math:: [\,g_T + h \hat\mu \pm k_h\, s \sqrt{h + h^2/n}\,]

    Parameters
    ----------
    projection : GapProjection
        From as many years as the window of the calibration.
    calibration : Calibration
        Horizons without a width are cut off.

    Returns
    -------
    projection : GapProjection, ln

    Raises
    ------
    InputError
        If the calibration has no width for the first horizon.

    References
    ----------
    As `calibrate`.

    Examples
    --------
    >>> from steelyard.measures.projection import project_gap
    >>> random, years = np.random.default_rng(1), np.arange(2000, 2012)
    >>> walks = np.cumsum(random.standard_normal((300, 30)), axis=1)
    >>> a = np.exp(0.1 * random.standard_normal(12))
    >>> fan = project_gap(years, a, np.ones(12), horizon=5)
    >>> wide = widened(fan, calibrate(walks, window=12, horizon=5))
    >>> bool(np.isclose(wide.low + wide.high, 2 * wide.middle).all())
    True
    """
    lengths = np.isfinite(calibration.widening[: projection.years.size])
    reach = int(lengths.argmin()) if not lengths.all() else lengths.size
    refuse_unless(
        reach >= 1,
        where="widened",
        found="no past case at the first horizon",
        expected=f"at least {FEWEST_CASES} past errors a year ahead",
        remedy="Do not show the projection: nothing says how far it goes wrong.",
    )
    ahead = np.arange(1, reach + 1)
    width = calibration.widening[:reach] * projection.spread
    width = width * np.sqrt(ahead + ahead**2 / projection.changes)
    middle = projection.middle[:reach]
    drawn = (projection.high - projection.low)[:reach] / 2
    stretch = np.divide(width, drawn, out=np.ones(reach), where=drawn > 0)
    paths = middle + (projection.paths[:, :reach] - middle) * stretch
    return replace(
        projection,
        years=projection.years[:reach],
        middle=middle,
        low=middle - width,
        high=middle + width,
        ahead=(paths > 0).mean(axis=0),
        paths=paths,
    )


def passing(projection: GapProjection, start: float, ratio: float) -> Parity:
    r"""First projected year in which one side has *ratio* times what the other has.

    .. math:: \min \{ t : (g_t - \ln r)(g_T - \ln r) \le 0 \}

    Parameters
    ----------
    projection : GapProjection
    start : ln
        Log ratio in the last year known.
    ratio : 1, above 0
        Not the present one.

    Returns
    -------
    passing : Parity, calendar years

    Raises
    ------
    InputError
        If the ratio is not above 0, or is where the projection starts.

    References
    ----------
    As `projection.parity`, which is the case of a ratio of 1.

    Examples
    --------
    >>> from steelyard.measures.projection import project_gap
    >>> years = np.arange(2000, 2011)
    >>> a = np.exp(0.1 * (years - 2000.0) + 0.01 * np.cos(years))
    >>> passing(project_gap(years, a, np.ones(11)), float(np.log(a[-1])), 4.0).year
    2014
    """
    refuse_unless(
        ratio > 0,
        where="passing",
        found=f"a ratio of {ratio}",
        expected="a ratio above 0",
        remedy="Pass the ratio itself, not its logarithm.",
    )
    shifted = replace(projection, paths=projection.paths - log(ratio))
    return parity(shifted, start - log(ratio))
