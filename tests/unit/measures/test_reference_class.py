"""Reference classes: closed form against resampling, coverage with shared states, calibration."""

import numpy as np
import pytest
from scipy.stats import norm

from steelyard.measures.reference_class import reference_class
from steelyard.measures.standing import Ladder, class_probabilities
from steelyard.vocabulary.errors import InputError


def pairs(random, states, sender, receiver):
    """Values of all directed pairs with effects of both states, and the labels of the sides."""
    rows, columns = np.nonzero(~np.eye(states, dtype=bool))
    effects = [random.normal(0, size, states) for size in (sender, receiver)]
    own = np.sqrt(1 - sender**2 - receiver**2) * random.normal(size=rows.size)
    return effects[0][rows] + effects[1][columns] + own, (rows, columns)


def test_closed_form_is_the_variance_of_the_pigeonhole_bootstrap():
    random = np.random.default_rng(2)
    members, (rows, columns) = pairs(random, 40, 0.6, 0.4)
    reference = reference_class(members, (rows, columns))
    few = 40 / 39 * (1 + (1.645**2 + 1) / (4 * 39)) ** 2  # Student's t for 40 states
    below = (members < 0.8).astype(float)
    shares = []
    for _ in range(4000):
        first, second = (random.multinomial(40, np.full(40, 1 / 40)) for _ in range(2))
        weight = first[rows] * second[columns]
        shares.append(weight @ below / weight.sum())
    p = below.mean()
    resampled = p * (1 - p) / np.var(shares) / few
    assert reference.independent(0.8) == pytest.approx(resampled, rel=0.1)


@pytest.mark.parametrize(("sender", "receiver"), [(0.5, 0.5), (0.7, 0.2), (0.0, 0.0)])
def test_the_interval_covers_the_true_percentile_where_pairs_share_states(sender, receiver):
    hits, repeats = 0, 600
    for seed in range(repeats):
        random = np.random.default_rng(seed)
        members, sides = pairs(random, 60, sender, receiver)
        value = 0.8
        found = reference_class(members, sides).interval(value, np.full(500, value), seed)
        hits += found.low <= 100 * norm.cdf(value) <= found.high
    # states as clusters err on the wide side where pairs are in truth independent
    assert 0.87 <= hits / repeats <= (0.93 if sender else 1.0)


def test_the_interval_covers_where_ties_share_the_partner():
    hits, repeats = 0, 800
    for seed in range(repeats):
        random = np.random.default_rng(seed)
        partner = random.integers(0, 50, 190)
        members = 0.5 * random.normal(size=50)[partner] + np.sqrt(0.75) * random.normal(size=190)
        found = reference_class(members, (partner,)).interval(0.7, np.full(500, 0.7), seed)
        hits += found.low <= 100 * norm.cdf(0.7) <= found.high
    assert 0.87 <= hits / repeats <= 0.93


def test_of_cases_said_to_be_seventy_per_cent_about_seventy_come_true():
    ladder = Ladder(("lower", "upper"), (75.0,), "percentile", "2026-11-22", "a test")
    cut, said, came = norm.ppf(0.75), [], []
    for seed in range(8000):
        random = np.random.default_rng(seed)
        true = cut + random.uniform(-1.5, 1.5)
        seen = true + 0.3 * random.normal()
        reference = reference_class(random.normal(size=190))
        drawn = reference.draws(seen, seen + 0.3 * random.normal(size=200), random)
        said.append(class_probabilities(drawn, ladder)[1].probability)
        came.append(true >= cut)
    said, came = np.array(said), np.array(came)
    for low in (0.1, 0.3, 0.5, 0.7):
        inside = (said >= low) & (said < low + 0.2)
        assert inside.sum() > 300
        assert came[inside].mean() == pytest.approx(said[inside].mean(), abs=0.05)


def test_a_higher_value_never_stands_lower_and_one_more_pair_moves_little():
    random = np.random.default_rng(5)
    members, sides = pairs(random, 30, 0.5, 0.5)
    reference = reference_class(members, sides)
    ranks = [reference.percentile(value) for value in np.linspace(-3, 3, 41)]
    assert ranks == sorted(ranks)
    more = reference_class(np.append(members, 99.0))
    assert abs(more.percentile(0.3) - reference.percentile(0.3)) <= 100 / members.size


def test_order_unit_and_names_of_states_change_nothing():
    random = np.random.default_rng(6)
    members, (rows, columns) = pairs(random, 30, 0.5, 0.5)
    reference = reference_class(members, (rows, columns))
    order = random.permutation(members.size)
    renamed = [[f"S{29 - code}" for code in side[order]] for side in (rows, columns)]
    other = reference_class(1e6 * members[order], renamed)
    assert other.percentile(0.4e6) == reference.percentile(0.4)
    assert other.independent(0.4e6) == pytest.approx(reference.independent(0.4))


def test_beyond_all_members_there_are_as_many_as_states():
    members, sides = pairs(np.random.default_rng(7), 30, 0.5, 0.5)
    assert reference_class(members, sides).independent(99.0) == 30


def test_bad_classes_are_refused():
    with pytest.raises(InputError, match="at most two"):
        reference_class(np.arange(30.0), [np.arange(30)] * 3)
    with pytest.raises(InputError, match="finite"):
        reference_class(np.append(np.arange(30.0), np.inf))
    with pytest.raises(InputError, match="members"):
        reference_class(np.full(50, np.nan))
