"""World input-output table 2011 (Timmer et al. 2015): real income under two shocks.

Case V11 of the shared validation data: computed by two independent methods that agree to 2e-11
percentage points; definitions in its README. All trade elasticities 5 at 41 regions x 35
sectors; 8, 4, 5, 5 at 6 x 4. Deficits zeroed before and after.
"""

import json

import numpy as np
import pytest

from steelyard.measures.input_output import leontief_inverse
from steelyard.models.trade.shock import embargo, trade_cost
from steelyard.models.trade.solve import solve
from steelyard.models.trade.tables import economy_from_flows

pytestmark = pytest.mark.shared
TOLERANCE = 1e-6  # percentage points, as the case states
MOST_INPUTS = 0.99
WEST = [
    "AUT",
    "BEL",
    "BGR",
    "CYP",
    "CZE",
    "DEU",
    "DNK",
    "ESP",
    "EST",
    "FIN",
    "FRA",
    "GBR",
    "GRC",
    "HUN",
    "IRL",
    "ITA",
    "LTU",
    "LUX",
    "LVA",
    "MLT",
    "NLD",
    "POL",
    "PRT",
    "ROM",
    "SVK",
    "SVN",
    "SWE",
    "USA",
    "CAN",
    "JPN",
    "KOR",
    "AUS",
    "TWN",
]


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "validation/wiod"


@pytest.fixture(scope="module")
def expected(folder):
    return json.loads((folder / "expected_open.json").read_text())


@pytest.fixture(scope="module")
def world(folder):
    """The cleaning that the case prescribes, in its five steps."""
    with np.load(folder / "wiod2011_inputs.npz") as file:
        flows, final = file["Z"].astype(float), file["F"].astype(float)
        regions, sectors = list(file["regions"].astype(str)), list(file["sectors"].astype(str))
    output = flows.sum(axis=1) + final.sum(axis=1)
    coefficients = np.where(output == 0, 0.0, flows / np.where(output == 0, 1.0, output))
    inputs = coefficients.sum(axis=0)
    capped = inputs > MOST_INPUTS
    coefficients[:, capped] *= MOST_INPUTS / inputs[capped]
    use = np.maximum(final, 0).reshape(len(output), len(regions), 5).sum(axis=2)
    made = leontief_inverse(coefficients) @ use.sum(axis=1)
    return economy_from_flows(regions, sectors, coefficients * made, use, np.full(35, 5.0))


def both_ways(economy, one, other, factor=np.inf):
    shock = trade_cost(economy, one, other, factor)
    return shock.then(trade_cost(economy, other, one, factor))


def agree(answer, published):
    names = answer.baseline.countries
    assert set(names) == set(published)
    np.testing.assert_allclose(
        answer.percent, [published[name] for name in names], rtol=0, atol=TOLERANCE
    )


def test_an_embargo_between_russia_and_china(world, expected):
    answer = solve(world, embargo(world, ["RUS"], ["CHN"]).then(embargo(world, ["CHN"], ["RUS"])))
    agree(answer, expected["set_B"]["a_RUS_CHN_embargo"]["real_income_pct"])


def test_twice_the_cost_of_trade_between_russia_and_the_west(world, expected):
    answer = solve(world, both_ways(world, ["RUS"], WEST, 2.0))
    agree(answer, expected["set_B"]["d_West_RUS_iceberg_x2"]["real_income_pct"])


@pytest.fixture(scope="module")
def coarse(folder):
    with np.load(folder / "coarse_inputs.npz") as file:
        return economy_from_flows(
            list(file["regions"].astype(str)),
            ["primary", "manufactures", "utilities", "services"],
            file["Z"],
            file["F"],
            file["theta"],
        )


@pytest.mark.parametrize(
    ("case", "other"),
    [("a_RUS_CHN_embargo", ["CHN"]), ("b_West_RUS_embargo", ["USA", "WESTX"])],
)
def test_embargoes_between_large_regions(coarse, expected, case, other):
    agree(solve(coarse, both_ways(coarse, ["RUS"], other)), expected["coarse"][case])
