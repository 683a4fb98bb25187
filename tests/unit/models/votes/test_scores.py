"""Slopes and curvatures against finite differences, the likelihood against exact functions."""

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr
from simulated import simulate

from steelyard.models.votes.draws import prepared
from steelyard.models.votes.frames import (
    shift_look,
    shifted,
    stretch_look,
    stretched,
    volume,
)
from steelyard.models.votes.likelihood import abstained
from steelyard.models.votes.normal import log_cdf
from steelyard.models.votes.scores import item_scores, item_view, place_scores, place_view
from steelyard.models.votes.start import Point, start

HOLD = 1.3


@pytest.fixture(scope="module")
def known():
    made = simulate(np.random.default_rng(3), states=12, sessions=4, calls=12).panel
    layout, frames = prepared(made)
    point = start(made, layout, ("USA", "RUS"))
    stirred = point.items + 0.1 * np.random.default_rng(0).standard_normal(point.items.shape)
    return layout, frames, Point(point.theta * 1.4, stirred, point.centre)


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
    layout, _, point = known
    view = item_view(layout, point.theta)
    found = item_scores(view, point.items, curved=True)
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 0.02
        up, down = (item_scores(view, point.items + sign * step) for sign in (1, -1))
        np.testing.assert_allclose((up.value - down.value) / 0.04, found.slope[:, axis], atol=0.02)


def test_slopes_of_places_are_those_of_their_values(known):
    layout, _, point = known
    for colour, part in enumerate(layout.colours):
        view = place_view(layout, colour, point.items)
        found = place_scores(view, point.theta, point.centre, HOLD, curved=True)
        step = np.zeros(layout.places)
        step[part] = 0.02
        up, down = (
            place_scores(view, point.theta + sign * step, point.centre, HOLD) for sign in (1, -1)
        )
        np.testing.assert_allclose((up.value - down.value) / 0.04, found.slope, atol=0.02)
        bent = -(up.slope - down.slope) / 0.04
        np.testing.assert_allclose(bent, found.information, rtol=2e-3)


@pytest.mark.parametrize(
    ("look", "moved", "stretches"),
    [(shift_look, shifted, False), (stretch_look, stretched, True)],
)
def test_slopes_of_sessions_are_those_of_their_values(known, look, moved, stretches):
    _, frames, point = known
    found = look(frames, point, HOLD)
    grown = volume(frames) if stretches else np.zeros(frames.sessions)
    for session in range(frames.sessions):
        step = np.zeros(frames.sessions)
        step[session] = 0.01
        up, down = (look(frames, moved(frames, point, s * step), HOLD).value for s in (1, -1))
        slope = (up - down) / 0.02 + grown[session]
        assert slope == pytest.approx(found.slope[session], abs=0.05)


def test_a_common_shift_with_its_items_leaves_votes_as_likely(known):
    layout, frames, point = known
    after = shifted(frames, point, np.full(frames.sessions, 0.3))
    before = item_scores(item_view(layout, point.theta), point.items).value
    np.testing.assert_allclose(
        item_scores(item_view(layout, after.theta), after.items).value, before, atol=2e-3
    )
