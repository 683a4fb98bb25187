"""Projections of documents: verdicts by rule, never by a document's own figure, for any pair."""

import csv
from datetime import date

import numpy as np
import pytest
from click.testing import CliRunner

from steelyard.dossier.flows import flows
from steelyard.dossier.forecast_scores import FILE, as_csv, from_rows, scored
from steelyard.dossier.forecasts import forecasts
from steelyard.dossier.request import request
from steelyard.dossier.stated.outcomes import Course, Ground, courses
from steelyard.dossier.stated.rows import FILE as ROWS
from steelyard.dossier.stated.rows import read, stated
from steelyard.dossier.stated.verdicts import verdict
from steelyard.interfaces.cli.main import cli
from steelyard.models.series.rolling import Known
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import BadRows, InputError

DAY = date(2026, 11, 22)


def ground(a="RUS", b="CHN", day=DAY):
    data = load(day)
    return Ground(data, flows(data), request(a, b, as_of=day))


@pytest.fixture(scope="module")
def told():
    found = forecasts(ground())
    assert found is not None
    return {each.id: each for each in found.stated}


def test_trade_targets_were_missed_on_both_bases(told):
    """Chinese customs 68.0 and 107.76 bn, BACI 65.0 and 99.4 bn: `shared/facts/README.md`."""
    assert [told[name].verdict for name in ("trade-2015", "trade-2020")] == ["missed", "missed"]
    values = [each.value.point for each in told["trade-2015"].outcomes]
    assert values == pytest.approx([68.0, 65.0], abs=0.1)
    assert [each.error.point for each in told["trade-2015"].outcomes] == pytest.approx(
        [-32.0, -35.0], abs=0.1
    )


def test_growth_of_2022_is_held_against_the_world_bank(told):
    """World Bank: a fall by 1.4 %, where 8.5 % were said."""
    one = told["gdp-fall-2022"]
    assert one.verdict == "missed"
    assert one.outcomes[0].value.point == pytest.approx(-1.436, abs=0.001)
    walk = one.naive[0]
    assert walk.stated_place < 0.05 < walk.outcome_place
    assert walk.closer


def test_open_projections_have_a_present_course_and_its_chance(told):
    for name in ("gdp-2027-china", "gdp-2027-russia", "population-2050", "gap-2027"):
        one = told[name]
        assert one.verdict == "too early to say"
        assert len(one.now) == 3
        assert all(0 <= each.holds <= 1 for each in one.now)
        assert all(each.outcome_place is None for each in (*one.naive, *one.now))


def test_what_has_no_series_or_no_coded_year_cannot_be_measured(told):
    assert told["unemployment-2022"].verdict == "cannot be measured"
    assert told["alliance-2025"].verdict == "cannot be measured"
    assert "2018" in told["alliance-2025"].reason
    assert "no yearly series" in told["oil-2020"].why_no_naive


def test_bounds_decide_only_the_way_that_they_can():
    row = next(each for each in stated() if each.id == "gas-2020")
    asked = ground()

    def word(value, bound):
        return verdict(row, [Course("x", {2020: value}, (), bound)], 2026, asked)[0]

    assert word(120.0, "at least") == "met"
    assert word(80.0, "at least") == "cannot be measured"
    assert word(80.0, "at most") == "missed"
    assert word(120.0, "at most") == "cannot be measured"


def test_bases_that_differ_are_said_to():
    row = next(each for each in stated() if each.id == "trade-2015")
    two = [Course("one", {2015: 99.0}), Course("other", {2015: 101.0})]
    assert verdict(row, two, 2026, ground())[0] == "sources differ"


def test_no_figure_that_a_document_claims_stands_among_outcomes():
    """The claim of 55.0 bn for 2010 lies beside the customs' 55.45 in the figures."""
    asked = ground()
    rows = asked.data.table("figures").filter(
        series="trade_goods_total", reporter="CHN", partner="RUS", period="2010", claim=True
    )
    assert rows["value"].to_list() == [55.0]
    (course,) = courses("figure trade_goods_total CHN RUS", asked)
    assert course.values[2010] == 55.45
    assert not set(rows["origin"]) & set(course.origins)


@pytest.mark.parametrize(("a", "b", "count"), [("CHN", "RUS", 13), ("DEU", "RUS", 6)])
def test_any_pair_gets_what_speaks_of_no_other_state(a, b, count):
    found = forecasts(ground(a, b))
    assert found is not None
    assert len(found.stated) == count
    assert (found.scores is None) == ({a, b} != {"RUS", "CHN"})


def test_pairs_without_projection_have_none():
    assert forecasts(ground("KGZ", "MNG")) is None


def test_an_earlier_day_knows_less():
    found = forecasts(ground(day=date(2015, 12, 31)))
    assert found is not None
    told = {each.id: each for each in found.stated}
    assert "gdp-2027-china" not in told
    assert told["trade-2020"].verdict == "too early to say"
    assert max(year for each in found.stated for year, _ in each.history) < 2015


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("relation", "sideways"),
        ("scale", "cubic"),
        ("low", "many"),
        ("low", ""),
        ("known", "2020"),
        ("said", "lately"),
        ("last", "soon"),
    ],
)
def test_bad_rows_are_named_by_line_and_column(column, value):
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with pytest.raises(BadRows, match=rf"here, line 2.*{column}"):
        read([{**rows[0], column: value}, *rows[1:]], "here")
    with pytest.raises(BadRows, match=r"line 3.*id"):
        read([rows[0], rows[0]], "here")


def test_an_unknown_reader_is_refused():
    with pytest.raises(InputError, match="no known word"):
        courses("guess RUS", ground())


def test_shipped_scores_read_back_as_written():
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = from_rows(rows)
    assert as_csv(kept) == FILE.read_text("utf-8")
    assert {each.forecaster for each in kept.coverage} == {
        "random walk", "random walk with drift", "exponential smoothing", "causal system"
    }  # fmt: skip


def test_scores_take_more_forecasters_beside_the_baselines():
    def right(known, origin, horizon, seed):
        random = np.random.default_rng(seed)
        return {name: 0.01 * random.standard_normal((300, horizon)) for name in known}, {}

    random = np.random.default_rng(1)
    years = np.arange(1995, 2025)
    series = {f"s{at}": Known(years, 0.01 * random.standard_normal(30)) for at in range(6)}
    cases, found = scored(series, "RUS-CHN", {"right": right})
    assert cases.refused == ()
    best = [each for each in found.ratios if each.forecaster == "right"]
    assert all(each.ratio.high < 1.1 for each in best)
    assert any(each.ratio.high < 1 for each in best)


@pytest.mark.parametrize("pair", [("RUS", "CHN"), ("KGZ", "MNG")])
def test_the_command_fits_80_columns(pair):
    result = CliRunner().invoke(cli, ["forecasts", *pair])
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= 80
    assert ("MISSED" in result.output) == (pair == ("RUS", "CHN"))
