"""What goes with voting alike, over all pairs of states, as the dossier shows it."""

from types import SimpleNamespace

import pytest

from steelyard.dossier.domains.votes.explanations import ALLIED, INCOME, RIVAL, explained
from steelyard.dossier.domains.votes.why import why_series
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.dossier.vote_gaps import vote_gaps
from steelyard.reference.dataset import load


def basis(a, b, years=(1990, 2025)):
    return SimpleNamespace(data=load(DEFAULT_AS_OF), asked=request(a, b, years, DEFAULT_AS_OF, 0))


@pytest.fixture(scope="module")
def found():
    return {(s.measure, s.part): s for s in why_series(basis("RUS", "CHN")) if s is not None}


def test_allies_vote_alike_beyond_chance(found):
    value = found["votes.explanation", ALLIED].at("2019").value
    assert value.low > 0.2
    assert found["votes.explanation", INCOME].at("2019").value.low > 0


def test_the_great_power_that_few_vote_with_is_found_in_the_votes():
    known = explained(load(DEFAULT_AS_OF), 2019)
    assert known.power == "USA"
    place = known.states.index("USA")
    matrix = known.explanations[RIVAL]
    assert not (matrix[place] == matrix[place]).any()  # absent for the power itself


def test_parts_of_the_pair_have_intervals_and_say_what_is_left(found):
    for (measure, _), item in found.items():
        assert all(
            entry.value.low <= entry.value.point <= entry.value.high for entry in item.points
        )
        if measure == "votes.explained":
            assert "is left" in item.points[-1].note


def test_a_pair_with_the_power_itself_has_weights_and_no_parts():
    there = [s for s in why_series(basis("USA", "CHN", (2015, 2022))) if s is not None]
    assert {item.measure for item in there} == {"votes.explanation"}


def test_years_without_trade_or_votes_give_nothing():
    assert [s for s in why_series(basis("RUS", "CHN", (2021, 2024))) if s is not None] == []


def test_regimes_are_named_as_missing():
    assert any("regimes" in gap.what for gap in vote_gaps(basis("KAZ", "CHN")))
