"""Regions: each state in one, and nothing that is no state."""

from collections import Counter

import pytest

from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.regions import all_regions, find_region, region_of
from steelyard.vocabulary.states import by_iso3


def test_no_state_lies_in_two_regions():
    counted = Counter(state for region in all_regions() for state in region.states)
    assert [state for state, times in counted.items() if times > 1] == []


def test_every_member_is_a_state_of_the_registry():
    assert {state for region in all_regions() for state in region.states} <= set(by_iso3())


def test_central_asia_is_the_bloc_of_that_name():
    assert set(find_region("CAS").states) == members("CAS", 2020)


def test_un_members_lie_in_a_region_but_for_microstates_and_the_two_between_regions():
    everywhere = {state for region in all_regions() for state in region.states}
    outside = members("WTO", 2024) - everywhere
    assert outside <= {"RUS", "CHN", "HKG", "MAC", "TWN", "LIE", "EU"}


def test_each_region_has_a_title_and_a_source():
    assert all(region.title and "M49" in region.source for region in all_regions())


def test_unknown_regions_are_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="SOUTH_ASIA"):
        find_region("SOUTH_ASA")


def test_a_territory_lies_in_no_region():
    assert region_of("GRL") is None
