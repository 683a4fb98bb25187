"""How strong the seller is: bargaining power estimated from prices that were paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from steelyard.measures.interval import FEWEST_DRAWS, LEVEL, estimate_from_draws
from steelyard.models.energy.bargain.likelihood import (
    Prior,
    Reading,
    Seen,
    bargain_reading,
    by_error,
    errors_of,
    given_error,
    keep,
    refuse_unusable,
)
from steelyard.vocabulary.errors import InputError, NotConverged
from steelyard.vocabulary.estimate import Estimate, absent, exact

FEWEST_CELLS = 2.5  # cells that a 90 % interval must span
MOST_FINER = 16  # times as many cells at most, so that it does


@dataclass(frozen=True, slots=True, eq=False)
class Power:
    """What prices say of the seller's power.

    Parameters
    ----------
    estimate : Estimate, 1
        Posterior mean with its 90 % interval.
    cell, weight : 1, [cell]
        Middles of cells and their posterior probabilities.
    draw_weight : 1, [draw]
        Posterior probability of each draw of reservation prices.
    effective_draws : draws
        1 / sum of squared weights. Where few are left, the interval rests on few worlds and is too
        narrow: take more draws.
    refuted : 1
        Part of the draws that leave no room for a deal in some year.
    contraction : 1
        1 less the posterior variance in parts of the prior's: 0 where prices say nothing.
    error : Estimate, 1
        Size of the yearly error, in parts of the price.
    by_year : Estimate, one a year
        Power that this year's price alone implies, (p - r_S) / (r_B - r_S) over the draws, without
        error of the price: outside [0, 1] where no power explains it.
    log_evidence : 1
        Log probability of the prices, for comparing readings of the same prices.
    """

    estimate: Estimate
    cell: Float[np.ndarray, " cell"]
    weight: Float[np.ndarray, " cell"]
    draw_weight: Float[np.ndarray, " draw"]
    effective_draws: float
    refuted: float
    contraction: float
    error: Estimate
    by_year: tuple[Estimate, ...]
    log_evidence: float


def power_of(seen: Seen, prior: Prior | None = None) -> Power:
    r"""Posterior of the seller's power from prices and reservation prices.

    .. math:: y_t = b\,r_{B,t}^{(d)} + (1 - b)\,r_{S,t}^{(d)} + s\,c_t\,\varepsilon_t, \qquad
        p(b, s, d \mid y) \propto \pi(b)\,\pi(s) \prod_t p(y_t \mid b, s, d)

    on a grid of *b* and *s*, exact but for the cells, summed over draws *d* of costs and
    elasticities that all years share: a draw under which the prices fit no power loses weight, so
    that prices teach about costs too. :math:`c_t` is the mean middle of the reservation prices.

    What it does not say: contracts are not renegotiated each year. A gas price tied to oil with a
    lag moves with oil whatever the reservation prices do, and a *b* fitted to it is the mean of
    bargains struck earlier; `formula.power_with_formula` is the other reading, and
    `held_out.compare` says which foretells better. Errors are independent between years, so a
    misjudged cost that lasts should be in the draws, not in the error.

    Parameters
    ----------
    seen : Seen
    prior : Prior
        Uniform power and normal errors of about a tenth without one.

    Returns
    -------
    power : Power

    Raises
    ------
    InputError
        If `likelihood.refuse_unusable` refuses what was seen or the prior.
    NoData
        If every draw leaves some year without room for a deal.
    NotConverged
        If the 90 % interval spans fewer than 2.5 cells.

    References
    ----------
    Grennan, M. (2013). Price discrimination and bargaining. *American Economic Review* 103(1),
    145-177 (estimated bargaining weights); Gelman, A. et al. (2013). *Bayesian Data Analysis*, ch.
    3 (grids).

    Examples
    --------
    Ten years in which the seller got about a quarter of what there was:

    >>> chance = np.random.default_rng(1)
    >>> least = np.full((40, 10), 200.0) + 5.0 * chance.standard_normal((40, 1))
    >>> paid = 250.0 + 10.0 * chance.standard_normal(10)
    >>> found = power_of(Seen(np.arange(2010, 2020), paid, least + 200.0, least))
    >>> found.estimate.text(), found.refuted
    ('0.24 (0.20 to 0.29)', 0.0)
    """
    prior = prior or Prior()
    refuse_unusable(seen, prior)
    reading, log_weight, log_sizes = _fitted(seen, prior)
    total = float(np.asarray(logsumexp(log_weight)))
    posterior = np.exp(log_weight - total)
    cells, draws = posterior.sum(axis=0), posterior.sum(axis=1)
    return Power(
        estimate_of_cells(reading.power, cells, "error of yearly prices and draws of "
                          "reservation prices"),
        reading.power, cells, draws, float(1 / (draws**2).sum()),
        float(1 - seen.possible.mean()),
        1 - _variance(reading.power, cells) / _variance(reading.power, np.exp(reading.log_prior)),
        _error(log_sizes - total, prior, seen.year.size), implied(seen),
        total - float(np.log(seen.scale).sum()),
    )  # fmt: skip


def _fitted(seen: Seen, prior: Prior, finer: int = 1) -> tuple[Reading, np.ndarray, np.ndarray]:
    """Reading with log weights of its cells and of errors, in cells fine enough."""
    reading = bargain_reading(seen, prior, finer)
    log_weight, log_sizes = by_error(keep(reading, np.ones(seen.year.size, dtype=bool)), prior)
    cells = np.exp(log_weight - log_weight.max()).sum(axis=0)
    if finer < MOST_FINER and spanned(reading.power, cells) < FEWEST_CELLS:
        return _fitted(seen, prior, 2 * finer)
    return reading, log_weight, log_sizes


def spanned(middle: np.ndarray, weight: np.ndarray) -> float:
    """Cells that the 90 % interval spans."""
    low, high = _quantiles(middle, weight, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return (high - low) / float(middle[1] - middle[0])


def estimate_of_cells(middle: np.ndarray, weight: np.ndarray, basis: str) -> Estimate:
    """Mean and central 90 % interval of equal cells with these probabilities."""
    ends = _quantiles(middle, weight, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    cells = spanned(middle, weight)
    if cells < FEWEST_CELLS:
        raise NotConverged(
            where="power of the seller",
            found=f"an interval of {cells:.1f} cells",
            residual=1 / cells,
            expected=f"at least {FEWEST_CELLS:g} cells (law 7)",
            remedy="Take more cells, or a larger error in the prior.",
        )
    mean = float(middle @ weight)
    return Estimate(mean, min(ends[0], mean), max(ends[1], mean), LEVEL, basis, "estimated")


def _quantiles(middle: np.ndarray, weight: np.ndarray, parts: list[float]) -> list[float]:
    """Quantiles of equal cells, straight within each."""
    half = (middle[1] - middle[0]) / 2
    edges = np.concatenate([[middle[0] - half], middle + half])
    below = np.concatenate([[0.0], np.cumsum(weight)])
    return [float(each) for each in np.interp(parts, below / below[-1], edges)]


def _variance(middle: np.ndarray, weight: np.ndarray) -> float:
    """Variance of cells, with that within each."""
    mean = middle @ weight
    return float(weight @ (middle - mean) ** 2 + (middle[1] - middle[0]) ** 2 / 12)


def _error(log_weight: np.ndarray, prior: Prior, years: int) -> Estimate:
    """Posterior of the size of the error."""
    sizes, _ = errors_of(prior)
    weight = np.exp(log_weight)
    low, high = np.exp(_quantiles(np.log(sizes), weight, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    mean = float(sizes @ weight)
    basis = f"prices of {years} years"
    return Estimate(mean, min(float(low), mean), max(float(high), mean), LEVEL, basis, "estimated")


def implied(seen: Seen) -> tuple[Estimate, ...]:
    """Power that each year's price alone implies, over the draws that leave room for a deal."""
    room = seen.highest - seen.least
    found = []
    for at in range(seen.year.size):
        fits = room[:, at] > 0
        values = (seen.price[at] - seen.least[fits, at]) / room[fits, at]
        basis = f"{values.size} draws of reservation prices; no error of the price"
        if not values.size:
            found.append(absent("no draw leaves room for a deal"))
        elif values.size < FEWEST_DRAWS:
            found.append(exact(float(np.median(values)), basis, "estimated"))
        else:
            middle = float(np.median(values))
            found.append(estimate_from_draws(middle, values, basis=basis, next_draw=True))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Regimes:
    """Power before a date and from it on, with the error and the draws in common.

    `fell` is the probability that it is lower from the date on; `change` is after less before.
    """

    date: int
    before: Estimate
    after: Estimate
    change: Estimate
    fell: float
    log_evidence: float


