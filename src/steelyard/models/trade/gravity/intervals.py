"""Intervals of effects: the same equilibrium for many draws of what was estimated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gravity.equilibrium import equilibrium
from steelyard.models.trade.gravity.world import World, abroad
from steelyard.vocabulary.estimate import Estimate

FEWEST = 100  # draws below which the ends of a 90 % interval rest on fewer than 5
BASIS = "{} draws of {} estimated coefficient(s) from their joint error{}"


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Effects by draw and state, as parts of what was before; the point is that of the estimate."""

    countries: tuple[str, ...]
    welfare: Float[np.ndarray, "draw country"]
    exports: Float[np.ndarray, "draw country"]
    welfare_point: Float[np.ndarray, " country"]
    exports_point: Float[np.ndarray, " country"]
    worst: float  # largest error of any market in any draw
    basis: str

    def of(self, country: str, what: str = "welfare", level: float = LEVEL) -> Estimate:
        """The effect on one state with the interval of the draws."""
        place = self.countries.index(country)
        point = float((self.welfare_point if what == "welfare" else self.exports_point)[place])
        values = (self.welfare if what == "welfare" else self.exports)[:, place]
        tail = (1 - level) / 2
        low, high = np.quantile(values, [tail, 1 - tail])
        ends = min(point, float(low)), max(point, float(high))
        return Estimate(point, *ends, level, self.basis, "estimated")


def effect_draws(
    start: World,
    change: Float[np.ndarray, "tie exporter importer"],
    coefficients: Float[np.ndarray, " tie"],
    covariance: Float[np.ndarray, "tie tie"],
    *,
    draws: int = 200,
    seed: int = 0,
    theta: Float[np.ndarray, " draw"] | None = None,
    closure: Closure = Closure.ADDITIVE,
) -> Draws:
    r"""Full effects of a change of ties whose coefficients were estimated, with intervals.

    .. math:: M^{(d)}_{ij} = \exp\Big(\sum_k b^{(d)}_k \Delta z_{kij}\Big), \quad
        b^{(d)} \sim N(\hat b, \hat V)

    The baseline stays what was observed. The interval holds the error of the coefficients, and of
    the elasticity where draws of it are given; not that of the flows or of the model.

    Parameters
    ----------
    start : World
    change : unit of each tie
        New less old value of each tie of each pair, 0 where nothing changes.
    coefficients, covariance : as of `series.gravity`
    draws : number, at least 100
    seed : int
    theta : 1, above 0
        One elasticity for each draw; that of `start` for all if left out.
    closure : what becomes of deficits

    Returns
    -------
    draws : Draws

    Raises
    ------
    InputError, NotConverged
        If there are fewer than 100 draws, shapes differ, or as `equilibrium`.

    References
    ----------
    Krinsky, I. and Robb, A. L. (1986). On approximating the statistical properties of
    elasticities. *Review of Economics and Statistics* 68(4), 715-719.

    Examples
    --------
    >>> from steelyard.models.trade.gravity.world import world
    >>> start = world(("A", "B"), np.array([[8.0, 2.0], [2.0, 8.0]]), 4.0)
    >>> change = (1 - np.eye(2))[None]
    >>> found = effect_draws(start, change, np.array([0.5]), np.array([[0.01]]))
    >>> found.of("A").text(percent=True)
    '3 % (2 to 4)'
    """
    _refuse_bad_draws(start, change, coefficients, covariance, draws, theta)
    random = np.random.default_rng(seed)
    drawn = random.multivariate_normal(coefficients, covariance, size=draws, method="eigh")
    point = equilibrium(start, np.exp(np.tensordot(coefficients, change, axes=1)), closure=closure)
    welfare, exports = np.empty((2, draws, len(start.countries)))
    worst = point.certificate.worst
    for k in range(draws):
        world = start if theta is None else World(start.countries, start.trade, float(theta[k]))
        multiplier = np.exp(np.tensordot(drawn[k], change, axes=1))
        found = equilibrium(world, multiplier, closure=closure, prices=point.price)
        welfare[k], exports[k] = found.welfare - 1, _exports(found.before, found.trade)
        worst = max(worst, found.certificate.worst)
    of_theta = "" if theta is None else " and of the trade elasticity"
    return Draws(
        start.countries,
        welfare,
        exports,
        point.welfare - 1,
        _exports(point.before, point.trade),
        worst,
        BASIS.format(draws, len(coefficients), of_theta),
    )


def _exports(before: np.ndarray, trade: np.ndarray) -> np.ndarray:
    """Change of sales abroad as a part of what they were."""
    return divide(abroad(trade), before) - 1


def _refuse_bad_draws(
    start: World,
    change: np.ndarray,
    coefficients: np.ndarray,
    covariance: np.ndarray,
    draws: int,
    theta: np.ndarray | None,
) -> None:
    """Raise for few draws, absent numbers, or shapes that do not fit."""
    ties = len(coefficients)
    refuse_unless(
        change.shape == (ties, *start.trade.shape)
        and covariance.shape == (ties, ties)
        and bool(np.isfinite(change).all() and np.isfinite(covariance).all())
        and (theta is None or (theta.shape == (draws,) and bool((theta > 0).all()))),
        where="effect_draws",
        found=f"{ties} coefficients, changes of {change.shape}, covariance of {covariance.shape}",
        expected="a change of each pair and finite errors for each tie; one elasticity above 0 "
        "for each draw",
        remedy="Fit with errors, and give 0 where a tie does not change.",
    )
    refuse_unless(
        draws >= FEWEST,
        where="effect_draws",
        found=f"{draws} draws",
        expected=f"at least {FEWEST}",
        remedy=f"Ask for {FEWEST} draws or more.",
    )
