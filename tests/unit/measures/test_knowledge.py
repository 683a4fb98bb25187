"""Laws of the stock of knowledge and of unit values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from steelyard.measures.knowledge import early_growth, knowledge_stock, stock_bounds
from steelyard.measures.unit_value import unit_value_index
from steelyard.vocabulary.errors import InputError

spent = arrays(float, 12, elements=st.floats(1.0, 1e3))


@given(spent, st.floats(0.05, 0.4), st.floats(0.0, 0.2))
def test_what_is_added_is_what_was_spent(spending, rate, growth):
    stock = knowledge_stock(spending, depreciation=rate, growth=growth)
    assert stock[1:] - (1 - rate) * stock[:-1] == pytest.approx(spending[1:], rel=1e-9)


@given(st.floats(0.05, 0.4), st.floats(0.0, 0.2))
def test_spending_that_always_grew_keeps_its_ratio_to_the_stock(rate, growth):
    spending = 10 * (1 + growth) ** np.arange(15)
    stock = knowledge_stock(spending, depreciation=rate, growth=growth)
    assert stock / spending == pytest.approx(np.full(15, (1 + growth) / (growth + rate)))


@given(spent, st.floats(0.10, 0.20))
def test_every_rate_between_lies_within_the_bounds(spending, rate):
    bounds = stock_bounds(spending)
    growth = early_growth(spending)
    for start in (0.0, growth / 2, growth):
        stock = knowledge_stock(spending, depreciation=rate, growth=start)
        assert (stock >= bounds.min(axis=0) * (1 - 1e-9)).all()
        assert (stock <= bounds.max(axis=0) * (1 + 1e-9)).all()


def test_a_gap_ends_the_stock_and_nothing_known_has_none():
    stock = knowledge_stock(np.array([np.nan, 1.0, np.nan, 1.0]), depreciation=0.15, growth=0.0)
    assert np.isfinite(stock).tolist() == [False, True, False, False]
    assert np.isnan(knowledge_stock(np.full(3, np.nan), depreciation=0.15, growth=0.0)).all()
    assert early_growth(np.array([np.nan, 5.0])) == 0.0
    assert early_growth(np.array([5.0, 4.0])) == 0.0


@pytest.mark.parametrize(("rate", "growth"), [(0.0, 0.0), (1.1, 0.0), (0.15, -0.15)])
def test_impossible_rates_are_refused(rate, growth):
    with pytest.raises(InputError):
        knowledge_stock(np.ones(3), depreciation=rate, growth=growth)


def test_negative_spending_is_refused():
    with pytest.raises(InputError):
        knowledge_stock(np.array([-1.0]), depreciation=0.15, growth=0.0)


amounts = arrays(float, (4, 3), elements=st.floats(1.0, 1e3))


@given(amounts, st.floats(0.5, 2.0))
def test_one_change_of_all_prices_is_that_change(weights, change):
    prices = np.array([[2.0, 5.0, 9.0]]) * change ** np.arange(4)[:, None]
    index = unit_value_index(prices * weights, weights)
    for row in index:
        assert row == pytest.approx(change ** np.arange(4), rel=1e-9)


@given(amounts, amounts)
def test_fisher_lies_between_its_bounds(values, weights):
    middle, low, high = unit_value_index(values, weights)
    assert (low <= middle * (1 + 1e-9)).all()
    assert (middle <= high * (1 + 1e-9)).all()


@given(amounts, amounts, st.floats(0.1, 10.0))
def test_units_of_weight_do_not_matter(values, weights, size):
    assert unit_value_index(values, weights * size) == pytest.approx(
        unit_value_index(values, weights)
    )


def test_new_goods_are_no_change_of_price():
    values = np.array([[10.0, 0.0], [10.0, 2.0]])
    weights = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert unit_value_index(values, weights)[0].tolist() == [1.0, 1.0]


def test_too_little_in_common_is_absent():
    values = np.array([[10.0, 0.0], [10.0, 90.0]])
    weights = np.array([[1.0, 0.0], [1.0, 1.0]])
    assert np.isnan(unit_value_index(values, weights)[:, 1]).all()
    unknown = unit_value_index(np.full((2, 1), np.nan), np.ones((2, 1)))
    assert np.isnan(unknown).all()


def test_a_weight_for_each_value_is_asked_for():
    with pytest.raises(InputError):
        unit_value_index(np.ones((2, 2)), np.ones((2, 3)))
    with pytest.raises(InputError):
        unit_value_index(-np.ones((2, 2)), np.ones((2, 2)))
