"""For which products a state, or a group of states, depends on the outside world.

The European Commission's three criteria for any group of states, and the probability that a
product meets them when trade is known only up to noise: a fifth of the products that a yes or no
calls dependent are off the list a year later (Vicard and Wibaux 2023).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import (
    divide,
    refuse_negative,
    refuse_unless,
    total_of_known,
)
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

CHUNK = 8  # draws at a time: keeps 5,000 products within the cache of a processor
SLOTS = 8  # greatest suppliers that are drawn one by one; the others together


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Values that each criterion must exceed; the Commission's unless stated."""

    concentration: float = 0.4
    outside_share: float = 0.5
    imports_over_exports: float = 1.0


@dataclass(frozen=True, slots=True)
class Criteria:
    """The three criteria by product, and whether all are met (1, 0, NaN where unknown)."""

    concentration: Float[np.ndarray, " product"]
    outside_share: Float[np.ndarray, " product"]
    imports_over_exports: Float[np.ndarray, " product"]
    dependent: Float[np.ndarray, " product"]


@dataclass(frozen=True, slots=True)
class UncertainCriteria:
    """Probability of meeting each criterion and all three, and how many products do.

    `number` is an estimate of the count of dependent products; `error` is the greatest Monte
    Carlo standard error of a probability.
    """

    concentration: Float[np.ndarray, " product"]
    outside_share: Float[np.ndarray, " product"]
    imports_over_exports: Float[np.ndarray, " product"]
    dependent: Float[np.ndarray, " product"]
    number: Estimate
    error: float


@dataclass(frozen=True, slots=True)
class _Flows:
    """Posterior of the logarithms of the flows of each traded product.

    One row for each of the greatest suppliers, and a last one for all others together, by
    `product`. `mean` is relative to the product's greatest flow, `greatest`, so that single
    precision, twice as fast, is enough; minus infinity stands for no supplier. `evenness` is the
    sum of squares of the others over the square of their sum.
    """

    mean: np.ndarray
    deviation: np.ndarray
    greatest: np.ndarray
    evenness: np.ndarray
    product: np.ndarray


def dependency_criteria(
    imports: Float[np.ndarray, "product supplier"],
    exports: Float[np.ndarray, " product"],
    internal: Float[np.ndarray, " product"] | None = None,
    *,
    thresholds: Thresholds = Thresholds(),
) -> Criteria:
    r"""Criteria of dependence of a group of states on suppliers outside it, by product.

    .. math:: C_1 = \sum_j \left( \frac{M_j}{\sum_k M_k} \right)^2 > 0.4, \quad
        C_2 = \frac{\sum_j M_j}{\sum_j M_j + D} > 0.5, \quad
        C_3 = \frac{\sum_j M_j}{E + D} > 1

    *M* are imports from each outside supplier, *D* is trade among the members, *E* are exports
    to outside; a product is dependent if all three hold. :math:`C_3` compares imports with
    exports as a trace of what is made at home; output itself is not seen. For a single state
    :math:`D = 0` and the second criterion always holds, so single states and groups must not be
    compared by counts. Splitting a product into parts with the same suppliers changes nothing
    for either part; splitting it by supplier makes each part look concentrated.

    Parameters
    ----------
    imports : USD / year
        ``imports[p, j]``: what the group buys of product *p* from outside supplier *j*. NaN
        where unknown: such suppliers are left out, which raises the concentration.
    exports : USD / year
        To states outside the group.
    internal : USD / year
        Trade among members; 0 for a single state.
    thresholds : Thresholds
        Values to exceed.

    Returns
    -------
    criteria : Criteria, 1
        Concentration in (0, 1], outside share in [0, 1], imports over exports at least 0 (NaN
        without exports; the criterion then holds if anything is imported). `dependent` is NaN
        where nothing is imported from outside or a total is unknown.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    European Commission (2021). *Strategic dependencies and capacities*, SWD(2021) 352. The
    thresholds, and intra-group exports in the third denominator, are given from memory.
    Vicard, V. and Wibaux, P. (2023). EU strategic dependencies: a long view. CEPII Policy Brief
    2023-41 (instability of the list).

    Examples
    --------
    >>> found = dependency_criteria(np.array([[80.0, 20.0], [50.0, 50.0]]),
    ...                             np.array([30.0, 300.0]), np.array([20.0, 0.0]))
    >>> found.concentration.round(2).tolist(), found.dependent.tolist()
    ([0.68, 0.5], [1.0, 0.0])
    """
    internal = np.zeros_like(exports) if internal is None else internal
    refuse_negative("dependency_criteria", imports=imports, exports=exports, internal=internal)
    bought = total_of_known(imports, axis=1)
    concentration = total_of_known(divide(imports, bought[:, None]) ** 2, axis=1)
    outside = divide(bought, bought + internal)
    beyond = bought > thresholds.imports_over_exports * (exports + internal)
    met = (concentration > thresholds.concentration) & (outside > thresholds.outside_share)
    known = np.isfinite(concentration) & np.isfinite(exports) & np.isfinite(internal)
    dependent = np.where(known, (met & beyond).astype(float), np.nan)
    return Criteria(concentration, outside, divide(bought, exports + internal), dependent)


