"""Forms of links by models: rising, of slope 1 at rest, and what the models say at points."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from steelyard.measures.institutions import enlargement_dilution
from steelyard.models.energy.bargain.split import constrained_price
from steelyard.models.games.contest import influence_share
from steelyard.models.games.lone_veto import Stances, outcomes
from steelyard.models.trade.shock import embargo
from steelyard.models.trade.solve import solve
from steelyard.models.trade.tables import economy_from_flows
from steelyard.system.causal import shipped, term
from steelyard.system.expressions import evaluate
from steelyard.system.model_forms import CURVES, arguments, curve
from steelyard.system.overfull import event_path, overfull
from steelyard.system.parse import parse
from steelyard.vocabulary.errors import InputError, UnknownName

ENDS = ("low", "usual", "high")


def given(name: str, end: str = "usual") -> dict[str, float]:
    return {each.name: getattr(each, end) for each in arguments(name)}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", CURVES)
def test_each_curve_rises_from_0_at_rest_with_slope_1(name, end):
    made = curve(name, end)
    assert (np.diff(made.z) > 0).all()
    assert (np.diff(made.value) >= -1e-12).all()
    assert float(made.at(0.0)) == 0.0
    assert float(made.at(0.1) - made.at(-0.1)) / 0.2 == pytest.approx(1, abs=1e-5)
    assert made.z[0] == -8
    assert made.z[-1] == 8
    assert float(made.at(99.0)) == made.value[-1]


@pytest.mark.parametrize("name", CURVES)
def test_each_curve_names_a_function_and_where_its_numbers_are_from(name):
    module, _, function = CURVES[name][1].rpartition(".")
    assert callable(getattr(import_module(module), function))
    assert arguments(name)
    for each in arguments(name):
        assert min(each.low, each.high) <= each.usual <= max(each.low, each.high)
        assert each.source
        assert each.unit


def test_every_link_by_a_model_has_a_curve_and_every_curve_a_link():
    used = {each.curve for each in shipped().links if each.form == "model"}
    assert used == set(CURVES)
    assert not [each for each in shipped().links if each.curve and each.form != "model"]


def test_the_model_of_every_mechanism_is_there():
    for each in shipped().mechanisms:
        if each.model:
            module, _, function = each.model.rpartition(".")
            assert callable(getattr(import_module(module), function)), each.id
    through = {id: CURVES[each.curve][1] for each in shipped().links if each.curve
               for id in each.mechanisms}  # fmt: skip
    for id, model in through.items():
        assert shipped().mechanism(id).model in (model, "steelyard.models.games.lone_veto.outcomes")


def test_the_equation_of_a_link_runs_through_its_curve():
    for each in shipped().links:
        if each.form == "model":
            z = np.linspace(-9, 9, 55)
            found = evaluate(parse(term(each, "slope")), {"slope": -0.5, each.cause: z})
            np.testing.assert_allclose(found, -0.5 * curve(each.curve).at(z), rtol=0, atol=1e-12)


def test_unknown_curves_are_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="discount_from_options"):
        curve("discount_from_option")


def test_a_model_without_a_slope_at_rest_is_no_form(monkeypatch):
    from steelyard.system import model_forms

    kept = arguments("discount_from_options")
    strong = tuple(replace(each, low=0.95) if each.name == "power" else each for each in kept)
    monkeypatch.setattr(model_forms, "arguments", lambda name: strong)
    with pytest.raises(InputError, match="slope of 0 at rest"):
        curve.__wrapped__("discount_from_options", "low")


def test_the_bargain_gives_bounds_and_a_slope_between():
    told = given("discount_from_options")

    def price(z: float) -> float:
        option = min(max(told["option"] + told["option_sd"] * z, told["cost"]), told["value"])
        return float(constrained_price(told["value"], told["cost"], told["power"], option, np.inf))

    slope = (price(0.1) - price(-0.1)) / 0.2
    for z in (-6.0, -1.0, 0.5, 1.5, 6.0):
        expected = (price(z) - price(0)) / slope
        assert float(curve("discount_from_options").at(z)) == pytest.approx(expected, abs=1e-5)
    assert price(6.0) == told["value"]


def test_the_cost_of_a_cut_is_that_of_an_equilibrium():
    """Among states so large that they do not feel the cut, real income falls as the curve says."""
    told, share = given("loss_from_trade_share"), {}
    for z in (-1.0, 0.0, 1.0, 2.0):
        part = told["share"] + told["share_sd"] * z
        own = np.array([[1 - part, part], [part, 1e6]])
        economy = economy_from_flows(
            ["A", "B"], ["goods"], np.zeros((2, 2)), own, np.array([told["elasticity"]])
        )
        cut = embargo(economy, ["A"], ["B"]).then(embargo(economy, ["B"], ["A"]))
        share[z] = -solve(economy, cut).of("A")
    made = curve("loss_from_trade_share")
    for low, high in ((-1.0, 0.0), (0.0, 1.0), (0.0, 2.0)):
        ratio = (share[high] - share[low]) / (share[1.0] - share[0.0])
        expected = float(made.at(high) - made.at(low)) / float(made.at(1.0))
        assert ratio == pytest.approx(expected, rel=1e-3)


def test_trade_that_moves_to_the_partner_ends_where_all_of_the_west_has_gone():
    for name, end in (
        ("partner_share_from_closure", "high"),
        ("partner_share_from_access", "high"),
    ):
        told, made = given(name, end), curve(name, end)
        rest = told["share"] / (1 - told["west"])
        assert rest > told["share"]
        assert abs(made.value[-1 if "closure" in name else 0]) > 2
    assert float(curve("partner_share_from_access").at(-2)) < -2  # a closing door moves more


def test_vetoes_and_shares_agree_with_their_games():
    told = given("joint_veto_from_stake")
    every = np.ones(3)
    drive = told["drive"] + told["drive_sd"] * np.array([[0, 0], [0.1, 0.1], [-0.1, -0.1]])
    stances = Stances(drive, np.tile([told["premium_first"], told["premium_second"]], (3, 1)),
                      told["shared"] * every, told["meeting"] * every)  # fmt: skip
    chance = outcomes(stances)[:, 0]
    slope = (chance[1] - chance[2]) / 0.2
    made = curve("joint_veto_from_stake")
    assert made.value[-1] == pytest.approx((1 - chance[0]) / slope, rel=1e-5)
    assert made.value[0] == pytest.approx(-chance[0] / slope, rel=1e-5)
    told = given("share_from_power")
    rest = float(influence_share(np.exp(told["log_strength"])))
    assert curve("share_from_power").value[-1] < (1 - rest) / (
        rest * (1 - rest) * told["log_ratio_sd"]
    )
    six, eight = ({f"m{k}": 1 for k in range(n)} for n in (6, 8))
    after_eight = enlargement_dilution(six, 6, eight, 8)[0].shapley_after
    told, made = given("weight_lost_to_members"), curve("weight_lost_to_members")
    at = [(n - told["members"]) / told["members_sd"] for n in (6, 7, 8)]
    ratio = float(made.at(at[2]) - made.at(at[0])) / float(made.at(at[1]) - made.at(at[0]))
    after_seven = enlargement_dilution(six, 6, {f"m{k}": 1 for k in range(7)}, 7)[0].shapley_after
    assert after_seven is not None
    assert after_eight is not None
    expected = (after_eight - 1 / 6) / (after_seven - 1 / 6)
    assert ratio == pytest.approx(expected, rel=0.05)  # points lie between whole members


def test_events_leave_room_on_the_scale_of_an_index():
    system = shipped()
    assert overfull(system) == ()
    assert 0.9 < event_path(system, "sanctions").std() <= 1
    louder = tuple(
        replace(each, size=replace(each.size, usual=each.size.usual * 1.25))
        if each.variable == "sanctions" else each
        for each in system.impulses
    )  # fmt: skip
    found = overfull(replace(system, impulses=louder))
    assert [each.variable for each in found] == ["sanctions"]
    assert found[0].spread == pytest.approx(1.2, abs=0.01)
    assert found[0].largest == pytest.approx(1 / found[0].spread)


def test_the_path_of_events_is_that_of_the_model_without_links():
    from steelyard.system.causal_model import model_of
    from steelyard.system.simulation import simulate

    alone = replace(shipped(), links=())
    run = simulate(model_of(alone, years=(1992, 2024)), engine="numpy")
    for name in ("sanctions", "lock_in", "aggression_rus", "mistrust_chn"):
        np.testing.assert_allclose(run[name], event_path(alone, name), rtol=0, atol=1e-12)


def test_knowledge_is_forgotten_as_its_measure_writes_it_off():
    from inspect import signature

    from steelyard.measures.knowledge import stock_bounds

    rates = signature(stock_bounds).parameters["depreciations"].default
    decay = shipped()["innovation_rus"].decay
    assert decay is not None
    assert (decay.low, decay.usual, decay.high) == rates
    lock = shipped()["lock_in"].decay
    assert lock is not None
    assert 10 <= 1 / lock.high < 1 / lock.low <= 45  # lines and contracts last 15 to 40 years
