"""How much two states matter to each other, and what each can make of it.

``share[i, j]`` is how much *i* depends on *j*: a share or dependence from the other modules. Draws
of it may stand on axes before these two.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import (
    divide,
    refuse_negative,
    refuse_parts_over_whole,
    refuse_unless,
    total_of_known,
)


def salience(
    share: Float[np.ndarray, "*draw state state"],
) -> Float[np.ndarray, "*draw state state"]:
    r"""How much a pair matters to both: geometric mean of the two shares.

    .. math:: S_{ij} = \sqrt{s_{ij} s_{ji}}

    Low as soon as one side hardly trades with the other, whatever the other side's share; it
    does not say which side that is.

    Parameters
    ----------
    share : 1, in [0, 1]
        ``share[i, j]``: share of *j* in the trade of *i*.

    Returns
    -------
    salience : 1, in [0, 1], symmetric
        NaN where a side is absent.

    Raises
    ------
    InputError
        If a share is below 0 or above 1.

    References
    ----------
    Barbieri, K. (1996). Economic interdependence: a path to peace or a source of interstate
    conflict? *Journal of Peace Research* 33(1), 29-49. The formula is given here from memory of
    that paper and was not compared with its text.

    Examples
    --------
    >>> salience(np.array([[0.0, 0.36], [0.04, 0.0]])).round(2).tolist()
    [[0.0, 0.12], [0.12, 0.0]]
    """
    _refuse_outside_one("salience", share)
    return np.sqrt(share * _other_way(share))


def symmetry(
    share: Float[np.ndarray, "*draw state state"],
) -> Float[np.ndarray, "*draw state state"]:
    r"""How equal two mutual shares are: 1 for equal, 0 for all against nothing.

    .. math:: Y_{ij} = 1 - |s_{ij} - s_{ji}|

    Small shares are always nearly symmetric: 2 % against 0.1 % gives 0.981. Read
    `steelyard.measures.asymmetry.log_ratio` beside it.

    Parameters
    ----------
    share : 1, in [0, 1]
        ``share[i, j]``: share of *j* in the trade of *i*.

    Returns
    -------
    symmetry : 1, in [0, 1], symmetric
        NaN where a side is absent.

    Raises
    ------
    InputError
        If a share is below 0 or above 1.

    References
    ----------
    Barbieri (1996), as for `salience`; formula from memory.

    Examples
    --------
    >>> symmetry(np.array([[0.0, 0.36], [0.04, 0.0]])).round(2).tolist()
    [[1.0, 0.68], [0.68, 1.0]]
    """
    _refuse_outside_one("symmetry", share)
    return 1.0 - np.abs(share - _other_way(share))


def interdependence(
    share: Float[np.ndarray, "*draw state state"],
) -> Float[np.ndarray, "*draw state state"]:
    r"""Salience times symmetry: high where a pair matters much, and alike, to both.

    .. math:: I_{ij} = \sqrt{s_{ij} s_{ji}} \, (1 - |s_{ij} - s_{ji}|)

    Unchanged by which state is named first, so it can never say who leans on whom.

    Parameters
    ----------
    share : 1, in [0, 1]
        ``share[i, j]``: share of *j* in the trade of *i*.

    Returns
    -------
    interdependence : 1, in [0, 1], symmetric
        At most `salience`. NaN where a side is absent.

    Raises
    ------
    InputError
        If a share is below 0 or above 1.

    References
    ----------
    Barbieri (1996), as for `salience`; formula from memory.

    Examples
    --------
    >>> interdependence(np.array([[0.0, 0.36], [0.04, 0.0]])).round(4).tolist()
    [[0.0, 0.0816], [0.0816, 0.0]]
    """
    return salience(share) * symmetry(share)


def lower_dependence(
    dependence: Float[np.ndarray, "*draw state state"],
) -> Float[np.ndarray, "*draw state state"]:
    r"""Dependence of the less dependent side of each pair ("weak link").

    .. math:: d^{low}_{ij} = \min(d_{ij}, d_{ji})

    In the liberal-peace literature this is the side that is freer to break the link. With GDP as
    denominator it is simply the greater economy's dependence.

    Parameters
    ----------
    dependence : 1, at least 0
        For example `steelyard.measures.openness.trade_dependence`.

    Returns
    -------
    low : 1, at least 0, symmetric
        NaN where a side is absent: the minimum of one known number would be a guess.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Oneal, J. R. and Russett, B. M. (1997). *International Studies Quarterly* 41(2), 267-294.

    Examples
    --------
    >>> lower_dependence(np.array([[0.0, 0.3], [0.1, 0.0]])).tolist()
    [[0.0, 0.1], [0.1, 0.0]]
    """
    refuse_negative("lower_dependence", dependence=dependence)
    return np.minimum(dependence, _other_way(dependence))


def higher_dependence(
    dependence: Float[np.ndarray, "*draw state state"],
) -> Float[np.ndarray, "*draw state state"]:
    r"""Dependence of the more dependent side of each pair.

    .. math:: d^{high}_{ij} = \max(d_{ij}, d_{ji})

    Parameters
    ----------
    dependence : 1, at least 0
        For example `steelyard.measures.openness.trade_dependence`.

    Returns
    -------
    high : 1, at least 0, symmetric
        NaN where a side is absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Oneal and Russett (1997), as for `lower_dependence`.

    Examples
    --------
    >>> higher_dependence(np.array([[0.0, 0.3], [0.1, 0.0]])).tolist()
    [[0.0, 0.3], [0.3, 0.0]]
    """
    refuse_negative("higher_dependence", dependence=dependence)
    return np.maximum(dependence, _other_way(dependence))


def gains_from_trade(
    imports: Float[np.ndarray, " state"],
    absorption: Float[np.ndarray, " state"],
    elasticity: float | Float[np.ndarray, " state"],
) -> Float[np.ndarray, " state"]:
    r"""Real income that a state would lose without any foreign trade, one-sector bound.

    .. math:: G_i = 1 - \lambda_i^{1/\varepsilon}, \qquad \lambda_i = 1 - M_i / A_i

    With one sector and no intermediate inputs; both make it too small, often several times.

    Parameters
    ----------
    imports : USD / year
    absorption : USD / year
        Output plus imports minus exports, on the same (gross) basis as imports.
    elasticity : 1, above 0
        Of trade to trade costs, :math:`\varepsilon = \sigma - 1`.

    Returns
    -------
    gains : 1, in [0, 1)
        NaN where a part is absent, absorption is 0, or nothing is bought at home (the loss
        would be everything; this formula cannot say how much that is).

    Raises
    ------
    InputError
        If a value is negative, imports exceed absorption, or the elasticity is not above 0.

    References
    ----------
    Arkolakis, C., Costinot, A. and Rodriguez-Clare, A. (2012). New trade models, same old gains?
    *American Economic Review* 102(1), 94-130.

    Examples
    --------
    >>> gains_from_trade(np.array([36.0]), np.array([100.0]), 2.0).round(3).tolist()
    [0.2]
    """
    return supply_effect(imports[:, None], absorption, elasticity)[:, 0]


def supply_effect(
    imports: Float[np.ndarray, "state partner"],
    absorption: Float[np.ndarray, " state"],
    elasticity: float | Float[np.ndarray, " state"],
) -> Float[np.ndarray, "state partner"]:
    r"""Real income that a state loses without one partner's goods, before others fill in.

    .. math:: L_{ij} = 1 - (1 - m_{ij})^{1/\varepsilon}, \qquad m_{ij} = M_{ij} / A_i

    Hirschman's supply effect is what trade adds to a state's wealth and strength; here it is
    what the partner could take away, with prices and other suppliers as they are. In logarithms,
    :math:`-\ln(1 - L_{ij})`, the losses of single partners add up to less than that of all at
    once (`gains_from_trade`); as fractions of income they do so for an elasticity of at least 1.

    Parameters
    ----------
    imports : USD / year
        ``imports[i, j]``: what *i* buys from *j*.
    absorption : USD / year
        Output plus imports minus exports of *i*, on the same (gross) basis.
    elasticity : 1, above 0
        Of trade to trade costs, :math:`\varepsilon = \sigma - 1`.

    Returns
    -------
    loss : 1, in [0, 1)
        ``loss[i, j]``: of *i* without *j*. NaN where a part is absent, absorption is 0, or the
        partner supplies all that is used.

    Raises
    ------
    InputError
        If a value is negative, imports exceed absorption, or the elasticity is not above 0.

    References
    ----------
    Hirschman (1945), ch. 2, for the concept (from memory); Arkolakis, Costinot and
    Rodriguez-Clare (2012) for the loss.

    Examples
    --------
    >>> supply_effect(np.array([[36.0, 19.0]]), np.array([100.0]), 2.0).round(3).tolist()
    [[0.2, 0.1]]
    """
    refuse_negative("supply_effect", imports=imports, absorption=absorption)
    elasticity = np.broadcast_to(np.asarray(elasticity, dtype=float), absorption.shape)
    refuse_unless(
        bool((elasticity > 0).all() and np.isfinite(elasticity).all()),
        where="supply_effect",
        found=f"elasticity from {elasticity.min(initial=np.inf)}",
        expected="finite elasticities above 0",
        remedy="Pass sigma - 1 with sigma above 1.",
    )
    refuse_parts_over_whole("supply_effect", total_of_known(imports, axis=1), absorption)
    kept = 1.0 - divide(imports, absorption[:, None])
    kept = np.where(kept > 0, kept, np.nan)
    return -np.expm1(np.log(kept) / elasticity[:, None])


def _other_way(share: np.ndarray) -> np.ndarray:
    """What *j* depends on *i*, at the place of what *i* depends on *j*."""
    return np.swapaxes(share, -1, -2)


def _refuse_outside_one(where: str, share: np.ndarray) -> None:
    """Raise if a present share is below 0 or above 1."""
    refuse_negative(where, share=share)
    refuse_parts_over_whole(where, share, np.asarray(1.0))
