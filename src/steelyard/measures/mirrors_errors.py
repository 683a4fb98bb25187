"""How far off the imputation is, measured by hiding flows that are known.

Missing pairs come in blocks: neither side reported, so all pairs among the silent states are
gone. Flows are hidden in the same way: the states are dealt into groups, and all pairs within
each group are hidden at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.mirrors_growth import MEAN_LOG_NORMAL, usable

Predictor = Callable[[np.ndarray, np.ndarray], np.ndarray]  # (known, last_known) -> log growth

GROUPS = 5  # a fifth of all pairs is hidden at once, about as many as are truly missing
ROUNDS = 4
MATTERS = 1e-3  # pairs below this part of both sides' trade do not move any share
PRIOR_PAIRS = 15.0  # a state's own spread counts fully only with many more pairs than this
SIZE_BINS = 12
LEAST, MOST = 0.03, 2.5  # of a spread: beyond these it is no longer learned from data
ROUNDING = 1e-2
OUTLIER = 3.0


@dataclass(frozen=True, slots=True)
class HiddenErrors:
    """True less predicted log growth of pairs that were hidden, pair by pair."""

    round: Int[np.ndarray, " pair"]
    exporter: Int[np.ndarray, " pair"]
    importer: Int[np.ndarray, " pair"]
    size: Float[np.ndarray, " pair"]
    error: Float[np.ndarray, " pair"]


def hidden_errors(
    predict: Predictor,
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    *,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> HiddenErrors:
    r"""Errors of a method on known flows that it was not shown.

    .. math:: e_{ij} = \ln (X_{ij} / X^{last}_{ij}) - \hat g_{ij}

    Parameters
    ----------
    predict : method
        For example `two_way_growth`.
    known, last_known : USD / year
        ``[exporter, importer]``; NaN where absent.
    seed, rounds : count
        How states are dealt into groups, and how often.

    Returns
    -------
    errors : HiddenErrors, 1 (log)
        Only of pairs that are at least a thousandth of one side's trade.

    Raises
    ------
    InputError
        If the method refuses what is left.

    References
    ----------
    Roberts, D. R. et al. (2017). Cross-validation strategies for data with temporal, spatial,
    hierarchical, or phylogenetic structure. *Ecography* 40(8), 913-929 (block hiding).

    Examples
    --------
    >>> from steelyard.measures.mirrors_growth import last_level
    >>> last = np.ones((20, 20))
    >>> errors = hidden_errors(last_level, 2 * last, last)
    >>> round(float(np.median(errors.error)), 2)
    0.69
    """
    random = np.random.default_rng(seed)
    use = usable(known, last_known)
    matters = relative_size(last_known, use) >= MATTERS
    parts = [_one_round(predict, known, last_known, use, matters, random) for _ in range(rounds)]
    number = np.concatenate([np.full(len(part[0]), k) for k, part in enumerate(parts)])
    exporter, importer, size, error = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    return HiddenErrors(number, exporter, importer, size, error)


def relative_size(
    flows: Float[np.ndarray, "state state"], use: Bool[np.ndarray, "state state"]
) -> Float[np.ndarray, "state state"]:
    """Greater of a flow's parts in its exporter's exports and its importer's imports."""
    value = np.where(use, flows, 0.0)
    tiny = np.finfo(float).tiny
    by_exporter = value / np.maximum(value.sum(1), tiny)[:, None]
    by_importer = value / np.maximum(value.sum(0), tiny)[None, :]
    return np.maximum(by_exporter, by_importer)


def fit_spread(
    errors: HiddenErrors, last_known: Float[np.ndarray, "state state"]
) -> Float[np.ndarray, "state state"]:
    r"""Spread of the log error of each pair, from hidden pairs of like size and of both states.

    .. math:: \ln \sigma_{ij} = f(\ln X^{last}_{ij}) + \tau_i + \tau'_j

    A state whose known flows jumped, as Russia's did after 2022, has wide errors on its unknown
    ones. The function *f* joins the means of twelve bins of size by lines and is flat outside.

    Parameters
    ----------
    errors : HiddenErrors
        From `hidden_errors`.
    last_known : USD / year
        ``[exporter, importer]`` when last known.

    Returns
    -------
    spread : 1 (log), in [0.03, 2.5]
        For every pair with a last level above 0; NaN elsewhere.

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Harvey, A. C. (1976). Estimating regression models with multiplicative heteroscedasticity.
    *Econometrica* 44(3), 461-465.

    Examples
    --------
    >>> pair = np.arange(240) % 20
    >>> made = HiddenErrors(pair * 0, pair, pair[::-1], pair * 1.0, np.full(240, 0.5))
    >>> fit_spread(made, np.ones((20, 20))).round(2)[2, 3]
    np.float64(0.96)
    """
    states = len(last_known)
    log_error = np.log(np.abs(errors.error) + ROUNDING) - MEAN_LOG_NORMAL
    bins = np.array_split(np.argsort(errors.size, kind="stable"), SIZE_BINS)
    centres = np.array([errors.size[part].mean() for part in bins])
    seller, buyer = np.zeros(states), np.zeros(states)
    sold = np.bincount(errors.exporter, minlength=states) + PRIOR_PAIRS
    bought = np.bincount(errors.importer, minlength=states) + PRIOR_PAIRS
    curve = np.zeros(SIZE_BINS)
    for _ in range(15):
        rest = log_error - seller[errors.exporter] - buyer[errors.importer]
        curve = np.array([rest[part].mean() for part in bins])
        rest = log_error - np.interp(errors.size, centres, curve)
        seller = np.bincount(errors.exporter, rest - buyer[errors.importer], states) / sold
        buyer = np.bincount(errors.importer, rest - seller[errors.exporter], states) / bought
    size = np.log(np.where(last_known > 0, last_known, np.nan))
    spread = np.exp(np.interp(size, centres, curve) + seller[:, None] + buyer[None, :])
    return np.clip(spread, LEAST, MOST)


def common_part(errors: HiddenErrors, spread: Float[np.ndarray, "state state"]) -> float:
    """Correlation of the standardised errors of two pairs that share exporter or importer."""
    scaled = errors.error / spread[errors.exporter, errors.importer]
    scaled = np.clip(scaled, -OUTLIER, OUTLIER)
    scaled = scaled - scaled.mean()
    products = pairs = 0.0
    for side in (errors.exporter, errors.importer):
        group = side + errors.round * len(spread)
        count, total = np.bincount(group), np.bincount(group, scaled)
        products += float((total**2 - np.bincount(group, scaled**2)).sum())
        pairs += float((count * (count - 1.0)).sum())
    variance = float(scaled.var())
    return float(np.clip(products / pairs / variance, 0.0, 0.45)) if pairs and variance else 0.0


def _one_round(
    predict: Predictor,
    known: np.ndarray,
    last_known: np.ndarray,
    use: np.ndarray,
    matters: np.ndarray,
    random: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Hide all pairs within each of a random set of groups, predict them, and compare."""
    group = random.integers(GROUPS, size=len(known))
    hide = (group[:, None] == group[None, :]) & use
    growth = predict(np.where(hide, np.nan, known), last_known)
    exporter, importer = np.nonzero(hide & matters & np.isfinite(growth))
    last = last_known[exporter, importer]
    truth = np.log(known[exporter, importer] / last)
    return exporter, importer, np.log(last), truth - growth[exporter, importer]
