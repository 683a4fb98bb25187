"""Voting power: equal to counting by hand, adding up, and refusing what is no game."""

from itertools import combinations, permutations
from math import factorial

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from steelyard.measures.institutions import enlargement_dilution, voting_power, whole_weights
from steelyard.vocabulary.errors import InputError

GAMES = st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(lambda votes: sum(votes) > 0)


@st.composite
def games(draw):
    votes = draw(GAMES)
    return {f"m{place}": vote for place, vote in enumerate(votes)}, draw(st.integers(1, sum(votes)))


def _by_hand(weights, quota):
    """Swings from all coalitions, pivots from all orders."""
    votes = list(weights.values())
    swings, pivots = [0] * len(votes), [0] * len(votes)
    for member, vote in enumerate(votes):
        others = [place for place in range(len(votes)) if place != member]
        for size in range(len(votes)):
            for coalition in combinations(others, size):
                sum_of_others = sum(votes[place] for place in coalition)
                swings[member] += quota - vote <= sum_of_others < quota
    for order in permutations(range(len(votes))):
        sums = np.cumsum([votes[place] for place in order])
        pivots[order[int(np.argmax(sums >= quota))]] += 1
    return swings, [count / factorial(len(votes)) for count in pivots]


@settings(max_examples=40)
@given(game=games())
def test_counting_by_generating_functions_equals_counting_by_hand(game):
    found = voting_power(*game)
    swings, shapley = _by_hand(*game)
    assert list(found.swings) == swings
    np.testing.assert_allclose(found.shapley, shapley, atol=1e-15)
    np.testing.assert_allclose(found.decisive, np.array(swings) / 2 ** (len(swings) - 1))


@given(game=games())
def test_power_adds_up_to_one_and_follows_the_weights(game):
    found = voting_power(*game)
    assert found.shapley.sum() == pytest.approx(1)
    assert found.banzhaf.sum() == pytest.approx(1)
    order = np.argsort(found.weights, kind="stable")
    for values in (found.shapley, found.banzhaf):
        assert (np.diff(values[order]) >= -1e-15).all()
    assert (found.shapley[np.array(found.weights) == 0] == 0).all()


@given(game=games(), times=st.integers(2, 5))
def test_multiplying_weights_and_quota_changes_nothing(game, times):
    weights, quota = game
    more = voting_power({name: vote * times for name, vote in weights.items()}, quota * times)
    np.testing.assert_array_equal(more.shapley, voting_power(weights, quota).shapley)


def test_unanimity_and_equal_votes_give_equal_power_in_the_largest_body():
    found = voting_power({f"state {number}": 1 for number in range(193)}, 129)
    np.testing.assert_allclose(found.shapley, 1 / 193, rtol=1e-12)
    unanimous = voting_power({"a": 5, "b": 1, "c": 1}, 7)
    np.testing.assert_allclose(unanimous.shapley, 1 / 3)
    assert unanimous.to_act == 0.125


def test_a_dictator_has_all_power():
    found = voting_power({"a": 51, "b": 30, "c": 19}, 51)
    assert found.shapley.tolist() == [1.0, 0.0, 0.0]
    assert found.to_act == 0.5


def test_enlargement_names_who_joined_who_left_and_who_lost():
    before, after = {"RUS": 3, "CHN": 3, "KAZ": 1}, {"RUS": 3, "CHN": 5, "IND": 4}
    found = {each.member: each for each in enlargement_dilution(before, 4, after, 7)}
    assert list(found) == ["RUS", "CHN", "KAZ", "IND"]
    assert found["KAZ"].shapley_after is None
    assert found["IND"].banzhaf_before is None
    assert found["IND"].banzhaf_change is None
    assert found["RUS"].shapley_change == pytest.approx(
        found["RUS"].shapley_after - found["RUS"].shapley_before
    )


@pytest.mark.parametrize(
    ("weights", "quota"),
    [({"a": 1, "b": 1}, 0), ({"a": 1, "b": 1}, 3), ({"a": -1, "b": 3}, 1), ({}, 1)],
)
def test_what_is_no_game_is_refused(weights, quota):
    with pytest.raises(InputError, match="voting_power"):
        voting_power(weights, quota)


def test_a_game_too_large_to_count_is_refused_with_the_way_out():
    with pytest.raises(InputError, match="whole_weights"):
        voting_power({f"m{number}": 30_000 for number in range(190)}, 3_000_000)


@given(
    values=st.lists(st.floats(0, 1e6), min_size=1, max_size=8).filter(lambda each: sum(each) > 1),
    total=st.integers(1, 500),
)
def test_whole_weights_add_up_and_stay_within_one_vote_of_the_share(values, total):
    named = {str(place): value for place, value in enumerate(values)}
    found = np.array(list(whole_weights(named, total=total).values()))
    assert found.sum() == total
    assert (np.abs(found - np.array(values) / sum(values) * total) < 1 + 1e-6).all()


@pytest.mark.parametrize("values", [{"a": -1.0}, {"a": float("nan"), "b": 1.0}, {"a": 0.0}, {}])
def test_weights_from_absent_or_negative_values_are_refused(values):
    with pytest.raises(InputError, match="whole_weights"):
        whole_weights(values)
