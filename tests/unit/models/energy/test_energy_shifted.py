"""Prices at another level of the world price that support the same amounts."""

import numpy as np
import pytest

from steelyard.models.energy.calibrate import Balance, calibrate, with_curves
from steelyard.models.energy.equilibrium import solve
from steelyard.models.energy.network import Market, Node, lane, market
from steelyard.models.energy.shifted import shifted


def gas(room: float) -> Market:
    """A seller across a full or half-empty lane, another joined by a wide one, and a buyer."""
    nodes = [Node("N"), Node("G"), Node("B")]
    ways = [
        lane("N", "B", "LNG", 50.0, "gas", most=room),
        lane("G", "B", "LNG", 40.0, "gas"),
    ]
    return market("gas", nodes, ways)


BALANCE = Balance(
    np.array([300.0, 200.0, 0.0]), np.array([200.0, 100.0, 200.0]),
    np.array([100.0, 500.0, 500.0]), np.full(3, 0.2), np.full(3, -0.2), np.zeros(3),
    np.array([True, False, False]),
)  # fmt: skip


@pytest.mark.parametrize("level", [200.0, 500.0, 1400.0])
@pytest.mark.parametrize("room", [100.0, 130.0])
def test_amounts_stay_at_any_level(room, level):
    """Curves drawn through moved prices give the balance back (law 8)."""
    base = calibrate(gas(room), BALANCE, "B", 500.0)
    price = shifted(base.equilibrium, "B", level, BALANCE.settled())
    again = solve(with_curves(base.market, base.balance, price))
    assert again.price_of("B") == pytest.approx(level, rel=1e-3)
    np.testing.assert_allclose(again.supply, base.balance.supply, rtol=1e-3)
    np.testing.assert_allclose(again.demand, base.balance.demand, rtol=1e-3)


def test_a_known_price_behind_a_full_lane_stays():
    base = calibrate(gas(100.0), BALANCE, "B", 500.0)
    assert base.equilibrium.price_of("N") == pytest.approx(100.0, rel=1e-3)
    price = shifted(base.equilibrium, "B", 1400.0, BALANCE.settled())
    assert price == pytest.approx([100.0, 1360.0, 1400.0], rel=1e-3)


def test_a_known_price_gives_way_where_the_lane_would_not_pay():
    base = calibrate(gas(100.0), BALANCE, "B", 500.0)
    price = shifted(base.equilibrium, "B", 120.0, BALANCE.settled())
    assert price[0] == pytest.approx(70.0, rel=1e-3)


def test_a_place_joined_by_room_moves_with_the_rest():
    base = calibrate(gas(130.0), BALANCE, "B", 500.0)
    assert base.equilibrium.price_of("N") == pytest.approx(450.0, rel=1e-3)
