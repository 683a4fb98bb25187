"""Whether what one partner took more made up for what others took less."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.measures.interval import LEVEL, estimate_from_draws
from steelyard.vocabulary.estimate import Estimate, absent


def compensation_ratio(
    partner: tuple[float, float],
    others: tuple[float, float],
    *,
    sigma: float = 0.0,
    draws: int = 4000,
    seed: int = 0,
) -> Estimate:
    r"""How much of what was lost with some partners was gained with another.

    .. math:: K = \frac{P_1 - P_0}{O_0 - O_1}

    1: the partner made up for all of it; below 0: trade with it fell as well. That the sums
    match does not say that the same goods came, nor at which price. Use constant prices where
    prices moved.

    Parameters
    ----------
    partner, others : USD / year
        Trade before and after with the partner, and with those who were lost.
    sigma : 1, at least 0
        Scale of the log error of each of the four sums, independent.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    ratio : Estimate, 1
        Absent where the others did not lose, or where in at least 5 % of the draws they did not:
        then the ratio has no bounded interval (Fieller). No interval if sigma is 0.

    Raises
    ------
    InputError
        If a value is negative or not finite.

    References
    ----------
    Fieller, E. C. (1954). Some problems in interval estimation. *Journal of the Royal Statistical
    Society B* 16(2), 175-185. The ratio itself is this house's measure of replacement.

    Examples
    --------
    >>> compensation_ratio((100.0, 180.0), (300.0, 140.0), sigma=0.03).text()
    '0.50 (0.42 to 0.59)'
    """
    sums = np.array([*partner, *others])
    refuse_negative("compensation_ratio", sums=sums, sigma=sigma)
    refuse_unless(
        bool(np.isfinite(sums).all() and np.isfinite(sigma)),
        where="compensation_ratio",
        found=f"{int(np.isnan(sums).sum())} of four sums absent, sigma {sigma}",
        expected="trade before and after, with the partner and with the others",
        remedy="Leave the ratio absent where a sum is not known.",
    )
    drawn = None
    if sigma > 0:
        drawn = sums * np.exp(sigma * np.random.default_rng(seed).standard_normal((draws, 4)))
    return compensation_from_draws(sums, drawn)


def compensation_from_draws(
    sums: Float[np.ndarray, 4],
    drawn: Float[np.ndarray, "draw 4"] | None,
    *,
    basis: str = "noise of the four sums",
) -> Estimate:
    r"""`compensation_ratio` for sums whose draws are given.

    .. math:: K^{(d)} = \frac{P_1^{(d)} - P_0^{(d)}}{O_0^{(d)} - O_1^{(d)}}

    Parameters
    ----------
    sums : USD / year
        Trade with the partner before and after, with the others before and after.
    drawn : USD / year
        What these may be in truth, draw by draw; None where no noise is known.
    basis : text
        What makes the interval wide.

    Returns
    -------
    ratio : Estimate, 1
        As `compensation_ratio`.

    Raises
    ------
    InputError
        If a value is negative.

    References
    ----------
    Fieller (1954), as for `compensation_ratio`.

    Examples
    --------
    >>> compensation_from_draws(np.array([100.0, 180.0, 300.0, 140.0]), None).text()
    '0.5'
    """
    refuse_negative("compensation_from_draws", sums=sums, drawn=0.0 if drawn is None else drawn)
    gained, lost = sums[1] - sums[0], sums[2] - sums[3]
    if lost <= 0:
        return absent("trade with the others did not fall, so there is nothing to compensate")
    point = float(gained / lost)
    if drawn is None:
        return Estimate(point, None, None, None, "none: no noise was stated")
    losses = drawn[:, 2] - drawn[:, 3]
    doubtful = float((losses <= 0).mean())
    if doubtful >= (1 - LEVEL) / 2:
        return absent(f"in {doubtful:.0%} of the draws the others did not lose: no bounded ratio")
    ratios = np.where(losses > 0, (drawn[:, 1] - drawn[:, 0]) / np.abs(losses), np.nan)
    finite = np.where(np.isnan(ratios), np.nanmax(ratios), ratios)
    return estimate_from_draws(point, finite, basis=basis)
