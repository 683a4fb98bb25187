"""Sobol indices against closed forms and SALib.

Ishigami function, a = 7, b = 0.1: S = 0.3139, 0.4424, 0; ST = 0.5576, 0.4424, 0.2437 (Saltelli
et al. 2000, *Sensitivity Analysis*, 2.9.3, from the analytic variances). SALib 1.6.0: stored with
the script that made it (`make_salib_sobol.py`), base 8,192.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from steelyard.models.composite.sensitivity import sobol_indices

SALIB = json.loads(Path(__file__).with_name("salib_sobol.json").read_text("utf-8"))
NAMES = ("a", "b", "c")


def ishigami(x: np.ndarray) -> np.ndarray:
    a, b, c = (2 * np.pi * x - np.pi).T
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def steps(x: np.ndarray) -> np.ndarray:
    first, second, third = (np.floor(x * [3, 2, 5])).T
    return first * second + 0.3 * third


def test_the_ishigami_indices_are_the_analytic_ones():
    found = sobol_indices(ishigami, NAMES, base=8192)
    np.testing.assert_allclose([one.first for one in found], [0.3139, 0.4424, 0.0], atol=0.01)
    np.testing.assert_allclose([one.total for one in found], [0.5576, 0.4424, 0.2437], atol=0.01)
    for one in found:
        assert one.first_low <= one.first <= one.first_high
        assert one.total_low <= one.total <= one.total_high


@pytest.mark.parametrize(("name", "function"), [("ishigami", ishigami), ("steps", steps)])
def test_the_indices_are_those_of_salib(name, function):
    found = sobol_indices(function, NAMES, base=8192)
    np.testing.assert_allclose([one.first for one in found], SALIB[name]["S1"], atol=0.015)
    np.testing.assert_allclose([one.total for one in found], SALIB[name]["ST"], atol=0.015)
