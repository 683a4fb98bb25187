"""Elasticities from several published sets that disagree: pooled, and drawn.

Two sets of estimates differ in level, by method, and in each sector besides. Neither difference
is a standard error; both are what a reader does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless


@dataclass(frozen=True, slots=True)
class Elasticities:
    """Pooled elasticities by sector and draws of them."""

    sigma: Float[np.ndarray, " sector"]
    drawn: Float[np.ndarray, "draw sector"]
    spread: float  # of one set's error in a single sector, in ln(sigma - 1)


def pooled_elasticities(
    sigma: Float[np.ndarray, "source sector"], *, draws: int = 1000, seed: int = 0
) -> Elasticities:
    r"""Geometric mean of published sets, and draws of which set is right and how far off.

    .. math:: \hat\sigma_k = 1 + \exp \frac{1}{S} \sum_s \ln(\sigma_{sk} - 1), \qquad
        \sigma^{(d)}_k = 1 + (\sigma_{s(d),k} - 1)\, e^{\tau z^{(d)}_k}

    In each draw one set is right in level, each with the same chance, for all sectors at once;
    :math:`\tau` is the spread of its error in single sectors, the standard deviation of what the
    sets differ by beyond their levels, over the square root of 2. With one set only there is no
    spread to be learned and the draws are NaN.

    Parameters
    ----------
    sigma : 1, above 1
        ``sigma[s, k]``; NaN where a set has no estimate. A sector needs all sets.
    draws, seed : count
        Same seed, same draws.

    Returns
    -------
    elasticities : Elasticities, 1, above 1
        NaN for a sector that a set lacks.

    Raises
    ------
    InputError
        If an elasticity is at most 1, or there is no set.

    References
    ----------
    Own; model averaging with equal weights after Hoeting, J. A. et al. (1999). Bayesian model
    averaging: a tutorial. *Statistical Science* 14(4), 382-417.

    Examples
    --------
    >>> found = pooled_elasticities(np.array([[3.0, 5.0], [9.0, 17.0]]))
    >>> found.sigma.round(6).tolist(), found.drawn.shape, round(found.spread, 6)
    ([5.0, 9.0], (1000, 2), 0.0)
    """
    refuse_unless(
        len(sigma) > 0 and not bool((sigma <= 1).any()),
        where="pooled_elasticities",
        found=f"{len(sigma)} sets, {int((sigma <= 1).sum())} elasticities of at most 1",
        expected="one set or more, elasticities above 1, NaN where unknown",
        remedy="Take 1 plus the size of a tariff elasticity, whose sign is negative.",
    )
    logs = np.log(sigma - 1.0)
    spread = _spread(logs)
    random = np.random.default_rng(seed)
    right = random.integers(0, len(logs), draws)
    noise = spread * random.standard_normal((draws, logs.shape[1]))
    whole = np.where(np.isfinite(logs).all(axis=0), logs, np.nan)
    return Elasticities(1 + np.exp(whole.mean(axis=0)), 1 + np.exp(whole[right] + noise), spread)


def _spread(logs: np.ndarray) -> float:
    """Error of one set in one sector, from what sets differ by beyond their levels."""
    known = logs[:, np.isfinite(logs).all(axis=0)]
    if len(logs) < 2 or known.shape[1] < 2:
        return float("nan")
    rest = known - known.mean(axis=0) - known.mean(axis=1, keepdims=True) + known.mean()
    freedom = (len(logs) - 1) * (known.shape[1] - 1)
    return float(np.sqrt((rest**2).sum() / freedom))
