"""A capped market that meets a price: one solution, found by slopes or between bounds."""

import numpy as np
import pytest

from fixtures.energy_markets import drawn_market
from steelyard.models.energy import anchored
from steelyard.models.energy.anchored import Anchor, lift, solve_met
from steelyard.models.energy.cap_ports import Cap
from steelyard.models.energy.curves import demand_through, supply_through
from steelyard.models.energy.equilibrium import solve
from steelyard.models.energy.network import Market, Node, lane, market
from steelyard.models.energy.response import response
from steelyard.vocabulary.errors import InputError, UnknownName

OIL = "crude oil"


def two_ports(fleet: float) -> Market:
    """Two ports of one seller joined by a line, a fleet of their own, and another seller."""
    nodes = [
        Node("W", supply=supply_through(60.0, 100.0, 0.1, OIL, floor=10.0)),
        Node("E"),
        Node("G", supply=supply_through(62.0, 200.0, 0.2, OIL)),
        Node("B", demand=demand_through(64.0, 300.0, -0.2, OIL)),
    ]
    ways = [
        lane("W", "E", "pipe", 2.0, OIL, most=40.0),
        lane("W", "B", "tanker", 4.0, OIL, serviced=True),
        lane("E", "B", "tanker", 2.0, OIL, serviced=True),
        lane("W", "B", "own tanker", 6.0, OIL, most=fleet),
        lane("G", "B", "tanker", 2.0, OIL),
    ]
    return market(OIL, nodes, ways)


@pytest.mark.parametrize("fleet", [30.0, 80.0, 150.0])
@pytest.mark.parametrize("level", [45.0, 64.0, 90.0])
def test_the_price_is_met_and_the_caps_hold(fleet, level):
    caps = (Cap("E", 50.0), Cap("W", 50.0))
    made = two_ports(fleet)
    met = solve_met(made, caps, Anchor("B", level))
    assert met.capped.equilibrium.price_of("B") == pytest.approx(level, rel=1e-6)
    for cap, amount in zip(caps, met.capped.serviced, strict=True):
        over = met.capped.equilibrium.price_of(cap.origin) - cap.level
        assert over <= 1e-6 * cap.level or amount <= 1e-6 * 300.0
    held = met.market.demand.intercept - made.demand.intercept
    np.testing.assert_allclose(held, met.lifted)


def test_both_ways_to_the_solution_agree():
    caps, to = (Cap("E", 50.0), Cap("W", 50.0)), Anchor("B", 80.0)
    made = two_ports(30.0)
    quick, slow = solve_met(made, caps, to), anchored._between(made, caps, to, 0.0)
    assert slow.lifted == pytest.approx(quick.lifted, rel=1e-4)
    np.testing.assert_allclose(
        slow.capped.equilibrium.price, quick.capped.equilibrium.price, rtol=1e-5
    )


def test_where_the_search_starts_changes_nothing():
    caps, to = (Cap("E", 50.0), Cap("W", 50.0)), Anchor("B", 80.0)
    one, other = (solve_met(two_ports(30.0), caps, to, start) for start in (-20.0, 30.0))
    assert one.lifted == pytest.approx(other.lifted, rel=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_the_slope_by_the_lift_is_what_a_small_lift_does(seed):
    made = drawn_market(seed, 6, 14, limits=2)
    found = solve(made)
    told = response(found, []).lifted
    more, less = (solve(lift(made, by)).price for by in (1e-3, -1e-3))
    up, down = (more - found.price) / 1e-3, (found.price - less) / 1e-3
    busy = found.supply + found.demand > 1e-3  # elsewhere any price between costs fits
    smooth = busy & (np.abs(up - down) < 1e-3)  # away from kinks
    np.testing.assert_allclose(told[smooth], up[smooth], atol=5e-3)


def test_a_lift_by_shares_moves_each_place_by_its_weight():
    made = two_ports(30.0)
    moved = lift(made, 10.0, np.array([1.0, 1.0, 1.0, 0.5])).demand.intercept
    np.testing.assert_allclose(moved - made.demand.intercept, 5.0)


def test_a_price_that_cannot_be_is_refused():
    with pytest.raises(InputError, match="above 0"):
        solve_met(two_ports(30.0), (), Anchor("B", 0.0))
    with pytest.raises(UnknownName):
        solve_met(two_ports(30.0), (), Anchor("Nowhere", 70.0))
