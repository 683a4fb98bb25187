"""Nine measures of vote similarity for every pair of states of a session at once.

Votes come as one matrix per session, ``votes[roll call, state]``: 0 absent, 1 yes, 2 abstain,
3 no. One matrix product gives the 3 x 3 table of every pair, and the formulas of `agreement`
do the rest. Roll calls in which one of a pair took no part do not count for that pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int, Integer

from steelyard.measures.agreement import cohen_kappa, s_score, scott_pi, vote_agreement
from steelyard.measures.checks import refuse_unless
from steelyard.measures.vote_codes import CHOICES, distance_counts, refuse_other_codes

MEASURES = (
    "agreement", "s", "s_squared",
    "kappa", "kappa_linear", "kappa_squared",
    "pi", "pi_linear", "pi_squared",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DyadTables:
    """Counts of joint votes: ``table[d, a, b]`` roll calls where `first` chose *a*, `second` *b*.

    `first` and `second` are columns of the vote matrix, first < second.
    """

    first: Int[np.ndarray, " dyad"]
    second: Int[np.ndarray, " dyad"]
    table: Float[np.ndarray, "dyad 3 3"]

    @property
    def roll_calls(self) -> Float[np.ndarray, " dyad"]:
        """How many roll calls both took part in."""
        return self.table.sum(axis=(1, 2))


@dataclass(frozen=True, slots=True)
class Similarities:
    """The measures by pair; NaN where two states never voted together or chance explains all."""

    agreement: Float[np.ndarray, "*dyad"]
    s: Float[np.ndarray, "*dyad"]
    s_squared: Float[np.ndarray, "*dyad"]
    kappa: Float[np.ndarray, "*dyad"]
    kappa_linear: Float[np.ndarray, "*dyad"]
    kappa_squared: Float[np.ndarray, "*dyad"]
    pi: Float[np.ndarray, "*dyad"]
    pi_linear: Float[np.ndarray, "*dyad"]
    pi_squared: Float[np.ndarray, "*dyad"]


def contested(votes: Integer[np.ndarray, "roll_call state"]) -> Bool[np.ndarray, " roll_call"]:
    r"""Which roll calls divided the states: at least two different votes were cast.

    .. math:: c_v = 1[\min_i y_{vi} \ne \max_i y_{vi}], \quad i \text{ over those present}

    The agreement scores of this literature leave unanimous roll calls out. Decide it on all
    states that voted, before choosing some of them.

    Parameters
    ----------
    votes : code
        ``votes[v, i]``: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    contested : bool

    Raises
    ------
    InputError
        If a code is none of 0 to 3.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). *Journal of Conflict Resolution* 61(2),
    replication code.

    Examples
    --------
    >>> contested(np.array([[1, 1, 0], [1, 3, 1], [0, 0, 0]])).tolist()
    [False, True, False]
    """
    refuse_other_codes("contested", votes)
    kinds = sum((votes == choice).any(axis=1).astype(np.int8) for choice in CHOICES)
    return np.asarray(kinds > 1)


def dyad_tables(votes: Integer[np.ndarray, "roll_call state"]) -> DyadTables:
    r"""Tables of joint votes of all pairs of states, by one matrix product.

    .. math:: n_{ij,ab} = \sum_v 1[y_{vi} = a]\, 1[y_{vj} = b]

    Parameters
    ----------
    votes : code
        ``votes[v, i]``: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    tables : DyadTables, count of roll calls
        Every pair once, also those that never voted together (their table is 0).

    Raises
    ------
    InputError
        If a code is none of 0 to 3.

    References
    ----------
    Haege, F. M. (2011). *Political Analysis* 19(3), 287-305, tables 1-2 (the joint table).

    Examples
    --------
    >>> tables = dyad_tables(np.array([[1, 1, 3], [1, 2, 0], [1, 1, 3]]))
    >>> tables.table[0].tolist(), tables.roll_calls.tolist()
    ([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], [3.0, 2.0, 2.0])
    """
    refuse_other_codes("dyad_tables", votes)
    states = votes.shape[1]
    # Counts stay below 2^24, so that single precision holds them exactly.
    chose = np.concatenate([votes == choice for choice in CHOICES], axis=1).astype(np.float32)
    joint = (chose.T @ chose).reshape(3, states, 3, states).transpose(1, 3, 0, 2)
    first, second = np.triu_indices(states, k=1)
    return DyadTables(first, second, joint[first, second].astype(float))


def similarities(table: Float[np.ndarray, "*dyad 3 3"]) -> Similarities:
    r"""Agreement, S, kappa and pi (plain, linear, squared) from tables of joint votes.

    .. math:: g,\quad S_e = 2 g_e - 1,\quad
        \kappa_e, \pi_e = 1 - \frac{\sum_{ab} |a-b|^e p_{ab}}{\sum_{ab} |a-b|^e \hat p_{ab}}

    with :math:`e` = 1 for S, 2 for "squared", 0 for the plain kappa and pi. The S of two states
    is high whatever they do when nearly everybody votes yes; kappa and pi charge for that.

    Parameters
    ----------
    table : count of roll calls
        From `dyad_tables`; leading axes (pairs, draws) are kept.

    Returns
    -------
    similarities : Similarities, 1, in [-1, 1] (agreement in [0, 1])
        NaN where absent: no common roll call, or (kappa, pi) chance already explains all.

    Raises
    ------
    InputError
        If a count is negative or infinite.

    References
    ----------
    Signorino, C. S. and Ritter, J. M. (1999). *International Studies Quarterly* 43(1), 115-144.
    Haege, F. M. (2011). *Political Analysis* 19(3), 287-305.

    Examples
    --------
    >>> alike = similarities(np.array([[60.0, 5.0, 0.0], [5.0, 20.0, 0.0], [0.0, 0.0, 10.0]]))
    >>> float(alike.agreement), round(float(alike.kappa), 3), round(float(alike.pi_squared), 3)
    (0.95, 0.802, 0.888)
    """
    return Similarities(**{measure: similarity(table, measure) for measure in MEASURES})


def similarity(table: Float[np.ndarray, "*dyad 3 3"], measure: str) -> Float[np.ndarray, "*dyad"]:
    r"""One of the nine measures from tables of joint votes, for those who need no other.

    .. math:: g,\quad S_e = 2 g_e - 1,\quad \kappa_e,\quad \pi_e

    Parameters
    ----------
    table : count of roll calls
        As in `similarities`.
    measure : text
        One of `MEASURES`.

    Returns
    -------
    similarity : 1, in [-1, 1] (agreement in [0, 1])
        NaN where absent, as in `similarities`.

    Raises
    ------
    InputError
        If a count is negative or infinite, or the measure is unknown.

    References
    ----------
    Haege, F. M. (2011). *Political Analysis* 19(3), 287-305.

    Examples
    --------
    >>> float(similarity(np.array([[60.0, 5, 0], [5, 20, 0], [0, 0, 10]]), "s").round(3))
    0.9
    """
    refuse_unless(
        measure in MEASURES,
        where="similarity",
        found=f"measure {measure!r}",
        expected=f"one of {', '.join(MEASURES)}",
        remedy="Correct the name.",
    )
    kind, _, weights = measure.partition("_")
    exponent = {"": 0, "linear": 1, "squared": 2}[weights]
    if kind in ("kappa", "pi"):
        beyond_chance = cohen_kappa if kind == "kappa" else scott_pi
        return beyond_chance(table, exponent=exponent)
    apart = (distance_counts(table, steps) for steps in range(3))
    agreement = vote_agreement(*apart, exponent=max(exponent, 1))
    return agreement if kind == "agreement" else s_score(agreement)
