"""The frustration index: the fewest ties whose sign must change for two camps, and these camps.

Exact: up to 24 states by looking at all divisions, two halves of the states at a time; beyond by
an integer programme whose optimum is proved. No heuristic is used, as they are known to miss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Integer

from steelyard.measures.checks import refuse_unless
from steelyard.models.games.balance import Signs, refuse_other_signs

ENUMERABLE = 24  # states; all divisions of more would need more than a gigabyte
MOST = 60  # states: real networks of that size end within seconds
PATIENCE = 120.0  # seconds; dense networks with signs at random can take hours


@dataclass(frozen=True, slots=True)
class Frustration:
    """The index, how many ties there are, and the divisions that reach it.

    Each row of `camps` is a division, 1 or -1 by state, the first state's camp being 1. The
    integer programme finds one division, enumeration all of them; `all_known` says which.
    """

    index: int
    ties: int
    camps: Integer[np.ndarray, "division state"]
    all_known: bool

    @property
    def line_balance(self) -> float:
        r"""Share of how balanced the network is: :math:`1 - 2 L / m`; NaN without ties."""
        return 1 - 2 * self.index / self.ties if self.ties else float("nan")

    def together(self, one: int, other: int) -> float:
        """Share of the best divisions that have two states in one camp."""
        return float((self.camps[:, one] == self.camps[:, other]).mean())


def frustration(signs: Signs) -> Frustration:
    r"""Fewest ties to change so that a network falls into two camps, exactly.

    .. math:: L = \min_{c \in \{-1, 1\}^n} \tfrac12 \sum_{i<j} (|A_{ij}| - A_{ij} c_i c_j)

    0 exactly where the network is balanced, never more than half of the ties. It takes the signs
    as they are: a tie that is barely negative weighs as much as an open conflict.

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric; at most 60 states.

    Returns
    -------
    frustration : Frustration, ties

    Raises
    ------
    InputError
        If the matrix is no network of signs, has more than 60 states, or the optimum of the
        integer programme was not proved.

    References
    ----------
    Harary, F. (1959). On the measurement of structural balance. *Behavioral Science* 4(4),
    316-323. Aref, S. and Wilson, M. C. (2019). Balance and frustration in signed networks.
    *Journal of Complex Networks* 7(2), 163-189.

    Examples
    --------
    >>> found = frustration(np.ones((5, 5), int) * -1 + np.eye(5, dtype=int))
    >>> found.index, found.ties, len(found.camps)
    (4, 10, 10)
    """
    if len(signs) <= ENUMERABLE:
        return by_enumeration(signs)
    return by_programme(signs)


def by_enumeration(signs: Signs) -> Frustration:
    r"""As `frustration`, by all divisions: of one half of the states times those of the other.

    .. math:: E(u, v) = E_U(u) + E_V(v) + u^\top A_{UV} v, \qquad L = (m - \max E) / 2

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric; at most 24 states.

    Returns
    -------
    frustration : Frustration, ties
        With all best divisions.

    Raises
    ------
    InputError
        If the matrix is no network of signs or has more than 24 states.

    References
    ----------
    Horowitz, E. and Sahni, S. (1974). Computing partitions with applications to the knapsack
    problem. *Journal of the ACM* 21(2), 277-292 (two halves).

    Examples
    --------
    >>> by_enumeration(np.array([[0, 1, -1], [1, 0, 1], [-1, 1, 0]])).index
    1
    """
    refuse_other_signs("by_enumeration", signs)
    refuse_unless(
        len(signs) <= ENUMERABLE,
        where="by_enumeration",
        found=f"{len(signs)} states",
        expected=f"at most {ENUMERABLE}",
        remedy="Use `by_programme`.",
    )
    half = (len(signs) + 1) // 2
    left = _divisions(half - 1)  # the first state stays where it is: camps have no names
    left = np.concatenate([np.ones((len(left), 1), np.float32), left], axis=1)
    right = _divisions(len(signs) - half)
    a = signs.astype(np.float32)
    # whole numbers far below 2^24: single precision holds them exactly
    agreed = (left @ a[:half, half:]) @ right.T
    agreed += _inside(left, a[:half, :half])[:, None]
    agreed += _inside(right, a[half:, half:])[None, :]
    best = agreed.max()
    # on the flat array: `nonzero` of a matrix takes longer than all before
    rows, columns = np.unravel_index(np.flatnonzero(agreed.ravel() == best), agreed.shape)
    ties = int(np.abs(signs).sum()) // 2
    camps = np.concatenate([left[rows], right[columns]], axis=1).astype(np.int8)
    return Frustration((ties - round(float(best))) // 2, ties, camps, all_known=True)


def _divisions(states: int) -> Float[np.ndarray, "division state"]:
    """Every division of some states into 1 and -1."""
    number = np.arange(2**states)[:, None] >> np.arange(states)[None, :]
    return (1 - 2 * (number & 1)).astype(np.float32)


def _inside(divisions: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Ties within one half that agree with each division, less those that do not."""
    return ((divisions @ a) * divisions).sum(axis=1) / 2


