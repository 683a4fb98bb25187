"""Verdicts on energy, money, technology and arms, worked out again by hand.

Nine of the seventeen decided ones, drawn with ``random.Random(2026).sample(sorted(ids), 9)``, and
two that fail. Sums of the register of arms are worked out again where the register is.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from steelyard.dossier.audit.audit import audit
from steelyard.dossier.audit.finders.cited import cited
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load

DATA = load(DEFAULT_AS_OF)
DRAWN = ("s000-c03", "s000-c07", "s001-c85", "s001-c88", "s003-c115", "s003-c43", "s003-c77",
         "s004-c16", "s004-c18", "s000-c01", "s000-c04")  # fmt: skip
REGISTER = "data/arms/trade_register_1995-2025_nagehanrdogan.csv"
NAMES = {"CHN": "China", "VNM": "Viet Nam", "MYS": "Malaysia", "IDN": "Indonesia"}


@pytest.fixture(scope="module")
def found():
    return audit(only=DRAWN)


def figure(name: str, reporter: str, partner: str, period: str) -> float:
    """The preferred figure that no document gave."""
    rows = DATA.table("figures").filter(
        (pl.col("series") == name) & (pl.col("reporter") == reporter)
        & (pl.col("partner") == partner) & (pl.col("period") == period) & ~pl.col("claim")
    )  # fmt: skip
    return rows.sort("preferred", descending=True)["value"][0]


def attribute(state: str, year: int, indicator: str, origin: str) -> float:
    return DATA.table("state_years").filter(
        (pl.col("indicator") == indicator) & (pl.col("state") == state)
        & (pl.col("year") == year) & (pl.col("origin") == origin)
    )["value"].item()  # fmt: skip


def quoted(series: str, subject: str, partner: str, first: int) -> float:
    return next(
        one.value for one in cited()
        if (one.series, one.subject, one.partner, one.first) == (series, subject, partner, first)
    )  # fmt: skip


def value(found, name: str, place: int = 0) -> float:
    return found.find(name).readings[place].value.point


def verdict(found, name: str) -> str:
    return found.find(name).verdict


def test_crude_from_russia_costs_china_a_tenth_less_than_from_saudi_arabia(found):
    # 677.1 / 742.9 - 1 = -8.9 %; each good to 5 %: the gap to 6.4 points, and 8.9 is more
    gap = 100 * (677.1 / 742.9 - 1)
    assert figure("crude_import_unit_value", "CHN", "RUS", "2022") == 677.1
    assert figure("crude_import_unit_value", "CHN", "SAU", "2022") == 742.9
    assert value(found, "s000-c03") == pytest.approx(gap) == pytest.approx(-8.857, abs=1e-3)
    assert gap + 100 * 677.1 / 742.9 * 0.05 * 2**0.5 < 0
    # gas: 277.1 / 983.8 - 1 = -71.8 % in 2022, 248.7 / 401.9 - 1 = -38.1 % in 2025
    assert value(found, "s000-c03", 2) == pytest.approx((-71.83 - 38.12) / 2, abs=0.01)
    assert verdict(found, "s000-c03") == "holds"


def test_machine_tools_from_china_rose(found):
    # up to 30 % in 2021, 85 % in 2024
    name = "machine_tool_import_share_chn"
    assert (figure(name, "RUS", "CHN", "2021"), figure(name, "RUS", "CHN", "2024")) == (30, 85)
    assert value(found, "s000-c07") == pytest.approx(0.55)
    assert verdict(found, "s000-c07") == "holds"


def test_deliveries_to_vietnam_rose_before_they_fell(found):
    # a year: 553.2 in 2010-2013, 751.2 in 2014-2017, 138.5 in 2018-2021
    assert value(found, "s001-c85") == pytest.approx(138.5 - 751.2)
    assert value(found, "s001-c85", 1) == pytest.approx(751.2 - 553.2)
    assert verdict(found, "s001-c85") == "depends on definition"


def test_part_of_world_arms_exports_within_twice_the_rounding(found):
    # said 25 and 19: found 25.46 and 18.61, each inside 24.5-25.5 and 18.5-19.5, but good to 3 %
    assert [value(found, "s001-c88", place) for place in (0, 1)] == pytest.approx([25.46, 18.61])
    assert 18.61 * 0.97 < 18.5  # hence only approximately
    assert verdict(found, "s001-c88") == "holds approximately"


def test_two_loans_are_twenty_five_billion(found):
    # 15 + 10 = 25, each printed to the billion: 24 to 26, where 24.5 to 25.5 was said
    parts = [figure(f"chn_loan_deal_{firm}", "RUS", "CHN", "2009") for firm in
             ("rosneft", "transneft")]  # fmt: skip
    assert sorted(parts) == [10, 15]
    read = found.find("s003-c115").readings[0].value
    assert (read.low, read.point, read.high) == (24, 25, 26)
    assert verdict(found, "s003-c115") == "holds approximately"


def test_china_above_japan_in_output_and_below_by_head_and_research(found):
    # 6.087 / 5.759 = 1.057; by head a tenth; research 1.71 % against 3.14 % of output
    totals = [attribute(state, 2010, "gdp", "wdi_excel") for state in ("CHN", "JPN")]
    people = [attribute(state, 2010, "population", "gdp_population") for state in ("CHN", "JPN")]
    research = [attribute(state, 2010, "rd_gdp", "wdi_api") for state in ("CHN", "JPN")]
    by_hand = [
        totals[0] / people[0] / (totals[1] / people[1]),
        research[0] / research[1],
        totals[0] / totals[1],
    ]
    read = [value(found, "s003-c43", place) for place in (0, 1, 2)]
    assert read == pytest.approx(by_hand, rel=0.005)
    assert by_hand[0] < 1
    assert by_hand[1] < 1
    assert by_hand[2] > 1.03
    assert verdict(found, "s003-c43") == "holds"


def test_own_currencies_paid_for_a_part_of_trade(found):
    # in border trade by 2011; the 90 % of May 2024 says nothing of the years before 2012
    assert value(found, "s003-c77") == 1
    later = found.find("s003-c77").readings[1]
    name = "national_ccy_share_bilateral_settlement"
    assert later.value.point == figure(name, "RUS", "CHN", "2024-05") == 90
    assert later.role == "later"
    assert verdict(found, "s003-c77") == "holds"


def test_more_than_half_of_chinese_arms_imports(found):
    # 54.98 % in 2010-2014 and 71.61 % in 2020-2024: 54.98 less 5 % of it is 52.2
    name = "share_rus_in_chn_arms_imports_window"
    shares = [figure(name, "CHN", "RUS", year) for year in ("2010", "2020")]
    assert value(found, "s004-c16") == pytest.approx(min(shares)) == pytest.approx(54.98)
    assert min(shares) * 0.95 > 50
    assert verdict(found, "s004-c16") == "holds"


def test_deliveries_to_china_rose_by_five_years_and_fell_from_end_to_end(found):
    # +60 % by the publisher's comparison; 467 in 2021 against 726 in 2015
    assert value(found, "s004-c18") == pytest.approx(0.6)
    assert value(found, "s004-c18", 1) == 467 - 726
    assert verdict(found, "s004-c18") == "depends on definition"


def test_half_of_oil_is_not_nine_tenths(found):
    # 45 to 50 % of oil in 2023; India alone took 40 %, which leaves at most 60
    assert value(found, "s000-c01") == figure("share_chn_in_rus_oil_exports", "RUS", "CHN", "2023")
    assert 100 - figure("share_ind_in_rus_oil_exports", "RUS", "IND", "2023") < 90
    assert verdict(found, "s000-c01") == "fails"


def test_the_second_buyer_is_no_half_of_the_first_but_more(found):
    # 40 / 47.5 = 0.84; 70 Mt / 100 Mt of crude = 0.7
    assert value(found, "s000-c04") == pytest.approx(40 / 47.5)
    assert value(found, "s000-c04", 1) == pytest.approx(0.7)
    assert verdict(found, "s000-c04") == "fails"


def register(file: Path) -> Iterator[tuple[str, str, int, float]]:
    """Supplier, recipient, year of delivery and worth of each row."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("SIPRI AT Database ID"))
    for row in csv.DictReader(line.rstrip(";") for line in lines[start:]):
        if row["Delivery year"].isdigit() and row["TIV delivery values"]:
            yield (row["Supplier"], row["Recipient"], int(row["Delivery year"]),
                   float(row["TIV delivery values"]))  # fmt: skip


