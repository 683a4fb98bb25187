"""Rolling forecasts: nothing of the future reaches them, and the better one wins."""

import numpy as np
import pytest

from steelyard.models.series.baselines import BASELINES, drift, random_walk
from steelyard.models.series.rolling import Known, each_alone, rolling
from steelyard.models.series.rolling_summary import beaten, comparisons, coverage
from steelyard.vocabulary.errors import InputError

YEARS = np.arange(1995, 2025)
ALL = {name: each_alone(each, draws=200) for name, each in BASELINES.items()}


def walks(count, seed=1, slope=0.0):
    random = np.random.default_rng(seed)
    steps = random.standard_normal((count, YEARS.size)) + slope
    return {f"s{at}": Known(YEARS, row.cumsum()) for at, row in enumerate(steps)}


@pytest.mark.parametrize("name", BASELINES)
def test_a_poisoned_future_changes_no_forecast(name):
    """Middle and place in the draws would move, were anything after the origin used."""
    clean = walks(3)
    poisoned = {
        key: Known(YEARS, np.where(YEARS > 2013, 1e9 * (1 + at), each.values))
        for at, (key, each) in enumerate(clean.items())
    }
    one, two = (rolling(each, {name: ALL[name]}, origins=[2013]) for each in (clean, poisoned))
    assert [case.middle for case in one.cases] == [case.middle for case in two.cases]
    assert len(one.cases) == 3 * 11
    assert all(case.place == 1 for case in two.cases)


def test_a_forecaster_sees_no_year_after_the_origin_and_cannot_change_what_others_see():
    seen = []

    def spy(known, origin, horizon, seed):
        for series in known.values():
            seen.append((origin, int(series.years.max()), float(series.values[-1])))
            series.values[:] = 0
        return {}, {}

    series = walks(2)
    found = rolling(series, {"spy": spy, "walk": ALL["random walk"]}, origins=[2008, 2018])
    assert all(last <= origin for origin, last, _ in seen)
    assert {each.reason for each in found.refused} == {"not forecast, without a reason"}
    assert series["s0"].values[5] != 0
    assert abs(found.cases[0].middle) > 0


def test_ends_that_lie_before_the_origin_are_bridged():
    series = {"a": Known(np.append(np.arange(1995, 2006), 2012), np.arange(12.0) * 2)}
    found = rolling(series, {"drift": each_alone(drift)}, origins=[2008])
    assert [(case.ahead, round(case.middle)) for case in found.cases] == [(4, 34)]


def test_a_single_series_is_forecast_alike_beside_others():
    many, alone = walks(4), {"s2": walks(4)["s2"]}
    one = [c for c in rolling(many, ALL).cases if c.series == "s2"]
    assert one == list(rolling(alone, ALL).cases)


def test_drift_beats_a_walk_where_there_is_drift_and_its_intervals_hold():
    found = rolling(walks(40, slope=0.8), ALL)
    told = beaten(found.cases, "random walk with drift", "random walk", (5, 9))
    assert told.skill is not None
    assert told.skill.ratio.high < 1
    assert told.skill.better > 30
    held = {(each.forecaster, each.first): each for each in coverage(found.cases)}
    assert abs(held["random walk with drift", 1].most - 0.9) < 0.06
    assert abs(held["random walk with drift", 1].half - 0.5) < 0.1
    assert len(comparisons(found.cases)) == 4 * 3


def test_too_few_series_have_no_ratio_and_refusals_keep_their_reason():
    gap = {"gap": Known(np.delete(YEARS, 3), np.cos(np.delete(YEARS, 3)))}
    found = rolling(gap, ALL, origins=[2013])
    assert beaten(found.cases, "random walk with drift", "random walk", (1, 1)).skill is None
    assert [each.forecaster for each in found.refused] == ["exponential smoothing"]
    assert "years absent" in found.refused[0].reason


@pytest.mark.parametrize(
    "bad",
    [
        Known(YEARS[::-1], np.ones(YEARS.size)),
        Known(YEARS, np.full(YEARS.size, np.nan)),
    ],
)
def test_bad_series_are_refused_by_name(bad):
    with pytest.raises(InputError, match="series 'bad'"):
        rolling({"bad": bad}, ALL)


def test_draws_of_the_wrong_shape_are_refused():
    def short(known, origin, horizon, seed):
        return {name: np.ones((10, 1)) for name in known}, {}

    with pytest.raises(InputError, match="forecaster 'short'"):
        rolling(walks(1), {"short": short}, origins=[2013])
    with pytest.raises(InputError, match="no origin"):
        rolling(walks(1), {"walk": each_alone(random_walk)}, origins=[])
