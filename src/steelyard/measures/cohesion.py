"""How united a bloc votes: as pairs (agreement) and as a body (Rice, Agreement Index)."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Integer

from steelyard.measures.agreement import vote_agreement
from steelyard.measures.checks import divide, refuse_unless
from steelyard.measures.similarity import dyad_tables
from steelyard.measures.vote_codes import ABSTAIN, NO, YES, distance_counts, refuse_other_codes

FEWEST_MEMBERS = 2  # one member always agrees with itself


def mean_pairwise_agreement(votes: Integer[np.ndarray, "roll_call member"]) -> float:
    r"""Mean vote agreement over all pairs of members of a bloc.

    .. math:: \bar g = \frac{1}{|P|} \sum_{(i,j) \in P} g_{ij},
        \quad P: \text{pairs with a common roll call}

    Every pair counts alike, however often it voted. High for almost any bloc: compare it with
    the same figure for all states, or for the bloc's members and one outsider.

    Parameters
    ----------
    votes : code
        ``votes[v, i]`` of the members alone: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    agreement : 1, in [0, 1]
        NaN where no two members ever voted together.

    Raises
    ------
    InputError
        If a code is none of 0 to 3, or there are fewer than two members.

    References
    ----------
    Voeten, E. (2013). In Reinalda (ed.), *Routledge Handbook of International Organization*,
    ch. 4 (the agreement of pairs).

    Examples
    --------
    >>> mean_pairwise_agreement(np.array([[1, 1, 1], [1, 1, 3]])).__round__(3)
    0.667
    """
    _refuse_one_member("mean_pairwise_agreement", votes)
    table = dyad_tables(votes).table
    agreement = vote_agreement(*(distance_counts(table, steps) for steps in range(3)))
    known = agreement[np.isfinite(agreement)]
    return float(known.mean()) if known.size else float("nan")


def pairs_in_step(
    votes: Integer[np.ndarray, "roll_call member"],
) -> Float[np.ndarray, "roll_call 2"]:
    r"""How close all pairs of members voted on each roll call, and how far apart, in pairs.

    .. math:: c_v = \binom{Y_v}{2} + \binom{A_v}{2} + \binom{N_v}{2} + \tfrac12 A_v (Y_v + N_v),
        \quad d_v = \binom{Y_v + A_v + N_v}{2} - c_v

    Summed over roll calls, :math:`C / (C + D)` is the mean agreement of a pair of members on a
    roll call in which both took part. `mean_pairwise_agreement` counts every pair alike instead,
    however seldom it voted. Counts add up over roll calls, so that they can be redrawn.

    Parameters
    ----------
    votes : code
        ``votes[v, i]`` of the members alone: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    pairs : count of pairs
        Close and apart; a pair one step apart adds a half to each.

    Raises
    ------
    InputError
        If a code is none of 0 to 3, or there are fewer than two members.

    References
    ----------
    Voeten, E. (2013). In Reinalda (ed.), *Routledge Handbook of International Organization*,
    ch. 4 (the agreement of pairs).

    Examples
    --------
    >>> pairs_in_step(np.array([[1, 1, 1], [1, 1, 3], [1, 2, 0]])).tolist()
    [[3.0, 0.0], [1.0, 2.0], [0.5, 0.5]]
    """
    _refuse_one_member("pairs_in_step", votes)
    yes, abstain, no = (_number(votes, choice) for choice in (YES, ABSTAIN, NO))
    close = sum(each * (each - 1) / 2 for each in (yes, abstain, no)) + abstain * (yes + no) / 2
    cast = yes + abstain + no
    return np.stack([close, cast * (cast - 1) / 2 - close], axis=1)


def rice_index(
    votes: Integer[np.ndarray, "roll_call member"],
) -> Float[np.ndarray, " roll_call"]:
    r"""Rice's index of cohesion on each roll call: how one-sided yes against no was.

    .. math:: R_v = |Y_v - N_v| / (Y_v + N_v)

    Abstentions do not count, which in the General Assembly hides much: see `agreement_index`.
    By chance alone a small bloc scores well above 0 (two members voting at random: 1/2).

    Parameters
    ----------
    votes : code
        ``votes[v, i]`` of the members alone: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    cohesion : 1, in [0, 1]
        NaN on roll calls where fewer than two members said yes or no.

    Raises
    ------
    InputError
        If a code is none of 0 to 3, or there are fewer than two members.

    References
    ----------
    Rice, S. A. (1925). The behavior of legislative groups: a method of measurement. *Political
    Science Quarterly* 40(1), 60-72.

    Examples
    --------
    >>> rice_index(np.array([[1, 1, 1, 3], [1, 2, 2, 2]])).tolist()
    [0.5, nan]
    """
    _refuse_one_member("rice_index", votes)
    yes, no = _number(votes, YES), _number(votes, NO)
    cast = np.where(yes + no >= FEWEST_MEMBERS, yes + no, np.nan)
    return divide(np.abs(yes - no), cast)


def agreement_index(
    votes: Integer[np.ndarray, "roll_call member"],
) -> Float[np.ndarray, " roll_call"]:
    r"""Cohesion on each roll call with three choices.

    .. math:: AI_v = \frac{m_v - \tfrac12 (Y_v + A_v + N_v - m_v)}{Y_v + A_v + N_v},
        \quad m_v = \max(Y_v, A_v, N_v)

    1 if all chose alike, 0 if they split into three equal parts.

    Parameters
    ----------
    votes : code
        ``votes[v, i]`` of the members alone: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    cohesion : 1, in [0, 1]
        NaN on roll calls with fewer than two members present.

    Raises
    ------
    InputError
        If a code is none of 0 to 3, or there are fewer than two members.

    References
    ----------
    Hix, S., Noury, A. and Roland, G. (2005). Power to the parties: cohesion and competition in
    the European Parliament, 1979-2001. *British Journal of Political Science* 35(2), 209-234.

    Examples
    --------
    >>> agreement_index(np.array([[1, 1, 1, 3], [1, 2, 3, 0], [1, 0, 0, 0]])).tolist()
    [0.625, 0.0, nan]
    """
    _refuse_one_member("agreement_index", votes)
    counts = np.stack([_number(votes, choice) for choice in (YES, ABSTAIN, NO)])
    cast, most = counts.sum(axis=0), counts.max(axis=0)
    return divide(most - (cast - most) / 2, np.where(cast >= FEWEST_MEMBERS, cast, np.nan))


def _number(votes: np.ndarray, choice: int) -> np.ndarray:
    """How many members made a choice, by roll call."""
    return (votes == choice).sum(axis=1).astype(float)


def _refuse_one_member(where: str, votes: np.ndarray) -> None:
    """Raise if a code is unknown or there is no pair of members."""
    refuse_other_codes(where, votes)
    refuse_unless(
        votes.shape[1] >= FEWEST_MEMBERS,
        where=where,
        found=f"{votes.shape[1]} member(s)",
        expected=f"at least {FEWEST_MEMBERS}",
        remedy="Leave the cohesion of a bloc with one voting member absent.",
    )
