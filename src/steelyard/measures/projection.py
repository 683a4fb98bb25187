"""Where the gap between two states goes if the past is a guide, and how little that says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL

FEWEST_CHANGES = 5  # with fewer the spread of yearly changes is hardly known


@dataclass(frozen=True, slots=True)
class GapProjection:
    """Projected log ratio by year: middle, ends of the interval, and the paths themselves.

    `ahead` is the probability that the first state has more in that year. `drift` is the mean
    yearly change and `spread` its standard deviation, both from `changes` years.
    """

    years: Int[np.ndarray, " year"]
    middle: Float[np.ndarray, " year"]
    low: Float[np.ndarray, " year"]
    high: Float[np.ndarray, " year"]
    ahead: Float[np.ndarray, " year"]
    paths: Float[np.ndarray, "draw year"]
    drift: float
    spread: float
    changes: int


@dataclass(frozen=True, slots=True)
class Parity:
    """First projected year in which the gap closes: probability, and year with its interval.

    Ends that lie beyond the last projected year are None.
    """

    probability: float
    year: int | None
    low: int | None
    high: int | None


def project_gap(
    years: Int[np.ndarray, " year"],
    a: Float[np.ndarray, " year"],
    b: Float[np.ndarray, " year"],
    *,
    horizon: int = 20,
    draws: int = 4000,
    seed: int = 0,
) -> GapProjection:
    r"""Projection of the log ratio of two series as a random walk with drift.

    .. math:: g_t = \ln(a_t / b_t), \quad g_{T+h} = g_T + h \mu + \sigma \sqrt{h}\, z, \quad
        \mu \mid \sigma \sim N(\hat\mu, \sigma^2 / n), \quad \sigma^2 \sim n' s^2 / \chi^2_{n'}

    Drift and spread are themselves uncertain (flat prior), so the interval at horizon *h* is
    that of Student's t with :math:`s\sqrt{h + h^2/n}`: after as many years as were observed it
    is 1.4 times as wide as with a known drift. It assumes that changes are independent, of
    one spread and without breaks: what a plan, a war or a demographic turn will change is not
    in it. Steps over absent years count with their length. Errors of measurement in the last
    year are not in it either.

    Parameters
    ----------
    years : calendar years, ascending
    a, b : any unit, the same
        Above 0; NaN where absent.
    horizon : years
        How far beyond the last year known on both sides.
    draws, seed : count
        Same seed, same paths.

    Returns
    -------
    projection : GapProjection, ln
        90 % intervals for each year by itself.

    Raises
    ------
    InputError
        If years do not ascend, a value is not above 0, fewer than six years are known on both
        sides, or the horizon is below 1.

    References
    ----------
    Clements, M. P. and Hendry, D. F. (1999). *Forecasting Non-stationary Economic Time Series*,
    ch. 4 (parameter uncertainty of drift).

    Examples
    --------
    >>> years = np.arange(2000, 2011)
    >>> path = project_gap(years, np.exp(0.05 * (years - 2000.0)), np.ones(11), horizon=4)
    >>> path.years.tolist(), round(float(path.middle[-1]), 2)
    ([2011, 2012, 2013, 2014], 0.7)
    """
    gap, span = _gap("project_gap", years, a, b, horizon)
    known = np.flatnonzero(np.isfinite(gap))
    length = np.diff(years[known]).astype(float)
    change = np.diff(gap[known])
    drift, freedom = change.sum() / length.sum(), change.size - 1
    spread = float(np.sqrt(((change - drift * length) ** 2 / length).sum() / freedom))
    random = np.random.default_rng(seed)
    scale = spread * np.sqrt(freedom / random.chisquare(freedom, (draws, 1)))
    trend = drift + scale / np.sqrt(length.sum()) * random.standard_normal((draws, 1))
    steps = trend + scale * random.standard_normal((draws, span.size))
    paths = gap[known[-1]] + np.cumsum(steps, axis=1)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(paths, [tail, 1 - tail], axis=0)
    middle = gap[known[-1]] + drift * np.arange(1, span.size + 1)
    ahead = (paths > 0).mean(axis=0)
    return GapProjection(
        span, middle, low, high, ahead, paths, float(drift), spread, int(length.sum())
    )


def parity(projection: GapProjection, start: float) -> Parity:
    r"""First projected year in which the two series meet.

    .. math:: \min \{ t : g_t \, g_T \le 0 \}

    The gap may open again: for the chance to be ahead in a given year see
    `GapProjection.ahead`. Quantiles are taken over all paths, those that never meet within the
    horizon counting as later than its end.

    Parameters
    ----------
    projection : GapProjection
    start : ln
        Log ratio in the last year known, from which the projection started; not 0.

    Returns
    -------
    parity : Parity, calendar years

    Raises
    ------
    InputError
        If the start is 0 or not finite: then there is no gap to close.

    References
    ----------
    Own definition; first passage of the simulated paths.

    Examples
    --------
    >>> years = np.arange(2000, 2011)
    >>> a = np.exp(-1 + 0.08 * (years - 2000.0) + 0.02 * np.cos(years))
    >>> parity(project_gap(years, a, np.ones(11)), float(np.log(a[-1])))
    Parity(probability=1.0, year=2013, low=2012, high=2013)
    """
    refuse_unless(
        bool(np.isfinite(start) and start != 0),
        where="parity",
        found=f"a log ratio of {start} to start from",
        expected="a gap: a finite number other than 0",
        remedy="Pass the log ratio of the last year known.",
    )
    met = projection.paths * np.sign(start) <= 0
    first = np.where(met.any(axis=1), projection.years[met.argmax(axis=1)], np.inf)
    tail = (1 - LEVEL) / 2
    ends = np.quantile(first, [tail, 0.5, 1 - tail], method="inverted_cdf")
    low, year, high = (int(end) if np.isfinite(end) else None for end in ends)
    return Parity(float(met.any(axis=1).mean()), year, low, high)


def _gap(
    where: str, years: np.ndarray, a: np.ndarray, b: np.ndarray, horizon: int
) -> tuple[np.ndarray, np.ndarray]:
    """Log ratio by year, NaN where a side is absent, and the years to project."""
    wrong = (a <= 0) | (b <= 0) | np.isinf(a) | np.isinf(b)
    gap = np.log(np.where(wrong, np.nan, a)) - np.log(np.where(wrong, np.nan, b))
    known = int(np.isfinite(gap).sum())
    refuse_unless(
        bool((np.diff(years) > 0).all())
        and not bool(wrong.any())
        and known > FEWEST_CHANGES
        and horizon >= 1,
        where=where,
        found=f"{known} years known on both sides, {int(wrong.sum())} values not above 0, "
        f"horizon {horizon}",
        expected=f"ascending years, values above 0, more than {FEWEST_CHANGES} years known",
        remedy="Leave out zeros with a reason, or do not project so short a series.",
    )
    last = int(years[np.flatnonzero(np.isfinite(gap))[-1]])
    return gap, np.arange(last + 1, last + horizon + 1)
