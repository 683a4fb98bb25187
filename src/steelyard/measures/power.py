"""Gross and net power of states and coalitions from material components."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless, total_of_known


def world_shares(
    amounts: Float[np.ndarray, "state component"],
) -> Float[np.ndarray, "state component"]:
    r"""Share of each state in the world's sum of each component.

    .. math:: s_{ik} = q_{ik} / \sum_j q_{jk}

    Parameters
    ----------
    amounts : any units, one per column
        All states of one year; NaN where unknown. Unknown ones are left out of the sum, so that
        the shares of the others are a little too large.

    Returns
    -------
    share : 1, in [0, 1]
        NaN where the amount is, and in a component that is 0 for all.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Singer, Bremer and Stuckey (1972), as for `cinc`.

    Examples
    --------
    >>> world_shares(np.array([[30.0], [10.0], [np.nan]])).ravel().tolist()
    [0.75, 0.25, nan]
    """
    refuse_negative("world_shares", amounts=amounts)
    return divide(amounts, total_of_known(amounts, axis=0))


def left_out(
    shares: Float[np.ndarray, "*shape component"],
) -> Float[np.ndarray, "*shape component"]:
    r"""The index of capability without each component in turn.

    .. math:: C_{-k} = \frac{1}{|K| - 1} \sum_{l \in K, l \ne k} s_l

    How far the index hangs on the choice of what counts. The least and the greatest of them
    bound it over definitions that drop one component; no probability belongs to them.

    Parameters
    ----------
    shares : 1, in [0, 1]
        Shares of the world (`world_shares`); NaN where unknown, which leaves the mean.

    Returns
    -------
    score : 1, in [0, 1]
        NaN where the component is itself absent, or nothing would be left.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Own definition; on the choice of components see Kim, H. M. (2010). Comparing measures of
    national power. *International Political Science Review* 31(4), 405-427.

    Examples
    --------
    >>> left_out(np.array([0.1, 0.2, 0.6])).round(2).tolist()
    [0.4, 0.35, 0.15]
    """
    refuse_negative("left_out", shares=shares)
    known = np.isfinite(shares)
    total, count = np.nansum(shares, axis=-1, keepdims=True), known.sum(axis=-1, keepdims=True)
    return np.where(known, divide(total - np.where(known, shares, 0.0), count - 1.0), np.nan)


def cinc(components: Float[np.ndarray, "state component"]) -> Float[np.ndarray, " state"]:
    r"""Composite index of national capability of one year: mean share of the world.

    .. math:: \mathrm{CINC}_i = \frac{1}{|K_i|} \sum_{k \in K_i} \frac{q_{ik}}{\sum_j q_{jk}}

    Over the components :math:`K_i` that are known for the state (six: military spending and
    personnel, iron and steel, energy, total and urban population). Components left out by one
    state still count in the world sums of the others, so all scores may add up to slightly more
    or less than 1. Population and steel weigh as much as spending: the index says who is big,
    not who is modern. Splitting a state in two splits its score; it is additive over states
    with all components known.

    From the components of NMC 6.0 the published scores for all state-years 1816-2016 come out
    within 1e-8 below a tenth of the world; above that, within the single precision in which they
    were stored (relative 1.2e-7).

    Parameters
    ----------
    components : any units, one per column
        All states of one year; NaN where unknown (the file has -9).

    Returns
    -------
    score : 1, in [0, 1]
        NaN for a state without one known component. A component that is 0 for all is left out.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability distribution, uncertainty, and
    major power war, 1820-1965. In Russett (ed.), *Peace, War, and Numbers*, 19-48. The mean over
    present components was found by recomputing the published scores.

    Examples
    --------
    >>> cinc(np.array([[30.0, 1.0], [10.0, np.nan], [60.0, 3.0]])).tolist()
    [0.275, 0.1, 0.675]
    """
    share = world_shares(components)
    return divide(total_of_known(share, axis=1), np.isfinite(share).sum(axis=1))


def net_power(
    gdp: Float[np.ndarray, "*shape"], population: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""GDP times GDP per head: size, discounted for what a population itself consumes.

    .. math:: N = Y \cdot (Y / n)

    Only ratios mean anything. Not additive: two halves of a state have together half its net
    power, so a coalition's is not the sum of its members' unless it is said to be.

    Parameters
    ----------
    gdp : USD / year
        All states at market rates, or all at purchasing power: state which.
    population : persons

    Returns
    -------
    net : USD^2 / (year^2 person), at least 0
        NaN where a side is absent or the population is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Beckley, M. (2018). The power of nations: measuring what matters. *International Security*
    43(2), 7-44.

    Examples
    --------
    >>> rich, populous = net_power(np.array([100.0, 100.0]), np.array([1.0, 4.0]))
    >>> float(rich / populous)
    4.0
    """
    refuse_negative("net_power", gdp=gdp, population=population)
    return gdp * divide(gdp, population)


def coalition_ratio(
    means: Float[np.ndarray, "*year state"],
    ours: Bool[np.ndarray, " state"],
    theirs: Bool[np.ndarray, " state"],
) -> Float[np.ndarray, "*year"]:
    r"""Means of one coalition, in units of those of another.

    .. math:: R = \sum_{i \in A} C_i \Big/ \sum_{j \in B} C_j

    Sums assume that allies act as one and lose nothing by it: an upper bound for both sides.

    Parameters
    ----------
    means : any unit, extensive
        GDP, military spending or CINC of each state; never a rate or an index that may not be
        summed (law 4).
    ours, theirs : bool
        Members of the two coalitions; none in both.

    Returns
    -------
    ratio : 1, at least 0
        NaN where a member is absent (a sum of the others would not be theirs), or *theirs* have
        nothing.

    Raises
    ------
    InputError
        If a value is negative, a coalition is empty, or a state is in both.

    References
    ----------
    Singer, Bremer and Stuckey (1972), as for `cinc`: shares of a system add up over states.

    Examples
    --------
    >>> spending = np.array([997.0, 314.0, 149.0, 56.0])
    >>> us_and_japan, china_and_russia = np.array([1, 0, 0, 1]) > 0, np.array([0, 1, 1, 0]) > 0
    >>> round(float(coalition_ratio(spending, us_and_japan, china_and_russia)), 2)
    2.27
    """
    refuse_negative("coalition_ratio", means=means)
    refuse_unless(
        bool(ours.any() and theirs.any() and not (ours & theirs).any()),
        where="coalition_ratio",
        found=f"{ours.sum()} and {theirs.sum()} members, {(ours & theirs).sum()} in both",
        expected="two coalitions with at least one member each and none in common",
        remedy="Leave out, or give to one side, the states that stand on both.",
    )
    return divide(means[..., ours].sum(axis=-1), means[..., theirs].sum(axis=-1))
