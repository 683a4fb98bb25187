"""From a file of regimes or of rivals to what explains the votes of a pair."""

import json
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from fixtures.regime_files import own_file, vdem_file
from steelyard.dossier.domains.votes.explanations import REGIME, RIVAL, explained
from steelyard.dossier.domains.votes.regimes import BETWEEN, HIGHEST, LOWEST
from steelyard.dossier.domains.votes.rivals import enemies_shared
from steelyard.dossier.domains.votes.why import fitted
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.dossier.vote_gaps import vote_gaps
from steelyard.interfaces.cli.main import cli
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.overlay import dataset
from steelyard.store import Store
from steelyard.vocabulary.errors import InputError

YEARS = range(2010, 2020)


@pytest.fixture(scope="module")
def known():
    """States, and how close each votes to one of them."""
    made = explained(load(DEFAULT_AS_OF), 2019)
    west = made.similarity[made.states.index("GBR")]
    return made.states, dict(zip(made.states, west.tolist(), strict=True))


@pytest.fixture(scope="module")
def stores(known, tmp_path_factory):
    """One store with an index that follows the votes, one with an index that means nothing."""
    states, west = known
    rest = float(np.nanmedian(list(west.values())))
    follows = {
        state: min(max(rest if value != value else value, 0.02), 0.98)
        for state, value in west.items()
    }
    shuffled = np.random.default_rng(5).permutation(list(follows.values()))
    nothing = dict(zip(states, shuffled.tolist(), strict=True))
    folder = tmp_path_factory.mktemp("regimes")
    made = {}
    for name, index in (("follows", follows), ("nothing", nothing)):
        file = vdem_file(folder / f"{name}.csv", states, YEARS, index.__getitem__)
        made[name] = folder / name
        Store.open(made[name], create=True).import_file(file)
    return SimpleNamespace(**made, follows_by=follows)


def basis(store, a="RUS", b="CHN", years=(2010, 2020)):
    data = dataset(DEFAULT_AS_OF, store) if store else load(DEFAULT_AS_OF)
    return SimpleNamespace(data=data, asked=request(a, b, years, DEFAULT_AS_OF, 0))


def test_a_file_added_is_an_explanation_beside_common_rivals(known, tmp_path):
    states, west = known
    index = {
        state: 0.5 if value != value else min(max(value, 0), 1) for state, value in west.items()
    }
    file = vdem_file(tmp_path / "V-Dem-CY-Core.csv", states, YEARS, index.__getitem__)
    store = str(tmp_path / "store")
    run = CliRunner()
    added = run.invoke(cli, ["data", "add", str(file), "--store", store])
    assert added.exit_code == 0
    assert "0 excluded" in added.output
    asked = run.invoke(
        cli, ["measure", "KAZ", "CHN", "--years", "2012:2019", "--store", store, "--json"]
    )
    assert asked.exit_code == 0
    told = json.loads(asked.stdout)
    parts = {
        item["part"]: item["points"][-1]["value"]
        for item in told["series"]
        if item["measure"] == "votes.explained"
    }
    for name in (REGIME, RIVAL):
        assert parts[name]["low"] < parts[name]["point"] < parts[name]["high"]
    likeness = next(s for s in told["series"] if s["measure"] == "votes.regime_likeness")
    assert 0 <= likeness["points"][-1]["value"]["low"] <= likeness["points"][-1]["value"]["high"]
    assert any(origin["id"] == "vdem" for origin in told["origins"])


def test_an_index_that_follows_the_votes_has_weight_and_a_shuffled_one_has_none(stores):
    weights = {}
    for name in ("follows", "nothing"):
        made = fitted(basis(getattr(stores, name)).data, 2019, "vdem")
        place = list(made.known.explanations).index(REGIME)
        weights[name] = made.fit.coefficient(place)
    assert weights["follows"].low > 0.2
    assert abs(weights["nothing"].point) < weights["follows"].low / 3


def test_cohesion_by_regime_and_likeness_stand_with_intervals(stores):
    from steelyard.dossier.domains.votes.material import material
    from steelyard.dossier.domains.votes.regimes import likeness_series, regime_cohesion

    asked = basis(stores.follows, years=(2015, 2019))
    found = {item.part: item.at("2019").value for item in regime_cohesion(asked, material(asked))}
    assert found[LOWEST].low > found[BETWEEN].high  # the index follows the votes
    assert found[HIGHEST].low > found[BETWEEN].high
    like = next(iter(likeness_series(asked)))
    gap = abs(stores.follows_by["RUS"] - stores.follows_by["CHN"])
    assert like.at("2019").value.point == pytest.approx(1 - gap, abs=2e-3)
    assert like.at("2019").value.low < 1 - gap < like.at("2019").value.high


