"""HS codes, their sectors and groups."""

import csv

import pytest

from steelyard.vocabulary.commodities import (
    chapters,
    codes_of,
    groups,
    groups_of,
    hs6,
    in_group,
    sections,
    sector_of,
    sectors,
)
from steelyard.vocabulary.errors import UnknownName

ANCHORS = {
    "270900": "energy", "271121": "energy", "840710": "machinery", "854231": "electronics",
    "870323": "vehicles", "880730": "transport", "930690": "arms", "100199": "food",
    "720838": "metals", "300490": "chemicals", "440711": "wood", "610910": "textiles",
    "710812": "stone", "260111": "minerals", "901380": "instruments", "999999": "other",
}  # fmt: skip


@pytest.mark.parametrize(("code", "sector"), ANCHORS.items())
def test_known_goods_are_in_their_sector(code, sector):
    assert sector_of(code) == sector


def test_sectors_split_all_chapters():
    assert len(chapters()) == 98
    assert "77" not in chapters()
    assert {chapter.sector for chapter in chapters().values()} == set(sectors())
    assert {chapter.section for chapter in chapters().values()} == set(sections())
    owners = [code for sector in sectors() for code in codes_of(sector)]
    assert sorted(owners) == sorted(chapters())


def test_lost_leading_zeros_are_restored():
    assert hs6(10620) == hs6("10620") == "010620"
    assert sector_of(10620) == "food"


@pytest.mark.parametrize(
    "code", ["2709", "770100", "abc123", "", "00", "000000", 84, "TOTAL", "²70900"]
)
def test_what_is_no_hs6_code_is_refused(code):
    with pytest.raises(UnknownName):
        hs6(code)


def test_groups_are_nested_in_their_parent():
    for group in groups().values():
        if group.parent:
            parents = codes_of(group.parent)
            assert all(code.startswith(parents) for code in group.codes), group.id


def test_energy_groups():
    assert groups_of("270900") == ("crude_oil", "raw_materials", "energy")
    assert "lng" in groups_of("271111")
    assert "pipeline_gas" not in groups_of("271111")
    assert in_group("271600", "electricity")
    assert not in_group("841000", "energy")


def test_machine_tools_end_at_8466():
    assert in_group("845610", "machine_tools")
    assert in_group("846694", "machine_tools")
    assert not in_group("846711", "machine_tools")


def test_the_common_high_priority_list_has_its_fifty_codes_in_six_tiers():
    tiers = [codes_of(f"chpl_{tier}") for tier in ("1", "2", "3a", "3b", "4a", "4b")]
    assert [len(tier) for tier in tiers] == [4, 5, 16, 9, 11, 5]
    assert sorted(code for tier in tiers for code in tier) == sorted(codes_of("chpl"))
    assert len(set(codes_of("chpl"))) == 50


def test_an_unknown_group_fails_with_its_nearest():
    with pytest.raises(UnknownName, match="semiconductors"):
        codes_of("semiconductor")


@pytest.mark.shared
def test_every_traded_code_of_a_real_file_has_one_sector(shared):
    path = shared / "data/trade/baci_hs6_rus_chn/baci_russia_china_processed_2017_2023.csv"
    with path.open() as handle:
        codes = {row["k"] for row in csv.DictReader(handle)}
    assert len(codes) > 4000
    for code in codes:
        assert sum(in_group(code, sector) for sector in sectors()) == 1
        assert sector_of(code) in groups_of(code)
