"""World input-output table 2011 (Timmer et al. 2015): checksums, links and cuts.

Checksums of the cleaned table: `expected_open.json`, to the digits stored there. Flows between
Russia and China: the project's data sheet, million USD, printed to the unit.
"""

import json

import numpy as np
import pytest

from steelyard.measures.input_output import (
    allocation_coefficients,
    extraction,
    leontief_inverse,
    supply_extraction,
    technical_coefficients,
    value_at_risk,
)
from steelyard.measures.input_reliance import (
    direct_reliance,
    input_reliance,
    look_through_reliance,
)

pytestmark = pytest.mark.shared
MOST_INPUTS = 0.99  # share of output; columns above it are rounding noise and are scaled to it


@pytest.fixture(scope="module")
def table(shared):
    with np.load(shared / "validation/wiod/wiod2011_inputs.npz") as file:
        return {name: file[name] for name in ("Z", "F", "regions")}


@pytest.fixture(scope="module")
def clean(table):
    """The cleaning that the case prescribes, in its five steps."""
    flows, final = table["Z"].astype(float), table["F"].astype(float)
    output = flows.sum(axis=1) + final.sum(axis=1)
    divisor = np.where(output == 0, 1.0, output)
    coefficients = np.where(output == 0, 0.0, flows / divisor)
    inputs = coefficients.sum(axis=0)
    capped = inputs > MOST_INPUTS
    coefficients[:, capped] *= MOST_INPUTS / inputs[capped]
    final_use = np.maximum(final, 0.0).sum(axis=1)
    inverse = leontief_inverse(coefficients)
    output = inverse @ final_use
    return coefficients, inverse, final_use, output, int(capped.sum())


@pytest.fixture(scope="module")
def region(table):
    return np.repeat(np.arange(len(table["regions"])), 35)


def cells(table, region, name):
    return np.flatnonzero(region == list(table["regions"]).index(name))


def test_cleaned_table_has_the_published_checksums(shared, clean):
    published = json.loads((shared / "validation/wiod/expected_open.json").read_text())
    expected = published["cleaned_data_checksums_2011"]
    coefficients, _, final_use, output, capped = clean
    assert capped == expected["capped_columns"]
    assert (coefficients * output).sum() == pytest.approx(expected["sum_Z"], rel=1e-10)
    assert final_use.sum() == expected["sum_F"]
    assert output.sum() == pytest.approx(expected["sum_R"], rel=1e-10)


def test_flows_between_russia_and_china_are_those_of_the_data_sheet(table, region):
    russia, china = (cells(table, region, name) for name in ("RUS", "CHN"))
    final = table["F"].reshape(region.size, len(table["regions"]), 5).sum(axis=2)
    regions = list(table["regions"])
    assert round(table["Z"][np.ix_(russia, china)].sum()) == 46_719
    assert round(final[russia, regions.index("CHN")].sum()) == 952
    assert round(table["Z"][np.ix_(china, russia)].sum()) == 16_337
    assert round(final[china, regions.index("RUS")].sum()) == 41_302


def test_a_cut_by_woodbury_equals_a_new_inverse_on_the_whole_table(table, region, clean):
    coefficients, inverse, final_use, output, _ = clean
    china, russia = cells(table, region, "CHN"), cells(table, region, "RUS")
    cut = extraction(inverse, coefficients, output, china, russia)
    left = coefficients.copy()
    left[np.ix_(china, russia)] = 0.0
    again = np.linalg.solve(np.eye(output.size) - left, final_use)
    np.testing.assert_allclose(cut.output, again, rtol=1e-10, atol=1e-6)


def test_world_value_added_lost_is_the_use_of_the_link_after_the_cut(table, region, clean):
    coefficients, inverse, _, output, _ = clean
    china, russia = cells(table, region, "CHN"), cells(table, region, "RUS")
    cut = extraction(inverse, coefficients, output, china, russia)
    value_added = output * (1 - coefficients.sum(axis=0))
    lost = value_at_risk(value_added, output, cut.loss).sum()
    used = (coefficients[np.ix_(china, russia)] @ cut.output[russia]).sum()
    assert lost == pytest.approx(used, rel=1e-9)


def test_ghosh_cut_equals_a_new_inverse(table, region, clean):
    coefficients, _, _, output, _ = clean
    russia, germany = cells(table, region, "RUS"), cells(table, region, "DEU")
    flows = coefficients * output
    allocation = allocation_coefficients(flows, output)
    value_added = output - flows.sum(axis=0)
    cut = supply_extraction(leontief_inverse(allocation), allocation, output, russia, germany)
    left = allocation.copy()
    left[np.ix_(russia, germany)] = 0.0
    again = np.linalg.solve((np.eye(output.size) - left).T, value_added)
    np.testing.assert_allclose(cut.output, again, rtol=1e-9, atol=1e-6)


def test_russia_relies_on_china_more_than_it_seems_and_both_views_add_up(table, region, clean):
    coefficients, inverse, final_use, output, _ = clean
    flows = coefficients * output
    np.testing.assert_allclose(technical_coefficients(flows, output), coefficients, atol=1e-15)
    direct = direct_reliance(flows, region)
    through = input_reliance(inverse, output, region)
    whole = look_through_reliance(inverse, final_use, region)
    regions = list(table["regions"])
    russia, china = regions.index("RUS"), regions.index("CHN")
    for reliance in (direct, through, whole):
        np.testing.assert_allclose(reliance.sum(axis=1), 1.0)
    assert through[russia, china] > direct[russia, china]
    assert direct[russia, china] > direct[china, russia]
