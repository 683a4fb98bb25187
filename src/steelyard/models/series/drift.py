"""Breaks that drift cannot explain: jumps and bends of a trend whose noise lasts.

Short yearly series trend and their noise lasts, so that criteria which suppose independent
noise (`breaks.find_breaks` with BIC) find breaks in almost every one of them. Here a trend and
noise of any autocorrelation stand on both sides of the comparison, and a break is told only
where it is unlikely under every strength of that autocorrelation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log, sqrt
from typing import Literal

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL

Turn = Literal["jump", "bend"]
KINDS: tuple[Turn, ...] = ("jump", "bend")

FEWEST = 15  # dates: with fewer, a jump of 5 deviations is missed more often than every third time
TRIMMING = 0.15
SHORTEST = 4  # dates on either side of a break
TRIED = np.round(np.linspace(-0.3, 0.95, 26), 2)  # autocorrelations between which noise may lie
SUPPOSED = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9)  # autocorrelations of series without a break
REPLICATIONS = 499
PERFECT = 1e-12  # part of the sum of squares that is rounding


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A break: `date` is the last of the old course; `before` and `after` are levels or slopes.

    For a jump they are the fitted values of `date` on the old and on the new course; for a bend
    the slopes per date. `low` and `high` enclose the date with probability `level`.
    """

    kind: Turn
    date: int
    low: int
    high: int
    level: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class DriftTest:
    """Breaks found, and how well the course without one more of them explains the series.

    `p_values` has one number for each step: the first for one break against none. The last one
    is above `significance` unless `most` breaks were found. `autocorrelation` is that of the
    noise around the final course `fitted`.
    """

    turns: tuple[TurningPoint, ...]
    p_values: tuple[float, ...]
    significance: float
    autocorrelation: float
    dates: tuple[int, ...]
    fitted: tuple[float, ...]
    shortest: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One possible break."""

    kind: Turn
    position: int  # dates of the old course


def drift_breaks(
    dates: Int[np.ndarray, " time"],
    values: Float[np.ndarray, " time"],
    *,
    most: int = 2,
    significance: float = 0.1,
    level: float = LEVEL,
    replications: int = REPLICATIONS,
    seed: int = 0,
) -> DriftTest:
    r"""Jumps and bends of a trending series that lasting noise does not explain.

    .. math:: y_t = a + b t + \sum_k \delta_k z_{kt} + u_t, \quad
        u_t = \rho u_{t-1} + e_t, \quad
        \Lambda = 2 \left[ \max_{z, \rho} \ell_R(z, \rho) - \max_\rho \ell_R(\rho) \right]

    :math:`z` is a jump :math:`1[t > \tau]` or a bend :math:`\max(t - \tau, 0)`, cleared of the
    trend and scaled to length one; :math:`\ell_R` is the restricted likelihood, which does not
    understate :math:`\rho` in short series as least squares does. The distribution of the
    statistic without a break is simulated on these very dates for :math:`\rho` from 0 to 0.9,
    and the p-value is the largest of them (Dufour 2006), so that no choice of lags is needed:
    an upper bound, close where it is small. The restricted likelihood keeps the upper tail of
    the statistic nearly free of :math:`\rho`, so that this costs little. Jumps and bends are put
    on one scale by their own 90 % points. Breaks are added one at a time, each given those
    before it.

    Measured on 2,000 series for each row: false alarms in 100 series without a break, and how
    many of 100 breaks are found, at the significance 0.1. Breaks of 3 and 5 deviations of the
    noise lie at 65 % of the series; the size of a bend is that reached at the end. In brackets
    how many of 100 intervals for the date hold it (100 series each).

    ====== ==== ============ ========= ========= ========= =========
    dates  rho  false alarms jump of 3 jump of 5 bend of 3 bend of 5
    ====== ==== ============ ========= ========= ========= =========
    21     0     4           53 (99)   94 (100)  35 (89)   67 (93)
    21     0.3   8           49 (99)   92 (100)  27 (85)   49 (87)
    21     0.6  10           58 (99)   98 (100)  21 (71)   40 (86)
    21     0.8  11           86 (100)  100 (100) 27 (74)   54 (93)
    28     0     3           68 (96)   98 (99)   46 (86)   87 (90)
    28     0.3   6           56 (95)   96 (100)  33 (84)   62 (92)
    28     0.6   9           62 (99)   99 (100)  24 (74)   44 (90)
    28     0.8   9           88 (99)   100 (100) 25 (75)   51 (89)
    35     0     2           77 (99)   99 (100)  54 (93)   93 (95)
    35     0.3   5           59 (95)   97 (100)  35 (84)   69 (93)
    35     0.6   7           61 (98)   99 (100)  22 (79)   41 (86)
    35     0.8   8           88 (100)  100 (100) 21 (63)   44 (83)
    ====== ==== ============ ========= ========= ========= =========

    Intervals of jumps hold more than 90 % because dates are whole; those of small bends in noise
    that lasts hold less.

    A bend is hard to tell from noise of high autocorrelation: that is a property of the question
    and not of the test. "No break found" then means that none can be told from drift.

    The interval holds the dates which the likelihood, for the kind found, does not reject; its
    threshold is the 90 % point of the same difference in series simulated from the fitted
    course. It is conditional on a break having been found.

    Parameters
    ----------
    dates : calendar, ascending
    values : any unit
        NaN where absent: that date is left out. Use logarithms for what grows by per cent.
    most : count
        Greatest number of breaks.
    significance : 1, in (0, 1)
        Of each step.
    level : 1, in (0, 1)
        Probability inside the intervals for dates.
    replications, seed : count
        Simulated series for each autocorrelation. Same seed, same result.

    Returns
    -------
    test : DriftTest

    Raises
    ------
    InputError
        If fewer than 15 dates have a value, dates do not ascend, or a value is infinite.

    References
    ----------
    Dufour, J.-M. (2006). Monte Carlo tests with nuisance parameters. *Journal of Econometrics*
    133(2), 443-477. Perron, P. and Yabu, T. (2009). Testing for shifts in trend with an
    integrated or stationary noise component. *Journal of Business & Economic Statistics* 27(3),
    369-396 (the problem). Harville, D. A. (1974). *Biometrika* 61(2), 383-385 (restricted
    likelihood). Eo, Y. and Morley, J. (2015). *Quantitative Economics* 6(2), 463-497 (intervals).

    Examples
    --------
    >>> years = np.arange(1995, 2020)
    >>> level = 0.1 * years + np.where(years > 2008, 3.0, 0.0) + 0.4 * np.sin(5.0 * years)
    >>> found = drift_breaks(years, level)
    >>> [(turn.kind, turn.low, turn.date, turn.high) for turn in found.turns]
    [('jump', 2008, 2008, 2008)]
    """
    known = ~np.isnan(values)
    dates, values = dates[known], values[known]
    _refuse_bad_series(dates, values)
    shortest = max(ceil(TRIMMING * dates.size), SHORTEST)
    options = _options(dates, shortest)
    taken: tuple[_Candidate, ...] = ()
    p_values: list[float] = []
    key = tuple(dates.tolist())
    while options and len(taken) < most:
        without = _without(key, taken, tuple(options), replications, seed)
        best, excess = without.model.best(values[:, None], without.scale)
        p_values.append(without.p_value(float(excess[0])))
        if p_values[-1] > significance:
            break
        taken += (options[int(best[0])],)
        options = [one for one in options if _apart(one, taken, shortest)]
    fit = _Fit.of(dates, values, taken)
    return DriftTest(
        turns=tuple(
            sorted(
                (
                    _turn(dates, fit, k, shortest, level, replications, seed)
                    for k in range(len(taken))
                ),
                key=lambda turn: turn.date,
            )
        ),
        p_values=tuple(p_values),
        significance=significance,
        autocorrelation=fit.rho,
        dates=key,
        fitted=tuple(fit.course.tolist()),
        shortest=shortest,
    )


def _options(dates: np.ndarray, shortest: int) -> list[_Candidate]:
    """Every admissible break."""
    inside = range(shortest, dates.size - shortest + 1)
    return [_Candidate(kind, position) for kind in KINDS for position in inside]


def _apart(one: _Candidate, taken: tuple[_Candidate, ...], shortest: int) -> bool:
    """Whether a candidate leaves room for a regime beside all breaks found."""
    return all(abs(one.position - other.position) >= shortest for other in taken)


def _column(dates: np.ndarray, one: _Candidate) -> np.ndarray:
    """Regressor of a break."""
    if one.kind == "jump":
        return (np.arange(dates.size) >= one.position).astype(float)
    return np.maximum(dates - dates[one.position - 1], 0).astype(float)


def _base(dates: np.ndarray, taken: tuple[_Candidate, ...]) -> np.ndarray:
    """Trend and the breaks that are already there."""
    trend = [np.ones(dates.size), (dates - dates.mean()) / max(float(np.ptp(dates)), 1.0)]
    return np.column_stack([*trend, *(_column(dates, one) for one in taken)])


def _noise_root(dates: np.ndarray, rho: float) -> np.ndarray:
    """Triangular root of the correlation of noise that fades with distance in time."""
    gaps = np.abs(np.subtract.outer(dates, dates))
    return np.linalg.cholesky(float(rho) ** gaps) if rho else np.eye(dates.size)


@dataclass(frozen=True, slots=True)
class _Whitened:
    """Projections for one autocorrelation: residual maker, candidates, constant of likelihood."""

    rest: np.ndarray
    columns: np.ndarray
    constant: float
    lengths: np.ndarray


@dataclass(frozen=True, slots=True)
class _Model:
    """A course with the breaks taken so far, and the candidates for one more."""

    dates: np.ndarray
    kinds: np.ndarray
    regressors: int
    whitened: tuple[_Whitened, ...]

    def likelihoods(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Greatest restricted likelihood without and with each candidate, for each column."""
        free = self.dates.size - self.regressors
        none = np.full(rows.shape[1], -np.inf)
        one = np.full((self.kinds.size, rows.shape[1]), -np.inf)
        tiny = np.finfo(float).tiny
        for white in self.whitened:
            error = white.rest @ rows
            squares = np.maximum((error**2).sum(axis=0), tiny)
            left = np.maximum(squares - (white.columns.T @ error) ** 2, PERFECT * squares)
            none = np.maximum(none, white.constant - free / 2 * np.log(squares))
            gain = white.constant - (free - 1) / 2 * np.log(left) - white.lengths[:, None]
            one = np.maximum(one, gain)
        return none, one

    def statistics(self, rows: np.ndarray) -> np.ndarray:
        """Twice the gain of each candidate."""
        none, one = self.likelihoods(rows)
        return 2 * (one - none)

    def best(self, rows: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Candidate with the greatest gain above what its kind reaches without a break."""
        excess = self.statistics(rows) - scale[:, None]
        return excess.argmax(axis=0), excess.max(axis=0)


@lru_cache(maxsize=64)
def _model(
    key: tuple[int, ...], taken: tuple[_Candidate, ...], options: tuple[_Candidate, ...]
) -> _Model:
    """Projections for every autocorrelation tried; the same for all series of these dates."""
    dates = np.array(key)
    base = _base(dates, taken)
    basis = np.linalg.qr(base)[0]
    columns = np.column_stack([_column(dates, one) for one in options])
    columns = columns - basis @ (basis.T @ columns)
    columns /= np.sqrt((columns**2).sum(axis=0))
    whitened = []
    for rho in TRIED:
        root = _noise_root(dates, float(rho))
        inverse = np.linalg.inv(root)
        basis, upper = np.linalg.qr(inverse @ base)
        rest = inverse - basis @ (basis.T @ inverse)
        own = rest @ columns
        lengths = np.sqrt((own**2).sum(axis=0))
        constant = -np.log(np.diag(root)).sum() - np.log(np.abs(np.diag(upper))).sum()
        whitened.append(_Whitened(rest, own / lengths, float(constant), np.log(lengths)))
    kinds = np.array([KINDS.index(one.kind) for one in options])
    return _Model(dates, kinds, base.shape[1], tuple(whitened))


@dataclass(frozen=True, slots=True)
class _Without:
    """What series without a further break reach, for each autocorrelation supposed.

    `scale` is the 90 % point of each candidate's kind, `excess` the greatest excess over it by
    autocorrelation and replication.
    """

    model: _Model
    scale: np.ndarray
    excess: np.ndarray

    def p_value(self, seen: float) -> float:
        """Largest share, over autocorrelations, of series that come as far."""
        shares = (1 + (self.excess >= seen).sum(axis=1)) / (self.excess.shape[1] + 1)
        return float(shares.max())


@lru_cache(maxsize=64)
def _without(
    key: tuple[int, ...],
    taken: tuple[_Candidate, ...],
    options: tuple[_Candidate, ...],
    replications: int,
    seed: int,
) -> _Without:
    """Simulated once for all series of the same dates."""
    model = _model(key, taken, options)
    shocks = np.random.default_rng(seed).standard_normal((len(key), replications))
    rows = np.hstack([_noise_root(model.dates, rho) @ shocks for rho in SUPPOSED])
    every = model.statistics(rows).reshape(len(options), len(SUPPOSED), replications)
    scale = np.empty(model.kinds.size)
    for kind in np.unique(model.kinds):
        greatest = every[model.kinds == kind].max(axis=0)
        scale[model.kinds == kind] = float(np.quantile(greatest, 0.9, axis=1).max())
    return _Without(model, scale, (every - scale[:, None, None]).max(axis=0))


@dataclass(frozen=True, slots=True)
class _Fit:
    """The course with its breaks, fitted with the most likely autocorrelation."""

    values: np.ndarray
    taken: tuple[_Candidate, ...]
    rho: float
    sigma: float
    coefficients: np.ndarray
    course: np.ndarray

    @classmethod
    def of(cls, dates: np.ndarray, values: np.ndarray, taken: tuple[_Candidate, ...]) -> _Fit:
        """Generalised least squares at the greatest restricted likelihood."""
        base = _base(dates, taken)
        free = dates.size - base.shape[1]
        best: tuple[float, float, float, np.ndarray] | None = None
        for rho in TRIED:
            root = _noise_root(dates, float(rho))
            rows, target = np.linalg.solve(root, base), np.linalg.solve(root, values)
            upper = np.linalg.qr(rows)[1]
            found = np.linalg.lstsq(rows, target, rcond=None)[0]
            squares = max(float(((target - rows @ found) ** 2).sum()), np.finfo(float).tiny)
            constant = np.log(np.diag(root)).sum() + np.log(np.abs(np.diag(upper))).sum()
            likelihood = -free / 2 * float(np.log(squares)) - float(constant)
            if best is None or likelihood > best[0]:
                best = (likelihood, float(rho), float(np.sqrt(squares / free)), found)
        assert best is not None  # TRIED is not empty
        _, rho, sigma, found = best
        return cls(values, taken, rho, sigma, found, base @ found)


def _turn(
    dates: np.ndarray,
    fit: _Fit,
    place: int,
    shortest: int,
    level: float,
    replications: int,
    seed: int,
) -> TurningPoint:
    """One break with its interval, given the others."""
    own = fit.taken[place]
    others = fit.taken[:place] + fit.taken[place + 1 :]
    options = [option for option in _options(dates, shortest) if _apart(option, others, shortest)]
    without = _without(tuple(dates.tolist()), others, tuple(options), replications, seed)
    model, scale = without.model, without.scale[:, None]
    here = options.index(own)
    shocks = np.random.default_rng(seed).standard_normal((dates.size, replications))
    simulated = fit.course[:, None] + fit.sigma * _noise_root(dates, fit.rho) @ shocks
    likely = model.statistics(simulated) - scale
    losses = likely.max(axis=0) - likely[here]
    threshold = max(float(np.quantile(losses, level)), -2 * log(1 - sqrt(level)))
    seen = (model.statistics(fit.values[:, None]) - scale)[:, 0]
    kept = [
        option.position
        for option, value in zip(options, seen.tolist(), strict=True)
        if seen[here] - value <= threshold + 1e-9
    ]
    before, after = _sides(dates, fit, place)
    return TurningPoint(
        own.kind,
        int(dates[own.position - 1]),
        int(dates[min(kept) - 1]),
        int(dates[max(kept) - 1]),
        level,
        before,
        after,
    )


def _sides(dates: np.ndarray, fit: _Fit, place: int) -> tuple[float, float]:
    """Levels on both courses at the last old date (jump), or slopes per date (bend)."""
    own, size = fit.taken[place], float(fit.coefficients[2 + place])
    if own.kind == "jump":
        level = float(fit.course[own.position - 1])
        return level, level + size
    slope = float(fit.coefficients[1]) / max(float(np.ptp(dates)), 1.0)
    earlier = [
        float(fit.coefficients[2 + k])
        for k, other in enumerate(fit.taken)
        if other.kind == "bend" and other.position < own.position
    ]
    return slope + sum(earlier), slope + sum(earlier) + size


def _refuse_bad_series(dates: np.ndarray, values: np.ndarray) -> None:
    """Raise if the series is too short, unsorted or has an infinite value."""
    refuse_unless(
        dates.size >= FEWEST
        and bool((np.diff(dates) > 0).all() and np.isfinite(values).all())
        and dates.size == values.size,
        where="drift_breaks",
        found=f"{dates.size} dates with a value, {int((~np.isfinite(values)).sum())} infinite",
        expected=f"at least {FEWEST} ascending dates with finite values",
        remedy="Use a longer series; a shorter one cannot tell a break from drift.",
    )