@pytest.mark.shared
def test_cited_sums_of_the_register(shared):
    rows = list(register(shared / REGISTER))

    def worth(seller: str | None, buyer: str | None, first: int, last: int) -> float:
        return sum(
            tiv for supplier, recipient, year, tiv in rows
            if seller in (None, supplier) and buyer in (None, recipient) and first <= year <= last
        )  # fmt: skip

    for first in (2010, 2014):
        mean = worth("Russia", "Viet Nam", first, first + 3) / 4
        assert quoted("arms_yearly_around_2014", "RUS", "VNM", first) == pytest.approx(
            mean, abs=0.1
        )
    for first in (2014, 2018):
        mean = worth("Russia", "Viet Nam", first, first + 3) / 4
        assert quoted("arms_yearly_from_2014", "RUS", "VNM", first) == pytest.approx(mean, abs=0.1)
    for code in ("VNM", "MYS", "IDN"):
        share = worth("Russia", NAMES[code], 2000, 2011) / worth(None, NAMES[code], 2000, 2011)
        assert quoted("arms_supplier_share", code, "RUS", 2000) == pytest.approx(
            100 * share, abs=0.06
        )
    nineties = worth("Russia", "China", 1995, 2000) / worth("Russia", None, 1995, 2000)
    assert quoted("arms_buyer_share_1995_2000", "RUS", "CHN", 1995) == pytest.approx(
        100 * nineties, abs=0.06
    )
    before, after = worth("Russia", None, 2010, 2015), worth("Russia", None, 2016, 2021)
    assert quoted("arms_exports_change", "RUS", "", 2016) == pytest.approx(
        100 * (after / before - 1), abs=0.01
    )
    for first, own in ((2010, before), (2016, after)):
        world = worth(None, None, first, first + 5)
        assert quoted("arms_world_share", "RUS", "", first) == pytest.approx(
            100 * own / world, abs=0.01
        )
