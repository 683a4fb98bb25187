"""Laws of cuts in production networks, for any productive table."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.input_output import allocation_coefficients, leontief_inverse
from steelyard.measures.input_reliance import input_reliance, look_through_reliance
from steelyard.models.trade.network import (
    all_pairs,
    chokepoints,
    cut,
    deliveries,
    factor,
    join,
    lost_inputs,
    lost_orders,
    ration,
    reliance,
)
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=12)  # laws of arithmetic: many cases in each array
REGIONS, SECTORS = ("A", "B", "C"), ("x", "y")
N = len(REGIONS) * len(SECTORS)
FLOWS = arrays(float, (N, N), elements=st.floats(0, 100))
FINAL = arrays(float, (N, len(REGIONS)), elements=st.floats(0.5, 100))
CELLS = st.lists(st.integers(0, N - 1), min_size=1, max_size=N, unique=True).map(np.array)
PART = st.floats(0, 1)


def network(flows, final):
    """A table in which half of every output is value added: final use makes up what is missing."""
    short = np.maximum(2 * flows.sum(axis=0) - flows.sum(axis=1), 0.0) + 1.0
    return factor(REGIONS, SECTORS, flows, final + short[:, None] / len(REGIONS))


@settings(FEW)
@given(flows=FLOWS, final=FINAL, sellers=CELLS, buyers=CELLS, part=PART, at_home=PART)
def test_lost_orders_are_those_of_a_new_inverse(flows, final, sellers, buyers, part, at_home):
    net = network(flows, final)
    share = np.full((sellers.size, buyers.size), part)
    stop = cut(net, sellers, buyers, share, np.full((sellers.size, 3), at_home))
    left = net.coefficients.copy()
    left[np.ix_(sellers, buyers)] *= 1 - part
    use = net.final.copy()
    use[sellers] *= 1 - at_home
    found = lost_orders(net, stop)
    expected = net.output - leontief_inverse(left) @ use.sum(axis=1)
    np.testing.assert_allclose(found.output, expected, rtol=1e-8, atol=1e-8)
    assert found.output.min() >= 0
    assert found.residual < 1e-12


@settings(FEW)
@given(flows=FLOWS, final=FINAL, sellers=CELLS, buyers=CELLS, part=PART)
def test_lost_inputs_are_those_of_a_new_ghosh_inverse(flows, final, sellers, buyers, part):
    net = network(flows, final)
    stop = cut(net, sellers, buyers, np.full((sellers.size, buyers.size), part))
    left = allocation_coefficients(net.flows, net.output)
    left[np.ix_(sellers, buyers)] *= 1 - part
    found = lost_inputs(net, stop)
    expected = net.output - net.value_added @ leontief_inverse(left)
    np.testing.assert_allclose(found.output, expected, rtol=1e-8, atol=1e-8)
    assert found.residual < 1e-12


@settings(FEW)
@given(flows=FLOWS, final=FINAL, sellers=CELLS, buyers=CELLS)
def test_world_value_added_lost_is_what_the_link_carries_after_the_cut(
    flows, final, sellers, buyers
):
    net = network(flows, final)
    found = lost_orders(net, cut(net, sellers, buyers))
    left = net.output - found.output
    carried = (net.coefficients[np.ix_(sellers, buyers)] @ left[buyers]).sum()
    np.testing.assert_allclose(found.value_added.sum(), carried, rtol=1e-8, atol=1e-8)


@settings(FEW)
@given(
    flows=FLOWS,
    final=FINAL,
    sellers=CELLS,
    buyers=CELLS,
    s=st.sampled_from([0.0, 0.05, 0.5, 1.0, 5.0, np.inf]),
)
def test_a_cut_of_nothing_changes_nothing(flows, final, sellers, buyers, s):
    net = network(flows, final)
    none = cut(net, sellers, buyers, np.zeros((sellers.size, buyers.size)))
    assert set(lost_orders(net, none).output) == {0.0}
    assert set(lost_inputs(net, none).output) == {0.0}
    assert set(ration(net, none, s).output) == {0.0}


@settings(FEW)
@given(flows=FLOWS, final=FINAL, parts=st.tuples(PART, PART))
def test_two_cuts_lose_at_most_the_sum_of_each_and_at_least_the_greater(flows, final, parts):
    """What hangs on both links is counted once; complements (`ration`) have no such bound."""
    net = network(flows, final)
    first = deliveries(net, ["A"], ["C"], share=parts[0], final=True)
    second = deliveries(net, ["B"], ["C"], share=parts[1], final=True)
    for loss in (lost_orders, lost_inputs):
        one, other = loss(net, first).output, loss(net, second).output
        both = loss(net, join(net, [first, second])).output
        slack = 1e-9 * net.output.max()
        assert (both <= one + other + slack).all()
        assert (both >= np.maximum(one, other) - slack).all()


@settings(FEW)
@given(flows=FLOWS, final=FINAL, parts=st.tuples(PART, PART), s=st.sampled_from([1.5, 5.0]))
def test_more_cut_loses_more(flows, final, parts, s):
    net = network(flows, final)
    less, more = (deliveries(net, ["A"], ["B"], share=part) for part in sorted(parts))
    slack = 1e-9 * net.output.max()
    for loss in (lost_orders, lost_inputs, lambda net, what: ration(net, what, s)):
        assert (loss(net, more).output >= loss(net, less).output - slack).all()


@settings(FEW)
@given(flows=FLOWS, final=FINAL, sellers=CELLS, buyers=CELLS)
def test_rationing_of_perfect_substitutes_is_the_ghosh_model_and_complements_lose_more(
    flows, final, sellers, buyers
):
    net = network(flows, final)
    stop = cut(net, sellers, buyers, np.full((sellers.size, buyers.size), 0.3))
    ghosh = lost_inputs(net, stop)
    substitutes = ration(net, stop, np.inf)
    slack = 1e-7 * net.output.max()
    np.testing.assert_allclose(substitutes.output, ghosh.output, rtol=1e-6, atol=slack)
    lost = ghosh.output
    for elasticity in (5.0, 1.0):
        after = ration(net, stop, elasticity)
        assert (after.output >= lost - slack).all()
        assert after.residual < 1e-11
        first_served = ration(net, stop, elasticity, rule="producers first")
        assert (first_served.output <= after.output + slack).all()
        lost = after.output


@settings(FEW)
@given(flows=FLOWS, final=FINAL, rate=st.sampled_from([1e-6, 1e-3, 6.5, 1e6]))
def test_currency_changes_nothing(flows, final, rate):
    once, again = network(flows, final), network(flows, final)
    again = factor(REGIONS, SECTORS, once.flows * rate, once.final * rate)
    stop = deliveries(once, ["A", "B"], ["C"], final=True)
    for loss in (lost_orders, lost_inputs, lambda net, what: ration(net, what, 2.0)):
        np.testing.assert_allclose(
            loss(again, stop).value_added / rate,
            loss(once, stop).value_added,
            rtol=1e-10,
            atol=1e-11 * once.output.max(),
        )


@settings(FEW)
@given(flows=FLOWS, final=FINAL)
def test_all_pairs_are_the_pairs_one_by_one(flows, final):
    net = network(flows, final)
    found = all_pairs(net)
    close = {"rtol": 1e-8, "atol": 1e-8 * net.output.max()}
    for s, seller in enumerate(REGIONS):
        assert np.isnan(found.orders[s, s]).all()
        for b, buyer in enumerate(REGIONS):
            if s != b:
                stop = deliveries(net, [seller], [buyer])
                up, down = (loss(net, stop).value_added for loss in (lost_orders, lost_inputs))
                np.testing.assert_allclose(found.orders[s, b], net.by_region(up), **close)
                np.testing.assert_allclose(found.inputs[s, b], net.by_region(down), **close)
                np.testing.assert_allclose(
                    found.seller_orders[s, b], up[net.cells([seller])], **close
                )
                np.testing.assert_allclose(
                    found.buyer_inputs[s, b], down[net.cells([buyer])], **close
                )


@settings(FEW)
@given(flows=FLOWS, final=FINAL)
def test_a_chokepoint_loses_what_its_cut_loses(flows, final):
    net = network(flows, final)
    for user in ("C", None):
        found = chokepoints(net, user)
        assert [each.users for each in found] == sorted((e.users for e in found), reverse=True)
        for each in found:
            others = [name for name in REGIONS if name != each.region]
            stop = deliveries(net, [each.region], [user] if user else others, sectors=[each.sector])
            up, down = (
                net.by_region(loss(net, stop).value_added) for loss in (lost_orders, lost_inputs)
            )
            users = down[REGIONS.index(user)] if user else down.sum()
            own = up[REGIONS.index(each.region)]
            np.testing.assert_allclose(
                (each.users, each.supplier, each.world),
                (users, own, up.sum()),
                rtol=1e-8,
                atol=1e-8 * net.output.max(),
            )


@settings(FEW)
@given(flows=FLOWS, final=FINAL)
def test_reliance_without_an_inverse_is_that_with_one(flows, final):
    net = network(flows + 0.01, final)
    inverse = leontief_inverse(net.coefficients)
    users = np.array([True, False] * 3)
    for marks in (None, users):
        np.testing.assert_allclose(
            reliance(net, net.output, marks),
            input_reliance(inverse, net.output, net.region, marks),
        )
        np.testing.assert_allclose(
            reliance(net, net.output, marks, inputs_only=False),
            look_through_reliance(inverse, net.output, net.region, marks),
        )


def made(flows=None, final=None):
    flows = np.ones((N, N)) if flows is None else flows
    final = np.full((N, 3), 3.0) if final is None else final
    return factor(REGIONS, SECTORS, flows, final)


def replaced(array, at, value):
    array = array.copy()
    array[at] = value
    return array


FULL, USED = np.ones((N, N)), np.full((N, 3), 3.0)


@pytest.mark.parametrize(
    ("flows", "final", "told"),
    [
        (replaced(FULL, (0, 3), -1), USED, "A x to B y: -1"),
        (replaced(FULL, (4, 1), np.nan), USED, "C x to A y: nan"),
        (replaced(FULL, (4, 1), np.inf), USED, "C x to A y: inf"),
        (FULL, replaced(USED, (2, 1), np.nan), "B x to final use of B: absent"),
        (FULL, replaced(USED, 2, -9.0), r"B x \(output -21\)"),
        (replaced(FULL, 2, 0.0), replaced(USED, 2, 0.0), r"B x \(output 0\)"),
    ],
)
def test_bad_tables_are_refused_with_the_cell(flows, final, told):
    with pytest.raises(InputError, match=told):
        made(flows, final)


def test_labels_must_be_unique_and_known():
    with pytest.raises(InputError, match="twice: A"):
        factor(("A", "A", "C"), SECTORS, FULL, USED)
    net = made()
    with pytest.raises(InputError, match="one of: A, B, C"):
        net.cells(["Q"])
    with pytest.raises(InputError, match="not a sector"):
        deliveries(net, ["A"], ["B"], sectors=["z"])
    with pytest.raises(InputError, match="on both sides: B"):
        deliveries(net, ["A", "B"], ["B"])
    with pytest.raises(InputError, match="without regions"):
        deliveries(net, [], ["B"])
    with pytest.raises(InputError, match="no cut"):
        join(net, [])


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_share_that_cannot_be_cut_is_refused_with_the_cell(share):
    with pytest.raises(InputError, match="A x to B x"):
        deliveries(made(), ["A"], ["B"], share=share)


def test_cells_are_named_once_and_exist():
    net, first = made(), np.array([0])
    with pytest.raises(InputError, match="each once"):
        cut(net, np.array([0, 0]), first)
    with pytest.raises(InputError, match="between 0 and 5"):
        cut(net, np.array([7]), first)


def test_an_unproductive_table_with_final_use_is_refused():
    """A sector that eats more than it makes, fed by others, has sales and no way to make them."""
    flows = replaced(np.zeros((N, N)), (0, 0), 10.0)
    flows[1, 0] = 5.0
    with pytest.raises(InputError, match=r"highest in A x \(1\."):
        made(flows, replaced(np.ones((N, 3)), 0, 0.0))
