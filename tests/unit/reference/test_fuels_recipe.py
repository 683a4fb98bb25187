"""The table of fuels: what the recipe makes of products and of a user's customs file."""

from datetime import date

import polars as pl

from steelyard.reference.recipe import fuels
from steelyard.reference.recipe.trade import BACI_CODES, WHOLE_WORLD
from steelyard.vocabulary.states import by_iso3

RUSSIA, CHINA = 643, 156


def products(*rows: tuple[int, int, str, float, float | None]) -> pl.DataFrame:
    columns = ["exporter_code", "importer_code", "product", "value_usd", "quantity_t"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        year=pl.lit(2022, pl.Int16), origin=pl.lit("baci_products")
    )


def made(**tables: pl.DataFrame) -> pl.DataFrame:
    return fuels.build(lambda name: tables[name].lazy() if name in tables else None)


def test_products_become_fuels_and_other_goods_are_left_out():
    found = made(
        baci_products=products(
            (RUSSIA, CHINA, "271111", 6e9, 6e6),
            (RUSSIA, CHINA, "271121", 4e9, 3e6),
            (RUSSIA, CHINA, "271112", 1e9, 1e6),  # propane is neither
            (RUSSIA, CHINA, "270900", 58e9, 86e6),
            (RUSSIA, CHINA, "870323", 1e9, 1e3),
        )
    )
    assert dict(found.select("fuel", "value").iter_rows()) == {
        "LNG": 6000.0, "pipeline gas": 4000.0, "crude oil": 58000.0,
    }  # fmt: skip


def test_one_weight_that_is_absent_leaves_the_sum_without_one():
    found = made(
        baci_products=products(
            (RUSSIA, CHINA, "270112", 2e9, 20e6), (RUSSIA, CHINA, "270119", 1e3, None)
        )
    )
    assert found["value"].to_list() == [2000.0]
    assert found["quantity"].to_list() == [None]


def test_world_totals_need_a_file_of_the_whole_world():
    few = made(baci_products=products((RUSSIA, CHINA, "270900", 58e9, 86e6)))
    assert "WLD" not in few["exporter"].to_list()
    own = {*BACI_CODES.values(), "CHN"}  # BACI numbers some economies in its own way
    sellers = [state.m49 for state in by_iso3().values() if state.m49 and state.iso3 not in own]
    rows = [(int(code), CHINA, "270900", 1e9, 2e6) for code in sellers[: WHOLE_WORLD + 5]]
    whole = made(baci_products=products(*rows))
    total = whole.filter((pl.col("exporter") == "WLD") & (pl.col("importer") == "CHN"))
    assert total["value"].to_list() == [1000.0 * (WHOLE_WORLD + 5)]


def test_months_of_a_customs_file_stand_beside_the_years():
    customs = pl.DataFrame(
        {
            "month": [date(2022, 4, 1), date(2022, 4, 1), date(2022, 4, 1)],
            "commodity": ["crude oil", "steam coal", "lng"],
            "partner": ["Russian Federation", "Russian Federation", "World"],
            "volume": [6.55e6, 1.0, None],
            "value": [4797e6, 1.0, 2e9],
            "origin": ["china_customs_energy"] * 3,
        }
    )
    found = made(china_customs_energy=customs)
    assert found.select("exporter", "fuel", "period").rows() == [
        ("RUS", "crude oil", "2022-04"), ("WLD", "LNG", "2022-04"),
    ]  # fmt: skip
    assert fuels.RECIPE.own == ("china_customs_energy",)
    assert "china_customs_energy" not in fuels.RECIPE.needs


def test_nothing_imported_is_an_empty_table():
    assert made().is_empty()


def test_products_without_any_fuel_are_an_empty_table():
    assert made(baci_products=products((RUSSIA, CHINA, "870323", 1e9, 1e3))).is_empty()