def dependency_probability(
    imports: Float[np.ndarray, "product supplier"],
    exports: Float[np.ndarray, " product"],
    internal: Float[np.ndarray, " product"] | None = None,
    *,
    sigma: float | Float[np.ndarray, "product supplier"],
    sigma_exports: float | Float[np.ndarray, " product"] = 0.0,
    sigma_internal: float | Float[np.ndarray, " product"] = 0.0,
    thresholds: Thresholds = Thresholds(),
    draws: int = 1000,
    seed: int = 0,
) -> UncertainCriteria:
    r"""Probability that a product meets the criteria when trade is measured with noise.

    .. math:: \ln M_{pj}^{(d)} = \mu_p + B (\ln M_{pj} - \mu_p) + \sqrt{B}\, \sigma z, \qquad
        B = \tau^2 / (\tau^2 + \sigma^2)

    Draws of what the true flows may be, given those measured: normal logs around the mean
    :math:`\mu_p` of the product's suppliers, whose true spread :math:`\tau` is estimated over
    all products as the measured spread less the noise. Without this step (:math:`B = 1`) noise
    would be added to data that already contain it, and probabilities would run over 20 points
    too high. Zeros stay zero: an unrecorded supplier is not found by noise. Errors are
    independent; a reporter that errs alike everywhere makes the count, not the single
    probability, less certain than stated. The noise is normal; where `Discrepancy.tail` is
    small, single probabilities are less extreme in truth.

    The eight greatest suppliers of a product are drawn one by one, the others as one log-normal
    sum with their mean and variance (Fenton 1960): they hold too little of a concentrated product
    to move a criterion. Probabilities differ by less than 0.02 from those with every supplier
    drawn.

    Parameters
    ----------
    imports, exports, internal : USD / year
        As `dependency_criteria`.
    sigma : 1, at least 0
        Scale of the log error of an import flow: one for all, or one for each, for example
        `steelyard.measures.noise.Discrepancy.sigma`.
    sigma_exports, sigma_internal : 1, at least 0
        The same for the totals of exports and of trade among members.
    thresholds : Thresholds
        Values to exceed.
    draws, seed : count
        Same seed, same probabilities.

    Returns
    -------
    probabilities : UncertainCriteria, 1, in [0, 1]
        NaN where `dependency_criteria` has no answer.

    Raises
    ------
    InputError
        If a value is negative or infinite, a flow above 0 has no sigma, or there are fewer than
        20 draws.

    References
    ----------
    Efron, B. and Morris, C. (1973). Stein's estimation rule and its competitors. *Journal of the
    American Statistical Association* 68(341), 117-130; European Commission (2021) as above.

    Examples
    --------
    >>> imports = np.array([[63.0, 37.0, 10.0], [90.0, 5.0, 5.0], [34.0, 33.0, 33.0]])
    >>> found = dependency_probability(imports, np.ones(3), sigma=0.3)
    >>> found.dependent.round(1).tolist(), found.number.text()
    ([0.9, 1.0, 0.0], '1.9 (1.0 to 2.0)')
    """
    internal = np.zeros_like(exports) if internal is None else internal
    point = dependency_criteria(imports, exports, internal, thresholds=thresholds)
    scales = {"sigma": sigma, "sigma_exports": sigma_exports, "sigma_internal": sigma_internal}
    refuse_negative("dependency_probability", **scales)
    _refuse_missing_sigma(imports, sigma, draws)
    flows = _posterior(imports, np.broadcast_to(np.asarray(sigma, dtype=float), imports.shape))
    random = np.random.default_rng(seed)
    met = np.zeros((4, exports.size))
    number = np.empty(draws)
    totals = ((exports, sigma_exports), (internal, sigma_internal))
    for first in range(0, draws, CHUNK):
        count = min(CHUNK, draws - first)
        sold, among = (_noisy(random, count, total, scale) for total, scale in totals)
        concentration, bought = _draw(flows, random, count, exports.size)
        passed = (
            concentration > thresholds.concentration,
            bought > thresholds.outside_share * (bought + among),
            bought > thresholds.imports_over_exports * (sold + among),
        )
        every = passed[0] & passed[1] & passed[2]
        for kind, held in enumerate((*passed, every)):
            met[kind] += held.sum(axis=0)
        known = np.isfinite(point.dependent)
        number[first : first + count] = (every & known).sum(axis=1)
    share = np.where(np.isnan(point.dependent), np.nan, met / draws)
    return UncertainCriteria(
        *share,
        number=estimate_from_draws(float(number.mean()), number, basis="noise of trade values"),
        error=float(np.sqrt(np.nanmax(share[3] * (1 - share[3]), initial=0.0) / draws)),
    )


