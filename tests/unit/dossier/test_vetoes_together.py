"""Vetoes on one subject go together, and the date of a change is not known."""

from types import SimpleNamespace

import numpy as np
import pytest

from steelyard.dossier.domains.votes.company import council_series
from steelyard.dossier.domains.votes.council import effective_part
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.measures.support import support_interval
from steelyard.models.games.lone_veto_record import (
    LEAST_CONTRACTION,
    Record,
    mixed_premiums,
    premiums,
)
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import InputError


def made(a, b):
    asked = request(a, b, (1990, 2025), DEFAULT_AS_OF, 0)
    basis = SimpleNamespace(data=load(DEFAULT_AS_OF), asked=asked)
    return {
        (item.measure, item.subject, item.partner): item
        for item in council_series(basis)
        if item is not None
    }


@pytest.fixture(scope="module")
def found():
    return made("RUS", "CHN")


@pytest.mark.parametrize(("chance", "alike"), [(0.5, 0.0), (0.5, 0.3), (0.3, 0.6)])
def test_nine_of_ten_intervals_hold_the_chance_where_subjects_go_together(chance, alike):
    """Sizes of subjects as in ten years of the list; the tie within a subject is known."""
    sizes = np.array([12, 8, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1])
    subjects = np.repeat(np.arange(sizes.size), sizes)
    worth = subjects.size * effective_part(subjects, alike)
    random, held, rounds = np.random.default_rng(9), 0, 1_500
    for turn in range(rounds):
        own = np.full(sizes.size, chance)
        if alike:
            tie = 1 / alike - 1
            own = random.beta(chance * tie, (1 - chance) * tie, sizes.size)
        together = int(random.binomial(sizes, own).sum())
        value = support_interval(together, subjects.size, effective=worth, draws=1_000, seed=turn)
        held += value.low <= chance <= value.high
    assert 0.87 <= held / rounds <= 0.94


def test_support_by_vetoes_counts_subjects_and_not_drafts(found):
    item = found["votes.veto_support", "RUS", "CHN"].at("2022")
    together, number = 9, 22  # vetoes of Russia from 2013 to 2022 on the list
    assert item.value.point == pytest.approx(together / number)
    plain = support_interval(together, number, seed=2022)
    assert item.value.low < plain.low
    assert item.value.high > plain.high
    assert "going together" in item.value.basis
    assert "occasions" in item.note
    joined = found["votes.veto_support", "CHN", "RUS"].at("2022").value
    assert joined.point == 1
    assert joined.low < 0.8


def test_ten_years_with_few_vetoes_are_absent():
    item = made("USA", "GBR").get(("votes.veto_support", "GBR", "USA"))
    assert not item.at("2022").value.present
    assert "only 0 vetoes" in item.at("2022").value.basis


def test_the_premium_averages_over_the_date_of_the_change(found):
    item = found["votes.isolation_premium", "CHN", "RUS"]
    assert all("averaged over" in entry.note for entry in item.points)
    one = mixed_premiums((Record(14, 15, 0),), (1.0,))
    assert one == premiums(14, 15, 0)


def test_two_dates_that_tell_different_things_widen_the_interval():
    alone, together = Record(0, 20, 20), Record(40, 2, 2)
    apart = [mixed_premiums((each,), (1.0,))[0] for each in (alone, together)]
    both = mixed_premiums((alone, together), (1.0, 1.0))[0]
    assert both.contraction < max(each.contraction for each in apart)
    means = [each.value.point for each in apart if each.value.present]
    assert both.above == pytest.approx(np.mean([each.above for each in apart]))
    assert len(means) > 0
    for end in (0, 1):
        ends = [each.bounds[end] for each in apart]
        widest = None if None in ends else (min, max)[end](ends)
        assert both.bounds[end] == widest


@pytest.mark.parametrize(
    ("records", "weights"),
    [
        ((Record(9, 9, 9),), (0.0,)),
        ((Record(9, 9, 9),), (-1.0,)),
        ((Record(9, 9, 9),), (0.5, 0.5)),
        ((Record(1, 1, 1),), (1.0,)),
        ((), ()),
    ],
)
def test_records_without_weight_or_with_too_few_drafts_are_refused(records, weights):
    with pytest.raises(InputError):
        mixed_premiums(records, weights)


def test_a_record_just_above_the_least_contraction_has_a_number_and_one_below_has_none():
    """The United States beside the United Kingdom lie near it: 21 joint, 59 and 0 alone."""
    told = [
        (part, premiums(21, 59, 0, effective=part)[0]) for part in np.linspace(0.05, 1, 20).tolist()
    ]
    above = [each for _, each in told if each.contraction >= LEAST_CONTRACTION]
    below = [each for _, each in told if each.contraction < LEAST_CONTRACTION]
    assert above
    assert below
    assert all(each.value.present and each.value.low < each.value.high for each in above)
    assert all("prior's variance" in each.value.basis for each in below)
    # on both sides of it the signs, bounds and contraction are told all the same
    nearest = [min(side, key=lambda one: abs(one.contraction - LEAST_CONTRACTION))
               for side in (above, below)]  # fmt: skip
    assert all(abs(each.contraction - LEAST_CONTRACTION) < 0.03 for each in nearest)
    assert abs(nearest[0].above - nearest[1].above) < 0.1
