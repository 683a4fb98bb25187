"""How a country's welfare answers to every cost, tariff, deficit and elasticity at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.sparse.linalg import LinearOperator, gmres

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure, Equilibrium
from steelyard.models.trade.iteration import packed, unpacked
from steelyard.models.trade.shock import Shock, no_shock
from steelyard.models.trade.sweep import Point, System, flows, sweep
from steelyard.models.trade.system import system_of
from steelyard.vocabulary.errors import NotConverged

EXACT = 1e-9  # relative residual of the adjoint equations


@dataclass(frozen=True, slots=True, eq=False)
class Gradient:
    r"""Derivatives of :math:`\ln \hat W` of one country at an equilibrium.

    `multiplier` is by M itself and so exists at an embargo (M = 0): what the first unit of trade
    would be worth. `theta` holds the cost factors fixed, not M; under deficits zeroed it counts
    also that the settled baseline moves. `deficit` is by a transfer in units of money.
    """

    country: str
    multiplier: Float[np.ndarray, "sector country country"]
    tariff: Float[np.ndarray, "sector country country"]
    productivity: Float[np.ndarray, "country sector"]  # by its log
    deficit: Float[np.ndarray, " country"]
    theta: Float[np.ndarray, " sector"]


def gradient(economy: Economy, shock: Shock, answer: Equilibrium, country: str) -> Gradient:
    r"""All derivatives of a country's real income, by one adjoint solve.

    .. math:: \frac{d \ln W}{d p} = \frac{\partial \ln W}{\partial p}
        + \lambda' \frac{\partial S}{\partial p}, \quad
        \lambda = \Big(I - \frac{\partial S}{\partial z}\Big)^{-\prime}
        \frac{\partial \ln W}{\partial z}

    S is one sweep over all equations, z where it changes nothing (implicit function theorem).

    Parameters
    ----------
    economy, shock : those that `solve` was given
    answer : Equilibrium
        What it returned.
    country : label
        Whose welfare.

    Raises
    ------
    InputError
        For an unknown country, or one whose loss is infinite.
    NotConverged
        If the adjoint equations are not solved to 1e-9.

    References
    ----------
    Griewank, A. and Walther, A. (2008). *Evaluating Derivatives*, ch. 15.

    Examples
    --------
    >>> from steelyard.models.trade.shock import no_shock
    >>> from steelyard.models.trade.solve import solve
    >>> from steelyard.models.trade.tables import economy_from_flows
    >>> economy = economy_from_flows(
    ...     ["A", "B"], ["goods"], np.zeros((2, 2)), np.array([[8.0, 2.0], [2.0, 8.0]]),
    ...     np.array([4.0]))
    >>> shock = no_shock(economy)
    >>> slopes = gradient(economy, shock, solve(economy, shock), "A")
    >>> slopes.productivity.sum().round(9).item()  # Hulten's theorem
    1.0
    """
    place = economy.country(country)
    refuse_unless(
        bool(answer.real_income[place] > 0),
        where=f"gradient of the welfare of {country}",
        found="an infinite loss: a need that no one can supply",
        expected="a country whose real income is above zero",
        remedy="Lessen the shock until every need keeps a supplier.",
    )
    base = answer.baseline
    slopes, theta = _slopes(base, shock, answer, place)
    if answer.closure is Closure.ZEROED and economy.deficit.any():
        theta = _theta_through_the_settled(economy, shock, answer, place)
    return Gradient(country, slopes["multiplier"], slopes["tariff"], slopes["productivity"],
                    slopes["deficit"], theta)  # fmt: skip


def _slopes(
    base: Economy, shock: Shock, answer: Equilibrium, place: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Derivatives by the parameters of the system, and by theta at a fixed baseline."""
    system, _ = system_of(base, shock, answer.closure)
    point = _point(base, answer)
    weight = np.zeros_like(base.product)
    weight[place] = 1.0
    slope = _adjoint(system, point, base.final, weight)
    return _by_parameters(base, shock, system, slope)


def _theta_through_the_settled(
    economy: Economy, shock: Shock, answer: Equilibrium, place: int
) -> np.ndarray:
    """By theta from the data before they were settled: with the shock, less without it."""
    base, total = answer.baseline, np.zeros(len(economy.sectors))
    weight = np.zeros_like(base.product)
    weight[place] = 1.0
    for sign, change, wage, price, spending in (
        (1, shock, answer.wage, answer.price, answer.spending),
        (-1, no_shock(economy), np.ones_like(answer.wage), np.ones_like(answer.price),
         base.spending),
    ):  # fmt: skip
        system, _ = system_of(economy, change, Closure.ZEROED)
        first = base.product / economy.product
        logs = np.log(first * wage)
        levels = _settled_prices(economy, first) + np.log(price)
        point = Point(logs, levels, spending / (np.exp(logs) * economy.product)[:, None])
        slope = _adjoint(system, point, economy.final, weight)
        total += sign * _by_parameters(economy, change, system, slope)[1]
    return total


