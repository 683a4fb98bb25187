"""Prices, discounts and lock-in: identities, units, intervals that cover, refusals."""

import numpy as np
import pytest

from steelyard.measures.fuel_price import (
    bounded_share,
    discount_of,
    forgone,
    gap,
    per_other_unit,
    price,
    rest,
)
from steelyard.measures.fuel_quantity import Quantity, between, noisy
from steelyard.measures.fuel_units import HEAT, RATES, rate
from steelyard.measures.lock_in import bound_share, fill, movable_share
from steelyard.vocabulary.errors import InputError, UnitMismatch
from steelyard.vocabulary.estimate import Estimate

CASES = 600
COVERED = (0.87, 0.93)


def known(value: float, unit: str) -> Quantity:
    return between(value, value, value, unit, "exact")


def held(value: Estimate, truth: float) -> bool:
    assert value.low is not None
    assert value.high is not None
    return value.low <= truth <= value.high


def test_price_times_quantity_is_the_value():
    value = noisy(58_377.5e6, 0.08, 4.0, "USD", "mirror gap", seed=1)
    volume = between(86.248e6, 86.2e6, 86.3e6, "t", "rounding", seed=2)
    paid = price(value, volume)
    assert paid.point * volume.point == pytest.approx(value.point, rel=1e-12)
    np.testing.assert_allclose(paid.draws * volume.draws, value.draws, rtol=1e-12)
    assert paid.unit == "USD/t"


def test_two_prices_that_change_places_turn_the_sign():
    paid, other = known(677.1, "USD/t"), known(742.9, "USD/t")
    assert gap(paid, other).point == -gap(other, paid).point
    there, back = discount_of(paid, other).point, discount_of(other, paid).point
    assert np.log(1 - there) == pytest.approx(-np.log(1 - back), rel=1e-12)


@pytest.mark.parametrize(
    ("work", "units"),
    [
        (lambda: discount_of(known(70.0, "USD/bbl"), known(500.0, "USD/t")), ("USD/bbl", "USD/t")),
        (lambda: gap(known(277.0, "USD/1000 m3"), known(40.0, "USD/MMBtu")),
         ("USD/1000 m3", "USD/MMBtu")),
        (lambda: forgone(known(60.0, "USD/t"), known(1e6, "bbl")), ("USD/t", "USD/bbl")),
        (lambda: rest(known(500.0, "t"), known(10.0, "Mt")), ("t", "Mt")),
        (lambda: bounded_share(known(8.0, "Mt"), known(40.0, "bcm")), ("Mt", "bcm")),
        (lambda: fill(known(15.5, "bcm"), known(30.0, "Mt")), ("bcm", "Mt")),
        (lambda: bound_share(known(15.5, "bcm"), known(6.5, "Mt")), ("bcm", "Mt")),
        (lambda: per_other_unit(known(70.0, "USD/bbl"), rate("crude oil", "t", "bbl")),
         ("USD/bbl", "USD/t")),
        (lambda: rate("crude oil", "bbl", "MMBtu"), ("bbl", "MMBtu")),
    ],
)  # fmt: skip
def test_mixed_units_are_refused_by_name(work, units):
    with pytest.raises(UnitMismatch) as refusal:
        work()
    assert all(unit in str(refusal.value) for unit in units)


def test_every_rate_lies_between_its_ends_and_has_a_source():
    for each in (*RATES, *HEAT):
        assert 0 < each.low <= each.usual <= each.high
        assert each.source


def test_barrels_and_heat_by_hand():
    """733 USD a tonne is 100 a barrel at 7.33; 358 USD for 1000 m3 is 10 a MMBtu at 35.8."""
    assert per_other_unit(known(733.0, "USD/t"), rate("crude oil", "t", "bbl")).point == (
        pytest.approx(100.0)
    )
    gas = per_other_unit(known(358.0, "USD/1000 m3"), rate("pipeline gas", "1000 m3", "MMBtu"))
    assert gas.point == pytest.approx(10.0)
    value = gas.estimate()
    assert held(value, 10.0)


