"""Laws that a trade equilibrium must obey in any world."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures.worlds import in_levels, random_world

from steelyard.models.trade.batch import solve_draws
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.shock import embargo, no_shock, tariffs, trade_cost
from steelyard.models.trade.solve import settle, solve
from steelyard.models.trade.tables import economy_from_flows
from steelyard.vocabulary.errors import NotConverged, Unbalanced

seeds = st.integers(0, 10_000)
ROUNDING = 1e-9  # of answers whose equations hold within 1e-11


def both_ways(economy, one, other, factor=np.inf):
    shock = trade_cost(economy, one, other, factor)
    return shock.then(trade_cost(economy, other, one, factor))


def random_shock(economy, seed, scale=1.0):
    draw = np.random.default_rng(seed)
    return replace(
        no_shock(economy),
        multiplier=np.exp(draw.normal(0, scale, economy.share.shape)),
        productivity=np.exp(draw.normal(0, scale / 4, economy.final.shape)),
    )


@given(seeds, st.sampled_from(list(Closure)))
@settings(max_examples=6)
def test_no_shock_changes_exactly_nothing(seed, closure):
    economy = random_world(5, 3, seed)
    answer = solve(economy, no_shock(economy), closure)
    assert (answer.percent == 0).all()
    assert (answer.wage == 1).all()
    assert (answer.price == 1).all()


@given(seeds, st.sampled_from([1e-6, 1e-3, 1e3, 1e6]))
@settings(max_examples=6)
def test_the_unit_of_money_changes_nothing(seed, unit):
    one = random_world(5, 3, seed)
    other = replace(
        one, spending=one.spending * unit, product=one.product * unit, deficit=one.deficit * unit
    )
    shock = both_ways(one, ["c0"], ["c1", "c2"])
    for closure in Closure:
        here, there = solve(one, shock, closure), solve(other, shock, closure)
        np.testing.assert_allclose(there.real_income, here.real_income, rtol=1e-12)


@given(seeds)
@settings(max_examples=6)
def test_an_independent_solution_in_levels_agrees(seed):
    economy = random_world(4, 3, seed)
    shock = replace(random_shock(economy, seed), productivity=np.ones_like(economy.final))
    answer = solve(economy, shock, Closure.ADDITIVE)
    wage, price = in_levels(economy, shock.multiplier, economy.deficit)
    np.testing.assert_allclose(np.log(answer.wage), wage, atol=1e-8)
    np.testing.assert_allclose(answer.price, price, rtol=1e-8)


@given(seeds)
@settings(max_examples=6)
def test_undoing_a_shock_leads_back(seed):
    economy = settle(random_world(5, 3, seed))
    shock = random_shock(economy, seed)
    there = solve(economy, shock)
    after = replace(
        economy, share=there.share, spending=there.spending, product=economy.product * there.wage
    )
    undone = replace(shock, multiplier=1 / shock.multiplier, productivity=1 / shock.productivity)
    back = solve(after, undone)
    np.testing.assert_allclose(back.real_income * there.real_income, 1, rtol=1e-8)


@given(seeds)
@settings(max_examples=6)
def test_one_sector_gains_follow_from_the_home_share(seed):
    # Arkolakis, Costinot and Rodriguez-Clare (2012)
    draw = np.random.default_rng(seed)
    final = np.exp(draw.normal(0, 1, (6, 6))) + 10 * np.eye(6)
    names = [f"c{i}" for i in range(6)]
    economy = settle(economy_from_flows(names, ["goods"], np.zeros((6, 6)), final, np.array([4.0])))
    shock = random_shock(economy, seed)
    shock.multiplier[:, range(6), range(6)] = 1.0
    shock = replace(shock, productivity=np.ones((6, 1)))
    answer = solve(economy, shock)
    at = np.arange(6)
    home = answer.share[0, at, at] / economy.share[0, at, at]
    np.testing.assert_allclose(answer.real_income, home ** (-1 / 4), rtol=ROUNDING)


@given(seeds)
@settings(max_examples=6)
def test_autarky_is_the_closed_form(seed):
    # Costinot and Rodriguez-Clare (2014), with inputs: home shares through the Leontief inverse
    economy = settle(random_world(5, 4, seed))
    answer = solve(economy, embargo(economy, economy.countries, economy.countries))
    at = np.arange(5)
    falls = np.log(economy.share[:, at, at].T) / economy.theta  # country, sector
    inverse = np.linalg.inv(np.eye(4) - economy.inputs.transpose(0, 2, 1))
    expected = np.exp((economy.final[:, None, :] @ inverse @ falls[:, :, None])[:, 0, 0])
    np.testing.assert_allclose(answer.real_income, expected, rtol=ROUNDING)
    assert len(set(answer.component)) == 5


@given(seeds)
@settings(max_examples=4)
def test_an_embargo_is_the_limit_of_ever_higher_costs(seed):
    economy = settle(random_world(5, 3, seed, theta=(3.0, 8.0)))
    cut = solve(economy, both_ways(economy, ["c0", "c1"], ["c2", "c3", "c4"])).real_income
    gaps = [
        np.abs(
            solve(economy, both_ways(economy, ["c0", "c1"], ["c2", "c3", "c4"], factor)).real_income
            - cut
        ).max()
        for factor in (2.0, 5.0, 25.0, 1e6)
    ]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 1e-9


@given(seeds)
@settings(max_examples=4)
def test_the_start_does_not_matter(seed):
    economy = settle(random_world(5, 3, seed))
    shock = random_shock(economy, seed)
    elsewhere = solve(economy, random_shock(economy, seed + 1, 2.0))
    here, there = solve(economy, shock), solve(economy, shock, start=elsewhere)
    np.testing.assert_allclose(there.real_income, here.real_income, rtol=ROUNDING)


@given(seeds, st.sampled_from(list(Closure)))
@settings(max_examples=6)
def test_every_answer_satisfies_its_identities(seed, closure):
    economy = random_world(5, 3, seed)
    rates = np.random.default_rng(seed).uniform(0, 0.5, economy.share.shape)
    answer = solve(economy, tariffs(economy, rates), closure)
    assert answer.certificate.residual <= 1e-10
    sales = answer.sales
    np.testing.assert_allclose(answer.share.sum(axis=2), 1, rtol=1e-9)
    np.testing.assert_allclose(sales.sum(axis=1).T, answer.output, rtol=1e-9)
    wages = answer.wage * answer.baseline.product
    np.testing.assert_allclose((economy.value_added * answer.output).sum(axis=1), wages, rtol=1e-9)
    revenue = (rates * sales).sum(axis=(0, 2))
    deficit = {
        Closure.ZEROED: 0 * wages,
        Closure.ADDITIVE: economy.deficit,
        Closure.MULTIPLICATIVE: answer.income * answer.baseline.income - wages - revenue,
    }[closure]
    assert abs(deficit.sum()) < 1e-9 * wages.sum()
    at = np.arange(5)
    sales[:, at, at] = 0
    imports, exports = sales.sum(axis=(0, 2)), sales.sum(axis=(0, 1))
    np.testing.assert_allclose(imports - exports, deficit, atol=1e-9 * wages.max())


def test_a_cost_of_a_million_is_solved():
    economy = random_world(6, 4, 1)
    answer = solve(economy, trade_cost(economy, economy.countries, economy.countries, 1e6))
    cut = solve(economy, embargo(economy, economy.countries, economy.countries))
    assert answer.certificate.residual <= 1e-10
    assert (answer.percent >= cut.percent - 1e-9).all()


def test_two_blocs_have_two_components_and_the_sums_of_their_deficits_are_zero():
    economy = random_world(6, 3, 2)
    answer = solve(
        economy, both_ways(economy, ["c0", "c1"], list(economy.countries[2:])), Closure.ADDITIVE
    )
    assert list(answer.component) == [0, 0, 1, 1, 1, 1]
    assert (answer.percent < 0).any()
    for bloc in (slice(0, 2), slice(2, 6)):
        before, now = economy.product[bloc].sum(), (answer.wage * economy.product)[bloc].sum()
        assert now == pytest.approx(before, rel=1e-9)
        left = (answer.income * economy.income - answer.wage * economy.product)[bloc].sum()
        assert abs(left) < 1e-9 * before


def test_a_need_that_no_one_can_supply_is_an_infinite_loss():
    flows, final = np.zeros((6, 6)), np.full((6, 3), 2.0) + 0.0
    final[1] = 6.0  # c0 is the only seller of s1
    final[[3, 5]] = 0.0
    economy = economy_from_flows(["c0", "c1", "c2"], ["s0", "s1"], flows, final, np.array([4, 4.0]))
    answer = solve(economy, embargo(economy, ["c1"], ["c0"]))
    assert answer.infeasible == (("c1", "s1"),)
    assert answer.real_income[1] == 0
    assert answer.percent[1] == -100
    assert np.isinf(answer.price[1, 1])
    assert np.isfinite(answer.real_income).all()
    assert (answer.real_income[[0, 2]] > 0).all()


def test_a_lost_input_loses_what_is_made_of_it():
    # c1 makes s1 out of s0, which it has from c0 alone; c1 and c2 have their s1 from c1 alone
    flows, final = np.zeros((6, 6)), np.zeros((6, 3))
    flows[0, 3] = 1.0  # s0 of c0 into s1 of c1
    final[3] = [0.0, 1.0, 1.0]  # s1 of c1
    final[0] = [3.0, 0.0, 1.0]  # s0 of c0
    final[4] = [1.0, 0.0, 5.0]  # s0 of c2
    economy = economy_from_flows(["c0", "c1", "c2"], ["s0", "s1"], flows, final, np.array([4, 4.0]))
    answer = solve(economy, embargo(economy, ["c1"], ["c0"]))
    assert ("c2", "s1") in answer.infeasible
    assert answer.real_income[1:].tolist() == [0, 0]
    assert answer.wage[1] == 0  # nothing left to sell
    assert answer.real_income[0] > 0
    assert answer.certificate.residual <= 1e-10


def test_one_country_alone_gains_its_productivity():
    economy = random_world(1, 3, 0)
    shock = replace(no_shock(economy), productivity=np.full((1, 3), 2.0))
    inverse = np.linalg.inv(np.eye(3) - economy.inputs[0].T)
    expected = np.exp(economy.final[0] @ inverse @ np.log([2.0, 2.0, 2.0]))
    assert solve(economy, shock).real_income[0] == pytest.approx(expected, rel=1e-9)
    assert solve(economy, no_shock(economy)).percent.tolist() == [0]


def test_an_unbalanced_baseline_is_refused_and_settled_in_a_named_step():
    economy = settle(random_world(4, 3, 3))
    off = replace(economy, product=economy.product * [1, 1.01, 1, 1])
    with pytest.raises(Unbalanced, match="c1"):
        solve(off, no_shock(off))
    assert (solve(settle(off), no_shock(off)).percent == 0).all()


def test_no_answer_without_convergence(monkeypatch):
    economy = random_world(4, 3, 4)
    for name, value in {"SWEEPS": 3, "NEWTON_STEPS": 0, "PATIENCE": 20}.items():
        monkeypatch.setattr(f"steelyard.models.trade.solve.{name}", value)
    with pytest.raises(NotConverged) as refusal:
        solve(economy, random_shock(economy, 0), Closure.ADDITIVE)
    assert refusal.value.residual > 1e-10


def test_newton_reaches_what_anderson_reaches(monkeypatch):
    economy = random_world(5, 3, 4)
    shock = random_shock(economy, 0)
    usual = solve(economy, shock)
    economy = usual.baseline
    monkeypatch.setattr("steelyard.models.trade.solve.SWEEPS", 3)
    other = solve(economy, shock)
    assert other.certificate.method != usual.certificate.method
    np.testing.assert_allclose(other.real_income, usual.real_income, rtol=1e-8)


def test_a_number_is_the_same_alone_and_in_a_batch():
    economy = random_world(5, 3, 7)
    thetas = np.exp(np.random.default_rng(0).normal(np.log(4), 0.5, (20, 3)))
    scenarios = [
        lambda world: trade_cost(world, ["c0"], ["c1"], 2.0),
        lambda world: embargo(world, ["c0"], world.countries),
    ]
    for closure in Closure:
        batch = solve_draws(economy, thetas, scenarios, closure)
        assert not batch.refused
        assert batch.residual <= 1e-10
        for draw in (0, 13, 19):
            world = economy.with_theta(thetas[draw])
            for place, scenario in enumerate(scenarios):
                alone = solve(world, scenario(world), closure)
                np.testing.assert_allclose(
                    batch.real_income[draw, place], alone.real_income, rtol=1e-11
                )
