"""P-values of synthetic control are uniform where no event had an effect."""

import numpy as np

from steelyard.models.series.counterfactual import synthetic_control


def test_p_values_are_uniform_without_an_effect():
    random, found = np.random.default_rng(7), []
    years = np.arange(2000, 2016)
    names = tuple(f"D{k}" for k in range(19))
    for _ in range(120):
        factors = random.standard_normal((16, 2)).cumsum(axis=0)
        panel = factors @ random.standard_normal((2, 20)) + random.standard_normal((16, 20))
        made = synthetic_control(years, panel[:, 0], panel[:, 1:], names, 2012)
        found.append(made.p_value)
    shares = np.array([np.mean(np.array(found) <= level) for level in (0.1, 0.25, 0.5, 0.75)])
    assert np.abs(shares - [0.1, 0.25, 0.5, 0.75]).max() < 0.13  # 1.36 / sqrt(120): Kolmogorov
