"""Votes of Russia and China as the dossier shows them, against published values.

Agreement: Voeten's scores by session (data: doi:10.7910/DVN/LEJUQZ), printed to three decimals,
and the scores by calendar year that the facts quote, to four. Vetoes: the published list, and
counts quoted by others.
"""

from types import SimpleNamespace

import pytest

from steelyard.dossier.domains.votes import vote_series
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.reference.dataset import load


def made(a, b, years=(1990, 2025), seed=0):
    data = load(DEFAULT_AS_OF)
    asked = request(a, b, years, DEFAULT_AS_OF, seed)
    return vote_series(SimpleNamespace(data=data, asked=asked))


@pytest.fixture(scope="module")
def found():
    return {item.id: item for item in made("RUS", "CHN")}


def value(found, id_, year):
    return found[id_].at(str(year)).value


BASIS = "general-assembly-roll-calls"
AGREEMENT = f"votes.agreement.RUS.CHN.{BASIS}"
KAPPA = f"votes.kappa.RUS.CHN.{BASIS}"


@pytest.mark.parametrize(
    ("year", "agreement"),
    [(1990, 0.940), (1993, 0.621), (2008, 0.915), (2014, 0.816), (2019, 0.874)],
)
def test_agreement_is_as_published(found, year, agreement):
    shown = value(found, AGREEMENT, year)
    assert shown.point == pytest.approx(agreement, abs=5e-4)
    assert shown.low < shown.point < shown.high


def test_raw_agreement_fell_from_1990_to_2019_while_agreement_beyond_chance_rose(found):
    """In 1990 both said yes to nearly everything: chance explains all of the agreement."""
    assert value(found, AGREEMENT, 1990).point > value(found, AGREEMENT, 2019).point
    for measure in ("kappa", "pi"):
        for part in ("", "linear-differences.", "any-difference."):
            id_ = f"votes.{measure}.RUS.CHN.{part}{BASIS}"
            before, after = (value(found, id_, year) for year in (1990, 2019))
            assert before.point < 0.05
            assert after.point > 0.45
            assert before.high < after.high


def test_own_scores_and_published_ones_stand_side_by_side(found):
    """The year of a session is not a calendar year, which moves a score by up to 0.03."""
    published = found["votes.agreement.RUS.CHN.published-calendar-years"]
    assert len(published.points) == 30
    for entry in published.points:
        ours = value(found, AGREEMENT, entry.period)
        assert abs(entry.value.point - ours.point) < 0.03
    identical = found[f"votes.same.RUS.CHN.{BASIS}"]
    quoted = found["votes.same.RUS.CHN.published-calendar-years"]
    assert identical.at("1990").value.point == pytest.approx(0.8916, abs=5e-5)
    assert quoted.at("1990").value.point == pytest.approx(0.8916, abs=5e-5)


def test_s_is_twice_the_agreement_less_one(found):
    for entry in found[f"votes.s.RUS.CHN.{BASIS}"].points:
        agreement = value(found, AGREEMENT, entry.period).point
        assert entry.value.point == pytest.approx(2 * agreement - 1)


def test_support_has_two_directions_and_counts_the_same_common_votes(found):
    ours, theirs = (found[f"votes.support.{pair}.{BASIS}"] for pair in ("RUS.CHN", "CHN.RUS"))
    for entry in ours.points:
        other = theirs.at(entry.period)
        if entry.value.present and other is not None and other.value.present:
            together = [item.value.point * int(item.note.split()[0]) for item in (entry, other)]
            assert together[0] == pytest.approx(together[1])


def test_vetoes_are_as_listed_and_as_quoted(found):
    listed = found["votes.vetoes.RUS.list-of-vetoes"]
    quoted = found["votes.vetoes.RUS.published-figures"]
    for entry in quoted.points:
        assert entry.value.point == listed.at(entry.period).value.point
    joint = found["votes.vetoes_joint.RUS.CHN.list-of-vetoes"]
    of_year = {entry.period: entry.value.point for entry in joint.points}
    assert of_year["2019"] == 3.0
    assert of_year["2013"] == 0.0  # the list covers the year: nothing was vetoed
    assert "2023" not in of_year  # the list does not
    after = found["votes.vetoes_joint.RUS.CHN.published-figures"]
    assert (after.at("2023").value.point, after.at("2024").value.point) == (1.0, 1.0)


def test_the_two_counts_of_joint_vetoes_differ_in_no_year_that_both_cover(found):
    listed, quoted = (
        {point.period: point.value.point for point in found[f"{name}.{basis}"].points}
        for name, basis in (
            ("votes.vetoes_joint.RUS.CHN", "list-of-vetoes"),
            ("votes.vetoes_joint.RUS.CHN", "published-figures"),
        )
    )
    assert {year for year in listed if year in quoted and listed[year] != quoted[year]} == set()


def test_every_chinese_veto_of_ten_years_was_joined_but_not_every_russian_one(found):
    ours = value(found, "votes.veto_support.RUS.CHN.list-of-vetoes-ten-years", 2022)
    theirs = value(found, "votes.veto_support.CHN.RUS.list-of-vetoes-ten-years", 2022)
    assert theirs.point == 1.0
    assert theirs.low < 0.9  # few vetoes
    assert ours.high < 0.8  # vetoes on one subject go together: the interval is wide


def test_blocs_are_shown_from_the_day_of_joining(found):
    sco = found[f"votes.cohesion.RUS.Shanghai-Cooperation-Organisation.{BASIS}"]
    assert sco.points[0].period == "2001"
    assert f"votes.cohesion.RUS.all-states.{BASIS}" in found


def test_issues_of_roll_calls_that_are_not_coded_are_absent_and_not_none(found):
    important = next(s for s in found.values() if s.part == "important votes")
    assert important.points[-1].period == "2017"  # sessions 73 and 74 carry no flag


PAIRS = ["KAZ CHN", "DEU RUS", "USA CHN", "MNG CHN", "SRB RUS", "SSD SDN"]


@pytest.mark.parametrize("pair", PAIRS)
def test_other_pairs_have_votes_with_intervals(pair):
    a, b = pair.split()
    shown = made(a, b, (2012, 2025))
    agreement = next(item for item in shown if item.id == f"votes.agreement.{a}.{b}.{BASIS}")
    assert all(entry.value.low is not None for entry in agreement.points)
    agreed = [item for item in shown if item.measure == "votes.agreement"]
    with_third = {item.subject for item in agreed if item.partner not in (a, b)}
    assert with_third == (set() if "USA" in (a, b) else {a, b})


def test_states_that_never_voted_give_nothing_and_no_error():
    assert made("VAT", "CHE") == ()


def test_the_same_seed_gives_the_same_series():
    first, second = (made("KAZ", "CHN", (2015, 2019), seed=3) for _ in range(2))
    assert first == second
