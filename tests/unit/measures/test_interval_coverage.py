"""Every interval, tried on made data whose truth is known: 90 % must hold 87 to 93 %."""

import numpy as np
import pytest

from steelyard.measures.agreement import (
    agreement_interval,
    cohen_kappa,
    kappa_interval,
    pi_interval,
    scott_pi,
)
from steelyard.measures.asymmetry import log_ratio_interval, rank_interval
from steelyard.measures.crossing import crossing_interval, crossing_year
from steelyard.measures.energy import discount_interval, unit_value_interval
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.noise import fit_discrepancy, share_draws, share_interval
from steelyard.measures.published import conflict_interval, rounding_interval

TRIALS = 600
LEAST, MOST = 0.87, 0.93


def coverage(trial, trials=TRIALS, seed=1):
    random = np.random.default_rng(seed)
    return np.mean([trial(random) for _ in range(trials)])


def inside(estimate, truth):
    return estimate.low <= truth <= estimate.high


def test_draws_of_a_known_distribution_hold_it():
    def trial(random):
        found = estimate_from_draws(0.0, random.normal(0, 2, 2000), basis="normal")
        return inside(found, random.normal(0, 2))

    assert LEAST <= coverage(trial) <= MOST


@pytest.mark.parametrize("correlation", [0.0, 0.7])
def test_share_interval_holds_the_true_share(correlation):
    flow, total, sigma = 30.0, 100.0, (0.15, 0.1)

    def trial(random):
        own = random.standard_normal()
        other = correlation * own + np.sqrt(1 - correlation**2) * random.standard_normal()
        seen = flow * np.exp(sigma[0] * own), total * np.exp(sigma[1] * other)
        found = share_interval(*seen, *sigma, correlation, draws=1500, seed=int(own * 1e6) % 9999)
        return inside(found, flow / total)

    assert LEAST <= coverage(trial) <= MOST


def test_reports_of_both_sides_give_a_share_interval_that_holds():
    """The whole chain: fit the noise from paired reports, average two, take a share."""
    one_side = 0.3 / np.sqrt(2)

    def report(random, true, number=None):
        return true * np.exp(one_side * random.standard_normal(number))

    def trial(random):
        size = random.lognormal(5, 1.5, 300)
        model = fit_discrepancy(report(random, size, 300), report(random, size, 300))
        held = []
        for seed in range(25):
            seen = float(np.sqrt(report(random, 40.0) * report(random, 40.0)))
            found = share_interval(
                seen, 200.0, model.sigma(seen), tail=model.tail, draws=1000, seed=seed
            )
            held.append(inside(found, 0.2))
        return np.mean(held)

    assert LEAST <= coverage(trial, 50) <= MOST


def test_log_ratio_interval_holds_when_both_shares_have_one_flow_in_common():
    flow, totals, sigma = 50.0, (150.0, 900.0), (0.2, 0.05, 0.08)

    def trial(random):
        errors = random.standard_normal(3) * sigma
        seen = flow * np.exp(errors[0])
        whole = totals * np.exp(errors[1:])
        noise = random.standard_normal((3, 1000)) * np.array(sigma)[:, None]
        shares = [seen / whole[k] * np.exp(noise[0] - noise[k + 1]) for k in (0, 1)]
        point = float(np.log(whole[1] / whole[0]))
        found = log_ratio_interval(shares[0], shares[1], point=point)
        return inside(found, np.log(totals[1] / totals[0]))

    assert LEAST <= coverage(trial) <= MOST


def test_rank_interval_holds_at_least_as_often_as_it_says():
    true = np.array([90.0, 60.0, 55.0, 50.0, 46.0, 20.0, 5.0])

    def trial(random):
        seen = true * np.exp(0.15 * random.standard_normal(true.size))
        found = rank_interval(seen, 3, 0.15, draws=400, seed=random.integers(9999).item())
        return found.low <= 4 <= found.high

    assert coverage(trial, 400) >= LEAST


def test_crossing_interval_holds_at_least_as_often_as_it_says():
    """A level error that lasts, as publishers make it, and a slope that is known."""
    years = np.arange(2000, 2020)
    true = np.linspace(-1.0, 1.3, 20)

    def trial(random):
        seen = true + random.normal(0, 0.3)
        drawn = seen + random.normal(0, 0.3, (200, 1))
        found = crossing_interval(years, seen, 0.0, drawn, 0.0)
        held = found.low is not None and found.low <= crossing_year(years, true, 0.0)
        return held and crossing_year(years, true, 0.0) <= found.high

    assert coverage(trial, 400) >= LEAST


def test_unit_value_and_discount_intervals_hold_what_was_rounded_away():
    def trial(random):
        true = random.uniform(50, 70), random.uniform(1, 3), random.uniform(70, 90)
        value, volume, benchmark = np.round(true[0]), np.round(true[1], 1), np.round(true[2])
        ends = [(x - h, x + h) for x, h in ((value, 0.5), (volume, 0.05), (benchmark, 0.5))]
        seed = random.integers(9999).item()
        price = unit_value_interval(ends[0], ends[1], draws=1000, seed=seed)
        forgone = discount_interval(ends[0], ends[2], draws=1000, seed=seed)
        return inside(price, true[0] / true[1]), inside(forgone, 1 - true[0] / true[2])

    random = np.random.default_rng(2)
    held = np.mean([trial(random) for _ in range(TRIALS)], axis=0)
    assert (held >= LEAST).all()
    assert (held <= MOST).all()


@pytest.mark.parametrize("chances", [(0.7, 0.2, 0.1), (0.85, 0.13, 0.02)])
def test_agreement_interval_holds_the_chance_behind_the_votes(chances):
    def trial(random):
        counts = random.multinomial(80, chances).tolist()
        found = agreement_interval(*counts, draws=800, seed=random.integers(9999).item())
        return inside(found, chances[0] + chances[1] / 2)

    assert LEAST <= coverage(trial) <= MOST


@pytest.mark.parametrize(
    ("interval", "measure"), [(kappa_interval, cohen_kappa), (pi_interval, scott_pi)]
)
def test_kappa_and_pi_intervals_hold(interval, measure):
    chances = np.array([[0.45, 0.08, 0.02], [0.05, 0.2, 0.05], [0.02, 0.03, 0.1]])
    truth = float(measure(chances))

    def trial(random):
        table = random.multinomial(90, chances.ravel()).reshape(3, 3).astype(float)
        return inside(interval(table, draws=600, seed=random.integers(9999).item()), truth)

    assert LEAST <= coverage(trial, 400) <= MOST


def test_rounding_bounds_always_hold_and_conflict_ranges_span_all_figures():
    random = np.random.default_rng(3)
    for true in random.uniform(-100, 100, 200):
        assert inside(rounding_interval(f"{true:.1f}"), true)
    figures = random.normal(0, 1, 9)
    found = conflict_interval(figures)
    assert (found.low, found.high) == (figures.min(), figures.max())
    assert found.level is None


def test_draws_with_one_seed_are_the_same_numbers():
    first, second = (share_draws(3.0, 9.0, 0.1, draws=50, seed=4) for _ in range(2))
    np.testing.assert_array_equal(first, second)
