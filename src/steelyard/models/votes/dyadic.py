"""Regression over pairs of states, in which every state stands in many pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.special import stdtrit

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate

FEWEST_STATES = 80  # with fewer, simulated 90 % intervals cover less than 87 %
BASIS = "pairs that share a state go together (dyadic clusters)"


@dataclass(frozen=True, slots=True)
class DyadicFit:
    """Coefficients of explanations of the similarity of pairs, with effects of both states.

    `within` are the parts of explanations that effects of states cannot mimic, `centred` their
    distance from the mean of all pairs; both NaN where a pair is not used. `effects[i]` is how
    close a state is to everybody once the explanations are taken out; `residual` what is left.
    """

    coefficients: Float[np.ndarray, " explanation"]
    covariance: Float[np.ndarray, "explanation explanation"]
    centred: Float[np.ndarray, "explanation state state"]
    effects: Float[np.ndarray, " state"]
    residual: Float[np.ndarray, "state state"]
    mean: float
    states: int
    pairs: int
    explained: float

    def coefficient(self, place: int) -> Estimate:
        """One coefficient with its 90 % interval."""
        one = np.zeros(self.coefficients.size)
        one[place] = 1.0
        return self._combined(one)

    def part(self, place: int, first: int, second: int) -> Estimate | None:
        """What an explanation adds for a pair, against the mean pair; None where not used."""
        away = float(self.centred[place, first, second])
        if not np.isfinite(away):
            return None
        weights = np.zeros(self.coefficients.size)
        weights[place] = away
        return self._combined(weights)

    def _combined(self, weights: np.ndarray) -> Estimate:
        """A linear combination of coefficients."""
        value = float(weights @ self.coefficients)
        error = float(np.sqrt(max(weights @ self.covariance @ weights, 0.0)))
        reach = float(stdtrit(self.states - 1, (1 + LEVEL) / 2)) * error
        return Estimate(value, value - reach, value + reach, LEVEL, BASIS, "estimated")


def dyadic_regression(
    outcome: Float[np.ndarray, "state state"],
    explanations: Float[np.ndarray, "explanation state state"],
) -> DyadicFit:
    r"""Least squares over pairs, with an effect of each state and errors that share states.

    .. math:: y_{ij} = \alpha_i + \alpha_j + x_{ij}'\beta + e_{ij}, \quad
        \hat V = B \Big(\sum_i s_i s_i' - \sum_{i<j} \hat e_{ij}^2 \tilde x_{ij}\tilde x_{ij}'\Big)
        B \Big(\frac{n}{n - 2}\Big)^2, \quad s_i = \sum_j \tilde x_{ij} \hat e_{ij}

    with :math:`\tilde x` free of effects of states and :math:`B = (\tilde X'\tilde X)^{-1}`.
    Pairs with a state in common may be related in any way; where that would make an interval
    narrower than for independent pairs, the latter stands. Effects of states take out that some
    agree with everybody. A coefficient says which pairs are alike, not why.

    Parameters
    ----------
    outcome : any
        Symmetric; NaN off the diagonal where a pair is not known.
    explanations : any
        Symmetric; a pair with a NaN in any is left out.

    Returns
    -------
    fit : DyadicFit, unit of the outcome by unit of the explanation

    Raises
    ------
    InputError
        If a matrix is not symmetric, fewer than 80 states are left, or explanations cannot be
        told apart.

    References
    ----------
    Aronow, P. M., Samii, C. and Assenova, V. A. (2015). Cluster-robust variance estimation for
    dyadic data. *Political Analysis* 23(4), 564-577.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> place = random.normal(size=90)
    >>> apart = np.abs(place[:, None] - place)
    >>> fit = dyadic_regression(1 - 0.5 * apart, apart[None])
    >>> fit.coefficients.round(6).tolist()
    [-0.5]
    """
    used = _used(outcome, explanations)
    kept = np.flatnonzero(used.any(axis=1))
    _refuse(outcome, explanations, kept.size)
    inside = used[np.ix_(kept, kept)]
    values = np.stack([outcome, *explanations])[:, kept[:, None], kept]
    values = np.where(inside, values, 0.0)
    free, effects = _without_effects(values, inside)
    upper = np.triu(inside, 1)
    y, x = free[0][upper], free[1:, upper]
    gram = x @ x.T
    _refuse_alike(gram)
    bread = np.linalg.inv(gram)
    beta = bread @ (x @ y)
    left = free[0] - np.tensordot(beta, free[1:], axes=1)
    means = values[:, upper].mean(axis=1)
    size = outcome.shape[0]

    def whole(matrix: np.ndarray) -> np.ndarray:
        """Back among all states; NaN for pairs that are not used."""
        made = np.full((size, size), np.nan)
        made[np.ix_(kept, kept)] = np.where(inside, matrix, np.nan)
        return made

    of_states = np.full(size, np.nan)
    of_states[kept] = effects[0] - beta @ effects[1:]
    return DyadicFit(
        coefficients=beta,
        covariance=bread @ _meat(free[1:] * left, x, left[upper]) @ bread
        # effects of both states take up 2 / n of every residual
        * (kept.size / (kept.size - 2)) ** 2,
        centred=np.stack([whole(one - m) for one, m in zip(values[1:], means[1:], strict=True)]),
        effects=of_states,
        residual=whole(left),
        mean=float(means[0]),
        states=int(kept.size),
        pairs=int(upper.sum()),
        explained=1 - float((left[upper] ** 2).sum() / (y**2).sum()),
    )  # fmt: skip


def _used(outcome: np.ndarray, explanations: np.ndarray) -> Bool[np.ndarray, "state state"]:
    """Pairs with everything known."""
    used = np.isfinite(outcome) & np.isfinite(explanations).all(axis=0)
    np.fill_diagonal(used, False)
    return used


def _refuse(outcome: np.ndarray, explanations: np.ndarray, states: int) -> None:
    """Raise on matrices of pairs that have an order, or on too few states."""
    crooked = [
        place
        for place, one in enumerate((outcome, *explanations))
        if not np.allclose(one, one.T, equal_nan=True)
    ]
    refuse_unless(
        not crooked and states >= FEWEST_STATES,
        where="dyadic_regression",
        found=f"{states} states with known pairs; matrices that are not symmetric: {crooked}",
        expected=f"symmetric matrices and at least {FEWEST_STATES} states",
        remedy="Take means of both directions, or leave the coefficients absent.",
    )


def _refuse_alike(gram: np.ndarray) -> None:
    """Raise if explanations cannot be told apart, or do not vary beyond effects of states."""
    scale = np.sqrt(np.maximum(np.diag(gram), 0))
    good = bool((scale > 1e-9).all()) and bool(
        np.linalg.eigvalsh(gram / np.outer(scale, scale)).min() > 1e-8
    )
    refuse_unless(
        good,
        where="dyadic_regression",
        found="explanations that go together completely, or with effects of states alone",
        expected="explanations that differ between pairs",
        remedy="Leave one of them out.",
    )


def _without_effects(values: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each matrix less the best sum of effects of its two states, and these effects."""
    system = np.diag(inside.sum(axis=1).astype(float)) + inside
    effects = np.linalg.lstsq(system, values.sum(axis=2).T, rcond=None)[0].T
    fitted = effects[:, :, None] + effects[:, None, :]
    return np.where(inside, values - fitted, 0.0), effects


def _meat(scores: np.ndarray, x: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Sum over pairs of pairs that share a state, never less than for independent pairs."""
    by_state = scores.sum(axis=2)
    alone = (x * left) @ (x * left).T
    shared = by_state @ by_state.T - 2 * alone
    values, vectors = np.linalg.eigh((shared + shared.T) / 2)
    # below 0 only by chance or where states repel each other: then the pairs alone are counted
    return alone + (vectors * np.maximum(values, 0)) @ vectors.T
