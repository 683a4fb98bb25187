"""Finders of prices, of products in exports, of sums and gaps of figures."""

import polars as pl
import pytest

from steelyard.dossier.audit.finders import find
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load

WORLD = World(load(DEFAULT_AS_OF))


def test_part_of_products_is_within_its_interval_and_adds_up_to_one():
    fuels = find(Ask("product_share", "", "RUS", "CHN", part="27"), WORLD)
    rest = " ".join(f"{n:02d}" for n in range(1, 100) if n != 27)
    others = find(Ask("product_share", "", "RUS", "CHN", part=rest), WORLD)
    assert [dot.period for dot in fuels.dots] == [str(year) for year in range(2017, 2024)]
    for one, other in zip(fuels.dots, others.dots, strict=True):
        assert one.value.point + other.value.point == pytest.approx(1)
        assert one.value.low < one.value.point < one.value.high
        assert one.value.low + other.value.high == pytest.approx(1)


def test_no_products_and_no_price_are_absences_with_a_reason():
    for ask in (
        Ask("product_share", "", "KAZ", "DEU", part="27"),
        Ask("product_share", "", "RUS", "CHN", part="xx"),
        Ask("price", "TULIPS"),
        Ask("figure_sum", "chn_loan_deal_rosneft no_such_figure", "RUS", "CHN"),
        Ask("formula", "figure_gap", "CHN", "RUS", part="no_such_figure"),
    ):
        course = find(ask, WORLD)
        assert course.dots == ()
        assert course.why


def test_a_price_is_as_published():
    table = WORLD.data.table("prices").filter(pl.col("commodity") == "CRUDE_BRENT")
    course = find(Ask("price", "CRUDE_BRENT"), WORLD)
    known = dict(table.select("period", "value").iter_rows())
    assert {dot.period: dot.value.point for dot in course.dots} == known
    assert course.unit == "USD/bbl"


def test_a_sum_has_both_sources_and_the_ends_of_both():
    course = find(Ask("figure_sum", "chn_loan_deal_rosneft chn_loan_deal_transneft", "RUS", "CHN"),
                  WORLD)  # fmt: skip
    (dot,) = course.dots
    assert (dot.value.low, dot.value.point, dot.value.high) == (24, 25, 26)
    assert course.unit == "USD bn"


def test_sum_of_unlike_units_is_refused():
    course = find(
        Ask("figure_sum", "crude_imports_volume crude_imports_value", "CHN", "RUS"), WORLD
    )
    assert course.dots == ()
    assert "units" in course.why


def test_gap_is_opposite_in_sign_the_other_way_round():
    one = find(Ask("formula", "figure_gap", "CHN", "RUS", "SAU", "crude_import_unit_value"), WORLD)
    other = find(
        Ask("formula", "figure_gap", "CHN", "SAU", "RUS", "crude_import_unit_value"), WORLD
    )
    for a, b in zip(one.dots, other.dots, strict=True):
        assert (1 + a.value.point) * (1 + b.value.point) == pytest.approx(1)


def test_research_spending_is_intensity_times_output():
    course = find(Ask("formula", "rd_spending_ratio", "CHN", "RUS", part="gdp_ppp"), WORLD)
    intensity = {d.period: d.value.point for d in _ratio("rd_gdp").dots}
    output = {d.period: d.value.point for d in _ratio("gdp_ppp").dots}
    assert course.dots
    for dot in course.dots:
        by_hand = intensity[dot.period] * output[dot.period]
        assert dot.value.point == pytest.approx(by_hand)
        assert len(set(dot.origins)) >= 1


def _ratio(name: str):
    from steelyard.claims.course import over

    return over(find(Ask("state", name, "CHN"), WORLD), find(Ask("state", name, "RUS"), WORLD))
