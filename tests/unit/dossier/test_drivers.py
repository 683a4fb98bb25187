"""Observed drivers of the causal system, on its scale."""

import math
from statistics import fmean, pstdev

import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier.drivers import driver_paths, standardised
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load
from steelyard.system.causal import shipped
from steelyard.system.dynamics import simulate_prior


@pytest.fixture(scope="module")
def paths():
    return driver_paths(shipped(), dossier_of("RUS", "CHN"), load(DEFAULT_AS_OF))


def test_each_driver_is_standardised_over_usual_years(paths):
    assert len(paths) >= 8
    for name, path in paths.items():
        usual = [
            value for year, value in zip(path.years, path.values, strict=True)
            if 1992 <= year <= 2024
        ]  # fmt: skip
        assert fmean(usual) == pytest.approx(0, abs=1e-9), name
        assert pstdev(usual) == pytest.approx(1), name
        assert shipped()[name].role == "exogenous"


def test_oil_was_dear_in_2012_and_cheap_in_1998(paths):
    price = dict(zip(paths["energy_price"].years, paths["energy_price"].values, strict=True))
    assert price[2012] > 1
    assert price[1998] < -1.3


def test_a_run_follows_them_and_keeps_the_last(paths):
    run = simulate_prior(shipped(), 20, paths=paths, keep=list(paths))
    assert run.used.all()
    for name, path in paths.items():
        assert run.usual(name)[-1] == pytest.approx(path.values[-1])
        assert (run[name] == run.usual(name)).all()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {2000: 1.0},
        dict.fromkeys(range(2000, 2020), 3.0),
        {1960 + at: float(at) for at in range(30)},
    ],
)
def test_a_series_that_does_not_say_what_is_usual_is_not_used(values):
    assert standardised(values, 1) == {}


def test_a_falling_series_is_turned():
    values = {year: math.sqrt(year - 1999) for year in range(2000, 2024)}
    one, other = standardised(values, 1), standardised(values, -1)
    assert [-each for each in one.values()] == list(other.values())
    assert other[2000] > other[2023]
