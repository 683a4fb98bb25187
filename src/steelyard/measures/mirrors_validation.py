"""Is the imputation any good? Methods compared, and intervals tried where the truth is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.mirrors import Rehearsal, Rehearsed, impute
from steelyard.measures.mirrors_errors import (
    MATTERS,
    Predictor,
    fit_spread,
    hidden_errors,
    relative_size,
)
from steelyard.measures.mirrors_growth import usable
from steelyard.measures.mirrors_shares import draw_missing, partner_draws

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
ENDS = (0.05, 0.95)
SMALLEST_SHARE = 0.002  # partners below 0.2 % of a state's trade are not judged
LEAST_MISSING = 0.005  # nor states of which less than 0.5 % of the trade is missing


@dataclass(frozen=True, slots=True)
class MethodErrors:
    """Errors of one method on hidden flows: true less predicted log growth.

    `weighted_absolute` weights by the square root of the flow, so that flows that move shares
    count more. `coverage` is that of the method's own 90 % interval, learned on the other half.
    """

    median_absolute: float
    weighted_absolute: float
    quantiles: tuple[float, ...]
    coverage: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """How often 90 % intervals of shares held the truth, and errors of the imputed flows.

    `known` is over partners whose own flow is known (their share errs through the total only),
    `missing` over partners whose own flow was imputed, `chosen` over the states asked for.
    """

    known: float
    missing: float
    all: float
    chosen: float
    shares_known: int
    shares_missing: int
    shares_chosen: int
    median_absolute: float
    quantiles: tuple[float, ...]
    flows: int


def compare_methods(
    methods: Mapping[str, Predictor],
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    *,
    seed: int = 0,
) -> dict[str, MethodErrors]:
    r"""Errors of several methods on the same hidden flows.

    .. math:: \mathrm{med}\,|e|, \quad \frac{\sum \sqrt{X}\,|e|}{\sum \sqrt X}, \quad Q(e)

    Parameters
    ----------
    methods : name to method
        Each takes known and last known flows and returns log growth.
    known, last_known : USD / year
        ``[exporter, importer]``; NaN where absent.
    seed : count
        The same blocks are hidden from every method.

    Returns
    -------
    errors : MethodErrors by name, 1 (log), at least 0 for absolute ones

    Raises
    ------
    InputError
        If a method refuses the flows.

    References
    ----------
    Roberts, D. R. et al. (2017). *Ecography* 40(8), 913-929 (block hiding).

    Examples
    --------
    >>> from steelyard.measures.mirrors_growth import last_level
    >>> last = np.random.default_rng(0).lognormal(5, 1, (30, 30))
    >>> round(compare_methods({"last": last_level}, 2 * last, last)["last"].median_absolute, 2)
    0.69
    """
    return {name: _judge(method, known, last_known, seed) for name, method in methods.items()}


def backtest(
    truth: Rehearsal,
    missing: Bool[np.ndarray, "state state"],
    *,
    rehearsals: Sequence[Rehearsal | Rehearsed] = (),
    bloc: Int[np.ndarray, " state"] | None = None,
    chosen: Sequence[int] = (),
    draws: int = 1000,
    seed: int = 0,
) -> Backtest:
    r"""Coverage of the shares' 90 % intervals in a year whose truth is known.

    The flows marked missing are hidden, imputed and drawn; the interval of every share of at
    least 0.2 %, of every state of which at least 0.5 % went missing, is held against the truth.
    Pairs whose truth is blank too are left out on both sides.

    .. math:: \frac1N \sum 1[Q_{.05} \le s^{true} \le Q_{.95}]

    Parameters
    ----------
    truth : Rehearsal, USD / year
        A year and its last known one. It must not be among `rehearsals`.
    missing : bool
        Pairs to hide: those that are missing in the year one cares about.
    rehearsals, bloc
        As in `impute`.
    chosen : indices
        States whose coverage is reported apart.
    draws, seed : count
        Same seed, same result.

    Returns
    -------
    result : Backtest, 1, in [0, 1] for coverage

    Raises
    ------
    InputError
        As `impute`.

    References
    ----------
    Gneiting, T., Balabdaoui, F. and Raftery, A. E. (2007). Probabilistic forecasts, calibration
    and sharpness. *Journal of the Royal Statistical Society B* 69(2), 243-268.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> last = random.lognormal(5, 1, (30, 30))
    >>> year = Rehearsal(last * random.lognormal(0, 0.3, last.shape), last)
    >>> result = backtest(year, random.random(last.shape) < 0.3, draws=200)
    >>> 0.7 < result.missing <= 1.0
    True
    """
    made = impute(
        np.where(missing, np.nan, truth.known),
        np.where(np.isnan(truth.known), np.nan, truth.last_known),
        missing=missing,
        bloc=bloc,
        rehearsals=rehearsals,
        seed=seed,
    )
    drawn = draw_missing(made, draws=draws, seed=seed)
    rows = [
        _covered(partner_draws(drawn, state, way), truth, made.made, state, way == "exports")
        for state in range(len(missing))
        for way in ("exports", "imports")
    ]
    known, absent = (np.concatenate([row[kind] for row in rows]) for kind in (0, 1))
    mine = [np.concatenate(rows[2 * state + way]) for state in chosen for way in (0, 1)]
    picked = np.concatenate(mine) if mine else np.array([])
    error = _imputed_errors(made.flows, truth, made.made)
    return Backtest(
        known=_mean(known),
        missing=_mean(absent),
        all=_mean(np.concatenate([known, absent])),
        chosen=_mean(picked),
        shares_known=known.size,
        shares_missing=absent.size,
        shares_chosen=picked.size,
        median_absolute=float(np.median(np.abs(error))) if error.size else np.nan,
        quantiles=_quantiles(error),
        flows=error.size,
    )


def _covered(
    values: np.ndarray, truth: Rehearsal, made: np.ndarray, state: int, exports: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Whether each judged share of a state was covered: known partners, imputed partners."""
    true, last, marked = (
        matrix[state] if exports else matrix[:, state]
        for matrix in (truth.known, truth.last_known, made)
    )
    total, level = np.nansum(true), np.nansum(last)
    none = np.array([], dtype=bool)
    if not total > 0 or not np.nansum(last[marked]) >= LEAST_MISSING * level:
        return none, none
    shares = values / np.nansum(values, axis=1, keepdims=True)
    low, high = np.quantile(shares, ENDS, axis=0)
    middle = np.median(shares, axis=0)
    actual = np.nan_to_num(true) / total
    inside = (low * (1 - 1e-12) <= actual) & (actual <= high * (1 + 1e-12))
    judged = middle >= SMALLEST_SHARE  # by what was predicted, not by what came true
    return inside[judged & ~marked], inside[judged & marked]


