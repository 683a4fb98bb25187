"""The chance that a state joins a cut: its interval holds the truth as often as it says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from steelyard.models.games.capacity import room
from steelyard.models.games.joining import chances, drawn_chances, learnt, nearness
from steelyard.vocabulary.errors import InputError

TRIALS, STATES = 500, 190


def test_intervals_of_a_chance_hold_the_truth_nine_times_in_ten():
    random = np.random.default_rng(5)
    held = []
    for trial in range(TRIALS):
        near = random.uniform(-0.2, 1.1, STATES)
        joined = random.random(STATES) < expit(-4 + 6 * near)
        asked = np.full((400, 1), random.uniform(0, 1))
        drawn = drawn_chances(learnt(near, joined), asked, trial)[:, 0]
        low, high = np.quantile(drawn, [0.05, 0.95])
        held.append(low <= expit(-4 + 6 * asked[0, 0]) <= high)
    assert 0.87 <= np.mean(held) <= 0.93


def test_nearer_the_bloc_means_likelier_to_join():
    near = np.linspace(0, 1, 60)
    found = chances(learnt(near, near + np.sin(9 * near) / 4 > 0.5), np.linspace(0, 1, 9))
    assert (np.diff(found) > 0).all()


def test_a_perfect_split_still_has_an_answer():
    near = np.linspace(0, 1, 60)
    found = learnt(near, near > 0.5)
    assert np.isfinite(found.coefficient).all()


def test_too_few_that_joined_are_refused():
    near = np.linspace(0, 1, 60)
    with pytest.raises(InputError):
        learnt(near, near > 0.98)
    with pytest.raises(InputError):
        nearness(near, 0.5, 0.5)


def test_no_partner_takes_more_than_is_lost_or_than_it_trades():
    lost, market = np.array([5.0, 5.0]), np.array([[100.0, 0.0]])
    reach = np.array([1.0])
    assert room(lost, market, np.zeros(2), reach).tolist() == [5.0]
    assert room(lost, market, np.array([100.0, 0.0]), reach).tolist() == [0.0]
    with pytest.raises(InputError):
        room(lost, market, np.zeros(2), np.array([1.5]))
