"""Who has more means: ratio and gap of capability."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative


def capability_ratio(
    a: Float[np.ndarray, "*shape"], b: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""How many times the means of one state are those of the other.

    .. math:: c = C_a / C_b

    Of GDP, CINC, military spending, or another stock or flow of means. Gross measures overrate
    populous poor states (Beckley 2018); none says what can be brought to bear where.

    Parameters
    ----------
    a, b : any unit, the same
        At least 0; NaN where absent.

    Returns
    -------
    ratio : 1, at least 0
        NaN where a side is absent or `b` is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability distribution, uncertainty, and
    major power war, 1820-1965. In Russett (ed.), *Peace, War, and Numbers*, 19-48.
    Beckley, M. (2018). The power of nations: measuring what matters. *International Security*
    43(2), 7-44.

    Examples
    --------
    >>> capability_ratio(np.array([0.2341]), np.array([0.0382])).round(2).tolist()
    [6.13]
    """
    refuse_negative("capability_ratio", a=a, b=b)
    return divide(a, b)


def capability_gap(
    a: Float[np.ndarray, "*shape"], b: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""Difference of two states' means, in units of both together.

    .. math:: \gamma = (C_a - C_b) / (C_a + C_b)

    Bounded and antisymmetric, unlike the ratio: 0 at parity, 0.5 at three to one.

    Parameters
    ----------
    a, b : any unit, the same
        At least 0; NaN where absent.

    Returns
    -------
    gap : 1, in [-1, 1]
        Above 0: `a` has more. NaN where a side is absent or both are 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Singer, Bremer and Stuckey (1972), as above, for the shares; the normalised difference is
    the usual contrast of two shares of a pair.

    Examples
    --------
    >>> capability_gap(np.array([3.0, 1.0]), np.array([1.0, 1.0])).tolist()
    [0.5, 0.0]
    """
    refuse_negative("capability_gap", a=a, b=b)
    return divide(a - b, a + b)
