"""Voting power in institutions where votes are weighted, and how enlargement dilutes it.

A weight is not power: with a quota of 12, weights of 4, 4, 4, 2, 2 and 1 leave the last member
without any say. Indices are exact: coalitions are counted in whole numbers by generating
functions, never sampled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

MOST_STEPS = 200_000_000  # additions that are worth waiting for


@dataclass(frozen=True, slots=True)
class VotingPower:
    """Power of each member of a weighted voting game.

    `shapley` and `banzhaf` sum to 1. `decisive` is the probability that a member's vote decides
    when all others vote by tossing a coin (absolute Banzhaf, Penrose). `to_act` is the
    probability that a proposal passes when everybody tosses (Coleman).
    """

    members: tuple[str, ...]
    weights: tuple[int, ...]
    quota: int
    shapley: Float[np.ndarray, " member"]
    banzhaf: Float[np.ndarray, " member"]
    decisive: Float[np.ndarray, " member"]
    swings: tuple[int, ...]
    to_act: float


@dataclass(frozen=True, slots=True)
class Dilution:
    """Power of one member before and after a change of membership; None where it was no member.

    The changes are differences (after less before), None unless it was a member both times.
    """

    member: str
    shapley_before: float | None
    shapley_after: float | None
    banzhaf_before: float | None
    banzhaf_after: float | None

    @property
    def shapley_change(self) -> float | None:
        """Change of the Shapley-Shubik index."""
        return _change(self.shapley_before, self.shapley_after)

    @property
    def banzhaf_change(self) -> float | None:
        """Change of the normalised Banzhaf index."""
        return _change(self.banzhaf_before, self.banzhaf_after)


def voting_power(weights: Mapping[str, int], quota: int) -> VotingPower:
    r"""Shapley-Shubik and Banzhaf power of every member, exactly.

    .. math:: \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}
        \,[v(S \cup i) - v(S)], \qquad
        \beta'_i = \frac{\eta_i}{2^{n-1}}, \quad \beta_i = \frac{\eta_i}{\sum_j \eta_j}

    with :math:`v(S) = 1` if the weights of *S* reach the quota and :math:`\eta_i` the number of
    coalitions that *i* turns from losing to winning. Counted from the generating function
    :math:`\prod_j (1 + y x^{w_j})`. It is power on paper: all coalitions count alike, friends
    and foes; the quota often matters more than the weights.

    Parameters
    ----------
    weights : whole votes
        By member, each at least 0. A veto is a weight so large that no quota is met without it;
        unanimity a quota of all votes.
    quota : whole votes
        Needed to pass, above 0 and at most the sum. At half the sum or below two opposed
        coalitions may both win: the indices are then those of such a game.

    Returns
    -------
    power : VotingPower, 1, in [0, 1]

    Raises
    ------
    InputError
        If there is no member, a weight is negative or not whole, the quota cannot be met, or
        the game is too large to count.

    References
    ----------
    Shapley, L. S. and Shubik, M. (1954). A method for evaluating the distribution of power in a
    committee system. *American Political Science Review* 48(3), 787-792.
    Banzhaf, J. F. (1965). Weighted voting doesn't work. *Rutgers Law Review* 19, 317-343.
    Mann, I. and Shapley, L. S. (1962). *Values of Large Games VI*, RAND RM-3158 (generating
    functions, due to D. G. Cantor).

    Examples
    --------
    >>> six = {"DEU": 4, "FRA": 4, "ITA": 4, "BEL": 2, "NLD": 2, "LUX": 1}
    >>> found = voting_power(six, 12)
    >>> found.shapley.round(4).tolist()
    [0.2333, 0.2333, 0.2333, 0.15, 0.15, 0.0]
    >>> found.swings
    (10, 10, 10, 6, 6, 0)
    """
    _refuse_bad_game(weights, quota)
    votes = tuple(int(weight) for weight in weights.values())
    coalitions = _count_coalitions(votes)
    by_weight = {weight: _swings(coalitions, weight, quota) for weight in set(votes)}
    swings = tuple(sum(by_weight[weight]) for weight in votes)
    total, number = sum(swings), len(votes)
    shapley = {weight: _shapley(counts, number) for weight, counts in by_weight.items()}
    winning = int(coalitions[:, quota:].sum())
    return VotingPower(
        members=tuple(weights),
        weights=votes,
        quota=quota,
        shapley=np.array([float(shapley[weight]) for weight in votes]),
        banzhaf=np.array([float(Fraction(each, total)) for each in swings]),
        decisive=np.array([float(Fraction(each, 2 ** (number - 1))) for each in swings]),
        swings=swings,
        to_act=float(Fraction(winning, 2**number)),
    )


def enlargement_dilution(
    before: Mapping[str, int], quota_before: int, after: Mapping[str, int], quota_after: int
) -> tuple[Dilution, ...]:
    r"""Power of every member before and after members join, leave or change weight.

    .. math:: \Delta_i = \phi_i(\text{after}) - \phi_i(\text{before})

    A member can gain power as others join (the paradox of new members), so the sign is a
    finding and not a matter of course.

    Parameters
    ----------
    before, after : whole votes
        Weights by member, matched by name.
    quota_before, quota_after : whole votes

    Returns
    -------
    dilution : tuple of Dilution, 1
        Members of `before` in their order, then those that joined.

    Raises
    ------
    InputError
        As `voting_power`.

    References
    ----------
    Brams, S. J. and Affuso, P. J. (1976). Power and size: a new paradox. *Theory and Decision*
    7, 29-56.

    Examples
    --------
    >>> found = enlargement_dilution({"RUS": 1, "CHN": 1}, 2, {"RUS": 1, "CHN": 1, "IND": 1}, 3)
    >>> [(each.member, each.shapley_before, round(each.shapley_after, 3)) for each in found]
    [('RUS', 0.5, 0.333), ('CHN', 0.5, 0.333), ('IND', None, 0.333)]
    """
    old, new = voting_power(before, quota_before), voting_power(after, quota_after)
    names = dict.fromkeys((*old.members, *new.members))
    return tuple(
        Dilution(
            member=name,
            shapley_before=_of(old, old.shapley, name),
            shapley_after=_of(new, new.shapley, name),
            banzhaf_before=_of(old, old.banzhaf, name),
            banzhaf_after=_of(new, new.banzhaf, name),
        )
        for name in names
    )


def whole_weights(values: Mapping[str, float], *, total: int = 1000) -> dict[str, int]:
    r"""Whole votes in proportion to shares, GDP or capital, by the largest remainder.

    .. math:: w_i = \lfloor T v_i / \sum_j v_j \rfloor + (0 \text{ or } 1), \quad \sum_i w_i = T

    Parameters
    ----------
    values : any unit, at least 0
        By member.
    total : whole votes
        Votes to be shared out; more are finer and slower.

    Returns
    -------
    weights : whole votes
        Sum to `total`. Ties of the remainder go to the member named first.

    Raises
    ------
    InputError
        If a value is negative or absent, or all are 0.

    References
    ----------
    Balinski, M. L. and Young, H. P. (2001). *Fair Representation*, 2nd ed., app. A (Hamilton).

    Examples
    --------
    >>> whole_weights({"CHN": 17.8, "IND": 3.6, "RUS": 2.0}, total=100)
    {'CHN': 76, 'IND': 15, 'RUS': 9}
    """
    amounts = np.array(list(values.values()), dtype=float)
    refuse_unless(
        bool(np.isfinite(amounts).all() and (amounts >= 0).all() and amounts.sum() > 0),
        where="whole_weights",
        found=f"values {dict(values)}",
        expected="known values of at least 0, one of them above 0",
        remedy="Leave out members without a value, and say so.",
    )
    exact = amounts / amounts.sum() * total
    whole = np.floor(exact).astype(int)
    short = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:short]] += 1
    return dict(zip(values, whole.tolist(), strict=True))


def _count_coalitions(votes: tuple[int, ...]) -> np.ndarray:
    """``[size, weight]``: how many coalitions of all members there are, in whole numbers."""
    counts = np.zeros((len(votes) + 1, sum(votes) + 1), dtype=_whole_type(len(votes)))
    counts[0, 0] = 1
    for weight in votes:
        joined = np.zeros_like(counts)
        joined[1:, weight:] = counts[:-1, : counts.shape[1] - weight]
        counts = counts + joined
    return counts


def _whole_type(number: int) -> type:
    """64-bit integers where 2^n fits, Python's unlimited ones beyond."""
    return np.int64 if number <= 62 else object


