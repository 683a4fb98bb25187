"""Association of changes: what it finds, what it refuses, and that its intervals cover."""

from __future__ import annotations

import numpy as np
import pytest

from steelyard.system.link_test import (
    LAGS,
    Association,
    PairReading,
    association,
    read_link,
    read_pair,
)
from steelyard.vocabulary.errors import AxisMismatch, InputError


def walks(years: int, keep: tuple[float, float], slope: float, lag: int, seed: int):
    """Two series whose changes are autoregressive, the second following the first."""
    draws = np.random.default_rng(seed).normal(size=(2, years + 60))
    for at in range(1, draws.shape[1]):
        draws[:, at] += np.array(keep) * draws[:, at - 1]
    cause, error = draws[:, 50:]
    effect = slope * np.roll(cause, lag) + error
    return (np.cumsum(each[10 : 10 + years]) for each in (cause, effect))


def scaled(cause, effect, slope: float, lag: int) -> float:
    """A slope in standard deviations of the changes that are compared."""
    x, y = np.diff(cause)[: np.diff(cause).size - lag], np.diff(effect)[lag:]
    return slope * x.std() / y.std()


@pytest.mark.parametrize("keep", [(0, 0), (0.3, 0.3), (0.6, 0.6), (-0.3, 0.3), (0.6, 0)])
@pytest.mark.parametrize("years", [11, 33])
def test_ninety_per_cent_intervals_cover_87_to_93_of_a_hundred(years, keep):
    hits, draws = 0, 800
    for seed in range(draws):
        cause, effect = walks(years, keep, 0.5, 0, seed)
        found = association(cause, effect, 0)
        assert isinstance(found, Association)
        low, high = found.interval()
        hits += low <= scaled(cause, effect, 0.5, 0) <= high
    assert 0.87 <= hits / draws <= 0.93


def test_where_nothing_is_linked_a_verdict_is_reached_in_at_most_ten_of_a_hundred():
    """Four lags of three pairs: single intervals are wide enough for all twelve."""
    reached = {"supports": 0, "speaks against": 0, "undecided": 0}
    for seed in range(300):
        pairs = [read_pair(*walks(25, (0.3, 0.3), 0.0, 0, 3 * seed + pair)) for pair in range(3)]
        reached[read_link(pairs, [1, -1, 1]).verdict] += 1
    assert reached["supports"] + reached["speaks against"] <= 0.12 * 300
    assert reached["supports"] <= 0.07 * 300
    assert reached["speaks against"] <= 0.07 * 300


@pytest.mark.parametrize("lag", LAGS)
def test_a_strong_link_is_found_at_its_lag_with_its_sign(lag):
    cause, effect = walks(33, (0.2, 0.2), -2.0, lag, 5)
    reading = read_link([read_pair(cause, effect)], [-1])
    assert reading.verdict == "supports"
    assert reading.best is not None
    assert reading.best[1].lag == lag
    assert read_link([read_pair(cause, effect)], [1]).verdict == "speaks against"


def test_units_and_the_direction_of_a_scale_do_not_matter():
    cause, effect = walks(30, (0.2, 0.2), 0.7, 0, 1)
    one, other = association(cause, effect, 0), association(5 - 100 * cause, 3 + effect / 7, 0)
    assert isinstance(one, Association)
    assert isinstance(other, Association)
    assert other.slope == pytest.approx(-one.slope)
    assert other.error == pytest.approx(one.error)


def test_years_without_a_figure_are_left_out_and_never_bridged():
    cause, effect = walks(30, (0, 0), 0.7, 0, 2)
    holed = cause.copy()
    holed[10] = np.nan
    found = association(holed, effect, 0)
    assert isinstance(found, Association)
    assert found.changes == 29 - 2
    assert association(np.full(30, np.nan), effect, 0) == "fewer than 10 changes of both (0)"


def test_a_series_that_hardly_moves_says_nothing():
    _, effect = walks(30, (0, 0), 0.7, 0, 2)
    step = np.where(np.arange(30) > 15, 1.0, 0.0)
    assert association(step, effect, 0) == "one of the series changes in fewer than 4 years"
    assert association(np.ones(30), effect, 0) == "one of the series changes in fewer than 4 years"
    reading = read_link([read_pair(step, effect)], [1])
    assert (reading.verdict, reading.best) == ("not observed", None)


def test_series_that_differ_leave_a_link_undecided():
    strong, reverse = (PairReading((Association(0, 20, side, 0.1, 18.0),)) for side in (0.8, -0.8))
    assert read_link([strong, reverse], [1, 1]).why == "series differ"
    assert read_link([strong, reverse], [1, -1]).verdict == "supports"
    assert read_link([], []).verdict == "not observed"


def test_the_same_series_twice_is_a_perfect_fit_and_no_fault():
    cause, _ = walks(30, (0, 0), 0.7, 0, 2)
    found = association(cause, cause, 0)
    assert isinstance(found, Association)
    assert found.slope == pytest.approx(1)
    assert found.interval()[0] == pytest.approx(1)


def test_bad_input_is_refused():
    with pytest.raises(AxisMismatch):
        association(np.zeros(12), np.zeros(13), 0)
    with pytest.raises(AxisMismatch):
        read_link([PairReading(())], [])
    with pytest.raises(InputError, match="infinite"):
        association(np.full(12, np.inf), np.zeros(12), 0)
    with pytest.raises(InputError, match="lag of -1"):
        association(np.zeros(12), np.zeros(12), -1)
