"""Laws of signed networks: balance, frustration, switching; exact ways against each other."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.models.games.balance import (
    algebraic_conflict,
    switched,
    triad_balance,
    walk_balance,
)
from steelyard.models.games.frustration import by_enumeration, by_programme, frustration
from steelyard.vocabulary.errors import InputError


@st.composite
def networks(draw, most=8):
    """Networks of signs with any density."""
    states = draw(st.integers(2, most))
    ties = states * (states - 1) // 2
    upper = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=ties, max_size=ties))
    signs = np.zeros((states, states), dtype=int)
    signs[np.triu_indices(states, k=1)] = upper
    return signs + signs.T


def camps_of(signs, seed):
    return np.random.default_rng(seed).choice([-1, 1], len(signs))


def brute(signs):
    """The fewest frustrated ties over all divisions, one by one."""
    first, second = np.nonzero(np.triu(signs))
    return min(
        sum(signs[i, j] * camp[i] * camp[j] < 0 for i, j in zip(first, second, strict=True))
        for camp in product((1, -1), repeat=len(signs))
    )


@given(networks())
@settings(max_examples=60, deadline=None)
def test_enumeration_finds_what_brute_force_finds(signs):
    assert by_enumeration(signs).index == brute(signs)


@given(networks(most=7))
@settings(max_examples=20, deadline=None)
def test_the_integer_programme_finds_what_brute_force_finds(signs):
    found = by_programme(signs)
    assert found.index == brute(signs)


@pytest.mark.parametrize(("states", "seed"), [(12, 0), (15, 1), (18, 2)])
def test_the_integer_programme_finds_what_enumeration_finds(states, seed):
    signs = dense(states, seed)
    one, other = by_programme(signs), by_enumeration(signs)
    assert one.index == other.index
    assert (one.camps[0] == other.camps).all(axis=1).any()


def test_a_network_of_sixty_states_in_two_loose_camps_is_solved():
    random, camp = np.random.default_rng(3), np.repeat([1, -1], 30)
    noise = np.where(np.triu(random.random((60, 60)) < 0.04, 1), -1, 1)
    there = np.triu(random.random((60, 60)) < 0.3, 1)
    upper = np.outer(camp, camp) * noise * there
    signs = upper + upper.T
    found = frustration(signs)
    assert found.ties == int(there.sum())
    assert 0 < found.index <= int((there & (noise < 0)).sum())


def dense(states, seed):
    upper = np.triu(np.random.default_rng(seed).choice([-1, 1], (states, states)), 1)
    return upper + upper.T


@given(networks(), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_switching_changes_neither_balance_nor_frustration(signs, seed):
    other = switched(signs, camps_of(signs, seed))
    assert by_enumeration(other).index == by_enumeration(signs).index
    for measure in (triad_balance, walk_balance, algebraic_conflict):
        assert measure(other) == pytest.approx(measure(signs), abs=1e-9, nan_ok=True)


@given(networks(), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_a_network_made_of_two_camps_is_balanced_by_every_measure(signs, seed):
    camp = camps_of(signs, seed)
    two = switched(np.abs(signs), camp)
    found = by_enumeration(two)
    assert found.index == 0
    assert np.nan_to_num(triad_balance(two), nan=1.0) == pytest.approx(1.0)
    assert walk_balance(two) == pytest.approx(1.0)
    assert np.nan_to_num(algebraic_conflict(two)) == pytest.approx(0.0, abs=1e-9)
    assert (found.camps == camp * camp[0]).all(axis=1).any()


@given(networks())
@settings(max_examples=60, deadline=None)
def test_frustration_is_zero_exactly_where_walks_are_balanced_and_at_most_half_the_ties(signs):
    found = by_enumeration(signs)
    assert 0 <= found.index <= found.ties / 2
    assert (found.index == 0) == (walk_balance(signs) > 1 - 1e-12)


@given(networks())
@settings(max_examples=40, deadline=None)
def test_every_best_division_leaves_just_as_many_ties_frustrated(signs):
    found = by_enumeration(signs)
    for camp in found.camps:
        seen = switched(signs, camp.astype(int))
        assert int((np.triu(seen) < 0).sum()) == found.index
    assert len(np.unique(found.camps, axis=0)) == len(found.camps)


@given(networks())
@settings(max_examples=30, deadline=None)
def test_two_states_are_together_as_often_as_they_are_not_apart(signs):
    found = by_enumeration(signs)
    assert found.together(0, 0) == 1
    assert found.together(0, 1) == found.together(1, 0)


@pytest.mark.parametrize(
    "signs",
    [
        np.array([[0, 2], [2, 0]]),
        np.array([[0, 1], [-1, 0]]),
        np.array([[1, 0], [0, 1]]),
        np.zeros((0, 0), dtype=int),
    ],
)
def test_what_is_no_network_of_signs_is_refused(signs):
    for measure in (triad_balance, walk_balance, algebraic_conflict, by_enumeration, by_programme):
        with pytest.raises(InputError):
            measure(signs)


def test_a_network_too_large_is_refused_with_the_largest_that_is_not():
    with pytest.raises(InputError, match="60"):
        frustration(np.zeros((61, 61), dtype=int))
    with pytest.raises(InputError, match="24"):
        by_enumeration(np.zeros((25, 25), dtype=int))


def test_a_network_without_ties_has_no_frustration_and_no_share_of_it():
    found = frustration(np.zeros((4, 4), dtype=int))
    assert found.index == 0
    assert np.isnan(found.line_balance)
    assert np.isnan(triad_balance(np.zeros((4, 4), dtype=int)))
    assert np.isnan(algebraic_conflict(np.zeros((4, 4), dtype=int)))
