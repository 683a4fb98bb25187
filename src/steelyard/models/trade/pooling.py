"""Gibbs sampler of the hierarchical law of elasticities: sets, sectors, and what is left.

Chains are an axis of every array, so that many run at once: several of one data set, to see
whether they agree, or one each of many, to see whether intervals cover.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

NU = 4.0  # degrees of freedom of what is left: one published value may lie far out
CENTRE, CENTRE_SPREAD = float(np.log(4.0)), 1.0  # prior of the common mean of ln theta
SCALE, SCALE_NU = 0.5, 4.0  # half-t prior of each of the three standard deviations
BURN_IN = 300


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Draws after burn-in."""

    sector: Float[np.ndarray, "draw chain sector"]  # ln theta: common mean and the sector's own
    centre: Float[np.ndarray, "draw chain"]
    spread: Float[np.ndarray, "draw chain part"]  # of sets, of sectors, of what is left
    pull: Float[np.ndarray, "draw chain sector"]  # weight of the common mean, 1 without estimates


def run(logs: Float[np.ndarray, "chain source sector"], draws: int, seed: int) -> Chains:
    """Draw from the posterior of each chain's own data; NaN where a set has no estimate."""
    rng = np.random.default_rng(seed)
    chains, sources, sectors = logs.shape
    known = np.isfinite(logs)
    values = np.where(known, logs, 0.0)
    spread2 = np.full((chains, 3), SCALE**2)
    helper = np.ones((chains, 3))
    weight = np.ones(logs.shape)
    kept: list[list[np.ndarray]] = [[], [], [], []]
    for step in range(BURN_IN + draws):
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
        if step >= BURN_IN:
            own = precision.sum(axis=1)
            pull = (1 / spread2[:, 1, None]) / (own + 1 / spread2[:, 1, None])
            for place, each in enumerate((centre + sector, centre[:, 0], np.sqrt(spread2), pull)):
                kept[place].append(each)
    return Chains(*(np.stack(each) for each in kept))


def _effects(
    values: np.ndarray, precision: np.ndarray, spread2: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Common mean, sets and sectors, drawn together from their normal distribution."""
    chains, sources, sectors = values.shape
    size = 1 + sources + sectors
    weighed = precision * values
    matrix = np.zeros((chains, size, size))
    matrix[:, 0, 0] = precision.sum(axis=(1, 2)) + 1 / CENTRE_SPREAD**2
    by_source, by_sector = precision.sum(axis=2), precision.sum(axis=1)
    matrix[:, 0, 1 : 1 + sources] = matrix[:, 1 : 1 + sources, 0] = by_source
    matrix[:, 0, 1 + sources :] = matrix[:, 1 + sources :, 0] = by_sector
    matrix[:, 1 : 1 + sources, 1 + sources :] = precision
    matrix[:, 1 + sources :, 1 : 1 + sources] = precision.transpose(0, 2, 1)
    at = np.arange(size)
    own = np.concatenate([by_source + 1 / spread2[:, :1], by_sector + 1 / spread2[:, 1:2]], axis=1)
    matrix[:, at[1:], at[1:]] = own
    right = np.concatenate(
        [
            weighed.sum(axis=(1, 2))[:, None] + CENTRE / CENTRE_SPREAD**2,
            weighed.sum(axis=2),
            weighed.sum(axis=1),
        ],
        axis=1,
    )
    root = np.linalg.cholesky(matrix)
    noise = rng.standard_normal((chains, size, 1))
    half = np.linalg.solve(root, right[:, :, None]) + noise
    return np.linalg.solve(root.transpose(0, 2, 1), half)[:, :, 0]


def _spreads(
    total: np.ndarray, count: np.ndarray, helper: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Variances under half-t priors, as scale mixtures of inverse gammas (Wand et al. 2011)."""
    variance = (SCALE_NU / helper + total / 2) / rng.gamma((SCALE_NU + count) / 2)
    helper = (SCALE_NU / variance + 1 / SCALE**2) / rng.gamma((SCALE_NU + 1) / 2, size=total.shape)
    return variance, helper
