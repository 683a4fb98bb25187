"""Laws of losing access and of power (V10), for any shares and elasticities."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.access import (
    ALL_LOST,
    NO_SUBSTITUTE,
    UNKNOWN,
    access_loss,
    nested_access_loss,
)
from steelyard.measures.interdependence import supply_effect
from steelyard.measures.supplier_power import (
    coalition_power,
    partner_power,
    power_interval,
    sigma_draws,
)
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
SHARE, SIGMA = st.floats(0, 0.99), st.floats(1.05, 30)
PRODUCTS = 4
SIGMAS = arrays(float, PRODUCTS, elements=SIGMA)
SHARES = arrays(float, (PRODUCTS, 5), elements=st.floats(0.01, 1)).map(
    lambda parts: 0.95 * parts / parts.sum(axis=1, keepdims=True)
)
WEIGHTS = arrays(float, PRODUCTS, elements=st.floats(0.01, 1)).map(lambda w: w / w.sum())


def one(*values):
    return np.array(values)


@settings(FEW)
@given(sigma=SIGMA)
def test_no_share_no_loss(sigma):
    assert access_loss(one(0.0), sigma).log_price[0] == 0.0


@settings(FEW)
@given(share=SHARE, step=st.floats(1e-3, 0.009), sigma=SIGMA)
def test_loss_rises_with_the_share_and_is_convex(share, step, sigma):
    assume(share >= step)
    low, middle, high = access_loss(one(share - step, share, share + step), sigma).log_price
    assert low < middle < high
    assert high - middle >= (middle - low) * (1 - 1e-9)


@settings(FEW)
@given(share=st.floats(0.01, 0.99), sigma=SIGMA, more=st.floats(0.01, 10))
def test_easier_substitution_means_less_loss(share, sigma, more):
    hard, easy = access_loss(one(share, share), one(sigma, sigma + more)).log_price
    assert easy < hard


@settings(FEW)
@given(share=SHARE, sigma=SIGMA)
def test_loss_is_the_price_index_of_what_remains(share, sigma):
    """Solved in levels: one of two groups of suppliers cut off; index of the rest over all."""
    quantity = one(share, 1 - share)
    before = quantity.sum() ** (1 / (1 - sigma))
    after = (quantity[1:].sum()) ** (1 / (1 - sigma))
    np.testing.assert_allclose(
        access_loss(one(share), sigma).log_price[0], np.log(after / before), rtol=1e-9, atol=1e-15
    )


@settings(FEW)
@given(share=st.floats(0, 0.9), sigma=st.floats(1.5, 10))
def test_loss_is_the_supply_effect_in_logs(share, sigma):
    loss = access_loss(one(share), sigma).log_price[0]
    effect = supply_effect(np.array([[share]]), one(1.0), sigma - 1)[0, 0]
    np.testing.assert_allclose(-np.log1p(-effect), loss, rtol=1e-9, atol=1e-15)


def test_losses_without_bound_are_absent_with_their_reason():
    loss = access_loss(one(1.0, 0.2, 0.0, np.nan), one(5.0, 0.9, 0.9, 2.0))
    np.testing.assert_array_equal(loss.log_price, [np.nan, np.nan, 0.0, np.nan])
    assert loss.reason.tolist() == [ALL_LOST, NO_SUBSTITUTE, "", UNKNOWN]


@settings(FEW)
@given(share=SHARE, sigma=SIGMA, weight=st.floats(0, 1), eta=st.floats(0.05, 20))
def test_nested_loss_equals_its_formula_in_levels(share, sigma, weight, eta):
    price = np.exp(access_loss(one(share), sigma).log_price[0])
    assume(price < 1e8 and abs(eta - 1) > 1e-3)
    expected = np.log((1 - weight) + weight * price ** (1 - eta)) / (1 - eta)
    actual = nested_access_loss(one(share), sigma, one(weight), eta).log_price[0]
    np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-9)


@settings(FEW)
@given(share=SHARE, sigma=SIGMA, weight=st.floats(0, 1))
def test_nested_loss_is_continuous_where_the_outer_nest_is_cobb_douglas(share, sigma, weight):
    outer = one(1 - 1e-6, 1.0, 1 + 1e-6)
    low, middle, high = nested_access_loss(
        np.full(3, share), sigma, np.full(3, weight), outer
    ).log_price
    inner = access_loss(one(share), sigma).log_price[0]
    np.testing.assert_allclose(middle, weight * inner)
    np.testing.assert_allclose([low, high], middle, rtol=1e-3, atol=1e-12)


@settings(FEW)
@given(share=SHARE, sigma=SIGMA, weight=st.floats(0, 1), eta=st.floats(0.05, 20))
def test_nested_loss_is_between_none_and_that_of_the_product(share, sigma, weight, eta):
    nested = nested_access_loss(one(share), sigma, one(weight), eta).log_price[0]
    inner = access_loss(one(share), sigma).log_price[0]
    assert -1e-12 <= nested <= inner * (1 + 1e-9) + 1e-12


@settings(FEW)
@given(sigma=SIGMA, weight=st.floats(0.01, 0.9), eta=st.floats(1.2, 10))
def test_losing_all_of_a_replaceable_product_is_the_limit_of_losing_ever_more(sigma, weight, eta):
    almost = 1 - 1e-15
    limit = nested_access_loss(one(1.0), sigma, one(weight), eta).log_price[0]
    near = nested_access_loss(one(almost), sigma, one(weight), eta).log_price[0]
    np.testing.assert_allclose(limit, -np.log1p(-weight) / (eta - 1))
    assert near <= limit + 1e-12


def test_nested_loss_without_bound_is_absent_unless_the_product_has_no_weight():
    loss = nested_access_loss(one(1.0, 1.0, 1.0), 2.0, one(0.1, 0.0, 1.0), one(0.5, 0.5, 3.0))
    np.testing.assert_array_equal(loss.log_price, [np.nan, 0.0, np.nan])
    assert loss.reason.tolist() == [ALL_LOST, "", ALL_LOST]


def test_a_huge_loss_in_a_bundle_of_complements_stays_finite():
    loss = nested_access_loss(one(0.99), 1.0001, one(0.5), 0.1).log_price[0]
    assert np.isfinite(loss)
    assert loss == pytest.approx(-np.log(0.01) / 1e-4 + np.log(0.5) / 0.9, rel=1e-9)


@settings(FEW)
@given(weight=WEIGHTS, share=SHARES, sigma=SIGMAS)
def test_a_coalition_has_at_least_the_power_of_its_members(weight, share, sigma):
    alone = [coalition_power(weight, share, sigma, [m]).total for m in range(3)]
    together = coalition_power(weight, share, sigma, [0, 1, 2]).total
    assert together >= sum(alone) * (1 - 1e-12)
    assert together >= coalition_power(weight, share, sigma, [0, 1]).total


@settings(FEW)
@given(weight=WEIGHTS, share=SHARES, sigma=SIGMAS, order=st.permutations(range(PRODUCTS)))
def test_power_is_blind_to_the_order_of_products_and_members(weight, share, sigma, order):
    order = list(order)
    power = coalition_power(weight, share, sigma, [0, 2])
    moved = coalition_power(weight[order], share[order], sigma[order], [2, 0])
    assert moved.total == pytest.approx(power.total)
    np.testing.assert_allclose(moved.by_product, power.by_product[order])


@settings(FEW)
@given(weight=WEIGHTS, share=SHARES, sigma=SIGMAS, part=st.floats(0.1, 0.9))
def test_power_is_blind_to_a_product_split_in_two_of_the_same_kind(weight, share, sigma, part):
    whole = partner_power(weight, share[:, 0], sigma).total
    halves = np.append(weight, (1 - part) * weight[0])
    halves[0] *= part
    split = partner_power(halves, np.append(share[:, 0], share[0, 0]), np.append(sigma, sigma[0]))
    assert split.total == pytest.approx(whole)


def test_power_grows_when_a_product_is_split_by_supplier():
    """Half the supply as a product of its own: documented in `partner_power`."""
    whole = partner_power(one(1.0), one(0.45), 4.0).total
    split = partner_power(one(0.5, 0.5), one(0.9, 0.0), 4.0).total
    assert split > 1.9 * whole


def test_power_over_an_irreplaceable_product_is_absent_with_a_floor():
    power = partner_power(one(0.5, 0.3, 0.2), one(0.5, 1.0, 0.1), one(2.0, 2.0, 0.8))
    assert power.total is None
    assert power.floor == pytest.approx(0.5 * np.log(2))
    assert power.reason == f"1 product(s): {ALL_LOST}; 1 product(s): {NO_SUBSTITUTE}"


def test_a_product_without_weight_needs_neither_share_nor_elasticity():
    assert partner_power(one(1.0, 0.0), one(0.5, np.nan), one(2.0, np.nan)).total is not None
    assert partner_power(one(0.9, np.nan), one(0.5, 0.1), 2.0).total is None


def test_an_unknown_member_makes_the_product_unknown():
    power = coalition_power(one(1.0), np.array([[0.2, np.nan]]), 3.0, [0, 1])
    assert (power.total, power.reason) == (None, f"1 product(s): {UNKNOWN}")
    assert coalition_power(one(1.0), np.array([[0.2, np.nan]]), 3.0, []).total == 0.0


@pytest.mark.parametrize(("products", "spread"), [(1, 0.5), (6, 0.3), (50, 0.3)])
def test_interval_of_power_covers_the_truth_nine_times_in_ten(products, spread):
    """Estimates scatter around true elasticities; 90 % intervals must hold the true power."""
    random = np.random.default_rng(5)
    weight, share = np.full(products, 1 / products), np.linspace(0.1, 0.8, products)
    truth, hits, trials = np.linspace(2, 6, products), 0, 400
    target = partner_power(weight, share, truth).total
    error = np.sqrt(np.expm1(spread**2))
    for trial in range(trials):
        estimate = 1 + (truth - 1) * np.exp(spread * random.standard_normal(products))
        drawn = sigma_draws(estimate, error * (estimate - 1), draws=300, seed=trial)
        interval = power_interval(weight, share, estimate, drawn)
        hits += interval.low <= target <= interval.high
    assert 0.87 <= hits / trials <= 0.93


def test_interval_is_absent_once_its_upper_end_has_no_bound():
    drawn = np.full((100, 1), 2.0)
    drawn[:4] = 0.9
    weight, share, sigma = one(1.0), one(0.5), one(2.0)
    assert power_interval(weight, share, sigma, drawn).present
    drawn[:6] = 0.9
    absent = power_interval(weight, share, sigma, drawn)
    assert absent.basis == "absent: the loss has no bound in 6% of the draws of elasticities"
    assert not power_interval(weight, one(1.0), sigma, drawn).present


def test_draws_have_the_estimate_as_median_and_its_standard_error():
    drawn = sigma_draws(one(3.0, 8.0), one(0.2, 0.5), draws=40_000)
    np.testing.assert_allclose(np.median(drawn, axis=0), [3.0, 8.0], rtol=0.01)
    np.testing.assert_allclose(drawn.std(axis=0), [0.2, 0.5], rtol=0.05)
    np.testing.assert_array_equal(drawn, sigma_draws(one(3.0, 8.0), one(0.2, 0.5), draws=40_000))


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="exceed their whole"):
        access_loss(one(1.1), 2.0)
    with pytest.raises(InputError, match="elasticity of 0"):
        access_loss(one(0.1), 0.0)
    with pytest.raises(InputError, match="weights"):
        partner_power(one(0.7, 0.7), one(0.1, 0.1), 2.0)
    with pytest.raises(InputError, match="each member once"):
        coalition_power(one(1.0), np.array([[0.2, 0.3]]), 3.0, [0, 0])
    with pytest.raises(InputError, match="estimates of at most 1"):
        sigma_draws(one(0.9), one(0.1))
