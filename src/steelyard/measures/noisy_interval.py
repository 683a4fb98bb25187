"""Interval of a measure that noise pulls to one side, such as a greatest share or an entropy."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import quantile_interval
from steelyard.vocabulary.estimate import Estimate, Kind


def estimate_pulled_by_noise(
    point: float,
    draws: Float[np.ndarray, " draw"],
    *,
    basis: str,
    kind: Kind = "observed",
    most: float = np.inf,
) -> Estimate:
    r"""Point of noisy data with an interval that holds with the pull of the noise and without it.

    .. math:: [\min(l, l c^2, p),\; \max(h, h c^2, p)], \qquad c = p / \mathrm{med}(x^{(d)})

    A measure of noisy data is pulled off the truth once, and draws around the data are pulled
    once more; :math:`c^2` takes both off. Where the noise outweighs what it is added to, taking
    off is itself too much, so the interval spans both readings. In 2,000 simulations for each of
    six states (2015) it covered 85 to 91 % for the concentration of alternatives, 87 to 91 % for
    entropy and 90 to 98 % for the greatest share; lowest for a state with two or three large and
    many tiny partners (Kyrgyzstan, concentration).

    Parameters
    ----------
    point : any unit, at least 0
        From the data as they are.
    draws : same unit, at least 0
        With noise added to the data.
    basis : text
        What makes the interval wide.
    kind : text
        observed, estimated or simulated.
    most : same unit
        The largest possible value, such as 1 for a share.

    Returns
    -------
    estimate : Estimate, same unit

    Raises
    ------
    InputError
        If a value is negative, or there are fewer than 20 finite draws.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the Bootstrap*, ch. 10 (bias).

    Examples
    --------
    >>> estimate_pulled_by_noise(0.5, np.linspace(0.5, 0.7, 101), basis="an example").text()
    '0.5 (0.4 to 0.7)'
    """
    low, high = quantile_interval(draws)
    middle = float(np.partition(draws, draws.size // 2)[draws.size // 2])
    refuse_unless(
        point >= 0 and low >= 0,
        where="estimate_pulled_by_noise",
        found=f"a point of {point}, draws from {low}",
        expected="a measure that is at least 0",
        remedy="Use estimate_from_draws where a measure has both signs.",
    )
    pull = (point / middle) ** 2 if middle > 0 else 1.0
    return Estimate(
        point,
        min(low, low * pull, point),
        max(point, min(most, max(high, high * pull))),
        0.9,
        basis,
        kind,
    )
