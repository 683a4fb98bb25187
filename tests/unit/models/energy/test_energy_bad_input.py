"""What the fuel market refuses: each time with the node or lane, and a way out."""

import numpy as np
import pytest

from fixtures.energy_markets import OIL, straight, two
from steelyard.measures.fuel_units import AMOUNTS, RATES, rate
from steelyard.models.energy.curves import UNITS, Curve, demand_through, supply_through
from steelyard.models.energy.equilibrium import solve
from steelyard.models.energy.network import Lane, Limit, Node, lane, market
from steelyard.vocabulary.errors import InputError, UnitMismatch, UnknownName

PRINTED = 0.005 / 1.35  # half of the last digit that both ends are given with

SELLER = Node("S", supply=(straight(20.0, 0.5),))
BUYER = Node("B", demand=(straight(100.0, -0.25),))
SEA = lane("S", "B", "sea", 2.0, OIL)


def test_supply_below_contracted_volumes_names_lane_shortfall_and_node():
    short = Node("S", supply=(straight(20.0, 0.0, 30.0),))
    bound = lane("S", "B", "sea", 2.0, OIL, least=50.0)
    with pytest.raises(InputError) as refused:
        solve(market(OIL, [short, BUYER], [bound]))
    assert "S-B (sea) by 20 of 50" in refused.value.found
    assert "S can supply" in refused.value.remedy


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_shortfalls_are_found_whatever_the_unit(unit):
    short = Node("S", supply=(straight(20.0, 0.0, 30.0 * unit),))
    buyer = Node("B", demand=(straight(100.0, -0.25 / unit),))
    with pytest.raises(InputError, match="contracts fall short"):
        solve(market(OIL, [short, buyer], [lane("S", "B", "sea", 2.0, OIL, least=31 * unit)]))


def test_contracts_above_a_joint_limit_name_the_lanes():
    ways = [lane("S", "B", kind, 2.0, OIL, least=40.0) for kind in ("sea", "pipe")]
    both = Limit("port", tuple(way.label for way in ways), 60.0)
    with pytest.raises(InputError, match="contracts fall short"):
        solve(market(OIL, [SELLER, BUYER], ways, [both]))


def test_a_contract_to_a_place_that_uses_nothing_is_infeasible():
    ways = [SEA, lane("S", "T", "pipe", 1.0, OIL, least=5.0)]
    with pytest.raises(InputError, match=r"S-T \(pipe\)"):
        solve(market(OIL, [SELLER, BUYER, Node("T")], ways))


def test_a_contract_exactly_as_large_as_its_pipe_flows():
    found = solve(two(most=40.0, least=40.0))
    assert found.flow.tolist() == [40.0]
    np.testing.assert_allclose(found.price, [40.0, 90.0], rtol=1e-8)
    assert found.rent[0] == pytest.approx(48.0)


def test_prices_below_nothing_name_the_node():
    giving = Node("S", supply=(straight(-50.0, 0.5),))
    poor = Node("B", demand=(straight(10.0, -0.25),))
    with pytest.raises(InputError, match="node S") as refused:
        solve(market(OIL, [giving, poor], [SEA]))
    assert "raise the intercept" in refused.value.remedy


def test_a_contract_that_floods_its_buyer_names_the_buyer():
    with pytest.raises(InputError, match="node B"):
        solve(two(least=500.0))


def test_trade_without_end_names_both_sides():
    flat = [Node("S", supply=(straight(20.0, 0.0),)), Node("B", demand=(straight(50.0, 0.0),))]
    with pytest.raises(InputError, match="node S, B") as refused:
        solve(market(OIL, flat, [SEA]))
    assert "slope" in refused.value.remedy


@pytest.mark.parametrize("amount", ["t / year", "bcm / year", "million MMBtu / year"])
def test_other_units_are_refused_with_node_or_lane(amount):
    odd = Curve(20.0, 0.5, amount, "USD/bbl")
    with pytest.raises(UnitMismatch, match="node S, supply"):
        market(OIL, [Node("S", supply=(odd,)), BUYER], [SEA])
    with pytest.raises(UnitMismatch, match="node B, demand"):
        market(OIL, [SELLER, Node("B", demand=(Curve(99.0, -1.0, amount, "USD/bbl"),))], [SEA])
    with pytest.raises(UnitMismatch, match=r"lane S-B \(sea\)") as refused:
        market(OIL, [SELLER, BUYER], [Lane("S", "B", "sea", 2.0, amount, "USD/bbl")])
    assert "fuel_units" in refused.value.remedy


