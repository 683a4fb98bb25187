"""How much of a state's company in the minority one partner provides."""

from __future__ import annotations

import numpy as np

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate, absent

FEWEST = 5  # with fewer occasions the interval spans nearly everything


def support_interval(
    together: int, minority: int, *, draws: int = 5_000, seed: int = 0
) -> Estimate:
    r"""Share of a state's minority votes that a partner shared.

    .. math:: u_{ij} = \frac{\#\{v : y_i = y_j \ne m_v\}}{\#\{v : y_i \ne m_v\}}

    with :math:`m_v` the most frequent vote on roll call *v*. Unlike agreement it has a
    direction: the common votes are the same for both sides, their lone votes are not. It does
    not say why the votes coincide, and an abstention counts as a position of its own.

    Parameters
    ----------
    together : count
        Roll calls on which both cast the same vote, and not the most frequent one.
    minority : count
        Roll calls with both present on which the state did not cast the most frequent vote.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    support : Estimate, 1, in [0, 1]
        Interval of the Jeffreys posterior, Beta(k + 1/2, n - k + 1/2): roll calls are taken as
        a sample of those that could have come up. Absent with fewer than five occasions.

    Raises
    ------
    InputError
        If a count is negative, or more were together than the state was in the minority.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
    proportion. *Statistical Science* 16(2), 101-133.

    Examples
    --------
    >>> support_interval(27, 37).text(percent=True)
    '73 % (60 to 83)'
    """
    refuse_unless(
        0 <= together <= minority,
        where="support_interval",
        found=f"{together} votes together out of {minority}",
        expected="0 <= together <= minority",
        remedy="Count both over the same roll calls.",
    )
    if minority < FEWEST:
        return absent(f"in the minority on only {minority} roll calls")
    random = np.random.default_rng(seed)
    drawn = random.beta(together + 0.5, minority - together + 0.5, draws)
    tail = (1 - LEVEL) / 2
    low, high = (float(end) for end in np.quantile(drawn, [tail, 1 - tail]))
    point = together / minority
    return Estimate(
        point, min(low, point), max(high, point), LEVEL, "roll calls as a sample (Jeffreys)"
    )
