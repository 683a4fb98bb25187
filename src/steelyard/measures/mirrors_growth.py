"""Growth of flows that nobody reported, from the growth of those that somebody did.

Four methods with one shape: each takes what is known now and what was last known, and returns
the predicted log growth of every pair. `two_way_growth` is the one in use; the others are there
to be compared with it (`steelyard.measures.mirrors_validation`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import refuse_negative, refuse_unless

FEWEST_PAIRS = 100
STATE_PRECISION = 1.0  # of the prior on a state's log growth: standard deviation 1
BLOC_PRECISION = 4.0  # of the prior on what a bloc adds to it: standard deviation 1/2
TAIL = 4.0  # degrees of freedom of Student's t, so that single wild pairs do not steer
REWEIGHTINGS = 5
STEPS, SETTLED = 2000, 1e-4
LEAST_SPREAD = 0.2  # floor for weights, else the greatest flows would be fitted exactly
MEAN_LOG_NORMAL = -0.635  # expectation of ln|z| for standard normal z
NEAR = 0.1  # neighbours' kernel, as a fraction of the median distance
ROUNDING = 1e-3  # added to absolute errors before taking logs


@dataclass(frozen=True, slots=True)
class Fit:
    """Predicted log growth, residuals (0 where unused) and weights of the pairs used."""

    growth: Float[np.ndarray, "state state"]
    residual: Float[np.ndarray, "state state"]
    weight: Float[np.ndarray, "state state"]


def usable(
    known: Float[np.ndarray, "state state"], last_known: Float[np.ndarray, "state state"]
) -> Bool[np.ndarray, "state state"]:
    """Pairs above 0 at both times, apart from the diagonal: they have a log growth."""
    return (known > 0) & (last_known > 0) & ~np.eye(len(known), dtype=bool)


def last_level(
    known: Float[np.ndarray, "state state"], last_known: Float[np.ndarray, "state state"]
) -> Float[np.ndarray, "state state"]:
    r"""No growth at all: a missing flow is what it last was.

    .. math:: \hat g_{ij} = 0

    Parameters
    ----------
    known, last_known : USD / year
        ``[exporter, importer]`` now and when last known; NaN where absent.

    Returns
    -------
    growth : 1 (log)
        0 for every pair.

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2019). *Statistical Analysis with Missing Data*, 3rd ed.,
    ch. 4 (last observation carried forward, and why it misleads).

    Examples
    --------
    >>> last_level(np.ones((2, 2)), np.ones((2, 2))).tolist()
    [[0.0, 0.0], [0.0, 0.0]]
    """
    return np.zeros_like(known)


def two_way_growth(
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    bloc: Int[np.ndarray, " state"] | None = None,
) -> Float[np.ndarray, "state state"]:
    r"""Log growth from the exporter's and the importer's growth towards everybody else.

    .. math:: \hat g_{ij} = \mu + a_i + b_j + c_{i\,bloc(j)} + d_{bloc(i)\,j}

    Fitted to :math:`\ln(X_{ij} / X^{last}_{ij})` of the pairs known at both times, with normal
    priors on the effects and Student's t errors whose spread falls with the size of the flow.
    The bloc terms let a state's trade with, say, those who sanction it move apart from the rest.

    Parameters
    ----------
    known, last_known : USD / year
        ``[exporter, importer]`` now and when last known; NaN where absent.
    bloc : label
        Bloc of each state from 0; one bloc for all where not given.

    Returns
    -------
    growth : 1 (log)
        For every pair, known or not.

    Raises
    ------
    InputError
        If flows are negative, fewer than 100 pairs are known twice, or the fit does not settle.

    References
    ----------
    Two-way log-linear effects are the biproportional (RAS) model: Bacharach, M. (1970).
    *Biproportional Matrices and Input-Output Change*. Robust weights: Lange, K. L., Little,
    R. J. A. and Taylor, J. M. G. (1989). *JASA* 84(408), 881-896.

    Examples
    --------
    >>> last = np.ones((20, 20))
    >>> two_way_growth(2 * last, last).round(2)[3, 5]
    np.float64(0.69)
    """
    return fit_growth(known, last_known, bloc).growth


def neighbour_growth(
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    distance: Float[np.ndarray, "state state"],
) -> Float[np.ndarray, "state state"]:
    r"""Two-way growth, corrected by how the pair's neighbours departed from it.

    .. math:: \hat g_{ij} = \hat g^{two}_{ij} + \frac{\sum_l k_{jl} w_{il} e_{il}
        + \sum_l k_{il} w_{lj} e_{lj}}{1 + \sum_l k_{jl} w_{il} + \sum_l k_{il} w_{lj}},
        \quad k = e^{-D / h}

    Parameters
    ----------
    known, last_known : USD / year
        ``[exporter, importer]`` now and when last known; NaN where absent.
    distance : km, or any measure of unlikeness
        Between states; NaN where unknown. The bandwidth is a tenth of the median.

    Returns
    -------
    growth : 1 (log)

    Raises
    ------
    InputError
        As `two_way_growth`.

    References
    ----------
    Nadaraya, E. A. (1964). On estimating regression. *Theory of Probability and Its
    Applications* 9(1), 141-142 (kernel mean).

    Examples
    --------
    >>> last = np.ones((20, 20))
    >>> neighbour_growth(2 * last, last, np.ones((20, 20))).round(2)[3, 5]
    np.float64(0.69)
    """
    fit = fit_growth(known, last_known)
    kernel = np.nan_to_num(np.exp(-distance / (NEAR * np.nanmedian(distance))))
    np.fill_diagonal(kernel, 0.0)
    pull = (fit.weight * fit.residual) @ kernel.T + kernel @ (fit.weight * fit.residual)
    mass = fit.weight @ kernel.T + kernel @ fit.weight
    return fit.growth + pull / (STATE_PRECISION + mass)


def gravity_growth(
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    distance: Float[np.ndarray, "state state"],
) -> Float[np.ndarray, "state state"]:
    r"""Log growth to the level that gravity predicts, whatever the flow was before.

    .. math:: \ln \hat X_{ij} = \mu + a_i + b_j - \theta \ln D_{ij}, \qquad
        \hat g_{ij} = \ln \hat X_{ij} - \ln X^{last}_{ij}

    Parameters
    ----------
    known, last_known : USD / year
        ``[exporter, importer]`` now and when last known; NaN where absent.
    distance : km
        Between states, above 0; pairs without one are left out of the fit and have no growth.

    Returns
    -------
    growth : 1 (log)
        NaN where the distance or the last level is absent or 0.

    Raises
    ------
    InputError
        If flows are negative or fewer than 100 pairs are known twice.

    References
    ----------
    Anderson, J. E. and van Wincoop, E. (2003). Gravity with gravitas. *American Economic Review*
    93(1), 170-192; Head, K. and Mayer, T. (2014). *Handbook of International Economics* 4, ch. 3.

    Examples
    --------
    >>> size, far = np.arange(1.0, 21.0), 1 + np.abs(np.subtract.outer(np.arange(20.0), range(20)))
    >>> level = np.outer(size, size) / far
    >>> gravity_growth(3 * level, level, far).round()[3, 5]
    np.float64(1.0)
    """
    log_distance = np.log(np.where(distance > 0, distance, np.nan))
    use = usable(known, last_known) & np.isfinite(log_distance)
    _refuse_few(use)
    level = _logs(known, use)
    x = np.where(use, log_distance, 0.0)
    # Frisch-Waugh: sweep exporter and importer means out of both sides, then one slope
    slope = float((_swept(level, use) * _swept(x, use)).sum() / (_swept(x, use) ** 2).sum())
    effects = _two_way_means(level - slope * x, use)
    last = np.log(np.where(last_known > 0, last_known, np.nan))
    return effects + slope * log_distance - last


def fit_growth(
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    bloc: Int[np.ndarray, " state"] | None = None,
) -> Fit:
    """`two_way_growth` with residuals and weights."""
    refuse_negative("two_way_growth", known=known, last_known=last_known)
    use = usable(known, last_known)
    _refuse_few(use)
    size = _logs(last_known, use)
    observed = _logs(known, use) - size
    member = np.ones((len(known), 1)) if bloc is None else np.eye(int(bloc.max()) + 1)[bloc]
    weight = use.astype(float)
    design = _Design(member, bloc is not None)
    growth, effects = np.zeros_like(size), np.zeros(design.effects)
    for _ in range(REWEIGHTINGS):
        effects = _effects(design, observed, weight, effects)
        growth = design.up(effects)
        residual = np.where(use, observed - growth, 0.0)
        spread = _spread_by_size(residual[use], size[use], size)
        weight = use * (TAIL + 1) / (TAIL + (residual / spread) ** 2) / spread**2
    return Fit(growth, np.where(use, observed - growth, 0.0), weight)


def _effects(
    design: _Design, observed: np.ndarray, weight: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """Posterior mode of the effects, by preconditioned conjugate gradients."""
    prior = design.prior()
    root = 1.0 / np.sqrt(np.maximum(design.down(weight) + prior, SETTLED))

    def apply(scaled: np.ndarray) -> np.ndarray:
        step = root * scaled
        return root * (design.down(weight * design.up(step)) + prior * step)

    target = root * design.down(weight * observed)
    solution = start / root
    residual = target - apply(solution)
    direction, squared = residual.copy(), float(residual @ residual)
    goal = (SETTLED * float(np.linalg.norm(target))) ** 2
    for _ in range(STEPS):
        if squared <= goal:
            return root * solution
        applied = apply(direction)
        length = squared / float(direction @ applied)
        solution = solution + length * direction
        residual = residual - length * applied
        squared, before = float(residual @ residual), squared
        direction = residual + squared / before * direction
    refuse_unless(
        False,
        where="two_way_growth",
        found=f"effects not settled after {STEPS} steps",
        expected=f"a residual below {SETTLED} (law 7: no value without convergence)",
        remedy="Check the flows for a wrong unit in part of the matrix.",
    )
    return root * solution


@dataclass(frozen=True, slots=True)
class _Design:
    """Linear map from effects (mean, exporters, importers, blocs) to pairs, and its transpose."""

    member: np.ndarray
    with_blocs: bool

    @property
    def effects(self) -> int:
        """How many effects there are."""
        states, blocs = self.member.shape
        return 1 + 2 * states + (2 * states * blocs if self.with_blocs else 0)

    def up(self, effects: np.ndarray) -> np.ndarray:
        """Prediction of every pair, as one product of thin matrices."""
        states, blocs = self.member.shape
        exporter, importer = effects[1 : 1 + states], effects[1 + states : 1 + 2 * states]
        one = np.ones(states)
        left, right = [effects[0] + exporter, one], [one, importer]
        if self.with_blocs:
            to_bloc, from_bloc = effects[1 + 2 * states :].reshape(2, states, blocs)
            left += [*to_bloc.T, *self.member.T]
            right += [*self.member.T, *from_bloc.T]
        return np.array(left).T @ np.array(right)

    def down(self, pairs: np.ndarray) -> np.ndarray:
        """Sums of the pairs over each effect's members."""
        ones = np.ones((len(self.member), 1))
        groups = np.hstack([ones, self.member]) if self.with_blocs else ones
        by_exporter, by_importer = pairs @ groups, pairs.T @ groups
        rows, columns = by_exporter[:, 0], by_importer[:, 0]
        parts = [rows.sum(keepdims=True), rows, columns]
        return np.concatenate([*parts, by_exporter[:, 1:].ravel(), by_importer[:, 1:].ravel()])

    def prior(self) -> np.ndarray:
        """Precision of the normal prior of each effect; none on the mean."""
        states = len(self.member)
        blocs = np.full(self.effects - 1 - 2 * states, BLOC_PRECISION)
        return np.concatenate([np.zeros(1), np.full(2 * states, STATE_PRECISION), blocs])


