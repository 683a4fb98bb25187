"""A causal system that runs: at rest, link by link, event by event, lever by lever."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.system.causal import shipped
from steelyard.system.causal_model import Path, model_of
from steelyard.system.causal_records import Prior
from steelyard.system.causal_terms import stages_of
from steelyard.system.dynamics import difference, events_of, simulate_prior
from steelyard.system.levers import Lever, read_lever
from steelyard.system.model import Kind
from steelyard.system.numbers import draws_of, numbers, size_name, usual
from steelyard.system.resting import slopes, unrest
from steelyard.system.simulation import simulate
from steelyard.vocabulary.errors import AxisMismatch, BadModel, InputError, UnknownName


@pytest.fixture(scope="module")
def system():
    return shipped()


@pytest.fixture(scope="module")
def runs(system):
    return simulate_prior(system, 300)


def quiet(system, model, **sizes):
    """Constants that leave nothing but the named events."""
    gone = {each.name: 0.0 for each in numbers(system) if each.about in ("size", "start")}
    gone |= {size_name(name): size for name, size in sizes.items()}
    known = set(model.of(Kind.CONSTANT))
    return {name: value for name, value in gone.items() if name in known}


def alone(system, **sizes):
    model = model_of(system)
    return simulate(model, constants=quiet(system, model, **sizes), engine="numpy")


def test_rest_stays_rest(system):
    assert unrest(system) == {}


def test_every_link_acts_with_its_sign_and_slope(system):
    for each in slopes(system):
        assert each.agrees, each
        assert abs(each.value) == pytest.approx(each.link.strength.usual, rel=1e-5)


def test_a_link_of_the_other_sign_would_be_noticed(system):
    turned = replace(system.links[0], polarity=-1)
    wrong = slopes(replace(system, links=(turned, *system.links[1:])))[0]
    assert not replace(wrong, link=system.links[0]).agrees


def test_delays_pass_whole_years_on(system):
    made = model_of(system, levers=[Lever("chn_capital_ca", (2000,), (1.0,))])
    run = simulate(made, constants=quiet(system, made), engine="numpy")
    link = next(each for each in system.links if each.cause == "chn_capital_ca")
    assert link.delay == 2
    years, moved = run.times, run[link.effect]
    assert not moved[years <= 2002].any()
    assert moved[years == 2003][0] == pytest.approx(link.strength.usual, rel=1e-12)
    decay = system[link.effect].decay.usual
    second = link.strength.usual * (2 - decay)
    assert moved[years == 2004][0] == pytest.approx(second, rel=1e-12)


@pytest.mark.parametrize(("delay", "stages"), [(0, 0), (0.4, 0), (0.5, 1), (1, 1), (2.5, 2),
                                               (5, 5), (40, 10)])  # fmt: skip
def test_a_delay_of_any_length_keeps_its_mean(system, delay, stages):
    assert stages_of(delay) == stages
    link = replace(system.links[0], delay=float(delay))
    made = model_of(replace(system, links=(link, *system.links[1:])))
    run = simulate(made, constants=quiet(system, made), engine="numpy")
    assert np.isfinite(run.values).all()


def test_a_stock_takes_an_event_up_keeps_it_and_forgets_it(system):
    event = next(each for each in system.impulses if each.id == "i50")
    run, decay = alone(system, i50=0.2), system["arms_exports_rus"].decay.usual
    assert (event.time, event.lasting) == (2014.5, 3)
    stock = dict(zip(run.times, run["arms_exports_rus"], strict=True))
    assert stock[2014] == 0
    for year in (2015, 2016, 2017, 2018):
        assert stock[year] == pytest.approx(-0.2, rel=1e-12)
    assert stock[2019] == pytest.approx(-0.2 * (1 - decay), rel=1e-12)


def test_an_event_before_the_first_year_is_where_it_begins(system):
    run = alone(system, i08=1.5, i12=0.0)
    assert run["power_rus"][0] == -1.5  # end of 1991, lasting 15 years
    late = alone(system, i09=0.3)
    assert late["mistrust_chn"][0] == pytest.approx(-0.3)


def test_an_event_acts_on_a_driver_while_it_lasts(system):
    run = alone(system, i62=0.8)
    price = dict(zip(run.times, run["energy_price"], strict=True))
    assert price[2021] == price[2024] == 0
    assert price[2022] == pytest.approx(0.8 * (1 - 54.5 / 365), rel=1e-5)
    assert price[2022] + price[2023] == pytest.approx(0.8, rel=1e-5)


@pytest.mark.parametrize("name", ["energy_price", "dependence", "western_access", "alignment"])
def test_a_lever_holds_any_variable_and_nothing_before(system, name):
    lever = read_lever(f"{name}=2010:-1,2020:2")
    base = simulate(model_of(system), engine="numpy")
    run = simulate(model_of(system, levers=[lever]), engine="numpy")
    since = run.times >= 2010
    np.testing.assert_allclose(run[name][since], lever.over(run.times[since]), atol=1e-12)
    np.testing.assert_allclose(run[name][~since], base[name][~since], atol=1e-12)


def test_a_lever_from_the_first_year_sets_where_a_stock_begins(system):
    run = simulate(model_of(system, levers=[read_lever("alignment=1@1992")]), engine="numpy")
    np.testing.assert_allclose(run["alignment"], 1.0, atol=1e-12)


def test_a_driver_follows_its_path_and_not_its_events(system):
    path = Path((1992.0, 2000.0), (0.0, 1.6), "made up")
    run = simulate(model_of(system, paths={"energy_price": path}), engine="numpy")
    assert run["energy_price"][[0, 4, 8, 30]].tolist() == pytest.approx([0, 0.8, 1.6, 1.6])


def test_same_seed_same_numbers_and_more_draws_keep_the_first(system, runs):
    again = simulate_prior(system, 300)
    assert (again.values == runs.values).all()
    assert not (simulate_prior(system, 300, seed=1).values == runs.values).all()
    few = simulate_prior(system, 30)
    np.testing.assert_allclose(few.values, runs.values[:30], rtol=0, atol=1e-12)


def test_numpy_and_compiled_runs_agree(system, runs):
    compiled = simulate_prior(system, 300, engine="jax")
    np.testing.assert_allclose(compiled.values, runs.values, rtol=0, atol=1e-10)


def test_draws_stay_in_their_ranges_and_begin_with_the_usual(system):
    drawn, first = draws_of(system, 500, 3), usual(system)
    for each in numbers(system):
        values = drawn[each.name]
        assert values.min() >= each.prior.low
        assert values.max() <= each.prior.high
        assert values[0] == first[each.name]
        if each.about != "variant":
            assert first[each.name] == each.prior.usual


def test_where_documents_differ_one_of_them_holds_in_each_draw(system):
    drawn = draws_of(system, 2000, 0)
    one, other = (drawn[each.name] for each in numbers(system) if each.about == "variant")
    assert (one + other == 1).all()
    assert abs(one[1:].mean() - 0.5) < 0.05
    held = draws_of(system, 5, 0, "s003")
    assert held["variant_sco_enlargement_on_status_parity_s003"].tolist() == [1.0] * 5
    with pytest.raises(UnknownName, match="s000"):
        draws_of(system, 5, 0, "s000")


def test_nothing_differs_before_an_event_that_is_left_out(system, runs):
    apart = difference(simulate_prior(system, 300, without=["t77"]), runs)
    before = apart.years <= 2020
    assert not apart.values[:, before].any()
    assert apart.fan("sanctions")[4, -1] < 0
    assert np.isnan(apart.rises("sanctions")[0])
    assert apart.rises("sanctions")[-1] == 0


def test_the_same_numbers_make_differences_sharper(system, runs):
    changed = simulate_prior(system, 300, without=["t77"])
    other = simulate_prior(system, 300, without=["t77"], seed=5)
    at = runs.names.index("alignment")
    paired = (changed.values - runs.values)[:, -1, at].std()
    unpaired = (other.values - runs.values)[:, -1, at].std()
    assert paired < 0.5 * unpaired


def test_a_draw_that_runs_away_is_refused_and_counted(system):
    ends = {("alignment", "arms_transfers"), ("arms_transfers", "alignment")}
    wild = tuple(
        replace(each, strength=Prior(0.0, 0.3, 1.2)) if (each.cause, each.effect) in ends else each
        for each in system.links
    )
    found = simulate_prior(replace(system, links=wild), 200)
    assert 0 < found.used.sum() < 200
    assert sum(count for _, count in found.ran_away) == (~found.used).sum()
    assert np.isfinite(found.fan("alignment")).all()
    assert np.abs(found["alignment"]).max() <= 10


def test_fans_are_in_order(runs):
    for name in runs.names:
        assert (np.diff(runs.fan(name), axis=0) >= 0).all()


def test_a_soft_condition_becomes_the_sharp_one(system):
    aside = {"start_western_access": -0.3}  # at its very level a soft one holds by half

    def tie(softness):
        made = model_of(system, softness=softness)
        return simulate(made, constants=aside, engine="numpy")["alignment"]

    far = {width: np.abs(tie(width) - tie(0.0)).max() for width in (0.5, 1e-3)}
    assert far[1e-3] < 0.05 * far[0.5]


@pytest.mark.parametrize("years", [(1990, 2040), (2040, 1992), (2000, 2000), (1992, 2101)])
def test_impossible_years_are_refused(system, years):
    with pytest.raises(InputError, match="from 1992 to 2100"):
        simulate_prior(system, 20, years=years)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("energy_price", "VARIABLE=SIZE@YEAR"),
        ("energy_price=much@2020", "VARIABLE=SIZE@YEAR"),
        ("energy_price=2030:1,2020:2", "years rising"),
        ("energy_price=@2020", "VARIABLE=SIZE@YEAR"),
    ],
)
def test_words_that_are_no_lever_are_refused(text, message):
    with pytest.raises(InputError, match=message):
        read_lever(text)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("energy_prise=1@2020", UnknownName, "energy_price"),
        ("course_revision=2@2020", InputError, "between 0 and 1"),
        ("energy_price=9@2020", InputError, "between -6 and 6"),
        ("energy_price=nan@2020", InputError, "between -6 and 6"),
        ("energy_price=1@1980", InputError, "from 1992 to 2040"),
        ("energy_price=1@2041", InputError, "from 1992 to 2040"),
    ],
)
def test_levers_that_cannot_be_are_refused(system, text, error, message):
    with pytest.raises(error, match=message):
        simulate_prior(system, 20, levers=[read_lever(text)])


def test_a_variable_is_set_once(system):
    twice = [read_lever("energy_price=1@2020"), read_lever("energy_price=2@2030")]
    with pytest.raises(InputError, match="once"):
        simulate_prior(system, 20, levers=twice)


@pytest.mark.parametrize("name", ["i99", "t999", "facts", ""])
def test_unknown_events_are_refused(system, name):
    with pytest.raises(UnknownName):
        events_of(system, [name])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("alignment", Path((1992.0,), (1.0,), "")),
        ("energy_price", Path((), (), "")),
        ("energy_price", Path((1992.0, 1992.0), (1.0, 2.0), "")),
        ("energy_price", Path((1992.0,), (float("nan"),), "")),
        ("energy_price", Path((1992.0,), (1.0, 2.0), "")),
    ],
)
def test_paths_that_cannot_be_are_refused(system, name, path):
    with pytest.raises(InputError, match=f"path of {name}"):
        model_of(system, paths={name: path})


def test_other_bad_input_is_refused(system, runs):
    with pytest.raises(InputError, match="at least one draw"):
        simulate_prior(system, 0)
    with pytest.raises(InputError, match="softness"):
        model_of(system, softness=-1.0)
    with pytest.raises(UnknownName, match="dependence"):
        simulate_prior(system, 20, keep=["dependense"])
    with pytest.raises(UnknownName, match="alignment"):
        runs.fan("alinement")
    with pytest.raises(AxisMismatch):
        difference(simulate_prior(system, 20), runs)
    with pytest.raises(AxisMismatch):
        difference(simulate_prior(system, 300, years=(1992, 2030)), runs)


def test_a_variable_that_bears_a_number_s_name_is_refused(system):
    taken = replace(system.variables[0], name="decay_alignment")
    with pytest.raises(BadModel):
        model_of(replace(system, variables=(*system.variables, taken)))
