"""States, blocs and sectors of a scenario in a baseline that keeps only some states apart."""

from datetime import date

import pytest

from steelyard.scenarios.places import WORLD, groups, placed, sector_groups, sector_places
from steelyard.vocabulary.errors import InputError, NoData, UnknownName
from steelyard.vocabulary.industries import sectors

KNOWN = ("CHN", "DEU", "EUX", "FRA", "ITA", "POL", "ROW", "RUS", "USA")
DAY = date(2022, 3, 9)


def test_states_blocs_and_regions_are_found_in_the_order_of_the_baseline():
    assert placed(["Russia", "China"], KNOWN, DAY, "test").regions == ("CHN", "RUS")
    assert placed(["EUX"], KNOWN, DAY, "test").regions == ("EUX",)
    assert placed([WORLD], KNOWN, DAY, "test").regions == KNOWN


def test_a_bloc_is_its_members_and_rest_groups_that_lie_wholly_inside():
    found = placed(["EU"], KNOWN, date(2020, 1, 1), "test")
    assert found.regions == ("DEU", "EUX", "FRA", "ITA", "POL")
    assert "HRV" in found.left_out  # not a member in the year of the table: in the rest
    assert "GBR" in found.left_out  # still a member on that day, and no region of this baseline
    assert "AUT" not in found.left_out


def test_a_bloc_without_all_of_a_rest_group_leaves_the_group_alone():
    found = placed(["EURO"], KNOWN, date(2011, 6, 1), "test")
    assert "EUX" not in found.regions  # Sweden and others never joined
    assert "AUT" in found.left_out


def test_members_are_those_of_the_day():
    assert "POL" in placed(["EU"], KNOWN, date(2004, 5, 1), "test").regions
    assert "POL" not in placed(["EU"], KNOWN, date(2004, 4, 30), "test").regions


@pytest.mark.parametrize("name", ["KAZ", "Kyrgyzstan", "CAS", "Mongolia"])
def test_central_asia_lies_in_a_rest_group_and_the_message_says_so(name):
    with pytest.raises(NoData, match=r"ROW|rest groups") as caught:
        placed([name], KNOWN, DAY, "scenario x: cut 1, sellers")
    assert "cut 1, sellers" in caught.value.where
    assert "RUS" in caught.value.expected


def test_unknown_names_show_what_is_near():
    with pytest.raises(UnknownName, match="Russia"):
        placed(["Rusia"], KNOWN, DAY, "test")
    with pytest.raises(UnknownName, match="NATO"):
        placed(["NATOO"], KNOWN, DAY, "test")
    with pytest.raises(UnknownName, match="vehicles"):
        sector_places(["vehicle"], tuple(sectors()), "test")


def test_a_bloc_before_its_time_is_refused():
    with pytest.raises(InputError, match="no member"):
        placed(["BRICS"], KNOWN, date(2001, 1, 1), "test")


def test_groups_of_sectors_are_sectors():
    assert all(part <= set(sectors()) for part in sector_groups().values())
    assert sector_groups()["goods"] | sector_groups()["services"] == set(sectors())
    assert sector_places(["energy", "mining"], tuple(sectors()), "test") == (
        "mining",
        "fuels",
        "utilities",
    )


def test_rest_groups_hold_the_states_that_do_not_stand_apart():
    assert "KAZ" in groups(KNOWN)["ROW"]
    assert not groups(KNOWN)["ROW"] & set(KNOWN)
