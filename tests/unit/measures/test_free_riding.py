"""The part of opposed drafts that was left to the partner: covers, bounds, refuses."""

import numpy as np
import pytest

from steelyard.measures.free_riding import free_riding
from steelyard.vocabulary.errors import InputError


def record(random, part, opposed, drafts=30, texts=25):
    """Drafts the partner vetoed, on two subjects on which the state minds more or less."""
    subject = random.integers(0, 2, drafts)
    minds = random.random(drafts) < np.array(opposed)[subject]
    left = random.random(drafts) < part
    alone = np.array([((subject == s) & (left | ~minds)).sum() for s in (0, 1)], dtype=float)
    # on the lone drafts the state minds with a chance that the Assembly's texts share
    odds = np.array(opposed) * part / (np.array(opposed) * part + 1 - np.array(opposed))
    return int((minds & ~left).sum()), alone, random.binomial(texts, odds).astype(float), texts


@pytest.mark.parametrize("part", [0.3, 0.6])
def test_nine_of_ten_intervals_hold_the_part(part):
    random = np.random.default_rng(7)
    inside = []
    for seed in range(1500):
        joint, alone, against, texts = record(random, part, (0.8, 0.5))
        found = free_riding(joint, alone, against, np.full(2, float(texts)), seed=seed, draws=800)
        inside.append(found.low <= part <= found.high)
    assert 0.87 <= np.mean(inside) <= 0.93


def test_subjects_that_nobody_judged_only_widen():
    one, some = np.array([9.0, 4.0]), np.array([20.0, 12.0])
    all_judged = free_riding(14, one, some * 0.8, some)
    part = free_riding(14, one, np.array([16.0, 0.0]), np.array([20.0, 0.0]))
    assert part.low < all_judged.low
    assert part.high > all_judged.point


def test_where_nothing_is_judged_bounds_stand_alone():
    found = free_riding(14, np.array([9.0, 4.0]), np.zeros(2), np.zeros(2))
    assert (found.low, found.level) == (0.0, None)
    assert found.high == pytest.approx(13 / 27)


def test_a_partner_that_never_vetoed_alone_left_nothing_to_ride_on():
    found = free_riding(14, np.zeros(0), np.zeros(0), np.zeros(0))
    assert found.point < 0.05


def test_few_vetoes_give_absence():
    assert not free_riding(2, np.array([1.0]), np.array([1.0]), np.array([1.0])).present


@pytest.mark.parametrize(
    ("joint", "alone", "both", "partner", "effective"),
    [
        (-1, [9.0], [1.0], [2.0], 1.0),
        (5, [9.0], [3.0], [2.0], 1.0),
        (5, [9.0], [1.0], [2.0], 0.0),
    ],
)
def test_impossible_counts_are_refused(joint, alone, both, partner, effective):
    with pytest.raises(InputError):
        free_riding(joint, np.array(alone), np.array(both), np.array(partner), effective=effective)