def test_a_price_from_rounded_figures_covers_the_truth():
    """Value to one decimal of a billion, volume to one of a million tonnes."""
    random = np.random.default_rng(3)
    inside = 0
    for seed in range(CASES):
        value, volume = random.uniform(20, 60), random.uniform(50, 110)
        printed = round(value, 0), round(volume, 0)
        paid = price(
            between(printed[0], printed[0] - 0.5, printed[0] + 0.5, "USD", "digit", seed=2 * seed),
            between(
                printed[1], printed[1] - 0.5, printed[1] + 0.5, "t", "digit", seed=2 * seed + 1
            ),
        ).estimate()
        inside += held(paid, value / volume)
    assert COVERED[0] <= inside / CASES <= COVERED[1]


def test_a_discount_covers_the_truth_under_all_that_makes_it_unsure():
    """Noisy value, a rate of conversion and a month of pricing that are not known."""
    random = np.random.default_rng(4)
    usual = rate("crude oil", "t", "bbl")
    inside = 0
    for seed in range(CASES):
        true_price, scale = random.uniform(300, 700), 0.06
        barrels = random.uniform(usual.low, usual.high)
        months = np.sort(random.uniform(60, 100, 3))
        market = random.uniform(months[0], months[2])
        truth = 1 - true_price / barrels / market
        reported = true_price * np.exp(scale * random.standard_t(4.0))
        paid = price(
            noisy(reported, scale, 4.0, "USD", "mirror gap", seed=3 * seed), known(1.0, "t")
        )
        found = discount_of(
            per_other_unit(paid, usual, seed=3 * seed + 1),
            between(months[1], months[0], months[2], "USD/bbl", "timing", seed=3 * seed + 2),
        ).estimate()
        inside += held(found, truth)
    assert COVERED[0] <= inside / CASES <= COVERED[1]


def test_income_forgone_covers_the_truth():
    random = np.random.default_rng(5)
    inside = 0
    for seed in range(CASES):
        paid, other, volume = random.uniform(400, 500), random.uniform(520, 600), 80.0
        ends = [(round(x, -1), round(x, -1) - 5, round(x, -1) + 5) for x in (paid, other)]
        less = gap(
            between(*ends[0], "USD/t", "digit", seed=2 * seed),
            between(*ends[1], "USD/t", "digit", seed=2 * seed + 1),
        )
        value = forgone(less, known(volume, "t")).estimate()
        inside += held(value, (other - paid) * volume)
    assert COVERED[0] <= inside / CASES <= COVERED[1]


@pytest.mark.parametrize(
    "work",
    [
        lambda: price(known(1.0, "USD"), known(0.0, "t")),
        lambda: discount_of(known(1.0, "USD/t"), known(0.0, "USD/t")),
        lambda: bounded_share(known(1.0, "t"), known(0.0, "t")),
        lambda: between(1.0, 2.0, 3.0, "t", "outside its ends"),
        lambda: between(float("nan"), 0.0, 1.0, "t", "not a number"),
        lambda: noisy(-1.0, 0.1, 4.0, "t", "negative"),
        lambda: noisy(1.0, -0.1, 4.0, "t", "negative noise"),
        lambda: bound_share(known(0.0, "bcm"), known(0.0, "bcm")),
        lambda: movable_share(known(1.2, "1")),
    ],
)
def test_bad_input_is_refused(work):
    with pytest.raises(InputError):
        work()


def test_a_part_above_its_whole_is_absent_with_the_reason():
    value = bounded_share(known(20.0, "Mt"), known(10.0, "Mt"))
    assert not value.present
    assert "20 Mt" in value.basis


def test_a_line_that_carries_more_than_it_can_has_no_fill():
    """40 Mt a year through a branch of 30: the figure covers another route."""
    value = fill(known(40.0, "Mt"), known(30.0, "Mt"))
    assert not value.present
    assert "other lines" in value.basis
    assert fill(known(38.8, "bcm"), known(38.0, "bcm")).point == pytest.approx(1.021, abs=0.001)


def test_nothing_is_left_where_noise_could_swallow_it():
    whole = between(10.0, 9.0, 11.0, "t", "digit", seed=1)
    part = between(9.8, 9.0, 10.5, "t", "digit", seed=2)
    assert rest(whole, part) is None


def test_same_seed_same_draws():
    first, second = (noisy(5.0, 0.1, 4.0, "t", "x", seed=7) for _ in range(2))
    np.testing.assert_array_equal(first.draws, second.draws)
