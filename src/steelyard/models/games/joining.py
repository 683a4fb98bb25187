"""Chance that a state joins a cut by a rival bloc, learnt from who joined one before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.special import expit

from steelyard.measures.checks import refuse_unless

PRIOR = 5.0  # standard deviation of both coefficients: weak, so that a perfect split has an answer
STEPS = 100
TOLERANCE = 1e-10
FEWEST = 5  # joiners, and states that did not


@dataclass(frozen=True, slots=True, eq=False)
class Joining:
    """Logistic curve of joining: coefficients (constant, slope), their covariance, how many."""

    coefficient: Float[np.ndarray, " 2"]
    covariance: Float[np.ndarray, "2 2"]
    joined: int
    stayed: int


def nearness(position: np.ndarray, own: float, rival: float) -> np.ndarray:
    r"""How far a state lies from one state towards its rival on a scale of votes.

    .. math:: u_j = \frac{\theta_j - \theta_A}{\theta_R - \theta_A}

    Parameters
    ----------
    position : position of each state
    own, rival : positions of the two ends, different

    Returns
    -------
    nearness : 1
        0 at the one, 1 at its rival; may lie beyond.

    Raises
    ------
    InputError
        If the two ends lie in one place.

    References
    ----------
    Own definition on the ideal points of Bailey, M. A., Strezhnev, A. and Voeten, E. (2017).
    Estimating dynamic state preferences from United Nations voting data. *Journal of Conflict
    Resolution* 61(2), 430-456.

    Examples
    --------
    >>> nearness(np.array([0.0, 1.0, 0.5]), own=0.0, rival=2.0).tolist()
    [0.0, 0.5, 0.25]
    """
    refuse_unless(
        own != rival,
        where="nearness",
        found=f"both ends at {own:g}",
        expected="two different positions",
        remedy="Choose a rival that votes otherwise.",
    )
    return (np.asarray(position, dtype=float) - own) / (rival - own)


def learnt(near: Float[np.ndarray, " state"], joined: Bool[np.ndarray, " state"]) -> Joining:
    r"""Logistic curve of joining a cut, by nearness to the bloc that made it.

    .. math:: P(\text{joins}) = \frac{1}{1 + e^{-(\beta_0 + \beta_1 u)}}, \quad
        \beta \sim N(0, 5^2)

    One event teaches it: who joined once. Another cut may find others.

    Parameters
    ----------
    near : 1
        See `nearness`.
    joined : bool

    Returns
    -------
    joining : Joining
        Posterior mode, with the normal approximation around it.

    Raises
    ------
    InputError
        If fewer than five joined, or fewer than five did not, or a nearness is absent.

    References
    ----------
    Gelman, A. and others (2008). A weakly informative default prior distribution for logistic and
    other regression models. *Annals of Applied Statistics* 2(4), 1360-1383.

    Examples
    --------
    >>> near = np.linspace(0, 1, 40)
    >>> found = learnt(near, near > 0.6)
    >>> chances(found, np.array([0.1, 0.9])).round(1).tolist()
    [0.0, 1.0]
    """
    refuse_unless(
        bool(np.isfinite(near).all()) and int(min(joined.sum(), (~joined).sum())) >= FEWEST,
        where="learnt",
        found=f"{joined.sum()} that joined, {(~joined).sum()} that did not",
        expected=f"at least {FEWEST} of each, all with a position",
        remedy="Leave the chance absent where no cut is on record.",
    )
    x = np.stack([np.ones(near.size), near], axis=1)
    at, curve = np.zeros(2), np.eye(2)
    for _ in range(STEPS):
        chance = expit(x @ at)
        curve = x.T @ (x * (chance * (1 - chance))[:, None]) + np.eye(2) / PRIOR**2
        step = np.linalg.solve(curve, x.T @ (joined - chance) - at / PRIOR**2)
        at = at + step / max(1.0, float(np.abs(step).max()))  # short steps cannot overshoot
        if np.abs(step).max() < TOLERANCE:
            break
    return Joining(at, np.linalg.inv(curve), int(joined.sum()), int((~joined).sum()))


def chances(joining: Joining, near: np.ndarray) -> np.ndarray:
    r"""Chance of joining at the mode of the curve, by nearness.

    .. math:: 1 / (1 + e^{-(\beta_0 + \beta_1 u)})

    Parameters
    ----------
    joining : Joining
    near : 1

    Returns
    -------
    chances : 1, in (0, 1)

    Raises
    ------
    InputError
        Never.

    References
    ----------
    As `learnt`.

    Examples
    --------
    >>> chances(Joining(np.array([0.0, 2.0]), np.eye(2), 5, 5), np.array([0.0])).tolist()
    [0.5]
    """
    return expit(joining.coefficient[0] + joining.coefficient[1] * np.asarray(near, dtype=float))


def drawn_chances(
    joining: Joining, near: Float[np.ndarray, "draw state"], seed: int
) -> Float[np.ndarray, "draw state"]:
    """Chances of joining by draw: of the curve, and of each state's place where it varies."""
    random = np.random.default_rng(seed)
    drawn = random.multivariate_normal(joining.coefficient, joining.covariance, len(near))
    return expit(drawn[:, :1] + drawn[:, 1:] * near)
