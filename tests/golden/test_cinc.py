"""Published CINC scores recomputed from their components: COW, NMC 6.0, 1816-2016.

Tolerance: 1e-8 below a tenth of the world; above, the relative rounding of single precision.
"""

import numpy as np
import polars as pl
import pytest

from steelyard.measures.power import cinc

pytestmark = pytest.mark.shared
COMPONENTS = ["milex", "milper", "irst", "pec", "tpop", "upop"]
SINGLE = 1.2e-7  # relative spacing of single precision


@pytest.fixture(scope="module")
def scores(shared):
    """Year by year: published and recomputed scores."""
    rows = (
        pl.read_csv(
            shared / "data/capability/NMC-60-abridged.csv",
            columns=["year", *COMPONENTS, "cinc"],
            schema_overrides=dict.fromkeys([*COMPONENTS, "cinc"], pl.Float64),
        )
        .sort("year")
        .with_columns(pl.when(pl.col(COMPONENTS) != -9).then(pl.col(COMPONENTS)).name.keep())
    )
    years = rows.partition_by("year", maintain_order=True)
    again = [cinc(year.select(COMPONENTS).fill_null(np.nan).to_numpy()) for year in years]
    return rows["cinc"].to_numpy(), np.concatenate(again)


def test_every_published_score_comes_out_of_its_components(scores):
    published, again = scores
    assert published.size == 15_951
    small = published < 0.1
    np.testing.assert_allclose(again[small], published[small], rtol=0, atol=1e-8)
    np.testing.assert_allclose(again[~small], published[~small], rtol=SINGLE, atol=0)
