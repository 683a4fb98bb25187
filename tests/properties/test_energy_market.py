"""Laws of the fuel market, on markets made at random: prices, welfare, order, scale, slopes."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, settings

from fixtures.energy_markets import OIL, drawn_market, markets, straight, two
from steelyard.models.energy.curves import UNITS, Curve
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Blocks, Market, Node, lane, market
from steelyard.models.energy.response import response
from steelyard.vocabulary.errors import InputError, SteelyardError

CLOSE = 1e-6  # of prices and of the market: ten times the worst that an interior point leaves
quick = settings(max_examples=25)


def solved(made: Market) -> Equilibrium:
    """Its equilibrium; markets whose contracts cannot be kept are no example."""
    try:
        return solve(made)
    except InputError:
        assume(False)
        raise


def changed(made: Market, **terms: object) -> Market:
    """The market with other terms."""
    fields = {name: getattr(made, name) for name in Market.__dataclass_fields__}
    return Market(**(fields | terms))


def scaled(blocks: Blocks, amount: float, money: float) -> Blocks:
    """The same curves in other units."""
    return Blocks(
        blocks.node, blocks.intercept * money, blocks.slope * money / amount, blocks.most * amount
    )


def same_prices(one: Equilibrium, other: Equilibrium, order: np.ndarray | None = None) -> None:
    """Prices where fuel is traded, amounts of nodes, and welfare agree."""
    order = np.arange(one.price.size) if order is None else order
    top, size = np.nanmax(one.price), one.demand.sum() + 1.0
    busy = (one.supply + one.demand)[order] > CLOSE * size
    there = one.price[order]
    np.testing.assert_allclose(other.price[busy], there[busy], atol=CLOSE * top, rtol=0)
    np.testing.assert_allclose(other.supply, one.supply[order], atol=1e-5 * size, rtol=0)
    np.testing.assert_allclose(other.demand, one.demand[order], atol=1e-5 * size, rtol=0)
    assert other.welfare() == pytest.approx(one.welfare(), abs=CLOSE * top * size)


@quick
@given(markets(limits=3, contracts=3))
def test_nobody_gains_by_sending_fuel_elsewhere(made):
    """p_j <= p_i + t + rents on open lanes, equal where more than the contract flows."""
    made = made()
    found = solved(made)
    top, size = np.nanmax(found.price), found.demand.sum() + 1.0
    gain = found.price[made.destination] - found.price[made.origin] - made.cost
    gain = np.nan_to_num(gain) - found.rent - made.within.T @ found.limit_rent
    assert (gain <= CLOSE * top).all()
    flows = found.flow - made.least > 1e-4 * size
    np.testing.assert_allclose(gain[flows], 0.0, atol=1e-4 * top)
    idle = made.most - found.flow > 1e-4 * size
    np.testing.assert_allclose(found.rent[idle], 0.0, atol=1e-4 * top)
    assert (found.rent >= -CLOSE * top).all()
    assert (found.limit_rent >= -CLOSE * top).all()


@quick
@given(markets(limits=3, contracts=3))
def test_amounts_balance_and_keep_within_their_bounds(made):
    made = made()
    found = solved(made)
    size = found.demand.sum() + 1.0
    out = np.bincount(made.origin, found.flow, len(made.nodes))
    into = np.bincount(made.destination, found.flow, len(made.nodes))
    np.testing.assert_allclose(found.exports, out - into, atol=CLOSE * size)
    assert (found.flow >= made.least - CLOSE * size).all()
    assert (found.flow <= made.most + CLOSE * size).all()
    assert (made.within @ found.flow <= made.limit + CLOSE * size).all()
    assert found.certificate.residual < CLOSE


@quick
@given(markets(limits=3, contracts=3))
def test_welfare_is_worth_less_cost_of_supply_and_carriage(made):
    """Surpluses and what lanes earn add up to the objective of the programme."""
    made = made()
    found = solved(made)
    objective = -(found.flow @ made.cost)
    for side, amounts, sign in ((made.demand, found.demand, 1), (made.supply, found.supply, -1)):
        for node in range(len(made.nodes)):
            objective += sign * area(side, node, amounts[node])
    rents = found.earned().sum()
    assert found.welfare() == pytest.approx(objective, rel=1e-6, abs=1e-3)
    both = found.consumer_surplus.sum() + found.producer_surplus.sum() + rents
    assert found.welfare() == pytest.approx(both, rel=1e-12)
    if not made.least.any():
        finite = np.isfinite(made.most)
        rent = found.rent[finite] @ made.most[finite] + found.limit_rent @ made.limit
        closed = made.most == 0
        assert not closed.any()
        assert rents == pytest.approx(rent, rel=1e-5, abs=1e-3 * abs(found.welfare()))
    assert (found.consumer_surplus >= -1e-6 * abs(objective) - 1e-6).all()
    assert (found.producer_surplus >= -1e-6 * abs(objective) - 1e-6).all()


def area(side: Blocks, node: int, amount: float) -> float:
    """Area below the curve of a node up to an amount, filled from its best block."""
    rows = np.flatnonzero(side.node == node)
    total = 0.0
    for row in rows:  # blocks of a node stand in the order in which they are used
        part = min(amount, side.most[row])
        total += side.intercept[row] * part + side.slope[row] * part**2 / 2
        amount -= part
    return total


@quick
@given(markets(), st.floats(-6, 6), st.floats(-3, 3))
def test_other_units_of_amount_and_money_change_nothing(made, amount, money):
    made = made()
    a, b = 10.0**amount, 10.0**money
    one = solved(made)
    other = solve(changed(
        made, supply=scaled(made.supply, a, b), demand=scaled(made.demand, a, b),
        cost=made.cost * b, most=made.most * a, least=made.least * a, limit=made.limit * a,
    ))  # fmt: skip
    top, size = np.nanmax(one.price), one.demand.sum() + 1.0
    busy = one.supply + one.demand > CLOSE * size
    np.testing.assert_allclose(other.price[busy] / b, one.price[busy], atol=CLOSE * top)
    np.testing.assert_allclose(other.demand / a, one.demand, atol=1e-5 * size)
    assert other.welfare() / a / b == pytest.approx(one.welfare(), abs=CLOSE * top * size)


@quick
@given(markets(limits=2, contracts=2), st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_lanes_is_irrelevant(made, random):
    made = made()
    nodes, ways = list(range(len(made.nodes))), list(range(len(made.lanes)))
    random.shuffle(nodes)
    random.shuffle(ways)
    place = np.argsort(nodes)
    other = changed(
        made,
        nodes=tuple(made.nodes[at] for at in nodes),
        lanes=tuple(made.lanes[at] for at in ways),
        supply=Blocks(place[made.supply.node], *(getattr(made.supply, x) for x in PIECES)),
        demand=Blocks(place[made.demand.node], *(getattr(made.demand, x) for x in PIECES)),
        origin=place[made.origin][ways],
        destination=place[made.destination][ways],
        within=made.within[:, ways],
        **{name: getattr(made, name)[ways] for name in ("cost", "most", "least", "serviced")},
    )
    same_prices(solved(made), solve(other), np.array(nodes))


PIECES = ("intercept", "slope", "most")


@quick
@given(markets(), st.data())
def test_a_lane_split_in_two_is_the_same_lane(made, data):
    """A lane of 2 K is two lanes of K; joint limits hold both halves."""
    made = made()
    at = data.draw(st.integers(0, len(made.lanes) - 1))
    rows = [*range(len(made.lanes)), at]
    most = made.most[rows]
    most[[at, -1]] /= 2
    halves = changed(
        made, lanes=(*made.lanes, "half"), origin=made.origin[rows],
        destination=made.destination[rows], cost=made.cost[rows], most=most,
        least=made.least[rows], serviced=made.serviced[rows], within=made.within[:, rows],
    )  # fmt: skip
    same_prices(solved(made), solve(halves))


@quick
@given(markets(), st.floats(0.1, 0.9))
def test_a_curve_cut_into_blocks_is_the_same_curve(made, part):
    made = made()
    one = solved(made)
    for side in ("supply", "demand"):
        blocks = getattr(made, side)
        last = np.flatnonzero(np.isinf(blocks.most))
        cut = np.where(np.isinf(blocks.most), part * 100.0, blocks.most)
        more = Blocks(
            np.append(blocks.node, blocks.node[last]),
            np.append(blocks.intercept, (blocks.intercept + blocks.slope * cut)[last]),
            np.append(blocks.slope, blocks.slope[last]),
            np.append(cut, np.full(last.size, np.inf)),
        )
        same_prices(one, solve(changed(made, **{side: more})))


@quick
@given(markets(limits=2), st.floats(1.0, 5.0), st.data())
def test_more_capacity_never_lowers_welfare(made, times, data):
    made = made()
    at = data.draw(st.integers(0, len(made.lanes) - 1))
    most = made.most.copy()
    most[at] *= times
    less, more = solved(made).welfare(), solve(changed(made, most=most)).welfare()
    wider = solve(changed(made, limit=made.limit * times)).welfare()
    assert min(more, wider) >= less - CLOSE * abs(less) - 1e-6


@quick
@given(markets(), st.data())
def test_a_lane_that_nobody_would_use_changes_nothing(made, data):
    """A lane dearer than the gap between its ends carries nothing."""
    made = made()
    one = solved(made)
    start, end = data.draw(st.sampled_from([
        (a, b) for a in range(len(made.nodes)) for b in range(len(made.nodes)) if a != b
    ]))  # fmt: skip
    assume(np.isfinite(one.price[[start, end]]).all())
    dear = max(one.price[end] - one.price[start], 0.0) + 1.0
    more = changed(
        made, lanes=(*made.lanes, "dear"), origin=np.append(made.origin, start),
        destination=np.append(made.destination, end), cost=np.append(made.cost, dear),
        most=np.append(made.most, np.inf), least=np.append(made.least, 0.0),
        serviced=np.append(made.serviced, False),
        within=np.hstack([made.within, np.zeros((len(made.limits), 1))]),
    )  # fmt: skip
    other = solve(more)
    assert other.flow[-1] <= 1e-5 * (one.demand.sum() + 1.0)
    same_prices(one, other)


@quick
@given(markets(), st.data())
def test_an_embargo_is_the_limit_of_ever_higher_costs(made, data):
    made = made()
    at = data.draw(st.integers(0, len(made.lanes) - 1))
    cost = made.cost.copy()
    cost[at] = 1e4
    shut, dear = solved(made.without(made.lanes[at])), solve(changed(made, cost=cost))
    assert shut.flow[at] == 0.0
    size, top = shut.demand.sum() + 1.0, np.nanmax(shut.price)
    assert dear.flow[at] <= 1e-5 * size
    assert dear.welfare() == pytest.approx(shut.welfare(), abs=1e-5 * top * size)
    np.testing.assert_allclose(dear.demand, shut.demand, atol=1e-4 * size)


@quick
@given(st.floats(1, 50), st.floats(0.01, 5), st.floats(60, 200), st.floats(0.01, 5))
def test_alone_a_place_lives_where_its_curves_cross(start, steep, choke, fall):
    """q = (choke - start) / (steep + fall), p = start + steep q; surpluses are triangles."""
    place = Node("A", (straight(start, steep),), (straight(choke, -fall),))
    other = Node("B", (straight(start + 5, steep),), (straight(choke, -fall),))
    found = solve(market(OIL, [place, other], [lane("A", "B", "sea", 1.0, OIL)]).autarky())
    amount = (choke - start) / (steep + fall)
    assert found.supply[0] == pytest.approx(amount, rel=1e-7)
    assert found.price[0] == pytest.approx(start + steep * amount, rel=1e-7)
    assert found.consumer_surplus[0] == pytest.approx(fall * amount**2 / 2, rel=1e-6)
    assert found.producer_surplus[0] == pytest.approx(steep * amount**2 / 2, rel=1e-6)
    gap = found.price[1] - found.price[0] - 1.0
    np.testing.assert_allclose(found.rent, max(gap, 0.0), atol=1e-6)


@settings(max_examples=15)
@given(markets(limits=0), st.data())
def test_welfare_rises_with_capacity_by_its_rent_and_falls_with_cost_by_the_flow(made, data):
    """Envelope theorem, by central differences; one-sided slopes lie on both sides at kinks."""
    made = made()
    found = solved(made)
    at = data.draw(st.integers(0, len(made.lanes) - 1))
    step = 1e-3

    def cost(by: float) -> float:
        terms = made.cost.copy()
        terms[at] += by
        return solve(changed(made, cost=terms)).welfare()

    down, up = (cost(-step) - found.welfare()) / step, (found.welfare() - cost(step)) / step
    noise = 1e-5 * abs(found.welfare()) / step * 1e-2 + 1e-3 * found.demand.sum()
    assert up - noise <= found.flow[at] <= down + noise
    if np.isfinite(made.most[at]):
        wide = CLOSE * 1e2 * made.most[at]

        def capacity(by: float) -> float:
            terms = made.most.copy()
            terms[at] += by
            return solve(changed(made, most=terms)).welfare()

        more, less = capacity(wide), capacity(-wide)
        noise = 1e-9 * abs(found.welfare()) / wide + 1e-3 * np.nanmax(found.price)
        assert (more - found.welfare()) / wide - noise <= found.rent[at]
        assert found.rent[at] <= (found.welfare() - less) / wide + noise


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(3, 8), st.integers(4, 30))
def test_the_slope_of_the_market_is_that_of_its_differences(seed, nodes, ways):
    """A limit that binds, moved up and down a little: both differences enclose the slope."""
    made = drawn_market(seed, nodes, ways, limits=1)
    free = solved(changed(made, limit=np.array([np.inf])))
    carried = float(made.within[0] @ free.flow)
    assume(carried > 1e-2 * free.demand.sum())
    there = changed(made, limit=np.array([0.9 * carried]))
    found = solve(there)
    assume(found.limit_rent[0] > 1e-3)
    step = 1e-4 * carried
    up, down = (solve(changed(made, limit=there.limit + by)) for by in (step, -step))
    slope = response(found, [0]).price[:, 0]
    ahead, behind = (up.price - found.price) / step, (found.price - down.price) / step
    busy = found.supply + found.demand > 1e-3 * found.demand.sum()
    unit = np.nanmax(found.price) / found.demand.sum()
    straight_there = busy & np.isclose(ahead, behind, rtol=1e-3, atol=1e-3 * unit)
    np.testing.assert_allclose(
        slope[straight_there], ahead[straight_there], rtol=1e-2, atol=1e-2 * unit
    )


@given(st.floats(0.0, 60.0), st.floats(20.0, 90.0))
def test_a_contract_binds_where_less_would_flow(cost, least):
    """Free flow is (80 - cost) / 0.75; a contract above it flows and earns less than its cost."""
    found = solve(two(cost, least=least))
    free = (80.0 - cost) / 0.75
    assert found.flow[0] == pytest.approx(max(free, least), rel=1e-6)
    assert found.price[0] == pytest.approx(20.0 + 0.5 * max(free, least), rel=1e-6)
    earned = found.earned()[0]
    assert earned == pytest.approx(min(0.0, (80 - cost - 0.75 * least) * least), abs=1e-3)


@quick
@given(markets(), st.floats(0, 5), st.floats(0, 5))
def test_a_place_of_transshipment_is_as_good_as_one_long_lane(made, first, second):
    """Two lanes one after the other carry what one lane of both costs carries."""
    made = made()
    places = len(made.nodes)
    blank = np.zeros((len(made.limits), 1))

    def with_lanes(ends: list[tuple[int, int]], costs: list[float], nodes: tuple) -> Market:
        count = len(ends)
        return changed(
            made, nodes=(*made.nodes, *nodes), lanes=(*made.lanes, *map(str, range(count))),
            origin=np.append(made.origin, [a for a, _ in ends]),
            destination=np.append(made.destination, [b for _, b in ends]),
            cost=np.append(made.cost, costs), most=np.append(made.most, np.full(count, np.inf)),
            least=np.append(made.least, np.zeros(count)),
            serviced=np.append(made.serviced, np.zeros(count, dtype=bool)),
            within=np.hstack([made.within, *[blank] * count]),
        )  # fmt: skip

    long = solved(with_lanes([(0, 1)], [first + second], ()))
    over = solve(with_lanes([(0, places), (places, 1)], [first, second], ("T",)))
    assert over.supply[-1] == over.demand[-1] == 0.0
    size = long.demand.sum() + 1.0
    assert over.welfare() == pytest.approx(long.welfare(), abs=CLOSE * size * np.nanmax(long.price))
    np.testing.assert_allclose(over.demand[:-1], long.demand, atol=1e-5 * size)


@given(st.floats(10.0, 60.0), st.floats(10.0, 500.0))
def test_a_flat_block_holds_the_price_while_it_lasts(level, most):
    """Supply at one price up to an amount, demand 100 - d / 4: the shorter side decides."""
    places = [
        Node("S", supply=(straight(level, 0.0, most),)),
        Node("B", demand=(straight(100.0, -0.25),)),
    ]
    found = solve(market(OIL, places, [lane("S", "B", "sea", 2.0, OIL)]))
    wanted = (98.0 - level) / 0.25
    assert found.demand[1] == pytest.approx(min(wanted, most), rel=1e-6)
    assert found.price[1] == pytest.approx(max(level + 2.0, 100 - 0.25 * most), rel=1e-6)


def test_capacities_and_limits_without_end_are_none():
    bound = solve(two(most=1e9))
    free = solve(two())
    np.testing.assert_allclose(bound.price, free.price, rtol=1e-7)
    assert free.rent[0] == 0.0


wild = st.one_of(
    st.floats(-200, 200), st.sampled_from([0.0, np.inf, -np.inf, np.nan, 1e-300, 1e300])
)


@settings(max_examples=150)
@given(wild, wild, wild, wild, wild, wild, wild)
def test_whatever_is_put_in_comes_out_as_numbers_or_is_refused(a, b, c, d, cost, most, least):
    """Never NaN without a word: an answer with its certificate, or an error of the house."""
    units = UNITS[OIL]
    try:
        places = [
            Node("S", supply=(Curve(a, b, *units),)),
            Node("B", demand=(Curve(c, d, *units),)),
        ]
        made = market(OIL, places, [lane("S", "B", "sea", cost, OIL, most=most, least=least)])
        found = solve(made)
    except SteelyardError:
        return
    assert found.certificate.residual <= 1e-6
    for each in (found.price, found.supply, found.demand, found.flow, found.consumer_surplus):
        assert np.isfinite(each).all()
    assert np.isfinite(found.welfare())
