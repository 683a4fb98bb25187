"""Cuts in production networks against published numbers and independent calculations.

Miller and Blair (2009), tables 2.3 and 2.4; Bachmann et al. (2022), numbers of the project's
formula sheet B5 (two decimals); world input-output table 2011 of Timmer et al. (2015), cleaned as
in validation case V11, against new inverses of the whole table.
"""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from steelyard.measures.input_output import allocation_coefficients, leontief_inverse
from steelyard.measures.input_reliance import input_reliance, look_through_reliance
from steelyard.models.trade.cleaning import clean
from steelyard.models.trade.network import (
    ces_output,
    deliveries,
    factor,
    lost_inputs,
    lost_orders,
    ration,
    reliance,
)
from steelyard.models.trade.network.rationing import ces_output_second_order

FLOWS = np.array([[150.0, 500.0], [200.0, 100.0]])  # table 2.3, USD
FINAL = np.array([[350.0], [1700.0]])


def test_miller_and_blair_inverse_has_the_printed_digits():
    net = factor(["one"], ["1", "2"], FLOWS, FINAL)
    assert net.output.tolist() == [1000.0, 2000.0]
    np.testing.assert_array_equal(net.coefficients, [[0.15, 0.25], [0.20, 0.05]])
    printed = [[1.254, 0.330], [0.264, 1.122]]
    np.testing.assert_allclose(net.upstream(np.eye(2)), printed, atol=0.5e-3)
    new_use = net.upstream(np.array([[600.0], [1500.0]]))[:, 0]  # their first new demand
    np.testing.assert_allclose(new_use, [1247.5, 1841.6], atol=0.1)


@pytest.mark.parametrize(
    ("share", "quantity", "elasticity", "exact", "second_order"),
    [
        (0.04, 0.9, 0.04, -1.57, -0.93),
        (0.012, 0.7, 0.1, -2.75, -1.11),
        (0.012, 0.7, 0.04, -15.9, -2.2),
    ],
)
def test_losses_of_energy_are_the_documented_ones(share, quantity, elasticity, exact, second_order):
    digits = 2 if exact > -10 else 1
    assert round(100 * (ces_output(share, quantity, elasticity) - 1), digits) == exact
    rough = 100 * (ces_output_second_order(share, quantity, elasticity) - 1)
    assert round(rough, digits) == second_order


@pytest.mark.parametrize("elasticity", [0.0, 0.04, 0.1, 0.5, 1.0, 2.0, np.inf])
def test_one_sector_fed_from_abroad_loses_what_the_formula_says(elasticity):
    """A network of one user and one import is the formula itself."""
    flows = np.zeros((4, 4))
    flows[1, 2] = 4.0  # energy of the seller to industry of the user: 4 of 100
    final = np.array([[50.0, 0], [6.0, 0], [0, 100.0], [0, 10.0]])
    net = factor(["seller", "user"], ["industry", "energy"], flows, final)
    stop = deliveries(net, ["seller"], ["user"], share=0.1)
    found = ration(net, stop, elasticity)
    assert found.activity[2] == pytest.approx(ces_output(0.04, 0.9, elasticity), rel=1e-12)
    assert found.activity[[0, 1, 3]].tolist() == [1.0, 1.0, 1.0]


def test_an_input_that_nobody_else_delivers_stops_its_user_unless_it_can_be_replaced():
    flows = np.zeros((4, 4))
    flows[1, 2] = 4.0
    final = np.array([[50.0, 0], [6.0, 0], [0, 100.0], [0, 10.0]])
    net = factor(["seller", "user"], ["industry", "energy"], flows, final)
    stop = deliveries(net, ["seller"], ["user"])
    for elasticity in (0.0, 0.2, 1.0):
        found = ration(net, stop, elasticity)
        assert found.stopped == ("user industry",)
        assert found.value_added[2] == pytest.approx(96.0)
    assert ration(net, stop, 2.0).stopped == ()


