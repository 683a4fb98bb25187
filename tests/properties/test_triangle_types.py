"""Types of triangles: every pattern of signs has one type and three roles; odds are calibrated."""

import numpy as np
import pytest

from steelyard.models.games.triangle import (
    ROLES,
    SIGNS,
    TYPES,
    better_for,
    role_of,
    triangle_odds,
    type_of,
)
from steelyard.vocabulary.errors import InputError


def test_each_type_has_as_many_patterns_as_it_can_single_out_states():
    kinds = [TYPES[type_of(signs)] for signs in SIGNS]
    assert [kinds.count(name) for name in TYPES] == [1, 3, 3, 1]


@pytest.mark.parametrize("signs", SIGNS)
def test_roles_fit_the_type(signs):
    found = sorted(ROLES[role_of(signs, state)] for state in range(3))
    assert (
        found
        == {
            "all close": ["one of three"] * 3,
            "one between": ["pivot", "wing", "wing"],
            "two and one apart": ["outside", "partner", "partner"],
            "all apart": ["apart"] * 3,
        }[TYPES[type_of(signs)]]
    )


def test_the_pivot_is_the_common_state_of_the_two_positive_ties():
    assert [role_of((1, 1, -1), state) for state in range(3)] == [0, 3, 3]
    assert [role_of((1, -1, 1), state) for state in range(3)] == [3, 0, 3]
    assert [role_of((-1, 1, 1), state) for state in range(3)] == [3, 3, 0]
    assert better_for((1, 1, -1), 0) == ()


@pytest.mark.parametrize("signs", SIGNS)
def test_a_better_role_never_has_fewer_friends(signs):
    def friends(name):
        return {"pivot": 2, "one of three": 2, "partner": 1, "wing": 1}.get(name, 0)

    for state in range(3):
        own = friends(ROLES[role_of(signs, state)])
        assert all(friends(name) >= own for name in better_for(signs, state))


def test_odds_add_up_and_follow_from_each_other():
    margins = np.random.default_rng(0).normal([0.5, -0.3, 0.1], 1.0, (500, 3))
    odds = triangle_odds(margins[:, None, :])
    assert odds.patterns.sum(axis=-1) == pytest.approx(1)
    assert odds.types.sum(axis=-1) == pytest.approx(1)
    assert odds.roles.sum(axis=-1) == pytest.approx(1)
    assert odds.positive[0] == pytest.approx((margins > 0).mean(axis=0))
    product = (np.sign(margins).prod(axis=1) > 0).mean()
    assert odds.balanced[0] == pytest.approx(product)


def test_ties_that_err_together_are_kept_together():
    common = np.random.default_rng(1).normal(0, 1, 4000)
    odds = triangle_odds(np.stack([common] * 3, axis=-1))
    assert odds.types[1:3] == pytest.approx(0)
    assert odds.types[0] == pytest.approx(0.5, abs=0.03)


def test_a_tie_of_exactly_nothing_counts_half_for_either_sign():
    odds = triangle_odds(np.zeros((20, 3)))
    assert odds.patterns == pytest.approx(1 / 8)


def test_a_triangle_with_an_unknown_tie_has_no_type():
    margins = np.ones((30, 2, 3))
    margins[:, 1, 2] = np.nan
    odds = triangle_odds(margins)
    assert odds.types[0].tolist() == [1, 0, 0, 0]
    assert np.isnan(odds.types[1]).all()


@pytest.mark.parametrize("margins", [np.ones((5, 3)), np.full((30, 3), np.inf)])
def test_too_few_draws_and_infinite_ones_are_refused(margins):
    with pytest.raises(InputError):
        triangle_odds(margins)
    with pytest.raises(InputError):
        type_of((1, 0, 1))


def test_types_that_are_said_to_be_70_per_cent_likely_are_true_in_70_per_cent():
    """Ties measured with a known error around a truth that is drawn, as a flat prior has it."""
    random = np.random.default_rng(2)
    said, right = [], []
    truth = random.normal(0, 3, (6000, 3))  # much wider than the error: nearly flat
    seen = truth + random.normal(0, 1, truth.shape)
    draws = seen + random.normal(0, 1, (400, *truth.shape))
    found = triangle_odds(draws).types
    true = (truth < 0).sum(axis=1)
    for kind in range(4):
        said += found[:, kind].tolist()
        right += (true == kind).tolist()
    said, right = np.array(said), np.array(right)
    for low in (0.1, 0.3, 0.5, 0.65, 0.85):
        near = (said >= low) & (said < low + 0.1)
        assert near.sum() > 200
        assert right[near].mean() == pytest.approx(said[near].mean(), abs=0.05)
