"""Intervals of reliance and of pooled elasticities cover what they claim to."""

import numpy as np
import pytest

from steelyard.measures.elasticity_sets import elasticity_sets, power_over_sets
from steelyard.measures.interval import quantile_interval
from steelyard.measures.reliance_errors import reliance_factors
from steelyard.measures.supplier_power import partner_power
from steelyard.vocabulary.errors import InputError

TAIL = 5.0
SIZE = 12


def made_table(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Economies of different size that buy most of their inputs at home."""
    random = np.random.default_rng(seed)
    mass = random.lognormal(3, 1, SIZE)
    flows = np.outer(mass, mass) * random.lognormal(0, 0.7, (SIZE, SIZE)) / mass.sum()
    np.fill_diagonal(flows, 0.0)
    np.fill_diagonal(flows, 6 * flows.sum(axis=0))
    return flows, 2 * flows.sum(axis=0)


def scales(flows: np.ndarray) -> np.ndarray:
    return 0.35 * (flows / flows.max() + 1e-3) ** -0.08


def noisy(flows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The same flows as somebody else would record them; inputs in all stay."""
    drawn = flows * np.exp(scales(flows) * random.standard_t(TAIL, flows.shape))
    np.fill_diagonal(drawn, 0.0)
    np.fill_diagonal(drawn, flows.sum(axis=0) - drawn.sum(axis=0))
    return drawn


def readings(flows: np.ndarray, output: np.ndarray, i: int, s: int) -> tuple[float, float]:
    """Direct and looked-through reliance of *i* on *s*, whole inverse."""
    inverse = np.linalg.inv(np.eye(len(output)) - flows / output)
    through = inverse[:, i] - np.eye(len(output))[:, i]
    return flows[s, i] / flows[:, i].sum(), through[s] / through.sum()


def test_ninety_per_cent_intervals_of_reliance_cover_the_truth():
    """Truth, a noisy record of it, and the interval made from the record alone."""
    flows, output = made_table()
    random = np.random.default_rng(7)
    hits, tries = np.zeros(2), 0
    for trial in range(250):
        record = noisy(flows, random)
        if (np.diag(record) <= 0).any():
            continue
        for i, s in ((0, 1), (1, 0), (3, 7), (9, 4)):
            truth, seen = readings(flows, output, i, s), readings(record, output, i, s)
            found = reliance_factors(
                record, output, scales(record), TAIL, i, s, draws=300, seed=trial
            )
            for reading, factors in enumerate((found.direct, found.through)):
                low, high = quantile_interval(seen[reading] * factors)
                hits[reading] += low <= truth[reading] <= high
            tries += 1
    assert tries > 900
    assert 0.87 < hits[0] / tries < 0.93
    assert 0.87 < hits[1] / tries < 0.93


def test_first_order_factors_spread_as_those_of_new_inverses():
    flows, output = made_table(2)
    random = np.random.default_rng(3)
    point = readings(flows, output, 2, 5)[1]
    exact = [readings(noisy(flows, random), output, 2, 5)[1] / point for _ in range(600)]
    found = reliance_factors(flows, output, scales(flows), TAIL, 2, 5, draws=2000)
    for level in (0.05, 0.5, 0.95):
        assert np.quantile(found.through, level) == pytest.approx(
            np.quantile(exact, level), abs=0.1
        )


def test_without_noise_nothing_moves_and_currency_does_not_matter():
    flows, output = made_table()
    still = reliance_factors(flows, output, np.zeros_like(flows), TAIL, 0, 1)
    assert set(still.direct) == {1.0}
    np.testing.assert_allclose(still.through, 1.0, rtol=1e-12)
    here = reliance_factors(flows, output, scales(flows), TAIL, 0, 1)
    there = reliance_factors(flows * 6.5, output * 6.5, scales(flows), TAIL, 0, 1)
    np.testing.assert_allclose(there.through, here.through, rtol=1e-9)


def test_a_supplier_from_whom_nothing_is_bought_has_no_direct_reliance_to_vary():
    flows, output = made_table()
    flows[1, 0] = 0.0
    found = reliance_factors(flows, output, scales(flows), TAIL, 0, 1)
    assert np.isfinite(found.through).all()


@pytest.mark.parametrize(
    "change",
    [
        lambda f, x: (f, x, 0, 0),
        lambda f, x: (f, x, 0, SIZE),
        lambda f, x: (-f, x, 0, 1),
        lambda f, x: (f * 3, x, 0, 1),
        lambda f, x: (np.where(np.eye(SIZE) == 1, np.nan, f), x, 0, 1),
    ],
)
def test_bad_tables_are_refused(change):
    flows, output, user, supplier = change(*made_table())
    with pytest.raises(InputError):
        reliance_factors(flows, output, np.zeros((SIZE, SIZE)), TAIL, user, supplier)


def test_ninety_per_cent_intervals_of_power_cover_when_sets_of_elasticities_disagree():
    """One of two sets is right in level and errs in each sector; shares are noisy as well."""
    random = np.random.default_rng(11)
    sectors, spread, noise = 12, 0.3, 0.3
    hits, trials = 0, 400
    for trial in range(trials):
        weight = random.dirichlet(np.ones(sectors)) * 0.5
        share = random.uniform(0.02, 0.3, sectors)
        truth = np.exp(random.normal(1.2, 0.3, sectors))  # sigma - 1
        sets = np.log(truth) + spread * random.standard_normal((2, sectors))
        sets[1] += random.choice([-0.8, 0.8])
        real = partner_power(weight, share, 1 + truth).total
        seen = share * np.exp(noise * random.standard_normal(sectors))
        seen /= seen + 1 - share
        drawn = seen * np.exp(noise * random.standard_normal((400, sectors)))
        drawn /= drawn + 1 - seen
        published = elasticity_sets(1 + np.exp(sets), draws=400, seed=trial)
        found = power_over_sets(weight, seen, published, drawn)
        assert real is not None
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= real <= found.high
    assert 0.87 < hits / trials < 0.93


def test_the_spread_between_sets_is_that_of_one_set_in_one_sector():
    random = np.random.default_rng(5)
    logs = random.normal(1.5, 0.4, 400) + np.array([[0.0], [0.9]])
    sets = logs + 0.25 * random.standard_normal((2, 400))
    assert elasticity_sets(1 + np.exp(sets)).spread == pytest.approx(0.25, abs=0.03)


def test_a_sector_that_one_set_lacks_has_none_and_one_set_has_no_draws():
    found = elasticity_sets(np.array([[3.0, 5.0, np.nan], [9.0, 6.0, 4.0]]))
    assert np.isnan(found.drawn[0, :, 2]).all()
    assert np.isfinite(found.drawn[1]).all()
    assert np.isnan(elasticity_sets(np.array([[3.0, 5.0]])).drawn).all()


@pytest.mark.parametrize("sets", [np.array([[1.0, 3.0]]), np.array([[-5.0]]), np.empty((0, 3))])
def test_elasticities_of_at_most_one_are_refused(sets):
    with pytest.raises(InputError):
        elasticity_sets(sets)
