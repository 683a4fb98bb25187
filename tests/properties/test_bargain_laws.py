"""Laws of the bargain over links of a fuel market, on markets drawn at random."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from steelyard.models.energy.bargain.nash_in_nash import nash_in_nash
from steelyard.models.energy.bargain.reservation import bargain, reservation
from steelyard.models.energy.bargain.sides import Link, payoffs, sides
from steelyard.models.energy.bargain.split import constrained_price, nash_price, patience_power
from steelyard.models.energy.curves import UNITS, Curve
from steelyard.models.energy.equilibrium import solve
from steelyard.models.energy.network import Limit, Node, lane, market

SEEDS = st.integers(0, 10_000)
POWER = st.floats(0.0, 1.0)
FEW = settings(max_examples=15, deadline=None)
GAS = UNITS["gas"]


def drawn(seed, *, places=5, ways=12, scale=1.0, limits=True, moved=0.0):
    """Places that all supply and use, lanes with and without capacity, one joint limit."""
    chance = np.random.default_rng(seed)
    names = [f"N{at}" for at in range(places)]
    nodes = [
        Node(
            name,
            (Curve(moved + chance.uniform(5, 60), chance.uniform(0.1, 1) / scale, *GAS),),
            (Curve(moved + chance.uniform(60, 200), -chance.uniform(0.1, 1) / scale, *GAS),),
        )
        for name in names
    ]
    pairs = [(a, b) for a in names for b in names if a != b]
    chosen = [pairs[at] for at in chance.permutation(len(pairs))[:ways]]
    lanes = [
        lane(a, b, "sea", chance.uniform(0, 8), "gas",
             most=float(chance.choice([np.inf, 5.0, 40.0])) * scale)
        for a, b in chosen
    ]  # fmt: skip
    joint = [Limit("fleet", tuple(each.label for each in lanes[:4]), 60.0 * scale)]
    return market("gas", nodes, lanes, joint if limits else [])


def busiest(made, count=1):
    """Links that carry most."""
    flow = solve(made).flow
    return tuple(Link((made.lanes[at],)) for at in np.argsort(-flow)[:count] if flow[at] > 1e-3)


@FEW
@given(SEEDS)
def test_payoffs_of_all_sides_are_what_the_programme_maximises(seed):
    made = drawn(seed)
    found = solve(made)
    use = made.demand.intercept @ found.demand + made.demand.slope @ found.demand**2 / 2
    cost = made.supply.intercept @ found.supply + made.supply.slope @ found.supply**2 / 2
    welfare = use - cost - made.cost @ found.flow
    assert payoffs(found, sides(made)).sum() == pytest.approx(welfare, rel=1e-7)
    grouped = payoffs(found, sides(made, {"X": ("N0", "N2")}, {"fleet": "N1"}))
    assert grouped.sum() == pytest.approx(welfare, rel=1e-7)


@FEW
@given(SEEDS, POWER)
def test_a_price_lies_between_the_two_and_gains_add_up(seed, power):
    made = drawn(seed)
    found = reservation(made, sides(made), busiest(made)[0])
    deal = bargain(found, power)
    if not found.deal:
        assert deal.price is None
        return
    slack = 1e-6 * abs(found.highest)
    assert found.least - slack <= deal.price <= found.highest + slack
    assert deal.seller_gain + deal.buyer_gain == pytest.approx(found.surplus, rel=1e-6, abs=1e-9)
    assert bargain(found, 0.0).price == found.least
    assert bargain(found, 1.0).price == found.highest


@FEW
@given(SEEDS, st.floats(0.05, 0.95))
def test_the_price_maximises_the_nash_product_of_what_the_sides_gain(seed, power):
    """Gains are counted anew, from payoffs and the payment, not from reservation prices."""
    made = drawn(seed)
    who, link = sides(made), busiest(made)[0]
    found = reservation(made, who, link)
    if found.surplus < 1e-3:
        return
    with_it, without = (payoffs(e, who, (link,)) for e in (found.with_link, found.without_link))
    seller, buyer = who.row(found.seller), who.row(found.buyer)
    amount = found.with_link.flow_of(link.label)
    start, end = found.with_link.price_of(found.seller), found.with_link.price_of(found.buyer)
    cost = made.cost[made.lane(link.label)]

    def loss(price):
        gains = (
            with_it[seller] + (price - start) * amount - without[seller],
            with_it[buyer] + (end - cost - price) * amount - without[buyer],
        )
        if min(gains) <= 0:
            return np.inf
        return -power * np.log(gains[0]) - (1 - power) * np.log(gains[1])

    inside = (found.highest - found.least) * 1e-9
    best = minimize_scalar(loss, bounds=(found.least + inside, found.highest - inside),
                           method="bounded", options={"xatol": 1e-9})  # fmt: skip
    assert bargain(found, power).price == pytest.approx(best.x, abs=1e-4)


@FEW
@given(SEEDS, st.floats(1e-3, 1e3))
def test_units_of_amounts_change_no_price(seed, scale):
    one, other = (drawn(seed, scale=s) for s in (1.0, scale))
    link = busiest(one)[0]
    a, b = (reservation(made, sides(made), link) for made in (one, other))
    assert (a.highest, a.least) == pytest.approx((b.highest, b.least), rel=1e-5)
    assert b.surplus == pytest.approx(a.surplus * scale, rel=1e-4, abs=1e-5 * scale)


@FEW
@given(SEEDS, st.floats(0.0, 500.0), POWER)
def test_moving_all_prices_moves_both_reservation_prices_and_the_price(seed, by, power):
    one, other = drawn(seed), drawn(seed, moved=by)
    link = busiest(one)[0]
    a, b = (bargain(reservation(made, sides(made), link), power) for made in (one, other))
    tight = 1e-5 * (200 + by)
    assert b.terms.highest - a.terms.highest == pytest.approx(by, abs=tight)
    assert b.terms.least - a.terms.least == pytest.approx(by, abs=tight)
    if a.price is not None and b.price is not None:
        assert b.price - a.price == pytest.approx(by, abs=tight)


@FEW
@given(SEEDS, POWER)
def test_many_links_of_one_are_a_single_bargain(seed, power):
    made = drawn(seed)
    links = busiest(made)
    alone = bargain(reservation(made, sides(made), links[0]), power)
    found = nash_in_nash(made, sides(made), links, power)
    if alone.price is None:
        assert found.without_deal == links
    else:
        assert found.price[0] == pytest.approx(alone.price, rel=1e-9)
        assert found.surplus[0] == pytest.approx(alone.terms.surplus, rel=1e-7, abs=1e-6)
        assert found.contraction == 0


@FEW
@given(SEEDS, POWER)
def test_prices_of_many_links_are_where_taking_turns_leads(seed, power):
    made = drawn(seed)
    who = sides(made)
    found = nash_in_nash(made, who, busiest(made, 4), power)
    assert found.residual < 1e-6
    top = np.abs(found.equilibrium.price).max()
    split = power * found.highest + (1 - power) * found.least
    assert np.abs(found.price - split).max(initial=0) < 1e-8 * top
    assert (found.surplus >= -1e-5 * top * np.maximum(found.amount, 1)).all()
    assert len(found.links) + len(found.without_deal) + len(found.idle) == len(busiest(made, 4))


def test_two_lanes_as_one_link_are_one_lane():
    """A pipe cut lengthwise is the same pipe, if bargained over as one."""
    nodes = [Node("S", (Curve(20.0, 0.1, *GAS),)), Node("B", (), (Curve(40.0, -0.1, *GAS),))]
    whole = market("gas", nodes, [lane("S", "B", "pipe", 2.0, "gas", most=50.0)])
    halves = [lane("S", "B", kind, 2.0, "gas", most=25.0) for kind in ("north", "south")]
    cut = market("gas", nodes, halves)
    a = reservation(whole, sides(whole), Link(whole.lanes))
    b = reservation(cut, sides(cut), Link(cut.lanes))
    assert (a.highest, a.least) == pytest.approx((b.highest, b.least), rel=1e-6)


def outlets(other_supply=0.0, outlet=0.0, slope=0.0):
    """S to B by a pipe of 40; B can have some at 25 and more, S can sell to E at 40 or less."""
    nodes = [
        Node("S", (Curve(10.0, 0.2, *GAS),)),
        Node("F", (Curve(25.0, 0.2, *GAS),)),
        Node("B", (), (Curve(100.0, -1.0, *GAS),)),
        Node("E", (), (Curve(40.0, -slope, *GAS),)),
    ]
    ways = [lane("S", "B", "pipe", 1.0, "gas", most=40.0),
            lane("F", "B", "LNG", 1.0, "gas", most=other_supply),
            lane("S", "E", "pipe", 1.0, "gas", most=outlet)]  # fmt: skip
    made = market("gas", nodes, ways)
    return reservation(made, sides(made), Link(("S-B (pipe)",)))


def test_more_of_another_supplier_lowers_what_the_buyer_would_pay():
    prices = [outlets(other_supply=most).highest for most in (0.0, 5.0, 20.0, 40.0, 80.0)]
    # a little LNG whose owner takes all that it is scarce by changes nothing: weakly, then strictly
    assert (np.diff(prices) < 1e-6).all()
    assert prices[-1] < prices[-2] < prices[0] - 1


def test_less_of_another_outlet_lowers_what_the_seller_would_take():
    prices = [outlets(outlet=most).least for most in (0.0, 5.0, 20.0, 40.0, 80.0)]
    assert (np.diff(prices) > -1e-6).all()
    assert prices[0] < prices[1] < prices[2]
    assert outlets(outlet=0.0, slope=0.1).least < outlets(outlet=80.0, slope=0.1).least


@given(st.floats(0, 500), st.floats(0, 500), POWER, st.floats(0, 500), st.floats(0, 500))
def test_options_only_bound_the_split(value, cost, power, seller, buyer):
    price = constrained_price(value, cost, power, seller, buyer)
    if min(value, buyer) < max(cost, seller):
        assert np.isnan(price)
        return
    assert max(cost, seller) - 1e-9 <= price <= min(value, buyer) + 1e-9
    plain = nash_price(value, cost, power)
    assert price == plain or price in (seller, buyer)


@given(st.floats(0.5, 0.999), st.floats(0.5, 0.999))
def test_the_more_patient_side_has_more_and_the_parts_add_up(seller, buyer):
    first = patience_power(seller, buyer)
    assert 0 <= first <= 1
    assert first == pytest.approx(1 - patience_power(buyer, seller, "buyer"))
    assert patience_power(min(seller + 1e-4, 0.9999), buyer) >= first


def test_short_rounds_leave_only_the_rates():
    step = 1e-6
    seller, buyer = np.exp(-0.1 * step), np.exp(-0.05 * step)
    assert patience_power(float(seller), float(buyer)) == pytest.approx(0.05 / 0.15, rel=1e-3)


def test_twenty_links_of_a_large_market_settle_within_two_seconds():
    made = drawn(1, places=15, ways=100)
    links = busiest(made, 20)
    assert len(links) == 20
    nash_in_nash(made, sides(made), links[:1], 0.5)
    start = time.process_time()
    found = nash_in_nash(made, sides(made), links, 0.4)
    assert time.process_time() - start < 2.0
    assert found.residual < 1e-6
