"""Runs of a calibrated system: the past as learnt, paired changes, new chance, tables of it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from steelyard.reference.dataset import load
from steelyard.system.calibration_density import density
from steelyard.system.causal import shipped
from steelyard.system.causal_records import SUPPOSED, Impulse, Prior
from steelyard.system.driver_noise import persistence, wandering
from steelyard.system.dynamics import difference
from steelyard.system.posterior_runs import prepared_posterior, simulate_posterior
from steelyard.system.readings import driver_paths, reading, readings
from steelyard.system.shipped_posterior import (
    NOISE_STEP,
    NUMBER_STEP,
    _wide,
    calibration_of,
    series_of,
    shipped_posterior,
)
from steelyard.vocabulary.errors import UnknownName

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def fit():
    return calibration_of(shipped(), load(DAY))


def test_the_past_is_that_of_the_calibration(fit):
    system, data = shipped(), load(DAY)
    seen, _ = readings(system, *series_of(system, data))
    made = density(system, seen, driver_paths(system, seen), last=fit.last, engine="numpy")
    rows = data.table("system_draws")
    u = _wide(rows.filter(about="number"), [each.name for each in made.scales.coordinates])[:, 0]
    noise = _wide(rows.filter(about="noise"), list(made.scales.noisy))
    past = made.paths_of(u[:5] * NUMBER_STEP, noise[:5] * NOISE_STEP)
    runs = simulate_posterior(system, fit, 5)
    np.testing.assert_allclose(runs.values[:, : past.shape[1]], past, atol=1e-10)


def test_the_past_lies_where_series_were(fit):
    system = shipped()
    runs = simulate_posterior(system, fit, fit.draws)
    inside, all_of_them = 0, 0
    for at, each in enumerate(fit.readings):
        x = runs.values[:, :, runs.names.index(each.observation.variable)]
        middle = fit.intercept[:, at, None] + fit.loading[:, at, None] * x
        for year, value in zip(each.years, each.values, strict=True):
            if 1992 <= year <= fit.last:
                low, high = np.quantile(middle[:, year - 1992], (0.05, 0.95))
                room = np.median(fit.error[:, at]) * 2
                inside += low - room <= value <= high + room
                all_of_them += 1
    assert inside / all_of_them > 0.95


def test_draws_do_not_hang_on_order_or_count(fit):
    made = prepared_posterior(shipped(), fit, seed=4)
    whole = made.run(0, 30)
    np.testing.assert_allclose(made.run(20, 10), whole[20:], atol=1e-12)
    assert not np.array_equal(whole, prepared_posterior(shipped(), fit, seed=5).run(0, 30))


def test_draws_of_one_fit_differ_in_their_future_alone(fit):
    values = prepared_posterior(shipped(), fit).run(0, fit.draws + 1)
    past = fit.last - 1992 + 1
    np.testing.assert_allclose(values[0, :past], values[fit.draws, :past], atol=1e-12)
    assert np.abs(values[0, past:] - values[fit.draws, past:]).max() > 0.1


def test_a_change_acts_from_its_year_on(fit):
    base = simulate_posterior(shipped(), fit, 40)
    without = difference(simulate_posterior(shipped(), fit, 40, without=["t77"]), base)
    years = base.years
    assert np.abs(without.values[:, years < 2022]).max() < 1e-12
    assert np.abs(without.values[:, years == 2025]).max() > 0.1


def test_more_events_are_drawn_from_their_ranges(fit):
    event = Impulse("supposed1", SUPPOSED, "2030", 2030.0, "Made up", "growth_rus", 1,
                    Prior(0.5, 1.0, 1.5), 5.0, "for a test")  # fmt: skip
    more = replace(shipped(), impulses=(*shipped().impulses, event))
    apart = difference(simulate_posterior(more, fit, 60), simulate_posterior(shipped(), fit, 60))
    change = apart.values[:, apart.years == 2031, apart.names.index("growth_rus")]
    assert 0.4 < change.min() < change.max() < 1.7


def test_fans_widen_after_the_last_year(fit):
    fan = simulate_posterior(shipped(), fit, 200).fan("power_gap")
    width = fan[4] - fan[0]
    assert width[-1] > 1.5 * width[fit.last - 1992]


def test_spans_may_begin_later(fit):
    late = simulate_posterior(shipped(), fit, 10, years=(2020, 2030))
    whole = simulate_posterior(shipped(), fit, 10)
    np.testing.assert_allclose(late.values, whole.values[:, 28:39], atol=1e-12)


def test_unknown_events_are_refused(fit):
    with pytest.raises(UnknownName):
        simulate_posterior(shipped(), fit, 10, without=["t999"])


def test_no_calibration_of_another_system_or_day():
    system = shipped()
    assert calibration_of(system, load(date(2020, 1, 1))) is None
    seen, _ = readings(system, *series_of(system, load(DAY)))
    paths = driver_paths(system, seen)
    stronger = replace(system.links[0], strength=Prior(0.0, 1.0, 2.0))
    other = replace(system, links=(stronger, *system.links[1:]))
    assert shipped_posterior(other, seen, paths, load(DAY)) is None


def test_what_ships_mixed():
    fit = calibration_of(shipped(), load(DAY))
    assert max(each.rhat for each in fit.learnt) <= 1.05
    assert min(each.effective for each in fit.learnt) >= 100
    assert load(DAY).table("system_fit")["worst_noise"][0] <= 1.05


def test_drivers_wander_as_they_did():
    random = np.random.default_rng(0)
    x = [0.0]
    for _ in range(4000):
        x.append(0.8 * x[-1] + random.normal() * 0.5)
    phi, spread = persistence(x)
    assert phi == pytest.approx(0.8, abs=0.03)
    assert spread == pytest.approx(0.5, abs=0.02)
    system = shipped()
    seen = system["energy_price"].observed[0]
    held = reading(seen, {1992 + at: value for at, value in enumerate(x[:33])})
    paths = driver_paths(system, [held])
    names = tuple(each.name for each in system.variables)
    years = np.arange(1992.0, 2041.0)
    found = wandering(paths, names, years, 2025, 3000, 0)
    column = found[..., names.index("energy_price")]
    assert not column[:, years <= 2025].any()
    phi, spread = persistence(paths["energy_price"].values)
    assert column[:, 34].std() == pytest.approx(spread, rel=0.06)
    others = [at for at, name in enumerate(names) if name != "energy_price"]
    assert not found[..., others].any()