def _judge(method: Predictor, known: np.ndarray, last_known: np.ndarray, seed: int) -> MethodErrors:
    """Error summary of one method."""
    errors = hidden_errors(method, known, last_known, seed=seed)
    spread = fit_spread(errors, last_known)[errors.exporter, errors.importer]
    scaled = errors.error / spread
    early = errors.round < (errors.round.max() + 1) // 2
    low, high = np.quantile(scaled[early], ENDS)
    weight = np.exp(errors.size / 2)
    return MethodErrors(
        median_absolute=float(np.median(np.abs(errors.error))),
        weighted_absolute=float(np.average(np.abs(errors.error), weights=weight)),
        quantiles=_quantiles(errors.error),
        coverage=_mean((low <= scaled[~early]) & (scaled[~early] <= high)),
        pairs=int(errors.error.size),
    )


def _imputed_errors(flows: np.ndarray, truth: Rehearsal, made: np.ndarray) -> np.ndarray:
    """True over imputed, in logs, of the imputed flows that matter."""
    use = usable(truth.known, truth.last_known)
    judged = use & made & (relative_size(truth.last_known, use) >= MATTERS)
    return np.log(truth.known[judged] / flows[judged])


def _quantiles(values: np.ndarray) -> tuple[float, ...]:
    """The five quantiles, or NaN where there is nothing."""
    return tuple(np.quantile(values, QUANTILES).tolist()) if values.size else (np.nan,) * 5


def _mean(values: np.ndarray) -> float:
    """Mean, NaN of nothing."""
    return float(values.mean()) if values.size else float("nan")