def by_programme(signs: Signs) -> Frustration:
    r"""As `frustration`, by an integer programme (HiGHS) whose optimum is proved.

    .. math:: \min \sum_e f_e : \quad f_{ij} \ge |x_i - x_j| \text{ (positive)}, \quad
        f_{ij} \ge |x_i + x_j - 1| \text{ (negative)}, \quad
        f_{ij} + f_{jk} + f_{ik} \ge 1 \text{ (unbalanced triads)}

    The third row is valid and not needed: it makes the bound tight in dense networks.

    Parameters
    ----------
    signs : 1
        -1, 0 or 1, symmetric; at most 60 states.

    Returns
    -------
    frustration : Frustration, ties
        With one of the best divisions.

    Raises
    ------
    InputError
        If the matrix is no network of signs, has more than 60 states, or the optimum was not
        proved.

    References
    ----------
    Aref, S., Mason, A. J. and Wilson, M. C. (2020). A modeling and computational study of the
    frustration index in signed networks. *Networks* 75(1), 95-110.

    Examples
    --------
    >>> by_programme(np.array([[0, 1, -1], [1, 0, 1], [-1, 1, 0]])).index
    1
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    refuse_other_signs("by_programme", signs)
    _refuse_many(len(signs))
    first, second = np.nonzero(np.triu(signs))
    if not first.size:
        return Frustration(0, 0, np.ones((1, len(signs)), np.int8), all_known=False)
    states, ties = len(signs), first.size
    rows, least = _rows(signs, first, second)
    upper = np.ones(states + ties)
    upper[int(np.abs(signs).sum(axis=1).argmax())] = 0  # camps have no names
    solved = milp(
        np.concatenate([np.zeros(states), np.ones(ties)]),
        integrality=np.concatenate([np.ones(states), np.zeros(ties)]),
        bounds=Bounds(0, upper),  # type: ignore[arg-type]
        constraints=LinearConstraint(rows, least, np.inf),  # type: ignore[arg-type]
        options={"mip_rel_gap": 0.0, "time_limit": PATIENCE},
    )
    refuse_unless(
        solved.status == 0,
        where="by_programme",
        found=f"the solver stopped: {solved.message}",
        expected="a proved optimum",
        remedy="Take fewer states.",
    )
    camp = np.where(np.asarray(solved.x)[:states] > 0.5, -1, 1)
    camp = (camp * camp[0]).astype(np.int8)
    frustrated = signs[first, second] * camp[first] * camp[second] < 0
    return Frustration(int(frustrated.sum()), ties, camp[None], all_known=False)


def _refuse_many(states: int) -> None:
    """Raise for networks that might take hours."""
    refuse_unless(
        states <= MOST,
        where="by_programme",
        found=f"{states} states",
        expected=f"at most {MOST}",
        remedy="Choose a smaller set of states.",
    )


def _rows(signs: Signs, first: np.ndarray, second: np.ndarray):  # type: ignore[no-untyped-def]
    """Two rows for each tie and one for each unbalanced triad, with their least values."""
    from scipy.sparse import coo_array

    states, ties = len(signs), first.size
    place = np.full(signs.shape, -1)
    place[first, second] = place[second, first] = np.arange(ties)
    sign = signs[first, second].astype(float)
    tie, own = np.arange(ties), states + np.arange(ties)
    # f - x_i + s x_j >= (s - 1)/2 and f + x_i - s x_j >= (1 - s)/2, less 1 where s is -1
    cells = [(tie, own, 1.0), (tie, first, -1.0), (tie, second, sign),
             (ties + tie, own, 1.0), (ties + tie, first, 1.0),
             (ties + tie, second, -sign)]  # fmt: skip
    least = [np.where(sign > 0, 0.0, -1.0), np.where(sign > 0, 0.0, 1.0)]
    i, j, k = _unbalanced(signs)
    triad = 2 * ties + np.arange(i.size)
    cells += [(triad, states + place[p, q], 1.0) for p, q in ((i, j), (j, k), (i, k))]
    least.append(np.ones(i.size))
    values = [np.broadcast_to(value, row.shape) for row, _, value in cells]
    row, column = (np.concatenate([cell[side] for cell in cells]) for side in (0, 1))
    shape = 2 * ties + i.size, states + ties
    matrix = coo_array((np.concatenate(values), (row, column)), shape=shape)
    return matrix.tocsr(), np.concatenate(least)


def _unbalanced(signs: Signs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Triads whose signs multiply to minus."""
    cube = signs[:, :, None] * signs[None, :, :] * signs[:, None, :]
    i, j, k = np.nonzero(cube < 0)
    once = (i < j) & (j < k)
    return i[once], j[once], k[once]
