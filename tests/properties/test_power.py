"""Laws of capability, net power, coalitions and projected gaps."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.fbic import fbic_bandwidth, fbic_dependence, formal_influence
from steelyard.measures.power import cinc, coalition_ratio, net_power
from steelyard.measures.projection import parity, project_gap
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
COMPONENTS = arrays(float, (5, 6), elements=st.floats(0.01, 1e6))
FIRST, SECOND = np.arange(5) < 2, np.arange(5) > 2


@settings(FEW)
@given(components=COMPONENTS, order=st.permutations(range(5)))
def test_scores_add_up_to_one_whatever_the_units_and_the_order(components, order):
    score = cinc(components)
    assert score.sum() == pytest.approx(1.0)
    units = np.array([1e-3, 1.0, 1e3, 2.0, 5.0, 7.0])
    np.testing.assert_allclose(cinc(components * units), score)
    np.testing.assert_allclose(cinc(components[list(order)]), score[list(order)])


@settings(FEW)
@given(components=COMPONENTS)
def test_a_state_split_in_two_has_together_the_same_score(components):
    halves = np.vstack([components, components[0] / 2])
    halves[0] /= 2
    score = cinc(halves)
    assert score[0] + score[5] == pytest.approx(cinc(components)[0])


def test_missing_components_are_left_out_of_the_mean_not_counted_as_zero():
    components = np.array([[1.0, np.nan], [1.0, 2.0], [np.nan, np.nan], [0.0, 0.0]])
    np.testing.assert_array_equal(cinc(components), [0.5, 0.75, np.nan, 0.0])
    assert cinc(np.array([[1.0, 0.0], [3.0, 0.0]])).tolist() == [0.25, 0.75]


@settings(FEW)
@given(gdp=st.floats(1, 1e13), population=st.floats(1, 1e9), currency=st.floats(1e-3, 1e3))
def test_ratios_of_net_power_do_not_depend_on_currency(gdp, population, currency):
    people = np.array([population, 3e6])
    first, second = net_power(np.array([gdp, 1e9]), people)
    one, other = net_power(currency * np.array([gdp, 1e9]), people)
    assert one / other == pytest.approx(first / second)


def test_two_halves_of_a_state_have_half_its_net_power():
    whole, half = net_power(np.array([8.0, 4.0]), np.array([2.0, 1.0]))
    assert 2 * half == whole
    assert np.isnan(net_power(np.array([8.0, np.nan]), np.array([0.0, 1.0]))).all()


@settings(FEW)
@given(means=arrays(float, 5, elements=st.floats(0.1, 1e6)), currency=st.floats(1e-3, 1e3))
def test_ratio_of_coalitions_is_inverse_and_blind_to_currency(means, currency):
    ratio = coalition_ratio(means, FIRST, SECOND)
    np.testing.assert_allclose(coalition_ratio(currency * means, FIRST, SECOND), ratio)
    np.testing.assert_allclose(ratio * coalition_ratio(means, SECOND, FIRST), 1.0)


def test_a_coalition_with_an_absent_member_has_no_sum():
    means = np.array([[1.0, 2.0, 3.0, 4.0, 5.0], [1.0, np.nan, 3.0, 4.0, 5.0]])
    np.testing.assert_allclose(coalition_ratio(means, FIRST, SECOND), [3 / 9, np.nan])


def test_projected_intervals_cover_nine_times_in_ten_at_every_horizon():
    """Random walks with drift; the future that comes must lie inside the projected interval."""
    random = np.random.default_rng(8)
    trials, years = 1000, np.arange(1990, 2005)
    inside = np.zeros((trials, 3))
    for trial in range(trials):
        walk = np.cumsum(0.03 + 0.05 * random.standard_normal(30))
        known = walk[:15].copy()
        known[4:6] = np.nan  # absent years in between
        path = project_gap(years, np.exp(known), np.ones(15), horizon=15, draws=400, seed=trial)
        at = [0, 4, 14]
        inside[trial] = (path.low[at] <= walk[15:][at]) & (walk[15:][at] <= path.high[at])
    assert (np.abs(inside.mean(axis=0) - 0.9) < 0.03).all()


def test_stated_chances_of_being_ahead_come_true():
    """Over many drifts and last gaps: of those given 30-70 %, as many are ahead in the end."""
    random = np.random.default_rng(9)
    years, trials = np.arange(2000, 2020), 800
    stated, true = np.empty((2, trials))
    for trial in range(trials):
        walk = np.cumsum(0.1 * random.standard_normal() + 0.06 * random.standard_normal(30))
        walk += 0.5 * random.standard_normal() - walk[19]
        path = project_gap(years, np.exp(walk[:20]), np.ones(20), horizon=10, draws=300, seed=trial)
        stated[trial], true[trial] = path.ahead[-1], walk[-1] > 0
    for low, high in ((0.0, 0.3), (0.3, 0.7), (0.7, 1.01)):
        among = (stated >= low) & (stated < high)
        assert among.sum() > 50
        assert abs(stated[among].mean() - true[among].mean()) < 0.07


def test_projection_is_antisymmetric_and_blind_to_units():
    years = np.arange(2000, 2012)
    a, b = np.random.default_rng(2).lognormal(0, 0.1, (2, 12)).cumprod(axis=1)
    path = project_gap(years, a, b)
    np.testing.assert_allclose(project_gap(years, 7 * a, 7 * b).middle, path.middle)
    back = project_gap(years, b, a)
    np.testing.assert_allclose(back.middle, -path.middle)
    assert back.spread == pytest.approx(path.spread)


def test_parity_beyond_the_horizon_has_no_year():
    years = np.arange(2000, 2011)
    a = np.exp(-3 + 0.02 * np.cos(years))
    met = parity(project_gap(years, a, np.ones(11), horizon=10), -3.0)
    assert (met.probability, met.year, met.low, met.high) == (0.0, None, None, None)


def test_influence_needs_both_ties_and_dependence_and_passes_absence_on():
    none = formal_influence(np.array([0.0, 0.5, np.nan]), np.array([0.5, 0.0, 0.5]))
    np.testing.assert_array_equal(none, [0.0, 0.0, np.nan])
    assert np.isnan(fbic_bandwidth(np.array([[1.0, 0, 0, np.nan, 0, 0]])))[0]


def test_bad_input_is_refused():
    years = np.arange(2000, 2010)
    up = np.linspace(1, 2, 10)
    with pytest.raises(InputError, match="below zero"):
        cinc(np.array([[-9.0, 1.0]]))
    with pytest.raises(InputError, match="in both"):
        coalition_ratio(np.ones(5), FIRST, FIRST)
    with pytest.raises(InputError, match="5 years known"):
        project_gap(years[:5], up[:5], up[:5])
    with pytest.raises(InputError, match="not above 0"):
        project_gap(years, 0 * up, up)
    with pytest.raises(InputError, match="ascending"):
        project_gap(years[::-1].copy(), up, up)
    with pytest.raises(InputError, match="gap"):
        parity(project_gap(years, up, np.ones(10)), 0.0)
    with pytest.raises(InputError, match="last axis"):
        fbic_dependence(np.ones(5))
    with pytest.raises(InputError, match="below zero"):
        fbic_dependence(-np.ones(6))
