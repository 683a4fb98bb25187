"""World input-output table 2011 (Timmer et al. 2015): checksums and links.

Checksums of the cleaned table: `expected_open.json`, to the digits stored there. Flows between
Russia and China: the project's data sheet, million USD, printed to the unit.
"""

import json

import numpy as np
import pytest

from steelyard.measures.input_output import (
    leontief_inverse,
    technical_coefficients,
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