def regimes(seen: Seen, date: int, prior: Prior | None = None) -> Regimes:
    r"""Power before and after a date that is set beforehand, and whether it fell.

    .. math:: P(b_2 < b_1 \mid y) = \sum_{d, s} \pi(s) \sum_{b_2 < b_1}
        \pi(b_1) \pi(b_2)\, p(y_{t < E} \mid b_1, s, d)\, p(y_{t \ge E} \mid b_2, s, d)

    The two powers are independent beforehand, so `fell` is a half without prices. A date found by
    looking at the same prices makes it too sure.

    Parameters
    ----------
    seen : Seen
    date : calendar
        First year of the later regime.
    prior : Prior

    Returns
    -------
    regimes : Regimes

    Raises
    ------
    InputError
        If a regime has no year, or what `power_of` refuses.
    NoData, NotConverged
        As `power_of`.

    References
    ----------
    Kass, R. and Raftery, A. (1995). Bayes factors. *JASA* 90(430), 773-795 (comparing
    `log_evidence` with that of one regime).

    Examples
    --------
    >>> least, paid = np.full((1, 8), 200.0), np.array([300.0, 310, 290, 305, 240, 250, 235, 245])
    >>> found = regimes(Seen(np.arange(2018, 2026), paid, least + 200.0, least), 2022)
    >>> found.before.text(), found.after.text(), found.fell > 0.99
    ('0.51 (0.47 to 0.55)', '0.21 (0.17 to 0.25)', True)
    """
    prior = prior or Prior()
    refuse_unusable(seen, prior)
    later = seen.year >= date
    if later.all() or not later.any():
        raise InputError(where=f"regimes at {date}", found=f"years {seen.year[0]} to "
                         f"{seen.year[-1]}", expected="a price on either side of the date",
                         remedy="Choose a date within the years.")  # fmt: skip
    cell, joint, log_evidence = _joint(seen, later, prior)
    steps, gap = _change(cell, joint)
    basis = "error of yearly prices and draws of reservation prices, shared by both regimes"
    return Regimes(
        date,
        estimate_of_cells(cell, joint.sum(axis=1), basis),
        estimate_of_cells(cell, joint.sum(axis=0), basis),
        estimate_of_cells(steps, gap, basis),
        float(gap[: cell.size - 1].sum() + gap[cell.size - 1] / 2),
        log_evidence - float(np.log(seen.scale).sum()),
    )  # fmt: skip


