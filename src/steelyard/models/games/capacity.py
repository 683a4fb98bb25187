"""How much of a trade that is lost another partner could take, by what both trade in."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless


def room(
    lost: Float[np.ndarray, " sector"],
    market: Float[np.ndarray, "draw sector"],
    taken: Float[np.ndarray, " sector"],
    reach: Float[np.ndarray, " draw"],
) -> Float[np.ndarray, " draw"]:
    r"""Part of a lost flow that one partner could take over, sector by sector.

    .. math:: K = \sum_s \min\big(a_s, \max(0,\; g\, M_s - T_s)\big)

    A partner takes goods only in sectors in which it trades, and no more of them from one
    partner than a part *g* of what it trades. How soon, and at which price, is left open.

    Parameters
    ----------
    lost : USD
        *a*, the flow that is to be moved, by sector.
    market : USD
        *M*, all that the partner buys (or sells) by sector.
    taken : USD
        *T*, what the two trade already, which fills that room first.
    reach : 1, in (0, 1]
        *g*, greatest part of the market that one supplier (or buyer) may have.

    Returns
    -------
    room : USD, in [0, sum of lost]

    Raises
    ------
    InputError
        If an amount is negative or the reach lies outside 0 to 1.

    References
    ----------
    Own definition, after Drysdale, P. (1969). Japan, Australia, New Zealand: the prospect for
    western Pacific economic integration. *Economic Record* 45(3), 321-342 (complementarity).

    Examples
    --------
    >>> lost, taken = np.array([60.0, 40.0]), np.array([5.0, 0.0])
    >>> room(lost, np.array([[100.0, 0.0]]), taken, np.array([0.3])).tolist()
    [25.0]
    """
    refuse_negative("room", lost=lost, market=market, taken=taken)
    refuse_unless(
        bool(((reach > 0) & (reach <= 1)).all()),
        where="room",
        found=f"a reach from {reach.min():g} to {reach.max():g}",
        expected="above 0 and up to 1",
        remedy="Give the greatest part that one partner may have.",
    )
    return np.minimum(lost, np.maximum(reach[:, None] * market - taken, 0.0)).sum(axis=1)


def overlaps(
    ours: Float[np.ndarray, " sector"], theirs: Float[np.ndarray, "state sector"]
) -> Float[np.ndarray, " state"]:
    r"""Overlap of what one trades with what others do: 1 the same goods, 0 none in common.

    .. math:: o_j = \sum_s \min(a_s, m_{js})

    Parameters
    ----------
    ours, theirs : 1
        Parts by sector, each adding up to 1.

    Returns
    -------
    overlap : 1, in [0, 1]

    Raises
    ------
    InputError
        If a part is negative.

    References
    ----------
    Finger, J. M. and Kreinin, M. E. (1979). A measure of "export similarity" and its possible
    uses. *Economic Journal* 89, 905-912.

    Examples
    --------
    >>> overlaps(np.array([0.5, 0.5]), np.array([[0.5, 0.5], [1.0, 0.0]])).tolist()
    [1.0, 0.5]
    """
    refuse_negative("overlaps", ours=ours, theirs=theirs)
    return np.minimum(ours, theirs).sum(axis=-1)
