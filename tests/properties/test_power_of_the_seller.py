"""The posterior of bargaining power covers what it promises and tells where it knows little."""

from dataclasses import replace

import numpy as np
import pytest

from fixtures.bargained_prices import YEARS, world
from steelyard.models.energy.bargain.formula import Formula, power_with_formula
from steelyard.models.energy.bargain.held_out import held_out
from steelyard.models.energy.bargain.likelihood import Prior, Seen
from steelyard.models.energy.bargain.power import power_of, regimes
from steelyard.vocabulary.errors import InputError, NoData, NotConverged


@pytest.mark.parametrize(
    ("freedom", "error", "worlds", "draws", "spread"),
    [(None, 0.05, 250, 108, 0.6), (4.0, 0.04, 150, 40, 0.16)],
)
def test_ninety_percent_intervals_of_power_hold_nine_in_ten(freedom, error, worlds, draws, spread):
    """With draws enough that many keep weight; few are told by `effective_draws` (see below).

    Two unknowns make the draws: 108 of them at 0.6 of the spread lie as close as 300 at all of it.
    """
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


def test_intervals_of_held_out_years_hold_nine_in_ten():
    worlds = [world(seed, draws=30, spread=0.7) for seed in range(40)]
    held = [held_out(seen, prior=replace(prior, cells=41)).coverage for seen, prior, *_ in worlds]
    assert 0.87 <= np.mean(held) <= 0.93


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
