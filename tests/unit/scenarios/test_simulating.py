"""Answers to scenarios: laws that hold for any, on the table that ships."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.shock import embargo
from steelyard.models.trade.solve import solve
from steelyard.reference.dataset import load
from steelyard.scenarios.costs import log_ratio, percent, side_income
from steelyard.scenarios.ensemble import Drawn, carry_on, nothing_drawn
from steelyard.scenarios.library import delivery_cut, named, shipped
from steelyard.scenarios.read import read_text
from steelyard.scenarios.schema import Start
from steelyard.scenarios.shocks import draw_amounts, place, points, shock
from steelyard.scenarios.simulate import simulate
from steelyard.scenarios.world import world
from steelyard.vocabulary.errors import BadYears, InputError, NoData, UnknownName
from steelyard.vocabulary.states import find

DAY = date(2026, 11, 22)
HEAD = """format = 1
baseline = { year = 2011 }
name = "test"
title = "A test"
question = "What would it cost?"
"""


@cache
def data():
    return load(DAY)


@cache
def start():
    return world(data(), shipped("west-cuts-russia").baseline)


def made(scenario, horizon="long"):
    """Shock and answer at middle elasticities."""
    theta = start().middle(horizon)
    economy = start().point(Closure.ZEROED).with_theta(theta)
    what = shock(scenario, place(scenario, economy, DAY), economy, theta, points(scenario))
    return what, solve(economy, what)


@cache
def answer():
    return simulate(shipped("china-cuts-technology"), data(), draws=20)


def test_an_embargo_is_the_one_of_the_model_and_touches_nothing_else():
    what, _ = made(shipped("china-cuts-technology"))
    expected = embargo(
        start().point(Closure.ZEROED), ["RUS"], ["CHN"], ["machinery", "electronics", "vehicles"]
    ).multiplier
    np.testing.assert_array_equal(what.multiplier, expected)


def test_leaks_lie_between_an_embargo_and_no_change_and_a_detour_costs():
    base = '[[cut]]\nsellers = ["CHN"]\nbuyers = ["RUS"]\n'
    whole = made(read_text(HEAD + base))[1].of("RUS")
    leaks = [
        made(read_text(HEAD + base + f"[leakage]\nshare = {share}\nextra_cost = {cost}"))[1].of(
            "RUS"
        )
        for share, cost in ((0.3, 2.0), (0.3, 1.0), (1.0, 1.0))
    ]
    assert whole < leaks[0] < leaks[1] < -1e-6
    assert leaks[2] == pytest.approx(0.0, abs=1e-8)


def test_a_tariff_a_cost_and_productivity_change_what_they_name():
    text = (
        HEAD
        + '[sides]\na = ["RUS"]\nb = ["CHN"]\n'
        + '[[tariff]]\nsellers = ["CHN"]\nbuyers = ["RUS"]\nsectors = ["vehicles"]\nto = 0.25\n'
        + '[[cost]]\nsellers = ["CHN"]\nbuyers = ["RUS"]\nsectors = ["food"]\nfactor = 2\n'
        + '[[productivity]]\nstates = ["RUS"]\nsectors = ["mining"]\nfactor = 1.1\n'
    )
    what, _ = made(read_text(text))
    economy = start().point(Closure.ZEROED)
    china, russia = economy.country("CHN"), economy.country("RUS")
    assert what.tariff_to is not None
    assert what.tariff_to[economy.sector("vehicles"), russia, china] == 0.25
    assert what.tariff_to.sum() == 0.25
    food = economy.sector("food")
    theta = start().middle("long")[food]
    assert what.multiplier[food, russia, china] == pytest.approx(2**-theta)
    assert what.productivity[russia, economy.sector("mining")] == pytest.approx(1.1)
    assert (what.productivity != 1).sum() == 1


def test_both_ways_costs_more_than_one_way_and_short_run_more_than_long():
    one_way = delivery_cut(find("CHN"), find("RUS"))
    for country in ("RUS", "CHN"):
        assert made(shipped("full-cut"))[1].of(country) < made(one_way)[1].of(country)
        short = made(shipped("full-cut"), "short")[1].of(country)
        assert short < made(shipped("full-cut"))[1].of(country)


def test_losses_fall_with_the_years_for_both_sides():
    path = answer().path
    for side in ("a", "b"):
        losses = [getattr(each, side) for each in path]
        assert losses == sorted(losses)
    assert path[-1].years is None


def test_when_china_joins_the_west_russia_loses_more_and_china_too():
    without, joined = (
        made(shipped(name))[1] for name in ("west-cuts-russia", "west-and-china-cut-russia")
    )
    assert joined.of("RUS") < without.of("RUS") < -3.0
    assert joined.of("CHN") < 0 < without.of("CHN")


def test_undoing_a_cut_gains_what_the_cut_lost_in_logs():
    text = (
        HEAD
        + 'REVERSE[[cut]]\nsellers = ["DEU"]\nbuyers = ["POL"]\nboth_ways = true\nshare = 0.5\n'
    )
    forwards = simulate(
        read_text(text.replace("REVERSE", "")), data(), draws=20, horizon="long"
    ).outcomes[0]
    back = simulate(
        read_text(text.replace("REVERSE", "reverse = true\n")), data(), draws=20, horizon="long"
    ).outcomes[0]
    assert forwards.a.change.point is not None
    assert back.a.change.point is not None
    assert (1 + forwards.a.change.point / 100) * (1 + back.a.change.point / 100) == pytest.approx(
        1.0, abs=1e-6
    )


def test_the_answer_has_both_sides_all_countries_and_a_certificate():
    found = answer()
    assert [each.horizon for each in found.outcomes] == ["short run", "long run"]
    for outcome in found.outcomes:
        assert outcome.a.name == "Russia"
        assert outcome.residual <= 1e-10
        assert len(outcome.countries) == 20
        assert outcome.a.change.low is not None
        assert outcome.log_ratio.present
    assert {row.sector for row in found.sectors} == {"machinery", "electronics", "vehicles"}
    assert {row.closure for row in found.closures} == {each.value for each in Closure}
    assert found.left_out == ()


def test_same_seed_same_numbers_and_other_seeds_near_ones():
    scenario = delivery_cut(find("CHN"), find("RUS"), ("vehicles",))
    first, again, other = (
        simulate(scenario, data(), draws=20, seed=seed, horizon="long") for seed in (3, 3, 4)
    )
    assert first == again
    assert other.outcomes[0].a.change != first.outcomes[0].a.change


def test_an_interrupted_run_goes_on_and_gives_the_same_numbers():
    kept: dict[str, Drawn] = {}
    scenario = delivery_cut(find("CHN"), find("RUS"), ("vehicles",))
    whole = simulate(scenario, data(), draws=25, horizon="long", keep=kept.__setitem__)
    part = Drawn(kept["long run"].income[:10], 1e-11)
    resumed = simulate(scenario, data(), draws=25, horizon="long", read=lambda name, task: part)
    assert resumed.outcomes[0].a == whole.outcomes[0].a
    assert resumed.outcomes[0].log_ratio == whole.outcomes[0].log_ratio


def test_what_is_not_uncertain_has_no_interval_and_says_why():
    text = HEAD + 'elasticities_uncertain = false\n[[cut]]\nsellers = ["USA"]\nbuyers = ["MEX"]\n'
    change = simulate(read_text(text), data(), draws=20, horizon="long").outcomes[0].a.change
    assert change.low is None
    assert change.basis.startswith("none:")


def test_a_need_that_no_one_can_supply_is_a_loss_without_bound():
    estimate = percent(np.array([0.9] * 30 + [0.0]), unmet="RUS / vehicles")
    assert not estimate.present
    assert "RUS / vehicles" in estimate.basis
    assert not log_ratio(np.zeros(30), np.full(30, 0.9)).present


def test_a_side_that_gains_has_no_ratio():
    assert not log_ratio(np.full(30, 0.9), np.full(30, 1.01)).present


def test_a_group_weighs_its_members_by_income():
    income = side_income(np.array([[0.9, 1.0, 0.5]]), np.array([1.0, 3.0, 9.0]), [0, 1])
    assert income.tolist() == [0.975]


def test_draws_of_amounts_stay_in_their_ranges_and_known_ones_do_not_move():
    scenario = shipped("doubled-barriers")
    drawn = draw_amounts(scenario, 500, 0)
    assert drawn.min() >= 1.2
    assert drawn.max() <= 2.0
    assert np.ptp(draw_amounts(shipped("full-cut"), 50, 0)) == 0


@pytest.mark.parametrize(
    ("name", "error", "told"),
    [
        ("KAZ-cuts-CHN", NoData, "Rest of the world"),
        ("MNG-and-CHN-cut", NoData, "Mongolia"),
    ],
)
def test_states_inside_rest_groups_are_refused_with_the_way_out(name, error, told):
    with pytest.raises(error, match=told):
        simulate(named(name), data(), draws=20)


def test_sides_that_share_a_state_and_links_to_oneself_are_refused():
    text = HEAD + '[[cut]]\nsellers = ["EU"]\nbuyers = ["POL"]\n'
    with pytest.raises(InputError, match="both sides"):
        simulate(read_text(text), data(), draws=20)
    text = HEAD + (
        '[sides]\na = ["RUS"]\nb = ["CHN"]\n[[cut]]\nsellers = ["RUS"]\nbuyers = ["Russia"]\n'
    )
    with pytest.raises(InputError, match="same state"):
        simulate(read_text(text), data(), draws=20)


def test_a_state_that_nobody_knows_is_told_where_it_stands():
    text = HEAD + '[[cut]]\nsellers = ["CHN"]\nbuyers = ["XYZ"]\n'
    with pytest.raises(UnknownName, match="cut 1, buyers"):
        simulate(read_text(text), data(), draws=20)


def test_members_of_blocs_on_a_day_to_come_are_not_made_up():
    text = HEAD + 'on = 2999-01-01\n[[cut]]\nsellers = ["EU"]\nbuyers = ["RUS"]\n'
    with pytest.raises(BadYears, match="2999-01-01 lies after"):
        simulate(read_text(text), data(), draws=20)


def test_too_few_draws_are_refused():
    with pytest.raises(InputError, match="draws"):
        simulate(shipped("full-cut"), data(), draws=3)


def test_a_carried_table_starts_from_newer_trade_and_has_an_error():
    carried = world(data(), Start(year=2023))
    assert carried.carried
    assert not start().carried
    assert len(carried.draws.economies) > 1
    old, new = (each.point(Closure.MULTIPLICATIVE) for each in (start(), carried))

    def share(economy, buyer, seller):
        sales = economy.sales[:, economy.country(buyer)]
        abroad = sales.sum() - sales[:, economy.country(buyer)].sum()
        return sales[:, economy.country(seller)].sum() / abroad

    assert share(new, "RUS", "CHN") > 2 * share(old, "RUS", "CHN")  # 0.16 in 2011, 0.40 in 2023
    assert share(new, "RUS", "DEU") < share(old, "RUS", "DEU")


def test_years_before_the_table_or_without_trade_are_refused():
    with pytest.raises(BadYears, match="2005"):
        world(data(), Start(year=2005))
    with pytest.raises(NoData, match="2022"):
        world(data(), Start(year=2022))
    with pytest.raises(NoData, match="icio"):
        world(data(), Start(source="icio"))


def test_the_order_of_draws_does_not_depend_on_how_many_are_asked_for():
    few, many = (start().theta(count, "short", 5) for count in (20, 60))
    np.testing.assert_array_equal(few, many[:20])
    assert (start().theta(60, "short", 5) < start().theta(60, "long", 5)).all()


def test_a_draw_does_not_depend_on_those_before_it():
    from steelyard.scenarios.simulate import _task

    scenario = shipped("china-cuts-technology")
    placing = place(scenario, start().point(Closure.ZEROED), DAY)
    task = _task(scenario, start(), placing, Closure.ZEROED, "long", 21, 0)
    whole = carry_on(task, nothing_drawn(task))
    later = carry_on(task, Drawn(whole.income[:20]))
    np.testing.assert_array_equal(later.income[20], whole.income[20])
