"""Sampling error of shares of a public: what a published margin says, and what it does not.

A survey that asks clusters of neighbours and weights its answers is worth fewer persons than it
asked. Sampling is the only error counted here: wording, refusals and guarded answers are not.
"""

from __future__ import annotations

from math import sqrt

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL, Z90
from steelyard.vocabulary.estimate import Estimate

Z95 = 1.96  # margins are published for 95 %


def design_effect(margin: float, persons: float, share: float = 0.5) -> float:
    r"""How many times the variance of a simple random sample a published margin implies.

    .. math:: d = \frac{m^2 n}{1.96^2\, p (1 - p)}

    Parameters
    ----------
    margin : 1, above 0
        Half of the published 95 % interval; 0.034 for 3.4 points.
    persons : persons, above 0
        Number asked.
    share : 1, in (0, 1)
        Share for which the margin was published; most are for one half.

    Returns
    -------
    effect : 1, above 0
        1 for a simple random sample; below 1 only where the margin was rounded down.

    Raises
    ------
    InputError
        If a number is outside its range.

    References
    ----------
    Kish, L. (1965). *Survey Sampling*. Wiley, sec. 8.2.

    Examples
    --------
    >>> round(design_effect(0.034, 1600.0), 2)
    1.93
    """
    refuse_unless(
        0 < margin < 1 and persons > 0 and 0 < share < 1,
        where="design_effect",
        found=f"a margin of {margin} for a share of {share} of {persons} persons",
        expected="a margin and a share between 0 and 1, and persons above 0",
        remedy="Give points of per cent as a part of 1.",
    )
    return margin**2 * persons / (Z95**2 * share * (1 - share))


def survey_share(share: float, persons: float, effect: float, basis: str) -> Estimate:
    r"""A share of those asked with its 90 % interval by Wilson's formula.

    .. math:: \frac{p + z^2/2m \pm z\sqrt{p(1-p)/m + z^2/4m^2}}{1 + z^2/m}, \quad m = n/d

    Stays within [0, 1] and keeps its width where nobody or everybody agrees.

    Parameters
    ----------
    share : 1, in [0, 1]
    persons : persons, above 0
        Number asked.
    effect : 1, at least 1
        Design effect *d*; the upper end of a range where only a range is known.
    basis : text
        What the interval rests on.

    Returns
    -------
    estimate : Estimate, 1

    Raises
    ------
    InputError
        If a number is outside its range.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    *Journal of the American Statistical Association* 22, 209-212.

    Examples
    --------
    >>> survey_share(0.71, 1000.0, 1.6, "an example").text(percent=True)
    '71 % (68 to 74)'
    """
    refuse_unless(
        0 <= share <= 1 and persons > 0 and effect >= 1,
        where="survey_share",
        found=f"a share of {share} of {persons} persons, design effect {effect}",
        expected="a share between 0 and 1, persons above 0 and a design effect of at least 1",
        remedy="Give per cent as a part of 1.",
    )
    worth = persons / effect
    part = Z90**2 / worth
    middle = (share + part / 2) / (1 + part)
    width = Z90 * sqrt(share * (1 - share) / worth + part / (4 * worth)) / (1 + part)
    low, high = max(0.0, middle - width), min(1.0, middle + width)
    return Estimate(share, min(low, share), max(high, share), LEVEL, basis)
