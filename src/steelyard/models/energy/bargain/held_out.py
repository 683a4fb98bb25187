"""How well a reading foretells a year from all others: error, coverage and log score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.special import logsumexp

from steelyard.measures.interval import estimate_from_draws
from steelyard.models.energy.bargain.formula import Formula, formula_reading
from steelyard.models.energy.bargain.likelihood import (
    Prior,
    Reading,
    Seen,
    bargain_reading,
    drawn,
    keep,
    log_weights,
    refuse_unusable,
)
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate

SAMPLES = 4000  # predictive draws a year


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Each year foretold from all others.

    Parameters
    ----------
    predicted : Estimate, one a year
        Median and 90 % interval of the price.
    samples : money / unit, [year, sample]
    error : money / unit, [year]
        Price paid less the median.
    covered : yes or no, [year]
    log_score : 1, [year]
        Log density of the price paid; larger is better.
    mean_error, mean_absolute_error : money / unit
    coverage : 1
    """

    predicted: tuple[Estimate, ...]
    samples: Float[np.ndarray, "year sample"]
    error: Float[np.ndarray, " year"]
    covered: Bool[np.ndarray, " year"]
    log_score: Float[np.ndarray, " year"]
    mean_error: float
    mean_absolute_error: float
    coverage: float


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two readings of the same prices, each year foretold from all others.

    `gain` is the log score of the formula less that of the bargain alone, summed over years, and
    `gain_error` its standard error over years: less than twice that, and the prices do not tell.
    """

    bargain: HeldOut
    formula: HeldOut
    gain: float
    gain_error: float


def held_out(
    seen: Seen, formula: Formula | None = None, prior: Prior | None = None, *, seed: int = 0
) -> HeldOut:
    r"""Foretell each year from all others.

    .. math:: \log p(y_t \mid y_{-t}) = \log p(y) - \log p(y_{-t})

    Reservation prices of the year are known, its price is not: it tests the split, not the market.
    Years that follow one another are not independent, so that a held-out year is easier to
    foretell than a coming one.

    Parameters
    ----------
    seen : Seen
        At least 3 years.
    formula : Formula
        The reading with a contract's formula; the bargain alone without it.
    prior : Prior
    seed : int
        Of predictive draws.

    Returns
    -------
    held_out : HeldOut

    Raises
    ------
    InputError
        With fewer than 3 years, or what `power.power_of` refuses.
    NoData
        As `power.power_of`.

    References
    ----------
    Vehtari, A., Gelman, A. and Gabry, J. (2017). Practical Bayesian model evaluation using
    leave-one-out cross-validation. *Statistics and Computing* 27, 1413-1432.

    Examples
    --------
    >>> least, paid = np.full((1, 6), 200.0), np.array([300.0, 310, 290, 305, 295, 300])
    >>> found = held_out(Seen(np.arange(2015, 2021), paid, least + 200.0, least))
    >>> round(found.mean_absolute_error, 1), found.coverage
    (5.9, 1.0)
    """
    prior = prior or Prior()
    refuse_unusable(seen, prior)
    if seen.year.size < 3:
        raise InputError(where="held-out years", found=f"{seen.year.size} years",
                         expected="at least 3", remedy="Add years.")  # fmt: skip
    if formula is None:
        reading = bargain_reading(seen, prior)
    else:
        reading = formula_reading(seen, formula, prior)
    chance = np.random.default_rng(seed)
    every = log_weights(keep(reading, np.ones(seen.year.size, dtype=bool)), prior)
    whole = float(np.asarray(logsumexp(every)))
    rows = [_year(reading, at, whole, prior, chance) for at in range(seen.year.size)]
    samples = np.array([row for row, _ in rows])
    basis = "power, error and reservation prices, from all other years"
    predicted = tuple(estimate_from_draws(float(np.median(row)), row, basis=basis)
                      for row in samples)  # fmt: skip
    error = seen.price - np.median(samples, axis=1)
    covered = np.array([_within(each, float(price)) for each, price in
                        zip(predicted, seen.price, strict=True)])  # fmt: skip
    return HeldOut(
        predicted, samples, error, covered, np.array([score for _, score in rows]),
        float(error.mean()), float(np.abs(error).mean()), float(covered.mean()),
    )  # fmt: skip


def compare(seen: Seen, formula: Formula, prior: Prior | None = None, *, seed: int = 0) -> Compared:
    """Set the bargain alone and the reading with a formula side by side.

    Both with normal errors, so that they differ in the formula alone.

    Raises
    ------
    InputError, NoData
        As `held_out`.
    """
    given = prior or Prior()
    normal = Prior(given.power, given.error, None, given.cells)
    alone = held_out(seen, None, normal, seed=seed)
    tied = held_out(seen, formula, normal, seed=seed)
    gains = tied.log_score - alone.log_score
    spread = float(gains.std(ddof=1) * np.sqrt(gains.size))
    return Compared(alone, tied, float(gains.sum()), spread)


def _year(
    reading: Reading, at: int, whole: float, prior: Prior, chance: np.random.Generator
) -> tuple[np.ndarray, float]:
    """Predictive draws of one year's price, and the log density of what was paid."""
    seen = reading.seen
    others = keep(reading, np.arange(seen.year.size) != at)
    log_weight = log_weights(others, prior)
    some = drawn(others, log_weight, prior, SAMPLES, chance)
    mean = seen.price[at] / seen.scale[at] - reading.rest[some.draw, some.cell, at]
    mean = mean + some.slope * reading.pull[some.cell, at]
    free = reading.freedom
    noise = chance.standard_normal(SAMPLES) if free is None else chance.standard_t(free, SAMPLES)
    score = whole - float(np.asarray(logsumexp(log_weight))) - float(np.log(seen.scale[at]))
    return seen.scale[at] * (mean + some.error * noise), score


def _within(interval: Estimate, price: float) -> bool:
    """Whether an interval holds a price."""
    return interval.low is not None and interval.high is not None and (
        interval.low <= price <= interval.high
    )  # fmt: skip
