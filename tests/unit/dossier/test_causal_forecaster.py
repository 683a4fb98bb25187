"""The calibrated system as a forecaster: what it tells, what it refuses, and no look ahead."""

from dataclasses import replace

import numpy as np
import pytest

from fixtures.small_causal import small_system
from steelyard.dossier import causal_forecaster as made_by
from steelyard.models.series.rolling import Known
from steelyard.system.sampler import Plan

PLAN = Plan(2, 50, 50)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(made_by, "WORST", 100.0)
    monkeypatch.setattr(made_by, "FEWEST", 1.0)
    monkeypatch.setattr(made_by, "DRAWS", 200)


def known(last):
    years = np.arange(1992, last + 1)
    system = small_system()
    return {
        made_by.series_name(seen): Known(years, 10 + 3 * np.sin(years / (3.0 + at)))
        for at, variable in enumerate(system.variables)
        for seen in variable.observed
    }


def test_draws_are_in_the_unit_of_the_series_and_know_nothing_later(tmp_path):
    series = known(2013)
    short = replace_years(series, "of energy_price", 2012)
    ours = made_by.causal_forecaster(small_system(), PLAN, tmp_path / "a")
    draws, reasons = ours(short, 2013, 4, 7)
    assert set(draws) | set(reasons) == set(series)
    assert "too few years" in next(iter(reasons.values()))
    for name, values in draws.items():
        assert values.shape == (200, 4), name
        assert np.isfinite(values).all()
        assert 0 < values.mean() < 20
    late = replace(small_system(), impulses=tuple(
        replace(each, size=replace(each.size, low=5.0, usual=5.5, high=6.0))
        if each.time > 2014 else each
        for each in small_system().impulses
    ))  # fmt: skip
    again, _ = made_by.causal_forecaster(late, PLAN, tmp_path / "b")(short, 2013, 4, 7)
    for name, values in draws.items():
        np.testing.assert_array_equal(values, again[name], err_msg=name)


def replace_years(series, part, first):
    """The same series, one of them known from a year on only."""
    found = dict(series)
    name = next(each for each in series if part in each)
    late = series[name].years >= first
    found[name] = Known(series[name].years[late], series[name].values[late])
    return found
