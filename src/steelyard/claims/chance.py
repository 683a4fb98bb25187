"""How probable it is, under the interval of the evidence, that a number lies where it should."""

from __future__ import annotations

from math import erf, inf, sqrt

from steelyard.claims.thresholds import ALLOWANCE
from steelyard.vocabulary.estimate import Estimate

Z90 = 1.6448536269514722  # half width of a 90 % interval in standard deviations
UNKNOWN = 0.5
LEVEL = 0.9


def below(estimate: Estimate, limit: float) -> float:
    r"""Probability that the true value is at most `limit`.

    .. math:: P(x \le c) = \Phi\left(1.645 \, \frac{c - p}{w}\right), \quad
        w = h - p \text{ if } c > p \text{ else } p - l

    A normal distribution with one width on each side, whose median is the point and whose 5 and
    95 % quantiles are the ends. Bounds (no level) hold for certain: the probability is 0 or 1
    outside of them and one half within. Without an interval the point itself decides.

    Parameters
    ----------
    estimate : any unit
        Present.
    limit : same unit

    Returns
    -------
    probability : 1, in [0, 1]

    Raises
    ------
    ValueError
        If the estimate is absent.

    References
    ----------
    Wallis, K. F. (2014). The two-piece normal, binormal, or double Gaussian distribution.
    *Statistical Science* 29(1), 106-112.

    Examples
    --------
    >>> value = Estimate(18.2, 17.5, 18.9, 0.9, "an example")
    >>> round(below(value, 18.9), 2), round(below(value, 18.2), 2)
    (0.95, 0.5)
    """
    if estimate.point is None:
        raise ValueError("an absent number has no probability")
    if estimate.low is None or estimate.high is None:
        return float(estimate.point <= limit)
    if estimate.level is None:
        return 1.0 if estimate.high <= limit else 0.0 if estimate.low > limit else UNKNOWN
    side = estimate.high if limit > estimate.point else estimate.low
    width = abs(side - estimate.point)
    if width == 0:
        return float(estimate.point <= limit)
    if limit in (inf, -inf):
        return float(limit > 0)
    return 0.5 * (1 + erf(Z90 * (limit - estimate.point) / width / sqrt(2)))


def between(estimate: Estimate, low: float, high: float) -> float:
    """Probability that the true value lies from `low` to `high`, both inside.

    Examples
    --------
    >>> between(Estimate(18.2, 17.5, 18.9, 0.9, "an example"), 17, 20) > 0.99
    True
    """
    if estimate.point is None:
        raise ValueError("an absent number has no probability")
    if estimate.low is None or estimate.high is None:
        return float(low <= estimate.point <= high)
    if estimate.level is None:
        if low <= estimate.low and estimate.high <= high:
            return 1.0
        return 0.0 if estimate.high < low or estimate.low > high else UNKNOWN
    return max(0.0, below(estimate, high) - below(estimate, low))


def allowed(estimate: Estimate, error: str) -> Estimate:
    """The estimate with the allowance for figures that are published without an error.

    An interval with a level is kept: its source says how wide it is. Bounds are widened where
    they are narrower, as printed digits or the spread of a few sources are.

    Examples
    --------
    >>> from steelyard.vocabulary.estimate import exact
    >>> made = allowed(exact(200.0, "published without an error"), "official")
    >>> made.low, made.high, made.level
    (194.0, 206.0, 0.9)
    """
    share = ALLOWANCE[error]
    if estimate.point is None or estimate.level is not None:
        return estimate
    if share == 0 and estimate.low is None:
        return Estimate(estimate.point, estimate.point, estimate.point, LEVEL, "a count")
    room = share * abs(estimate.point)
    low, high = estimate.point - room, estimate.point + room
    known = estimate.low is not None and estimate.high is not None
    if known and (estimate.low < low or estimate.high > high):  # type: ignore[operator]
        return estimate
    basis = f"allowance of {share:.0%}: published without an error ({error})"
    return Estimate(estimate.point, low, high, LEVEL, basis, estimate.kind)
