"""How far a recorded flow may be from the truth, learned from what both sides recorded.

What *i* says it sold to *j* and what *j* says it bought from *i* differ. The spread of that
difference over many pairs is the noise of a single report; a reconciled flow has less.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, log, sqrt

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

FEWEST_PAIRS = 30
SWEEPS = 200
TAILS = (2.5, 3.0, 4.0, 6.0, 10.0, 30.0)  # degrees of freedom that are tried
WIDTH = 0.5  # sizes must span at least this many logs for a slope to mean anything


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Model of ln(exporter's report / importer's report) for a flow of a given size.

    The difference is `location` plus `scale(size)` times Student's t with `tail` degrees of
    freedom; ``scale = exp(intercept + slope * ln(size))``. `pairs` counts what it was fitted to.
    """

    location: float
    intercept: float
    slope: float
    tail: float
    pairs: int

    def scale(self, size: float) -> float:
        """Scale of the log discrepancy of a flow of this size (same unit as fitted)."""
        return float(np.exp(self.intercept + self.slope * log(size)))

    def sigma(self, size: float, reports: int = 2) -> float:
        """Scale of the log error of a flow from one report, or from the mean of two.

        Two independent reports of equal quality differ by sqrt(2) times the error of one, and
        their mean errs by 1/sqrt(2) of it: scale / sqrt(2) for one report, scale / 2 for two.
        """
        refuse_unless(
            reports in (1, 2),
            where="Discrepancy.sigma",
            found=f"{reports} reports",
            expected="1 (one side reported) or 2 (reconciled from both)",
            remedy="A flow that nobody reported has no noise model: impute it (mirrors).",
        )
        return self.scale(size) / (sqrt(2) if reports == 1 else 2.0)


def fit_discrepancy(
    exporter_report: Float[np.ndarray, " pair"],
    importer_report: Float[np.ndarray, " pair"],
    *,
    by_size: bool = True,
) -> Discrepancy:
    r"""Noise model of bilateral trade from paired reports.

    .. math:: \ln (X^{exp}_k / X^{imp}_k) = m + e^{a + b \ln \bar X_k} \, t_\nu

    Maximum likelihood with Student's t by iterative reweighting, so that a few pairs with
    transit trade or lost records do not set the spread of all. The location takes up freight and
    insurance (imports are CIF). What both sides miss alike, such as smuggling, it cannot see.

    Parameters
    ----------
    exporter_report, importer_report : USD / year
        Two reports of the same flow; pairs with an absent or zero side are left out.
    by_size : bool
        Whether the spread may change with the size of the flow.

    Returns
    -------
    model : Discrepancy

    Raises
    ------
    InputError
        If a report is negative, or fewer than 30 pairs have both sides.

    References
    ----------
    Lange, K. L., Little, R. J. A. and Taylor, J. M. G. (1989). Robust statistical modeling using
    the t distribution. *Journal of the American Statistical Association* 84(408), 881-896.
    Gaulier, G. and Zignago, S. (2010). BACI: international trade database at the product level.
    CEPII working paper 2010-23, section 3 (reporters' quality from mirror gaps).

    Examples
    --------
    >>> random = np.random.default_rng(1)
    >>> size = np.exp(random.normal(5, 1, 400))
    >>> model = fit_discrepancy(size * np.exp(random.normal(0, 0.2, 400)), size, by_size=False)
    >>> round(model.scale(100.0), 1)
    0.2
    """
    refuse_negative("fit_discrepancy", exporter=exporter_report, importer=importer_report)
    both = (exporter_report > 0) & (importer_report > 0)  # False where a side is absent
    refuse_unless(
        bool(both.sum() >= FEWEST_PAIRS),
        where="fit_discrepancy",
        found=f"{int(both.sum())} pairs with both sides above 0",
        expected=f"at least {FEWEST_PAIRS}",
        remedy="Pool years or partners, or state the flow without an interval and say why.",
    )
    gap = np.log(exporter_report[both] / importer_report[both])
    size = np.log(exporter_report[both] * importer_report[both]) / 2
    by_size = by_size and float(np.ptp(size)) > WIDTH
    fits = [_fit(gap, size, tail, by_size) for tail in TAILS]
    return max(fits, key=lambda pair: pair[1])[0]


def _fit(
    gap: np.ndarray, size: np.ndarray, tail: float, by_size: bool
) -> tuple[Discrepancy, float]:
    """Fit with fixed tail, and its log likelihood."""
    centre = size.mean() if by_size else 0.0
    design = np.column_stack([np.ones_like(size), size - centre])[:, : 1 + by_size]
    location, coefficient = float(np.median(gap)), np.zeros(design.shape[1])
    coefficient[0] = log(1.4826 * np.median(np.abs(gap - location)) + 1e-9)
    for _ in range(SWEEPS):
        scale = np.exp(design @ coefficient)
        weight = (tail + 1) / (tail + ((gap - location) / scale) ** 2)
        location = float(np.average(gap, weights=weight / scale**2))
        score = design.T @ (weight * ((gap - location) / scale) ** 2 - 1)
        step = np.linalg.solve(2 * tail / (tail + 3) * design.T @ design, score)
        coefficient = coefficient + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-10:
            break
    slope = float(coefficient[1]) if by_size else 0.0
    model = Discrepancy(location, float(coefficient[0] - slope * centre), slope, tail, gap.size)
    return model, _log_likelihood(gap - location, np.exp(design @ coefficient), tail)


