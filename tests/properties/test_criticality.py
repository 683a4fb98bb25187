"""Laws of the criteria of dependence, and whether stated probabilities come true."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.criticality import (
    Thresholds,
    dependency_criteria,
    dependency_probability,
)
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
P, S = 4, 5
IMPORTS = arrays(float, (P, S), elements=st.floats(0.1, 1e6))
TOTALS = arrays(float, P, elements=st.just(0.0) | st.floats(1e-3, 1e6))


@settings(FEW)
@given(
    imports=IMPORTS,
    exports=TOTALS,
    internal=TOTALS,
    currency=st.sampled_from([0.5, 4.0, 1024.0]),
    order=st.permutations(range(S)),
)
def test_criteria_are_blind_to_currency_and_to_the_order_of_suppliers(
    imports, exports, internal, currency, order
):
    found = dependency_criteria(imports, exports, internal)
    scaled = dependency_criteria(currency * imports, currency * exports, currency * internal)
    moved = dependency_criteria(imports[:, order], exports, internal)
    for other in (scaled, moved):
        np.testing.assert_allclose(other.concentration, found.concentration)
        np.testing.assert_allclose(other.outside_share, found.outside_share)
    np.testing.assert_array_equal(scaled.dependent, found.dependent)


@settings(FEW)
@given(imports=IMPORTS, exports=TOTALS, internal=TOTALS)
def test_parts_of_a_product_with_the_same_suppliers_get_the_same_answer(imports, exports, internal):
    found = dependency_criteria(imports, exports, internal)
    part = dependency_criteria(imports / 4, exports / 4, internal / 4)
    np.testing.assert_array_equal(part.dependent, found.dependent)


def test_parts_of_a_product_by_supplier_look_concentrated():
    whole = dependency_criteria(np.array([[50.0, 50.0, 50.0]]), np.zeros(1))
    parts = dependency_criteria(np.diag([50.0, 50.0, 50.0]), np.zeros(3))
    assert whole.dependent.tolist() == [0.0]
    assert parts.dependent.tolist() == [1.0, 1.0, 1.0]


def test_a_group_is_less_dependent_than_its_members_taken_alone():
    """What members buy from each other is outside for each, and inside for the group."""
    member = dependency_criteria(np.array([[80.0, 20.0]]), np.zeros(1))
    group = dependency_criteria(np.array([[20.0]]), np.zeros(1), np.array([80.0]))
    assert (member.dependent[0], group.dependent[0]) == (1.0, 0.0)
    assert member.outside_share[0] == 1.0


def test_each_criterion_must_be_exceeded_not_met():
    found = dependency_criteria(
        np.array([[50.0, 50.0], [50.0, 50.0]]), np.array([0.0, 0.0]), np.array([100.0, 99.0])
    )
    assert found.outside_share[0] == 0.5
    assert found.dependent.tolist() == [0.0, 1.0]


def test_absence_is_passed_on_and_nothing_imported_is_no_answer():
    imports = np.array([[0.0, 0.0], [np.nan, np.nan], [9.0, np.nan], [9.0, 1.0]])
    found = dependency_criteria(imports, np.array([1.0, 1.0, 0.0, np.nan]))
    np.testing.assert_array_equal(found.dependent, [np.nan, np.nan, 1.0, np.nan])
    assert np.isnan(found.imports_over_exports[2])
    drawn = dependency_probability(imports, np.array([1.0, 1.0, 0.0, np.nan]), sigma=0.2)
    np.testing.assert_array_equal(drawn.dependent, [np.nan, np.nan, 1.0, np.nan])


@settings(FEW)
@given(imports=IMPORTS, exports=TOTALS, internal=TOTALS)
def test_without_noise_the_probability_is_the_yes_or_no(imports, exports, internal):
    found = dependency_criteria(imports, exports, internal)
    drawn = dependency_probability(imports, exports, internal, sigma=0.0, draws=20)
    edge = np.abs(found.concentration - 0.4) < 1e-4  # rounding decides there
    edge |= np.abs(found.outside_share - 0.5) < 1e-4
    edge |= np.abs(found.imports_over_exports - 1.0) < 1e-4
    np.testing.assert_array_equal(drawn.dependent[~edge], found.dependent[~edge])


def test_same_seed_same_probabilities():
    imports = np.random.default_rng(1).lognormal(0, 2, (30, 8))
    first, second = (
        dependency_probability(imports, np.zeros(30), sigma=0.3, draws=100, seed=4).dependent
        for _ in range(2)
    )
    np.testing.assert_array_equal(first, second)


def measured_world(products, seed, spread=1.8, sigma=0.35):
    """True flows of 5,000 products from 25 suppliers, and what a noisy record shows."""
    random = np.random.default_rng(seed)
    true = random.lognormal(0, spread, (products, 25)) * random.lognormal(0, 2, (products, 1))
    exports = true.sum(axis=1) * random.lognormal(-0.5, 1, products)
    internal = true.sum(axis=1) * random.lognormal(-0.5, 1, products)
    noisy = [v * np.exp(s * random.standard_normal(v.shape)) for v, s in
             ((true, sigma), (exports, 0.1), (internal, 0.1))]  # fmt: skip
    truth = dependency_criteria(true, exports, internal).dependent
    drawn = dependency_probability(
        *noisy, sigma=sigma, sigma_exports=0.1, sigma_internal=0.1, draws=200, seed=seed
    )
    return truth, dependency_criteria(*noisy).dependent, drawn


def test_stated_probabilities_come_true():
    """Of the products given 40-60 %, some 40-60 % are dependent in truth, and so on."""
    truth, _, drawn = measured_world(6000, 1)
    for low, high in ((0.05, 0.25), (0.25, 0.45), (0.45, 0.65), (0.65, 0.9)):
        among = (drawn.dependent >= low) & (drawn.dependent < high)
        stated, true = drawn.dependent[among].mean(), truth[among].mean()
        assert among.sum() > 40
        assert abs(stated - true) < 3.5 * np.sqrt(stated * (1 - stated) / among.sum()) + 0.02


def test_interval_of_the_number_covers_and_beats_counting_a_noisy_record():
    covered, miss, naive = 0, 0.0, 0.0
    trials = 60
    for seed in range(trials):
        truth, counted, drawn = measured_world(150, seed)
        covered += drawn.number.low <= truth.sum() <= drawn.number.high
        miss += drawn.number.point - truth.sum()
        naive += counted.sum() - truth.sum()
    assert 0.85 <= covered / trials <= 0.97  # whole numbers: quantiles cover a little more
    assert abs(miss) < abs(naive)


def test_stricter_thresholds_mean_fewer_dependent_products():
    imports = np.random.default_rng(3).lognormal(0, 2, (50, 10))
    usual = dependency_probability(imports, np.zeros(50), sigma=0.3, draws=100)
    strict = dependency_probability(
        imports, np.zeros(50), sigma=0.3, draws=100, thresholds=Thresholds(concentration=0.6)
    )
    assert (strict.dependent <= usual.dependent).all()
    assert usual.error <= 0.05


def test_bad_input_is_refused():
    one = np.array([[1.0, 2.0]])
    with pytest.raises(InputError, match="below zero"):
        dependency_criteria(-one, np.ones(1))
    with pytest.raises(InputError, match="without sigma"):
        dependency_probability(one, np.ones(1), sigma=np.array([[0.1, np.nan]]))
    with pytest.raises(InputError, match="draws"):
        dependency_probability(one, np.ones(1), sigma=0.1, draws=5)
    with pytest.raises(InputError, match="below zero"):
        dependency_probability(one, np.ones(1), sigma=-0.1)
    empty = dependency_probability(np.zeros((0, 3)), np.zeros(0), sigma=0.1)
    assert empty.number.point == 0


def test_small_suppliers_together_give_the_probabilities_of_each_drawn_alone(monkeypatch):
    """Probabilities agree within what 8,000 draws on either side can tell apart."""
    random = np.random.default_rng(11)
    imports = random.lognormal(0, 3.0, (150, 40))
    exports = imports.sum(axis=1) * random.lognormal(-0.5, 0.5, 150)
    noise = {"sigma": 0.4, "sigma_exports": 0.1, "draws": 8000}
    quick = dependency_probability(imports, exports, **noise)
    monkeypatch.setattr("steelyard.measures.criticality.SLOTS", 39)
    slow = dependency_probability(imports, exports, **noise, seed=1)
    undecided = (slow.dependent > 0.05) & (slow.dependent < 0.95)
    assert undecided.sum() > 20
    assert np.abs(quick.dependent - slow.dependent).max() < 0.035  # 4 standard errors and 0.003
