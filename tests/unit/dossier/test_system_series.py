"""The series of the causal system: what ships is what the dossier gives; drivers on its scale."""

from dataclasses import replace
from statistics import fmean, pstdev

import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.dossier.system_series import observed
from steelyard.reference.dataset import load
from steelyard.system.causal import shipped
from steelyard.system.dynamics import simulate_prior
from steelyard.system.readings import driver_paths, reading, readings
from steelyard.system.shipped_posterior import series_of

SYSTEM = shipped()
DATA = load(DEFAULT_AS_OF)


@pytest.fixture(scope="module")
def paths():
    seen, _ = readings(SYSTEM, *series_of(SYSTEM, DATA))
    return driver_paths(SYSTEM, seen)


def test_what_ships_is_what_the_dossier_gives():
    # if this fails: run `steelyard data build-system` again
    values, origins = observed(SYSTEM, dossier_of("RUS", "CHN"), DATA)
    kept, named = series_of(SYSTEM, DATA)
    assert set(kept) == set(values)
    for seen, told in values.items():
        assert kept[seen] == pytest.approx(told, rel=1e-9), seen
        assert named[seen] == (origins[seen] or ("",)), seen


def test_each_driver_is_standardised_over_usual_years(paths):
    assert len(paths) >= 8
    for name, path in paths.items():
        usual = [
            value for year, value in zip(path.years, path.values, strict=True)
            if 1992 <= year <= 2024
        ]  # fmt: skip
        assert fmean(usual) == pytest.approx(0, abs=1e-9), name
        assert pstdev(usual) == pytest.approx(1), name
        assert SYSTEM[name].role == "exogenous"


def test_oil_was_dear_in_2012_and_cheap_in_1998(paths):
    price = dict(zip(paths["energy_price"].years, paths["energy_price"].values, strict=True))
    assert price[2012] > 1
    assert price[1998] < -1.3


def test_a_run_follows_them_and_keeps_the_last(paths):
    run = simulate_prior(SYSTEM, 20, paths=paths, keep=list(paths))
    assert run.used.all()
    for name, path in paths.items():
        assert run.usual(name)[-1] == pytest.approx(path.values[-1])
        assert (run[name] == run.usual(name)).all()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "no year"),
        ({2000: 1.0}, "one year"),
        ({2000: 1.0, 2001: 2.0, 1980: 3.0}, "two years"),
        (dict.fromkeys(range(2000, 2020), 3.0), "does not move"),
    ],
)
def test_a_series_that_says_nothing_is_told_with_the_reason(values, why):
    assert why in reading(SYSTEM["energy_price"].observed[0], values)


def test_a_falling_series_is_turned_and_turns_back():
    seen = SYSTEM["energy_price"].observed[0]
    values = {year: (year - 1999) ** 0.5 for year in range(2000, 2024)}
    one, other = reading(seen, values), reading(replace(seen, sign=-1), values)
    assert [-each for each in one.values] == list(other.values)
    for made in (one, other):
        told = [made.told(each) for each in made.values]
        assert told == pytest.approx(list(values.values()))


def test_nothing_after_a_year_is_looked_at():
    values, origins = series_of(SYSTEM, DATA)
    early, _ = readings(SYSTEM, values, origins, until=2010)
    cut = {seen: {y: v for y, v in told.items() if y <= 2010} for seen, told in values.items()}
    assert early == readings(SYSTEM, cut, origins)[0]
    assert max(year for each in early for year in each.years) == 2010
