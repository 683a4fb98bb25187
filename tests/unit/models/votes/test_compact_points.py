"""A fit in little room gives the same positions, distances and parts as its full draws."""

from dataclasses import replace

import numpy as np
import pytest
from simulated import simulate

from steelyard.models.votes import alignment
from steelyard.models.votes.compact import CUT_STEP, POSITION_STEP, SLOPE_STEP, compact
from steelyard.models.votes.draws import Plan, begin, chain, drawn
from steelyard.models.votes.redraw import redrawn
from steelyard.models.votes.result import ideal_points
from steelyard.models.votes.text_errors import covariances

PLAN = Plan(warm_up=60, draws=400)


@pytest.fixture(scope="module")
def points():
    made = simulate(np.random.default_rng(8), states=16, sessions=4, calls=25)
    task, point = begin(made.panel, PLAN)
    chains = tuple(chain(task, point, number) for number in range(PLAN.chains))
    return ideal_points(made.panel, task, drawn(task, chains))


@pytest.fixture(scope="module")
def made(points):
    return compact(points)


def test_rounding_is_within_half_a_step(points, made):
    mean = points.draws.mean(axis=0, dtype=float)
    assert np.abs(made.position - mean).max() <= POSITION_STEP / 2 + 1e-9
    slopes = points.items[..., 0].mean(axis=0, dtype=float)[points.texts]
    for session in range(4):
        here = points.text_session == session
        shipped = made.texts_of(session)
        assert shipped.shape == (here.sum(), 3)
        np.testing.assert_allclose(
            np.sort(shipped[:, 0]), np.sort(slopes[here]), atol=SLOPE_STEP / 2 + 1e-6
        )
        assert (shipped[:, 1] <= shipped[:, 2]).all()
        np.testing.assert_allclose(shipped[:, 1:] % CUT_STEP % CUT_STEP, 0, atol=CUT_STEP)


def test_shift_stretch_and_own_errors_make_the_spread_of_the_full_draws(points, made):
    centre = made.centres()[made.session]
    shared = made.shift[made.session] ** 2
    shared += (made.stretch[made.session] * (made.position - centre)) ** 2
    spread = np.sqrt(made.spread**2 + shared)
    ratio = spread / points.draws.std(axis=0, ddof=1)
    assert 0.95 < np.median(ratio) < 1.05
    assert ratio.min() > 0.8
    assert ratio.max() < 1.25


def test_distances_have_the_points_and_the_intervals_of_the_full_draws(points, made):
    again = redrawn(made, points.states)
    ratios, errors = [], []
    for session in points.sessions:
        for first, second in zip(points.states[:-1], points.states[1:], strict=True):
            full = alignment.distance(points, first, second, session)
            small = alignment.distance(again, first, second, session)
            width = full.high - full.low
            ratios.append((small.high - small.low) / width)
            errors.append((small.point - full.point) / width)
    assert 0.95 < np.median(ratios) < 1.05
    assert np.abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.06


def test_who_moved_adds_up_in_every_case_and_is_near_that_of_the_full_draws(points, made):
    errors, ratios = [], []
    sessions = (points.sessions[0], points.sessions[-1])
    for first, second in zip(points.states[:-1], points.states[1:], strict=True):
        again = redrawn(made, (first, second), sessions)
        full = alignment.who_moved(points, first, second, sessions)
        small = alignment.who_moved(again, first, second, sessions)
        assert small.change.point == pytest.approx(
            small.first.point + small.second.point + small.agenda.point, abs=1e-9
        )
        for name in ("change", "first", "second"):
            one, other = getattr(full, name), getattr(small, name)
            errors.append((other.point - one.point) / (one.high - one.low))
            ratios.append((other.high - other.low) / (one.high - one.low))
    assert np.abs(errors).mean() < 0.15
    assert 0.85 < np.median(ratios) < 1.2


def test_a_state_has_the_same_numbers_whoever_stands_beside_it(made):
    alone, beside = redrawn(made, ("RUS",)), redrawn(made, ("USA", "RUS"))
    for session in made.sessions:
        one, other = (each.draws[:, each.place("RUS", session)] for each in (alone, beside))
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(alone.draws.mean(axis=0), alone.mean, atol=1e-5)
    assert redrawn(made, ("XXX",)).draws.shape == (alone.draws.shape[0], 0)


def test_errors_of_texts_fall_with_states_and_rise_with_the_measured_factor(made):
    texts = made.texts_of(0)
    few = covariances(texts, np.linspace(-2, 2, 12))
    many = covariances(texts, np.linspace(-2, 2, 120))
    assert (np.trace(many, axis1=1, axis2=2) < np.trace(few, axis1=1, axis2=2)).all()
    wide = replace(made, text_error=3 * made.text_error)
    session = made.sessions[0]
    narrow_items, wide_items = (redrawn(each, (), (session,)).items for each in (made, wide))
    assert wide_items[..., 0].std() > narrow_items[..., 0].std()
