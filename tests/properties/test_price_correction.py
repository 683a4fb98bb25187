"""Laws of taking a price gap apart: parts add up exactly; intervals cover what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.measures.fuel_quantity import Quantity, between
from steelyard.measures.price_correction import (
    independent,
    lag_of_least_spread,
    take_apart,
    usual_difference,
    usual_from,
)
from steelyard.vocabulary.errors import InputError, UnitMismatch

AMOUNT = st.floats(-200, 200).map(lambda value: round(value, 3))


def about(point: float, half: float, seed: int, unit: str = "USD/bbl") -> Quantity:
    return between(
        float(point), float(point - half), float(point + half), unit, "made up", seed=seed
    )


@given(AMOUNT, st.lists(AMOUNT, max_size=5), st.floats(0, 5))
def test_parts_and_rest_add_up_in_points_and_draws(gap, parts, half):
    named = {f"part {i}": about(value, half, i + 1) for i, value in enumerate(parts)}
    found = take_apart(about(gap, half, 0), named)
    assert sum(p.point for _, p in found.parts) + found.rest.point == pytest.approx(gap, abs=1e-9)
    total = sum((p.draws for _, p in found.parts), found.rest.draws)
    assert np.allclose(total, found.gap.draws, atol=1e-9)


@given(AMOUNT, AMOUNT)
def test_changing_sides_changes_the_sign_of_the_rest(gap, part):
    there = take_apart(about(gap, 0, 0), {"quality": about(part, 0, 1)}).rest
    back = take_apart(about(-gap, 0, 0), {"quality": about(-part, 0, 1)}).rest
    assert there.point == pytest.approx(-back.point)


def covered(spread: float, noise: float, years: int, worlds: int = 2000):
    """How often the interval of the rest holds the true rest, with known parts and truth."""
    chance = np.random.default_rng(7)
    held = 0
    for world in range(worlds):
        usual = 2.0 + spread * chance.standard_normal(years + 1)  # the last is that of the later
        seen = usual + noise * chance.standard_normal(years + 1)
        true_rest, freight = 8.0, chance.uniform(3.0, 5.0)
        draws = seen[:, None] + noise * np.random.default_rng(world).standard_normal(
            (years + 1, 1000)
        )
        before = [Quantity(seen[i], draws[i], "USD/bbl", ("noise",)) for i in range(years)]
        more = true_rest + freight
        gap = Quantity(seen[-1] + more, draws[-1] + more, "USD/bbl", ("noise",))
        law = usual_difference(before, list(range(years)), seed=world + 1)
        way = between(4.0, 3.0, 5.0, "USD/bbl", "rates", seed=world + 2)
        rest = take_apart(gap, {"quality": law, "freight": way}).rest.estimate()
        held += rest.low <= true_rest <= rest.high
    return held / worlds


@pytest.mark.parametrize(
    ("spread", "noise", "years"), [(1.0, 0.0, 4), (2.0, 0.0, 3), (1.5, 0.3, 5), (0.0, 3.0, 5)]
)
def test_the_interval_of_the_rest_covers_nine_in_ten(spread, noise, years):
    assert 0.87 <= covered(spread, noise, years) <= 0.93


def test_a_law_from_a_summary_is_that_from_the_periods():
    values = [1.4, 0.4, 0.6, 1.4]
    whole = usual_difference([about(v, 0, 0) for v in values], [2017, 2019, 2020, 2021], seed=3)
    short = usual_from(np.mean(values), np.std(values, ddof=1), 4.0, "USD/bbl", "summary", seed=3)
    assert whole.point == pytest.approx(short.point)
    assert np.allclose(whole.draws, short.draws)


def test_what_all_periods_share_cancels_against_the_later_gap():
    """One unknown rate moves all gaps alike: the rest knows nothing of it."""
    shared = about(0, 10, 9)
    gaps = [Quantity(x, x + shared.draws, "USD/bbl", ("rate",)) for x in (1.0, 1.0, 1.0)]
    later = Quantity(9.0, 9.0 + shared.draws, "USD/bbl", ("rate",))
    rest = take_apart(later, {"quality": usual_difference(gaps, [1, 2, 3])}).rest.estimate()
    assert (rest.low, rest.high) == pytest.approx((8.0, 8.0))


@pytest.mark.parametrize("memory", [0.0, 0.5])
def test_months_that_go_together_count_for_less_and_cover_all_the_same(memory):
    chance = np.random.default_rng(3)
    held, worlds, step = 0, 1500, np.sqrt(1 - memory**2)
    for world in range(worlds):
        shocks = chance.standard_normal(61)
        course = [shocks[0]]
        for shock in shocks[1:]:
            course.append(memory * course[-1] + step * shock)
        gaps = [about(float(value), 0, 0) for value in course[:60]]
        law = usual_difference(gaps, [2017 + month // 12 for month in range(60)], seed=world)
        next_one = chance.standard_normal()  # a month years later
        found = law.estimate()
        held += found.low <= next_one <= found.high
    assert 0.87 <= held / worlds <= 0.93
    assert independent(60, 5, 1.0, 1.2) == 5.0
    assert independent(60, 5, 1.0, 0.1) == 60.0


def test_months_of_too_few_years_give_no_law():
    months = [about(x, 0, 0) for x in (1.0, 2.0, 3.0, 4.0)]
    assert usual_difference(months, [2019, 2019, 2020, 2020]) is None


def test_bad_input_is_refused():
    with pytest.raises(UnitMismatch, match="'freight'"):
        take_apart(about(1, 0, 0), {"freight": about(1, 0, 0, "USD/t")})
    with pytest.raises(UnitMismatch):
        usual_difference([about(1, 0, 0), about(1, 0, 0, "USD/t"), about(1, 0, 0)], [1, 2, 3])
    with pytest.raises(InputError):
        usual_difference([about(1, 0, 0)], [1, 2])
    with pytest.raises(InputError, match="finite"):
        take_apart(Quantity(np.inf, np.full(1000, 1.0), "USD/bbl", ()), {})
    for mean, spread, years in ((np.nan, 1.0, 4.0), (1.0, -1.0, 4.0), (1.0, 1.0, 2.0)):
        with pytest.raises(InputError):
            usual_from(mean, spread, years, "USD/bbl", "made up")
    assert usual_difference([], []) is None
    with pytest.raises(InputError):
        independent(2, 3, 1.0, 1.0)


def test_the_lag_of_a_simulated_formula_is_found():
    chance = np.random.default_rng(1)
    market = 60 + chance.normal(0, 5, 60).cumsum()
    months = np.arange(3, 60)
    for lag in (0, 1, 2):
        paid = market[months - lag] - 2 + chance.normal(0, 1, months.size)
        assert lag_of_least_spread({k: market[months - k] - paid for k in range(3)}) == lag
    for bad in ({}, {0: np.array([1.0])}, {0: np.zeros(3), 1: np.zeros(2)}):
        with pytest.raises(InputError):
            lag_of_least_spread(bad)
