"""The equations of the model: one sweep over wages, prices and spending."""

from __future__ import annotations

from types import ModuleType
from typing import Any, NamedTuple

# Arrays are of NumPy for single solves and of JAX where gradients and batches are taken: the
# equations stand here once, and `xp` is the library that evaluates them. Axes may stand before
# those that are named (draws, scenarios): every array of system and point then has them.
Values = Any


class System(NamedTuple):
    """Numbers of one counterfactual, in the form that a sweep needs.

    `reach` is the share of a seller at unchanged costs of production, [sector, buyer, seller];
    `net` the same less tariffs. `step` is how much of a gap between labour income and labour
    demand a wage closes in one sweep. `group` maps countries to components, [component, country].
    """

    reach: Values
    net: Values
    final: Values
    value_added: Values
    inputs: Values
    product: Values
    deficit: Values
    spread: Values  # final spending over earnings; 1 unless deficits are multiplicative
    theta: Values
    productivity: Values  # in logs
    group: Values
    step: Values


class Point(NamedTuple):
    """Where a solver stands: logs of changes, and spending in parts of the factor income."""

    wage: Values
    price: Values
    spending: Values


class Flows(NamedTuple):
    """Everything that follows from a point within a period."""

    cost: Values  # of a unit in logs, [country, sector]
    index: Values  # sum of reach times cost ** -theta, [sector, country], above `floor`
    weight: Values  # cost ** -theta over `floor`, [sector, country]
    floor: Values  # the least cost of a sector in logs
    output: Values
    income: Values
    factors: Values  # what they cost at these wages, money
    labour: Values  # demand for them, money
    deficit: Values  # income above what is earned


def flows(xp: ModuleType, system: System, point: Point) -> Flows:
    r"""Costs, outputs and incomes at given wages, prices and spending.

    .. math:: c_{ij} = w_i^{\beta_{ij}} \prod_k P_{ik}^{\gamma_{ikj}} / A_{ij}, \quad
        Y_{ij} = \sum_n \pi'_{nij} X_{nj} / (1 + t'_{nij})
    """
    cost = (
        system.value_added * point.wage[..., None]
        + (point.price[..., None, :] @ system.inputs)[..., 0, :]
        - system.productivity
    )
    floor = cost.min(axis=-2, keepdims=True)
    weight = xp.exp(-system.theta[..., None, :] * (cost - floor)).swapaxes(-1, -2)
    index = (system.reach @ weight[..., None])[..., 0]
    factors = xp.exp(point.wage) * system.product
    spending = point.spending * factors[..., None]
    per_index = spending.swapaxes(-1, -2) / index
    output = (weight * (per_index[..., None, :] @ system.net)[..., 0, :]).swapaxes(-1, -2)
    paid = (per_index * (system.net @ weight[..., None])[..., 0]).swapaxes(-1, -2)  # to sellers
    earned = factors + (spending - paid).sum(axis=-1)
    wanted = earned * system.spread
    total = system.group @ xp.stack([earned, wanted], axis=-1)
    scale = _spread_over(system.group, total[..., 0] / total[..., 1])
    income = wanted * scale + system.deficit
    labour = (system.value_added * output).sum(axis=-1)
    return Flows(cost, index, weight, floor, output, income, factors, labour, income - earned)


def _spread_over(group: Values, values: Values) -> Values:
    """The value of its component for each country."""
    return (values[..., None, :] @ group)[..., 0, :]


def sweep(xp: ModuleType, system: System, point: Point) -> Point:
    r"""One pass over all equations; an equilibrium is where it changes nothing.

    .. math:: P_{nj} = \Big[\sum_i \pi_{nij} M_{nij} \hat\tau_{nij}^{-\theta_j}
        c_{ij}^{-\theta_j}\Big]^{-1/\theta_j}, \quad
        X_{nj} = \alpha_{nj} I_n + \sum_k \gamma_{njk} Y_{nk}, \quad
        w_i V_i = \sum_j \beta_{ij} Y_{ij}

    Value added of each component stays what it was: the numeraire.
    """
    now = flows(xp, system, point)
    price = now.floor - xp.log(now.index.swapaxes(-1, -2)) / system.theta[..., None, :]
    needs = system.final * now.income[..., None] + (system.inputs @ now.output[..., None])[..., 0]
    wage = point.wage + system.step * xp.log(now.labour / now.factors)
    nominal = xp.exp(wage) * system.product
    held = system.group @ xp.stack([nominal, system.product], axis=-1)
    excess = _spread_over(system.group, xp.log(held[..., 0] / held[..., 1]))
    return Point(wage - excess, price, needs / now.factors[..., None])