def _spread_by_size(residual: np.ndarray, used: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Spread of residuals as a power of the flow's size, not below the floor."""
    slope, level = _line(used, np.log(np.abs(residual) + ROUNDING) - MEAN_LOG_NORMAL)
    return np.maximum(LEAST_SPREAD, np.exp(level + slope * size))


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and intercept by least squares; slope 0 where all x are alike."""
    centred = x - x.mean()
    variance = float((centred**2).sum())
    slope = float((centred * y).sum() / variance) if variance > SETTLED else 0.0
    return slope, float(y.mean() - slope * x.mean())


def _two_way_means(values: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Unweighted exporter plus importer effects of the used pairs, for every pair."""
    design = _Design(np.ones((len(use), 1)), False)
    start = np.zeros(design.effects)
    return design.up(_effects(design, np.where(use, values, 0.0), use.astype(float), start))


def _swept(values: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Values less their two-way means; 0 where unused."""
    return np.where(use, values - _two_way_means(values, use), 0.0)


def _logs(values: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Logarithms where used, 0 elsewhere."""
    return np.log(np.where(use, values, 1.0))


def _refuse_few(use: np.ndarray) -> None:
    """Raise if too few pairs are known at both times."""
    refuse_unless(
        bool(use.sum() >= FEWEST_PAIRS),
        where="growth of known flows",
        found=f"{int(use.sum())} pairs above 0 at both times",
        expected=f"at least {FEWEST_PAIRS}",
        remedy="Take more states, or show bounds only: missing flows from 0 to their last level.",
    )
