"""Trade of two economies over what their sizes alone would give."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative


def trade_intensity(
    between: Float[np.ndarray, "*shape"],
    own: Float[np.ndarray, "*shape"],
    other: Float[np.ndarray, "*shape"],
    world: Float[np.ndarray, "*shape"],
) -> Float[np.ndarray, "*shape"]:
    r"""Trade between two over what it would be if each traded with all in proportion to size.

    .. math:: I_{ij} = \frac{T_{ij} / T_i}{T_j / T_w} = \frac{T_{ij}\, T_w}{T_i\, T_j}

    1 is what size alone gives; the same seen from both sides. It does not take distance into
    account, so that neighbours stand above 1 for that reason too, nor own trade: with two very
    large economies even full trade with each other stays near 1.

    Parameters
    ----------
    between : USD / year
        Exports and imports of the two with each other.
    own, other : USD / year
        Exports and imports of each with all partners.
    world : USD / year
        The sum of that over all economies.

    Returns
    -------
    intensity : 1, at least 0
        NaN where a flow or total is absent or a total is 0.

    Raises
    ------
    InputError
        If a number is negative or infinite.

    References
    ----------
    Frankel, J. A. (1997). *Regional Trading Blocs in the World Economic System*. Institute for
    International Economics, ch. 2 (simple intensity index). Kunimoto, K. (1977). Typology of trade
    intensity indices. *Hitotsubashi Journal of Economics* 17(2), 15-32.

    Examples
    --------
    >>> one = np.array([50.0])
    >>> trade_intensity(np.array([10.0]), one, 2 * one, np.array([1000.0])).tolist()
    [2.0]
    """
    refuse_negative("trade_intensity", between=between, own=own, other=other, world=world)
    return divide(divide(between, own), divide(other, world))
