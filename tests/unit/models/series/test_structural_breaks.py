"""Breaks: sums of squares, dates, their distribution, coverage and bad input."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.models.series.break_dates import break_intervals, date_probability
from steelyard.models.series.break_tests import sequential_breaks
from steelyard.models.series.breaks import find_breaks, mean_design, trend_design
from steelyard.models.series.partitions import best_partitions, segment_squares
from steelyard.vocabulary.errors import InputError

series = arrays(float, st.integers(14, 40), elements=st.floats(-1e6, 1e6))


def noisy_step(seed: int, times: int, position: int, shift: float) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal(times)
    return noise + shift * (np.arange(times) >= position)


@given(series, st.booleans())
@settings(max_examples=25)
def test_sums_of_squares_are_those_of_least_squares(values, trend):
    design = trend_design(np.arange(values.size)) if trend else mean_design(values.size)
    squares = segment_squares(values, design, 3)
    for start, end in ((0, values.size), (2, 9), (5, 8), (values.size - 7, values.size)):
        fitted = np.linalg.lstsq(design[start:end], values[start:end], rcond=None)[0]
        direct = ((values[start:end] - design[start:end] @ fitted) ** 2).sum()
        scale = 1e-9 * (values @ values + 1e-9)
        assert squares[end, start] == pytest.approx(direct, abs=scale, rel=1e-7)


def test_the_partition_is_the_best_of_all():
    values = noisy_step(3, 24, 11, 1.0)
    squares = segment_squares(values, mean_design(24), 4)
    pairs = [(a, b) for a in range(4, 17) for b in range(a + 4, 21)]
    least = min(pairs, key=lambda p: squares[p[0], 0] + squares[p[1], p[0]] + squares[24, p[1]])
    assert best_partitions(squares, 2)[2][0] == least


@given(st.floats(1e-6, 1e6), st.floats(-1e3, 1e3), st.integers(0, 50))
@settings(max_examples=25)
def test_units_and_level_change_no_date(scale, level, seed):
    values, years = noisy_step(seed, 40, 22, 3.0), np.arange(1980, 2020)
    here = find_breaks(years, values)
    there = find_breaks(years, (values + level) * scale)
    assert there.dates == here.dates
    assert break_intervals(years, (values + level) * scale, there) == break_intervals(
        years, values, here
    )


def test_a_series_read_backwards_has_the_same_breaks():
    values, years = noisy_step(5, 60, 25, 2.0), np.arange(60)
    ahead, back = find_breaks(years, values, number=1), find_breaks(years, values[::-1], number=1)
    assert back.positions == (60 - ahead.positions[0],)


def test_a_constant_series_has_no_break():
    assert find_breaks(np.arange(30), np.full(30, 7.0)).number == 0


def test_a_step_without_noise_is_found_exactly():
    breaks = find_breaks(np.arange(30), np.repeat([1.0, 4.0], 15))
    assert breaks.dates == (14,)
    assert breaks.squares[1] == 0.0


def test_a_kink_in_a_trend_is_found():
    years = np.arange(1980, 2020)
    line = np.where(years <= 2003, 0.0, 3.0 + 0.5 * (years - 2003))
    noise = 0.3 * np.random.default_rng(0).standard_normal(40)
    breaks = find_breaks(years, line + noise, trend_design(years), number=1)
    assert breaks.dates == (2003,)
    found = break_intervals(years, line + noise, breaks, trend_design(years))[0]
    assert found.low <= 2003 <= found.high


def test_absent_years_are_left_out_and_counted():
    values, years = noisy_step(1, 40, 20, 5.0), np.arange(1980, 2020)
    values[[3, 19]] = np.nan
    breaks = find_breaks(years, values)
    assert breaks.left_out == 2
    assert breaks.dates == (1998,)  # the last year known before the break


def test_the_date_distribution_is_a_distribution():
    for xi, noise in ((1.0, 1.0), (2.0, 0.5), (0.6, 2.0)):
        grid = np.linspace(-200, 200, 801)
        probability = np.array(
            [date_probability(x, slope_ratio=xi, noise_ratio=noise) for x in grid]
        )
        assert (np.diff(probability) >= -1e-12).all()
        np.testing.assert_allclose(probability[[0, -1]], [0.0, 1.0], atol=1e-2)
        ends = [
            date_probability(x, slope_ratio=xi, noise_ratio=noise) for x in (-1e-12, 0.0, 1e-12)
        ]
        assert np.ptp(ends) < 1e-5


def test_the_date_distribution_is_that_of_simulated_paths():
    random, step, half = np.random.default_rng(2), 0.05, 1200
    xi, noise = 1.5, 2.0
    time = step * np.arange(1, half + 1)
    walks = np.cumsum(random.standard_normal((2, 3000, half)) * np.sqrt(step), axis=2)
    left, right = walks[0] - time / 2, np.sqrt(xi * noise) * walks[1] - xi * time / 2
    peak = np.where(
        np.maximum(left.max(1), 0) > np.maximum(right.max(1), 0),
        -time[left.argmax(1)],
        time[right.argmax(1)],
    )
    for shift in (-4.0, -1.0, 2.0, 6.0):
        exact = date_probability(shift, slope_ratio=xi, noise_ratio=noise)
        assert (peak <= shift).mean() == pytest.approx(exact, abs=0.03)


def covered(shift: float, repeats: int = 150) -> tuple[float, float]:
    """Share of 90 % intervals (Bai, ratio) that hold the true date; 60 of 100 before it."""
    years, hits = np.arange(100), np.zeros(2)
    for seed in range(repeats):
        values = noisy_step(seed, 100, 60, shift)
        found = break_intervals(years, values, find_breaks(years, values, number=1))[0]
        hits += [found.low <= 59 <= found.high, found.low_ratio <= 59 <= found.high_ratio]
    return tuple(hits / repeats)


def test_a_clear_break_is_covered_as_stated():
    bai, _ = covered(1.5)
    assert 0.84 <= bai <= 0.97  # whole dates: it may cover more, not less


def test_a_small_break_is_missed_by_bai_more_than_by_the_ratio():
    bai, ratio = covered(0.5)
    assert bai < 0.87
    assert ratio > bai


def test_no_break_is_invented_more_often_than_stated():
    years = np.arange(40)
    found = [
        sequential_breaks(years, noisy_step(seed, 40, 0, 0.0), replications=99).number > 0
        for seed in range(60)
    ]
    assert np.mean(found) <= 0.12


@pytest.mark.parametrize(
    ("years", "values", "options"),
    [
        (np.arange(4), np.zeros(4), {"trimming": 0.45, "number": 3}),
        (np.arange(3), np.zeros(3), {}),
        (np.array([2, 1, 3, 4, 5, 6, 7, 8]), np.zeros(8), {}),
        (np.arange(20), np.r_[np.inf, np.zeros(19)], {}),
        (np.arange(20), np.zeros(20), {"trimming": 0.7}),
        (np.arange(20), np.full(20, np.nan), {}),
        (np.arange(20), np.zeros(20), {"number": 9}),
    ],
)
def test_bad_series_are_refused(years, values, options):
    with pytest.raises(InputError):
        find_breaks(years, values, **options)


def test_a_perfect_step_has_a_certain_date_and_no_shift_an_uncertain_one():
    years, step = np.arange(30), np.repeat([1.0, 4.0], 15)
    found = break_intervals(years, step, find_breaks(years, step))[0]
    assert (found.low, found.high, found.low_ratio, found.high_ratio) == (14, 14, 14, 14)
    flat = np.full(30, 2.0)
    found = break_intervals(years, flat, find_breaks(years, flat, number=1))[0]
    assert found.at_edge
    assert (found.low, found.high) == (0, 29)


def test_intervals_of_another_series_are_refused():
    breaks = find_breaks(np.arange(40), noisy_step(0, 40, 20, 4.0))
    with pytest.raises(InputError, match="series in which"):
        break_intervals(np.arange(30), np.zeros(30), breaks)
