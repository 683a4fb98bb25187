"""Who sells raw materials to whom, who sells machinery to whom, and since when.

Definitions stated before any data are seen:

* **raw share** of a flow: primary and resource-based goods (steps 0 and 1 of Lall's ladder) in
  the part of the flow that stands on the ladder;
* **technology share**: medium and high technology (steps 3 and 4) in the same part;
* A is a **raw-material appendage** of B in a year if more than half of what A sells to B is raw
  *and* more than half of what B sells to A is technology;
* roles are **reversed** in the first year from which the former buyer of machinery is its net
  seller in every later year that is known.

The thresholds are arguments, so that a report can show how the years move with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import divide, refuse_negative, refuse_unless
from steelyard.measures.crossing import Crossing, crossing_interval, crossing_year

RAW, TECHNOLOGY = (0, 1), (3, 4)
MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class Appendage:
    """The test of one direction: A (the seller of raw goods) towards B, by year.

    `margin` is the lesser of the two shares minus the threshold: above 0 the test holds. `holds`
    is False where a share is absent; `known` says where both are there. `since` is the year from
    which it holds for good; its `year` is None if it never does, or did from the first year on
    (then `always` is true).
    """

    years: Int[np.ndarray, " year"]
    raw_share: Float[np.ndarray, " year"]
    technology_share: Float[np.ndarray, " year"]
    margin: Float[np.ndarray, " year"]
    holds: Bool[np.ndarray, " year"]
    known: Bool[np.ndarray, " year"]
    probability: Float[np.ndarray, " year"]
    since: Crossing

    @property
    def always(self) -> bool:
        """Whether the test holds in every year that is known."""
        return bool(self.known.any() and self.holds[self.known].all())


@dataclass(frozen=True, slots=True)
class RoleReversal:
    """Balance of machinery of A with B by year, and when one became net seller for good.

    `balance` is above 0 where A is net seller. Each crossing is None where that side did not
    become net seller for good after having been net buyer.
    """

    years: Int[np.ndarray, " year"]
    balance: Float[np.ndarray, " year"]
    a_became_seller: Crossing
    b_became_seller: Crossing


def ladder_share(
    values: Float[np.ndarray, "*series step"], steps: tuple[int, ...]
) -> Float[np.ndarray, "*series"]:
    r"""Share of some steps of the technology ladder in a flow.

    .. math:: c_S = \sum_{s \in S} V_s / \sum_s V_s

    Parameters
    ----------
    values : USD / year
        By step on the last axis, for example `composition.step_totals`; NaN where absent.
    steps : positions on the last axis
        For example `RAW` or `TECHNOLOGY`.

    Returns
    -------
    share : 1, in [0, 1]
        NaN where a step is absent or the flow is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Lall, S. (2000). *Oxford Development Studies* 28(3), 337-369, table 1.

    Examples
    --------
    >>> float(ladder_share(np.array([60.0, 20.0, 5.0, 10.0, 5.0]), RAW))
    0.8
    """
    refuse_negative("ladder_share", values=values)
    return divide(values[..., list(steps)].sum(axis=-1), values.sum(axis=-1))


def appendage_test(
    years: Int[np.ndarray, " year"],
    sold_by_a: Float[np.ndarray, "year step"],
    sold_by_b: Float[np.ndarray, "year step"],
    *,
    a_draws: Float[np.ndarray, "draw year step"] | None = None,
    b_draws: Float[np.ndarray, "draw year step"] | None = None,
    threshold: float = MAJORITY,
) -> Appendage:
    r"""Whether A is a raw-material appendage of B, year by year, and since when for good.

    .. math:: m_t = \min\left(\frac{\sum_{s \le 1} X^{AB}_{ts}}{\sum_s X^{AB}_{ts}},\;
        \frac{\sum_{s \ge 3} X^{BA}_{ts}}{\sum_s X^{BA}_{ts}}\right) - \theta,
        \qquad \text{holds if } m_t > 0

    Both directions always: call it again with the two states changed round. It says what
    is traded, not on what terms: Norway is one of the European Union by this test.

    Parameters
    ----------
    years : calendar years, ascending
    sold_by_a, sold_by_b : USD / year
        What A sells to B, and B to A, by step of the ladder (0 primary to 4 high technology),
        without goods on no step; NaN where absent.
    a_draws, b_draws : USD / year
        What the same flows may be in truth, draw by draw; both or none.
    threshold : 1, in (0, 1)
        One half, stated beforehand; another to see how the years move.

    Returns
    -------
    appendage : Appendage, shares 1, in [0, 1]; margin 1, in [-1, 1]
        Shares and margin NaN where absent. `probability` that the test holds in the year, from
        the draws; NaN without draws or where absent.

    Raises
    ------
    InputError
        If a value is negative or infinite, the years do not ascend, or only one side has draws.

    References
    ----------
    Own definition, after Lall (2000) for the ladder and Prebisch, R. (1950), *The Economic
    Development of Latin America and its Principal Problems*, for centre and periphery.

    Examples
    --------
    >>> raw = np.array([[20.0, 20.0, 20.0, 20.0, 20.0], [70.0, 10.0, 5.0, 10.0, 5.0]])
    >>> goods = np.array([[5.0, 5.0, 40.0, 30.0, 20.0], [5.0, 5.0, 30.0, 40.0, 20.0]])
    >>> found = appendage_test(np.array([1992, 2012]), raw, goods)
    >>> found.holds.tolist(), found.margin.round(2).tolist(), found.since.year
    ([False, True], [-0.1, 0.1], 2012)
    """
    raw, technology = ladder_share(sold_by_a, RAW), ladder_share(sold_by_b, TECHNOLOGY)
    margin = np.minimum(raw, technology) - threshold
    known = np.isfinite(margin)
    _refuse_lone_draws("appendage_test", a_draws, b_draws)
    if a_draws is None or b_draws is None:
        drawn, probability = None, np.full(margin.shape, np.nan)
    else:
        drawn = (
            np.minimum(ladder_share(a_draws, RAW), ladder_share(b_draws, TECHNOLOGY)) - threshold
        )
        drawn = np.where(known, drawn, np.nan)
        usable = np.isfinite(drawn).all(axis=0)
        probability = np.where(usable, (drawn > 0).mean(axis=0), np.nan)
    since = _crossing(years, margin, drawn)
    holds = known & (margin > 0)
    return Appendage(years, raw, technology, margin, holds, known, probability, since)


def role_reversal(
    years: Int[np.ndarray, " year"],
    sold_by_a: Float[np.ndarray, " year"],
    sold_by_b: Float[np.ndarray, " year"],
    *,
    a_draws: Float[np.ndarray, "draw year"] | None = None,
    b_draws: Float[np.ndarray, "draw year"] | None = None,
) -> RoleReversal:
    r"""Balance of machinery between two states, and the year in which its sign changed for good.

    .. math:: b_t = \frac{X^{AB}_t - X^{BA}_t}{X^{AB}_t + X^{BA}_t}

    1: only A sells; -1: only B does. Machinery is for the caller to define (HS 84-90 without
    what is known to be military); arms deliveries are mostly outside customs statistics, so that
    an arms seller looks more of a buyer here than it is.

    Parameters
    ----------
    years : calendar years, ascending
    sold_by_a, sold_by_b : USD / year
        Machinery that A sells to B, and B to A; NaN where absent.
    a_draws, b_draws : USD / year
        What the same flows may be in truth, draw by draw; both or none.

    Returns
    -------
    reversal : RoleReversal, 1, in [-1, 1], antisymmetric in the two states
        NaN where a side is absent or nothing was sold either way.

    Raises
    ------
    InputError
        If a value is negative or infinite, the years do not ascend, or only one side has draws.

    References
    ----------
    Balassa, B. (1986). Comparative advantage in manufactured goods: a reappraisal. *Review of
    Economics and Statistics* 68(2), 315-319 (net exports over turnover).

    Examples
    --------
    >>> found = role_reversal(
    ...     np.array([1995, 2000, 2005]), np.array([9.0, 6.0, 2.0]), np.array([1.0, 6.0, 8.0])
    ... )
    >>> found.balance.tolist(), found.b_became_seller.year, found.a_became_seller.year
    ([0.8, 0.0, -0.6], 2005, None)
    """
    refuse_negative("role_reversal", sold_by_a=sold_by_a, sold_by_b=sold_by_b)
    _refuse_lone_draws("role_reversal", a_draws, b_draws)
    balance = divide(sold_by_a - sold_by_b, sold_by_a + sold_by_b)
    drawn = None
    if a_draws is not None and b_draws is not None:
        refuse_negative("role_reversal", a_draws=a_draws, b_draws=b_draws)
        drawn = np.where(np.isfinite(balance), divide(a_draws - b_draws, a_draws + b_draws), np.nan)
    return RoleReversal(
        years=years,
        balance=balance,
        a_became_seller=_crossing(years, balance, drawn),
        b_became_seller=_crossing(years, -balance, None if drawn is None else -drawn),
    )


def _crossing(years: np.ndarray, values: np.ndarray, drawn: np.ndarray | None) -> Crossing:
    """Year in which a series rose above 0 for good; without draws no interval or probability."""
    if drawn is not None:
        return crossing_interval(years, values, 0.0, drawn, 0.0)
    year = crossing_year(years, values, 0.0)
    return Crossing(year, None, None, float("nan"))


def _refuse_lone_draws(where: str, a_draws: np.ndarray | None, b_draws: np.ndarray | None) -> None:
    """Raise if one side has draws and the other has none."""
    refuse_unless(
        (a_draws is None) == (b_draws is None),
        where=where,
        found="draws of one side only",
        expected="draws of both sides, drawn together, or none",
        remedy="Draw the other side too, or repeat its values if they are exact.",
    )
