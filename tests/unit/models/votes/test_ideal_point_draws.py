"""Draws: same seed same numbers, resumed as if never stopped, intervals that cover."""

from dataclasses import replace

import numpy as np
import pytest
from simulated import simulate

from steelyard.interfaces.cli import votes_kept
from steelyard.models.votes.alignment import (
    closer_than,
    distance,
    distance_change,
    who_moved,
)
from steelyard.models.votes.draws import Plan, advanced, begin, chain, drawn
from steelyard.models.votes.panel import NO_RULES, panel
from steelyard.models.votes.result import ideal_points
from steelyard.vocabulary.errors import InputError, UnreadableFile

PLAN = Plan(warm_up=20, draws=40, keep_items=4)


@pytest.fixture(scope="module")
def fitted():
    made = simulate(np.random.default_rng(5), states=16, sessions=4, calls=20)
    task, point = begin(made.panel, PLAN)
    chains = tuple(chain(task, point, number) for number in range(PLAN.chains))
    return made, task, chains, drawn(task, chains)


def test_a_chain_saved_and_taken_up_gives_the_same_numbers(fitted, tmp_path):
    _, task, chains, done = fitted
    one = chains[0]
    for _ in range(17):
        one = advanced(task, one)
    votes_kept.write_chain(one, tmp_path / "chain.npz")
    resumed = votes_kept.read_chain(tmp_path / "chain.npz")
    assert resumed is not None
    again = drawn(task, (resumed, chains[1]))
    for before, after in zip(done, again, strict=True):
        np.testing.assert_array_equal(np.array(before.theta), np.array(after.theta))
        np.testing.assert_array_equal(np.array(before.items), np.array(after.items))


def test_a_broken_chain_file_starts_anew(tmp_path):
    (tmp_path / "chain.npz").write_bytes(b"not a chain")
    assert votes_kept.read_chain(tmp_path / "chain.npz") is None
    assert votes_kept.read_chain(tmp_path / "none.npz") is None


def test_another_seed_gives_other_numbers_near_by(fitted):
    made, _, _, done = fitted
    other, point = begin(made.panel, replace(PLAN, seed=1))
    last = drawn(other, (chain(other, point, 0),))[0]
    first, second = np.array(done[0].theta).mean(axis=0), np.array(last.theta).mean(axis=0)
    assert not np.array_equal(first, second)
    assert np.corrcoef(first, second)[0, 1] > 0.95


def test_a_fit_survives_its_file(fitted, tmp_path):
    made, task, _, done = fitted
    points = ideal_points(made.panel, task, done)
    votes_kept.write(points, tmp_path / "fit.npz")
    back = votes_kept.read(tmp_path / "fit.npz")
    assert (back.states, back.sessions, back.excluded) == (
        points.states,
        points.sessions,
        points.excluded,
    )
    np.testing.assert_array_equal(back.mean, points.mean)
    np.testing.assert_allclose(back.draws, points.draws, atol=2e-3)


def test_no_file_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(UnreadableFile, match="steelyard votes fit"):
        votes_kept.read(tmp_path / "none.npz")


def test_movers_and_agenda_add_up_to_the_change(fitted):
    made, task, _, done = fitted
    points = ideal_points(made.panel, task, done)
    moved = who_moved(points, "USA", "RUS", (1, 4))
    parts = (moved.first.point, moved.second.point, moved.agenda.point)
    assert sum(parts) == pytest.approx(moved.change.point, abs=1e-9)
    swapped = who_moved(points, "RUS", "USA", (1, 4))
    assert swapped.first.point == pytest.approx(moved.second.point, abs=1e-9)


def test_distance_is_symmetric_and_its_change_turns_with_the_sessions(fitted):
    made, task, _, done = fitted
    points = ideal_points(made.panel, task, done)
    assert distance(points, "USA", "RUS", 2) == distance(points, "RUS", "USA", 2)
    ahead, back = (distance_change(points, "USA", "RUS", way) for way in ((1, 4), (4, 1)))
    assert ahead.point == pytest.approx(-back.point)
    assert closer_than(points, "USA", "RUS", 1, 4) + closer_than(
        points, "USA", "RUS", 4, 1
    ) == pytest.approx(1)


def test_a_state_without_votes_is_refused(fitted):
    made, task, _, done = fitted
    points = ideal_points(made.panel, task, done)
    with pytest.raises(InputError, match="CHN has no position in session 1"):
        distance(points, "USA", "CHN", 1)


def test_poles_that_never_differ_give_no_direction(fitted):
    made = fitted[0]
    votes = made.panel.votes.copy()
    votes[:, made.panel.column("RUS")] = votes[:, made.panel.column("USA")]
    alike = replace(made.panel, votes=votes)
    with pytest.raises(InputError, match="never differ"):
        begin(alike, PLAN)


def test_a_state_with_one_vote_has_a_wide_interval():
    made = simulate(np.random.default_rng(8), states=16, sessions=3, calls=20)
    votes = made.panel.votes.copy()
    column = made.panel.column("S05")
    votes[:, column] = 0
    votes[4, column] = 1
    rare = panel(
        votes,
        states=made.panel.states,
        sessions=made.panel.session_of + 1,
        calls=made.panel.calls,
        years=made.panel.session_of + 1946,
        parts=np.zeros(len(made.panel.calls), dtype=bool),
        repeats=[None] * len(made.panel.calls),
        rules=NO_RULES,
    )
    task, point = begin(rare, PLAN)
    chains = drawn(task, tuple(chain(task, point, number) for number in range(2)))
    points = ideal_points(rare, task, chains)
    session = rare.sessions[int(rare.session_of[4])]
    here = points.place("S05", session)
    width = points.quantiles[:, 5] - points.quantiles[:, 1]
    assert points.votes[here] == 1
    assert width[here] > 1.5 * np.median(width)


def test_intervals_of_simulated_panels_cover():
    """Ninety per cent intervals, of positions and of distances, over simulated panels.

    A longer run is told of in docs/decisions/0015; four short ones here, so the band is wider
    than the 87 to 93 that is asked of the long one.
    """
    plan = Plan(warm_up=40, draws=120)
    inside, near = [], []
    for seed in range(4):
        made = simulate(np.random.default_rng(100 + seed), states=20, sessions=4, calls=30)
        task, point = begin(made.panel, plan)
        chains = drawn(task, tuple(chain(task, point, number) for number in range(2)))
        theta = ideal_points(made.panel, task, chains).draws
        low, high = np.quantile(theta, [0.05, 0.95], axis=0)
        inside.append(((made.theta >= low) & (made.theta <= high)).mean())
        low, high = np.quantile(np.abs(np.diff(theta, axis=1)), [0.05, 0.95], axis=0)
        far = np.abs(np.diff(made.theta))
        near.append(((far >= low) & (far <= high)).mean())
    assert 0.84 < np.mean(inside) < 0.96
    assert 0.84 < np.mean(near) < 0.96
