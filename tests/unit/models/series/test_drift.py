"""Breaks told from drift: false alarms, power, dates, refusals. Rates as in the docstring."""

import numpy as np
import pytest

from steelyard.models.series.drift import drift_breaks
from steelyard.vocabulary.errors import InputError

SERIES = {0.0: 120, 5.0: 40}  # by size of the jump: a rate of 10 % is known to 5 points


def noise(random: np.random.Generator, times: int, rho: float) -> np.ndarray:
    """Noise of standard deviation 1 and a given autocorrelation."""
    shocks = random.standard_normal(times) * np.sqrt(1 - rho**2)
    shocks[0] /= np.sqrt(1 - rho**2)
    for place in range(1, times):
        shocks[place] += rho * shocks[place - 1]
    return shocks


def rate(times: int, rho: float, jump: float, seed: int) -> float:
    """Part of series with a trend in which a break is found, a jump of some size included."""
    random = np.random.default_rng(seed)
    years = 2000 + np.arange(times)
    turn = int(0.65 * times)
    trend = random.uniform(-0.3, 0.3) * np.arange(times)
    found = 0
    for _ in range(SERIES[jump]):
        values = trend + noise(random, times, rho) + jump * (np.arange(times) >= turn)
        found += bool(drift_breaks(years, values, most=1).turns)
    return found / SERIES[jump]


@pytest.mark.parametrize(("rho", "documented"), [(0.0, 0.05), (0.8, 0.09)])
def test_drift_raises_few_false_alarms(rho, documented):
    assert rate(21, rho, 0.0, seed=1) == pytest.approx(documented, abs=0.07)


@pytest.mark.parametrize(("rho", "documented"), [(0.0, 0.88), (0.6, 0.96)])
def test_large_jumps_are_found(rho, documented):
    assert rate(21, rho, 5.0, seed=2) == pytest.approx(documented, abs=0.12)


def test_the_date_of_a_jump_lies_in_its_interval():
    random = np.random.default_rng(3)
    years, held, found = 2000 + np.arange(28), 0, 0
    for _ in range(30):
        values = noise(random, 28, 0.5) + 5.0 * (years >= 2018)
        for turn in drift_breaks(years, values, most=1).turns:
            found += 1
            held += turn.low <= 2017 <= turn.high
    assert found >= 25
    assert held / found >= 0.87  # dates are whole, so intervals hold more than they must


def test_two_jumps_are_found_one_after_the_other():
    years = 1990 + np.arange(35)
    values = 0.3 * np.sin(9.0 * years) + 6.0 * (years > 2001) - 8.0 * (years > 2013)
    found = drift_breaks(years, values)
    assert [(turn.kind, turn.date) for turn in found.turns] == [("jump", 2001), ("jump", 2013)]
    assert len(found.p_values) == 2


def test_a_bend_has_its_slopes():
    years = 1990 + np.arange(35)
    values = 0.02 * np.sin(9.0 * years) + np.where(years > 2010, 1.0 * (years - 2010), 0.0)
    turn = drift_breaks(years, values, most=1).turns[0]
    assert turn.kind == "bend"
    assert (turn.before, turn.after) == pytest.approx((0.0, 1.0), abs=0.02)


def test_units_and_a_trend_do_not_change_the_answer():
    years = 2000 + np.arange(24)
    values = 0.5 * np.sin(7.0 * years) + 4.0 * (years > 2012)
    plain = drift_breaks(years, values)
    other = drift_breaks(years, 1e6 * values + 3e5 * years)
    assert plain.p_values == other.p_values
    assert [t.date for t in plain.turns] == [t.date for t in other.turns]


def test_a_straight_line_and_a_constant_have_no_break():
    years = 2000 + np.arange(20)
    for values in (np.full(20, 3.0), 2.0 * years):
        assert drift_breaks(years, values.astype(float)).turns == ()


def test_absent_years_are_left_out():
    years = 2000 + np.arange(24)
    values = 0.5 * np.sin(7.0 * years) + 6.0 * (years > 2012)
    values[[3, 20]] = np.nan
    found = drift_breaks(years, values)
    assert len(found.dates) == 22
    assert [turn.date for turn in found.turns] == [2012]


@pytest.mark.parametrize(
    ("years", "values"),
    [
        (np.arange(14), np.arange(14.0)),
        (np.arange(20)[::-1], np.arange(20.0)),
        (np.arange(20), np.where(np.arange(20) == 3, np.inf, 1.0)),
        (np.arange(0), np.arange(0.0)),
    ],
)
def test_series_that_cannot_be_asked_are_refused(years, values):
    with pytest.raises(InputError):
        drift_breaks(years, values)
