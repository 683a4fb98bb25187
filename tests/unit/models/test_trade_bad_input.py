"""What an economy and a shock refuse, and that the refusal names the cell."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.models.trade.shock import embargo, no_shock, tariffs, trade_cost
from steelyard.models.trade.solve import solve
from steelyard.models.trade.tables import economy_from_flows, economy_from_shares
from steelyard.vocabulary.errors import AxisMismatch, InputError

NAMES, SECTORS, THETA = ["A", "B"], ["food", "tools"], np.array([4.0, 5.0])


def flows():
    return np.full((4, 4), 1.0)


def final():
    return np.full((4, 2), 3.0)


def shares():
    return {
        "share": np.full((2, 2, 2), 0.5),
        "final": np.full((2, 2), 0.5),
        "value_added": np.full((2, 2), 0.4),
        "inputs": np.full((2, 2, 2), 0.3),
        "product": np.ones(2),
        "theta": THETA,
    }


def put(values, at, value):
    values[at] = value
    return values


@pytest.mark.parametrize(
    ("table", "use", "theta", "named"),
    [
        (put(flows(), (0, 3), -1.0), final(), THETA, "A food / B tools = -1"),
        (put(flows(), (0, 3), np.nan), final(), THETA, "A food / B tools = nan"),
        (flows(), put(final(), (1, 0), np.inf), THETA, "A tools / A = inf"),
        (flows(), put(final(), (slice(None), 1), 0.0), THETA, "B without final use"),
        (put(flows(), (slice(None), 2), 9.0), final(), THETA, "B food"),
        (flows()[:3], final(), THETA, "3 x 4"),
        (flows(), final(), np.array([4.0, 0.0]), "tools: 0"),
        (flows(), final(), np.array([4.0, np.nan]), "tools: nan"),
        (flows(), final(), np.array([4.0]), "1 values for 2 sectors"),
    ],
)
def test_tables_that_cannot_be_are_refused(table, use, theta, named):
    with pytest.raises(InputError, match=named):
        economy_from_flows(NAMES, SECTORS, table, use, theta)


def test_labels_stand_once():
    with pytest.raises(InputError, match="A more than once"):
        economy_from_flows(["A", "A"], SECTORS, flows(), final(), THETA)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"share": put(np.full((2, 2, 2), 0.5), (1, 0, 1), 0.7)}, "tools / A: 1.2"),
        ({"final": np.array([[0.5, 0.5], [0.5, 0.4]])}, "B: 0.9"),
        ({"value_added": np.array([[0.4, 0.4], [0.3, 0.4]])}, "B / food: 0.9"),
        ({"deficit": np.array([0.5, 0.0])}, "sum of 0.5"),
        ({"deficit": np.array([2.0, -2.0])}, "nothing left in B"),
        ({"product": np.array([1.0, 0.0])}, "B without value added"),
        ({"tariff": np.full((2, 2, 2), -0.1)}, "food / A / A = -0.1"),
    ],
)
def test_shares_that_do_not_add_up_are_refused(change, named):
    with pytest.raises(InputError, match=named):
        economy_from_shares(NAMES, SECTORS, **(shares() | change))


def test_a_shock_names_states_and_sectors_of_the_economy():
    economy = economy_from_flows(NAMES, SECTORS, flows(), final(), THETA)
    with pytest.raises(InputError, match="one of: A, B"):
        embargo(economy, ["A"], ["C"])
    with pytest.raises(InputError, match="one of: food, tools"):
        embargo(economy, ["A"], ["B"], ["chips"])
    with pytest.raises(InputError, match="factor of 0"):
        trade_cost(economy, ["A"], ["B"], 0.0)
    with pytest.raises(InputError, match=r"food / A / B = -0\.2"):
        tariffs(economy, put(np.zeros((2, 2, 2)), (0, 0, 1), -0.2))
    other = replace(no_shock(economy), countries=("B", "A"))
    with pytest.raises(AxisMismatch, match="country"):
        solve(economy, other)
