"""Worked example of Miller and Blair (2009), *Input-Output Analysis*, 2nd ed., tables 2.3, 2.4.

Tolerance: half of the last printed digit.
"""

import numpy as np
import pytest

from steelyard.measures.input_output import (
    allocation_coefficients,
    leontief_inverse,
    technical_coefficients,
)

FLOWS = np.array([[150.0, 500.0], [200.0, 100.0]])  # table 2.3, USD
OUTPUT = np.array([1000.0, 2000.0])  # table 2.3, USD
COEFFICIENTS = [[0.15, 0.25], [0.20, 0.05]]  # table 2.4
INVERSE = [[1.254, 0.330], [0.264, 1.122]]  # printed to 3 decimals
FINAL_USE = np.array([350.0, 1700.0])  # table 2.3: output less intermediate sales


def test_coefficients_and_inverse_have_the_printed_digits():
    coefficients = technical_coefficients(FLOWS, OUTPUT)
    np.testing.assert_array_equal(coefficients, COEFFICIENTS)
    np.testing.assert_allclose(leontief_inverse(coefficients), INVERSE, rtol=0, atol=0.5e-3)


def test_final_use_asks_for_the_output_of_the_table():
    inverse = leontief_inverse(technical_coefficients(FLOWS, OUTPUT))
    np.testing.assert_allclose(inverse @ FINAL_USE, OUTPUT, rtol=1e-12)


def test_ghosh_model_returns_the_same_output_from_value_added():
    inverse = leontief_inverse(allocation_coefficients(FLOWS, OUTPUT))
    value_added = OUTPUT - FLOWS.sum(axis=0)
    assert value_added.tolist() == [650.0, 1400.0]
    np.testing.assert_allclose(value_added @ inverse, OUTPUT, rtol=1e-12)


@pytest.mark.parametrize("multiplier", [[1.518, 1.452]])
def test_output_multipliers_are_the_column_sums_of_the_printed_inverse(multiplier):
    inverse = leontief_inverse(np.array(COEFFICIENTS))
    np.testing.assert_allclose(inverse.sum(axis=0), multiplier, atol=1e-3)
