"""Two outside powers that spend on influence over a third place: who gets which part of it.

Tullock's contest with unequal strength. Its equilibrium is a closed form, and its shares tell the
relative strength of the two. All functions take numbers or arrays, so that other models may call
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

Number = Float[np.ndarray, "*contests"] | float


@dataclass(frozen=True, slots=True)
class Spending:
    """Equilibrium of a contest; every entry a number or array.

    `share` is the first power's part of the influence; `first` and `second` what each spends, as
    parts of what the prize is worth to it (equal in equilibrium); `gain_first` and `gain_second`
    what is left to each, as parts of the prize; `dissipated` is all spending together where the
    prize is worth the same to both.
    """

    share: Any
    first: Any
    second: Any
    gain_first: Any
    gain_second: Any
    dissipated: Any


def influence_share(strength: Number) -> Any:
    r"""Share of the influence that the first power has in equilibrium.

    .. math:: p = \frac{s}{1 + s}, \quad
        s = \frac{\theta_1}{\theta_2} \left( \frac{v_1 / c_1}{v_2 / c_2} \right)^r

    Parameters
    ----------
    strength : 1, above 0
        *s*: effectiveness of the first over the second, times the ratio of what the prize is
        worth to each in units of its own effort, to the power of *r*.

    Returns
    -------
    share : 1, in (0, 1)

    Raises
    ------
    InputError
        If strength is not above 0.

    References
    ----------
    Tullock, G. (1980). Efficient rent seeking. In Buchanan, Tollison and Tullock (eds), *Toward a
    Theory of the Rent-Seeking Society*, 97-112. Nti, K. O. (1999). Rent-seeking with asymmetric
    valuations. *Public Choice* 98, 415-430.

    Examples
    --------
    >>> float(influence_share(1.0)), float(influence_share(3.0))
    (0.5, 0.75)
    """
    found = np.asarray(strength, dtype=float)
    _refuse("influence_share", "strength", found, bool((found > 0).all()), "above 0")
    return found / (1 + found)


def implied_strength(share: Number, r: Number = 1.0) -> Any:
    r"""Strength that explains an observed share: how many times cheaper effort is for the first.

    .. math:: s^{1/r} = \left( \frac{p}{1 - p} \right)^{1/r}

    It restates a share as an advantage per unit of effort; that the two contest at all, and that
    what is observed is the equilibrium, is assumed.

    Parameters
    ----------
    share : 1, in (0, 1)
        The first power's part of what both have.
    r : 1, above 0
        How strongly shares answer to effort.

    Returns
    -------
    strength : 1, above 0
        Above 1: the first power gets more for the same effort.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1 or no equilibrium exists at this *r* (see `most_decisive`).

    References
    ----------
    Nti (1999), as in `influence_share`.

    Examples
    --------
    >>> float(implied_strength(0.75)), round(float(implied_strength(0.75, 0.5)), 6)
    (3.0, 9.0)
    """
    p = _share("implied_strength", share)
    _exists("implied_strength", p, r)
    return (p / (1 - p)) ** (1 / np.asarray(r, dtype=float))


def most_decisive(share: Number) -> Any:
    r"""Greatest *r* at which both powers take part in equilibrium without chance moves.

    .. math:: r \le 1 + \min(s, 1/s) = 1 / \max(p, 1 - p)

    Beyond it the weaker power would lose by spending at all, and the formulas here fail.

    Parameters
    ----------
    share : 1, in (0, 1)

    Returns
    -------
    r : 1, in (1, 2]
        2 between equals.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1.

    References
    ----------
    Nti (1999), as in `influence_share`. Perez-Castrillo, J. D. and Verdier, T. (1992). A general
    analysis of rent-seeking games. *Public Choice* 73, 335-350.

    Examples
    --------
    >>> float(most_decisive(0.5)), float(most_decisive(0.8))
    (2.0, 1.25)
    """
    p = _share("most_decisive", share)
    return 1 / np.maximum(p, 1 - p)


def spending(strength: Number, r: Number = 1.0) -> Spending:
    r"""Efforts, shares and what is left to each in equilibrium.

    .. math:: x_1 = x_2 = r\, p (1 - p), \quad \pi_1 = p\, (1 - r (1 - p)), \quad
        \pi_2 = (1 - p)(1 - r p)

    Each spends the same part of what the prize is worth to it. Rivalry wastes most between
    equals and dies down as one side gets ahead.

    Parameters
    ----------
    strength : 1, above 0
        *s* as in `influence_share`, the power *r* included.
    r : 1, above 0
        1: shares are proportional to effective effort.

    Returns
    -------
    spending : Spending

    Raises
    ------
    InputError
        If strength is not above 0, or no equilibrium in pure strategies exists at this *r*.

    References
    ----------
    Nti (1999) and Tullock (1980), as in `influence_share`.

    Examples
    --------
    >>> even, uneven = spending(1.0), spending(4.0)
    >>> float(even.dissipated), round(float(uneven.dissipated), 2)
    (0.5, 0.32)
    """
    p = influence_share(strength)
    _exists("spending", p, r)
    each = np.asarray(r, dtype=float) * p * (1 - p)
    return Spending(p, each, each, p - each, 1 - p - each, 2 * each)


def patience_needed(share: Number, r: Number = 1.0, *, side_payments: bool = False) -> Any:
    r"""Discount factor from which both would keep a condominium: no spending, influence shared.

    .. math:: \delta^* = \frac{1}{1 + r \min(p, 1 - p)}, \quad
        \delta^*_{\text{paid}} = \frac{1}{1 + 2 r\, p (1 - p)}

    Who breaks it takes the whole prize once; then both contest for ever. Without payments each
    keeps the share of the contest, and the weaker is tempted most; with them the parts are set
    so that both are tempted alike. The further apart the two are, the less there is to save and
    the harder a condominium is to keep.

    Parameters
    ----------
    share : 1, in (0, 1)
        The first power's share in the contest.
    r : 1, above 0
    side_payments : bool
        Whether the parts may differ from the shares of the contest.

    Returns
    -------
    patience : 1, in (0.5, 1)
        Weight of the next period against this one. A bound: a breach is taken to be seen within
        one period, and to be punished for ever.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1 or no equilibrium exists at this *r*.

    References
    ----------
    Friedman, J. W. (1971). A non-cooperative equilibrium for supergames. *Review of Economic
    Studies* 38(1), 1-12.

    Examples
    --------
    >>> round(float(patience_needed(0.5)), 4), round(float(patience_needed(0.8)), 4)
    (0.6667, 0.8333)
    >>> round(float(patience_needed(0.8, side_payments=True)), 4)
    0.7576
    """
    p = _share("patience_needed", share)
    _exists("patience_needed", p, r)
    saved = 2 * p * (1 - p) if side_payments else np.minimum(p, 1 - p)
    return 1 / (1 + np.asarray(r, dtype=float) * saved)


def patience_for_restraint(share: Number, part: Number) -> Any:
    r"""Discount factor from which both would keep to a part of their spending (r = 1).

    .. math:: \delta^*(m) = \max_i \frac{(1 - \sqrt{m}\, p_j)^2 - p_i + m\, p_i p_j}
        {(1 - \sqrt{m}\, p_j)^2 - p_i^2}

    Shares stay as in the contest. A little restraint asks for little patience, a condominium
    (*m* = 0) for most: between them lies what two impatient powers can agree on.

    Parameters
    ----------
    share : 1, in (0, 1)
    part : 1, in [0, 1)
        *m*: spending kept, as part of that in the contest.

    Returns
    -------
    patience : 1, in (0, 1)
        Falls as more spending is kept.

    Raises
    ------
    InputError
        If a share lies outside 0 to 1, or the part outside 0 to below 1.

    References
    ----------
    Friedman (1971), as in `patience_needed`; own closed form of the best breach.

    Examples
    --------
    >>> patience_for_restraint(0.8, np.array([0.0, 0.25, 0.81])).round(3).tolist()
    [0.833, 0.625, 0.208]
    """
    p, m = _share("patience_for_restraint", share), np.asarray(part, dtype=float)
    _refuse("patience_for_restraint", "part", m, bool(((m >= 0) & (m < 1)).all()), "0 to below 1")

    def threshold(own: Any) -> Any:
        other = 1 - own
        breach = (1 - np.sqrt(m) * other) ** 2
        return (breach - own + m * own * other) / (breach - own**2)

    return np.maximum(threshold(p), threshold(1 - p))


def _share(where: str, share: Any) -> Any:
    """A share strictly between 0 and 1."""
    p = np.asarray(share, dtype=float)
    _refuse(where, "share", p, bool(((p > 0) & (p < 1)).all()), "above 0 and below 1")
    return p


def _exists(where: str, p: Any, r: Any) -> None:
    """Raise where the weaker would rather spend nothing than the formula's effort."""
    power = np.asarray(r, dtype=float)
    most = 1 / np.maximum(p, 1 - p)
    refuse_unless(
        bool((power > 0).all() and (power <= most * (1 + 1e-12)).all()),
        where=where,
        found=f"r up to {power.max():g}, where {np.min(most):.4g} is the most",
        expected="r above 0 and up to 1 + the lesser strength over the greater",
        remedy="Choose a smaller r: beyond it no equilibrium without chance moves exists.",
    )


def _refuse(where: str, name: str, values: Any, good: bool, expected: str) -> None:
    refuse_unless(
        good,
        where=f"{where}, {name}",
        found=f"values from {np.min(values):g} to {np.max(values):g}",
        expected=f"numbers {expected}",
        remedy="Leave the contest absent where a side is not known or is 0.",
    )
