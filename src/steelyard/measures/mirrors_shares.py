"""Partner shares as intervals where part of the flows was imputed.

Draws are made once for all missing flows, so that the shares of two states can be paired and an
error that both have in common counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import divide, refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.measures.mirrors import Imputation
from steelyard.vocabulary.estimate import Estimate

Direction = Literal["exports", "imports", "trade"]

DRAWS = 1000
TAIL = (1 - LEVEL) / 2


@dataclass(frozen=True, slots=True)
class ImputedDraws:
    """Draws of all imputed flows together, so that shares of two states can be paired."""

    imputation: Imputation
    exporter: Int[np.ndarray, " flow"]
    importer: Int[np.ndarray, " flow"]
    values: Float[np.ndarray, "draw flow"]


@dataclass(frozen=True, slots=True)
class ShareBounds:
    """Partner shares of one state: bounds, point and 90 % interval, by partner.

    `bound_low`: every missing flow at its last known level, or at the 95 % quantile of its error
    if that is more. `bound_high`: nothing is missing but the flow itself. `missing` is the part
    of the total, at the point, that was imputed.
    """

    bound_low: Float[np.ndarray, " partner"]
    low: Float[np.ndarray, " partner"]
    point: Float[np.ndarray, " partner"]
    high: Float[np.ndarray, " partner"]
    bound_high: Float[np.ndarray, " partner"]
    made: Bool[np.ndarray, " partner"]
    missing: float
    basis: str

    def estimate(self, partner: int) -> Estimate:
        """Share of one partner as an estimate with its 90 % interval."""
        numbers = (self.point[partner], self.low[partner], self.high[partner])
        if not np.isfinite(numbers[0]):
            return Estimate(None, None, None, None, "absent: the flow was never known")
        point, low, high = (float(number) for number in numbers)
        return Estimate(point, low, high, LEVEL, self.basis, "estimated")

    def bounds(self, partner: int) -> Estimate:
        """Share of one partner between its bounds, which are not quantiles."""
        numbers = (self.point[partner], self.bound_low[partner], self.bound_high[partner])
        if not np.isfinite(numbers[0]):
            return Estimate(None, None, None, None, "absent: the flow was never known")
        point, low, high = (float(number) for number in numbers)
        basis = "bounds: missing flows at most at their last level or more, at least 0"
        return Estimate(point, low, high, None, basis, "estimated")


def draw_missing(
    imputation: Imputation,
    *,
    states: Sequence[int] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> ImputedDraws:
    r"""Draws of every imputed flow from the distribution of the method's errors.

    .. math:: X^{(d)}_{ij} = \hat X_{ij} e^{\sigma_{ij} (Q_u(\Phi(z^{(d)}_{ij})) - med(u))},
        \quad z_{ij} = \sqrt{1 - 2\rho}\, \epsilon_{ij} + \sqrt{\rho}\, (\alpha_i + \beta_j)

    No draw exceeds the flow's ceiling (`impute`). Errors of flows that share a state go together
    with correlation :math:`\rho`, as they did when flows were hidden.

    Parameters
    ----------
    imputation : Imputation
    states : indices, optional
        Draw only flows from or to these states; all flows where not given.
    draws, seed : count
        Same seed and states, same draws.

    Returns
    -------
    draws : ImputedDraws, USD / year

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Nelsen, R. B. (2006). *An Introduction to Copulas*, 2nd ed., ch. 2 (Gaussian copula with
    empirical margins).

    Examples
    --------
    >>> from steelyard.measures.mirrors import impute
    >>> random = np.random.default_rng(0)
    >>> last = random.lognormal(5, 1, (30, 30))
    >>> now = 1.5 * last * random.lognormal(0, 0.1, last.shape)
    >>> now[2, 3] = np.nan
    >>> draw_missing(impute(now, last, missing=np.isnan(now)), draws=50).values.shape
    (50, 1)
    """
    wanted = imputation.made
    if states is not None:
        near = np.zeros(len(wanted), dtype=bool)
        near[list(states)] = True
        wanted = wanted & (near[:, None] | near[None, :])
    exporter, importer = np.nonzero(wanted)
    random = np.random.default_rng(seed)
    own = random.standard_normal((draws, exporter.size))
    number = len(imputation.flows)
    sold, bought = random.standard_normal((2, draws, number))
    rho = imputation.common
    normal = np.sqrt(1 - 2 * rho) * own + np.sqrt(rho) * (sold[:, exporter] + bought[:, importer])
    scaled = _to_errors(normal, imputation.error) - np.median(imputation.error)
    point = imputation.flows[exporter, importer]
    values = point * np.exp(imputation.spread[exporter, importer] * scaled)
    values = np.minimum(values, imputation.ceiling[exporter, importer])
    return ImputedDraws(imputation, exporter, importer, values)


def partner_draws(
    drawn: ImputedDraws, state: int, direction: Direction
) -> Float[np.ndarray, "draw partner"]:
    r"""Draws of one state's flows with each partner; those that are known stay as they are.

    .. math:: V^{(d)}_j = X_{sj},\; X_{js} \text{ or } X_{sj} + X_{js}

    Parameters
    ----------
    drawn : ImputedDraws
    state : index
    direction : text
        exports, imports, or trade for both together.

    Returns
    -------
    values : USD / year
        NaN for partners whose flow was never known (for trade: in both directions).

    Raises
    ------
    InputError
        Never.

    References
    ----------
    As `draw_missing`.

    Examples
    --------
    >>> from steelyard.measures.mirrors import impute
    >>> last = np.random.default_rng(0).lognormal(5, 1, (30, 30))
    >>> now = last.copy()
    >>> now[2, 3] = np.nan
    >>> drawn = draw_missing(impute(now, last, missing=np.isnan(now)), draws=50)
    >>> partner_draws(drawn, 2, "exports").shape
    (50, 30)
    """
    if direction == "trade":
        both = [partner_draws(drawn, state, way) for way in ("exports", "imports")]
        absent = np.isnan(both[0]) & np.isnan(both[1])
        return np.where(absent, np.nan, np.nan_to_num(both[0]) + np.nan_to_num(both[1]))
    row, others, own = _row_of(drawn, state, direction)
    values = np.tile(row, (len(drawn.values), 1))
    values[:, others] = drawn.values[:, own]
    values[:, state] = np.nan
    return values


def flow_and_total(
    drawn: ImputedDraws, state: int, partner: int, direction: Direction
) -> tuple[Float[np.ndarray, " draw"], Float[np.ndarray, " draw"]]:
    r"""Draws of one flow of a state and of the total that it is part of.

    .. math:: V^{(d)}_j, \quad \sum_k V^{(d)}_k

    Parameters
    ----------
    drawn : ImputedDraws
    state, partner : index
    direction : text
        exports, imports, or trade for both together.

    Returns
    -------
    flow, total : USD / year
        As the partner's column of `partner_draws` and the sum over all, without building the rest.

    Raises
    ------
    InputError
        Never.

    References
    ----------
    As `draw_missing`.

    Examples
    --------
    >>> from steelyard.measures.mirrors import impute
    >>> last = np.random.default_rng(0).lognormal(5, 1, (30, 30))
    >>> now = last.copy()
    >>> now[2, 3] = np.nan
    >>> drawn = draw_missing(impute(now, last, missing=np.isnan(now)), draws=50)
    >>> flow, total = flow_and_total(drawn, 2, 5, "exports")
    >>> bool(flow[0] == now[2, 5]), flow.shape, total.shape
    (True, (50,), (50,))
    """
    if direction == "trade":
        sold, all_sold = flow_and_total(drawn, state, partner, "exports")
        bought, all_bought = flow_and_total(drawn, state, partner, "imports")
        return _plus(sold, bought), all_sold + all_bought
    row, others, own = _row_of(drawn, state, direction)
    total = np.nansum(np.delete(row, [*others, state])) + np.nansum(drawn.values[:, own], axis=1)
    place = np.flatnonzero(others == partner)
    if partner == state or not place.size:
        known = np.nan if partner == state else row[partner]
        return np.full(len(total), known), total
    return drawn.values[:, own[place[-1]]], total


def _row_of(
    drawn: ImputedDraws, state: int, direction: Direction
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Flows of a state in one direction, partners whose flow is imputed, and columns of these."""
    matrix = drawn.imputation.flows
    sells = direction == "exports"
    mine, partner = (drawn.exporter, drawn.importer) if sells else (drawn.importer, drawn.exporter)
    own = np.flatnonzero(mine == state)
    return matrix[state] if sells else matrix[:, state], partner[own], own


