"""Embedded tables from the world input-output table of 2011 against the whole one.

Timmer et al. (2015), WIOD release 2013. The whole table is cleaned as in the validation case
(`validation/wiod`); what ships is a sum of it, or calculated from it, to three or four digits.
"""

from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.measures.input_output import leontief_inverse, technical_coefficients
from steelyard.measures.input_reliance import direct_reliance, input_reliance
from steelyard.reference.baseline import baseline
from steelyard.reference.dataset import load
from steelyard.vocabulary.industries import economy_of, region_of, sector_of, sectors

DAY = date(2026, 11, 22)
THREE_DIGITS = 5.1e-3  # relative: half the last of three digits
FOUR_DIGITS = 5.1e-4
SMALLEST = 5e-7  # shares are kept to six decimals


@pytest.fixture(scope="module")
def compact():
    return baseline(load(DAY))


@pytest.fixture(scope="module")
def whole(shared):
    with np.load(shared / "validation/wiod/wiod2011_inputs.npz") as file:
        flows, final = file["Z"].astype(float), file["F"].astype(float)
        economies = [economy_of(str(code)) for code in file["regions"]]
    return flows, final, economies


def embedded(reading: str, users: str, economies: list[str]) -> np.ndarray:
    rows = load(DAY).table("reliance").filter(year=2011, reading=reading, users=users)
    found = np.full((len(economies), len(economies)), np.nan)
    for user, supplier, value in rows.select("user", "supplier", "value").iter_rows():
        found[economies.index(user), economies.index(supplier)] = value
    return found


@pytest.mark.shared
def test_embedded_reliance_is_that_of_all_1435_industries(whole):
    flows, final, economies = whole
    output = flows.sum(axis=1) + final.sum(axis=1)
    shares = np.divide(flows, output, out=np.zeros_like(flows), where=output > 0)
    inputs = shares.sum(axis=0)
    shares[:, inputs > 0.99] *= 0.99 / inputs[inputs > 0.99]
    region = np.repeat(np.arange(len(economies)), 35)
    makes = np.tile([sectors()[s].manufacturing for s in sector_of("wiod_2013").values()], 41)
    inverse = leontief_inverse(shares)
    weight = np.maximum(output, 0.0)  # two cells of stocks drawn down make less than nothing
    for reading, users, expected in (
        (
            "direct",
            "manufacturing",
            direct_reliance(shares * weight, region, makes),
        ),
        ("through", "all", input_reliance(inverse, weight, region)),
        ("through", "manufacturing", input_reliance(inverse, weight, region, makes)),
    ):
        found = embedded(reading, users, economies)
        np.testing.assert_allclose(found, expected, rtol=THREE_DIGITS, atol=SMALLEST)


def test_shares_of_all_suppliers_add_up_to_one():
    rows = load(DAY).table("reliance")
    sums = rows.group_by("origin", "year", "reading", "users", "user").agg(pl.col("value").sum())
    assert sums["value"].min() > 0.995
    assert sums["value"].max() < 1.005


def test_rows_equal_columns_and_world_value_added_equals_final_use(compact):
    assert compact.value_added.sum() == pytest.approx(compact.final.sum() + compact.stocks.sum())
    used = compact.flows.sum(axis=0) + compact.value_added
    np.testing.assert_allclose(used, compact.output, rtol=1e-12)
    assert (compact.value_added > 0).all()
    assert (compact.final >= 0).all()
    assert (compact.flows >= 0).all()
    assert (compact.flows.sum(axis=0) / compact.output).max() < 0.91


@pytest.mark.shared
def test_output_and_value_added_are_those_of_the_whole_table(whole, compact):
    flows, final, economies = whole
    cells = [
        compact.cell(region_of(economy), sector)
        for economy in economies
        for sector in sector_of("wiod_2013").values()
    ]
    output = np.bincount(cells, flows.sum(axis=1) + final.sum(axis=1))
    added = output - np.bincount(cells, flows.sum(axis=0))
    np.testing.assert_allclose(compact.output, output, rtol=compact.rounding)
    np.testing.assert_allclose(compact.value_added, added, atol=compact.rounding * output.max())
    assert np.abs((compact.value_added - added) / output).max() < compact.rounding
    assert compact.output.sum() == pytest.approx(output.sum(), rel=2e-5)


def test_russia_and_china_trade_in_the_compact_table_what_the_data_sheet_says(compact):
    """USD m: 46,719 inputs and 952 final; 16,337 and 41,302 (printed to the unit)."""
    regions = compact.regions
    for seller, user, inputs, final in (
        ("RUS", "CHN", 46_719, 952),
        ("CHN", "RUS", 16_337, 41_302),
    ):
        rows, columns = (compact.region == regions.index(code) for code in (seller, user))
        bought = compact.final[rows] + compact.stocks[rows]
        assert compact.flows[np.ix_(rows, columns)].sum() == pytest.approx(inputs, rel=FOUR_DIGITS)
        assert bought[:, regions.index(user)].sum() == pytest.approx(final, rel=FOUR_DIGITS)


def test_reliance_on_the_compact_table_is_near_that_of_the_whole(compact):
    """Sums over industries of different technology move it: half of the pairs by 1.5 % or less."""
    inverse = leontief_inverse(technical_coefficients(compact.flows, compact.output))
    rough = input_reliance(inverse, compact.output, compact.region)
    rows = load(DAY).table("reliance").filter(year=2011, reading="through", users="all")
    fine = np.full(rough.shape, np.nan)
    for user, supplier, value in rows.select("user", "supplier", "value").iter_rows():
        if {user, supplier} <= set(compact.regions) - {"ROW"}:
            fine[compact.regions.index(user), compact.regions.index(supplier)] = value
    known = np.isfinite(fine) & ~np.eye(len(fine), dtype=bool)
    off = np.abs(np.log(rough[known] / fine[known]))
    assert np.median(off) < 0.017
    assert np.quantile(off, 0.9) < 0.05


@pytest.mark.parametrize("rate", [1e-3, 6.5, 1e4])
def test_currency_changes_nothing(compact, rate):
    once = direct_reliance(compact.flows, compact.region)
    again = direct_reliance(compact.flows * rate, compact.region)
    np.testing.assert_allclose(again, once, rtol=1e-12)
    inverse = leontief_inverse(technical_coefficients(compact.flows, compact.output))
    moved = leontief_inverse(technical_coefficients(compact.flows * rate, compact.output * rate))
    np.testing.assert_allclose(
        input_reliance(moved, compact.output * rate, compact.region),
        input_reliance(inverse, compact.output, compact.region),
        rtol=1e-9,
    )
