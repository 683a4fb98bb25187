"""Standing in a reference class: percentiles, ladders, crossings, coverage, bad input."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from steelyard.measures.standing import (
    DEPENDENCE_LADDER,
    Ladder,
    class_crossings,
    class_probabilities,
    percentile_interval,
    percentile_rank,
)
from steelyard.vocabulary.errors import InputError


@given(st.integers(0, 1000), st.sampled_from([1e-3, 7.0, 1e6]))
@settings(max_examples=20)
def test_units_and_order_of_members_change_nothing(seed, rate):
    members = np.random.default_rng(seed).lognormal(size=50)
    value = float(members[7])
    shuffled = np.random.default_rng(seed + 1).permutation(members)
    assert percentile_rank(value * rate, shuffled * rate) == percentile_rank(value, members)


def test_a_percentile_and_its_mirror_sum_to_100():
    members = np.random.default_rng(0).normal(size=40)
    assert percentile_rank(0.3, members) + percentile_rank(-0.3, -members) == pytest.approx(100)


def test_absent_members_are_left_out_not_counted_as_low():
    members = np.r_[np.arange(30.0), np.full(70, np.nan)]
    assert percentile_rank(15.0, members) == percentile_rank(15.0, members[:30])


def test_the_interval_covers_the_true_percentile_as_stated():
    hits, repeats = 0, 500
    for seed in range(repeats):
        random = np.random.default_rng(seed)
        members = random.normal(size=120)
        found = percentile_interval(1.0, np.full(1000, 1.0), members, seed=seed)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 84.134 <= found.high  # of the normal distribution
    assert 0.87 <= hits / repeats <= 0.93


def test_pairs_that_share_states_widen_the_interval():
    random = np.random.default_rng(3)
    states = [f"S{k}" for k in range(15)]
    pairs = [(a, b) for a in states for b in states if a != b]
    effect = dict(zip(states, random.normal(size=15), strict=True))
    members = np.array([effect[a] + 0.3 * random.normal() for a, _ in pairs])
    draws = np.full(400, 1.0)
    alone = percentile_interval(1.0, draws, members)
    sides = [a for a, _ in pairs], [b for _, b in pairs]
    shared = percentile_interval(1.0, draws, members, clusters=sides)
    assert shared.high - shared.low > 1.8 * (alone.high - alone.low)


def test_probabilities_sum_to_one_and_a_value_at_a_cut_is_above_it():
    found = class_probabilities(np.full(50, 75.0), DEPENDENCE_LADDER)
    assert [one.probability for one in found] == [0.0, 1.0, 0.0]
    drawn = class_probabilities(np.random.default_rng(0).normal(80, 10, 999), DEPENDENCE_LADDER)
    assert sum(one.probability for one in drawn) == pytest.approx(1)
    assert all(one.simulation_error < 0.02 for one in drawn)


def test_crossings_are_dated_both_ways():
    years = np.arange(2000, 2020)
    rise = np.linspace(60, 98, 20)
    noise = np.random.default_rng(0).normal(0, 2, size=(200, 1))
    junior, vassal = class_crossings(years, rise, rise + noise, DEPENDENCE_LADDER)
    assert junior.upwards.year == 2008
    assert junior.upwards.low < 2008 < junior.upwards.high
    assert vassal.upwards.probability < 1
    fall = class_crossings(years, rise[::-1].copy(), (rise + noise)[:, ::-1], DEPENDENCE_LADDER)
    assert fall[0].upwards.year is None
    assert fall[0].downwards.year == 2012


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="members"):
        percentile_rank(1.0, np.arange(5.0))
    with pytest.raises(InputError, match="finite"):
        percentile_rank(np.nan, np.arange(50.0))
    with pytest.raises(InputError, match="labels"):
        percentile_interval(1.0, np.ones(30), np.arange(50.0), clusters=[["a"]])
    with pytest.raises(InputError, match="draws"):
        class_probabilities(np.array([np.nan] * 50), DEPENDENCE_LADDER)
    with pytest.raises(InputError, match="ascending"):
        Ladder(("a", "b", "c"), (2.0, 1.0), "1", "2026-11-22", "test")
    with pytest.raises(InputError, match="no date"):
        Ladder(("a", "b"), (2.0,), "1", "", "test")
