"""Gravity by Poisson pseudo-likelihood against pyfixest 0.60.0 (`fepois`).

The reference numbers were made on the same matrix with

    pf.fepois("y ~ distance + border | exporter + importer", frame, vcov={"CRV1": "pair"},
              ssc=pf.ssc(k_adj=False, G_adj=False), iwls_tol=1e-12, fixef_tol=1e-12)

where `pair` names both directions alike. Tolerance: what the two solvers leave (1e-8).
"""

import numpy as np
import pytest

from steelyard.models.series.gravity import gravity

COEFFICIENTS = (-1.9302487142165454, -0.8461779640657536)
CLUSTERED = (0.29871183814881097, 0.4152182464826803)


def made():
    """A matrix of 14 states with zeros, the same for both programs."""
    random = np.random.default_rng(20)
    n = 14
    place = random.uniform(0, 10, (n, 2))
    distance = np.sqrt(((place[:, None] - place[None]) ** 2).sum(-1)) + 0.5
    border = (distance < 2.5).astype(float)
    sizes = np.add.outer(random.normal(2, 1, n), random.normal(2, 1, n))
    mean = np.exp(sizes - 0.9 * np.log(distance) + 0.4 * border)
    flows = mean * random.gamma(2.0, 0.5, (n, n))
    flows[random.uniform(size=(n, n)) < 0.08] = 0.0
    return flows, {"distance": np.log(distance), "border": border}


def test_coefficients_and_clustered_errors_are_those_of_pyfixest():
    fit = gravity(*made())
    assert fit.observations == 182
    assert fit.coefficients == pytest.approx(COEFFICIENTS, rel=1e-8)
    assert fit.standard_errors == pytest.approx(CLUSTERED, rel=1e-6)
