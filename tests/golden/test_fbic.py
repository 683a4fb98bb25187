"""V7: formal bilateral influence capacity of 300 published rows, from their own inputs.

Moyer and others (2018), Pardee Center; tolerance 1e-6 (the file is in single precision).
"""

import numpy as np
import polars as pl
import pytest

from steelyard.measures.fbic import fbic_bandwidth, fbic_dependence, formal_influence

pytestmark = pytest.mark.shared
TIES = ["lor_avg", "igos", "tradeagreement", "lntotaltrade", "allianceindex", "armstotalstock"]
SHARES = [
    "aidabgdpb",
    "aidaballaidb",
    "totaltradeabgdpb",
    "totaltradeaballtradeb",
    "armimportstockabmilstockb",
    "armsimportsstockaballimstockb",
]


@pytest.fixture(scope="module")
def rows(shared):
    return pl.read_csv(shared / "validation/fbic_sample_300.csv", infer_schema_length=None)


def numbers(rows, names):
    return rows.select(pl.col(names).cast(pl.Float64)).to_numpy()


def test_published_influence_comes_out_of_its_inputs(rows):
    assert rows.height == 300
    bandwidth = fbic_bandwidth(numbers(rows, [f"norm_{name}_ma" for name in TIES]))
    dependence = fbic_dependence(numbers(rows, [f"{name}_ma" for name in SHARES]))
    influence = formal_influence(bandwidth, dependence)
    for name, value in (("bandwidth", bandwidth), ("dependence", dependence), ("fbic", influence)):
        np.testing.assert_allclose(value, numbers(rows, [name])[:, 0], rtol=0, atol=1e-6)
