"""Composition of trade and roles: laws, invariance, and what changes with the classification."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.composition import (
    grubel_lloyd,
    grubel_lloyd_aggregate,
    present_products,
    revealed_comparative_advantage,
    step_totals,
    symmetric_advantage,
)
from steelyard.measures.roles import RAW, TECHNOLOGY, appendage_test, ladder_share, role_reversal
from steelyard.vocabulary.errors import InputError

EXPORTS = arrays(float, (4, 6), elements=st.floats(0.01, 1e9))
FLOW = arrays(float, 6, elements=st.one_of(st.just(0.0), st.floats(0.01, 1e9), st.just(np.nan)))
YEARS = np.arange(1992, 2012)


@given(exports=EXPORTS, rate=st.sampled_from([1e-6, 90.0, 1e6]))
def test_advantage_does_not_depend_on_currency_nor_on_a_states_size(exports, rate):
    here = revealed_comparative_advantage(exports)
    np.testing.assert_allclose(revealed_comparative_advantage(exports * rate), here, rtol=1e-9)
    assert ((symmetric_advantage(here) >= -1) & (symmetric_advantage(here) < 1)).all()


@given(exports=EXPORTS)
def test_advantages_of_a_state_average_one_weighted_by_the_worlds_basket(exports):
    weights = exports.sum(axis=0) / exports.sum()
    np.testing.assert_allclose(revealed_comparative_advantage(exports) @ weights, 1.0, rtol=1e-9)


@given(exports=EXPORTS)
def test_splitting_a_product_in_equal_parts_leaves_its_advantage(exports):
    split = np.column_stack([exports[:, :5], exports[:, 5] / 2, exports[:, 5] / 2])
    here, there = revealed_comparative_advantage(exports), revealed_comparative_advantage(split)
    np.testing.assert_allclose(there[:, [0, 5, 6]], here[:, [0, 5, 5]], rtol=1e-9)


def test_absent_flows_stay_absent_and_are_lacking_only_on_request():
    exports = np.array([[30.0, np.nan, 0.0], [10.0, 30.0, 0.0], [np.nan, np.nan, np.nan]])
    found = revealed_comparative_advantage(exports)
    assert np.isnan(found[:, 2]).all()
    assert np.isnan(found[2]).all()
    assert np.isnan(found[0, 1])
    with pytest.raises(InputError, match="absent"):
        present_products(found)
    assert present_products(found, absent_as_lacking=True).sum() == 2


@given(sold=FLOW, bought=FLOW)
def test_trade_within_products_is_the_same_from_both_sides_and_bounded(sold, bought):
    here = grubel_lloyd(sold, bought)
    np.testing.assert_array_equal(here, grubel_lloyd(bought, sold))
    known = here[np.isfinite(here)]
    assert ((known >= 0) & (known <= 1)).all()
    both = np.isfinite(sold) & np.isfinite(bought)
    np.testing.assert_array_equal(np.isfinite(here), both & (sold + bought > 0))


@given(sold=FLOW, bought=FLOW)
def test_the_aggregate_is_the_mean_weighted_by_turnover(sold, bought):
    single, turnover = grubel_lloyd(sold, bought), sold + bought
    known = np.isfinite(single)
    total = float(grubel_lloyd_aggregate(sold, bought))
    if known.any():
        assert total == pytest.approx(np.average(single[known], weights=turnover[known]), abs=1e-9)
    else:
        assert np.isnan(total)


def test_finer_products_never_raise_the_aggregate():
    coarse = grubel_lloyd_aggregate(np.array([100.0]), np.array([100.0]))
    fine = grubel_lloyd_aggregate(np.array([90.0, 10.0]), np.array([10.0, 90.0]))
    assert (float(coarse), float(fine)) == (1.0, pytest.approx(0.2))


@given(values=FLOW, step=arrays(np.int64, 6, elements=st.integers(-1, 4)))
def test_steps_and_the_unclassified_rest_add_up_to_what_is_known(values, step):
    totals = step_totals(values, step)
    summed = np.nansum(totals.values) + np.nan_to_num(totals.unclassified)
    assert summed == pytest.approx(np.nansum(values))
    for each in range(5):
        inside = values[step == each]
        assert np.isnan(totals.values[each]) == (not np.isfinite(inside).any())


def test_a_step_off_the_ladder_is_refused():
    with pytest.raises(InputError, match="steps"):
        step_totals(np.ones(2), np.array([0, 5]))


def test_negative_values_are_refused_everywhere():
    minus, plus = np.array([[-1.0, 2.0]]), np.array([[1.0, 2.0]])
    for refused in (
        lambda: revealed_comparative_advantage(minus),
        lambda: grubel_lloyd(minus, plus),
        lambda: grubel_lloyd_aggregate(plus, minus),
        lambda: step_totals(minus, np.array([0, 1])),
        lambda: ladder_share(minus, (0,)),
        lambda: role_reversal(np.array([2000, 2001]), minus[0], plus[0]),
    ):
        with pytest.raises(InputError, match="below zero"):
            refused()


# ---- the raw-material appendage


def _flows(first, last, base=100.0):
    """Steps by year moving from one composition to another."""
    weight = np.linspace(0, 1, YEARS.size)[:, None]
    return base * ((1 - weight) * np.array(first) + weight * np.array(last))


MACHINES = [0.1, 0.1, 0.2, 0.4, 0.2]
GARMENTS = [0.1, 0.1, 0.6, 0.1, 0.1]
OIL = [0.7, 0.2, 0.0, 0.1, 0.0]


def test_a_state_that_turns_from_machines_to_oil_becomes_an_appendage_once_for_good():
    sold_by_a, sold_by_b = _flows(MACHINES, OIL), _flows(GARMENTS, MACHINES)
    found = appendage_test(YEARS, sold_by_a, sold_by_b)
    assert not found.holds[0]
    assert found.holds[-1]
    assert found.since.year == YEARS[np.flatnonzero(found.holds)[0]]
    assert not found.always
    assert np.isnan(found.probability).all()
    other = appendage_test(YEARS, sold_by_b, sold_by_a)
    assert not other.holds.any()


def test_both_conditions_are_needed_and_a_higher_threshold_comes_later():
    raw_only = appendage_test(YEARS, _flows(OIL, OIL), _flows(GARMENTS, GARMENTS))
    assert not raw_only.holds.any()
    flows = _flows(MACHINES, OIL), _flows(GARMENTS, MACHINES)
    early = appendage_test(YEARS, *flows, threshold=0.4).since.year
    assert early < appendage_test(YEARS, *flows).since.year
    assert appendage_test(YEARS, *flows, threshold=0.7).since.year is None


def test_one_that_always_was_an_appendage_has_no_year_but_says_so():
    found = appendage_test(YEARS, _flows(OIL, OIL), _flows(MACHINES, MACHINES))
    assert found.always
    assert found.since.year is None


def test_absent_years_do_not_hold_and_are_marked():
    sold_by_a, sold_by_b = _flows(MACHINES, OIL), _flows(GARMENTS, MACHINES)
    sold_by_a[15] = np.nan
    found = appendage_test(YEARS, sold_by_a, sold_by_b)
    assert not found.known[15]
    assert not found.holds[15]
    assert np.isnan(found.margin[15])
    empty = appendage_test(YEARS, sold_by_a * np.nan, sold_by_b)
    assert not empty.always
    assert empty.since.year is None


@settings(max_examples=20)
@given(rate=st.sampled_from([1e-6, 7.1, 1e6]))
def test_currency_does_not_move_the_year(rate):
    sold_by_a, sold_by_b = _flows(MACHINES, OIL), _flows(GARMENTS, MACHINES)
    here = appendage_test(YEARS, sold_by_a, sold_by_b)
    there = appendage_test(YEARS, sold_by_a * rate, sold_by_b * rate)
    assert here.since.year == there.since.year


def test_with_draws_there_is_a_probability_by_year_and_an_interval_for_the_date():
    random = np.random.default_rng(0)
    sold_by_a, sold_by_b = _flows(MACHINES, OIL), _flows(GARMENTS, MACHINES)
    noise = np.exp(random.normal(0, 0.15, (2, 200, 1, 5)))
    found = appendage_test(
        YEARS, sold_by_a, sold_by_b, a_draws=sold_by_a * noise[0], b_draws=sold_by_b * noise[1]
    )
    assert found.probability[0] < 0.05
    assert found.probability[-1] > 0.95
    assert (np.diff(found.probability) >= 0).all()
    assert found.since.low <= found.since.year <= found.since.high
    with pytest.raises(InputError, match="one side only"):
        appendage_test(YEARS, sold_by_a, sold_by_b, a_draws=sold_by_a * noise[0])


def test_draws_that_lose_a_year_are_not_counted_as_failures():
    sold_by_a, sold_by_b = _flows(OIL, OIL), _flows(MACHINES, MACHINES)
    draws = np.broadcast_to(sold_by_a, (40, *sold_by_a.shape)).copy()
    draws[:20, 3] = np.nan
    found = appendage_test(
        YEARS, sold_by_a, sold_by_b, a_draws=draws, b_draws=np.stack([sold_by_b] * 40)
    )
    assert np.isnan(found.probability[3])
    assert found.probability[4] == 1.0


@given(
    one=arrays(float, 8, elements=st.floats(0, 1e6)),
    other=arrays(float, 8, elements=st.floats(0, 1e6)),
)
def test_what_one_state_sees_of_the_reversal_the_other_sees_turned_round(one, other):
    years = np.arange(2000, 2008)
    here, there = role_reversal(years, one, other), role_reversal(years, other, one)
    np.testing.assert_array_equal(here.balance, -there.balance)
    assert here.a_became_seller.year == there.b_became_seller.year
    assert here.a_became_seller.year is None or here.b_became_seller.year is None


def test_the_reversal_of_roles_has_an_interval_where_there_are_draws():
    sold_by_a, sold_by_b = np.linspace(10, 1, 20), np.linspace(1, 10, 20)
    noise = np.exp(np.random.default_rng(1).normal(0, 0.2, (2, 100, 1)))
    found = role_reversal(
        YEARS, sold_by_a, sold_by_b, a_draws=sold_by_a * noise[0], b_draws=sold_by_b * noise[1]
    )
    assert found.b_became_seller.low < found.b_became_seller.year < found.b_became_seller.high
    assert found.b_became_seller.probability > 0.9
    assert found.a_became_seller.year is None


def test_the_shares_that_the_test_uses_are_named_steps_of_the_ladder():
    from steelyard.vocabulary.technology import LADDER

    levels = {rung.level: rung.name for rung in LADDER.values() if rung.level is not None}
    assert levels[RAW[0]].startswith("Primary")
    assert levels[RAW[1]].startswith("Resource-based")
    assert levels[TECHNOLOGY[0]].startswith("Medium")
    assert levels[TECHNOLOGY[1]].startswith("High")
