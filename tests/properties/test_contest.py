"""Laws of the contest of two outside powers over a third."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.contest import (
    contest,
    crossing_by_base_year,
    crossing_by_last_year,
    region_total,
    tilt_by_year,
)
from steelyard.measures.crossing import crossing_interval, crossing_year
from steelyard.measures.crossing_choices import first_passing, first_passing_interval
from steelyard.measures.lasting import lasting_errors, lasting_part
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
YEARS = np.arange(2000, 2012)
SERIES = arrays(float, 12, elements=st.floats(0.5, 100))
POWERS_OF_TWO = st.sampled_from([0.25, 2.0, 1024.0])  # exact, so that ties stay ties


def drawn(series, sigma=0.1, draws=60, seed=0):
    """Draws around a table of series, with one lasting error for each series."""
    noise = np.random.default_rng(seed).standard_normal((draws, *series.shape[:-1], 1))
    return series * np.exp(sigma * noise)


@settings(FEW)
@given(first=SERIES, second=SERIES, unit=POWERS_OF_TWO)
def test_the_other_sides_view_is_the_mirror_image(first, second, unit):
    a, b = np.vstack([first, unit * first]), np.vstack([second, unit * second])
    found = contest(YEARS, a, b, drawn(a), drawn(b, seed=1), at=2011)
    back = contest(YEARS, b, a, drawn(b, seed=1), drawn(a), at=2011)
    for here, there in zip(found.log_ratio, back.log_ratio, strict=True):
        assert here.point == pytest.approx(-there.point)
        assert here.low == pytest.approx(-there.high)
    assert found.chance_ahead[0] + back.chance_ahead[0] == pytest.approx(1.0)
    assert found.crossing[0].year == found.crossing[1].year  # same in another unit
    assert found.log_ratio[0].point == pytest.approx(found.log_ratio[1].point)


@settings(FEW)
@given(first=SERIES, second=SERIES)
def test_seen_from_the_last_year_the_crossing_is_that_of_the_whole_record(first, second):
    seen = crossing_by_last_year(YEARS, first, second, from_year=2005)
    assert seen.choices.tolist() == list(range(2005, 2012))
    assert seen.years[-1] == crossing_year(YEARS, first, second)


@settings(FEW)
@given(first=SERIES, second=SERIES, unit=POWERS_OF_TWO)
def test_base_years_are_blind_to_the_units_of_either_side(first, second, unit):
    found = crossing_by_base_year(YEARS, first, second)
    assert crossing_by_base_year(YEARS, unit * first, second).years == found.years


def test_steady_growth_overtakes_at_once_from_every_base():
    found = crossing_by_base_year(YEARS, 1.1 ** (YEARS - 2000.0), 1.02 ** (YEARS - 2000.0))
    assert found.years == tuple(range(2001, 2012))
    assert found.agreement == pytest.approx(1 / 11)


def test_a_region_with_an_absent_state_has_no_total():
    values = np.array([[[1.0, 1.0], [2.0, np.nan]], [[3.0, 3.0], [4.0, 4.0]]])
    np.testing.assert_array_equal(region_total(values), [[3.0, np.nan], [7.0, 7.0]])
    np.testing.assert_array_equal(region_total(values[:, ::-1]), region_total(values))


def test_absent_or_empty_sides_have_a_reason_and_no_ratio():
    a, b = np.array([[1.0, np.nan], [1.0, 0.0]]), np.array([[1.0, 2.0], [1.0, 2.0]])
    found = contest(np.array([2000, 2001]), a, b, drawn(a), drawn(b), at=2001)
    assert [each.basis for each in found.log_ratio] == [
        "absent: one of the two is not known in that year",
        "absent: one of the two is 0, so their ratio has no logarithm",
    ]
    assert found.chance_ahead == (None, 0.0)


def test_crossing_of_two_lines_lies_in_its_interval_nine_times_in_ten():
    """Levels are wrong by a lasting error; the interval of the year holds the true one."""
    random, hits, trials, sigma = np.random.default_rng(6), 0, 300, 0.15
    years = np.arange(1992, 2024)
    truth = np.exp(0.08 * (years - 2010.4))[None], np.ones((1, years.size))
    for trial in range(trials):
        a, b = (side * np.exp(sigma * random.standard_normal()) for side in truth)
        found = contest(years, a, b, drawn(a, sigma, 200, trial), drawn(b, sigma, 200, trial + 999),
                        at=2023).crossing[0]  # fmt: skip
        hits += found.low <= 2011 <= found.high
    assert 0.87 <= hits / trials <= 0.97  # whole years: covers a little more


@settings(FEW)
@given(first=SERIES, second=SERIES)
def test_the_first_passing_is_never_later_than_the_one_for_good(first, second):
    early, for_good = first_passing(YEARS, first, second), crossing_year(YEARS, first, second)
    assert for_good is None or early <= for_good
    inside = first_passing_interval(YEARS, first, second, first[None], second[None])
    assert (inside.year, inside.low) == (early, early)


@settings(FEW)
@given(first=SERIES, second=SERIES, unit=POWERS_OF_TWO)
def test_the_tilt_of_each_year_is_that_of_the_contest(first, second, unit):
    a, b = drawn(first), drawn(second, seed=1)
    found = tilt_by_year(first, second, a, b)
    back = tilt_by_year(unit * second, unit * first, unit * b, unit * a)
    last = contest(YEARS, first[None], second[None], a[:, None], b[:, None], at=2011)
    same = last.log_ratio[0]
    ends = [same.point, same.low, same.high]
    assert [found[-1].point, found[-1].low, found[-1].high] == pytest.approx(ends)
    assert [each.point for each in found] == pytest.approx([-each.point for each in back])
    assert [each.low for each in found] == pytest.approx([-each.high for each in back])


@pytest.mark.parametrize("truth", [0.0, 0.5, 0.9])
def test_the_lasting_part_of_made_errors_is_found(truth):
    source = np.repeat(np.arange(300), 8)
    errors = np.concatenate(
        [lasting_errors(np.ones(8), truth, draws=1, seed=seed)[0] for seed in range(300)]
    )
    assert lasting_part(errors, source) == pytest.approx(truth, abs=0.07)


def test_every_year_of_lasting_errors_has_the_scale_and_tail_asked_for():
    found = lasting_errors(np.array([0.1, 0.4, np.nan]), 0.7, tail=4.0, draws=40_000, seed=2)
    ends = np.quantile(found[:, :2], [0.05, 0.95], axis=0) / [0.1, 0.4]
    np.testing.assert_allclose(ends, [[-2.132, -2.132], [2.132, 2.132]], rtol=0.04)  # t, 4 df
    assert np.isnan(found[:, 2]).all()


@pytest.mark.parametrize(("lasting", "low", "high"), [(0.0, 0.87, 0.97), (0.7, 0.87, 0.98)])
def test_crossing_years_are_covered_whether_errors_last_or_pass(lasting, low, high):
    """With the lasting part known; whole years, so it covers a little more than nine in ten."""
    random, hits, trials = np.random.default_rng(8), 0, 300
    years, scale = np.arange(2000, 2022), np.full(22, 0.15)
    truth = np.exp(0.12 * (years - 2010.4)), np.ones(22)
    for trial in range(trials):
        wrong = [
            lasting_errors(scale, lasting, draws=1, seed=s)[0]
            for s in random.integers(9**9, size=2).tolist()
        ]
        a, b = (side * np.exp(error) for side, error in zip(truth, wrong, strict=True))
        a_draws, b_draws = (
            side * np.exp(lasting_errors(scale, lasting, draws=300, seed=2 * trial + k))
            for k, side in enumerate((a, b))
        )
        found = crossing_interval(years, a, b, a_draws, b_draws)
        hits += found.low is not None and found.low <= 2011 <= found.high
    assert low <= hits / trials <= high


def test_bad_input_is_refused():
    one = np.ones((1, 12))
    with pytest.raises(InputError, match="year 1990"):
        contest(YEARS, one, one, drawn(one), drawn(one), at=1990)
    with pytest.raises(InputError, match="below zero"):
        region_total(-one)
    with pytest.raises(InputError, match="no year to choose"):
        crossing_by_last_year(YEARS, one[0], np.nan * one[0], from_year=2000)
    with pytest.raises(InputError, match="ascend"):
        crossing_by_base_year(YEARS[::-1].copy(), one[0], one[0])
    with pytest.raises(InputError, match="ascend"):
        first_passing(YEARS[::-1].copy(), one[0], one[0])
    with pytest.raises(InputError, match="2 sources"):
        lasting_part(np.ones(4), np.array([0, 0, 1, 1]))
    with pytest.raises(InputError, match="lasting part 2"):
        lasting_errors(np.ones(3), 2.0)
