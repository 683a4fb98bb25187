"""Bargains whose numbers can be worked out on paper; each case says how."""

import numpy as np
import pytest

from steelyard.models.energy.bargain.credit import Loan, credit
from steelyard.models.energy.bargain.entry import Project, entry
from steelyard.models.energy.bargain.nash_in_nash import nash_in_nash
from steelyard.models.energy.bargain.reservation import bargain, reservation
from steelyard.models.energy.bargain.rivals import contest
from steelyard.models.energy.bargain.sides import Link, sides
from steelyard.models.energy.curves import UNITS, Curve
from steelyard.models.energy.network import Node, lane, market

PIPE = Link(("S-B (pipe)",))


def line(intercept, slope=0.0, most=np.inf):
    return (Curve(float(intercept), float(slope), *UNITS["gas"], most=float(most)),)


def pair(*, capacity=np.inf, lng=None, outlet=0.0):
    """S supplies at 20 + 0.1 q, B uses at 40 - 0.1 q, the pipe costs 2.

    `lng`: B can have any amount at that price. `outlet`: E takes so much at 35, for 5 of transport.
    """
    nodes = [Node("S", supply=line(20, 0.1)), Node("E", demand=line(35)),
             Node("B", demand=line(40, -0.1), supply=line(lng) if lng else ())]  # fmt: skip
    lanes = [lane("S", "B", "pipe", 2.0, "gas", most=capacity),
             lane("S", "E", "pipe", 5.0, "gas", most=outlet)]  # fmt: skip
    return market("gas", nodes, lanes)


def terms(made, link=PIPE):
    return reservation(made, sides(made), link)


def test_two_places_and_an_open_pipe():
    """20 + 0.1 q + 2 = 40 - 0.1 q: q = 90 at 29 and 31. Each gains 0.1 x 90^2 / 2 = 405, without
    the pipe nothing, so r_B = 31 - 2 + 405/90 = 33.5 and r_S = 29 - 4.5 = 24.5."""
    found = terms(pair())
    assert found.carried.amount == pytest.approx(90, rel=1e-6)
    assert (found.highest, found.least) == pytest.approx((33.5, 24.5), rel=1e-6)
    deal = bargain(found, 0.25)
    assert deal.price == pytest.approx(26.75, rel=1e-6)
    assert deal.delivered == pytest.approx(28.75, rel=1e-6)
    assert deal.discount == pytest.approx(0.75 * 9, rel=1e-6)
    assert deal.below_market == pytest.approx(31 - 28.75, rel=1e-5)
    assert (deal.seller_gain, deal.buyer_gain) == pytest.approx((202.5, 607.5), rel=1e-6)


def test_a_full_pipe():
    """50 at 25 and 35; each gains 125 beside the pipe's 8 x 50: r_B = 33 + 2.5, r_S = 25 - 2.5."""
    found = terms(pair(capacity=50.0))
    assert (found.highest, found.least) == pytest.approx((35.5, 22.5), rel=1e-6)
    assert found.surplus == pytest.approx(650, rel=1e-6)  # 18 x 50 - 0.1 x 50^2


def test_a_buyer_with_lng_pays_no_more_than_that():
    """LNG at 30 sets the price with and without the pipe: r_B = 30 - 2."""
    found = terms(pair(capacity=50.0, lng=30.0))
    assert (found.highest, found.least) == pytest.approx((28.0, 22.5), rel=1e-6)


def test_a_seller_with_another_outlet_takes_no_less_than_its_netback():
    """E pays 35 less 5 for any amount: r_S = 30, whatever the pipe carries."""
    found = terms(pair(capacity=50.0, outlet=1000.0))
    assert found.least == pytest.approx(30.0, rel=1e-6)


def test_two_sides_that_lose_together_make_no_deal():
    """B supplies at q and sells to E at 100 - q: 50 at 50. S supplies at 30 + q through B:
    p - 30 + p = 100 - p, p = 43.33; S gains 13.33^2 / 2 = 88.9, B loses 1250 - 938.9 = 311.1.
    r_B = 43.33 - 311.1 / 13.33 = 20, r_S = 43.33 - 88.9 / 13.33 = 36.67."""
    nodes = [Node("S", supply=line(30, 1)), Node("B", supply=line(0, 1)),
             Node("E", demand=line(100, -1))]  # fmt: skip
    ways = [lane("S", "B", "pipe", 0.0, "gas"), lane("B", "E", "pipe", 0.0, "gas")]
    made = market("gas", nodes, ways)
    found = terms(made)
    assert (found.highest, found.least) == pytest.approx((20, 110 / 3), rel=1e-5)
    assert not found.deal
    assert bargain(found, 0.5).price is None
    fallen = nash_in_nash(made, sides(made), (PIPE,), 0.5)
    assert fallen.without_deal == (PIPE,)
    assert fallen.links == ()
    assert fallen.equilibrium.price_of("B") == pytest.approx(50, rel=1e-6)


