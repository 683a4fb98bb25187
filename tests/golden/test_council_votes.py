"""Vetoes of Russia and China as the record has them, and what the dossier makes of it."""

from types import SimpleNamespace

import pytest

from steelyard.dossier.domains.votes.company import council_series
from steelyard.dossier.domains.votes.council import drafts, seated
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.dossier.vote_gaps import vote_gaps
from steelyard.reference.dataset import load
from steelyard.vocabulary.states import find


def basis(a, b, years=(1990, 2025)):
    return SimpleNamespace(data=load(DEFAULT_AS_OF), asked=request(a, b, years, DEFAULT_AS_OF, 0))


def made(a, b):
    return {item.id: item for item in council_series(basis(a, b)) if item is not None}


@pytest.fixture(scope="module")
def found():
    return made("RUS", "CHN")


def test_the_record_begins_when_both_held_their_seats():
    assert str(seated(find("CHN"))) == "1971-10-25"
    assert str(seated(find("RUS"))) == "1945-10-24"
    assert drafts(basis("RUS", "CHN")).begin == seated(find("CHN"))


def test_joint_and_lone_vetoes_are_those_of_the_list():
    """Fourteen joint vetoes from 2007 to July 2022 (publisher's own flag russia_china)."""
    known = drafts(basis("RUS", "CHN"))
    russia, china = known.of(find("RUS")), known.of(find("CHN"))
    assert (russia & china).sum() == 14
    assert (
        china & ~russia
    ).sum() == 3  # admission of Bangladesh 1972, Guatemala 1997, Macedonia 1999
    assert int(known.dates[russia & china].min()) == 2007


def test_china_came_to_veto_in_company_and_russia_still_vetoes_alone(found):
    china = found["votes.veto_company.CHN.RUS.list-of-vetoes"]
    russia = found["votes.veto_company.RUS.CHN.list-of-vetoes"]
    assert china.at("2020").value.low > china.at("1990").value.point
    assert russia.at("2022").value.high < 0.75
    lone = found["votes.veto_lone_chance.RUS.list-of-vetoes"]
    assert lone.at("2022").value.low > 0.2


def test_both_directions_stand_with_intervals(found):
    for measure in ("votes.veto_company", "votes.veto_changed", "votes.veto_support"):
        assert {(s.subject, s.partner) for s in found.values() if s.measure == measure} == {
            ("RUS", "CHN"),
            ("CHN", "RUS"),
        }
    for item in found.values():
        if item.measure == "votes.veto_company":
            assert all(entry.value.low is not None for entry in item.points)


def test_a_side_whose_cost_of_isolation_is_not_told_is_named_with_the_reason(found):
    asked = basis("RUS", "CHN")
    list(council_series(asked))
    told = {s.subject for s in found.values() if s.measure == "votes.isolation_premium"}
    gaps = {gap.where: gap for gap in vote_gaps(asked) if gap.what.startswith("Cost of a lone")}
    names = {"RUS": "Russia", "CHN": "China"}
    assert set(gaps) == {name for code, name in names.items() if code not in told}
    assert all("prior's variance" in gap.reason for gap in gaps.values())
    assert "CHN" in told


def test_china_left_drafts_to_russia_and_russia_none_to_china(found):
    ours = found["votes.free_riding.CHN.RUS.list-of-vetoes-opposition-by-subject"].at("2022")
    theirs = found["votes.free_riding.RUS.CHN.list-of-vetoes-opposition-by-subject"].at("2022")
    assert theirs.value.point == 0.0
    assert 0 < theirs.value.high < 0.6  # nine joint ones are few
    assert ours.value.low > 0.05
    assert ours.value.point > theirs.value.point


def test_a_cost_that_the_record_does_not_fix_says_how_much_is_prior(found):
    item = found["votes.isolation_premium.CHN.RUS.list-of-vetoes-game-of-the-lone-veto"]
    assert all("prior's variance" in entry.note for entry in item.points)
    assert item.points[-1].value.low < 0 < item.points[-1].value.high


def test_allies_of_the_other_side_work_alike():
    there = made("USA", "GBR")
    britain = there["votes.veto_company.GBR.USA.list-of-vetoes"].at("1990").value
    america = there["votes.veto_company.USA.GBR.list-of-vetoes"].at("1990").value
    assert britain.low > america.high


@pytest.mark.parametrize(
    ("a", "b", "number"), [("KAZ", "CHN", 1), ("DEU", "RUS", 1), ("DEU", "POL", 0)]
)
def test_pairs_without_two_seats_are_absent_with_a_reason(a, b, number):
    assert {item.measure for item in made(a, b).values()} == (
        {"votes.veto_lone_chance"} if number else set()
    )
    assert "permanent member" in vote_gaps(basis(a, b))[0].reason
