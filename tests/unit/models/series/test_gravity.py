"""Gravity: recovered coefficients, totals, pairs left out, refusals."""

import numpy as np
import pytest

from steelyard.models.series.gravity import gravity
from steelyard.vocabulary.errors import InputError


def made(noise: float = 0.0, states: int = 20, seed: int = 0):
    """Flows of a gravity law with distance -1."""
    random = np.random.default_rng(seed)
    place = random.uniform(0, 10, (states, 2))
    distance = np.log(1 + np.sqrt(((place[:, None] - place[None]) ** 2).sum(-1)))
    sizes = np.add.outer(random.normal(3, 1, states), random.normal(3, 1, states))
    flows = (
        np.exp(sizes - distance) * random.gamma(1 / noise, noise, (states, states))
        if noise
        else np.exp(sizes - distance)
    )
    return flows, {"distance": distance}


def test_a_law_without_noise_is_recovered_and_expected_is_observed():
    flows, ties = made()
    fit = gravity(flows, ties)
    assert fit.coefficients[0] == pytest.approx(-1.0, abs=1e-8)
    away = ~np.eye(20, dtype=bool)
    assert fit.expected[away] == pytest.approx(flows[away], rel=1e-6)


def test_expected_totals_are_observed_totals():
    flows, ties = made(noise=0.5)
    fit = gravity(flows, ties)
    np.fill_diagonal(flows, 0.0)
    assert np.nansum(fit.expected, axis=1) == pytest.approx(flows.sum(axis=1), rel=1e-5)
    assert fit.residual < 1e-5


def test_a_pair_left_out_does_not_move_what_is_expected_of_it():
    flows, ties = made(noise=0.3)
    out = np.zeros(flows.shape, dtype=bool)
    out[2, 5] = True
    before = gravity(flows, ties, left_out=out, pairs=((2, 5),))
    flows[2, 5] *= 100
    after = gravity(flows, ties, left_out=out, pairs=((2, 5),))
    assert before.expected[2, 5] == pytest.approx(after.expected[2, 5], rel=1e-10)
    assert np.isfinite(before.error[0])
    assert gravity(flows, ties).expected[2, 5] > after.expected[2, 5]


def test_intervals_of_an_expected_flow_hold_it():
    """Nine of ten 90 % intervals from clustered errors hold the true mean, within 4 points."""
    flows, ties = made(states=30)
    random, held, number = np.random.default_rng(4), 0, 0
    pairs = ((1, 2), (7, 3), (20, 11), (29, 4))
    for _ in range(50):
        drawn = flows * random.gamma(2.0, 0.5, flows.shape)
        fit = gravity(drawn, ties, pairs=pairs)
        for pair, error in zip(pairs, fit.error, strict=True):
            number += 1
            held += abs(np.log(fit.expected[pair] / flows[pair])) <= 1.645 * error
    assert 0.84 <= held / number <= 0.94


def test_absent_flows_are_left_out_and_states_without_trade_have_no_expectation():
    flows, ties = made(noise=0.3)
    flows[3, :] = np.nan
    flows[:, 4] = 0.0
    fit = gravity(flows, ties)
    assert np.isnan(fit.expected[3]).all()
    assert np.isnan(fit.expected[:, 4]).all()
    assert np.isfinite(fit.expected[4, 3])


@pytest.mark.parametrize("bad", [-1.0, None])
def test_negative_flows_and_small_worlds_are_refused(bad):
    flows, ties = made()
    if bad is None:
        flows, ties = flows[:6, :6], {"distance": ties["distance"][:6, :6]}
    else:
        flows[1, 2] = bad
    with pytest.raises(InputError):
        gravity(flows, ties)