def _settled_prices(economy: Economy, wage: np.ndarray) -> np.ndarray:
    """Logs of prices that go with wages when only wages moved: a fixed point of its own."""
    price = np.zeros_like(economy.final)
    for _ in range(500):
        cost = economy.value_added * np.log(wage)[:, None]
        cost = cost + (price[:, None, :] @ economy.inputs)[:, 0, :]
        worth = np.exp(-economy.theta * cost).T
        new = -np.log((economy.share @ worth[:, :, None])[:, :, 0].T) / economy.theta
        if np.abs(new - price).max() < 1e-14:
            return new
        price = new
    return price


def _point(base: Economy, answer: Equilibrium) -> Point:
    """Where the answer stands, in the terms of a sweep; what is lost stands at no change."""
    wage = np.log(np.where(answer.wage > 0, answer.wage, 1.0))
    price = np.log(np.where(np.isfinite(answer.price), answer.price, 1.0))
    return Point(wage, price, answer.spending / (np.exp(wage) * base.product)[:, None])


def _adjoint(system: System, point: Point, final: np.ndarray, weight: np.ndarray) -> System:
    """Derivatives of welfare by every number of the system."""
    by_point, by_system, pull = _compiled()
    shape = system.final.shape
    direct, parts = by_system(system, point, final, weight)
    target = packed(Point(*map(np.asarray, direct)))

    def transpose(values: np.ndarray) -> np.ndarray:
        along = by_point(system, point, unpacked(values, shape))
        return values - packed(Point(*map(np.asarray, along)))

    operator = LinearOperator(shape=(target.size, target.size), matvec=transpose, dtype=float)  # pyright: ignore[reportCallIssue]
    found, _ = gmres(operator, target, rtol=EXACT / 10, restart=80, maxiter=10)
    gap = float(np.linalg.norm(transpose(found) - target) / np.linalg.norm(target))
    if not gap <= EXACT:
        raise NotConverged(
            where="gradient of a trade equilibrium",
            found=f"a relative residual of {gap:.3g} in the adjoint equations",
            residual=gap,
            expected=f"at most {EXACT:g} (law 7)",
            remedy="Take the gradient at a smaller shock, away from all but closed links.",
        )
    through = pull(system, point, unpacked(found, shape))
    return System(*(np.asarray(a) + np.asarray(b) for a, b in zip(parts, through, strict=True)))


@cache
def _compiled() -> tuple[Any, Any, Any]:
    """Reverse derivatives of a sweep and of welfare, compiled once for each size."""
    from steelyard.models.trade.numerics import jax, jnp

    def welfare(system: Any, point: Any, final: Any, weight: Any) -> Any:
        income = jnp.log(flows(jnp, System(*system), Point(*point)).income)
        return (weight * (income - (final * point[1]).sum(axis=1))).sum()

    def by_point(system: Any, point: Any, along: Any) -> Any:
        _, back = jax.vjp(lambda z: sweep(jnp, system, z), Point(*point))
        return back(Point(*along))[0]

    def by_system(system: Any, point: Any, final: Any, weight: Any) -> Any:
        return jax.grad(welfare, argnums=(1, 0))(system, point, final, weight)

    def pull(system: Any, point: Any, along: Any) -> Any:
        _, back = jax.vjp(lambda p: sweep(jnp, p, Point(*point)), System(*system))
        return back(Point(*along))[0]

    return jax.jit(by_point), jax.jit(by_system), jax.jit(pull)


def _by_parameters(
    economy: Economy, shock: Shock, system: System, slope: System
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """From the numbers of the system to what a scenario changes (chain rule)."""
    theta = economy.theta[:, None, None]
    before = economy.tariff
    after = before if shock.tariff_to is None else shock.tariff_to
    gap = np.log((1 + after) / (1 + before))
    keep = 1 / (1 + after)
    reach = slope.reach + slope.net * keep  # `net` is `reach` less tariffs
    open_ = np.where(system.reach > 0, 1.0, 0.0)
    alone = economy.share * np.exp(-theta * gap)
    by_multiplier = reach * alone
    by_tariff = -(theta * reach + slope.net * keep) * system.reach * keep
    cost = np.log(np.where(shock.multiplier > 0, shock.multiplier, 1.0)) / theta
    by_theta = slope.theta + (reach * system.reach * (cost - gap) * open_).sum(axis=(1, 2))
    return (
        {
            "multiplier": by_multiplier,
            "tariff": by_tariff,
            "productivity": slope.productivity,
            "deficit": slope.deficit,
        },
        by_theta,
    )
