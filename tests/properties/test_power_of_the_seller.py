"""The posterior of bargaining power covers what it promises and tells where it knows little."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.models.energy.bargain.formula import Formula, power_with_formula
from steelyard.models.energy.bargain.held_out import compare, held_out
from steelyard.models.energy.bargain.likelihood import Prior, Seen
from steelyard.models.energy.bargain.power import power_of, regimes
from steelyard.vocabulary.errors import InputError, NoData, NotConverged

YEARS = np.arange(2009, 2021)
OIL = np.array([62.0, 80, 111, 112, 109, 99, 52, 44, 54, 71, 64, 42])


def reservations(chance, draws, spread=1.0):
    """Two unknowns shared by all years: the seller's cost and what the buyer's next best costs."""
    cost = 120 + 20 * spread * chance.standard_normal((draws, 1))
    other = 1 + 0.08 * spread * chance.standard_normal((draws, 1))
    return (160 + 1.8 * OIL) * other, cost + 0.3 * OIL


def size_of(chance, error):
    """An error from its prior: half-normal, cut off below a tenth of its scale."""
    while (size := abs(error * chance.standard_normal())) < 0.1 * error:
        pass
    return size


def world(seed, *, draws=100, error=0.05, years=YEARS, split=None, freedom=None, spread=1.0):
    """Truth from the prior: a power, one more draw of reservation prices, errors."""
    chance = np.random.default_rng(seed)
    highest, least = reservations(chance, draws + 1, spread)
    power = chance.uniform()
    size = size_of(chance, error)
    seen = Seen(years, np.ones(years.size), highest[1:], least[1:])
    powers = np.where(years < split, power, chance.uniform()) if split else power
    normal = chance.standard_normal(years.size)
    if freedom:
        normal = chance.standard_t(freedom, years.size)
    price = least[0] + powers * (highest - least)[0] + size * seen.scale * normal
    prior = Prior(error=error, freedom=freedom)
    return Seen(years, price, highest[1:], least[1:]), prior, power, powers


@pytest.mark.parametrize(
    ("freedom", "error", "worlds", "draws", "spread"),
    [(None, 0.05, 250, 300, 1.0), (4.0, 0.04, 150, 60, 0.2)],
)
def test_ninety_percent_intervals_of_power_hold_nine_in_ten(freedom, error, worlds, draws, spread):
    """With draws enough that many keep weight; few are told by `effective_draws` (see below)."""
    held = 0
    for seed in range(worlds):
        seen, prior, power, _ = world(
            seed, freedom=freedom, draws=draws, error=error, spread=spread
        )
        found = power_of(seen, replace(prior, cells=41)).estimate
        held += found.low <= power <= found.high
    assert 0.87 <= held / worlds <= 0.93


def test_intervals_on_few_worlds_are_too_narrow_and_effective_draws_tell():
    """The warning in `Power` is true: with 25 draws, those that keep few hold less than many."""
    rows = []
    for seed in range(300):
        seen, prior, power, _ = world(seed, draws=25)
        found = power_of(seen, replace(prior, cells=41))
        inside = found.estimate.low <= power <= found.estimate.high
        rows.append((found.effective_draws, inside))
    count, inside = np.array(rows).T
    assert inside[count < 5].mean() < 0.8 < inside[count > 10].mean()


def test_ninety_percent_intervals_of_regimes_and_their_change_hold_nine_in_ten():
    held, fell, worlds = np.zeros(3), [], 500
    for seed in range(worlds):
        seen, prior, _, powers = world(seed, split=2015, draws=200, error=0.07)
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


def test_intervals_of_held_out_years_hold_nine_in_ten():
    worlds = [world(seed, draws=60) for seed in range(40)]
    held = [held_out(seen, prior=replace(prior, cells=41)).coverage for seen, prior, *_ in worlds]
    assert 0.87 <= np.mean(held) <= 0.93


def test_intervals_of_a_formulas_weight_and_slope_hold_nine_in_ten():
    held, worlds = np.zeros(3), 200
    formula = Formula(np.array([6]), OIL[None], 2.5, 0.5)
    for seed in range(worlds):
        chance = np.random.default_rng(seed)
        highest, least = reservations(chance, 61, 0.2)
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


def test_the_posterior_is_the_integral_over_a_fine_grid():
    """One draw, normal errors: the same by brute force over power and error."""
    least, highest = np.full((1, 5), 100.0), np.full((1, 5), 300.0)
    price = np.array([140.0, 155, 150, 147, 160])
    found = power_of(Seen(np.arange(5), price, highest, least), Prior(error=0.1, cells=201))
    power = (np.arange(4000) + 0.5)[:, None] / 4000
    size = np.geomspace(1e-2, 0.4, 3000)
    total = np.zeros((4000, 3000))
    for paid in price:
        total += -(((paid - 100 - 200 * power) / (200 * size)) ** 2) / 2 - np.log(size)
    total += np.log(size) - (size / 0.1) ** 2 / 2
    weight = np.exp(total - total.max()).sum(axis=1)
    weight /= weight.sum()
    assert found.estimate.point == pytest.approx(weight @ power[:, 0], abs=1e-4)
    assert found.estimate.low == pytest.approx(
        np.interp(0.05, np.cumsum(weight), power[:, 0]), abs=2e-3
    )


def test_no_room_to_learn_leaves_the_prior():
    """Where buyer's and seller's prices are one, power changes nothing."""
    same = np.full((1, 6), 200.0)
    found = power_of(Seen(np.arange(6), 200 + np.arange(6.0), same, same), Prior((2.0, 5.0)))
    assert found.estimate.point == pytest.approx(2 / 7, abs=1e-3)
    assert found.contraction == pytest.approx(0, abs=1e-6)


def test_a_shift_of_all_prices_leaves_the_power_and_the_unit_leaves_everything():
    seen, prior, *_ = world(3)
    one = power_of(seen, prior)
    other = power_of(Seen(YEARS, seen.price * 7, seen.highest * 7, seen.least * 7), prior)
    np.testing.assert_allclose(one.weight, other.weight, atol=1e-12)
    # a shift changes what "parts of the price" means, so errors are given in the same money
    high, low = np.full((1, 5), 300.0), np.full((1, 5), 100.0)
    price = np.array([140.0, 155, 150, 147, 160])
    plain = power_of(Seen(np.arange(5), price, high, low), Prior(error=0.1))
    moved = power_of(Seen(np.arange(5), price + 200, high + 200, low + 200), Prior(error=0.05))
    np.testing.assert_allclose(plain.weight, moved.weight, atol=1e-10)


def test_a_draw_without_room_for_a_deal_has_no_weight_and_is_counted():
    high, low = np.full((4, 5), 300.0), np.full((4, 5), 100.0)
    high[2, 3] = 90.0
    found = power_of(Seen(np.arange(5), np.full(5, 150.0) + np.arange(5), high, low))
    assert found.draw_weight[2] == 0
    assert found.refuted == 0.25
    assert found.effective_draws == pytest.approx(3)
    with pytest.raises(NoData, match="3 \\(100%\\)"):
        power_of(Seen(np.arange(5), np.full(5, 150.0), high[2:3], low[2:3]))


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"highest": np.empty((0, 3)), "least": np.empty((0, 3))}, "at least one draw"),
        ({"price": np.array([1.0, np.nan, 1.0])}, "finite prices"),
        ({"price": np.array([1.0, -2.0, 1.0])}, "finite prices"),
        ({"year": np.array([3, 2, 1])}, "ascending"),
    ],
)
def test_what_cannot_be_used_is_refused(change, match):
    good = {"year": np.arange(3), "price": np.full(3, 2.0), "highest": np.full((1, 3), 3.0),
            "least": np.full((1, 3), 1.0)}  # fmt: skip
    with pytest.raises(InputError, match=match):
        power_of(Seen(**(good | change)))


def test_priors_formulas_and_dates_that_are_none_are_refused():
    seen = Seen(np.arange(4), np.full(4, 150.0) + np.arange(4), np.full((1, 4), 300.0),
                np.full((1, 4), 100.0))  # fmt: skip
    with pytest.raises(InputError, match="Beta"):
        power_of(seen, Prior((0.0, 1.0)))
    with pytest.raises(InputError, match="either side"):
        regimes(seen, 9)
    with pytest.raises(InputError, match="formula"):
        power_with_formula(seen, Formula(np.array([6]), np.full((1, 3), 80.0), 2.0, 1.0))
    with pytest.raises(NotConverged, match="more cells"):
        power_of(Seen(np.arange(4), np.full(4, 150.0), seen.highest, seen.least), Prior(error=1e-5))
