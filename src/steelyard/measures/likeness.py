"""How like two states are on one scale."""

from __future__ import annotations

from math import hypot, isfinite

from scipy.special import ndtri

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate, absent, exact

BASIS = "errors of the index as its publisher gives them, taken as independent"
WITHOUT = "the publisher of the index gives no error"


def likeness(
    first: float,
    second: float,
    *,
    first_error: float | None = None,
    second_error: float | None = None,
) -> Estimate:
    r"""Likeness of two states on an index from 0 to 1.

    .. math:: L = 1 - |x_i - x_j|, \quad
        |x_i - x_j| \pm z_{.95} \sqrt{\sigma_i^2 + \sigma_j^2}

    1: the same value; 0: opposite ends of the scale. It does not say that the likeness matters
    to either. Two states between which the index cannot tell have an interval that reaches 1.

    Parameters
    ----------
    first, second : 1, in [0, 1]
        The index of both, from one publisher; NaN where it has none.
    first_error, second_error : same unit
        Standard deviation of each, None where the publisher gives none.

    Returns
    -------
    likeness : Estimate, 1, in [0, 1]
        Without an interval where an error is not given; absent where either side is.

    Raises
    ------
    InputError
        If an index lies outside 0 to 1, or an error below 0.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). *Journal of Conflict Resolution* 61(2),
    430-456 (differences of polity scores beside those of ideal points).

    Examples
    --------
    >>> likeness(0.2, 0.1, first_error=0.03, second_error=0.04).text()
    '0.90 (0.82 to 0.98)'
    """
    if not (isfinite(first) and isfinite(second)):
        return absent("the index has no value of one of the two")
    errors = [error for error in (first_error, second_error) if error is not None]
    refuse_unless(
        0 <= first <= 1 and 0 <= second <= 1 and all(error >= 0 for error in errors),
        where="likeness",
        found=f"indices {first:g} and {second:g}, errors {errors}",
        expected="indices from 0 to 1 and errors of at least 0",
        remedy="Put the index on a scale from 0 to 1.",
    )
    apart = abs(first - second)
    if len(errors) < 2:
        return exact(1 - apart, WITHOUT)
    reach = float(ndtri((1 + LEVEL) / 2)) * hypot(*errors)
    return Estimate(
        1 - apart, max(1 - apart - reach, 0.0), min(1 - apart + reach, 1.0), LEVEL, BASIS
    )
