import pytest

from steelyard.dossier.audit.finders import find
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load


@pytest.fixture(scope="module")
def world() -> World:
    return World(load(DEFAULT_AS_OF))


def values(world: World, *ask: str) -> dict[str, float]:
    return {dot.period: dot.value.point or 0.0 for dot in find(Ask(*ask), world).dots}


def test_membership_is_that_of_the_years_end(world):
    found = values(world, "member", "SCO", "IND")
    assert (found["2001"], found["2016"], found["2017"]) == (0, 0, 1)
    assert values(world, "member", "EUU", "GBR")["2020"] == 0
    assert values(world, "member", "SCO")["2017"] == 8


def test_day_of_entry(world):
    assert list(values(world, "joined", "WTO", "RUS")) == ["2012-08-22"]
    never = find(Ask("joined", "NATO", "CHN"), world)
    assert never.dots == ()
    assert "never joined" in never.why
    assert "not a known bloc" in find(Ask("member", "NOBLOC", "CHN"), world).why


def test_ballots_count_the_assembly_or_one_state(world):
    text = r"R/68/262\b"
    cast = [values(world, "ballot", text, "UNGA", "", "", each) for each in ("yes", "no")]
    assert [list(each.values()) for each in cast] == [[100], [11]]
    assert list(values(world, "ballot", text, "CHN", "", "", "abstain").values()) == [1]
    assert list(values(world, "ballot", text, "CHN", "RUS").values()) == [0]
    assert find(Ask("ballot", "no such text", "CHN", "RUS"), world).dots == ()


def test_a_state_that_did_not_vote_agrees_with_nobody(world):
    # Iran was absent on that day
    assert values(world, "ballot", r"R/68/262\b", "IRN", "CHN") == {}


def test_share_of_votes_cast_needs_all_three_counts(world):
    asked = Ask("formula", "share_of_cast", "UNGA", "", "unga_es11_1", "abstain")
    assert find(asked, world).dots[0].value.point == pytest.approx(35 / 181)
    assert not find(Ask("formula", "share_of_cast", "UNGA", "", "unga_x", "abstain"), world).dots


def test_years_without_a_veto_are_zeros_and_years_beyond_the_register_are_not(world):
    found = values(world, "formula", "veto_years", "CHN", "", "", "alone")
    assert (found["1999"], found["2005"], max(found)) == (1, 0, "2022")


def test_no_ratio_before_the_partners_first_veto(world):
    found = values(world, "formula", "vetoes_over", "RUS", "CHN", "1991", "all")
    assert min(found) == "1997"
    assert found["1997"] == 2
    assert found["2011"] == pytest.approx(1.4)


def test_journeys_to_a_bloc_are_those_to_its_members(world):
    found = values(world, "formula", "visits", "CHN", "WEST")
    assert (found["1991"], found["1992"]) == (0, 6)
    assert not find(Ask("formula", "visits", "RUS", "CHN"), world).dots  # nobody follows them


def test_place_among_hosts(world):
    found = values(world, "formula", "visit_place", "CHN", "RUS", "", "2013")
    assert found["2020"] == 1
    assert values(world, "formula", "visit_place", "CHN", "DEU", "", "2013")["2020"] == 2


def test_pacts_by_year(world):
    found = values(world, "formula", "pact_years", "CHN", "PRK", "", "defence|offence")
    assert set(found.values()) == {1}
    gone = values(world, "formula", "pact_years", "SUN", "CHN", "", "defence")
    assert set(gone.values()) == {0}
    assert max(gone) <= "1991"  # nothing is said of a state that is gone
    assert not find(Ask("formula", "pact_years", "XXX", "CHN", "", "defence"), world).dots
    partners = values(world, "formula", "pact_partners", "CHN")
    assert partners["2015"] - partners["2000"] == 25
