"""Laws of what is left without one partner."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.compensation import compensation_ratio
from steelyard.measures.concentration import herfindahl
from steelyard.measures.outside_options import (
    alternatives_concentration,
    greatest_share,
    outlets,
    partner_entropy,
)
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
VALUES = arrays(float, (3, 5), elements=st.floats(0.1, 1e6))


@pytest.mark.parametrize("measure", [partner_entropy, greatest_share, alternatives_concentration])
@settings(FEW)
@given(values=VALUES, currency=st.floats(1e-3, 1e3), order=st.permutations(range(5)))
def test_measures_are_blind_to_currency_and_order(measure, values, currency, order):
    result = measure(values)
    np.testing.assert_allclose(measure(currency * values), result, rtol=1e-6, atol=1e-9)
    expected = result[:, order] if result.ndim == 2 else result
    np.testing.assert_allclose(measure(values[:, order]), expected, rtol=1e-6, atol=1e-9)


@settings(FEW)
@given(values=VALUES)
def test_entropy_lies_between_the_bounds_that_concentration_sets(values):
    entropy, concentration = partner_entropy(values), herfindahl(values)
    assert (np.exp(entropy) >= 1 / concentration * (1 - 1e-9)).all()
    assert (entropy <= np.log(5) + 1e-12).all()
    assert (greatest_share(values) ** 2 <= concentration + 1e-12).all()


@settings(FEW)
@given(values=VALUES)
def test_alternatives_are_the_partners_without_the_one(values):
    result = alternatives_concentration(values)
    for j in range(5):
        left = np.delete(values, j, axis=1)
        np.testing.assert_allclose(result[:, j], herfindahl(left), rtol=1e-5, atol=1e-7)


def test_absence_is_passed_on_and_no_alternative_is_no_number():
    values = np.array([[5.0, np.nan, 0.0], [np.nan, np.nan, np.nan], [0.0, 0.0, 0.0]])
    np.testing.assert_array_equal(partner_entropy(values), [0.0, np.nan, np.nan])
    np.testing.assert_array_equal(greatest_share(values), [1.0, np.nan, np.nan])
    np.testing.assert_array_equal(alternatives_concentration(values)[0], [np.nan, np.nan, 1.0])


def test_entropy_rises_when_a_partner_is_counted_as_two_halves():
    whole, halves = np.array([[8.0, 2.0]]), np.array([[4.0, 4.0, 2.0]])
    assert partner_entropy(halves)[0] > partner_entropy(whole)[0]


@settings(FEW)
@given(before=st.floats(1, 1e6), gain=st.floats(0.5, 3), currency=st.floats(1e-3, 1e3))
def test_compensation_is_blind_to_currency(before, gain, currency):
    ratio = compensation_ratio((before, gain * before), (2 * before, before)).point
    assert ratio == pytest.approx(gain - 1, abs=1e-9)
    scaled = compensation_ratio(
        (currency * before, currency * gain * before), (currency * 2 * before, currency * before)
    )
    assert scaled.point == pytest.approx(ratio, abs=1e-9)


def test_nothing_lost_is_nothing_to_compensate():
    assert compensation_ratio((1.0, 2.0), (3.0, 3.0)).basis.startswith("absent: trade with")
    doubtful = compensation_ratio((1.0, 2.0), (3.0, 2.9), sigma=0.1)
    assert not doubtful.present
    assert "no bounded ratio" in doubtful.basis
    assert compensation_ratio((1.0, 2.0), (3.0, 2.0)).basis == "none: no noise was stated"


def test_interval_of_compensation_covers_nine_times_in_ten():
    random = np.random.default_rng(4)
    truth, sigma, hits, trials = np.array([100.0, 180.0, 300.0, 140.0]), 0.08, 0, 1000
    target = (truth[1] - truth[0]) / (truth[2] - truth[3])
    for trial in range(trials):
        seen = truth * np.exp(sigma * random.standard_normal(4))
        found = compensation_ratio(tuple(seen[:2]), tuple(seen[2:]), sigma=sigma, draws=500,
                                   seed=trial)  # fmt: skip
        hits += found.present and found.low <= target <= found.high
    assert 0.87 <= hits / trials <= 0.93


@settings(FEW)
@given(
    spare=arrays(float, 4, elements=st.floats(0.1, 100)),
    lead=arrays(float, 4, elements=st.floats(0, 10)),
    lost=st.floats(1, 300),
)
def test_more_outlets_never_cover_less_and_come_in_order_of_time(spare, lead, lost):
    found = outlets(lost, spare, lead)
    assert (np.diff(lead[found.order]) >= 0).all()
    assert (np.diff(found.covered) >= -1e-12).all()
    assert found.covered[-1] == pytest.approx(min(1.0, spare.sum() / lost))
    assert found.capacity_share.sum() == pytest.approx(1.0)
    assert (found.full is None) == bool(spare.sum() < lost * (1 - 1e-12))


def test_partners_of_unknown_capacity_are_left_out():
    found = outlets(10.0, np.array([np.nan, 4.0, 5.0]), np.array([0.0, 1.0, np.nan]))
    assert (found.order.tolist(), found.covered.tolist(), found.half) == ([1], [0.4], None)
    nobody = outlets(10.0, np.array([np.nan]), np.array([1.0]))
    assert (nobody.order.size, nobody.covered.size, nobody.full) == (0, 0, None)


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="below zero"):
        partner_entropy(np.array([[-1.0, 2.0]]))
    with pytest.raises(InputError, match="lost flow"):
        outlets(0.0, np.ones(2), np.ones(2))
    with pytest.raises(InputError, match="absent"):
        compensation_ratio((1.0, np.nan), (3.0, 2.0))
