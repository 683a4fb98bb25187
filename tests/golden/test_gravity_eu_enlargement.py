"""EU enlargement in one-sector gravity: the example of the Stata program `ge_gravity`.

Baier, S. L., Yotov, Y. V. and Zylkin, T. (2019). *Journal of International Economics* 116,
206-226. 44 economies, year 2000, theta = 4, additive deficits; the source stores single precision,
so 2e-7 relative is what its digits support. The multiplicative closure has no published column:
it is held to its own equations.
"""

import numpy as np
import polars as pl
import pytest

from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gravity.equilibrium import equilibrium
from steelyard.models.trade.gravity.world import world

SINGLE_PRECISION = 2e-7
PRINTED = {"HUN": 1.4043, "CZE": 0.9983, "POL": 0.6804, "RUS": -0.0202, "CHN": -0.0005}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def sample(shared):
    """World, multiplier, and the published welfare and trade."""
    rows = pl.read_csv(shared / "validation/ge_gravity/expected_additive_2000.csv").sort(
        "exporter", "importer"
    )
    names = tuple(rows["exporter"].unique().sort())
    trade, effect, welfare, after = (
        rows[column].to_numpy().reshape(len(names), -1)
        for column in ("trade", "eu_effect", "w_eu", "X_eu")
    )
    return world(names, trade, 4.0), np.exp(effect), welfare[:, 0], after


def test_welfare_and_trade_are_those_published(sample):
    start, multiplier, welfare, after = sample
    found = equilibrium(start, multiplier)
    np.testing.assert_allclose(found.welfare, welfare, rtol=SINGLE_PRECISION)
    np.testing.assert_allclose(found.trade, after, rtol=SINGLE_PRECISION)
    assert found.certificate.worst < 1e-13
    for name, percent in PRINTED.items():
        assert 100 * (found.welfare[start.countries.index(name)] - 1) == pytest.approx(
            percent, abs=0.5e-4
        )


def test_the_multiplicative_closure_solves_its_own_equations(sample):
    start, multiplier, welfare, _ = sample
    found = equilibrium(start, multiplier, closure=Closure.MULTIPLICATIVE)
    income = found.price * start.output
    ratio = found.trade.sum(axis=0) / start.expenditure / found.price
    np.testing.assert_allclose(found.trade.sum(axis=1), income, rtol=1e-12)
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-12)  # spending over income moves alike
    russia = 100 * (found.real_income[start.countries.index("RUS")] - 1)
    assert russia == pytest.approx(-0.0107, abs=0.5e-4)  # noted for this closure; -0.0202 above
    apart = np.abs(found.welfare - welfare)  # and the answer is another: the deficit of Bulgaria
    assert start.countries[int(apart.argmax())] == "BGR"
    assert 100 * apart.max() == pytest.approx(0.18, abs=0.005)