def share_bounds(
    drawn: ImputedDraws,
    state: int,
    direction: Direction,
    *,
    partners: Sequence[int] | None = None,
) -> ShareBounds:
    r"""Partner shares of one state with bounds, point and 90 % interval.

    .. math:: \frac{X_j}{\sum_k X_k + \sum_{k\,missing} \max(X^{last}_k, Q_{.95})}
        \;\le\; \frac{X_j}{\sum_k X_k + \sum_{k\,missing} \hat X_k} \;\le\;
        \frac{X_j}{\sum_k X_k}

    sums over what is known. For a partner whose own flow is missing the lower bound is 0 and the
    upper one has its flow alone at its upper end.

    Parameters
    ----------
    drawn : ImputedDraws
        From `draw_missing`; the same draws for both states of a pair keep them paired.
    state : index
    direction : text
        exports, imports, or trade for both together.
    partners : indices, optional
        Whose 90 % intervals are wanted, which take most of the time; others' ends are the point.

    Returns
    -------
    shares : ShareBounds, 1, in [0, 1]
        NaN for partners never known; they count as 0 in totals, which `Imputation.unknown` lists.

    Raises
    ------
    InputError
        If nothing is known of the state's trade.

    References
    ----------
    Manski, C. F. (2003). *Partial Identification of Probability Distributions*, ch. 1 (bounds
    from what the missing could be).

    Examples
    --------
    >>> from steelyard.measures.mirrors import impute
    >>> last = np.ones((30, 30))
    >>> now = last.copy()
    >>> now[2, 3] = np.nan
    >>> drawn = draw_missing(impute(now, last, missing=np.isnan(now)), draws=50)
    >>> shares = share_bounds(drawn, 2, "exports")
    >>> shares.bounds(5).text(percent=True)
    '3.45 % (3.45 to 3.57)'
    """
    wanted = range(len(drawn.imputation.flows)) if partners is None else list(partners)
    _, total = flow_and_total(drawn, state, state, direction)
    refuse_unless(
        bool((total > 0).all()),
        where="share_bounds",
        found=f"no {direction} of state {state} at all",
        expected="a state with at least one known or imputed flow",
        remedy="Leave its shares absent.",
    )
    known, point, most, made = _ends(drawn, state, direction)
    share = divide(point, np.nansum(point))
    low, high = share.copy(), share.copy()
    for partner in wanted:
        flow, _ = flow_and_total(drawn, state, partner, direction)
        low[partner], high[partner] = np.quantile(flow / total, [TAIL, 1 - TAIL])
    rest = np.nansum(known)
    # a partner's own missing part is 0 in its lower bound and greatest in its upper one
    own_missing = np.where(made, most - np.nan_to_num(known), 0.0)
    others = np.nansum(most) - own_missing
    bound_low = np.where(np.isnan(point), np.nan, divide(np.nan_to_num(known), others))
    bound_high = divide(most, rest + own_missing)
    low, high = np.minimum(low, share), np.maximum(high, share)
    return ShareBounds(
        np.minimum(bound_low, low),
        low,
        share,
        high,
        np.maximum(bound_high, high),
        made,
        float(1 - rest / np.nansum(point)),
        drawn.imputation.basis,
    )


