"""Formal influence is made only from a user's own file."""

from types import SimpleNamespace

import polars as pl
import pytest

from steelyard.dossier.domains.formal_influence import influence_gaps, influence_series
from steelyard.dossier.request import request
from steelyard.reference.dataset import Dataset
from steelyard.reference.overlay import overlaid
from steelyard.reference.recipe import influence
from steelyard.sources.capability.fbic import ORIGIN

MADE = pl.DataFrame(
    {
        "iso3a": ["RUS", "CHN", "CHN", "USA"],
        "iso3b": ["CHN", "RUS", "RUS", "CHN"],
        "year": [2020, 2020, 2021, 2020],
        # 0.3 x 0.4 / 0.581992 = 0.20619; the row of 2021 disagrees with its own factors
        "fbic": [0.103094, 0.206188, 0.3, None],
        "bandwidth": [0.3, 0.3, 0.3, 0.5],
        "dependence": [0.2, 0.4, 0.4, None],
        "origin": "fbic",
    }
)


def basis_with(known):
    return SimpleNamespace(data=known, asked=request("RUS", "CHN"))


@pytest.fixture(scope="module")
def added():
    """The embedded shape of the table with a user's file over it."""
    asked = request("RUS", "CHN")
    empty = Dataset(asked.as_of, {"influence": influence.build(lambda _: None)}, {})
    scan = lambda name: MADE.lazy() if name == "fbic" else None  # noqa: E731
    return basis_with(overlaid(empty, scan, {"fbic"}, {"fbic": ORIGIN}))


def test_without_a_file_nothing_is_shown_and_the_gap_says_so():
    asked = request("RUS", "CHN")
    alone = basis_with(Dataset(asked.as_of, {"influence": influence.build(lambda _: None)}, {}))
    assert influence_series(alone) == ()
    (gap,) = influence_gaps(alone)
    assert "no redistribution" in gap.reason


def test_both_directions_are_shown_as_published(added):
    found = {(s.measure, s.subject): s for s in influence_series(added)}
    over_russia = found["institutions.formal_influence", "CHN"]
    assert over_russia.partner == "RUS"
    assert over_russia.at("2020").value.point == pytest.approx(0.206188)
    assert found["institutions.formal_influence", "RUS"].at("2020").value.point == 0.103094
    # who depends is the subject of dependence: Russia's on China is the 0.4 of the row CHN, RUS
    assert found["institutions.formal_dependence", "RUS"].at("2020").value.point == 0.4
    assert found["institutions.formal_dependence", "CHN"].at("2020").value.point == 0.2
    assert influence_gaps(added) == ()


def test_an_index_that_its_own_factors_do_not_give_is_noted(added):
    over_russia = next(
        s for s in influence_series(added) if s.subject == "CHN" and "infl" in s.measure
    )
    assert over_russia.at("2020").note == ""
    assert "0.2062" in over_russia.at("2021").note


def test_a_file_without_one_of_the_two_says_which(added):
    asked = request("KAZ", "CHN")
    (gap,) = influence_gaps(SimpleNamespace(data=added.data, asked=asked))
    assert gap.reason == "the file added does not hold Kazakhstan"
