"""The chance that a veto is joined: covers, finds a change where there was one, and refuses."""

import numpy as np
import pytest

from steelyard.models.votes.veto_company import ALIKE, ALIKE_WEIGHT, veto_company
from steelyard.vocabulary.errors import InputError


def series(random, n, subjects, chances, alike, change):
    """Vetoes on subjects that differ, with a chance before and after a date."""
    dates = np.sort(random.uniform(0, 30, n))
    about = random.integers(0, subjects, n)
    joined = np.zeros(n, dtype=bool)
    for late in (0, 1):
        inside = (dates > change) == bool(late)
        own = np.full(subjects, chances[late])
        if alike > 0:
            scale = (1 - alike) / alike
            own = random.beta(chances[late] * scale, (1 - chances[late]) * scale, subjects)
        joined[inside] = random.random(inside.sum()) < own[about[inside]]
    return joined, dates, about


@pytest.mark.parametrize(("n", "subjects"), [(12, 6), (25, 4)])
def test_nine_of_ten_intervals_hold_the_chance(n, subjects):
    """Truths drawn as the prior says, so that the posterior must be calibrated at every date."""
    random = np.random.default_rng(n)
    inside, rounds = 0, 400
    for _ in range(rounds):
        alike = random.choice(ALIKE, p=ALIKE_WEIGHT)
        chances = random.random(2)
        change = random.uniform(0, 30) if random.random() < 0.5 else 99.0
        made = series(random, n, subjects, chances, alike, change)
        # a priori a change lies between the first and the last veto
        at = np.array([random.uniform(0, 30)])
        truth = chances[int(at[0] > change)]
        found = veto_company(*made, at).at(0)
        inside += found.low <= truth <= found.high
    assert 0.86 <= inside / rounds <= 0.94


@pytest.mark.parametrize("chance", [0.15, 0.5, 0.8])
def test_intervals_cover_a_steady_chance_on_subjects_that_differ(chance):
    random = np.random.default_rng(int(chance * 100))
    inside, rounds = 0, 300
    for _ in range(rounds):
        made = series(random, 30, 12, (chance, chance), 0.25, 99.0)
        found = veto_company(*made, np.array([15.0])).at(0)
        inside += found.low <= chance <= found.high
    assert inside / rounds >= 0.87


def test_dates_of_changes_are_covered():
    random = np.random.default_rng(5)
    inside, rounds = 0, 300
    for _ in range(rounds):
        change = random.uniform(5, 25)
        joined, dates, about = series(random, 40, 20, (0.1, 0.8), 0.1, change)
        found = veto_company(joined, dates, about, np.array([1.0]))
        inside += found.when.low <= change <= found.when.high
    assert 0.86 <= inside / rounds <= 0.96


def test_no_change_is_found_where_there_was_none():
    random = np.random.default_rng(8)
    chances = [
        veto_company(*series(random, 40, 20, (0.4, 0.4), 0.1, 99.0), np.array([1.0])).changed
        for _ in range(60)
    ]
    assert np.mean(np.array(chances) > 0.9) <= 0.1
    assert np.mean(chances) < 0.5


def test_series_on_one_subject_tell_less_than_as_many_subjects():
    joined = np.tile([True, True, True, False], 5)
    dates = np.arange(20.0)
    one = veto_company(joined, dates, np.zeros(20, dtype=int), dates[:1]).at(0)
    many = veto_company(joined, dates, np.arange(20), dates[:1]).at(0)
    assert one.high - one.low > many.high - many.low


def test_vetoes_of_one_day_have_no_date_of_change():
    found = veto_company(np.array([True, False, True]), np.ones(3), np.arange(3), np.ones(1))
    assert found.changed == 0.0
    assert not found.when.present


@pytest.mark.parametrize(
    ("joined", "dates", "subjects"),
    [
        ([True, False], [1.0, 2.0], [0, 1]),
        ([True, False, True], [3.0, 2.0, 1.0], [0, 1, 2]),
    ],
)
def test_too_few_or_unsorted_vetoes_are_refused(joined, dates, subjects):
    with pytest.raises(InputError):
        veto_company(np.array(joined), np.array(dates), np.array(subjects), np.array([1.0]))
