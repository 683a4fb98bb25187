"""Power before and after a date, and beside a contract's formula: intervals hold what they say."""

from dataclasses import replace

import numpy as np

from fixtures.bargained_prices import OIL, YEARS, reservations, size_of, world
from steelyard.models.energy.bargain.formula import Formula, power_with_formula
from steelyard.models.energy.bargain.held_out import compare
from steelyard.models.energy.bargain.likelihood import Prior, Seen
from steelyard.models.energy.bargain.power import regimes


def test_ninety_percent_intervals_of_regimes_and_their_change_hold_nine_in_ten():
    """Reservation prices that differ a third as much as elsewhere need fewer draws to be summed."""
    held, fell, worlds = np.zeros(3), [], 500
    for seed in range(worlds):
        seen, prior, _, powers = world(seed, split=2015, draws=40, error=0.07, spread=0.35)
        found = regimes(seen, 2015, replace(prior, cells=41))
        truth = (powers[0], powers[-1], powers[-1] - powers[0])
        ends = (found.before, found.after, found.change)
        held += [each.low <= t <= each.high for each, t in zip(ends, truth, strict=True)]
        fell.append((found.fell, powers[-1] < powers[0]))
    assert (held / worlds >= 0.87).all(), held / worlds
    assert (held / worlds <= 0.93).all(), held / worlds
    told, true = np.array(fell, dtype=float).T
    assert abs(told.mean() - true.mean()) < 0.04  # probabilities are those of the event
    unsure = (told > 0.1) & (told < 0.9)
    assert abs(told[unsure].mean() - true[unsure].mean()) < 0.15


def test_intervals_of_a_formulas_weight_and_slope_hold_nine_in_ten():
    held, worlds = np.zeros(3), 200
    formula = Formula(np.array([6]), OIL[None], 2.5, 0.5)
    for seed in range(worlds):
        chance = np.random.default_rng(seed)
        highest, least = reservations(chance, 17, 0.1)
        power, weight = chance.uniform(size=2)
        slope, size = 2.5 + 0.5 * chance.standard_normal(), size_of(chance, 0.05)
        seen = Seen(YEARS, np.ones(YEARS.size), highest[1:], least[1:])
        mean = weight * slope * OIL + (1 - weight) * (least + power * (highest - least))[0]
        price = mean + size * seen.scale * chance.standard_normal(YEARS.size)
        seen = Seen(YEARS, price, highest[1:], least[1:])
        found = power_with_formula(seen, formula, Prior(error=0.05), weights=81, powers=21)
        ends = zip((found.power, found.weight, found.slope), (power, weight, slope), strict=True)
        held += [each.low <= true <= each.high for each, true in ends]
    assert (held / worlds >= 0.87).all(), held / worlds
    assert (held / worlds <= 0.93).all(), held / worlds


def test_prices_that_follow_a_formula_are_foretold_better_by_it_and_bargained_ones_are_not():
    chance = np.random.default_rng(5)
    formula = Formula(np.array([0, 6]), np.array([OIL[::-1], OIL]), 2.5, 0.8)
    least = np.full((1, YEARS.size), 100.0)
    highest = 300 + 40 * chance.standard_normal((1, YEARS.size))
    noise = 1 + 0.03 * chance.standard_normal(YEARS.size)
    tied = compare(Seen(YEARS, 2.6 * OIL * noise, highest, least), formula)
    assert tied.gain > 2 * tied.gain_error > 0
    lag = power_with_formula(Seen(YEARS, 2.6 * OIL * noise, highest, least), formula)
    assert lag.lag_probability[1] > 0.99
    free = compare(Seen(YEARS, (100 + 0.4 * (highest - least)[0]) * noise, highest, least), formula)
    assert free.gain < 1
