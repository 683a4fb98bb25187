"""Slopes with intervals that stand noise which lasts: covered as often as they say."""

import numpy as np
import pytest

from steelyard.models.series.trend import TRIED, trend_slope
from steelyard.vocabulary.errors import InputError

SLOPE = 0.3


def series(random: np.random.Generator, dates: int, rho: float) -> np.ndarray:
    noise = np.empty(dates)
    noise[0] = random.standard_normal()
    for place in range(1, dates):
        noise[place] = rho * noise[place - 1] + np.sqrt(1 - rho**2) * random.standard_normal()
    return noise + SLOPE * np.arange(dates)


@pytest.mark.parametrize("dates", [12, 24])
def test_nine_in_ten_intervals_hold_the_slope_whatever_the_noise_remembers(dates: int):
    random = np.random.default_rng(7)
    found = [
        trend_slope(np.arange(dates), series(random, dates, random.choice(TRIED)))
        for _ in range(1500)
    ]
    covered = np.mean([each.low <= SLOPE <= each.high for each in found])  # type: ignore[operator]
    assert 0.87 <= covered <= 0.93


def test_a_straight_course_has_its_slope_for_certain():
    found = trend_slope(np.arange(10), 2.0 * np.arange(10))
    assert (round(found.low or 0, 9), round(found.high or 0, 9)) == (2.0, 2.0)


def test_the_order_of_ups_and_downs_mirrors():
    values = series(np.random.default_rng(1), 15, 0.5)
    up, down = trend_slope(np.arange(15), values), trend_slope(np.arange(15), -values)
    np.testing.assert_allclose([up.point, up.low], [-(down.point or 0), -(down.high or 0)])


def test_too_few_dates_are_refused():
    with pytest.raises(InputError):
        trend_slope(np.arange(5), np.arange(5.0))
