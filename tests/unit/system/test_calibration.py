"""Calibration of a causal system: its density, recovery of known numbers, diagnostics, tables."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.stats import norm

from fixtures.small_causal import price_path, small_system
from steelyard.measures.ranges import triangular
from steelyard.system.calibration import calibrate, digest_of, need_mixed
from steelyard.system.calibration_density import density
from steelyard.system.calibration_scales import scales
from steelyard.system.causal import shipped
from steelyard.system.numbers import numbers
from steelyard.system.readings import readings
from steelyard.system.sampler import Plan
from steelyard.vocabulary.errors import InputError

YEARS = range(1992, 2026)
PLAN = Plan(chains=2, adapting=300, draws=400, seed=1)


def anything(system):
    """Series of the right shape, whatever their values."""
    seen = [each for variable in system.variables for each in variable.observed]
    values = {each: {year: float(np.sin(year + at)) for year in YEARS}
              for at, each in enumerate(seen)}  # fmt: skip
    return readings(system, values)[0]


def simulated(seed):
    """Series of the small system at numbers drawn from what is held before data."""
    system, random = small_system(), np.random.default_rng(seed)
    made = density(system, anything(system), price_path(), last=2025, engine="numpy")
    u = random.normal(size=made.scales.size)
    noise = random.normal(size=(len(YEARS), len(made.columns)))
    middle, error = made.expected(u, noise)
    told = middle + error * random.standard_t(5.0, size=middle.shape)
    new = [
        replace(each, values=tuple(told[made.series == at]))
        for at, each in enumerate(made.readings)
    ]
    return system, new, u


@cache
def fitted(seed):
    """A made-up world and its calibration, for every test that looks at one."""
    system, seen, u = simulated(seed)
    return u, calibrate(system, seen, price_path(), last=2025, plan=PLAN)


def test_coordinates_are_quantiles_of_the_ranges():
    system = shipped()
    made = scales(system, anything(system))
    u = np.random.default_rng(0).normal(size=(5, made.size))
    found = made.vector(u)
    for at, each in enumerate(numbers(system)):
        if each.about != "variant":
            share = norm.cdf(u[:, made.source[at]])
            prior = each.prior
            expected = triangular(share, prior.low, prior.usual, prior.high)
            np.testing.assert_allclose(found[:, at], expected, atol=1e-6, err_msg=each.name)
    weights = [at for at, each in enumerate(numbers(system)) if each.about == "variant"]
    np.testing.assert_allclose(found[:, weights].sum(axis=1), 1.0)


def test_both_engines_give_the_same_density():
    from steelyard.models.trade.numerics import jnp

    system, seen, u = simulated(0)
    noise = np.random.default_rng(1).normal(size=(len(YEARS), 3))
    ours = density(system, seen, price_path(), last=2025, engine="numpy").expected(u, noise)
    theirs = density(system, seen, price_path(), last=2025).expected(u, jnp.asarray(noise), jnp)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, np.asarray(other), atol=1e-10)


def test_known_numbers_are_recovered():
    inside, shifts = [], []
    for seed in range(3):
        u, found = fitted(seed)
        low, high = np.quantile(found.u, (0.05, 0.95), axis=0)
        inside.append((low <= u) & (u <= high))
        shifts.append(((found.u.mean(axis=0) - u) ** 2).mean())
        assert max(each.rhat for each in found.learnt) < 1.1
        contractions = [each.contraction for each in found.learnt]
        assert max(contractions) > 0.5
        assert min(contractions) > -0.5
    assert 0.8 <= np.mean(inside) <= 0.98
    assert np.mean(shifts) < 0.9  # nearer than what was held before, 1


def test_chains_that_did_not_mix_are_refused():
    _, found = fitted(1)
    apart = replace(found, learnt=(replace(found.learnt[0], rhat=1.4), *found.learnt[1:]))
    with pytest.raises(InputError, match="did not mix") as refused:
        need_mixed(apart)
    assert found.learnt[0].coordinate.name in str(refused.value)
    assert "--adapting" in str(refused.value)


def test_without_series_nothing_is_calibrated():
    with pytest.raises(InputError, match="no series speaks"):
        calibrate(small_system(), [], {}, last=2025)


def test_a_digest_tells_equations_ranges_and_series_apart():
    system, seen, _ = simulated(0)

    def told(system, seen, paths):
        return digest_of(density(system, seen, paths, last=2025, engine="numpy"))

    first = told(system, seen, price_path())
    assert first == told(small_system(), seen, price_path())
    link = system.links[0]
    stronger = replace(link, strength=replace(link.strength, high=link.strength.high * 2))
    other = replace(system, links=(stronger, *system.links[1:]))
    assert first != told(other, seen, price_path())
    assert first != told(system, [replace(seen[0], values=seen[1].values), *seen[1:]], price_path())
    early = replace(system.impulses[0], time=system.impulses[0].time - 3)
    moved = replace(system, impulses=(early, *system.impulses[1:]))
    assert first != told(moved, seen, price_path())
