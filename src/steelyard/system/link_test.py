"""Whether observed series speak for or against the sign of a link: association of changes.

A link says that its effect rises (or falls) with its cause, other things equal. Two series tell
less: whether their changes go together, at once or some years later. What both share with a third
cause passes for a link here, and a slow stock answers after more years than are looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float
from scipy.special import stdtrit

from steelyard.vocabulary.errors import AxisMismatch, InputError

LAGS = (0, 1, 2, 3)  # years from the change of the cause to that of the effect
FEWEST = 10  # changes of both; with less, the interval's coverage was not shown
MOVES = 4  # changes unlike the commonest; a series that hardly moves shows nothing
LEVEL = 0.9
Verdict = Literal["supports", "speaks against", "undecided", "not observed"]
Series = Float[np.ndarray, " year"]


@dataclass(frozen=True, slots=True)
class Association:
    """Slope of the effect's changes on the cause's, `lag` years before, in standard deviations.

    The standard deviations are those of the changes compared. `error` is the standard error,
    `freedom` the degrees of freedom that are left after autocorrelation.
    """

    lag: int
    changes: int
    slope: float
    error: float
    freedom: float

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """Lower and upper end of the interval at this level."""
        half = float(stdtrit(self.freedom, 0.5 + level / 2)) * self.error
        return self.slope - half, self.slope + half


@dataclass(frozen=True, slots=True)
class PairReading:
    """What one pair of series says at each lag; `why` where it says nothing."""

    lags: tuple[Association, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class LinkReading:
    """The verdict on one link over all its pairs of series.

    `level` is that of each single interval, so that all of them together cover at 90 % or more
    (Bonferroni). `best` is the place of the pair and the association that lies farthest from 0
    in its standard errors; None where nothing could be compared.
    """

    verdict: Verdict
    level: float
    best: tuple[int, Association] | None
    why: str


def changes(values: Series) -> Series:
    """Changes from year to year; absent where one of the two years is."""
    return np.diff(values, prepend=np.nan)


def association(cause: Series, effect: Series, lag: int) -> Association | str:
    """How changes of an effect go with changes of a cause some years before.

    Formula: with changes x(t - lag) and y(t), both less their means and over their standard
    deviations, the slope b = sum(x y) / sum(x x), which is also their correlation. Its variance is
    sum((x u)^2 / (1 - h)) / sum(x x)^2 (HC2: residual u, leverage h) times (1 + q) / (1 - q), where
    q is the product of the first autocorrelations of x and of u, each freed of its bias in short
    series by (1 + 3 r) / n. Student's t with Bell and McCaffrey's degrees of freedom, times
    (1 - q) / (1 + q) for q > 0.

    Reading: 0.5 says that where the cause changed by one standard deviation of its changes, the
    effect changed by half a one of its own. In simulated series of 10 and 32 years the 90 % one
    covers in 87 to 93 of 100, with autocorrelations up to 0.6 in both. Newey and West's interval
    covers in 73 to 83 there, and in 81 in series of 12 without any, so that it is not used.

    Parameters
    ----------
    cause, effect : (year,)
        Levels, year by year over the same years, on the scale in which the link is told; NaN
        where there is no figure. Nothing is filled in: only changes of one year are compared.
    lag : int
        Years from the change of the cause to that of the effect.

    Returns
    -------
    Association or str
        The reason where there are too few changes of both, or one series hardly moves.

    Raises
    ------
    AxisMismatch
        If the two series differ in length (law 3).
    InputError
        If a value is infinite or the lag is negative.

    References
    ----------
    Bartlett, M. S. (1935). Some aspects of the time-correlation problem in regard to tests of
    significance. *Journal of the Royal Statistical Society* 98(3), 536.
    Kendall, M. G. (1954). Note on bias in the estimation of autocorrelation. *Biometrika* 41, 403.
    Imbens, G. W. and Kolesar, M. (2016). Robust standard errors in small samples: some practical
    advice. *Review of Economics and Statistics* 98(4), 701 (after Bell and McCaffrey, 2002).

    Examples
    --------
    >>> cause = np.array([0, 1, 0, 2, 1, 3, 1, 2, 4, 3, 5, 4, 4.0])
    >>> effect = np.array([0, 2, 1, 3, 3, 5, 3, 4, 7, 6, 8, 8, 7.0])
    >>> found = association(cause, effect, 0)
    >>> round(found.slope, 2), found.changes
    (0.92, 12)
    >>> association(cause[:6], effect[:6], 0)
    'fewer than 10 changes of both (5)'
    """
    _need(cause, effect, lag)
    first, second = changes(cause), changes(effect)
    later = np.full_like(first, np.nan)
    later[lag:] = first[: first.size - lag]
    both = np.isfinite(later) & np.isfinite(second)
    count = int(both.sum())
    if count < FEWEST:
        return f"fewer than {FEWEST} changes of both ({count})"
    if min(_moves(later[both]), _moves(second[both])) < MOVES:
        return f"one of the series changes in fewer than {MOVES} years"
    x, y = (np.where(both, each, np.nan) for each in (later, second))
    return _fitted(_standard(x), _standard(y), count, lag)


def _need(cause: Series, effect: Series, lag: int) -> None:
    """Refuse what cannot be compared."""
    if cause.shape != effect.shape:
        raise AxisMismatch(axis="year", left=[cause.size], right=[effect.size])
    infinite = bool(np.isinf(cause).any() or np.isinf(effect).any())
    if infinite or lag < 0:
        raise InputError(
            where="association of changes",
            found="an infinite value." if infinite else f"a lag of {lag} years.",
            expected="finite values, NaN where absent, and a lag of 0 years or more",
            remedy="Leave years without a figure out (NaN), and turn cause and effect for a lead.",
        )


def _moves(known: Series) -> int:
    """How many changes differ from the commonest one."""
    _, counts = np.unique(np.round(known, 12), return_counts=True)
    return int(known.size - counts.max())


def _standard(values: Series) -> Series:
    """Less the mean, over the standard deviation."""
    return (values - np.nanmean(values)) / np.nanstd(values)


def _fitted(x: Series, y: Series, count: int, lag: int) -> Association:
    """Slope, standard error and degrees of freedom."""
    squares = np.nansum(x * x)
    slope = float(np.nansum(x * y) / squares)
    left = y - slope * x
    known = np.isfinite(x)
    inside, residual = x[known], left[known]
    leverage = np.minimum(1 / count + inside**2 / squares, 1 - 1e-6)
    together = _autocorrelation(x) * _autocorrelation(left)
    spread = np.sum((inside * residual) ** 2 / (1 - leverage)) * (1 + together) / (1 - together)
    kept = max(together, 0.0)
    freedom = _freedom(inside, leverage) * (1 - kept) / (1 + kept)
    return Association(lag, count, slope, math.sqrt(spread) / float(squares), max(freedom, 1.0))


def _freedom(x: Series, leverage: Series) -> float:
    """Bell and McCaffrey's degrees of freedom: fewer where few changes of x carry the slope."""
    weight = x * x / (1 - leverage)
    kept = np.eye(x.size) - 1 / x.size - np.outer(x, x) / np.sum(x * x)
    return float(np.sum(x * x) ** 2 / (weight @ kept**2 @ weight))


