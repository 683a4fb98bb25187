"""Which uncertain inputs make an outcome uncertain: shares of its variance, from draws alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

BASIS = "draws resampled"
RESAMPLES = 200
DEGREE = 2


@dataclass(frozen=True, slots=True)
class Contributions:
    """Share of the variance of an outcome by input; with `rest` they sum to 1."""

    inputs: tuple[str, ...]
    shares: tuple[Estimate, ...]
    rest: Estimate  # what no input explains by itself: their interplay and curvature


def variance_shares(
    inputs: Sequence[str],
    drawn: Float[np.ndarray, "draw source"],
    outcome: Float[np.ndarray, " draw"],
    *,
    seed: int = 0,
) -> Contributions:
    r"""Share of an outcome's variance that goes with each uncertain input.

    .. math:: y \approx c + \sum_k f_k(x_k), \qquad S_k = \operatorname{Cov}(f_k(x_k), y) / V(y),
        \qquad 1 = \sum_k S_k + \operatorname{Cov}(\text{rest}, y) / V(y)

    with :math:`f_k` a parabola in the logarithm of the input, fitted by least squares to all
    inputs together. Inputs that move together share what they explain; a share may be below 0
    where an input works against what it moves with. Draws made for the outcome suffice: no model
    is solved again.

    Parameters
    ----------
    inputs : labels
    drawn : above 0, any unit
        Elasticities, for example; an input that never varies has the share 0.
    outcome : any unit
    seed : of the resampling

    Returns
    -------
    contributions : Contributions, 1
        With 90 % intervals by resampling draws.

    Raises
    ------
    InputError
        If an input is not above 0 and finite, the outcome does not vary or is not finite, or
        there are fewer than five draws for each coefficient.

    References
    ----------
    Li, G. et al. (2010). Global sensitivity analysis for systems with independent and/or
    correlated inputs. *Journal of Physical Chemistry A* 114(19), 6022-6032 (total share by
    covariance; parabolas in place of their basis).

    Examples
    --------
    >>> logs = np.random.default_rng(0).standard_normal((400, 2))
    >>> found = variance_shares(["a", "b"], np.exp(logs), logs @ np.array([2.0, 1.0]))
    >>> [round(share.point, 1) for share in found.shares], abs(round(found.rest.point, 6))
    ([0.8, 0.2], 0.0)
    """
    _refuse_draws(inputs, drawn, outcome)
    terms, owner = _terms(np.log(drawn))
    rng = np.random.default_rng(seed)
    picks = rng.multinomial(outcome.size, np.full(outcome.size, 1 / outcome.size), RESAMPLES)
    shares = _shares(terms, owner, len(inputs), outcome, np.ones((1, outcome.size)))[0]
    drawn_shares = _shares(terms, owner, len(inputs), outcome, picks.astype(float))
    estimates = [
        estimate_from_draws(float(share), drawn_shares[:, place], basis=BASIS)
        for place, share in enumerate(shares)
    ]
    rest = estimate_from_draws(float(1 - shares.sum()), 1 - drawn_shares.sum(axis=1), basis=BASIS)
    return Contributions(tuple(inputs), tuple(estimates), rest)


def _terms(logs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Powers of every input that varies, standardised, and whose each is."""
    spread = logs.std(axis=0)
    varies = np.flatnonzero(spread > 1e-12 * np.maximum(np.abs(logs).max(axis=0), 1.0))
    standard = (logs[:, varies] - logs[:, varies].mean(axis=0)) / spread[varies]
    powers = [standard**degree for degree in range(1, DEGREE + 1)]
    return np.concatenate(powers, axis=1), np.tile(varies, DEGREE)


def _shares(
    terms: np.ndarray, owner: np.ndarray, count: int, outcome: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Shares by input under each row of weights of the draws."""
    found = np.zeros((len(weight), count))
    for place, each in enumerate(weight):
        centred = terms - each @ terms / each.sum()
        left = outcome - each @ outcome / each.sum()
        weighed = centred * each[:, None]
        slope = np.linalg.lstsq(weighed.T @ centred, weighed.T @ left, rcond=1e-10)[0]
        covariance = slope * (left @ weighed) / (each @ left**2)
        found[place] = np.bincount(owner, covariance, minlength=count)
    return found


def _refuse_draws(inputs: Sequence[str], drawn: np.ndarray, outcome: np.ndarray) -> None:
    """Raise unless there are enough finite draws of varying outcome."""
    needed = 5 * (1 + DEGREE * len(inputs))
    fits = drawn.shape == (outcome.size, len(inputs)) and outcome.size >= needed
    finite = bool((drawn > 0).all() and np.isfinite(drawn).all() and np.isfinite(outcome).all())
    varies = finite and outcome.size > 0 and bool(np.ptp(outcome) > 0)
    refuse_unless(
        fits and varies,
        where="shares of variance",
        found=f"draws {drawn.shape} of {len(inputs)} inputs, {outcome.size} outcomes"
        + ("" if finite else ", not all finite and above 0")
        + ("" if varies or not finite else ", an outcome that does not vary"),
        expected=f"at least {needed} draws, inputs above 0, an outcome that varies",
        remedy="Draw more, or leave out draws in which the outcome has no bound, and say so.",
    )
