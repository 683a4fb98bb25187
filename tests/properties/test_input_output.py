"""Laws of production networks, for any productive table."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.input_output import (
    leontief_inverse,
    technical_coefficients,
)
from steelyard.measures.input_reliance import (
    direct_reliance,
    input_reliance,
    look_through_reliance,
)
from steelyard.vocabulary.errors import InputError

FEW = settings(max_examples=30)  # laws of arithmetic: many cases in each array
N = 5
TABLES = arrays(float, (N, N), elements=st.floats(0, 100))
FINAL = arrays(float, N, elements=st.floats(1, 100))
REGION = np.array([0, 0, 1, 1, 2])


def balanced(flows, final):
    """Output and coefficients of a table in which every cell adds value."""
    output = np.maximum(flows.sum(axis=0), flows.sum(axis=1)) * 1.1 + final
    return output, technical_coefficients(flows, output)


@settings(FEW)
@given(flows=TABLES, final=FINAL, currency=st.floats(1e-3, 1e3), order=st.permutations(range(N)))
def test_reliance_is_blind_to_currency_and_to_the_order_of_cells(flows, final, currency, order):
    flows = flows + 0.01
    output, coefficients = balanced(flows, final)
    inverse = leontief_inverse(coefficients)
    order = np.array(order)
    moved = np.ix_(order, order)
    for result, scaled, reordered in (
        (
            direct_reliance(flows, REGION),
            direct_reliance(currency * flows, REGION),
            direct_reliance(flows[moved], REGION[order]),
        ),
        (
            look_through_reliance(inverse, final, REGION),
            look_through_reliance(inverse, currency * final, REGION),
            look_through_reliance(inverse[moved], final[order], REGION[order]),
        ),
        (
            input_reliance(inverse, output, REGION),
            input_reliance(inverse, currency * output, REGION),
            input_reliance(inverse[moved], output[order], REGION[order]),
        ),
    ):
        np.testing.assert_allclose(scaled, result)
        np.testing.assert_allclose(reordered, result)
        np.testing.assert_allclose(result.sum(axis=1), 1.0)


@settings(FEW)
@given(flows=TABLES, final=FINAL, part=st.floats(0.1, 0.9))
def test_reliance_is_blind_to_a_cell_split_in_two_of_the_same_technology(flows, final, part):
    flows = flows + 0.01
    output, coefficients = balanced(flows, final)
    split = np.eye(N)[[0, 1, 2, 3, 4, 4]]
    share = np.array([1, 1, 1, 1, part, 1 - part])
    finer = split @ coefficients @ split.T * share[:, None]
    region = REGION[[0, 1, 2, 3, 4, 4]]
    np.testing.assert_allclose(
        look_through_reliance(leontief_inverse(finer), (split @ final) * share, region),
        look_through_reliance(leontief_inverse(coefficients), final, REGION),
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        direct_reliance(finer * ((split @ output) * share), region),
        direct_reliance(flows, REGION),
        rtol=1e-9,
    )


def test_looking_through_finds_the_maker_behind_the_seller():
    """1 buys from 0 only; 0 makes it from 2: at face value 1 does not depend on 2 at all."""
    flows = np.zeros((3, 3))
    flows[2, 0], flows[0, 1] = 50.0, 60.0
    output = np.array([100.0, 100.0, 100.0])
    region = np.arange(3)
    inverse = leontief_inverse(technical_coefficients(flows, output))
    assert direct_reliance(flows, region)[1].tolist() == [1.0, 0.0, 0.0]
    np.testing.assert_allclose(input_reliance(inverse, output, region)[1], [2 / 3, 0, 1 / 3])


def test_a_region_without_inputs_has_no_reliance():
    flows = np.array([[5.0, 0.0], [5.0, 0.0]])
    np.testing.assert_array_equal(
        direct_reliance(flows, np.array([0, 1])), [[0.5, 0.5], [np.nan, np.nan]]
    )
    users = np.array([False, True])
    assert np.isnan(direct_reliance(flows, np.array([0, 1]), users)).all()


def test_a_cell_that_makes_nothing_has_no_technology_unless_it_uses_nothing():
    nothing = technical_coefficients(np.zeros((2, 2)), np.array([0.0, 5.0]))
    assert nothing.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    with pytest.raises(InputError, match="use inputs for nothing"):
        technical_coefficients(np.ones((2, 2)), np.array([0.0, 5.0]))


@pytest.mark.parametrize("coefficients", [np.array([[1.0]]), np.array([[0.6, 0.6], [0.6, 0.6]])])
def test_a_table_that_needs_more_than_it_makes_is_refused(coefficients):
    with pytest.raises(InputError, match="productive"):
        leontief_inverse(coefficients)


def test_bad_input_is_refused():
    good = np.full((2, 2), 0.1)
    x = np.ones(2)
    with pytest.raises(InputError, match="absent"):
        technical_coefficients(np.array([[1.0, np.nan], [0.0, 1.0]]), x)
    with pytest.raises(InputError, match="below zero"):
        technical_coefficients(-good, x)
    with pytest.raises(InputError, match="counted from 0"):
        direct_reliance(good, np.array([0, -1]))
