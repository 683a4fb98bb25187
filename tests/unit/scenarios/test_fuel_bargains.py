"""Bargains over the ties of the real fuel markets: laws, published prices, refusals."""

from datetime import date
from time import process_time

import numpy as np
import pytest

from steelyard.models.energy.bargain.likelihood import Prior, Seen
from steelyard.models.energy.bargain.nash_in_nash import nash_in_nash
from steelyard.models.energy.bargain.power import power_of
from steelyard.models.energy.bargain.reservation import bargain, reservation
from steelyard.reference.dataset import load
from steelyard.scenarios.energy.bargains import deal, hold_up
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.links import side_of, tie_between, ties, who
from steelyard.scenarios.energy.observed_prices import MINISTRY, VOLUME, one_a_year, paid
from steelyard.scenarios.energy.power_from_prices import (
    power_draws,
    power_from_prices,
    seen_of,
    unknown_power,
)
from steelyard.scenarios.energy.projects import (
    line_called,
    looser,
    more_supply,
    signing_of,
    wider,
)
from steelyard.scenarios.energy.terms import bargaining_market, spread, terms
from steelyard.scenarios.energy.world import world, worlds
from steelyard.vocabulary.errors import InputError, NoData, UnknownName

DRAWS = 25
MIDDLE = date(2025, 7, 1)


@pytest.fixture(scope="module")
def data():
    return load(date(2026, 11, 22))


@pytest.fixture(scope="module")
def gas(data):
    return worlds(data, "gas", draws=DRAWS)


@pytest.fixture(scope="module")
def found(data, gas):
    """Terms of the line to China in three years."""
    years = (2021, 2023, 2025)
    tie = tie_between("gas", "RUS", "CHN", MIDDLE)
    return {
        year: terms(
            gas, tie, date(year, 7, 1), level(data, "gas", date(year, 1, 1), date(year + 1, 1, 1))
        )
        for year in years
    }


def test_half_the_power_is_half_of_the_surplus(found):
    for each in found.values():
        made = deal(each, np.full(DRAWS, 0.5))
        assert made.seller_gain.point == pytest.approx(made.buyer_gain.point)
        assert made.seller_gain.point == pytest.approx(made.surplus.point / 2)
        assert made.price.point == pytest.approx((made.highest.point + made.least.point) / 2)


def test_ends_of_power_are_the_reservation_prices(found):
    for power, name in ((0.0, "least"), (1.0, "highest")):
        made = deal(found[2025], np.full(DRAWS, power))
        assert made.price.point == pytest.approx(getattr(made, name).point)


@pytest.mark.parametrize("change", [
    wider("gas CAS-CHN Central Asia-China A-C", 30.0),
    more_supply("AUS", 40.0),
    looser("liquefaction, Middle East", 60.0),
])  # fmt: skip
def test_more_alternatives_never_raise_the_price_of_the_alternative(gas, change):
    """What the buyer's next best costs; its reservation price may rise, by its own weight in it.

    A buyer that takes more from the world pays more for all of it once the link is gone.
    """
    tie = tie_between("gas", "RUS", "CHN", MIDDLE)
    for draw in range(6):
        made = bargaining_market(world(gas, MIDDLE, 402.0, draw=draw))
        before = reservation(made, who(made), tie.link)
        after = reservation(change(made), who(made), tie.link)
        price = before.without_link.price_of("CHN")
        assert after.without_link.price_of("CHN") <= price * (1 + 1e-6)
        assert after.with_link.price_of("CHN") <= before.with_link.price_of("CHN") * (1 + 1e-6)


def test_split_of_the_real_market_is_that_of_the_bargain_by_hand(gas):
    tie = tie_between("gas", "RUS", "CHN", MIDDLE)
    made = bargaining_market(world(gas, MIDDLE, 402.0))
    one = bargain(reservation(made, who(made), tie.link), 0.3)
    every = deal(terms(gas, tie, MIDDLE, 402.0), np.full(DRAWS, 0.3))
    assert every.price.point == pytest.approx(one.delivered, rel=1e-6)
    assert every.seller_gain.point == pytest.approx(one.seller_gain / 1e3, rel=1e-6)


def test_locked_in_costs_the_seller_and_less_with_more_power(found):
    weak, strong = (hold_up(found[2025], np.full(DRAWS, power)) for power in (0.1, 0.9))
    assert weak is not None
    assert strong is not None
    assert weak.before.point > weak.after.point
    assert weak.cost_of_lock_in.point > strong.cost_of_lock_in.point > 0
    assert weak.before.point == pytest.approx(200.0)  # full cost as published


def test_published_prices_are_those_of_the_ministry_and_of_trade(data):
    prices = paid(data, "gas", "RUS", "CHN")
    by_key = {(each.year, each.source): each.price for each in prices}
    assert by_key[2022, MINISTRY] == 277.1
    assert by_key[2025, MINISTRY] == 248.7
    assert by_key[2021, VOLUME] == pytest.approx(145.4, abs=0.1)  # 1,510.6 USD m, 10.39 bcm
    assert [each.year for each in one_a_year(prices, "ministry first")] == list(range(2020, 2026))
    assert paid(data, "gas", "MNG", "CHN") == ()


def test_sources_of_one_year_are_chosen_not_averaged(data):
    prices = paid(data, "gas", "RUS", "CHN")
    first, second = (
        {each.year: each.price for each in one_a_year(prices, order)}
        for order in ("ministry first", "trade statistics first")
    )
    assert first[2022] == 277.1
    assert second[2022] == pytest.approx(256.8, abs=0.1)


