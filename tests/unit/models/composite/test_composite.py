"""Composites: invariances, missing values, ranges over choices, what matters, bad input."""

from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from steelyard.models.composite.aggregate import aggregate, recipe_weights
from steelyard.models.composite.effective import effective_weights
from steelyard.models.composite.normalise import mean_ranks, normalise
from steelyard.models.composite.recipe import (
    WHAT_IT_SUPPOSES,
    Choices,
    Indicator,
    Recipe,
    Table,
)
from steelyard.models.composite.robustness import robustness
from steelyard.models.composite.score import composite
from steelyard.models.composite.sensitivity import choice_importance, sobol_indices
from steelyard.vocabulary.errors import InputError

NAMES = ("trade", "arms", "gas", "votes")
UNITS = tuple(f"U{k}" for k in range(9))
EVERY = Choices(
    normalisations=("min-max", "z", "rank", "reference"),
    weightings=("equal", "given", "pca", "budget"),
    weights=(1.0, 2.0, 3.0, 4.0),
    budget=((10.0, 20.0, 30.0, 40.0), (25.0, 25.0, 25.0, 25.0)),
)


def example(seed: int = 0, rate: float = 1.0, noise: float = 0.0) -> Table:
    values = np.random.default_rng(seed).lognormal(size=(9, 4))
    values[:, 0] *= rate
    columns = tuple(Indicator(n, n != "votes", rate if n == "trade" else 1.0) for n in NAMES)
    return Table(UNITS, columns, values, np.full((9, 4), noise) * values.std(axis=0))


def ranking(table: Table, recipe: Recipe) -> list[tuple[str, float | None]]:
    return sorted((one.unit, one.rank) for one in composite(table, recipe))


@pytest.mark.parametrize("recipe", EVERY.recipes(), ids=str)
def test_units_of_measurement_change_no_rank(recipe):
    assert ranking(example(rate=1e6), recipe) == ranking(example(), recipe)


@pytest.mark.parametrize("recipe", EVERY.recipes(), ids=str)
def test_the_order_of_states_changes_nothing(recipe):
    table = example()
    order = np.random.default_rng(1).permutation(9)
    shuffled = Table(tuple(UNITS[k] for k in order), table.indicators, table.values[order])
    assert composite(shuffled, recipe) == composite(table, recipe)


@pytest.mark.parametrize("recipe", EVERY.recipes(), ids=str)
def test_a_unit_that_leads_everywhere_comes_first(recipe):
    table = example()
    table.values[4] = [100.0, 100.0, 100.0, 0.001]  # votes run the other way
    best = composite(table, recipe)[0]
    assert (best.unit, best.rank) == ("U4", 1.0)


def test_turning_an_indicator_round_turns_its_ranks_round():
    values = np.random.default_rng(0).normal(size=(1, 12, 1))
    up = normalise(values, (Indicator("x"),), "rank")
    down = normalise(values, (Indicator("x", more_is_more=False),), "rank")
    np.testing.assert_allclose(up + down, 101.0)


def test_a_geometric_mean_punishes_imbalance():
    points = np.array([[[100.0, 2.0], [45.0, 45.0]]])
    half = np.array([[0.5, 0.5]])
    assert aggregate(points, half, "arithmetic")[0].argmax() == 0
    assert aggregate(points, half, "geometric")[0].argmax() == 1


def test_copeland_counts_wins_as_a_plain_loop_does():
    random = np.random.default_rng(0)
    points = random.integers(0, 5, size=(3, 7, 4)).astype(float)
    weights = random.dirichlet(np.ones(4), size=3)
    found = aggregate(points, weights, "copeland")
    for d in range(3):
        for a in range(7):
            net = [weights[d] @ np.sign(points[d, a] - points[d, b]) for b in range(7) if b != a]
            wins, losses = sum(x > 1e-6 for x in net), sum(x < -1e-6 for x in net)
            assert found[d, a] == pytest.approx(50 + 50 * (wins - losses) / 6)


def test_principal_components_weigh_what_varies_together():
    random = np.random.default_rng(0)
    common = random.normal(size=200)
    together = common[:, None] + 0.3 * random.normal(size=(200, 3))
    points = np.column_stack([together, random.normal(size=200)])[None]
    weights = recipe_weights(points, Recipe(weighting="pca"))[0]
    assert weights.sum() == pytest.approx(1)
    assert weights[:3].min() > 3 * weights[3]


@given(st.lists(st.integers(0, 5) | st.just(None), min_size=2, max_size=12))
@settings(max_examples=60)
def test_mean_ranks_are_those_of_a_plain_count(values):
    array = np.array([np.nan if x is None else x for x in values], dtype=float)
    known = array[np.isfinite(array)]
    plain = [
        np.nan if np.isnan(x) else (known < x).sum() + ((known == x).sum() + 1) / 2 for x in array
    ]
    np.testing.assert_array_equal(mean_ranks(array[None, :, None])[0, :, 0], plain)


def test_missing_values_are_refused_unless_the_recipe_says_how():
    table = example()
    table.values[2, 1] = np.nan
    with pytest.raises(InputError, match="U2: arms"):
        composite(table, Recipe())
    with pytest.raises(InputError, match="refuses"):
        robustness(table, Choices(), draws=50)
    found = {one.unit: one for one in composite(table, Recipe(missing="reweight"))}
    assert found["U2"].missing == ("arms",)
    assert found["U2"].score is not None


