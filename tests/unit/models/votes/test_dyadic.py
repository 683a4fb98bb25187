"""Regression over pairs: covers where pairs share states, recovers, and refuses."""

import numpy as np
import pytest

from steelyard.models.votes.dyadic import dyadic_regression
from steelyard.vocabulary.errors import InputError

TRUE = (0.3, 0.2, 0.1)


def noise(random, n):
    upper = np.triu(random.normal(0, 1, (n, n)), 1)
    return upper + upper.T


def world(random, n, together):
    """Effects of states, errors of pairs, and likings that are alike within pairs of pairs."""
    own, likings = random.normal(0, 1, n), random.normal(0, 1, (n, 2))
    kind, side = random.normal(0, 1, n), random.integers(0, 5, n)
    x = np.stack(
        [-np.abs(kind[:, None] - kind), noise(random, n), (side[:, None] == side).astype(float)]
    )
    error = noise(random, n) + together * likings @ likings.T
    return own[:, None] + own + np.tensordot(np.array(TRUE), x, axes=1) + error, x


@pytest.mark.parametrize("together", [0.0, 0.3])
def test_nine_of_ten_intervals_hold_the_coefficient(together):
    random, inside, rounds = np.random.default_rng(31), 0, 300
    for _ in range(rounds):
        fit = dyadic_regression(*world(random, 90, together))
        for place, truth in enumerate(TRUE):
            found = fit.coefficient(place)
            inside += found.low <= truth <= found.high
    assert 0.87 <= inside / rounds / len(TRUE) <= 0.93


def test_pairs_seen_as_independent_would_be_too_sure():
    random = np.random.default_rng(4)
    one, other, pull = random.normal(0, 1, (3, 90))
    shared = np.outer(one, pull) + np.outer(pull, one)
    error = np.outer(other, pull) + np.outer(pull, other)
    fit = dyadic_regression(error + 0.1 * noise(random, 90), shared[None])
    upper = np.triu_indices(90, 1)
    spread = shared - shared.mean(axis=1) - shared.mean(axis=1)[:, None] + shared.mean()
    plain = fit.residual[upper].std() / np.sqrt((spread[upper] ** 2).sum())
    assert np.sqrt(fit.covariance[0, 0]) > 1.5 * plain


def test_parts_effects_and_the_rest_add_up_to_the_similarity_of_a_pair():
    random = np.random.default_rng(6)
    y, x = world(random, 90, 0.5)
    y[3, 5] = y[5, 3] = np.nan
    fit = dyadic_regression(y, x)
    parts = sum(fit.part(place, 7, 9).point for place in range(3))
    level = fit.mean - float(np.nanmean(fit.effects[:, None] + fit.effects))
    total = parts + fit.effects[7] + fit.effects[9] + fit.residual[7, 9]
    assert total + level == pytest.approx(y[7, 9], abs=0.05)
    assert fit.part(0, 3, 5) is None
    assert fit.pairs == 90 * 89 // 2 - 1


def test_the_order_of_states_is_irrelevant():
    y, x = world(np.random.default_rng(8), 85, 0.5)
    order = np.random.default_rng(1).permutation(85)
    here, there = (
        dyadic_regression(y, x),
        dyadic_regression(y[np.ix_(order, order)], x[:, order[:, None], order]),
    )
    np.testing.assert_allclose(here.coefficients, there.coefficients, rtol=1e-8)
    np.testing.assert_allclose(here.covariance, there.covariance, rtol=1e-6, atol=1e-12)


def test_few_states_order_within_pairs_and_doubled_explanations_are_refused():
    random = np.random.default_rng(2)
    y, x = world(random, 85, 0.0)
    with pytest.raises(InputError, match="80 states"):
        dyadic_regression(y[:20, :20], x[:, :20, :20])
    with pytest.raises(InputError, match="symmetric"):
        dyadic_regression(random.normal(size=(85, 85)), x)
    with pytest.raises(InputError, match="completely"):
        dyadic_regression(y, np.stack([x[0], 2 * x[0]]))
    with pytest.raises(InputError, match="completely"):
        dyadic_regression(y, np.ones((1, 85, 85)))


def test_no_interval_is_narrower_than_for_independent_pairs():
    random = np.random.default_rng(4)
    own = random.normal(0, 1, 90)
    likings = random.normal(0, 1, (90, 2))
    shared = -np.abs(own[:, None] - own)
    found = dyadic_regression(likings @ likings.T, shared[None]).coefficient(0)
    assert found.high - found.low > 0.05
