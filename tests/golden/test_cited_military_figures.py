"""Single figures of registers that may not ship, worked out again from the registers."""

import polars as pl
import pyreadr
import pytest

from steelyard.dossier.audit.finders.cited import cited
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import find

STATES = {"CHN": 710, "RUS": 365, "SUN": 365, "VNM": 816}  # numbers of Correlates of War
FORCE, WAR = 4, 5  # levels of hostility


def figure(series: str, subject: str, first: int) -> float:
    (found,) = [
        one for one in cited() if (one.series, one.subject, one.first) == (series, subject, first)
    ]
    return found.value


@pytest.fixture(scope="module")
def disputes(shared):
    (frame,) = pyreadr.read_r(shared / "data/security/cow_mid_dirdisps.rda").values()
    return pl.from_pandas(frame).cast(pl.Int64)


@pytest.fixture(scope="module")
def spending(shared):
    def of(sheet: str) -> dict[str, dict[int, float]]:
        file = shared / "data/capability/SIPRI-Milex-data-1949-2024_2.xlsx"
        rows = pl.read_excel(file, sheet_name=sheet, has_header=False).rows()
        head = next(place for place, row in enumerate(rows) if row[0] == "Country")
        known: dict[str, dict[int, float]] = {}
        for row in rows[head + 1 :]:
            try:
                state = find(str(row[0])).iso3
            except UnknownName:
                continue
            known[state] = {
                int(float(year)): float(value) / 1e3
                for year, value in zip(rows[head], row, strict=True)
                if _number(year) and _number(value)
            }
        return known

    return {"constant": of("Constant (2023) US$"), "current": of("Current US$")}


def _number(text: object) -> bool:
    try:
        float(str(text))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("prices", "state", "year"),
    [(p, s, y) for p, s in (("constant", "RUS"), ("constant", "CHN"), ("current", "CHN"))
     for y in (2014, 2021)],
)  # fmt: skip
def test_spending_is_as_printed(spending, prices, state, year):
    printed = spending[prices][state][year]
    assert figure(f"military_spending_{prices}", state, year) == pytest.approx(printed, abs=1e-3)


@pytest.mark.parametrize("prices", ["constant", "current"])
def test_allies_over_the_two(spending, prices):
    # 1,316 bn over 285.9 + 65.9 bn = 3.74 in dollars of the year; 4.23 in those of 2023
    allies = {"USA"} | members("NATO", 2021) | members("US_PACIFIC", 2021)
    table = spending[prices]
    ratio = sum(table[state][2021] for state in allies) / sum(
        table[state][2021] for state in ("CHN", "RUS")
    )
    assert figure(f"allied_spending_{prices}", "USA", 2021) == pytest.approx(ratio, abs=1e-3)


def test_force_was_used_in_1969(disputes):
    rows = disputes.filter((pl.col("dispnum") == 349) & (pl.col("year") == 1969))
    assert rows["hostlev1"].max() == figure("dispute_level", "CHN", 1969)


@pytest.mark.parametrize("state", ["RUS", "CHN"])
def test_uses_of_force_since_1992(disputes, state):
    rows = disputes.filter((pl.col("ccode1") == STATES[state]) & (pl.col("year") >= 1992))
    assert rows["year"].max() == 2014
    assert figure("disputes", state, 1992) == rows["dispnum"].n_unique()
    used = rows.filter(pl.col("hostlev1") >= FORCE)
    assert figure("uses_of_force", state, 1992) == used["dispnum"].n_unique()


def test_the_last_wars_of_china(disputes):
    wars = disputes.filter((pl.col("ccode1") == STATES["CHN"]) & (pl.col("hostlev1") == WAR))
    large = wars.filter(pl.col("fatality1") == 6)  # more than 999 dead
    assert figure("last_war_over_999_dead", "CHN", 1979) == large["year"].max()
    assert figure("last_dispute_at_war_level", "CHN", 1987) == wars["year"].max()