def _log_likelihood(residual: np.ndarray, scale: np.ndarray, tail: float) -> float:
    """Log likelihood of Student's t, up to what is the same for all tails."""
    constant = lgamma((tail + 1) / 2) - lgamma(tail / 2) - 0.5 * log(tail)
    kernel = -(tail + 1) / 2 * np.log1p((residual / scale) ** 2 / tail)
    return float((constant + kernel - np.log(scale)).sum())


def share_draws(
    flow: float,
    total: float,
    sigma_flow: float,
    sigma_total: float = 0.0,
    correlation: float = 0.0,
    *,
    tail: float = np.inf,
    draws: int = 4000,
    seed: int = 0,
) -> Float[np.ndarray, " draw"]:
    r"""Draws of a share whose flow and total are known up to noise.

    .. math:: s^{(d)} = \min\left(1,\; \frac{F}{T}
        \exp(\sigma_F z_F^{(d)} - \sigma_T z_T^{(d)})\right), \quad \mathrm{cor}(z_F, z_T) = \rho

    Parameters
    ----------
    flow, total : USD / year
        A part and its whole on one basis.
    sigma_flow, sigma_total : 1
        Scale of their log errors, for example `Discrepancy.sigma`.
    correlation : 1, in [-1, 1]
        Of the two errors; a flow that is most of its total has a correlation near 1.
    tail : degrees of freedom
        Of Student's t for the error of the flow and the total; infinite is normal.
    draws, seed : count
        Same seed, same draws; the draws of two shares with one seed belong together.

    Returns
    -------
    share : 1, in [0, 1]

    Raises
    ------
    InputError
        If a number is negative, the total is 0, the flow exceeds it, or the correlation is
        outside [-1, 1].

    References
    ----------
    JCGM 101:2008. *Propagation of distributions using a Monte Carlo method*, 5.

    Examples
    --------
    >>> share_draws(30.0, 100.0, 0.0, draws=3).tolist()
    [0.3, 0.3, 0.3]
    """
    numbers = np.array([flow, total, sigma_flow, sigma_total])
    refuse_negative("share_draws", flow_total_sigmas=numbers)
    refuse_unless(
        bool(np.isfinite(numbers).all() and 0 <= flow <= total * (1 + 1e-9) and total > 0)
        and abs(correlation) <= 1,
        where="share_draws",
        found=f"flow {flow:g}, total {total:g}, correlation {correlation:g}",
        expected="0 <= flow <= total, both known, total above 0, correlation in [-1, 1]",
        remedy="Take flow and total from one source on one basis; leave absent shares absent.",
    )
    own, other, heavy = _standard(tail, draws, seed)
    joint = correlation * own + sqrt(1 - correlation**2) * other
    return np.minimum(1.0, flow / total * np.exp(heavy * (sigma_flow * own - sigma_total * joint)))


@lru_cache(maxsize=128)
def _standard(tail: float, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two normal errors and what makes their tails heavy: the same for all shares of a year."""
    random = np.random.default_rng(seed)
    own, other = random.standard_normal((2, draws))
    heavy = np.ones(draws) if np.isinf(tail) else np.sqrt(tail / random.chisquare(tail, draws))
    return own, other, heavy


def share_interval(
    flow: float,
    total: float,
    sigma_flow: float,
    sigma_total: float = 0.0,
    correlation: float = 0.0,
    *,
    tail: float = np.inf,
    draws: int = 4000,
    seed: int = 0,
) -> Estimate:
    r"""Share with its 90 % interval, when flow and total are known up to noise.

    .. math:: [Q_{.05}(s^{(d)}),\; Q_{.95}(s^{(d)})]

    Parameters
    ----------
    flow, total : USD / year
        A part and its whole on one basis.
    sigma_flow, sigma_total : 1
        Scale of their log errors, for example `Discrepancy.sigma`.
    correlation : 1, in [-1, 1]
        Of the two errors.
    tail : degrees of freedom
        Of Student's t; infinite is normal.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    share : Estimate, 1, in [0, 1]

    Raises
    ------
    InputError
        As `share_draws`.

    References
    ----------
    JCGM 101:2008. *Propagation of distributions using a Monte Carlo method*, 5 and 7.7.

    Examples
    --------
    >>> share_interval(34.0, 100.0, 0.1).text(percent=True)
    '34 % (29 to 40)'
    """
    drawn = share_draws(
        flow, total, sigma_flow, sigma_total, correlation, tail=tail, draws=draws, seed=seed
    )
    return estimate_from_draws(flow / total, drawn, basis="gap between both sides' reports")
