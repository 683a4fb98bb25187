"""A bargain holds every lane between its sides: without it nothing goes from one to the other."""

from datetime import date

import numpy as np
import pytest

from steelyard.reference.dataset import load
from steelyard.scenarios.energy.links import CONTRACTED, side_of_node, tie_between, ties
from steelyard.scenarios.energy.network import all_lanes
from steelyard.scenarios.energy.terms import terms
from steelyard.scenarios.energy.world import worlds


@pytest.mark.parametrize("fuel", CONTRACTED)
def test_no_lane_of_a_bargain_is_left_out(fuel):
    held = {name for tie in ties(fuel) for name in tie.lanes}
    between = {
        lane.lane
        for lane in all_lanes(fuel)
        if lane.kind in CONTRACTED[fuel]
        and side_of_node(fuel, lane.start) != side_of_node(fuel, lane.end)
    }
    assert held == between


def test_the_bargain_with_india_has_what_goes_above_the_price_cap():
    """Most Russian oil for India goes above the cap: alone the rest is a small part of it."""
    of = worlds(load(date(2026, 11, 22)), "crude oil", draws=3)
    tie = tie_between("crude oil", "RUS", "IND", date(2025, 7, 1))
    assert any(name.endswith("above the cap") for name in tie.lanes)
    found = terms(of, tie, date(2025, 7, 1), 69.1)
    assert found.refused == {}
    assert np.all(found.amount > 1000)  # Mbbl a year; refiners printed some 1.8 million a day
