"""Projected gaps: on made worlds whose law is known, 90 % must hold 87 to 93 %."""

import numpy as np
import pytest

from steelyard.measures.projection import project_gap
from steelyard.measures.projection_backtest import calibrate, passing, past_errors, widened
from steelyard.vocabulary.errors import InputError

WINDOW, HORIZON, YEARS = 10, 8, 34
LEAST, MOST = 0.87, 0.93


def walks(random, pairs=400, years=YEARS):
    """Log ratios that are random walks, each with a drift and a spread of its own."""
    drift, spread = random.normal(0, 0.03, (pairs, 1)), random.uniform(0.01, 0.1, (pairs, 1))
    return np.cumsum(drift + spread * random.standard_normal((pairs, years)), axis=1)


def turning(random, pairs=400, years=YEARS):
    """Log ratios whose drift itself wanders: a plain random walk is too sure of it."""
    drift = np.cumsum(0.02 * random.standard_normal((pairs, years)), axis=1)
    return np.cumsum(drift + 0.05 * random.standard_normal((pairs, years)), axis=1)


def held(make, seed):
    """Part of new courses inside the widened fan, by horizon, and what the past said."""
    random = np.random.default_rng(seed)
    learned = calibrate(make(random), window=WINDOW, horizon=HORIZON)
    inside = []
    for course in make(random, pairs=250):
        years = np.arange(2000, 2000 + WINDOW)
        start = YEARS - WINDOW - HORIZON
        known = np.exp(course[start : start + WINDOW])
        fan = widened(
            project_gap(years, known, np.ones(WINDOW), horizon=HORIZON, draws=200), learned
        )
        truth = course[start + WINDOW : start + WINDOW + HORIZON]
        inside.append((fan.low <= truth) & (truth <= fan.high))
    return np.mean(inside), learned


@pytest.mark.parametrize("make", [walks, turning])
def test_the_widened_fan_holds_nine_tenths(make):
    coverage, learned = zip(*(held(make, seed) for seed in range(4)), strict=True)
    assert LEAST <= np.mean(coverage) <= MOST
    tested = np.mean([each.tested for each in learned])
    assert LEAST - 0.02 <= tested <= MOST


def test_a_plain_random_walk_is_right_about_itself_and_too_sure_of_a_wandering_drift():
    random = np.random.default_rng(1)
    own = calibrate(walks(random), window=WINDOW, horizon=HORIZON)
    other = calibrate(turning(random), window=WINDOW, horizon=HORIZON)
    assert (np.abs(own.plain - 0.9) < 0.02).all()
    assert other.plain[-1] < 0.8
    assert (other.widening[1:] > own.widening[1:]).all()


def test_errors_know_nothing_of_what_came_after():
    """An origin's error at a horizon does not change with later years."""
    gaps = walks(np.random.default_rng(2), pairs=5)
    changed = gaps.copy()
    changed[:, 20:] += 5.0
    before, after = (past_errors(each, window=WINDOW, horizon=3) for each in (gaps, changed))
    untouched = 20 - WINDOW - 2  # origins whose targets lie before the change
    np.testing.assert_array_equal(before[:, :untouched], after[:, :untouched])
    assert (np.abs(after[:, 20 - WINDOW, 0]) > np.abs(before[:, 20 - WINDOW, 0])).any()


def test_absent_years_make_absent_errors_and_nothing_else():
    gaps = walks(np.random.default_rng(3), pairs=2)
    gaps[0, 15] = np.nan
    errors = past_errors(gaps, window=WINDOW, horizon=2)
    assert np.isnan(errors[0, 15 - WINDOW + 1 : 15 + 1]).all()
    assert np.isfinite(errors[1, :-2]).all()


def test_without_past_cases_nothing_is_projected():
    learned = calibrate(walks(np.random.default_rng(4), pairs=1), window=WINDOW, horizon=HORIZON)
    assert np.isnan(learned.widening).all()
    fan = project_gap(np.arange(2000, 2010), np.arange(1.0, 11.0), np.ones(10), horizon=HORIZON)
    with pytest.raises(InputError, match="widened"):
        widened(fan, learned)


@pytest.mark.parametrize("ratio", [0.0, -2.0])
def test_a_ratio_that_cannot_be_passed_is_refused(ratio):
    fan = project_gap(np.arange(2000, 2010), np.arange(1.0, 11.0), np.ones(10))
    with pytest.raises(InputError, match="passing"):
        passing(fan, 0.5, ratio)


def test_more_years_than_there_are_cannot_be_learned_from():
    with pytest.raises(InputError, match="past_errors"):
        past_errors(np.zeros((3, 8)), window=10, horizon=2)
