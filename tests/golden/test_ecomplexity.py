"""Economic complexity against the Python package ecomplexity 0.5.3 (Harvard Growth Lab).

The cases are made-up exports; `make_ecomplexity_cases.py` wrote them together with what the
package makes of them. Tolerance 1e-12 on indices of size 1. Density likewise.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from steelyard.measures.complexity import complexity
from steelyard.measures.composition import present_products, revealed_comparative_advantage
from steelyard.measures.product_space import outlook, proximity

CASES = json.loads(Path(__file__).with_name("ecomplexity_cases.json").read_text(encoding="utf-8"))
TOLERANCE = 1e-12


@pytest.mark.parametrize("name", CASES)
def test_indices_and_density_equal_those_of_the_package(name):
    published = {key: np.array(values, dtype=float) for key, values in CASES[name].items()}
    advantage = revealed_comparative_advantage(published["exports"])
    present = present_products(advantage)
    found = complexity(present)
    space = outlook(present, found)
    ours = {
        "rca": advantage,
        "eci": found.eci,
        "pci": found.pci,
        "diversity": found.diversity,
        "ubiquity": found.ubiquity,
        "density": space.density,
        "first_row_of_proximity": proximity(present)[0],
    }
    for key, values in ours.items():
        np.testing.assert_allclose(values, published[key], rtol=0, atol=TOLERANCE, err_msg=key)
