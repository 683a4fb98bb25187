"""The contest over third states: which region, who is ahead, and what is absent rather than 0."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier.assemble import _basis
from steelyard.dossier.contest.cells import contest_cells
from steelyard.dossier.contest.chosen import LEAST, contested
from steelyard.dossier.contest.entries import ratio_of
from steelyard.dossier.contest.goods import Weights
from steelyard.dossier.contest.passing import passing
from steelyard.dossier.contest.rows import rows
from steelyard.dossier.domains.borderlands import borderland_series, digits_interval
from steelyard.dossier.domains.region import region_series
from steelyard.dossier.request import request
from steelyard.reference.dataset import Dataset, load
from steelyard.vocabulary.estimate import Estimate, absent, exact


@pytest.fixture(scope="module")
def data():
    return load(date(2026, 1, 1))


def basis_of(data, a, b, years=(1992, 2025)):
    return _basis(data, request(a, b, years), lambda step, done: None)


@pytest.fixture(scope="module")
def basis(data):
    return basis_of(data, "RUS", "CHN")


@pytest.fixture(scope="module")
def turned(data):
    return basis_of(data, "CHN", "RUS")


def found_in(basis, state, dimension):
    return next(
        each for each in contest_cells(basis) if (each.state, each.dimension) == (state, dimension)
    )


@pytest.mark.parametrize(
    ("pair", "region"),
    [
        (("RUS", "CHN"), "CAS"),
        (("RUS", "TUR"), "SOUTH_CAUCASUS"),
        (("USA", "CHN"), "SOUTH_AMERICA"),
        (("DEU", "FRA"), "SOUTH_EUROPE"),
    ],
)
def test_the_region_is_the_one_where_the_weaker_side_weighs_most(data, pair, region):
    found = contested(basis_of(data, *pair))
    assert found[0].region.id == region
    weaker = [min(each.share_a, each.share_b) for each in found]
    assert weaker == sorted(weaker, reverse=True)
    assert min(weaker) >= LEAST
    assert not {*pair} & {state for each in found for state in each.states}


def test_a_region_that_holds_a_side_says_that_it_is_without_it(data):
    titles = [each.title for each in contested(basis_of(data, "IND", "CHN"))]
    assert "South Asia without India" in titles


def test_figures_of_a_whole_region_do_not_stand_for_what_is_left_of_it(data):
    kazakh = contest_cells(basis_of(data, "KAZ", "CHN"))
    whole = [each for each in kazakh if each.whole and each.region == "CAS"]
    assert {each.dimension for each in whole} == {"trade", "imports", "exports"}
    assert whole[0].region_name == "Central Asia without Kazakhstan"


def test_a_region_of_one_state_goes_by_that_state(basis):
    assert found_in(basis, "MNG", "alliance").region == "MONGOLIA"


def test_a_pair_that_competes_nowhere_has_no_contest(data):
    basis = basis_of(data, "KGZ", "RUS")
    assert contested(basis) == () == contest_cells(basis)
    assert region_series(basis) == ()


def test_the_order_of_the_two_sides_only_turns_the_sign(basis, turned):
    for here, there in zip(rows(basis), rows(turned), strict=True):
        assert here.code == there.code
        for dimension, found in here.weights.items():
            back = there.weights[dimension]
            np.testing.assert_array_equal(found.a, back.b)
            np.testing.assert_array_equal(found.imputed, back.imputed)
    for state in ("CAS", "KAZ", "UZB"):
        here, there = found_in(basis, state, "trade"), found_in(turned, state, "trade")
        assert here.log_ratio.point == pytest.approx(-there.log_ratio.point)
        assert (here.passed_by, here.year) == (there.passed_by, there.year)


def test_another_currency_changes_no_ratio_and_no_year(data, basis):
    trade = data.table("trade").with_columns(pl.col("value") * 4)
    figures = data.table("figures").with_columns(
        pl.when(pl.col("series").str.starts_with("trade_goods"))
        .then(pl.col("value") * 4)
        .otherwise("value")
    )
    frames = {**data.frames, "trade": trade, "figures": figures}
    other = basis_of(Dataset(data.as_of, frames, data.origins), "RUS", "CHN")
    for dimension in ("trade", "imports", "exports"):
        here, there = (found_in(each, "KAZ", dimension) for each in (basis, other))
        assert there.log_ratio.point == pytest.approx(here.log_ratio.point)
        assert (there.passed_by, there.year) == (here.passed_by, here.year)


def test_the_year_of_passing_moves_with_what_is_counted(basis):
    trade, imports = (found_in(basis, "CAS", each) for each in ("trade", "imports"))
    assert (trade.passed_by, trade.year) == ("CHN", 2009)
    assert (imports.passed_by, imports.year) == ("CHN", 2023)
    under = {choice.choice: choice for choice in imports.choices}
    assert under["first time"].year == 2010
    assert under["reported years"].year is None  # Russia was ahead again in 2020
    assert {"seen from", "errors anew", "errors that last"} <= set(under)


def test_a_states_own_statistics_stand_beside_the_reconciled_ones(basis):
    found = [
        item for item in region_series(basis) if (item.subject, item.part) == ("KAZ", "imports")
    ]
    assert [item.basis for item in found] == ["BACI, reconciled", "declared by Kazakhstan"]
    assert {point.status for point in found[1].points} == {"declared"}


def test_years_that_are_mostly_imputed_carry_no_crossing(basis):
    cell = found_in(basis, "EAST_EUROPE", "trade")
    assert (cell.period, cell.passed_by) == ("2020", "")
    assert "2023 left out" in cell.note
    tilt = next(item for item in region_series(basis) if item.subject == "EAST_EUROPE")
    assert tilt.at("2023").status == "absent"
    assert tilt.at("2020").value.present


def test_a_sum_is_absent_when_a_state_with_a_part_in_it_falls_out(data):
    gone = (pl.col("year") == 2015) & (pl.col("exporter") == "RUS") & (pl.col("importer") == "KAZ")
    frames = {**data.frames, "trade": data.table("trade").filter(~gone)}
    row = rows(basis_of(Dataset(data.as_of, frames, data.origins), "RUS", "CHN"))[0]
    imports = row.weights["imports"]
    at = imports.years.tolist().index(2015)
    assert np.isnan(imports.a[at])
    assert np.isfinite(imports.b[at])


def test_no_pact_is_known_to_be_none_but_no_register_is_absent(basis, data):
    kazakhstan = found_in(basis, "KAZ", "alliance")
    assert (kazakhstan.value_a.point, kazakhstan.value_b.point) == (4.0, 2.0)
    assert not kazakhstan.log_ratio.present
    assert kazakhstan.chance_b == 0.0
    gone = (pl.col("a") == "CHN") & (pl.col("b") == "KAZ")
    frames = {**data.frames, "pacts": data.table("pacts").filter(~gone)}
    without = found_in(basis_of(Dataset(data.as_of, frames, {}), "RUS", "CHN"), "KAZ", "alliance")
    assert without.value_b.point == 0.0
    assert "China: no pact" in without.note
    frames["pacts"] = data.table("pacts").clear()
    bare = contest_cells(basis_of(Dataset(data.as_of, frames, {}), "RUS", "CHN"))
    assert "alliance" not in {each.dimension for each in bare}


@pytest.mark.parametrize(
    ("dimension", "absent_side"), [("migrants", "value_b"), ("credit", "value_a")]
)
def test_what_one_side_does_not_publish_is_absent_and_not_zero(basis, dimension, absent_side):
    cell = found_in(basis, "KAZ", dimension)
    sides = {side: getattr(cell, side) for side in ("value_a", "value_b")}
    missing = sides.pop(absent_side)
    assert missing.point is None
    assert missing.basis.startswith("absent:")
    assert next(iter(sides.values())).point > 0
    assert (cell.log_ratio.point, cell.chance_b) == (None, None)


def test_shares_of_two_sources_are_not_set_against_each_other(basis):
    one, two = (found_in(basis, state, "trade as published") for state in ("UZB", "KGZ"))
    assert one.log_ratio.present
    assert two.value_a.present
    assert two.value_b.present
    assert "different sources" in two.log_ratio.basis


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [
        (absent("not asked"), exact(2.0, "a count"), "one side has no figure"),
        (exact(0.0, "a count"), exact(2.0, "a count"), "no logarithm"),
    ],
)
def test_a_ratio_without_both_sides_has_a_reason(a, b, words):
    ratio, chance = ratio_of(a, b, 0)
    assert chance is None
    assert words in ratio.basis


def test_bounds_give_bounds_and_intervals_a_probability():
    bounds = ratio_of(Estimate(1.0, 0.5, 2.0, None, "b"), Estimate(4.0, 2.0, 8.0, None, "b"), 0)
    assert bounds[0].level is None
    assert bounds[1] is None
    found, chance = ratio_of(
        Estimate(1.0, 0.8, 1.25, 0.9, "d"), Estimate(2.0, 1.6, 2.5, 0.9, "d"), 0
    )
    assert found.low < np.log(2) < found.high
    assert chance > 0.99


def test_fewer_than_five_years_name_no_passing(basis):
    years = np.arange(2000, 2004)
    a, b = np.full(4, 2.0), np.array([1.0, 1.0, 3.0, 3.0])
    few = Weights(years, a, b, np.tile(a, (30, 1)), np.tile(b, (30, 1)), np.zeros(4))
    assert passing(basis, few).by == ""


def test_a_dossier_cites_the_origins_of_its_grid():
    found = dossier_of("RUS", "CHN")
    known = {origin.id for origin in found.origins}
    assert {origin for cell in found.contest for origin in cell.origins} <= known
    assert found.crossings[0].series == ("region.log_ratio.CAS.CHN.trade.baci-reconciled",)
    assert any("Migrants" in gap.what and "China" in gap.what for gap in found.gaps)


def test_people_across_the_border_are_a_ratio_with_the_rounding_of_both(basis):
    made = {(item.measure, item.subject): item for item in borderland_series(basis)}
    there = made["region.border_population_ratio", "RUS"].points[0].value
    back = made["region.border_population_ratio", "CHN"].points[0].value
    assert there.point == pytest.approx(130 / 6)
    assert (there.low, there.high) == pytest.approx((125 / 6.5, 135 / 5.5))
    assert there.point * back.point == pytest.approx(1.0)
    assert "audited" in made["region.border_population_ratio", "RUS"].basis


def test_pairs_without_such_figures_have_none(data):
    assert borderland_series(basis_of(data, "USA", "CHN")) == ()


@pytest.mark.parametrize(("value", "low", "high"), [(16.0, 15.5, 16.5), (24000.0, 23500, 24500)])
def test_a_figure_is_as_good_as_its_last_digit(value, low, high):
    found = digits_interval(value)
    assert (found.low, found.high) == (low, high)
