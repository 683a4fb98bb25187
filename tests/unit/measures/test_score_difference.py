"""Differences of scores: their intervals hold what they say, and bad input is refused."""

import numpy as np
import pytest

from steelyard.measures.score_difference import score_difference, skill
from steelyard.measures.scores import crps_of_draws, crps_of_quantiles, inside, place_in_draws
from steelyard.vocabulary.errors import InputError


@pytest.mark.parametrize(("cases", "horizon"), [(12, 1), (30, 1), (40, 4)])
def test_intervals_of_a_difference_hold_nine_in_ten(cases, horizon):
    """Differences that overlap over the horizon; 85 to 92 % at four years, as documented."""
    random = np.random.default_rng(cases)
    hits = []
    for _ in range(3000):
        noise = random.standard_normal(cases + horizon)
        moved = np.convolve(noise, np.ones(horizon), "valid")[:cases] + 0.3
        found = score_difference(moved, np.zeros(cases), horizon=horizon)
        hits.append(found.low <= 0.3 <= found.high)
    least = 0.87 if horizon == 1 else 0.85
    assert least <= np.mean(hits) <= 0.93


@pytest.mark.parametrize("series", [5, 15, 60])
def test_intervals_of_a_ratio_hold_nine_in_ten(series):
    random = np.random.default_rng(series)
    hits = []
    for _ in range(3000):
        ratios = np.exp(0.1 + 0.4 * random.standard_normal(series))
        found = skill(ratios, np.ones(series)).ratio
        hits.append(found.low <= np.exp(0.1) <= found.high)
    assert 0.87 <= np.mean(hits) <= 0.93


def test_shared_shocks_are_not_in_the_interval_of_a_ratio():
    """The limit that the docstring tells: half of the variance shared, far too narrow."""
    random = np.random.default_rng(1)
    hits = []
    for _ in range(2000):
        logs = random.standard_normal() + random.standard_normal(30)
        found = skill(np.exp(logs), np.ones(30)).ratio
        hits.append(found.low <= 1 <= found.high)
    assert np.mean(hits) < 0.5


@pytest.mark.parametrize(
    ("one", "other", "horizon"),
    [
        (np.ones(4), np.ones(4), 1),
        (np.full(8, np.nan), np.ones(8), 1),
        (np.ones(8), np.ones(8), 3),
        (np.ones(8), np.ones(8), 0),
    ],
)
def test_differences_refuse_what_they_cannot_use(one, other, horizon):
    with pytest.raises(InputError):
        score_difference(one, other, horizon=horizon)


def test_ratios_refuse_scores_of_zero():
    with pytest.raises(InputError, match="not above 0"):
        skill(np.zeros(5), np.ones(5))


def test_the_fair_score_has_no_bias_of_few_draws():
    random = np.random.default_rng(1)
    observed = random.standard_normal(40_000)
    fair = [crps_of_draws(random.standard_normal((40_000, n)), observed).mean() for n in (2, 50)]
    assert fair[0] == pytest.approx(fair[1], abs=0.01)


def test_places_of_good_forecasts_are_even():
    random = np.random.default_rng(2)
    place = place_in_draws(random.standard_normal((5000, 99)), random.standard_normal(5000))
    counts = np.histogram(place, bins=10, range=(0, 1))[0]
    assert abs(counts / 500 - 1).max() < 0.2


def test_scores_refuse_bad_input_and_pass_absence_on():
    with pytest.raises(InputError, match="1 draws"):
        crps_of_draws(np.ones((3, 1)), np.ones(3))
    with pytest.raises(InputError, match="levels"):
        crps_of_quantiles(np.ones((1, 2)), np.array([0.9, 0.1]), np.ones(1))
    with pytest.raises(InputError, match="absent"):
        inside(np.ones((1, 9)), np.array([np.nan]), 0.9)
    assert np.isnan(crps_of_draws(np.ones((1, 9)), np.array([np.nan]))).all()
    assert np.isnan(place_in_draws(np.ones((1, 9)), np.array([np.nan]))).all()
