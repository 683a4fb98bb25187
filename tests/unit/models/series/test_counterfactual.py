"""Synthetic control and interrupted series: recovery, coverage, placebos, bad input."""

import numpy as np
import pytest

from steelyard.models.series.counterfactual import (
    simplex_weights,
    synthetic_control,
    time_placebos,
)
from steelyard.models.series.interrupted import interrupted_series
from steelyard.vocabulary.errors import InputError

EVENT = 18


def panel(seed: int, effect: float, donors: int = 24):
    """Two common factors, own levels, noise; the first unit is treated from date 18 of 25."""
    random = np.random.default_rng(seed)
    factors = 0.5 * np.cumsum(random.normal(size=(25, 2)), axis=0)
    loads = random.uniform(size=(donors + 1, 2))
    paths = factors @ loads.T + random.uniform(0, 2, donors + 1)
    paths += 0.5 * random.normal(size=paths.shape)
    paths[EVENT:, 0] += effect
    return np.arange(25), paths[:, 0], paths[:, 1:], tuple(f"D{k}" for k in range(donors))


def test_weights_are_those_of_a_projected_gradient_method():
    random = np.random.default_rng(0)
    donors, target = random.normal(size=(20, 6)), random.normal(size=20)
    found = simplex_weights(donors, target)
    gradient = donors.T @ (donors @ found - target)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    active = found > 1e-9  # first-order conditions: equal gradients inside, greater outside
    np.testing.assert_allclose(gradient[active], gradient[active].mean(), atol=1e-8)
    assert (gradient[~active] >= gradient[active].mean() - 1e-8).all()


@pytest.mark.parametrize("rate", [1e-6, 1.0, 1e9])
def test_a_unit_that_is_a_mix_of_donors_is_recovered(rate):
    donors = np.random.default_rng(1).normal(size=(15, 4)) * rate
    mix = np.array([0.2, 0.5, 0.0, 0.3])
    np.testing.assert_allclose(simplex_weights(donors, donors @ mix), mix, atol=1e-7)


def test_no_event_is_no_effect_and_units_change_nothing():
    dates, outcome, donors, names = panel(0, 1.0)
    here = synthetic_control(dates, outcome, donors, names, EVENT)
    there = synthetic_control(dates, outcome * 1e6, donors * 1e6, names, EVENT)
    assert there.p_value == here.p_value
    np.testing.assert_allclose(np.array(there.gap) / 1e6, here.gap, atol=1e-6)
    assert sum(donor.weight for donor in here.donors) == pytest.approx(1)


def test_effects_are_covered_as_stated():
    hits, means, false = [], [], 0
    for seed in range(40):
        found = synthetic_control(*panel(seed, 1.0), EVENT, poor_fit=1e9)
        hits += [one.low <= 1.0 <= one.high for one in found.effects]
        means.append(found.mean_effect.point)
        none = synthetic_control(*panel(seed + 500, 0.0), EVENT, poor_fit=1e9)
        false += none.p_value <= 0.1
    assert 0.84 <= np.mean(hits) <= 0.96  # 280 intervals of 40 series
    assert np.mean(means) == pytest.approx(1.0, abs=0.2)
    assert false / 40 <= 0.2


def test_a_large_effect_has_the_least_p_value():
    found = synthetic_control(*panel(3, 30.0), EVENT, poor_fit=1e9)
    assert found.p_value == pytest.approx(1 / 25)


def test_too_few_placebos_give_no_interval_and_say_so():
    found = synthetic_control(*panel(0, 1.0, donors=8), EVENT)
    assert found.mean_effect.low is None
    assert found.mean_effect.basis.startswith("none:")


def test_donors_with_gaps_and_poor_placebos_are_named():
    dates, outcome, donors, names = panel(0, 1.0)
    donors[3, 5] = np.nan
    donors[:, 7] = 50 * np.random.default_rng(0).normal(size=25)
    found = synthetic_control(dates, outcome, donors, names, EVENT)
    assert ("D5", "absent values") in found.left_out
    assert ("D7", "as placebo: fits far worse before the event") in found.left_out
    assert found.placebos == 22


