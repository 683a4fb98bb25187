"""Elasticities from several published sets that disagree, and power under each of them.

Two sets of estimates differ in level, by method, and in each sector besides. Neither difference
is a standard error; both are what a reader does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.supplier_power import power_draws
from steelyard.vocabulary.estimate import Estimate, absent

BASIS = "published sets of elasticities that disagree, and trade shares"


@dataclass(frozen=True, slots=True)
class ElasticitySets:
    """Published elasticities by set and sector, and draws of each."""

    sigma: Float[np.ndarray, "source sector"]
    drawn: Float[np.ndarray, "source draw sector"]
    spread: float  # of one set's error in a single sector, in ln(sigma - 1)


def elasticity_sets(
    sigma: Float[np.ndarray, "source sector"], *, draws: int = 1000, seed: int = 0
) -> ElasticitySets:
    r"""Draws of each set of elasticities around its own estimates.

    .. math:: \sigma^{(d)}_{sk} = 1 + (\sigma_{sk} - 1)\, e^{\tau z^{(d)}_{sk}}, \qquad
        \tau^2 = \frac{\sum_{sk} r_{sk}^2}{(S - 1)(K - 1)}

    :math:`r_{sk}` is what is left of :math:`\ln(\sigma_{sk} - 1)` when the means of its set and
    of its sector are taken off: sets differ in level, by method, and in each sector besides, and
    only the latter tells how far one estimate may be off. With one set there is nothing to learn
    it from, and the draws are NaN.

    Parameters
    ----------
    sigma : 1, above 1
        ``sigma[s, k]``; NaN where a set has no estimate.
    draws, seed : count
        For each set. Same seed, same draws.

    Returns
    -------
    sets : ElasticitySets, 1, above 1
        NaN for a sector that a set lacks, in that set alone.

    Raises
    ------
    InputError
        If an elasticity is at most 1, or there is no set.

    References
    ----------
    Own: two-way analysis of variance without repetition, as in Fisher, R. A. (1925). *Statistical
    Methods for Research Workers*, ch. 7.

    Examples
    --------
    >>> found = elasticity_sets(np.array([[3.0, 5.0], [9.0, 17.0]]))
    >>> found.drawn.shape, round(found.spread, 6)
    ((2, 1000, 2), 0.0)
    """
    refuse_unless(
        len(sigma) > 0 and not bool((sigma <= 1).any()),
        where="elasticity_sets",
        found=f"{len(sigma)} sets, {int((sigma <= 1).sum())} elasticities of at most 1",
        expected="one set or more, elasticities above 1, NaN where unknown",
        remedy="Take 1 plus the size of a tariff elasticity, whose sign is negative.",
    )
    logs = np.log(sigma - 1.0)
    spread = _spread(logs)
    noise = np.random.default_rng(seed).standard_normal((len(logs), draws, logs.shape[1]))
    return ElasticitySets(sigma, 1.0 + np.exp(logs[:, None, :] + spread * noise), spread)


def _spread(logs: np.ndarray) -> float:
    """Error of one set in one sector, from what sets differ by beyond their levels."""
    known = logs[:, np.isfinite(logs).all(axis=0)]
    if len(logs) < 2 or known.shape[1] < 2:
        return float("nan")
    rest = known - known.mean(axis=0) - known.mean(axis=1, keepdims=True) + known.mean()
    freedom = (len(logs) - 1) * (known.shape[1] - 1)
    return float(np.sqrt((rest**2).sum() / freedom))


def power_over_sets(
    weight: Float[np.ndarray, " sector"],
    share: Float[np.ndarray, " sector"],
    sets: ElasticitySets,
    drawn_share: Float[np.ndarray, "draw sector"],
) -> Estimate:
    r"""Power when one of several sets of elasticities is right, each with the same chance.

    .. math:: P = \Bigl(\prod_s P_s\Bigr)^{1/S}, \qquad
        [Q_{.05}, Q_{.95}] \text{ of all draws } P_s^{(d)} \text{ together}

    The interval holds what is not known of the level as well as of single sectors and of shares;
    the point lies between the sets and need not be near any of them.

    Parameters
    ----------
    weight, share : 1, in [0, 1]
        As `steelyard.measures.supplier_power.partner_power`.
    sets : ElasticitySets
    drawn_share : 1, in [0, 1]
        As many draws as the sets have.

    Returns
    -------
    power : Estimate, ln
        Absent where it is absent under one of the sets, with the reason.

    Raises
    ------
    InputError
        As `partner_power`, or with fewer than 20 draws.

    References
    ----------
    Own; equal weights as in Hoeting, J. A. et al. (1999). Bayesian model averaging: a tutorial.
    *Statistical Science* 14(4), 382-417 (from memory).

    Examples
    --------
    >>> sets = elasticity_sets(np.array([[3.0, 5.0], [9.0, 17.0]]), draws=50)
    >>> share = np.array([0.4, 0.2])
    >>> power_over_sets(np.array([0.5, 0.5]), share, sets, np.tile(share, (50, 1))).text()
    '0.08 (0.04 to 0.16)'
    """
    found = [
        power_draws(weight, share, sigma, drawn, drawn_share)
        for sigma, drawn in zip(sets.sigma, sets.drawn, strict=True)
    ]
    missing = [each.reason for each in found if each.point is None]
    if missing:
        return absent(missing[0])
    points = np.array([each.point for each in found], dtype=float)
    together = float(np.exp(np.log(points).mean())) if (points > 0).all() else 0.0
    return estimate_from_draws(
        together, np.concatenate([each.draws for each in found]), basis=BASIS
    )