def test_two_links_that_share_what_the_seller_has():
    """S has 15 at 20; A and B would else pay 100 and 80; pipes of 10. A gets 10, B 5; without A, B
    gets 10. r_S,A = (5 p_B + 100) / 10, r_S,B = 20: p_B = 50, p_A = (100 + 35) / 2 = 67.5."""
    buyers = [Node(n, supply=line(p), demand=line(200, -1)) for n, p in (("A", 100), ("B", 80))]
    nodes = [Node("S", supply=line(20, most=15)), *buyers]
    ways = [lane("S", to, "pipe", 0.0, "gas", most=10.0) for to in "AB"]
    made = market("gas", nodes, ways)
    links = tuple(Link((label,)) for label in made.lanes)
    found = nash_in_nash(made, sides(made), links, 0.5)
    assert found.amount == pytest.approx([10, 5], rel=1e-5)
    assert found.price == pytest.approx([67.5, 50], rel=1e-5)
    assert found.least == pytest.approx([35, 20], rel=1e-5)
    assert found.contraction == pytest.approx(0, abs=1e-5)  # B's price does not hang on A's


def rivals(first, second, cost=20.0):
    nodes = [Node("S", supply=line(cost)),
             *(Node(n, supply=line(p), demand=line(200, -1))
               for n, p in (("J", first), ("C", second)))]  # fmt: skip
    ways = [lane("S", to, "pipe", 5.0, "gas", most=10.0) for to in "JC"]
    made = market("gas", nodes, ways)
    return contest(made, sides(made), tuple(Link((label,)) for label in made.lanes), 0.25)


def test_two_buyers_for_one_line():
    """Worth 95 to J and 65 to C at the border, 20 to S: the floor is C's 65; J pays
    65 + 0.25 x 30 = 72.5, alone 20 + 0.25 x 75 = 38.75: rivalry is worth 33.75 x 10."""
    found = rivals(100.0, 70.0)
    assert found.winner == "J"
    assert (found.floor, found.price) == pytest.approx((65, 72.5), rel=1e-5)
    assert found.rivalry == pytest.approx(337.5, rel=1e-5)


def test_a_rival_that_cannot_pay_the_cost_is_none():
    """C's 20 - 5 = 15 lies below S's 19.9."""
    found = rivals(100.0, 25.5, cost=20.0)
    assert found.winner == "J"
    assert found.floor == pytest.approx(20.5, rel=1e-4)
    assert found.price == pytest.approx(20.5 + 0.25 * 74.5, rel=1e-4)


def test_a_line_whose_capital_the_offer_does_not_pay_is_shelved():
    """Gas at 20, transport 5, 1,000 over 10 years at 0 % for 10 a year at half fill: 100 / 5 = 20
    more, 45 in all. The buyer else pays 40: highest below least. With full fill 35: signed."""
    nodes = [Node("S", supply=line(20)), Node("B", supply=line(40), demand=line(200, -1))]
    made = market("gas", nodes, [lane("S", "B", "pipe", 5.0, "gas", most=10.0)])

    def tried(fill, **offer):
        return entry(made, sides(made), Project(PIPE, 1000.0, 10.0, 0.0, 10.0, fill), 0.5, **offer)

    half = tried(0.5)
    assert (half.least, half.highest) == pytest.approx((45, 40), rel=1e-6)
    assert not half.signed
    assert "5 below the seller's least" in half.reason
    full = tried(1.0)
    assert full.least == pytest.approx(35, rel=1e-6)
    assert full.price == pytest.approx(37.5, rel=1e-6)
    assert not tried(1.0, offer=30.0).signed
    assert tried(1.0, offer=36.0).price == 36.0
    assert not tried(1.0, offer=41.0).signed


def test_oil_for_credit_of_2009():
    """25 bn USD (15 Rosneft, 10 Transneft) against 15 Mt a year for 20 years, as reported in 2009.

    15 Mt x 7.33 bbl = 109.95 Mbbl a year. The rate was not published: 6 % against 8 % is an
    assumption. Repaid in 20 parts: 1,250 and 6 % of 25,000 in the first year, 2,750, of 109.95 x
    60 = 6,597: 41.7 %. In the last 1,250 + 75: 20.1 %. Worth of the loan:
    (1 - 6/8)(25,000 - 1,250 a), a = (1 - 1.08^-20) / 0.08 = 9.81815: 3,181.8 USD m;
    over 109.95 a = 1,079.5 discounted barrels: 2.95 USD/bbl.
    """
    barrels = np.full(20, 15 * 7.33)
    found = credit(Loan(25_000.0, 0.06, 0.08, 20), barrels, np.full(20, 60.0))
    factor = (1 - 1.08**-20) / 0.08
    assert found.subsidy == pytest.approx(0.25 * (25_000 - 1_250 * factor), rel=1e-12)
    assert found.subsidy == pytest.approx(3181.8, abs=0.1)
    assert found.spread == pytest.approx(2.947, abs=1e-3)
    assert found.serving[[0, -1]] == pytest.approx([0.41686, 0.20085], abs=1e-5)
    assert found.debt[[0, 9, 19]] == pytest.approx([23_750, 12_500, 0])
    assert found.effective_price[0] == pytest.approx(62.947, abs=1e-3)
    same = credit(Loan(25_000.0, 0.08, 0.08, 20, 5), barrels, np.full(20, 60.0))
    assert same.subsidy == pytest.approx(0, abs=1e-8)  # at the market's rate it is worth nothing
    assert same.debt[4] == 25_000