def test_a_unit_with_too_little_stays_absent_and_says_why():
    table = example()
    table.values[2, 1:] = np.nan
    last = composite(table, Recipe(missing="reweight"))[-1]
    assert (last.unit, last.score, last.rank) == ("U2", None, None)
    assert last.note.startswith("absent:")
    ranges = robustness(table, Choices(missing=("reweight",)), draws=200)
    assert ranges.units[-1].rank.text().startswith("too little")


def test_drawing_missing_values_widens_the_interval():
    table = example()
    whole = {one.unit: one.rank for one in robustness(table, Choices(), draws=600).units}
    table.values[4, [0, 1]] = np.nan
    drawn = robustness(table, Choices(missing=("draw",)), draws=600)
    rank = next(one.rank for one in drawn.units if one.unit == "U4")
    assert rank.high - rank.low > whole["U4"].high - whole["U4"].low


def test_the_same_seed_gives_the_same_ranges_in_any_order_of_states():
    table = example(noise=0.2)
    order = np.random.default_rng(3).permutation(9)
    shuffled = Table(
        tuple(table.units[k] for k in order),
        table.indicators,
        table.values[order],
        table.noise[order],
    )
    assert robustness(shuffled, Choices(), draws=300).units == (
        robustness(table, Choices(), draws=300).units
    )


def test_noise_widens_ranges_and_no_choice_leaves_none():
    alone = Choices(("min-max",), ("equal",), ("arithmetic",), leave_out=False)
    still = robustness(example(), alone, draws=200)
    assert all(one.rank.low == one.rank.high for one in still.units)
    moved = robustness(example(noise=0.5), alone, draws=200)
    assert sum(one.rank.high - one.rank.low for one in moved.units) > 9
    scattered = robustness(example(), replace(alone, concentration=3.0), draws=200)
    assert sum(one.rank.high - one.rank.low for one in scattered.units) > 2


def test_rank_ranges_cover_the_true_rank():
    alone = Choices(("min-max",), ("equal",), ("arithmetic",), leave_out=False)
    truth = np.repeat(np.linspace(0, 8, 9)[:, None], 4, axis=1)
    columns = tuple(Indicator(name) for name in NAMES)
    hits = []
    for seed in range(60):
        seen = truth + 1.5 * np.random.default_rng(seed).normal(size=(9, 4))
        table = Table(UNITS, columns, seen, np.full((9, 4), 1.5))
        units = robustness(table, alone, draws=300, seed=seed).units
        hits += [one.rank.low <= 9 - int(one.unit[1]) <= one.rank.high for one in units]
    assert 0.87 <= np.mean(hits) <= 0.99  # ranks are whole: it may cover more


def test_the_choice_that_alone_varies_has_all_the_importance():
    one = Choices(("min-max",), ("equal",), ("arithmetic", "copeland"), leave_out=False)
    found = choice_importance(example(), one, base=64)
    assert [x.name for x in found] == ["aggregation"]
    assert found[0].total == pytest.approx(1.0, abs=0.1)


def test_every_choice_that_varies_is_listed():
    found = choice_importance(example(noise=0.3), Choices(), "U3", base=128)
    assert {x.name for x in found} == {
        "normalisation",
        "weights",
        "aggregation",
        "indicator left out",
        "noise of the values",
    }
    totals = [x.total for x in found]
    assert totals == sorted(totals, reverse=True)


def test_an_output_that_never_varies_has_no_indices():
    found = sobol_indices(lambda x: np.ones(len(x)), ("a",), base=16)
    assert (found[0].first, found[0].total) == (None, None)


def test_effective_weights_see_a_bend_that_correlation_misses():
    x = np.random.default_rng(0).normal(size=(150, 2))
    score = x[:, 0] ** 2 + 0.2 * x[:, 1]
    found = {
        w.name: w for w in effective_weights(("bent", "plain"), x, score, np.array([0.5, 0.5]))
    }
    assert found["bent"].linear < 0.2
    assert found["bent"].correlation_ratio > 0.9


def test_every_choice_says_what_it_supposes():
    for recipe in EVERY.recipes():
        for choice in (recipe.normalisation, recipe.weighting, recipe.aggregation, recipe.missing):
            assert WHAT_IT_SUPPOSES[choice]


def test_bad_input_is_refused():
    columns = (Indicator("x"), Indicator("y"))
    with pytest.raises(InputError, match="fewer than 2 values"):
        Table(("A", "B"), columns, np.array([[1.0, 2.0], [1.0, 3.0]]))
    with pytest.raises(InputError, match="names unique"):
        Table(("A", "A"), columns, np.array([[1.0, 2.0], [2.0, 3.0]]))
    with pytest.raises(InputError, match="infinite"):
        Table(("A", "B"), columns, np.array([[1.0, np.inf], [2.0, 3.0]]))
    with pytest.raises(InputError, match="not all 0"):
        Recipe(weighting="given", weights=(0.0, 0.0))
    with pytest.raises(InputError, match="for 'given'"):
        Recipe(weighting="given")
    table = Table(("A", "B"), columns, np.array([[1.0, 2.0], [2.0, 3.0]]))
    with pytest.raises(InputError, match="one weight for each"):
        composite(table, Recipe(weighting="given", weights=(1.0,)))
    with pytest.raises(InputError, match="reference above 0"):
        composite(table, Recipe(normalisation="reference"))
    with pytest.raises(InputError, match="power of 2"):
        sobol_indices(lambda x: x[:, 0], ("a",), base=100)
    with pytest.raises(InputError, match="at least 20"):
        robustness(table, Choices(), draws=3)
    with pytest.raises(InputError, match="one of the 2 units"):
        choice_importance(table, Choices(), "X")
