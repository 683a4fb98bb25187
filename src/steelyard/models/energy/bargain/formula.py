"""The other reading of a price: a contract's formula on oil, with a lag, beside the bargain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.special import logsumexp

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.models.energy.bargain.likelihood import (
    Prior,
    Reading,
    Seen,
    cells_of,
    drawn,
    keep,
    log_weights,
    refuse_unusable,
)
from steelyard.models.energy.bargain.power import FEWEST_CELLS, estimate_of_cells, spanned
from steelyard.vocabulary.estimate import Estimate

SAMPLES = 4000  # posterior draws of the slope
MOST = 4000  # cells of power and weight from which on none are added


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A price that follows oil with a lag.

    Parameters
    ----------
    lag : months, [lag]
        Lags that come into question.
    oil : money / unit of oil, [lag, year]
        Mean price of oil over the months that a lag makes count for each year.
    slope, slope_sd : money / unit, for one of oil
        Prior mean and standard deviation of the slope, such as 0.11 x 6.0 for gas.
    """

    lag: Int[np.ndarray, " lag"]
    oil: Float[np.ndarray, "lag year"]
    slope: float
    slope_sd: float


@dataclass(frozen=True, slots=True, eq=False)
class FormulaPower:
    """Power, and the weight of the formula in the price.

    Parameters
    ----------
    power, weight : Estimate, 1
        Power says nothing where the weight is 1, and is then the prior.
    slope : Estimate, money / unit for one of oil
        Says nothing where the weight is 0.
    lag_probability : 1, [lag]
    log_evidence : 1
        Comparable with `Power.log_evidence` of the same prices.
    """

    power: Estimate
    weight: Estimate
    slope: Estimate
    lag_probability: Float[np.ndarray, " lag"]
    log_evidence: float


def formula_reading(
    seen: Seen, formula: Formula, prior: Prior, *, powers: int = 41, weights: int = 81
) -> Reading:
    """Cells of power, weight and lag; errors are normal whatever the prior says of freedom."""
    refuse_unless(
        formula.oil.shape == (formula.lag.size, seen.year.size) and formula.lag.size > 0
        and bool((np.isfinite(formula.oil) & (formula.oil > 0)).all())
        and np.isfinite(formula.slope) and formula.slope_sd > 0,
        where="contract's formula",
        found=f"prices of oil {formula.oil.shape}, slope {formula.slope:g} +- "
        f"{formula.slope_sd:g}",
        expected=f"prices above 0 for {formula.lag.size} lags and {seen.year.size} years, a "
        "spread of the slope above 0",
        remedy="Give the mean price of oil that each lag makes count for each year.",
    )  # fmt: skip
    (b, log_b), (w, log_w) = cells_of(prior, powers), cells_of(Prior(), weights)
    rows = np.array(np.meshgrid(range(powers), range(weights), range(formula.lag.size)))
    at, part, lag = rows.reshape(3, -1)
    scaled = formula.oil / seen.scale
    mean = seen.least[:, None] + b[at][:, None] * (seen.highest - seen.least)[:, None]
    pull = w[part][:, None] * scaled[lag]
    rest = (seen.price - (1 - w[part])[:, None] * mean) / seen.scale - formula.slope * pull
    return Reading(
        seen, rest, pull, formula.slope_sd, b[at], w[part], lag,
        log_b[at] + log_w[part] - np.log(formula.lag.size), None,
        np.zeros_like(seen.highest),
    )  # fmt: skip


def power_with_formula(
    seen: Seen,
    formula: Formula,
    prior: Prior | None = None,
    *,
    powers: int = 41,
    weights: int = 81,
    seed: int = 0,
) -> FormulaPower:
    r"""Posterior where part of the price follows oil with a lag, and the rest is bargained.

    .. math:: y_t = w\,k\,P^{oil}_{t - \ell} + (1 - w)\,[b\,r_{B,t} + (1-b)\,r_{S,t}]
        + s\,c_t\,\varepsilon_t, \qquad k \sim N(k_0, \tau^2), \quad w \sim U(0, 1)

    A contract's slope was bargained over once; while it runs, the price says nothing new of
    power. The slope is integrated out exactly, the rest is a grid. With a weight near 1 the
    posterior of *b* is its prior: that is the finding, and better than a narrow interval of a
    number that does not move prices.

    Parameters
    ----------
    seen : Seen
    formula : Formula
    prior : Prior
        Normal errors are taken throughout.
    powers, weights : cells of *b* and of *w*
        Four times as many where an interval spans too few. The likelihood is taken at their
        middles: with errors below 2 % and draws that differ widely, take more.
    seed : int
        Of the draws of the slope.

    Returns
    -------
    power : FormulaPower

    Raises
    ------
    InputError
        If prices of oil are not above 0, do not fit lags and years, or the slope has no spread; or
        what `power.power_of` refuses.
    NoData, NotConverged
        As `power.power_of`.

    References
    ----------
    Stern, J. (ed.) (2012). *The Pricing of Internationally Traded Gas*. Oxford Institute for Energy
    Studies (formulas on oil with a lag of 6 to 9 months).

    Examples
    --------
    Gas at 2.5 for each dollar of oil of half a year before, whatever else could be had:

    >>> oil = np.array([[80.0, 110, 100, 50, 45, 55, 70, 65, 42, 70]])
    >>> least = np.full((1, 10), 100.0)
    >>> noise = 1 + 0.02 * np.random.default_rng(3).standard_normal(10)
    >>> seen = Seen(np.arange(2011, 2021), 2.5 * oil[0] * noise, least + 200.0, least)
    >>> found = power_with_formula(seen, Formula(np.array([6]), oil, 2.0, 1.0))
    >>> found.weight.low > 0.6, found.slope.text()
    (True, '2.5 (2.4 to 2.6)')
    """
    prior = prior or Prior()
    refuse_unusable(seen, prior)
    reading = formula_reading(seen, formula, prior, powers=powers, weights=weights)
    kept = keep(reading, np.ones(seen.year.size, dtype=bool))
    log_weight = log_weights(kept, prior)
    total = float(np.asarray(logsumexp(log_weight)))
    by_cell = np.exp(log_weight - total).sum(axis=0)
    narrow = [spanned(*_marginal(each, by_cell)) < FEWEST_CELLS
              for each in (reading.power, reading.weight)]  # fmt: skip
    if any(narrow) and powers * weights < MOST:
        more = [count * (4 if each else 1) for count, each in zip((powers, weights), narrow,
                                                                 strict=True)]  # fmt: skip
        return power_with_formula(seen, formula, prior, powers=more[0], weights=more[1], seed=seed)
    some = drawn(kept, log_weight, prior, SAMPLES, np.random.default_rng(seed))
    slope = formula.slope + some.slope
    basis = "error of yearly prices, draws of reservation prices, weight and lag of the formula"
    return FormulaPower(
        estimate_of_cells(*_marginal(reading.power, by_cell), basis),
        estimate_of_cells(*_marginal(reading.weight, by_cell), basis),
        estimate_from_draws(float(np.median(slope)), slope, basis=basis),
        np.bincount(reading.lag, by_cell, formula.lag.size),
        total - float(np.log(seen.scale).sum()),
    )  # fmt: skip


def _marginal(values: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values and their weights."""
    middle, of = np.unique(values, return_inverse=True)
    return middle, np.bincount(of, weight)
