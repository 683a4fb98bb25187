"""Curves by the equilibrium of trade: where trade goes when a door closes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

if TYPE_CHECKING:
    from steelyard.models.trade.economy import Economy

Points = Float[np.ndarray, " point"]
OWN, PARTNER, WEST, REST = "own", "partner", "west", "rest"
RIGHT = np.array([0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0])
SOLVED = np.concatenate([-RIGHT[::-1], [0.0], RIGHT])  # linear between


def partner_share_from_access(z: Points, given: Mapping[str, float]) -> Points:
    """Less of the partner's share of imports, the more open the West is.

    `steelyard.models.trade.chord.solve_many` for a world of four: the state, its partner, the
    West, the rest. A standard deviation of access is the change of the cost of trade with the
    West, both ways, that at rest moves the West's share by one of its own.
    """
    imports, _ = _shares(given)
    return -np.interp(-z, SOLVED, imports)


def partner_share_from_closure(z: Points, given: Mapping[str, float]) -> Points:
    """The partner's share of exports and imports, the more closed the West is; as from access."""
    _, trade = _shares(given)
    return np.interp(z, SOLVED, trade)


def _shares(given: Mapping[str, float]) -> tuple[Points, Points]:
    """The partner's share of imports and of all trade where the cost of the West has risen."""
    return _solved(tuple(sorted(given.items())))


@cache
def _solved(arguments: tuple[tuple[str, float], ...]) -> tuple[Points, Points]:
    """The same, once for both curves."""
    from steelyard.models.trade.chord import solve_many
    from steelyard.models.trade.shock import trade_cost

    given = dict(arguments)
    economy, west = _world(given), given["west"]
    by = given["west_sd"] / (given["elasticity"] * west * (1 - west))  # logarithm of the cost
    shocks = []
    for factor in np.exp(by * SOLVED).tolist():
        imports = trade_cost(economy, [OWN], [WEST], factor)
        shocks.append(imports.then(trade_cost(economy, [WEST], [OWN], factor)))
    sales = (answer.sales[0] for answer in solve_many(economy, shocks))  # by buyer and seller
    found = [(_part(each[0]), _part(each[0] + each[:, 0])) for each in sales]
    imports, trade = np.array(found).T
    return imports, trade


def _part(values: Float[np.ndarray, " country"]) -> float:
    """The partner's share of what crosses the border."""
    return float(values[1] / values[1:].sum())


def _world(given: Mapping[str, float]) -> Economy:
    """Four economies that trade one good, without debts; sizes in those of the state."""
    from steelyard.models.trade.tables import economy_from_flows

    size = np.array([1.0, given["partner_size"], given["west_size"], given["rest_size"]])
    share = np.array([0.0, given["share"], given["west"], 1 - given["share"] - given["west"]])
    sales = np.zeros((4, 4))
    sales[0] = sales[:, 0] = given["openness"] * share
    sales[1:, 1:] = given["openness"] * np.outer(size[1:], size[1:]) / size[1:].sum()
    np.fill_diagonal(sales, 0.0)
    np.fill_diagonal(sales, size - sales.sum(axis=1))
    theta = np.array([given["elasticity"]])
    return economy_from_flows([OWN, PARTNER, WEST, REST], ["goods"], np.zeros((4, 4)), sales, theta)
