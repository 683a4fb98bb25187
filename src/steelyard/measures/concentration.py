"""How few partners a state's trade is spread over, also when not all of them are known.

Each row of ``values`` holds what one state trades with each of its partners: exports, imports,
or imports of one fuel. For imports pass ``flows.T``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import (
    divide,
    refuse_negative,
    refuse_parts_over_whole,
    total_of_known,
)


@dataclass(frozen=True, slots=True)
class Concentration:
    """Ends between which the Herfindahl index must lie, and the share that is unobserved."""

    low: Float[np.ndarray, " state"]
    high: Float[np.ndarray, " state"]
    unobserved: Float[np.ndarray, " state"]


def herfindahl(values: Float[np.ndarray, "state partner"]) -> Float[np.ndarray, " state"]:
    r"""Herfindahl index of the partners that are known.

    .. math:: H_i = \sum_j \left( v_{ij} / \sum_k v_{ik} \right)^2

    One partner gives 1, *n* equal ones give 1/n. It says how few partners there are, not how
    hard they are to replace. Where partners are absent see `herfindahl_bounds`.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*, at least 0; NaN where absent.

    Returns
    -------
    concentration : 1, in (0, 1]
        NaN for a state whose known trade is 0 or absent.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. *American Economic Review* 54(5), 761.

    Examples
    --------
    >>> herfindahl(np.array([[0.0, 50.0, 50.0], [10.0, 0.0, np.nan]])).tolist()
    [0.5, 1.0]
    """
    refuse_negative("herfindahl", values=values)
    share = divide(values, total_of_known(values, axis=1)[:, None])
    return total_of_known(share**2, axis=1)


def normalised_herfindahl(
    values: Float[np.ndarray, "state partner"], partners: int
) -> Float[np.ndarray, " state"]:
    r"""Herfindahl index stretched so that equal trade with all partners gives 0.

    .. math:: H^*_i = (H_i - 1/n) / (1 - 1/n)

    Comparable between lists of partners of different length.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*, at least 0; NaN where absent.
    partners : count
        Partners that could have been chosen, at least 2, with or without trade.

    Returns
    -------
    concentration : 1, in [0, 1]
        NaN for a state whose known trade is 0 or absent.

    Raises
    ------
    InputError
        If a value is negative or infinite, or more partners trade than `partners`.

    References
    ----------
    Cracau, D. and Duran Lima, J. E. (2016). On the normalized Herfindahl-Hirschman index: a
    technical note. *International Journal on Food System Dynamics* 7(4), 382-386.

    Examples
    --------
    >>> normalised_herfindahl(np.array([[25.0, 25.0, 25.0, 25.0], [9.0, 0, 0, 0]]), 4).tolist()
    [0.0, 1.0]
    """
    trading = (np.nan_to_num(values) > 0).sum(axis=1)
    refuse_parts_over_whole(
        "normalised_herfindahl", np.maximum(trading, 2).astype(float), np.asarray(float(partners))
    )
    return (herfindahl(values) - 1 / partners) / (1 - 1 / partners)


def equivalent_partners(
    concentration: Float[np.ndarray, "*shape"],
) -> Float[np.ndarray, "*shape"]:
    r"""Count of equal partners that would be as concentrated.

    .. math:: N_i = 1 / H_i

    Easier to read than the index: 3.2 equal partners.

    Parameters
    ----------
    concentration : 1, in (0, 1]
        Herfindahl index, for example from `herfindahl`.

    Returns
    -------
    partners : count, at least 1
        NaN where the index is absent or 0.

    Raises
    ------
    InputError
        If an index is negative or infinite.

    References
    ----------
    Adelman, M. A. (1969). Comment on the "H" concentration measure as a numbers-equivalent.
    *Review of Economics and Statistics* 51(1), 99-101.

    Examples
    --------
    >>> equivalent_partners(np.array([0.25, 1.0])).tolist()
    [4.0, 1.0]
    """
    refuse_negative("equivalent_partners", concentration=concentration)
    return divide(1.0, concentration)


def herfindahl_bounds(
    values: Float[np.ndarray, "state partner"],
    total: Float[np.ndarray, " state"],
    *,
    among_known: bool = False,
) -> Concentration:
    r"""Bounds of the Herfindahl index when part of the trade has no known partner.

    .. math:: \sum_j s_{ij}^2 \;\le\; H_i \;\le\; \sum_j s_{ij}^2 + u_i^2,
        \qquad s_{ij} = v_{ij} / V_i,\; u_i = 1 - \sum_j s_{ij}

    The lower end spreads the unobserved part infinitely thin; the upper end gives all of it to
    one partner that is not among the known ones. These are bounds, not quantiles.

    Parameters
    ----------
    values : USD / year
        ``values[i, j]`` is what *i* trades with *j*, at least 0; NaN where absent.
    total : USD / year
        Trade of *i* with all partners, known and unknown, on the same basis.
    among_known : bool
        Whether the unobserved part may belong to a known partner, as with goods "not
        specified". Then the upper end adds it to the greatest: :math:`+\,2 s_{max} u + u^2`.

    Returns
    -------
    bounds : Concentration, 1, in [0, 1]
        `low`, `high` and the unobserved share. NaN where the total is absent or 0.

    Raises
    ------
    InputError
        If a value is negative or infinite, or the known part exceeds the total.

    References
    ----------
    Own arithmetic from Hirschman (1964): adding to one term of a sum of squares raises it most.

    Examples
    --------
    >>> bounds = herfindahl_bounds(np.array([[50.0, 30.0, np.nan]]), np.array([100.0]))
    >>> bounds.low.round(2).tolist(), bounds.high.round(2).tolist()
    ([0.34], [0.38])
    """
    refuse_negative("herfindahl_bounds", values=values, total=total)
    known = np.nansum(values, axis=1)
    refuse_parts_over_whole("herfindahl_bounds", known, total)
    share = divide(np.nan_to_num(values), total[:, None])
    unobserved = np.maximum(0.0, 1.0 - divide(known, total))
    low = (share**2).sum(axis=1)
    greatest = share.max(axis=1) if among_known else np.zeros_like(unobserved)
    high = low + 2 * greatest * unobserved + unobserved**2
    return Concentration(low, high, unobserved)