def _autocorrelation(values: Series) -> float:
    """First autocorrelation, freed of its bias in short series, over neighbouring years."""
    known = values - np.nanmean(values)
    size = int(np.isfinite(known).sum())
    total = float(np.nansum(known * known))
    if total <= 1e-12 * size:  # nothing is left over: a perfect fit
        return 0.0
    raw = float(np.nansum(known[1:] * known[:-1])) / total
    return float(np.clip(raw + (1 + 3 * raw) / size, -0.9, 0.9))


def read_pair(cause: Series, effect: Series) -> PairReading:
    """One pair of series at all lags, or why nothing can be said."""
    found = [association(cause, effect, lag) for lag in LAGS]
    known = tuple(each for each in found if isinstance(each, Association))
    whys = [each for each in found if isinstance(each, str)]
    return PairReading(known, "" if known else whys[0])


def read_link(pairs: Sequence[PairReading], expected: Sequence[int]) -> LinkReading:
    """The verdict of all pairs of series that speak to a link.

    Supports: at least one interval lies on the side that the link expects, none on the other.
    Speaks against: the reverse. Undecided: none excludes 0, or some lie on either side. The level
    of single intervals is 1 - 0.1 / (number of intervals), so that where nothing is linked a
    verdict is reached in at most 10 of 100 links, half of them each way.

    Parameters
    ----------
    pairs : of PairReading
    expected : of int
        For each pair the sign, 1 or -1, that would support the link.

    Examples
    --------
    >>> strong = Association(0, 20, 0.8, 0.1, 18.0)
    >>> read_link([PairReading((strong,))], [1]).verdict
    'supports'
    >>> read_link([PairReading((strong,))], [-1]).verdict
    'speaks against'
    """
    if len(pairs) != len(expected):
        raise AxisMismatch(axis="pair of series", left=[len(pairs)], right=[len(expected)])
    told = [(place, each) for place, pair in enumerate(pairs) for each in pair.lags]
    if not told:
        whys = dict.fromkeys(each.why for each in pairs)
        return LinkReading("not observed", LEVEL, None, "; ".join(whys) or "no series at one end")
    level = 1 - (1 - LEVEL) / len(told)
    sides = {_side(each, level) * expected[place] for place, each in told} - {0}
    best = max(told, key=lambda item: abs(item[1].slope) / max(item[1].error, 1e-12))
    if len(sides) != 1:
        why = "series differ" if sides else "no interval excludes 0"
        return LinkReading("undecided", level, best, why)
    verdict: Verdict = "supports" if sides == {1} else "speaks against"
    return LinkReading(verdict, level, best, "")


def _side(found: Association, level: float) -> int:
    """On which side of 0 the whole interval lies; 0 if on neither."""
    low, high = found.interval(level)
    return 1 if low > 0 else -1 if high < 0 else 0
