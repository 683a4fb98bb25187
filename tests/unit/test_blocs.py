"""Blocs and their memberships, to the day."""

from datetime import date
from itertools import pairwise

import pytest

from steelyard.vocabulary.blocs import all_blocs, belongs, blocs_of, find_bloc, members
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import by_iso3

SIZES = [
    ("EU", 1958, 6), ("EU", 1973, 9), ("EU", 1986, 12), ("EU", 1995, 15), ("EU", 2004, 25),
    ("EU", 2007, 27), ("EU", 2013, 28), ("EU", 2020, 27), ("EURO", 1999, 11), ("EURO", 2015, 19),
    ("EURO", 2023, 20), ("G7", 1975, 6), ("G7", 1976, 7), ("G8", 2000, 8), ("G8", 2014, 0),
    ("G20", 2000, 19), ("NATO", 1949, 12), ("NATO", 1999, 19), ("NATO", 2004, 26),
    ("NATO", 2024, 32), ("ASEAN", 1999, 10), ("ASEAN", 2025, 11), ("SCO", 2001, 6),
    ("SCO", 2017, 8), ("SCO", 2024, 10), ("BRICS", 2009, 4), ("BRICS", 2011, 5),
    ("BRICS", 2024, 9), ("BRICS", 2025, 10), ("CSTO", 1995, 9), ("CSTO", 2000, 6),
    ("CSTO", 2007, 7), ("CSTO", 2013, 6), ("EAEU", 2015, 5), ("CIS", 1994, 12), ("CIS", 2020, 10),
    ("CAS", 1992, 5), ("OPEC", 1975, 13), ("OPEC", 2018, 15), ("OPEC", 2024, 12),
    ("OPEC_PLUS", 2024, 22), ("OECD", 2021, 38), ("RCEP", 2023, 14), ("WTO", 2024, 165),
    ("WTO", 2012, 156), ("POST_SOVIET", 1992, 15), ("UNSC_P5", 1960, 5), ("UNSC_P5", 2020, 5),
]  # fmt: skip


@pytest.mark.parametrize(("bloc", "year", "size"), SIZES)
def test_blocs_have_their_known_sizes(bloc, year, size):
    assert len(members(bloc, year)) == size


def test_membership_begins_on_the_day_of_joining_and_ends_before_the_day_of_leaving():
    assert belongs("GBR", "EU", date(2020, 1, 31))
    assert not belongs("GBR", "EU", date(2020, 2, 1))
    assert not belongs("CHN", "WTO", date(2001, 12, 10))
    assert belongs("CHN", "WTO", date(2001, 12, 11))
    assert not belongs("KGZ", "EAEU", date(2015, 8, 11))
    assert belongs("KGZ", "EAEU", date(2015, 8, 12))


def test_a_year_means_its_last_day():
    assert belongs("HRV", "EU", 2013)
    assert belongs("RUS", "WTO", 2012)
    assert not belongs("RUS", "G8", 2014)
    assert belongs("RUS", "G8", 2013)


def test_the_sanctioning_states_of_2022():
    coalition = members("SANCTIONS_2022", 2022)
    assert members("EU", 2022) | members("G7", 2022) <= coalition
    assert {"KOR", "AUS", "NZL", "CHE", "NOR", "ISL", "TWN", "SGP"} <= coalition
    assert not {"CHN", "IND", "TUR", "SRB", "KAZ", "ISR"} & coalition
    assert not members("SANCTIONS_2022", date(2022, 2, 23))


def test_the_seat_of_china_in_the_security_council():
    assert "TWN" in members("UNSC_P5", 1970)
    assert {"CHN", "RUS"} <= members("UNSC_P5", 1992)
    assert {"CHN", "SUN"} <= members("UNSC_P5", 1980)


def test_names_and_aliases_of_blocs():
    assert find_bloc("European Union").id == "EU"
    assert find_bloc("opec+").id == "OPEC_PLUS"
    assert find_bloc("opec").id == "OPEC"
    assert find_bloc("Shanghai Cooperation Organization").id == "SCO"


def test_an_unknown_bloc_fails_with_its_nearest():
    with pytest.raises(UnknownName, match="BRICS"):
        members("BRIKS", 2020)
    with pytest.raises(UnknownName, match="ISO3"):
        belongs("Russia", "WTO", 2020)


def test_blocs_of_a_state():
    assert "CSTO" in blocs_of("KAZ", 2020)
    assert blocs_of("UZB", 2000) == ("CIS", "CAS", "POST_SOVIET")


def test_the_registry_is_sound():
    for bloc in all_blocs():
        assert bloc.source
        for spell in bloc.memberships:
            assert spell.iso3 in by_iso3()
            assert spell.precision in ("day", "month", "year")
            assert spell.left is None or spell.joined < spell.left
        spells = sorted(bloc.memberships, key=lambda spell: (spell.iso3, spell.joined))
        for former, latter in pairwise(spells):
            if former.iso3 == latter.iso3:
                assert former.left is not None
                assert former.left <= latter.joined
