"""How many drafts that a state would have opposed it left to a partner's veto."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate, absent

FEWEST = 5
FEWEST_OPPOSED = 3
BASIS = "roll calls and drafts as samples"


def free_riding(
    joint: int,
    alone: Float[np.ndarray, " subject"],
    against_both: Float[np.ndarray, " subject"],
    against_partner: Float[np.ndarray, " subject"],
    *,
    effective: float = 1.0,
    draws: int = 4_000,
    seed: int = 0,
) -> Estimate:
    r"""Part of the drafts that a state opposed which it left to its partner's veto.

    .. math:: F = \frac{\sum_s n_s o_s}{J + \sum_s n_s o_s}

    :math:`n_s` drafts on subject *s* were vetoed by the partner without the state, *J* by both.
    Whether the state opposed them is judged by the General Assembly: :math:`o_s` is the chance
    that it votes no on a text of the subject on which the partner votes no. Subjects without
    such a text could be anything from 0 to 1: the interval reaches from all of them at 0 to all
    at 1. A low value means that the state either joined or did not mind; it does not say what
    it would have done had the partner let the draft pass.

    Parameters
    ----------
    joint : count of drafts
        Vetoed by both.
    alone : count of drafts
        Vetoed by the partner and not by the state, by subject.
    against_both, against_partner : count of texts
        On the subject in the Assembly, on which both voted no, and on which the partner did and
        the state voted at all. Counts of independent texts, which may be fractions.
    effective : 1, in (0, 1]
        Independent drafts to drafts: those on one subject go together.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    part : Estimate, 1, in [0, 1]
        Mean of the posterior where a subject is judged, those not judged counted as the judged
        ones are on average; with none judged bounds, whose point is their middle. Jeffreys
        priors. Absent with fewer than five drafts, or fewer than three that were opposed.

    Raises
    ------
    InputError
        If a count is negative, more texts were opposed by both than by the partner, lengths
        differ, or `effective` lies outside its range.

    References
    ----------
    Olson, M. and Zeckhauser, R. (1966). An economic theory of alliances. *Review of Economics
    and Statistics* 48(3), 266-279 (leaving the effort to the other). Manski, C. F. (2003).
    *Partial Identification of Probability Distributions*. New York: Springer, ch. 1.

    Examples
    --------
    >>> left = free_riding(14, np.array([9.0, 4.0]), np.array([18.0, 0.0]), np.array([20.0, 0.0]))
    >>> left.text(percent=True)
    '45 % (23 to 62)'
    """
    _refuse(joint, alone, against_both, against_partner, effective)
    number = joint + alone.sum()
    if number < FEWEST:
        return absent(f"only {number:.0f} vetoes of the partner")
    random = np.random.default_rng(seed)
    if not alone.any():
        return _nothing_left(joint, effective)
    judged = against_partner > 0  # elsewhere an opinion would be the prior's
    if not judged.any():
        return _bounds(joint, alone)
    opposed = random.beta(
        against_both + 0.5, against_partner - against_both + 0.5, (draws, alone.size)
    )
    weight = alone / max(alone.sum(), 1.0)
    minded = opposed[:, judged] @ weight[judged]
    usual = minded / max(weight[judged].sum(), 1e-300)
    if joint + usual.mean() * alone.sum() < FEWEST_OPPOSED:
        return absent(f"opposed about {joint + usual.mean() * alone.sum():.1f} of the drafts only")
    lone = random.beta(alone.sum() * effective + 0.5, joint * effective + 0.5, draws)
    made = [_part(lone, minded + fill * weight[~judged].sum()) for fill in (0.0, usual, 1.0)]
    low, point, high = (
        np.quantile(made[0], (1 - LEVEL) / 2),
        made[1].mean(),
        np.quantile(made[2], (1 + LEVEL) / 2),
    )
    return Estimate(float(point), float(low), float(high), LEVEL, BASIS)


def _part(lone: np.ndarray, opposed: np.ndarray) -> np.ndarray:
    """Part left, given the parts of drafts vetoed by the partner alone and of those opposed."""
    return lone * opposed / (1 - lone + lone * opposed)


def _nothing_left(joint: int, effective: float) -> Estimate:
    """No draft was left; how many might be is bounded as if all of them were opposed."""
    from scipy.special import betaincinv

    high = betaincinv(0.5, joint * effective + 0.5, (1 + LEVEL) / 2)
    return Estimate(0.0, 0.0, float(high), LEVEL, BASIS)


def _bounds(joint: int, alone: np.ndarray) -> Estimate:
    """Nothing is judged: from no draft opposed to all of them."""
    high = float(alone.sum() / (joint + alone.sum()))
    basis = "bounds: no text on these subjects on which the partner voted no"
    return Estimate(high / 2, 0.0, high, None, basis)


def _refuse(
    joint: int,
    alone: np.ndarray,
    against_both: np.ndarray,
    against_partner: np.ndarray,
    effective: float,
) -> None:
    """Raise on counts that cannot be."""
    refuse_negative(
        "free_riding",
        joint=np.array([joint]),
        alone=alone,
        against_both=against_both,
        against_partner=against_partner,
    )
    refuse_unless(
        alone.shape == against_both.shape == against_partner.shape
        and bool((against_both <= against_partner + 1e-9).all())
        and 0 < effective <= 1,
        where="free_riding",
        found=f"{alone.size} subjects, {against_both.sum():g} of {against_partner.sum():g} texts, "
        f"effective part {effective:g}",
        expected="one count of each kind for a subject, no part above its whole",
        remedy="Count both over the same texts, and drafts by the same subjects.",
    )