def _ends(
    drawn: ImputedDraws, state: int, direction: Direction
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Known part, point, upper end and mark of one state's flows, by partner."""
    if direction == "trade":
        sold, bought = (_ends(drawn, state, way) for way in ("exports", "imports"))
        sums = [_plus(left, right) for left, right in zip(sold[:3], bought[:3], strict=True)]
        return sums[0], sums[1], sums[2], sold[3] | bought[3]
    imputation = drawn.imputation
    matrices = (imputation.known, imputation.flows, imputation.last_known, imputation.made)
    known, point, last, made = (
        matrix[state].copy() if direction == "exports" else matrix[:, state].copy()
        for matrix in matrices
    )
    _, others, own = _row_of(drawn, state, direction)
    known[state] = point[state] = np.nan
    upper = point.copy()
    upper[others] = np.quantile(drawn.values[:, own], 1 - TAIL, axis=0)
    return known, point, np.where(made, np.fmax(upper, last), known), made


def _plus(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Sum of what is present; NaN where both are absent."""
    absent = np.isnan(left) & np.isnan(right)
    return np.where(absent, np.nan, np.nan_to_num(left) + np.nan_to_num(right))


def _to_errors(normal: np.ndarray, error: np.ndarray) -> np.ndarray:
    """Quantiles of the errors that correspond to standard normal values."""
    grid = np.linspace(-4, 4, 401)
    probability = np.array([NormalDist().cdf(value) for value in grid])
    return np.interp(normal, grid, np.quantile(error, probability))
