"""Gravity: what two states' size and closeness to all others lead to expect between them.

Poisson pseudo-maximum likelihood with an effect for each exporter and each importer. Written
here because the library for it draws in about 50 packages and 590 MB for one regression that
the structure of the two effects makes short; a golden test holds it to that library's numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_negative, refuse_unless

MOST_STEPS = 60
CLOSE = 1e-10  # relative change of the deviance at which the solution is taken
LEAST_STATES = 10
LEAST_FREE = 0.05  # part of a flow that its own state's effects do not take up


@dataclass(frozen=True, slots=True)
class Gravity:
    """Coefficients with standard errors clustered by pair, and expected flows.

    `expected` is known for every pair of states that have effects, also for pairs that were
    left out of the fit; `error` is the standard error of its logarithm, for the pairs asked for,
    with residuals of influential flows enlarged by what they take up (HC3).
    `residual` is the largest relative gap between a state's observed and expected total.
    `covariance` is that of the coefficients, likewise with leverage undone, for draws: effects of
    all states take up so much that intervals from the usual errors covered 80 % instead of 90.
    """

    names: tuple[str, ...]
    coefficients: tuple[float, ...]
    standard_errors: tuple[float, ...]
    expected: Float[np.ndarray, "exporter importer"]
    error: tuple[float, ...]
    observations: int
    steps: int
    residual: float
    covariance: Float[np.ndarray, "tie tie"]


def gravity(
    flows: Float[np.ndarray, "exporter importer"],
    ties: dict[str, Float[np.ndarray, "exporter importer"]],
    *,
    left_out: Bool[np.ndarray, "exporter importer"] | None = None,
    pairs: tuple[tuple[int, int], ...] = (),
    errors: bool = True,
    own: bool = False,
    by_pair: bool = True,
) -> Gravity:
    r"""Expected trade of every pair, from exporter, importer and what ties or parts the two.

    .. math:: E[X_{ij}] = \exp(\alpha_i + \beta_j + z_{ij}'\delta)

    The effects hold all that makes a state sell or buy much, its remoteness included, so no GDP
    is needed (Fally 2015). Flows of 0 count, absent ones do not. With `left_out` the flow of a
    pair has no part in what is expected of it: both states' effects come from their other trade.

    Parameters
    ----------
    flows : USD / year, at least 0
        NaN where absent; the diagonal is left out, unless `own` is wanted.
    ties : by name
        Such as the logarithm of distance, or 1 for neighbours. NaN leaves a pair out.
    left_out : bool
        Pairs kept out of the fit; their expected flow is still given.
    pairs : (exporter, importer)
        For which the error of the expected flow is wanted.
    errors : bool
        Whether standard errors are wanted at all; NaN where not.
    own : bool
        Whether what a state sells to itself, on the diagonal, is in the fit as well.
    by_pair : bool
        Whether errors of a pair's two directions may go together (clustered); else they are only
        robust to unequal spread.

    Returns
    -------
    gravity : Gravity
        NaN where a state has no trade or a tie is absent.

    Raises
    ------
    InputError
        If fewer than 10 states trade, a flow is negative, or the fit does not converge (law 7).

    References
    ----------
    Santos Silva, J. M. C. and Tenreyro, S. (2006). The log of gravity. *Review of Economics and
    Statistics* 88(4), 641-658. Fally, T. (2015). Structural gravity and fixed effects. *Journal
    of International Economics* 97(1), 76-85. Correia, S., Guimaraes, P. and Zylkin, T. (2020).
    *Stata Journal* 20(1), 95-115. Cameron, A. C. and Miller, D. L. (2014). Robust inference for
    dyadic data (clustering by pair).

    Examples
    --------
    >>> random = np.random.default_rng(1)
    >>> distance = np.abs(np.subtract.outer(*[np.arange(1.0, 13.0)] * 2)) + 1.0
    >>> flows = np.outer(np.arange(1.0, 13.0), np.arange(2.0, 14.0)) / distance
    >>> fit = gravity(flows, {"ln distance": np.log(distance)})
    >>> round(fit.coefficients[0], 6)
    -1.0
    """
    refuse_negative("gravity", flows=flows[np.isfinite(flows)])
    used = _used(flows, ties, left_out, own)
    sellers, buyers = _trading(flows, used)
    used &= sellers[:, None] & buyers[None, :]
    refuse_unless(
        min(int(sellers.sum()), int(buyers.sum())) >= LEAST_STATES,
        where="gravity",
        found=f"{int(sellers.sum())} exporters and {int(buyers.sum())} importers with trade",
        expected=f"at least {LEAST_STATES} of each",
        remedy="Give the whole matrix of a year, not a region of it.",
    )
    rows, columns = np.flatnonzero(sellers), np.flatnonzero(buyers)
    y, w = flows[np.ix_(rows, columns)], used[np.ix_(rows, columns)]
    z = np.stack([ties[name][np.ix_(rows, columns)] for name in ties], axis=-1)
    centred = np.nan_to_num(z - z[w].mean(axis=0))
    solution = _solve(np.where(w, y, 0.0), w, centred)
    inside = np.exp(_linear(solution.values, centred, rows.size, columns.size))
    inside[np.isnan(z).any(axis=-1)] = np.nan
    expected = np.full(flows.shape, np.nan)
    expected[np.ix_(rows, columns)] = inside
    if not own:
        np.fill_diagonal(expected, np.nan)
    first = rows.size + columns.size - 1
    spread = inflated = np.full((len(ties), len(ties)), np.nan)
    error = (float("nan"),) * len(pairs)
    if errors:
        cluster = _clusters(rows, columns, by_pair)
        plain, covariance = _covariance(np.where(w, y, 0.0), w, centred, solution, cluster)
        spread, inflated = plain[first:, first:], covariance[first:, first:]
        error = tuple(
            _error(covariance, centred, _inside(pair, rows, columns), rows.size)
            if np.isfinite(expected[pair])
            else float("nan")
            for pair in pairs
        )
    return Gravity(
        tuple(ties),
        tuple(solution.values[first:].tolist()),
        tuple(np.sqrt(np.diag(spread)).tolist()),
        expected,
        error,
        int(w.sum()),
        solution.steps,
        solution.residual,
        inflated,
    )


def _inside(pair: tuple[int, int], rows: np.ndarray, columns: np.ndarray) -> tuple[int, int]:
    """Place of a pair among states that trade."""
    return int(np.searchsorted(rows, pair[0])), int(np.searchsorted(columns, pair[1]))


def _used(
    flows: np.ndarray, ties: dict[str, np.ndarray], left_out: np.ndarray | None, own: bool
) -> np.ndarray:
    """Pairs that enter the fit."""
    known = np.isfinite(flows) & np.all([np.isfinite(tie) for tie in ties.values()], axis=0)
    if not own:
        np.fill_diagonal(known, False)
    return known if left_out is None else known & ~left_out


def _trading(flows: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """States that sell, and states that buy, to and from one another: others have no effect."""
    sellers: np.ndarray = np.ones(flows.shape[0], dtype=bool)
    buyers: np.ndarray = sellers
    while True:
        inside = used & sellers[:, None] & buyers[None, :]
        positive = inside & (np.nan_to_num(flows) > 0)
        now = np.asarray(positive.any(axis=1)), np.asarray(positive.any(axis=0))
        if (now[0] == sellers).all() and (now[1] == buyers).all():
            return sellers, buyers
        sellers, buyers = now


@dataclass(frozen=True, slots=True)
class _Solution:
    """Parameters in the order exporters, importers but the first, ties; and how it ended."""

    values: np.ndarray
    steps: int
    residual: float


def _linear(values: np.ndarray, z: np.ndarray, sellers: int, buyers: int) -> np.ndarray:
    """Logarithm of the expected flow."""
    of_buyers = np.append(0.0, values[sellers : sellers + buyers - 1])
    return values[:sellers, None] + of_buyers[None, :] + z @ values[sellers + buyers - 1 :]


def _solve(y: np.ndarray, w: np.ndarray, z: np.ndarray) -> _Solution:
    """Newton's steps with halving; the likelihood is concave, so any start will do."""
    sellers, buyers = y.shape
    start = np.log(y.sum(axis=1) / w.sum(axis=1))
    of_buyers = np.log(y.sum(axis=0) / np.maximum(w.sum(axis=0), 1))
    values = np.concatenate([start, of_buyers[1:] - of_buyers[0], np.zeros(z.shape[-1])])
    values[:sellers] += of_buyers[0] - np.log(y[w].mean())

    def likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        linear = _linear(parameters, z, sellers, buyers)
        mean = np.where(w, np.exp(np.minimum(linear, 700.0)), 0.0)
        return float((y * linear)[w].sum() - mean.sum()), mean

    best, mean = likelihood(values)
    steps = 0
    while steps < MOST_STEPS:
        steps += 1
        step = _newton(mean, z, _score(y - mean, z))
        length = 1.0
        while True:
            tried, new_mean = likelihood(values + length * step)
            if tried >= best or length < 1e-6:
                break
            length /= 2
        values, mean, gain, best = values + length * step, new_mean, tried - best, tried
        if abs(gain) <= CLOSE * abs(best) and length == 1.0:
            break
    gaps = [np.abs(y.sum(axis=k) - mean.sum(axis=k)) / y.sum(axis=k) for k in (0, 1)]
    residual = float(max(gap.max() for gap in gaps))
    refuse_unless(
        residual < 1e-5,
        where="gravity",
        found=f"totals are off by {residual:.1e} after {steps} steps",
        expected="expected totals that equal the observed ones",
        remedy="Drop ties that are the same for all pairs of a state, or states with few flows.",
    )
    return _Solution(values, steps, residual)


def _newton(mean: np.ndarray, z: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Information inverted on the score; exporters do not touch each other and go first."""
    sellers, matrix = mean.shape[0], _information(mean, z)
    own, across, rest = np.diag(matrix)[:sellers], matrix[:sellers, sellers:], sellers
    scaled = across / own[:, None]
    left = matrix[rest:, rest:] - across.T @ scaled
    others = np.linalg.solve(left, score[rest:] - scaled.T @ score[:sellers])
    return np.concatenate([score[:sellers] / own - scaled @ others, others])


def _score(gap: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Gradient of the likelihood."""
    ties = np.tensordot(gap, z, axes=([0, 1], [0, 1]))
    return np.concatenate([gap.sum(axis=1), gap.sum(axis=0)[1:], ties])


def _information(mean: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Minus the second derivative, from the structure of the effects."""
    sellers, buyers = mean.shape
    size, first = sellers + buyers - 1 + z.shape[-1], sellers + buyers - 1
    matrix = np.zeros((size, size))
    weighted = mean[..., None] * z
    matrix[:sellers, :sellers] = np.diag(mean.sum(axis=1))
    matrix[sellers:first, sellers:first] = np.diag(mean.sum(axis=0)[1:])
    matrix[:sellers, sellers:first] = mean[:, 1:]
    matrix[:sellers, first:] = weighted.sum(axis=1)
    matrix[sellers:first, first:] = weighted.sum(axis=0)[1:]
    upper = np.triu(matrix, 1)
    matrix = np.diag(np.diag(matrix)) + upper + upper.T
    matrix[first:, first:] = np.tensordot(weighted, z, axes=([0, 1], [0, 1]))
    return matrix


def _clusters(rows: np.ndarray, columns: np.ndarray, by_pair: bool) -> np.ndarray:
    """Number of the cluster of each flow: its pair in either direction, or the flow alone."""
    if not by_pair:
        return np.arange(rows.size * columns.size).reshape(rows.size, columns.size)
    low = np.minimum(rows[:, None], columns[None, :])
    return low * (int(max(rows.max(), columns.max())) + 1) + np.maximum(
        rows[:, None], columns[None, :]
    )


def _covariance(
    y: np.ndarray, w: np.ndarray, z: np.ndarray, solution: _Solution, cluster: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Sandwich clustered by pair in either direction: as it is, and with leverage undone."""
    mean = np.where(w, np.exp(_linear(solution.values, z, *y.shape)), 0.0)
    bread = np.linalg.inv(_information(mean, z))
    gap = np.where(w, y - mean, 0.0)
    free = np.maximum(1.0 - mean * _leverage(bread, z, *y.shape), LEAST_FREE)
    plain, adjusted = (
        bread @ _meat(residual, w, z, cluster) @ bread for residual in (gap, gap / free)
    )
    return plain, adjusted


def _leverage(bread: np.ndarray, z: np.ndarray, sellers: int, buyers: int) -> np.ndarray:
    """Variance of the linear index of every pair, per unit of dispersion."""
    first = sellers + buyers - 1
    of_buyers = np.zeros((buyers, bread.shape[0]))
    of_buyers[1:] = bread[sellers:first]
    own = np.append(0.0, np.diag(bread)[sellers:first])
    index = np.diag(bread)[:sellers, None] + own[None, :]
    index = index + 2 * of_buyers[:, :sellers].T
    with_ties = bread[:sellers, None, first:] + of_buyers[None, :, first:]
    index = index + 2 * (with_ties * z).sum(axis=-1)
    return index + np.einsum("ijk,kl,ijl->ij", z, bread[first:, first:], z)


def _meat(gap: np.ndarray, w: np.ndarray, z: np.ndarray, cluster: np.ndarray) -> np.ndarray:
    """Outer product of the scores, summed within pairs."""
    from scipy.sparse import csr_array

    sellers, buyers = gap.shape
    first = sellers + buyers - 1
    i, j = np.nonzero(w)
    value, (_, row) = gap[i, j], np.unique(cluster[i, j], return_inverse=True)
    ties = range(z.shape[-1])
    place = [row, row[j > 0], *([row] * z.shape[-1])]
    column = [i, sellers + j[j > 0] - 1, *(np.full(i.size, first + k) for k in ties)]
    parts = [value, value[j > 0], *(value * z[i, j, k] for k in ties)]
    scores = csr_array(
        (np.concatenate(parts), (np.concatenate(place), np.concatenate(column))),
        shape=(int(row.max()) + 1, first + z.shape[-1]),
    )
    return (scores.T @ scores).toarray()


def _error(covariance: np.ndarray, z: np.ndarray, place: tuple[int, int], sellers: int) -> float:
    """Standard error of the logarithm of one expected flow."""
    i, j = place
    row = np.zeros(covariance.shape[0])
    row[i] = 1.0
    if j > 0:
        row[sellers + j - 1] = 1.0
    row[-z.shape[-1] :] = z[i, j]
    return float(np.sqrt(max(row @ covariance @ row, 0.0)))
