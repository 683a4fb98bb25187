"""Laws of the measures of mutual weight, for any admissible shares and flows."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.asymmetry import log_ratio
from steelyard.measures.influence import influence_effect, small_partner_preference
from steelyard.measures.interdependence import (
    gains_from_trade,
    higher_dependence,
    interdependence,
    lower_dependence,
    salience,
    supply_effect,
    symmetry,
)
from steelyard.measures.openness import trade_dependence
from steelyard.measures.shares import trade_share
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
N = 4
SHARES = arrays(float, (N, N), elements=st.floats(0, 1))
FLOWS = arrays(float, (N, N), elements=st.floats(0.01, 1e6)).map(
    lambda flows: flows - np.diag(np.diag(flows))
)
PAIRWISE = [salience, symmetry, interdependence, lower_dependence, higher_dependence]


@pytest.mark.parametrize("measure", PAIRWISE)
@settings(FEW)
@given(share=SHARES, order=st.permutations(range(N)))
def test_pair_measures_are_symmetric_bounded_and_blind_to_order(measure, share, order):
    result = measure(share)
    np.testing.assert_allclose(result, result.T)
    assert result.min() >= 0
    assert result.max() <= 1
    np.testing.assert_array_equal(
        measure(share[np.ix_(order, order)]), result[np.ix_(order, order)]
    )


@settings(FEW)
@given(share=SHARES)
def test_interdependence_is_at_most_salience_and_equal_shares_are_symmetric(share):
    assert (interdependence(share) <= salience(share) + 1e-15).all()
    both = (share + share.T) / 2
    np.testing.assert_array_equal(symmetry(both), 1.0)
    np.testing.assert_allclose(interdependence(both), both, atol=1e-150)


@settings(FEW)
@given(flows=FLOWS)
def test_with_gdp_the_lower_dependence_is_that_of_the_greater_economy(flows):
    gdp = np.array([1.0, 2.0, 3.0, 4.0]) * 1e7
    dependence = trade_dependence(flows, gdp)
    low, high = lower_dependence(dependence), higher_dependence(dependence)
    np.testing.assert_allclose(low[0, 1:], dependence[1:, 0])
    np.testing.assert_allclose(low + high, dependence + dependence.T)


@pytest.mark.parametrize("measure", [*PAIRWISE, influence_effect])
def test_absence_of_one_side_is_passed_on(measure):
    share = np.array([[0.0, 0.3], [np.nan, 0.0]])
    assert np.isnan(measure(share)[0, 1])
    assert np.isnan(measure(share)[1, 0])


@settings(FEW)
@given(flows=FLOWS)
def test_influence_with_total_trade_is_only_the_ratio_of_total_trade(flows):
    trade = flows.sum(axis=0) + flows.sum(axis=1)
    effect = influence_effect(trade_share(flows))
    off = ~np.eye(N, dtype=bool)
    np.testing.assert_allclose(effect[off], (trade[:, None] / trade)[off], rtol=1e-9)
    np.testing.assert_allclose(np.log(effect[off]), -log_ratio(trade_share(flows))[off], atol=1e-9)


@settings(FEW)
@given(flows=FLOWS, currency=st.floats(1e-3, 1e3), order=st.permutations(range(N)))
def test_preference_is_blind_to_currency_and_order(flows, currency, order):
    size = flows.sum(axis=0) + flows.sum(axis=1)
    result = small_partner_preference(flows, size)
    np.testing.assert_allclose(small_partner_preference(currency * flows, size), result)
    np.testing.assert_allclose(small_partner_preference(flows, currency * size), result)
    moved = small_partner_preference(flows[np.ix_(order, order)], size[list(order)])
    np.testing.assert_allclose(moved, result[list(order)])


@settings(FEW)
@given(size=arrays(float, N, elements=st.floats(1, 1e6)))
def test_trade_in_proportion_to_size_is_neutral(size):
    flows = np.outer(size, size) * (1 - np.eye(N))
    np.testing.assert_allclose(small_partner_preference(flows, size), 1.0)


def test_preference_changes_when_a_partner_is_counted_as_two_halves():
    whole, halves = np.zeros((3, 3)), np.zeros((4, 4))
    whole[0], halves[0] = [0, 5, 5], [0, 2.5, 2.5, 5]
    before = small_partner_preference(whole, np.array([50.0, 80.0, 20.0]))
    after = small_partner_preference(halves, np.array([50.0, 40.0, 40.0, 20.0]))
    assert before[0] == pytest.approx(1.36)
    assert after[0] == pytest.approx(1.2)


@settings(FEW)
@given(
    imports=arrays(float, (3, N), elements=st.floats(0, 10)),
    elasticity=st.floats(0.5, 20),
    currency=st.floats(1e-3, 1e3),
)
def test_losses_of_single_partners_add_up_to_less_than_the_gains_from_trade(
    imports, elasticity, currency
):
    absorption = np.full(3, 50.0)
    loss = supply_effect(imports, absorption, elasticity)
    all_gains = gains_from_trade(imports.sum(axis=1), absorption, elasticity)
    assert (np.log1p(-all_gains) <= np.log1p(-loss).sum(axis=1) + 1e-12).all()
    if elasticity >= 1:
        assert (loss.sum(axis=1) <= all_gains + 1e-12).all()
    assert (loss.max(axis=1) <= all_gains + 1e-12).all()
    scaled = supply_effect(currency * imports, currency * absorption, elasticity)
    np.testing.assert_allclose(scaled, loss, rtol=1e-9, atol=1e-15)


def test_a_partner_that_supplies_everything_leaves_no_finite_loss():
    loss = supply_effect(np.array([[10.0, 0.0]]), np.array([10.0]), 3.0)
    np.testing.assert_array_equal(loss, [[np.nan, 0.0]])


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="exceed their whole"):
        salience(np.array([[0.0, 1.2], [0.3, 0.0]]))
    with pytest.raises(InputError, match="below zero"):
        influence_effect(np.array([[0.0, -0.2], [0.3, 0.0]]))
    with pytest.raises(InputError, match="exceed their whole"):
        supply_effect(np.array([[30.0, 30.0]]), np.array([50.0]), 4.0)
    with pytest.raises(InputError, match="elasticity"):
        supply_effect(np.array([[30.0, 10.0]]), np.array([50.0]), 0.0)
    with pytest.raises(InputError, match="square"):
        small_partner_preference(np.ones((2, 3)), np.ones(3))