def _swings(coalitions: np.ndarray, weight: int, quota: int) -> list[int]:
    """By size, the coalitions without a member of this weight that it turns into winning ones."""
    if weight == 0:
        return [0] * (len(coalitions) - 1)
    others = np.zeros_like(coalitions)
    width = coalitions.shape[1]
    for size in range(len(coalitions) - 1):
        others[size] = coalitions[size]
        if size:
            others[size, weight:] -= others[size - 1, : width - weight]
    return [int(row[max(0, quota - weight) : quota].sum()) for row in others[:-1]]


def _shapley(swings: list[int], number: int) -> Fraction:
    """Share of all orders of joining in which the member is the one that turns the scale."""
    orders = (
        count * factorial(size) * factorial(number - size - 1) for size, count in enumerate(swings)
    )
    return Fraction(sum(orders), factorial(number))


def _of(power: VotingPower, values: np.ndarray, member: str) -> float | None:
    """Value of a member; None where it is none."""
    return float(values[power.members.index(member)]) if member in power.members else None


def _change(before: float | None, after: float | None) -> float | None:
    """After less before; None where a side is absent."""
    return None if before is None or after is None else after - before


def _refuse_bad_game(weights: Mapping[str, int], quota: int) -> None:
    """Raise unless weights and quota make a game that can be counted."""
    wrong = {
        name: each for name, each in weights.items() if not float(each).is_integer() or each < 0
    }
    total = 0 if wrong else sum(weights.values())
    refuse_unless(
        not wrong and float(quota).is_integer() and 0 < quota <= total,
        where="voting_power",
        found=f"quota {quota} of {total} votes, weights not whole or negative: {wrong or 'none'}",
        expected="whole votes of at least 0 and a quota above 0 and at most their sum",
        remedy="Scale weights to whole votes (whole_weights) and check the quota.",
    )
    refuse_unless(
        (len(weights) + 1) * (total + 1) * len(weights) <= MOST_STEPS,
        where="voting_power",
        found=f"{len(weights)} members with {total} votes",
        expected="a smaller total of votes",
        remedy="Share out fewer votes, for example with whole_weights(..., total=1000).",
    )
