"""Intervals of losses from cuts cover what they claim to; draws are exact."""

from itertools import permutations

import numpy as np
import pytest

from steelyard.measures.interval import quantile_interval
from steelyard.models.trade.network import (
    FlowError,
    cut_draws,
    deliveries,
    factor,
    lost_inputs,
    lost_orders,
    rescaled,
)
from steelyard.vocabulary.errors import InputError

REGIONS, SECTORS = tuple("ABCDEF"), ("x", "y", "z")
SIZE, TAIL = len(REGIONS) * len(SECTORS), 5.0
ERROR = FlowError(0.35, np.full(3, 0.45), TAIL)


def made_world(seed=1):
    """Regions of different size that buy most of their inputs at home."""
    random = np.random.default_rng(seed)
    mass = np.repeat(random.lognormal(3, 1, len(REGIONS)), 3)
    flows = np.outer(mass, mass) * random.lognormal(0, 0.7, (SIZE, SIZE)) / mass.sum()
    home = np.kron(np.eye(len(REGIONS)), np.ones((3, 3))) == 1
    flows[home] *= 12
    final = np.repeat(flows.sum(axis=0)[:, None], len(REGIONS), axis=1) / len(REGIONS) + 1
    return factor(REGIONS, SECTORS, flows, final)


def of_pairs(random):
    """Every region with every other, and the factors by which its flows to it are off."""
    for pair in permutations(REGIONS, 2):
        yield pair, ERROR.factors(1, int(random.integers(2**31)))[0]


def recorded(network, random):
    """The same world as somebody else would record it: every flow between regions is off.

    One region's deliveries to another after the other's, as `rescaled` does it, and one network
    made of them all.
    """
    flows, final = network.flows.copy(), network.final.copy()
    cells = {region: network.cells([region]) for region in REGIONS}
    for (seller, buyer), factors in of_pairs(random):
        rows, columns = cells[seller], cells[buyer]
        block, at_home = np.ix_(rows, columns), np.ix_(columns, columns)
        moved = np.minimum((factors[:, None] - 1.0) * flows[block], flows[at_home])
        flows[block] += moved
        flows[at_home] -= moved
        final[rows, REGIONS.index(seller)] -= moved.sum(axis=1)
        final[columns, REGIONS.index(buyer)] += moved.sum(axis=1)
    return factor(REGIONS, SECTORS, np.maximum(flows, 0.0), final)


def test_a_recorded_world_is_that_of_one_change_after_the_other():
    truth = made_world(3)
    seen, slowly = recorded(truth, np.random.default_rng(9)), truth
    for (seller, buyer), factors in of_pairs(np.random.default_rng(9)):
        slowly = rescaled(slowly, seller, buyer, factors)
    np.testing.assert_allclose(seen.flows, slowly.flows, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(seen.final, slowly.final, rtol=1e-9)


def test_ninety_per_cent_intervals_of_losses_cover_the_truth():
    """All flows are noisy in the record; only those that stop are drawn."""
    truth, random = made_world(), np.random.default_rng(5)
    ties = (("A", "B"), ("B", "A"), ("C", "D"), ("F", "E"))
    hits, tries = np.zeros(2), 0
    for trial in range(150):
        seen = recorded(truth, random)
        for seller, buyer in ties:
            stop = deliveries(truth, [seller], [buyer])
            drawn = cut_draws(seen, seller, buyer, ERROR, draws=300, seed=trial)
            own = (truth.cells([seller]), truth.cells([buyer]))
            real = (lost_orders(truth, stop), lost_inputs(truth, stop))
            for k, draws in enumerate((drawn.orders, drawn.inputs)):
                low, high = quantile_interval(draws[:, own[k]].sum(axis=1))
                hits[k] += low <= real[k].value_added[own[k]].sum() <= high
            tries += 1
    assert (hits / tries > 0.87).all(), hits / tries
    assert (hits / tries < 0.93).all(), hits / tries


def test_each_draw_is_the_cut_of_a_table_made_anew():
    world = made_world(2)
    drawn = cut_draws(world, "B", "D", ERROR, draws=4, seed=3)
    for place, factors in enumerate(ERROR.factors(4, 3)):
        other = rescaled(world, "B", "D", factors)
        stop = deliveries(other, ["B"], ["D"])
        np.testing.assert_allclose(drawn.orders[place], lost_orders(other, stop).value_added)
        np.testing.assert_allclose(drawn.inputs[place], lost_inputs(other, stop).value_added)
        np.testing.assert_allclose(other.output, world.output)
        np.testing.assert_allclose(other.value_added, world.value_added)


def test_without_error_every_draw_is_the_point_also_with_final_use():
    world = made_world()
    sure = FlowError(0.0, np.zeros(3), TAIL)
    found = cut_draws(world, "A", "C", sure, final=True, draws=2)
    stop = deliveries(world, ["A"], ["C"], final=True)
    for draw in range(2):
        np.testing.assert_allclose(found.orders[draw], lost_orders(world, stop).value_added)
        np.testing.assert_allclose(found.inputs[draw], lost_inputs(world, stop).value_added)


@pytest.mark.parametrize(
    ("seller", "buyer", "error"),
    [
        ("A", "A", ERROR),
        ("A", "Q", ERROR),
        ("A", "B", FlowError(-0.1, np.full(3, 0.3), TAIL)),
        ("A", "B", FlowError(0.1, np.array([0.3, np.nan, 0.3]), TAIL)),
        ("A", "B", FlowError(0.1, np.full(2, 0.3), TAIL)),
    ],
)
def test_bad_errors_and_regions_are_refused(seller, buyer, error):
    with pytest.raises(InputError):
        cut_draws(made_world(), seller, buyer, error)
