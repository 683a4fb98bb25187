"""Bargains read from the shipped table: the same numbers as solved, and none where it has none."""

from dataclasses import replace
from datetime import date

import pytest

from steelyard.dossier.fuels.shipped_bargain import shipped_bargain
from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.links import tie_between
from steelyard.scenarios.energy.terms import terms
from steelyard.scenarios.energy.world import worlds

DAY = date(2025, 7, 1)


def read(fuel, seller, buyer, day=DAY, data=None):
    data = data or load(DEFAULT_AS_OF)
    tie = tie_between(fuel, seller, buyer, day)
    price = level(data, fuel, date(day.year, 1, 1), date(day.year + 1, 1, 1))
    return shipped_bargain(data, tie, (seller, buyer), day, price)


@pytest.mark.parametrize(
    ("fuel", "seller", "buyer"),
    [("gas", "RUS", "CHN"), ("gas", "TKM", "CHN"), ("crude oil", "RUS", "CHN")],
)
def test_usual_values_are_those_of_the_market_solved_now(fuel, seller, buyer):
    found = read(fuel, seller, buyer).deal
    solved = terms(worlds(load(DEFAULT_AS_OF), fuel), found.tie, DAY, found.level)
    for name in ("highest", "least", "amount"):
        assert getattr(found, name).point == pytest.approx(getattr(solved, name)[0], rel=0.006)
        assert getattr(found, name).low <= getattr(found, name).point <= getattr(found, name).high


def test_both_readings_come_with_their_years_and_scores():
    found = read("gas", "RUS", "CHN").readings
    assert found.years == tuple(each.year for each in found.foretold)
    assert found.years[-1] == 2025
    assert found.error_contract < found.error_anew
    assert found.gain_error > 0
    assert found.before.point > found.after.point
    assert 0 <= found.fell <= 1
    assert found.paid[-1] == pytest.approx(249, rel=0.01)


def test_prices_paid_stand_with_who_gained():
    found = read("gas", "RUS", "CHN")
    (paid,) = found.at_paid
    deal = found.deal
    worth = (deal.highest.point - deal.least.point) * deal.amount.point / 1e3
    assert paid.seller_gain.point + paid.buyer_gain.point == pytest.approx(worth, rel=0.01)
    assert found.hold_up.before.point > found.hold_up.after.point


def test_a_tie_without_prices_has_no_readings_and_says_so():
    found = read("gas", "TKM", "CHN")
    assert found.readings is None
    assert "unknown" in found.why_power


@pytest.mark.parametrize("day", [date(2025, 2, 1), date(2026, 7, 1)])
def test_other_days_are_not_in_the_table(day):
    data = load(DEFAULT_AS_OF)
    tie = tie_between("gas", "RUS", "CHN", day)
    assert shipped_bargain(data, tie, ("RUS", "CHN"), day, 400.0) is None


def test_own_data_are_not_answered_from_the_table():
    data = load(DEFAULT_AS_OF)
    own = replace(data, frames=data.frames | {"prices": data.frames["prices"].head(10_000_000)})
    tie = tie_between("gas", "RUS", "CHN", DAY)
    assert shipped_bargain(own, tie, ("RUS", "CHN"), DAY, 402.0) is None
