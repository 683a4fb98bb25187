"""Lall's technology ladder on HS codes."""

import csv

import pytest

from steelyard.vocabulary.commodities import chapters
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.technology import LADDER, concordance, lall_of

ANCHORS = {
    "270900": "PP", "271121": "PP", "271019": "RB2", "100199": "PP", "020230": "PP",
    "740311": "PP", "760110": "PP", "440399": "PP", "440710": "RB1", "470321": "RB1",
    "401110": "RB1", "220421": "RB1", "260111": "RB2", "710231": "RB2", "281410": "RB2",
    "610910": "LT1", "640399": "LT1", "420221": "LT1", "520512": "LT1", "940360": "LT2",
    "950300": "LT2", "720839": "LT2", "731815": "LT2", "392690": "LT2", "870323": "MT1",
    "870421": "MT1", "870899": "MT1", "310210": "MT2", "390120": "MT2", "720110": "MT2",
    "720712": "MT2", "860210": "MT2", "845811": "MT3", "842952": "MT3", "890190": "MT3",
    "930690": "MT3", "853690": "MT3", "854231": "HT1", "854143": "HT1", "847130": "HT1",
    "851713": "HT1", "850440": "HT1", "844332": "HT1", "300490": "HT2", "880240": "HT2",
    "840682": "HT2", "903082": "HT2", "271600": "U", "710812": "U", "999999": "U",
}  # fmt: skip


@pytest.mark.parametrize(("code", "category"), ANCHORS.items())
def test_known_goods_stand_on_their_rung(code, category):
    assert lall_of(code) == category


def test_the_concordance_uses_known_categories_and_covers_every_chapter():
    assert set(concordance().values()) == set(LADDER)
    assert {code[:2] for code in concordance()} == set(chapters())


def test_what_is_no_code_is_refused():
    with pytest.raises(UnknownName):
        lall_of("steel")


@pytest.mark.shared
def test_every_traded_code_has_a_rung_and_few_are_unclassified(shared):
    path = shared / "data/trade/baci_hs6_rus_chn/baci_russia_china_processed_2017_2023.csv"
    with path.open() as handle:
        found = {row["k"]: lall_of(row["k"]) for row in csv.DictReader(handle)}
    unclassified = [code for code, category in found.items() if category == "U"]
    assert len(unclassified) < 0.02 * len(found)
    assert {code.zfill(6)[:2] for code in unclassified} <= {"27", "37", "49", "71", "85", "97"}


@pytest.mark.shared
def test_every_heading_of_the_hs_is_in_the_concordance(shared):
    with (shared / "data/trade/atlas/product_hs92.csv").open(encoding="utf-8-sig") as handle:
        headings = {
            row["product_hs92_code"]
            for row in csv.DictReader(handle)
            if row["product_level"] == "4" and row["product_hs92_code"].isdigit()
        }
    table = concordance()
    assert len(headings) > 1200
    assert [each for each in sorted(headings) if each not in table and each[:2] not in table] == []
