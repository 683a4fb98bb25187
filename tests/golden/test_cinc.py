"""Published CINC scores recomputed from their components: COW, NMC 6.0, 1816-2016 and to 2022.

Tolerance: 1e-8 below a tenth of the world; above, the relative rounding of single precision.
The embedded scores are those recomputed, to their six digits.
"""

from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.measures.power import cinc
from steelyard.reference.dataset import load
from steelyard.sources.capability.nmc import parse_rda
from steelyard.vocabulary.states import from_cow

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


@pytest.fixture(scope="module")
def later(shared):
    """The edition to 2022, from 1990, with recomputed scores and states."""
    frame = parse_rda(shared / "data/capability/peacesciencer_cow_nmc.rda").collect()
    years = frame.filter(pl.col("year") >= 1990).partition_by("year", maintain_order=True)
    return pl.concat(
        year.select(
            "year",
            "cinc",
            again=pl.Series(
                cinc(year.select(COMPONENTS).cast(pl.Float64).fill_null(np.nan).to_numpy())
            ),
            state=pl.Series([from_cow(code, year["year"][0]) for code in year["ccode"]]),
        )
        for year in years
    )


def test_scores_to_2022_come_out_of_their_components(later):
    assert later.height == 6_292
    small = later.filter(pl.col("cinc") < 0.1)
    np.testing.assert_allclose(small["again"], small["cinc"], rtol=0, atol=1e-8)
    np.testing.assert_allclose(later["again"], later["cinc"], rtol=SINGLE, atol=1e-8)


def test_the_embedded_scores_are_the_recomputed_ones(later):
    """In 1990 two states of a union share a code: the united one, which is larger, is embedded."""
    known = load(date(2026, 11, 22)).table("state_years")
    mine = known.filter((pl.col("indicator") == "cinc") & (pl.col("origin") == "cow_nmc_r"))
    united = later.drop_nulls("state").group_by("state", "year").agg(pl.col("again").max())
    both = mine.join(united, on=["state", "year"], how="inner")
    assert both.height == mine.height == 6_290
    np.testing.assert_allclose(both["value"], both["again"], rtol=5e-6, atol=5e-7)
