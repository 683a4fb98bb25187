"""Intervals of figures as they are printed: the last digit, and several figures for one thing."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.estimate import Estimate

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
SPACES = str.maketrans({"−": "-", ",": None, "\u00a0": None, "\u2009": None, "\u202f": None})


def rounding_interval(printed: str, *, step: float | None = None) -> Estimate:
    r"""Bounds of a figure from its last printed digit.

    .. math:: [x - h, x + h], \quad h = \tfrac12 \cdot 10^{-\text{decimals}}

    Parameters
    ----------
    printed : text
        As printed, for example "15.1", "1,234" (commas part thousands), "50 %": exactly one
        number. Trailing zeros after the point count as digits; before it they are taken as exact
        digits too.
    step : same unit
        What the figure was rounded to, where that is known to be coarser: 10 for "about 50".

    Returns
    -------
    estimate : Estimate, unit of the figure
        Ends are bounds, not quantiles (`level` None).

    Raises
    ------
    InputError
        If the text does not hold exactly one number, or the step is not above 0.

    References
    ----------
    JCGM 100:2008. *Guide to the Expression of Uncertainty in Measurement*, F.2.2.1.

    Examples
    --------
    >>> interval = rounding_interval("15.1 %")
    >>> interval.low, interval.high
    (15.05, 15.15)
    """
    found = NUMBER.findall(printed.translate(SPACES))
    refuse_unless(
        len(found) == 1 and (step is None or step > 0),
        where="rounding_interval",
        found=f"{printed!r} with step {step}",
        expected="exactly one number, and a step above 0 if one is given",
        remedy="Pass one printed figure; for a range use conflict_interval.",
    )
    number = Decimal(found[0])
    exponent = number.as_tuple().exponent
    half = Decimal(str(step)) / 2 if step else Decimal(1).scaleb(int(exponent)) / 2
    return Estimate(
        float(number), float(number - half), float(number + half), None, "last printed digit"
    )


def conflict_interval(
    values: Float[np.ndarray, " source"],
    weights: Float[np.ndarray, " source"] | None = None,
) -> Estimate:
    r"""Range of several published figures for one quantity.

    .. math:: [\min_k x_k, \max_k x_k], \quad \text{point: weighted median}

    The sources disagree by definition or error, so their range is not a confidence interval:
    the truth may lie outside it.

    Parameters
    ----------
    values : any unit, the same
        At least one figure; NaN ones are left out.
    weights : 1, at least 0
        Trust in each source; alike where not given. They move the point, never the ends.

    Returns
    -------
    estimate : Estimate, same unit
        Ends are the least and greatest figure (`level` None); no interval for one figure.

    Raises
    ------
    InputError
        If no figure is present, or weights are negative or all 0.

    References
    ----------
    Manski, C. F. (2011). Policy analysis with incredible certitude. *Economic Journal* 121(554),
    F261-F289 (show the range, do not average conflict away).

    Examples
    --------
    >>> conflict_interval(np.array([67.5, 73.0, 68.0])).text(unit="bn USD")
    '68 bn USD (68 to 73)'
    """
    trust = np.ones_like(values) if weights is None else weights
    known = np.isfinite(values) & (trust > 0)
    refuse_unless(
        bool(known.any() and np.isfinite(trust).all() and (trust >= 0).all()),
        where="conflict_interval",
        found=f"{int(known.sum())} figures with a weight above 0",
        expected="at least one, and no negative weight",
        remedy="Leave the quantity absent where nobody published it.",
    )
    values, trust = values[known], trust[known]
    point = _weighted_median(values, trust)
    if values.size == 1:
        return Estimate(point, None, None, None, "none: one published figure, no second source")
    ends = float(values.min()), float(values.max())
    return Estimate(point, *ends, None, f"range of {values.size} published figures")


def _weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    """Middle of the values between which half of the weight lies on either side."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) / weights.sum()
    low = np.searchsorted(below, 0.5 - 1e-12)
    high = np.searchsorted(below, 0.5 + 1e-12)
    return float((values[order][low] + values[order][high]) / 2)