@pytest.fixture(scope="module")
def world(shared):
    with np.load(shared / "validation/wiod/wiod2011_inputs.npz") as file:
        regions, final = tuple(map(str, file["regions"])), file["F"].astype(float)
        uses = final.reshape(len(final), len(regions), -1)
        table = SimpleNamespace(
            regions=regions,
            sectors=tuple(map(str, file["sectors"])),
            flows=file["Z"].astype(float),
            final=np.maximum(uses, 0).sum(axis=2),
            stocks=np.minimum(uses, 0).sum(axis=2),
        )
    cleaned = clean(table)
    return factor(cleaned.regions, cleaned.sectors, cleaned.flows, cleaned.final)


@pytest.fixture(scope="module")
def inverse(world):
    return leontief_inverse(world.coefficients)


@pytest.mark.shared
def test_the_network_has_the_published_checksums(shared, world):
    published = json.loads((shared / "validation/wiod/expected_open.json").read_text())
    expected = published["cleaned_data_checksums_2011"]
    assert world.flows.sum() == pytest.approx(expected["sum_Z"], rel=1e-12)
    assert world.final.sum() == expected["sum_F"]
    assert world.output.sum() == pytest.approx(expected["sum_R"], rel=1e-12)
    assert world.value_added.sum() == pytest.approx(expected["sum_F"], rel=1e-10)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("sellers", "buyers"),
    [
        (["CHN"], ["RUS"]),
        (["RUS"], ["CHN"]),
        (["DEU", "FRA", "ITA", "USA", "JPN", "GBR"], ["RUS"]),
        (["RUS"], ["DEU", "FRA", "ITA", "POL"]),
    ],
)
def test_cuts_of_the_whole_table_equal_new_inverses(world, sellers, buyers):
    """Definitions of V11, task 3; to 1e-6 of a million dollars on sums of 1e14."""
    stop = deliveries(world, sellers, buyers)
    block = np.ix_(world.cells(sellers), world.cells(buyers))
    left = world.coefficients.copy()
    left[block] = 0.0
    identity = np.eye(world.output.size)
    share = world.added_share
    again = np.linalg.solve(identity - left, world.final.sum(axis=1))
    found = lost_orders(world, stop)
    np.testing.assert_allclose(found.value_added, share * (world.output - again), atol=1e-6)
    allocation = allocation_coefficients(world.flows, world.output)
    allocation[block] = 0.0
    pushed = np.linalg.solve((identity - allocation).T, world.value_added)
    fed = lost_inputs(world, stop)
    np.testing.assert_allclose(fed.value_added, share * (world.output - pushed), atol=1e-6)
    carried = (world.coefficients[block] @ again[world.cells(buyers)]).sum()
    assert found.value_added.sum() == pytest.approx(carried, rel=1e-12)
    assert max(found.residual, fed.residual) < 1e-14


@pytest.mark.shared
def test_reliance_of_the_whole_table_equals_that_from_its_inverse(world, inverse):
    final = world.final.sum(axis=1)
    makes = np.tile([f"c{k}" in world.sectors[2:16] for k in range(1, 36)], len(world.regions))
    for users in (None, makes):
        np.testing.assert_allclose(
            reliance(world, world.output, users),
            input_reliance(inverse, world.output, world.region, users),
            atol=1e-12,
        )
        np.testing.assert_allclose(
            reliance(world, final, users, inputs_only=False),
            look_through_reliance(inverse, final, world.region, users),
            atol=1e-12,
        )


@pytest.mark.shared
def test_rationing_of_perfect_substitutes_is_the_ghosh_model_on_the_whole_table(world):
    stop = deliveries(world, ["CHN"], ["RUS"])
    found, ghosh = ration(world, stop, np.inf), lost_inputs(world, stop)
    np.testing.assert_allclose(found.value_added, ghosh.value_added, atol=1e-4)
    assert ration(world, stop, 0.5).value_added.sum() > ghosh.value_added.sum()
