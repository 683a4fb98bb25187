"""Agreement of all pairs at once is that of each pair; its percentiles move as redrawn ones do."""

import numpy as np
import pytest

from steelyard.measures.agreement import vote_agreement
from steelyard.measures.agreement_of_all import pair_agreement
from steelyard.measures.similarity import dyad_tables, similarity
from steelyard.measures.trade_intensity import trade_intensity
from steelyard.vocabulary.errors import InputError


def votes_of(states, calls, seed=0, absent=0.1):
    """Votes by a line of states, texts of different slopes."""
    random = np.random.default_rng(seed)
    place, slope = random.normal(size=states), random.normal(0.8, 1.0, calls)
    latent = place[None] * slope[:, None] + random.normal(0, 0.5, (calls, states)) - 0.5
    votes = 1 + (latent > 0).astype(int) + (latent > 0.7)
    return np.where(random.random(votes.shape) < absent, 0, votes)


def test_each_pair_has_the_agreement_of_its_own_table():
    votes = votes_of(20, 60)
    made, tables = pair_agreement(votes), dyad_tables(votes)
    expected = similarity(tables.table, "agreement")
    assert made.values[tables.first, tables.second] == pytest.approx(expected)
    assert made.values == pytest.approx(made.values.T, nan_ok=True)
    apart = np.abs(votes[:, 0] - votes[:, 1])[(votes[:, :2] > 0).all(axis=1)]
    counts = [np.array([float((apart == steps).sum())]) for steps in range(3)]
    assert made.values[0, 1] == pytest.approx(vote_agreement(*counts)[0])


def test_pairs_with_few_common_roll_calls_have_none():
    votes = votes_of(6, 12, absent=0.0)
    votes[4:, 0] = 0
    made = pair_agreement(votes)
    assert np.isnan(made.values[0]).all()
    assert made.ordered.size == 10


def test_without_any_pair_there_is_no_percentile():
    votes = np.ones((3, 4), dtype=int)
    point, draws = pair_agreement(votes).percentile(votes, np.ones((5, 3)), 50.0)
    assert np.isnan(point)
    assert np.isnan(draws).all()
    assert np.isnan(pair_agreement(votes).spread)


@pytest.mark.parametrize("level", [25.0, 50.0, 75.0])
def test_a_percentile_moves_as_it_does_when_every_pair_is_redrawn(level):
    """Against the percentile of all pairs computed anew under each draw of the weights."""
    votes = votes_of(60, 90, seed=4)
    made = pair_agreement(votes)
    weights = np.random.default_rng(5).standard_exponential((200, len(votes)))
    point, draws = made.percentile(votes, weights, level)
    first, second = np.triu_indices(60, k=1)
    there = (votes[:, first] > 0) & (votes[:, second] > 0)
    apart = np.where(there, np.abs(votes[:, first] - votes[:, second]), 0)
    full = np.percentile(1 - weights @ apart / (2 * (weights @ there)), level, axis=1)
    assert point == pytest.approx(np.percentile(made.ordered, level))
    assert np.corrcoef(draws, full)[0, 1] > 0.9
    assert draws.std() == pytest.approx(full.std(), rel=0.12)
    assert draws.mean() == pytest.approx(full.mean(), abs=0.006)


def test_bad_levels_weights_and_codes_are_refused():
    votes = votes_of(5, 20)
    made = pair_agreement(votes)
    for level in (0.0, 100.0, -5.0):
        with pytest.raises(InputError):
            made.percentile(votes, np.ones((2, 20)), level)
    with pytest.raises(InputError):
        pair_agreement(votes + 5)


def test_being_closer_than_the_median_pair_is_as_likely_as_said():
    """Known agreement of all pairs: votes of a year drawn from a long agenda, many years over."""
    agenda = votes_of(40, 6000, seed=7, absent=0.0)
    truth = pair_agreement(agenda)
    median = np.median(truth.ordered)
    random = np.random.default_rng(8)
    first, second = np.triu_indices(40, k=1)
    near = np.flatnonzero(np.abs(truth.values[first, second] - median) < 0.06)
    said, right = [], []
    for _ in range(120):
        votes = agenda[random.choice(len(agenda), 80)]
        weights = random.standard_exponential((200, len(votes)))
        _, cut = pair_agreement(votes).percentile(votes, weights, 50.0)
        for pair in random.choice(near, 30, replace=False):
            apart = np.abs(votes[:, first[pair]] - votes[:, second[pair]])
            drawn = 1 - weights @ apart / (2 * weights.sum(axis=1))
            said.append((drawn > cut).mean())
            right.append(truth.values[first[pair], second[pair]] > median)
    said, right = np.array(said), np.array(right)
    for low, high in ((0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95)):
        inside = (said >= low) & (said < high)
        assert inside.sum() > 150
        assert right[inside].mean() == pytest.approx(said[inside].mean(), abs=0.08)


def test_trade_in_proportion_to_size_has_intensity_one_and_both_sides_agree():
    size = np.array([5.0, 20.0, 75.0])
    between = np.outer(size, size) / size.sum()
    world = np.full((3, 3), size.sum())
    across = np.broadcast_to(size, (3, 3))
    found = trade_intensity(between, across.T, across, world)
    assert found == pytest.approx(1.0)
    assert trade_intensity(3 * between, across, across.T, world) == pytest.approx(3.0)


def test_trade_without_a_total_has_no_intensity_and_negative_trade_is_refused():
    one = np.array([1.0])
    assert np.isnan(trade_intensity(one, 0 * one, one, one)).all()
    assert np.isnan(trade_intensity(np.array([np.nan]), one, one, one)).all()
    with pytest.raises(InputError):
        trade_intensity(-one, one, one, one)