def test_oil_and_gas_do_not_meet():
    with pytest.raises(UnitMismatch, match="lane"):
        market(OIL, [SELLER, BUYER], [lane("S", "B", "pipe", 20.0, "gas")])
    with pytest.raises(UnitMismatch, match="node S"):
        market("gas", [SELLER], [])


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ({"cost": -1.0}, "cost"),
        ({"cost": float("nan")}, "cost"),
        ({"cost": float("inf")}, "cost"),
        ({"cost": 1.0, "most": -1.0}, "most"),
        ({"cost": 1.0, "most": float("nan")}, "most"),
        ({"cost": 1.0, "least": 5.0, "most": 4.0}, "least"),
        ({"cost": 1.0, "least": float("inf")}, "least"),
    ],
)
def test_impossible_lanes_are_named(terms, told):
    with pytest.raises(InputError, match=r"lane S-B \(sea\)") as refused:
        market(OIL, [SELLER, BUYER], [lane("S", "B", "sea", fuel=OIL, **terms)])
    assert told in refused.value.found + refused.value.expected


def test_a_lane_to_itself_an_unknown_fuel_and_unknown_places():
    with pytest.raises(InputError, match=r"S-S \(sea\)"):
        market(OIL, [SELLER], [lane("S", "S", "sea", 1.0, OIL)])
    with pytest.raises(InputError, match="peat"):
        lane("S", "B", "sea", 1.0, "peat")
    with pytest.raises(InputError, match="peat"):
        demand_through(60.0, 1.0, -0.3, "peat")
    with pytest.raises(UnknownName, match="'X'"):
        market(OIL, [SELLER], [lane("S", "X", "sea", 1.0, OIL)])
    with pytest.raises(UnknownName, match="river"):
        market(OIL, [SELLER, BUYER], [SEA], [Limit("port", ("S-B (river)",), 1.0)])


@pytest.mark.parametrize("bad", [0.0, -1.0, float("nan"), float("inf")])
def test_curves_through_nothing_are_refused(bad):
    for price, amount, elasticity in ((bad, 1.0, 0.3), (60.0, bad, 0.3), (60.0, 1.0, bad)):
        with pytest.raises(InputError, match="curve of crude oil"):
            supply_through(price, amount, elasticity, OIL)


def test_a_closed_market_has_prices_but_no_trade():
    """Seller and buyer cut off: least that fuel would cost, most that would be paid."""
    alone = solve(two().autarky())
    assert alone.price.tolist() == [20.0, 100.0]
    assert alone.welfare() == 0.0
    assert alone.rent.tolist() == [78.0]
    off = market(OIL, [SELLER, BUYER, Node("T")], [SEA, lane("S", "T", "pipe", 3.0, OIL)])
    assert solve(off).price[2] == pytest.approx(solve(two()).price[0] + 3.0)
    assert np.isnan(solve(off.autarky()).price[2])


def test_trade_that_pays_nobody_is_none():
    poor = Node("B", demand=(straight(21.0, -0.25),))
    found = solve(market(OIL, [SELLER, poor], [SEA]))
    np.testing.assert_allclose(found.flow, 0.0, atol=1e-5)


def test_amounts_convert_with_stated_ends_and_agree_with_each_other():
    for each in AMOUNTS:
        assert each.low <= each.usual <= each.high
        assert each.source
    assert rate("crude oil", "Mt", "Mbbl", AMOUNTS).usual == rate("crude oil", "t", "bbl").usual
    day = rate("crude oil", "kb/d", "Mbbl / year", AMOUNTS).usual
    tonnes = rate("crude oil", "kb/d", "Mt / year", AMOUNTS).usual
    assert day / rate("crude oil", "t", "bbl").usual == pytest.approx(tonnes, rel=2e-3)
    there, back = (rate("gas", *way, AMOUNTS) for way in (("bcm", "Mt LNG"), ("Mt LNG", "bcm")))
    assert there.usual * back.usual == pytest.approx(1.0, rel=PRINTED)
    assert there.low * back.high == pytest.approx(1.0, rel=PRINTED)
    assert there.high * back.low == pytest.approx(1.0, rel=PRINTED)
    heat, tonne = rate("gas", "bcm", "million MMBtu", AMOUNTS), rate("LNG", "t", "MMBtu", RATES)
    assert there.low - 0.02 <= heat.usual / tonne.usual <= there.high
    with pytest.raises(UnitMismatch, match="bcm to Mbbl"):
        rate("gas", "bcm", "Mbbl", AMOUNTS)


def test_a_year_of_oil_in_tonnes_makes_the_same_market_as_in_barrels():
    """Russia's 535 Mt: converted once, explicitly; USD m = Mbbl x USD/bbl = bcm x USD/1000 m3."""
    barrels = 535.0 * rate("crude oil", "Mt", "Mbbl", AMOUNTS).usual
    (demand,) = demand_through(70.0, barrels, -0.2, OIL)
    assert demand.at(barrels) == pytest.approx(70.0)
    assert (demand.amount_unit, demand.price_unit) == UNITS[OIL]
    assert barrels * 70.0 == pytest.approx(535e6 * 7.33 * 70.0 / 1e6)