def test_posterior_holds_the_power_that_made_the_prices(found):
    """Prices made from the real reservation prices with a known power: 87 to 93 % are held."""
    chance = np.random.default_rng(7)
    years = tuple(found.values())
    known = np.all([each.known for each in years], axis=0)
    highest = np.array([each.highest for each in years]).T[known][:8]
    least = np.array([each.least for each in years]).T[known][:8]
    prior, held, tried = Prior(), 0, 0
    for _ in range(250):
        power, error = chance.random(), abs(chance.normal(0, prior.error))
        row = chance.integers(len(highest))
        scale = (highest + least).mean(axis=0) / 2
        mean = power * highest[row] + (1 - power) * least[row]
        price = mean + error * scale * chance.standard_normal(len(years))
        if (price <= 0).any():
            continue  # no such price is ever seen
        tried += 1
        seen = Seen(np.array(list(found)), price, highest, least)
        estimate = power_of(seen, prior).estimate
        held += estimate.low <= power <= estimate.high
    assert tried > 240
    assert 0.87 <= held / tried <= 0.93


def test_power_from_prices_tells_both_readings_and_the_years_that_refuse(data, gas):
    prices = one_a_year(paid(data, "gas", "RUS", "CHN"), "ministry first")
    made = power_from_prices(data, gas, "RUS", "CHN", prices[1:])
    assert made.years == (2021, 2022, 2023, 2024, 2025)
    assert made.beyond[2021] == 1.0  # no power explains 145 when nobody would sell below 250
    assert not isinstance(made.compared, str)
    assert made.compared is not None
    assert made.compared.formula.log_score.sum() > made.compared.bargain.log_score.sum()
    assert not isinstance(made.regimes, str)
    assert 0 <= made.regimes.fell <= 1


def test_too_few_prices_are_refused(data, gas):
    prices = one_a_year(paid(data, "gas", "RUS", "CHN"), "ministry first")[2:3]
    with pytest.raises(NoData, match="expected"):
        power_from_prices(data, gas, "RUS", "CHN", prices)


def test_draws_of_power_have_the_mean_of_their_cells():
    cell = np.linspace(0.005, 0.995, 100)
    weight = np.exp(-(((cell - 0.3) / 0.05) ** 2))
    drawn = power_draws(cell, weight, 4000)
    assert drawn[0] == pytest.approx(0.3, abs=1e-3)
    assert drawn.mean() == pytest.approx(0.3, abs=0.01)
    assert np.quantile(unknown_power(4000), [0.05, 0.95]) == pytest.approx([0.05, 0.95], abs=0.02)


def test_states_map_to_sides_by_the_members_of_places():
    assert side_of("gas", "RUS") == "RUS"
    assert side_of("gas", "Germany") == "EUR"
    assert side_of("crude oil", "KAZ") == "CAS"
    assert {each.buyer for each in ties("gas", MIDDLE) if each.seller == "RUS"} >= {"CHN", "TUR"}


@pytest.mark.parametrize(("fuel", "pair", "when", "told"), [
    ("gas", ("RUS", "IND"), MIDDLE, "no lane between them"),
    ("gas", ("RUS", "CHN"), date(2015, 1, 1), "none of its lanes open"),
    ("gas", ("RUS", "RUS"), MIDDLE, "one side for both"),
    ("gas", ("KGZ", "RUS"), MIDDLE, "no place that stands for"),
])  # fmt: skip
def test_pairs_without_a_tie_say_what_exists(fuel, pair, when, told):
    with pytest.raises(NoData, match=told):
        tie_between(fuel, *pair, when)


def test_unknown_names_are_refused():
    with pytest.raises(UnknownName, match="not a known state"):
        tie_between("gas", "Ruritania", "CHN", MIDDLE)
    with pytest.raises(UnknownName, match="fuel with a market"):
        ties("coal")
    with pytest.raises(UnknownName, match="line"):
        line_called("Power of Siberia 9")


def test_power_outside_its_range_is_refused(found):
    with pytest.raises(InputError):
        deal(found[2025], np.full(DRAWS, 1.2))


def test_a_spread_of_nothing_is_absent_and_of_few_has_no_interval():
    assert not spread(np.full(30, np.nan)).present
    assert spread(np.array([3.0, 4.0])).low is None


def test_a_line_is_signed_more_rarely_where_gas_must_go_on(data):
    of = worlds(data, "gas", draws=20, horizon="long")
    power, line = unknown_power(20), line_called("Power of Siberia 2")
    near, far = (
        signing_of(of, line, MIDDLE, 402.0, power, inland=inland) for inland in (False, True)
    )
    assert near.highest.point > far.highest.point
    assert near.signed.point >= far.signed.point
    assert near.at_cost.point < near.least.point


def test_all_gas_ties_settle_within_two_seconds(gas):
    made = bargaining_market(world(gas, MIDDLE, 402.0))
    links = tuple(each.link for each in ties("gas", MIDDLE))
    started = process_time()
    settled = nash_in_nash(made, who(made), links, 0.5)
    assert process_time() - started < 2.0
    assert settled.residual < 1e-6
    assert settled.contraction < 1.0


def test_the_same_draws_give_the_same_terms(gas, found):
    again = terms(gas, found[2025].tie, MIDDLE, found[2025].level)
    assert np.array_equal(again.highest, found[2025].highest, equal_nan=True)


def test_seen_takes_only_draws_known_in_every_year(found):
    prices = tuple(_price_of(year) for year in found)
    seen = seen_of(prices, tuple(found.values()), "destination")
    assert np.isfinite(seen.highest).all()
    assert np.isfinite(seen.least).all()


def _price_of(year):
    from steelyard.scenarios.energy.observed_prices import PricePaid

    return PricePaid(year, 250.0, MINISTRY, "")
