"""Economic complexity: laws, invariance, and absence where the index is not defined."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.complexity import complexity
from steelyard.measures.product_space import outlook, proximity

PRESENT = arrays(bool, (6, 10), elements=st.booleans())
NESTED = np.tri(6, 9, 3, dtype=bool)


def _random_world(seed=0, states=20, products=40):
    random = np.random.default_rng(seed)
    fit = random.normal(0, 1, (states, 1)) - random.normal(0, 1, (1, products))
    present = fit + random.normal(0, 1, (states, products)) > 0.3
    present[0], present[:, 0] = True, True
    return present


def test_it_solves_the_large_problem_without_building_it():
    present = _random_world().astype(float)
    by_state = present / present.sum(axis=1, keepdims=True)
    by_product = present / present.sum(axis=0)
    values, vectors = np.linalg.eig(by_product.T @ by_state)
    vector = vectors[:, np.argsort(values.real)[-2]].real
    large = by_state @ vector
    large = (large - large.mean()) / large.std()
    found = complexity(_random_world())
    np.testing.assert_allclose(np.abs(found.eci), np.abs(large), atol=1e-11)
    assert found.eigenvalue == pytest.approx(np.sort(values.real)[-2])


@settings(max_examples=50)
@given(present=PRESENT)
def test_it_is_standardised_rises_with_diversity_and_is_the_mean_of_its_products(present):
    found = complexity(present)
    known = np.isfinite(found.eci)
    assert [bool(reason) for reason in found.state_absent] == (~known).tolist()
    assert [bool(each) for each in found.product_absent] == np.isnan(found.pci).tolist()
    assume(known.any())
    index = found.eci[known]
    assert (index.mean(), index.std()) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    assert np.corrcoef(index, found.diversity[known])[0, 1] > 0
    means = [found.pci[row].mean() for row in present[known]]
    np.testing.assert_allclose(means, index, atol=1e-6)


@given(rows=st.permutations(range(20)), columns=st.permutations(range(40)))
@settings(max_examples=20)
def test_the_order_of_states_and_products_does_not_matter(rows, columns):
    here = complexity(_random_world())
    there = complexity(_random_world()[np.ix_(rows, columns)])
    np.testing.assert_allclose(there.eci, here.eci[rows], atol=1e-10)
    np.testing.assert_allclose(there.pci, here.pci[columns], atol=1e-9)


def test_a_state_and_a_product_without_links_are_absent_and_change_nothing_else():
    present = _random_world()
    padded = np.zeros((21, 41), dtype=bool)
    padded[:20, :40] = present
    here, there = complexity(present), complexity(padded)
    np.testing.assert_allclose(there.eci[:20], here.eci, atol=1e-12)
    assert np.isnan([there.eci[20], there.pci[40]]).all()
    assert there.state_absent[20] == "no product with comparative advantage"
    assert there.product_absent[40] == "no state has comparative advantage"
    space = outlook(padded, there)
    assert np.isnan(space.density[:, 40]).all()
    assert np.isnan(space.index[20])
    np.testing.assert_allclose(space.density[:20, :40], outlook(present, here).density)


@pytest.mark.parametrize(
    ("present", "reason"),
    [
        (np.zeros((4, 5), dtype=bool), "fewer than 3 states"),
        (np.ones((2, 5), dtype=bool), "fewer than 3 states"),
        (np.kron(np.eye(2), np.ones((3, 4))).astype(bool), "share no product"),
        (np.ones((4, 5), dtype=bool), "all states export alike"),
        (~np.eye(4, dtype=bool), "not single"),
        (np.array([[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 1]], bool),
         "sign undefined"),
        (np.zeros((0, 0), dtype=bool), "fewer than 3 states"),
    ],
)  # fmt: skip
def test_where_it_is_not_defined_every_index_is_absent_with_the_reason(present, reason):
    found = complexity(present)
    assert np.isnan(found.eci).all()
    assert np.isnan(found.pci).all()
    linked = present.any(axis=1)
    assert all(reason in text for text, one in zip(found.state_absent, linked, strict=True) if one)
    assert all(found.state_absent)
    assert np.isnan(outlook(present, found).index).all()


def test_in_nested_exports_the_state_with_all_products_ranks_first():
    found = complexity(NESTED)
    assert (np.diff(found.eci) > -1e-12).all()
    assert found.pci.argmax() == 8


@given(present=PRESENT)
def test_proximity_is_symmetric_between_0_and_1_and_absent_for_products_of_no_state(present):
    near = proximity(present)
    np.testing.assert_array_equal(near, near.T)
    exported = present.any(axis=0)
    np.testing.assert_array_equal(np.isfinite(near), np.outer(exported, exported))
    assert (near[np.isfinite(near)] >= 0).all()
    assert (near[np.isfinite(near)] <= 1).all()
    assert (near.diagonal()[exported] == 1).all()


def test_outlook_equals_its_definition():
    present = _random_world(3)
    found = complexity(present)
    space, near = outlook(present, found), proximity(present)
    density = present @ near / near.sum(axis=0)
    lacks = ~present * found.pci
    np.testing.assert_allclose(space.density, density)
    np.testing.assert_allclose(space.index, (density * lacks).sum(axis=1))
    gain = (lacks / near.sum(axis=0)) @ near - density * found.pci
    np.testing.assert_allclose(space.gain, np.where(present, np.nan, gain))