def _posterior(imports: np.ndarray, sigma: np.ndarray) -> _Flows:
    """What the logs of the flows above 0 may be in truth: shrunk to the product's mean."""
    product, supplier = np.nonzero(np.nan_to_num(imports) > 0)
    log, noise = np.log(imports[product, supplier]), sigma[product, supplier]
    start = np.flatnonzero(np.diff(product, prepend=-1))
    number = np.diff(start, append=product.size)
    mean = np.repeat(np.add.reduceat(log, start) / number, number) if log.size else log
    freedom = log.size - start.size
    measured = ((log - mean) ** 2).sum() / freedom if freedom else 0.0
    spread = max(measured - float((noise**2).mean()) if log.size else 0.0, 0.0)
    keep = divide(spread, spread + noise**2) if freedom else np.ones_like(log)
    keep = np.where(np.isnan(keep) | (np.repeat(number, number) == 1), 1.0, keep)
    mean, deviation = mean + keep * (log - mean), np.sqrt(keep) * noise
    if not log.size:
        slots, none = np.zeros((SLOTS + 1, 0)), np.zeros(0)
        return _Flows(slots, slots, none, none, start)
    greatest = np.maximum.reduceat(mean, start)
    row = np.repeat(np.arange(start.size), number)
    place = np.arange(product.size) - np.repeat(start, number)
    means = np.full((start.size, max(int(number.max()), SLOTS + 1)), -np.inf)
    spreads = np.zeros_like(means)
    means[row, place] = mean - np.repeat(greatest, number)
    spreads[row, place] = deviation
    return _ranked(means, spreads, greatest, product[start])


def _ranked(
    means: np.ndarray, spreads: np.ndarray, greatest: np.ndarray, product: np.ndarray
) -> _Flows:
    """The greatest flows of each product, and those beyond the last slot as one log-normal sum."""
    order = np.argpartition(-means, SLOTS, axis=1)
    first, rest = order[:, :SLOTS], order[:, SLOTS:]
    level, spread, evenness = _others(
        np.take_along_axis(means, rest, 1), np.take_along_axis(spreads, rest, 1)
    )
    mean = np.column_stack([np.take_along_axis(means, first, 1), level]).T
    deviation = np.column_stack([np.take_along_axis(spreads, first, 1), spread]).T
    single = np.float32
    return _Flows(
        np.ascontiguousarray(mean, dtype=single),
        np.ascontiguousarray(deviation, dtype=single),
        greatest,
        evenness.astype(single),
        product,
    )


def _others(means: np.ndarray, spreads: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log mean and deviation of a sum of log-normal flows with its mean and variance, evenness."""
    expected = np.exp(means + spreads**2 / 2)
    total = expected.sum(axis=1)
    variance = (expected**2 * np.expm1(spreads**2)).sum(axis=1)
    squares = variance + (expected**2).sum(axis=1)
    spread = np.log1p(np.nan_to_num(divide(variance, total**2)))
    level = np.log(total, where=total > 0, out=np.full(total.shape, -np.inf))
    return level - spread / 2, np.sqrt(spread), np.nan_to_num(divide(squares, total**2 + variance))


def _draw(
    flows: _Flows, random: np.random.Generator, count: int, products: int
) -> tuple[np.ndarray, np.ndarray]:
    """Concentration and imports of every product in `count` draws; 0 where not traded."""
    concentration, bought = np.zeros((2, count, products))
    if flows.product.size:
        value = random.standard_normal((count, *flows.mean.shape), dtype=np.float32)
        value *= flows.deviation
        value += flows.mean
        np.exp(value, out=value)
        total = value.sum(axis=1)
        value *= value
        value[:, SLOTS] *= flows.evenness
        concentration[:, flows.product] = value.sum(axis=1) / total**2
        bought[:, flows.product] = total * np.exp(flows.greatest)
    return concentration, bought


def _noisy(random: np.random.Generator, count: int, total: np.ndarray, sigma: object) -> np.ndarray:
    """Draws of a total around what was measured."""
    scale = np.broadcast_to(np.asarray(sigma, dtype=float), total.shape)
    if not scale.any():
        return np.broadcast_to(total, (count, total.size))
    return total * np.exp(scale * random.standard_normal((count, total.size)))


def _refuse_missing_sigma(imports: np.ndarray, sigma: object, draws: int) -> None:
    """Raise if a flow has no known noise, or the draws are too few for an interval."""
    scale = np.broadcast_to(np.asarray(sigma, dtype=float), imports.shape)
    missing = int(((np.nan_to_num(imports) > 0) & np.isnan(scale)).sum())
    refuse_unless(
        missing == 0 and draws >= 20,
        where="dependency_probability",
        found=f"{missing} flows without sigma, {draws} draws",
        expected="a sigma for each flow above 0, and at least 20 draws",
        remedy="Use the noise of flows of the same size, or leave the flow out with a reason.",
    )
