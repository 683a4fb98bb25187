"""Three countries that trade one good: Miranda and Fackler (2002), p. 56 (V4)."""

import json
from pathlib import Path

import numpy as np
import pytest

from steelyard.models.energy.curves import UNITS, Curve
from steelyard.models.energy.equilibrium import solve
from steelyard.models.energy.network import Market, Node, lane, market

FILE = Path(__file__).parents[3] / "shared/validation/spatial_price_equilibrium"
PUBLISHED = FILE / "miranda_fackler_demslv14.json"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PUBLISHED.exists(), reason=f"{PUBLISHED} is not there"),
]


@pytest.fixture(scope="module")
def told() -> dict:
    return json.loads(PUBLISHED.read_text())


@pytest.fixture(scope="module")
def three(told) -> Market:
    units = UNITS["crude oil"]
    supply, demand = told["inverse_supply"], told["inverse_demand"]
    nodes = [
        Node(
            str(at),
            (Curve(float(supply["intercept"][at]), float(supply["slope"][at]), *units),),
            (Curve(float(demand["intercept"][at]), -float(demand["slope"][at]), *units),),
        )
        for at in range(3)
    ]
    costs = told["transport_cost_row_demand_col_supply"]
    lanes = [
        lane(str(start), str(end), "sea", float(costs[end][start]), "crude oil")
        for end in range(3)
        for start in range(3)
        if start != end
    ]
    return market("crude oil", nodes, lanes)


def test_prices_and_net_exports_with_trade(three, told):
    found = solve(three)
    np.testing.assert_allclose(found.price, told["expected_trade"]["supply_prices"], rtol=1e-9)
    exports = told["expected_trade"]["net_exports"]
    np.testing.assert_allclose(found.exports, exports, rtol=1e-7)
    assert found.certificate.residual < 1e-9


def test_autarky(three, told):
    alone = solve(three.autarky())
    np.testing.assert_allclose(alone.price, told["expected_autarky"]["prices"], rtol=1e-9)
    np.testing.assert_allclose(alone.supply, told["expected_autarky"]["quantities"], rtol=1e-9)
    np.testing.assert_allclose(alone.exports, 0.0, atol=1e-7)


def test_demand_slopes_of_the_older_copy_give_its_numbers(told, three):
    """The file warns of a copy with other slopes; the method gives that copy's numbers too."""
    demand = told["inverse_demand"]["intercept"]
    units = UNITS["crude oil"]
    blocks = [Curve(float(a), -b, *units) for a, b in zip(demand, (3.0, 2.0, 1.0), strict=True)]
    supply = three.supply
    nodes = [
        Node(str(at), (Curve(supply.intercept[at], supply.slope[at], *units),), (blocks[at],))
        for at in range(3)
    ]
    ends = zip(three.origin, three.destination, three.cost, strict=True)
    lanes = [lane(str(a), str(b), "sea", float(cost), "crude oil") for a, b, cost in ends]
    found = solve(market("crude oil", nodes, lanes))
    np.testing.assert_allclose(found.price, [24.346, 27.346, 30.346], atol=5e-4)
    np.testing.assert_allclose(found.exports, [9.4615, -1.1538, -8.3077], atol=5e-5)
