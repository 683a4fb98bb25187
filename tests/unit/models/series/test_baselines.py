"""Baselines hold nine in ten of what their own process brings, and refuse what they cannot use."""

import numpy as np
import pytest

from steelyard.models.series.baselines import BASELINES, drift, random_walk, smoothing
from steelyard.models.series.smoothing import fitted, paths
from steelyard.vocabulary.errors import InputError

AHEAD = np.array([0, 4, 9])  # one, five and ten years
CASES, DRAWS = 500, 200


def process(random, alpha, count, *, beta=0.0, phi=1.0, drifting=0.0):
    level, trend, made = 0.0, drifting, []
    for error in random.standard_normal(count):
        made.append(level + phi * trend + error)
        level, trend = level + phi * trend + alpha * error, phi * trend + beta * error
    return np.array(made)


def held(draws, outcomes):
    low, high = np.quantile(draws[:, AHEAD], [0.05, 0.95], axis=0)
    return (low <= outcomes) & (outcomes <= high)


@pytest.mark.parametrize("years", [15, 30])
@pytest.mark.parametrize(("forecast", "drifting"), [(random_walk, 0.0), (drift, 0.3)])
def test_walks_hold_nine_in_ten_however_few_the_years(years, forecast, drifting):
    random = np.random.default_rng(years)
    hits = []
    for _ in range(4 * CASES):
        walk = process(random, 1.0, years + 10, drifting=drifting)
        draws = forecast(np.arange(years), walk[:years], 10, DRAWS, random)
        hits.append(held(draws, walk[years + AHEAD]))
    assert (abs(np.mean(hits, axis=0) - 0.9) <= 0.03).all()


@pytest.mark.parametrize("years", [15, 30])
def test_smoothing_of_a_level_holds_nine_in_ten_over_all_speeds(years):
    """Speeds drawn as the posterior supposes them: then it must hold what it says."""
    random = np.random.default_rng(years)
    hits = []
    for _ in range(CASES):
        series = process(random, random.uniform(), years + 10)
        draws = paths(fitted(series[:years], 1), 10, DRAWS, random)
        hits.append(held(draws, series[years + AHEAD]))
    assert (abs(np.mean(hits, axis=0) - 0.9) <= 0.03).all()


def test_smoothing_falls_short_far_ahead_where_few_years_hide_a_trend():
    """What the docstring says: a year ahead it holds, ten years ahead it does not."""
    random = np.random.default_rng(3)
    hits = []
    for _ in range(120):
        series = process(random, 0.6, 25, beta=0.3, phi=0.9, drifting=0.5)
        draws = smoothing(np.arange(15), series[:15], 10, DRAWS, random)
        hits.append(held(draws, series[15 + AHEAD]))
    one, _, ten = np.mean(hits, axis=0)
    assert one > 0.8
    assert 0.4 < ten < 0.8


def test_walks_count_steps_over_absent_years_with_their_length():
    random = np.random.default_rng(1)
    years = np.array([2000, 2001, 2003, 2004, 2008, 2009, 2010])
    fan = drift(years, 3.0 * years, 5, 100, random)
    np.testing.assert_allclose(fan[:, -1], 3.0 * 2015)


def test_smoothing_refuses_a_gap_by_name():
    years = np.array([2000, 2001, 2002, 2003, 2004, 2006, 2007])
    with pytest.raises(InputError, match="exponential smoothing: years absent"):
        smoothing(years, np.cos(years), 2, 100, np.random.default_rng(1))


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize(
    ("years", "values", "horizon"),
    [
        (np.arange(5), np.ones(5), 1),
        (np.arange(8)[::-1].copy(), np.ones(8), 1),
        (np.arange(8), np.full(8, np.nan), 1),
        (np.arange(8), np.ones(8), 0),
    ],
)
def test_bad_input_is_refused_by_name(name, years, values, horizon):
    with pytest.raises(InputError, match=name):
        BASELINES[name](years, values, horizon, 50, np.random.default_rng(1))


@pytest.mark.parametrize("name", BASELINES)
def test_same_seed_same_draws_and_a_constant_stays(name):
    years, values = np.arange(2000, 2012), np.full(12, 4.0)
    one, two = (BASELINES[name](years, values, 3, 50, np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one, two)
    np.testing.assert_allclose(one, 4.0, atol=1e-6)
