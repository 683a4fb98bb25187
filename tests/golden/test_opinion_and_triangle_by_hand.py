"""Verdicts on perceptions and on third states, worked out again by hand from the tables.

Eight of the decided ones, drawn with `random.Random(4).sample(sorted(ids), 8)`, and the
rest of what a reader may doubt.
"""

import polars as pl
import pytest

from steelyard.dossier.audit.audit import audit
from steelyard.dossier.audit.finders.cited import cited
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load

DATA = load(DEFAULT_AS_OF)
IDS = ("s001-c05", "s001-c12", "s001-c13", "s001-c72", "s002-c24", "s003-c25", "s003-c44",
       "s003-c46", "s003-c47", "s003-c156", "s003-c163", "s003-c164", "s003-c172",
       "s003-c153")  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return audit(only=IDS)


def liked(public: str, year: int, about: str = "CHN") -> tuple[float, float]:
    row = DATA.table("opinion").filter(
        (pl.col("respondent") == public) & (pl.col("target") == about) & (pl.col("year") == year)
    )
    return row["favourable"].item(), row["n"].item()


def agreement(a: str, b: str, years: range) -> float:
    """Mean agreement of two states in votes, as published."""
    rows = DATA.table("figures").filter(
        (pl.col("series") == "unga_agreement_similarity")
        & (pl.col("reporter") == a) & (pl.col("partner") == b)
    )  # fmt: skip
    known = dict(rows.select("period", "value").iter_rows())
    return sum(known[str(year)] for year in years) / len(years)


def flow(a: str, b: str, year: int) -> float:
    both = DATA.table("trade").filter(
        (pl.col("year") == year)
        & (((pl.col("exporter") == a) & (pl.col("importer") == b))
           | ((pl.col("exporter") == b) & (pl.col("importer") == a)))
    )  # fmt: skip
    return both["value"].sum()


def verdict(found, name: str) -> str:
    return found.find(name).verdict


def test_71_percent_against_71_point_5_of_the_survey(found):
    # 71 means 70.5 to 71.5; the table's 71.5 may be 71.45 to 71.55, half of it outside; twice the
    # room, 70 to 72, holds all of it
    assert liked("RUS", 2019) == (71.5, 1039.0)
    assert verdict(found, "s001-c12") == "holds approximately"


def test_62_percent_as_the_pollster_printed_it(found):
    # printed as 62: 61.5 to 62.5, which is what 62 says; the same pollster, not the document
    reading = found.find("s001-c72").readings[0]
    assert reading.value.point == pytest.approx(62.0)
    assert DATA.origins[reading.origins[0]].producer == "Pew Research Center"
    assert verdict(found, "s001-c72") == "holds"


def test_no_public_of_34_liked_china_more(found):
    asked = DATA.table("opinion").filter((pl.col("target") == "CHN") & (pl.col("year") == 2019))
    shares = dict(asked.select("respondent", "favourable").iter_rows())
    assert len(shares) == 34
    assert sorted(shares, key=shares.get)[-2:] == ["NGA", "RUS"]  # 70.2 and 71.5
    assert verdict(found, "s001-c13") == "holds"
    # under sampling the two cannot be told apart, which is shown and not counted
    assert found.find("s001-c13").readings[1].value.high >= 2


def test_more_than_half_liked_china_in_each_of_three_years(found):
    # 58.7, 59.4, 63.4 of about 1000: 1.645 sqrt(2.5 x 0.59 x 0.41 / 1000) = 4.0 points
    shares = [liked("RUS", year)[0] for year in (2009, 2010, 2011)]
    assert shares == [58.7, 59.4, 63.4]
    error = 1.645 * (2.5 * 0.587 * 0.413 / 1001) ** 0.5
    assert min(shares) / 100 - error > 0.5
    assert verdict(found, "s003-c172") == "holds"