def test_two_indices_stand_side_by_side_and_never_in_one_regression(known, stores, tmp_path):
    states = known[0]
    store = Store.open(tmp_path / "both", create=True)
    store.import_file(vdem_file(tmp_path / "v.csv", states, YEARS, stores.follows_by.__getitem__))
    store.import_file(own_file(tmp_path / "o.csv", states, YEARS, stores.follows_by.__getitem__))
    from steelyard.dossier.domains.votes.why import why_series

    asked = basis(tmp_path / "both", years=(2015, 2019))
    found = [s for s in why_series(asked) if s.measure == "votes.explained" and s.part == REGIME]
    assert [s.basis.rpartition(" by ")[2] for s in found] == [
        "A survey",
        "Varieties of Democracy, country-year",
    ]
    # the same numbers on two scales say the same
    values = [s.at("2019").value.point for s in found]
    assert values[0] == pytest.approx(values[1], abs=2e-3)
    own = next(id for id in asked.data.origins if id.startswith("own_index:"))
    assert asked.data.origin(own).licence == "CC BY 4.0"


def test_an_index_of_few_states_is_left_out_and_named_and_the_rest_stands(stores, tmp_path):
    few = list(stores.follows_by)[:30]
    store = Store.open(tmp_path / "few", create=True)
    store.import_file(own_file(tmp_path / "f.csv", few, YEARS, stores.follows_by.__getitem__))
    asked = basis(tmp_path / "few", years=(2015, 2019))
    index = next(id for id in asked.data.origins if id.startswith("own_index:"))
    made = fitted(asked.data, 2019, index)
    assert made.left_out == (REGIME,)
    assert RIVAL in made.known.explanations
    gap = next(gap for gap in vote_gaps(asked) if gap.what.startswith("Similar regime"))
    assert "states" in gap.reason
    assert gap.years == "2015-2019"


def test_one_gap_names_the_files_that_would_decide(stores):
    for a, b in (("RUS", "CHN"), ("KAZ", "CHN"), ("DEU", "POL")):
        named = [gap for gap in vote_gaps(basis(None, a, b)) if "identity" in gap.what.lower()]
        assert len(named) == 1
        for word in ("V-Dem", "Polity5", "Thompson", "GSDB", "data add"):
            assert word in named[0].effect
    left = [gap for gap in vote_gaps(basis(stores.follows)) if "identity" in gap.what.lower()]
    assert len(left) == 1
    assert "V-Dem" not in left[0].effect
    assert "Thompson" in left[0].effect


def ties(*rows):
    frame = pl.DataFrame(list(rows), schema=["indicator", "a", "b", "year"], orient="row")
    made = frame.with_columns(
        pl.col("year").cast(pl.Int16), value=pl.lit(1.0), origin=pl.lit("made")
    )
    return Dataset(DEFAULT_AS_OF, {"dyads": made}, {})


def test_an_enemy_in_common_is_one_of_both_in_the_years_that_the_list_covers():
    states = ("CHN", "KAZ", "RUS", "USA")
    data = ties(
        ("rivalry", "CHN", "USA", 2005), ("rivalry", "RUS", "USA", 2009),
        ("rivalry", "KAZ", "USA", 2004), ("rivalry", "CHN", "IND", 2014),
        ("sanction_ties", "RUS", "EUU", 2005), ("sanction_ties", "CHN", "EUU", 2009),
        ("sanction_ties", "USA", "RUS", 2009),
        ("dispute", "CHN", "RUS", 2008),
    )  # fmt: skip
    found = enemies_shared(data, states, (2005, 2009))
    assert list(found) == ["common strategic rival before", "sanctioned by the same before"]
    shared = found["common strategic rival before"].matrix
    assert shared[0, 2] == shared[2, 0] == 1
    assert shared[1].sum() == 0  # its rivalry was over
    assert shared[3, 0] == 0  # a rival is not its own rival's friend
    # from the same sender, which may be no state; the sender itself is not sanctioned by it
    assert found["sanctioned by the same before"].matrix[0, 2] == 1
    assert enemies_shared(data, states, (2012, 2016)) == {}


def test_values_outside_a_scale_never_reach_a_likeness():
    from steelyard.measures.likeness import likeness

    with pytest.raises(InputError):
        likeness(1.2, 0.3)
    with pytest.raises(InputError):
        likeness(0.2, 0.3, first_error=-0.1, second_error=0.1)
    assert not likeness(float("nan"), 0.3).present
    assert likeness(0.2, 0.2).low is None


@pytest.mark.parametrize("apart", [0.0, 0.1, 0.3])
def test_nine_of_ten_intervals_of_likeness_hold_it(apart):
    from steelyard.measures.likeness import likeness

    random, error, held = np.random.default_rng(11), 0.03, 0
    for _ in range(3_000):
        one, other = 0.4 + random.normal(0, error), 0.4 + apart + random.normal(0, error)
        made = likeness(one, other, first_error=error, second_error=error)
        held += made.low <= 1 - apart <= made.high
    assert 0.87 <= held / 3_000 <= 0.93
