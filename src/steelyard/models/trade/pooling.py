"""Gibbs sampler of the hierarchical law of elasticities: sets, sectors, and what is left.

Chains are an axis of every array, so that many run at once: several of one data set, to see
whether they agree, or one each of many, to see whether intervals cover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

NU = 4.0  # degrees of freedom of what is left: one published value may lie far out
CENTRE, CENTRE_SPREAD = float(np.log(4.0)), 1.5  # prior of the common mean of ln theta
# Half-t priors of the standard deviations: between sets, between sectors, of what is left. Two
# or three sets say next to nothing of how far methods differ: theirs is half-Cauchy and wide.
SCALE = np.array([1.0, 0.5, 0.5])
SCALE_NU = np.array([1.0, 4.0, 4.0])
LEAST = 1e-3  # least standard deviation: elasticities are published to two or three digits
BURN_IN = 300


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Draws after burn-in."""

    sector: Float[np.ndarray, "draw chain sector"]  # ln theta: common mean and the sector's own
    centre: Float[np.ndarray, "draw chain"]
    spread: Float[np.ndarray, "draw chain part"]  # of sets, of sectors, of what is left
    pull: Float[np.ndarray, "draw chain sector"]  # weight of the common mean, 1 without estimates


def run(
    logs: Float[np.ndarray, "chain source sector"], draws: int, seed: int, burn_in: int = BURN_IN
) -> Chains:
    """Draw from the posterior of each chain's own data; NaN where a set has no estimate."""
    rng = np.random.default_rng(seed)
    chains, sources, sectors = logs.shape
    known = np.isfinite(logs)
    values = np.where(known, logs, 0.0)
    spread2 = np.tile(SCALE**2, (chains, 1))
    helper = np.ones((chains, 3))
    weight = np.ones(logs.shape)
    kept: list[list[np.ndarray]] = [[], [], [], []]
    for step in range(burn_in + draws):
        precision = np.where(known, weight, 0.0) / spread2[:, 2, None, None]
        effects = _effects(values, precision, spread2, rng)
        centre, source, sector = np.split(effects, [1, 1 + sources], axis=1)
        left = np.where(known, values - centre[:, :, None] - source[:, :, None], 0.0)
        left = np.where(known, left - sector[:, None, :], 0.0)
        weight = rng.gamma((NU + 1) / 2, 2 / (NU + left**2 / spread2[:, 2, None, None]))
        squares = (source**2, sector**2, weight * left**2)
        total = np.stack([each.reshape(chains, -1).sum(axis=1) for each in squares], axis=1)
        count = np.stack(
            [np.full(chains, sources), np.full(chains, sectors), known.sum(axis=(1, 2))], axis=1
        )
        spread2, helper = _spreads(total, count, helper, rng)
        if step >= burn_in:
            own = precision.sum(axis=1)
            pull = (1 / spread2[:, 1, None]) / (own + 1 / spread2[:, 1, None])
            for place, each in enumerate((centre + sector, centre[:, 0], np.sqrt(spread2), pull)):
                kept[place].append(each)
    return Chains(*(np.stack(each) for each in kept))


def _effects(
    values: np.ndarray, precision: np.ndarray, spread2: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Common mean, sets and sectors, drawn together from their normal distribution.

    Given the first two, sectors are independent: they are integrated out of the precision matrix
    of the rest (Schur complement), which leaves one of four rows for three sets.
    """
    chains, sources, sectors = values.shape
    mean = 1 + sources
    across = np.concatenate([precision.sum(axis=1, keepdims=True), precision], axis=1)
    own = across[:, 0] + 1 / spread2[:, 1:2]  # of sectors
    by_source = precision.sum(axis=2)
    matrix = np.zeros((chains, mean, mean))
    matrix[:, 0, 0] = by_source.sum(axis=1) + 1 / CENTRE_SPREAD**2
    matrix[:, 0, 1:] = matrix[:, 1:, 0] = by_source
    at = np.arange(1, mean)
    matrix[:, at, at] = by_source + 1 / spread2[:, :1]
    scaled = across / own[:, None, :]
    matrix -= scaled @ across.transpose(0, 2, 1)
    weighed = precision * values
    right = np.concatenate([weighed.sum(axis=(1, 2))[:, None], weighed.sum(axis=2)], axis=1)
    right[:, 0] += CENTRE / CENTRE_SPREAD**2
    of_sector = weighed.sum(axis=1)
    right -= (scaled @ of_sector[:, :, None])[:, :, 0]
    root = np.linalg.cholesky(matrix)
    half = np.linalg.solve(root, right[:, :, None]) + rng.standard_normal((chains, mean, 1))
    first = np.linalg.solve(root.transpose(0, 2, 1), half)[:, :, 0]
    middle = (of_sector - (first[:, None, :] @ across)[:, 0]) / own
    sector = middle + rng.standard_normal((chains, sectors)) / np.sqrt(own)
    return np.concatenate([first, sector], axis=1)


def _spreads(
    total: np.ndarray, count: np.ndarray, helper: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Variances under half-t priors, as scale mixtures of inverse gammas (Wand et al. 2011)."""
    variance = (SCALE_NU / helper + total / 2) / rng.gamma((SCALE_NU + count) / 2)
    helper = (SCALE_NU / variance + 1 / SCALE**2) / rng.gamma((SCALE_NU + 1) / 2, size=total.shape)
    return np.maximum(variance, LEAST**2), helper
