"""How far a network of friends and foes is from falling into two camps: three measures.

A signed network is balanced if friends of friends are friends and foes of friends are foes, that
is, if it falls into two camps. Measures of partial balance disagree (Aref and Wilson 2018), so
that triads, walks, the signed Laplacian and the frustration index are all here; the last is in
`frustration`.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Integer

from steelyard.measures.checks import refuse_unless

Signs = Integer[np.ndarray, "state state"]


def refuse_other_signs(where: str, signs: Signs) -> None:
    """Raise unless a matrix is a network of signs: square, symmetric, -1, 0 or 1, no loops."""
    square = signs.ndim == 2 and signs.shape[0] == signs.shape[1] and signs.shape[0] > 0
    fits = square and bool(
        (np.abs(signs) <= 1).all() and (signs == signs.T).all() and not signs.diagonal().any()
    )
    refuse_unless(
        fits,
        where=where,
        found=f"a matrix of shape {signs.shape} that is no network of signs",
        expected="a square symmetric matrix of -1, 0 and 1 with zeros on its diagonal",
        remedy="Give the sign of each tie once in each direction; 0 where there is none.",
    )


def triad_balance(signs: Signs) -> float:
    r"""Share of the closed triads whose three signs multiply to plus.

    .. math:: T = \frac{\mathrm{tr}\,A^3 + \mathrm{tr}\,|A|^3}{2\,\mathrm{tr}\,|A|^3}

    1 in a balanced network, about 1/2 where signs fall at random. It sees cycles of three only.

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric.

    Returns
    -------
    share : 1, in [0, 1]
        NaN where no three states are tied to each other.

    Raises
    ------
    InputError
        If the matrix is no network of signs.

    References
    ----------
    Cartwright, D. and Harary, F. (1956). Structural balance: a generalization of Heider's theory.
    *Psychological Review* 63(5), 277-293. Terzi, E. and Winkler, M. (2011). A spectral algorithm
    for computing social balance. *WAW 2011*, 1-13.

    Examples
    --------
    >>> triad_balance(np.array([[0, 1, -1], [1, 0, -1], [-1, -1, 0]]))
    1.0
    """
    refuse_other_signs("triad_balance", signs)
    a = signs.astype(float)
    whole = float(np.trace(np.abs(a) @ np.abs(a) @ np.abs(a)))
    return (float(np.trace(a @ a @ a)) + whole) / (2 * whole) if whole > 0 else float("nan")


def walk_balance(signs: Signs) -> float:
    r"""Closed walks whose signs multiply to plus, long ones counting less (Estrada and Benzi).

    .. math:: W = \tfrac12 \left(1 + \frac{\mathrm{tr}\, e^{A}}{\mathrm{tr}\, e^{|A|}}\right)

    1 in a balanced network. In dense networks it falls to 1/2 with the first few frustrated
    ties: compare years of one network, not networks of different size.

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric.

    Returns
    -------
    share : 1, in (1/2, 1]
        1 where there is no tie.

    Raises
    ------
    InputError
        If the matrix is no network of signs.

    References
    ----------
    Estrada, E. and Benzi, M. (2014). Walk-based measure of balance in signed networks: detecting
    lack of balance in social networks. *Physical Review E* 90, 042802. Aref, S. and Wilson, M. C.
    (2018). Measuring partial balance in signed networks. *Journal of Complex Networks* 6(4),
    566-595 (the scale from 1/2).

    Examples
    --------
    >>> walk_balance(np.array([[0, 1, -1], [1, 0, -1], [-1, -1, 0]]))
    1.0
    """
    refuse_other_signs("walk_balance", signs)
    own = np.linalg.eigvalsh(signs.astype(float))
    usual = np.linalg.eigvalsh(np.abs(signs).astype(float))
    # both sums over their largest term: e to a large number would overflow
    top = max(float(usual.max()), float(own.max()))
    ratio = float(np.exp(own - top).sum() / np.exp(usual - top).sum())
    return min((1 + ratio) / 2, 1.0)


def algebraic_conflict(signs: Signs) -> float:
    r"""Smallest eigenvalue of the signed Laplacian: 0 exactly where every part is balanced.

    .. math:: \lambda = \min \mathrm{eig}(D - A), \quad D_{ii} = \sum_j |A_{ij}|

    The larger, the further from two camps. A state without ties would make it 0 by itself, so
    that such states are left out; of several parts the most balanced one decides.

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric.

    Returns
    -------
    conflict : 1, at least 0
        NaN where there is no tie.

    Raises
    ------
    InputError
        If the matrix is no network of signs.

    References
    ----------
    Kunegis, J., Schmidt, S., Lommatzsch, A., Lerner, J., De Luca, E. W. and Albayrak, S. (2010).
    Spectral analysis of signed graphs for clustering, prediction and visualization. *SIAM
    International Conference on Data Mining*, 559-570.

    Examples
    --------
    >>> round(algebraic_conflict(np.array([[0, -1, -1], [-1, 0, -1], [-1, -1, 0]])), 9)
    1.0
    """
    refuse_other_signs("algebraic_conflict", signs)
    degree = np.abs(signs).sum(axis=1)
    tied = np.flatnonzero(degree)
    if not tied.size:
        return float("nan")
    laplacian = np.diag(degree).astype(float) - signs
    return max(float(np.linalg.eigvalsh(laplacian[np.ix_(tied, tied)])[0]), 0.0)


def switched(signs: Signs, camp: Integer[np.ndarray, " state"]) -> Signs:
    r"""The network seen from two camps: every tie across them changes its sign.

    .. math:: A'_{ij} = c_i A_{ij} c_j

    Balance and frustration stay as they are; the negative ties left after switching by the best
    camps are the frustrated ones.

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric.
    camp : 1
        1 or -1 for each state.

    Returns
    -------
    signs : 1

    Raises
    ------
    InputError
        If the matrix is no network of signs or a camp is neither 1 nor -1.

    References
    ----------
    Zaslavsky, T. (1982). Signed graphs. *Discrete Applied Mathematics* 4(1), 47-74.

    Examples
    --------
    >>> switched(np.array([[0, -1], [-1, 0]]), np.array([1, -1])).tolist()
    [[0, 1], [1, 0]]
    """
    refuse_other_signs("switched", signs)
    refuse_unless(
        camp.shape == signs.shape[:1] and bool(np.isin(camp, (-1, 1)).all()),
        where="switched",
        found=f"camps {camp.tolist()[:10]}",
        expected="1 or -1 for each state",
        remedy="Give every state one of two camps.",
    )
    return camp[:, None] * signs * camp[None, :]
