"""How much of its income a state trades, and how much of that hangs on one partner."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative


def openness(
    exports: Float[np.ndarray, " state"],
    imports: Float[np.ndarray, " state"],
    gdp: Float[np.ndarray, " state"],
) -> Float[np.ndarray, " state"]:
    r"""Trade of each state with the world, in units of its GDP.

    .. math:: o_i = (X_i + M_i) / Y_i

    Trade is gross and GDP is value added: entrepots exceed 1. High openness says that much is
    exposed, not to whom.

    Parameters
    ----------
    exports, imports : USD / year
        With the world, of goods, in the prices of the year.
    gdp : USD / year
        In the same prices, at market exchange rates.

    Returns
    -------
    openness : 1, at least 0
        NaN where a part is absent or GDP is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Gartzke, E. and Li, Q. (2003). *Journal of Peace Research* 40(5), 553-571.

    Examples
    --------
    >>> openness(np.array([60.0]), np.array([20.0]), np.array([200.0])).tolist()
    [0.4]
    """
    refuse_negative("openness", exports=exports, imports=imports, gdp=gdp)
    return divide(exports + imports, gdp)


def trade_dependence(
    flows: Float[np.ndarray, "state state"], gdp: Float[np.ndarray, " state"]
) -> Float[np.ndarray, "state state"]:
    r"""Trade of each state with each partner, in units of the state's own GDP.

    .. math:: d_{ij} = (X_{ij} + X_{ji}) / Y_i

    Equal to `trade_share` times `openness` (Gartzke and Li 2003). Since the numerator is the
    same on both sides, :math:`d_{ij} / d_{ji} = Y_j / Y_i`: **the ratio of two dependences
    only says who is bigger**. Show share-based asymmetry beside it.

    Parameters
    ----------
    flows : USD / year
        ``flows[i, j]`` is what *i* sells to *j*; NaN where nobody reported.
    gdp : USD / year
        In the same prices, at market exchange rates.

    Returns
    -------
    dependence : 1, at least 0
        ``dependence[i, j]``: of *i* on *j*. NaN where a flow or GDP is absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Oneal, J. R. and Russett, B. M. (1997). The classical liberals were right: democracy,
    interdependence, and conflict, 1950-1985. *International Studies Quarterly* 41(2), 267-294.

    Examples
    --------
    >>> trade_dependence(np.array([[0.0, 30.0], [10.0, 0.0]]), np.array([200.0, 400.0])).tolist()
    [[0.0, 0.2], [0.1, 0.0]]
    """
    refuse_negative("trade_dependence", flows=flows, gdp=gdp)
    return divide(flows + flows.T, gdp[:, None])
