"""Slopes and curvatures against finite differences, the likelihood against exact functions."""

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr
from simulated import simulate

from steelyard.models.votes.layout import layout
from steelyard.models.votes.likelihood import abstained
from steelyard.models.votes.maximise import placed
from steelyard.models.votes.normal import log_cdf
from steelyard.models.votes.scores import item_scores, item_view, place_scores
from steelyard.models.votes.start import Point, standardised, start


@pytest.fixture(scope="module")
def known():
    made = simulate(np.random.default_rng(3), states=12, sessions=4, calls=12).panel
    votes = layout(made)
    point = start(made, votes, ("USA", "RUS"))
    stirred = point.items + 0.1 * np.random.default_rng(0).standard_normal(point.items.shape)
    return votes, Point(point.theta * 1.4, stirred)


def test_the_table_is_exact_to_single_precision():
    x = np.linspace(-30, 12, 20001).astype(np.float32)
    value, slope = log_cdf(x)
    exact = log_ndtr(x.astype(float))
    np.testing.assert_allclose(value, exact, rtol=2e-6, atol=5e-6)
    ratio = np.exp(-0.5 * x.astype(float) ** 2 - 0.5 * np.log(2 * np.pi) - exact)
    np.testing.assert_allclose(slope, ratio, rtol=1e-4, atol=1e-5)


def test_abstentions_keep_their_digits_on_both_sides():
    lower = np.array([-9.0, -1.0, 0.5, 4.0], dtype=np.float32)
    gap = np.array([0.5, 0.02, 1.0, 2.0], dtype=np.float32)
    made = abstained(lower, gap)
    mirrored = np.where(lower > 0, -lower - gap, lower).astype(float)
    exact = np.log(ndtr(mirrored + gap) - ndtr(mirrored))
    np.testing.assert_allclose(made.value, exact, rtol=2e-4)


def test_slopes_of_items_are_those_of_their_values(known):
    votes, point = known
    view = item_view(votes, point.theta)
    found = item_scores(view, point.items, curved=True)
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 0.02
        up, down = (item_scores(view, point.items + sign * step) for sign in (1, -1))
        np.testing.assert_allclose((up.value - down.value) / 0.04, found.slope[:, axis], atol=0.02)


def test_slopes_of_places_are_those_of_their_values(known):
    votes, point = known
    found = place_scores(votes, point.items, point.theta)
    up, down = (place_scores(votes, point.items, point.theta + step) for step in (0.02, -0.02))
    np.testing.assert_allclose((up.value - down.value) / 0.04, found.slope, atol=0.02)
    bent = -(up.slope - down.slope) / 0.04
    np.testing.assert_allclose(bent, found.information, rtol=2e-3)


def test_sessions_are_placed_so_that_states_stay_on_the_whole(known):
    votes, point = known
    walk = votes.walk
    theta = placed(votes, point).theta
    gap = (theta[walk.prior] - theta) / walk.spread
    # the first two sessions look at each other, with two weights: there it is a compromise
    assert np.abs(np.bincount(walk.session, gap))[2:].max() < 1e-9


def test_scale_and_place_move_with_texts_and_leave_votes_as_likely(known):
    votes, point = known
    before, after = (
        place_scores(votes, each.items, each.theta).value for each in (point, standardised(point))
    )
    np.testing.assert_allclose(after, before, atol=2e-3)
