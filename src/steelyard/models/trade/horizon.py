"""Elasticities in the short run and the long: how far buyers can turn elsewhere, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

# Ratio of the short-run elasticity to that of the long run. Boehm, Levchenko and Pandalai-Nayar
# (2023), abstract: 0.76 in the year after a change of tariffs against about 2 in the long run;
# Anderson and Yotov (2020), abstract: about 1/4 in manufacturing.
RATIOS = (0.76 / 2.0, 0.25)
YEARS_TO_CONVERGE = (7.0, 10.0)  # Boehm, Levchenko and Pandalai-Nayar (2023), abstract
CONVERGED = 0.95  # what "converged" is taken to mean
SHORTEST = 0.1  # least elasticity: below, a supplier of a twentieth is worth two thirds in price


@dataclass(frozen=True, slots=True, eq=False)
class Adjustment:
    """Draws of how elasticities grow with time after a change."""

    ratio: Float[np.ndarray, " draw"]  # of the short run to the long
    years: Float[np.ndarray, " draw"]  # tau: two thirds of the way are gone after so many


def adjustment(draws: int, seed: int = 0) -> Adjustment:
    r"""Draw the ratio of short run to long run and the speed between them.

    .. math:: \ln\rho \sim N\Bigl(\tfrac12\sum_i \ln\rho_i,\; s^2\Bigr), \quad
        \tau = T / \ln 20, \; T \sim U(7, 10)

    The two published ratios, 0.38 and 0.25, are all there is: their logs' mean and standard
    deviation make the law, 0.31 with 90 % between 0.19 and 0.50. The published years until the
    long run is reached are read as those until 95 % of the way.

    Boehm, Levchenko and Pandalai-Nayar's short-run figure taken literally, as an elasticity of
    substitution of 0.76, lies below 1: a buyer who loses a supplier loses without bound. The
    ratio carries what they found, not the level, to elasticities of other methods.

    Parameters
    ----------
    draws, seed : count

    Returns
    -------
    adjustment : Adjustment, 1 and years

    Raises
    ------
    InputError
        If no draw is asked for.

    References
    ----------
    Boehm, C. E., Levchenko, A. A. and Pandalai-Nayar, N. (2023). The long and short (run) of
    trade elasticities. *American Economic Review* 113(4), 861-905. Anderson, J. E. and Yotov,
    Y. V. (2020). Short run gravity. *Journal of International Economics* 126, 103341. Of both
    the abstract was read.

    Examples
    --------
    >>> found = adjustment(4000)
    >>> np.quantile(found.ratio, [0.05, 0.5, 0.95]).round(1).tolist()
    [0.2, 0.3, 0.5]
    """
    refuse_unless(
        draws > 0,
        where="adjustment of elasticities",
        found=f"{draws} draws",
        expected="one draw or more",
        remedy="Ask for more draws.",
    )
    rng = np.random.default_rng(seed)
    logs = np.log(RATIOS)
    ratio = np.exp(logs.mean() + logs.std(ddof=1) * rng.standard_normal(draws))
    years = rng.uniform(*YEARS_TO_CONVERGE, size=draws) / -np.log(1 - CONVERGED)
    return Adjustment(np.minimum(ratio, 1.0), years)


def at_horizon(
    theta: Float[np.ndarray, "draw sector"], path: Adjustment, years: float
) -> Float[np.ndarray, "draw sector"]:
    r"""Elasticities some years after a change.

    .. math:: \theta(h) = \theta_{LR} - (1 - \rho)\,\theta_{LR}\, e^{-h/\tau}

    The form is that of sigma = theta + 1, whose difference between long and short run is the
    same. Rising in *h* (Le Chatelier): what cannot be replaced today may be later.

    Parameters
    ----------
    theta : 1, above 0
        Long-run trade elasticities.
    path : Adjustment
        As many draws.
    years : years, at least 0
        Infinity gives the long run.

    Returns
    -------
    theta : 1, at least 0.1
        Lifted to that floor where it would fall below.

    Raises
    ------
    InputError
        If years are negative, draws differ in number, or an elasticity is not above 0.

    References
    ----------
    Own form of the partial adjustment of Nerlove, M. (1958). *Distributed lags and demand
    analysis*; numbers as `adjustment`.

    Examples
    --------
    >>> path = Adjustment(np.array([0.25]), np.array([3.0]))
    >>> [round(float(at_horizon(np.array([[4.0]]), path, h)[0, 0]), 2) for h in (0.0, 3.0, np.inf)]
    [1.0, 2.9, 4.0]
    """
    wrong = theta.size and not bool((theta > 0).all() and np.isfinite(theta).all())
    refuse_unless(
        years >= 0 and len(theta) == path.ratio.size and not wrong,
        where="elasticities at a horizon",
        found=f"{years} years, {len(theta)} draws for {path.ratio.size} of the path"
        + (", elasticities at or below 0" if wrong else ""),
        expected="at least 0 years, as many draws on both sides, elasticities above 0",
        remedy="Draw both with the same number of draws.",
    )
    left = (1 - path.ratio) * np.exp(-years / path.years)
    return np.maximum(theta * (1 - left)[:, None], SHORTEST)