def _change(cell: np.ndarray, joint: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steps from before to after, and their probabilities."""
    places = np.arange(1 - cell.size, cell.size)
    gap = np.array([np.trace(joint, int(place)) for place in places])
    return places * float(cell[1] - cell[0]), gap


def _joint(
    seen: Seen, later: np.ndarray, prior: Prior, finer: int = 1
) -> tuple[np.ndarray, np.ndarray, float]:
    """Cells, the posterior of both powers, [before, after], and the log of its total."""
    reading = bargain_reading(seen, prior, finer)
    possible = reading.seen.possible
    kept, parts = [keep(reading, years) for years in (~later, later)], []
    for size, log_weight in zip(*errors_of(prior), strict=True):
        sides = [(given_error(each, float(size)) + reading.log_prior)[possible] for each in kept]
        top = [side.max(axis=1, keepdims=True) for side in sides]
        first, second = (np.exp(side - most) for side, most in zip(sides, top, strict=True))
        parts.append((first, second, log_weight + (top[0] + top[1])[:, 0]))
    most = max(float(each.max()) for *_, each in parts)
    joint = sum((first * np.exp(each - most)[:, None]).T @ second for first, second, each in parts)
    total = float(np.sum(joint))
    joint = np.asarray(joint) / total
    spans = [spanned(reading.power, joint.sum(axis=at)) for at in (0, 1)]
    spans.append(spanned(*_change(reading.power, joint)))  # what both share cancels in it
    if min(spans) < FEWEST_CELLS and finer < MOST_FINER:
        return _joint(seen, later, prior, 2 * finer)
    return reading.power, joint, float(np.log(total)) + most - float(np.log(possible.size))