def test_demeaning_follows_a_unit_outside_the_levels_of_all_donors():
    dates, outcome, donors, names = panel(2, 1.0)
    plain = synthetic_control(dates, outcome + 40, donors, names, EVENT)
    demeaned = synthetic_control(dates, outcome + 40, donors, names, EVENT, demeaned=True)
    assert plain.error_before > 20
    assert demeaned.error_before < 1


def test_an_effect_that_began_early_shows_in_the_time_placebos():
    dates, outcome, donors, _ = panel(4, 0.0)
    early = outcome + 5.0 * (dates >= 12)
    calm = max(abs(one.mean_gap) for one in time_placebos(dates, outcome, donors, EVENT))
    alarm = max(abs(one.mean_gap) for one in time_placebos(dates, early, donors, EVENT))
    assert alarm > 3 * calm


def test_a_bad_panel_is_refused():
    dates, outcome, donors, names = panel(0, 0.0)
    with pytest.raises(InputError, match="before"):
        synthetic_control(dates, outcome, donors, names, 3)
    with pytest.raises(InputError, match="complete donors"):
        synthetic_control(dates, outcome, donors[:, :2], names[:2], EVENT)
    outcome[2] = np.nan
    with pytest.raises(InputError, match="absent outcomes"):
        synthetic_control(dates, outcome, donors, names, EVENT)


def autoregressive(seed: int, rho: float, times: int = 40) -> np.ndarray:
    random = np.random.default_rng(seed)
    noise = random.normal(size=times)
    noise[0] /= np.sqrt(1 - rho**2)
    for k in range(1, times):
        noise[k] += rho * noise[k - 1]
    return noise


@pytest.mark.parametrize("rho", [0.0, 0.4])
def test_jumps_and_slopes_are_covered_as_stated(rho):
    dates, hits = np.arange(40), np.zeros(2)
    for seed in range(100):
        values = 2.0 * (dates >= 24) + 0.3 * np.maximum(dates - 24, 0)
        found = interrupted_series(dates, values + autoregressive(seed, rho), 24)
        jump, slope = found.level_change, found.slope_change
        hits += [jump.low <= 2.0 <= jump.high, slope.low <= 0.3 <= slope.high]
    assert (hits / 100 >= 0.82).all()
    assert (hits / 100 <= 0.97).all()


def test_lasting_noise_widens_the_interval():
    found = {}
    for rho in (0.0, 0.8):
        wide = [
            interrupted_series(np.arange(40), autoregressive(s, rho), 24).level_change
            for s in range(20)
        ]
        found[rho] = np.mean([one.high - one.low for one in wide])
    assert found[0.8] > 1.3 * found[0.0]


def test_a_course_without_noise_is_recovered_exactly_across_absent_years():
    years = np.arange(1990, 2020)
    values = 1.0 + 0.5 * (years - 1990) + 3.0 * (years >= 2014) + 0.2 * np.maximum(years - 2014, 0)
    values[[4, 27]] = np.nan
    found = interrupted_series(years, values, 2014)
    assert found.left_out == 2
    assert found.level_change.point == pytest.approx(3.0)
    assert found.slope_change.point == pytest.approx(0.2)
    assert found.effect_at_end.point == pytest.approx(4.0)


def test_without_trends_the_jump_is_the_difference_of_means():
    years, values = np.arange(20), np.random.default_rng(0).normal(size=20)
    found = interrupted_series(years, values, 12, trends=False)
    assert found.slope_change is None
    assert found.level_change.point == pytest.approx(values[12:].mean() - values[:12].mean())


def test_a_side_that_is_too_short_is_refused():
    with pytest.raises(InputError, match="2 from it on"):
        interrupted_series(np.arange(20), np.zeros(20), 18)