def test_the_split_by_the_years_of_the_rivalry(found):
    (rivalry,) = (one for one in cited() if (one.series, one.partner) == ("rivalry", "SUN"))
    assert (rivalry.first, rivalry.last) == (1958, 1989)
    assert rivalry.first <= 1960 < 1980 <= rivalry.last  # into the 1980s
    assert 1985 <= rivalry.last <= 1991  # the years of Gorbachev
    assert {verdict(found, name) for name in ("s001-c05", "s003-c25")} == {"holds"}


def test_ties_with_five_states_fell_in_dollars_and_not_as_shares(found):
    whole = {year: flow("RUS", "WLD", year) for year in (2013, 2015)}
    for state in ("JPN", "KOR", "TUR", "ISR"):
        assert flow("RUS", state, 2015) < 0.85 * flow("RUS", state, 2013), state
    korea = [flow("RUS", "KOR", year) / whole[year] for year in (2013, 2015)]
    assert korea == pytest.approx([0.028, 0.036], abs=1e-3)
    assert verdict(found, "s002-c24") == "depends on definition"


def test_agreement_of_russia_and_america_rose_from_2009_to_2011(found):
    # 0.484 - 0.390 = 0.094; 3 % of either is 0.015 and 0.012, together 0.019
    change = agreement("USA", "RUS", range(2011, 2012)) - agreement("USA", "RUS", range(2009, 2010))
    assert change == pytest.approx(0.094, abs=2e-3)
    assert change > (0.015**2 + 0.012**2) ** 0.5
    assert verdict(found, "s003-c156") == "holds"


def test_nearer_to_china_than_to_america_since_the_late_1990s(found):
    gaps = [
        agreement("RUS", "CHN", years) - agreement("USA", "RUS", years)
        for years in (range(1992, 1996), range(1998, 2012))
    ]
    assert gaps == pytest.approx([0.08, 0.48], abs=0.02)
    assert found.find("s003-c164").readings[0].value.point == pytest.approx(gaps[1] - gaps[0])
    # but the rise within 1996 to 2011, which is what is asked first, has too wide an interval
    assert verdict(found, "s003-c164") == "not decidable with these data"


def test_the_thaw_came_first_and_growth_was_faster_after_1978(found):
    growth = {one.first: one.value for one in cited() if one.series == "growth_real"}
    before = sum(growth[year] for year in range(1970, 1978)) / 8
    after = sum(growth[year] for year in range(1979, 1986)) / 7
    assert (before, after) == pytest.approx((6.87, 9.85), abs=0.01)
    assert verdict(found, "s003-c163") == "holds"


def test_pakistan_had_more_american_arms_and_less_american_trade(found):
    arms = {(one.subject, one.first): one.value for one in cited() if one.partner == "PAK"}
    assert arms["USA", 2007] > 6 * arms["USA", 2001]
    assert arms["CHN", 2007] > 2 * arms["CHN", 2001]
    shares = [flow("PAK", "USA", year) / flow("PAK", "WLD", year) for year in (2001, 2011)]
    assert shares == pytest.approx([0.186, 0.078], abs=3e-3)
    assert verdict(found, "s003-c46") == "depends on definition"


def test_indian_trade_with_america_grew_fourfold_and_its_share_halved(found):
    values = [flow("IND", "USA", year) for year in (2001, 2011)]
    shares = [flow("IND", "USA", year) / flow("IND", "WLD", year) for year in (2001, 2011)]
    assert values[1] / values[0] == pytest.approx(4.34, abs=0.05)
    assert shares == pytest.approx([0.136, 0.073], abs=3e-3)
    assert verdict(found, "s003-c47") == "depends on definition"


def test_india_and_china_met_again_after_the_statement(found):
    years = [one.first for one in cited() if (one.series, one.partner) == ("dispute", "IND")]
    assert years == [1962, 2013]
    assert verdict(found, "s003-c44") == "holds"


def test_what_others_see_is_not_decided_by_what_is(found):
    item = found.find("s003-c153")
    assert item.verdict == "not decidable with these data"
    assert item.readings[0].value.high < 0  # the capability index fell
