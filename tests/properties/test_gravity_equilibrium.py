"""Laws of one-sector gravity in general equilibrium, on random worlds."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gravity.effects import effects
from steelyard.models.trade.gravity.equilibrium import equilibrium
from steelyard.models.trade.gravity.resistances import fitted
from steelyard.models.trade.gravity.world import World, balanced, filled, joined, world
from steelyard.models.trade.shock import no_shock
from steelyard.models.trade.solve import solve
from steelyard.vocabulary.errors import InputError, Unbalanced

CLOSURES = tuple(Closure)
SEEDS = range(4)


def made(seed: int, n: int = 9, theta: float = 4.0) -> World:
    """A world with home bias, deficits and some pairs without trade."""
    random = np.random.default_rng(seed)
    trade = np.exp(random.normal(0, 1, (n, n)) + np.add.outer(*random.normal(0, 1, (2, n))))
    trade[random.uniform(size=(n, n)) < 0.15] = 0.0
    np.fill_diagonal(trade, trade.sum(axis=1) * random.uniform(2, 6, n))
    return world([f"S{k}" for k in range(n)], trade, theta)


def shocked(seed: int, n: int = 9) -> np.ndarray:
    """Costs up and down, and some pairs cut off altogether."""
    random = np.random.default_rng(100 + seed)
    multiplier = np.exp(random.normal(0, 0.7, (n, n)))
    multiplier[random.uniform(size=(n, n)) < 0.2] = 0.0
    np.fill_diagonal(multiplier, 1.0)
    return multiplier


def as_economy(start: World) -> Economy:
    """The same world for the model of many sectors: one sector without inputs."""
    n = len(start.countries)
    return Economy(
        start.countries,
        ("goods",),
        (start.trade / start.expenditure).T[None],
        start.expenditure[:, None],
        np.ones((n, 1)),
        np.ones((n, 1)),
        np.zeros((n, 1, 1)),
        start.output,
        np.array([start.theta]),
        np.zeros((1, n, n)),
        start.expenditure - start.output,
    )


@pytest.mark.parametrize("closure", CLOSURES)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_methods_of_solution_agree(seed, closure):
    start, multiplier = made(seed), shocked(seed)
    economy = as_economy(start)
    shock = replace(no_shock(economy), multiplier=multiplier.T[None])
    other = solve(economy, shock, closure)
    np.testing.assert_allclose(
        equilibrium(start, multiplier, closure=closure).welfare, other.real_income, rtol=1e-8
    )


@pytest.mark.parametrize("closure", [Closure.ADDITIVE, Closure.MULTIPLICATIVE])
def test_no_shock_no_change(closure):
    start = made(1)
    found = equilibrium(start, np.ones_like(start.trade), closure=closure)
    np.testing.assert_allclose(found.welfare, 1.0, atol=1e-12)
    np.testing.assert_allclose(found.trade, start.trade, rtol=1e-12)


@pytest.mark.parametrize("closure", CLOSURES)
@pytest.mark.parametrize("scale", [1e-6, 1e3, 1e6])
def test_the_unit_of_money_changes_nothing(scale, closure):
    start, multiplier = made(2), shocked(2)
    other = World(start.countries, start.trade * scale, start.theta)
    np.testing.assert_allclose(
        equilibrium(other, multiplier, closure=closure).welfare,
        equilibrium(start, multiplier, closure=closure).welfare,
        rtol=1e-12,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_start_changes_nothing(seed):
    start, multiplier = made(seed), shocked(seed)
    prices = np.exp(np.random.default_rng(seed).normal(0, 1, 9))
    np.testing.assert_allclose(
        equilibrium(start, multiplier, prices=prices).welfare,
        equilibrium(start, multiplier).welfare,
        rtol=1e-11,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_hat_algebra_is_the_model_solved_in_levels(seed):
    """Preferences and endowments recovered from the baseline give the same world anew."""
    start, multiplier = made(seed), shocked(seed)
    found = equilibrium(start, multiplier)
    cost = (start.trade / start.expenditure) * multiplier  # taste times cost, prices 1 before
    sold = cost * (found.price**-start.theta)[:, None]
    share = sold / sold.sum(axis=0)
    spent = found.price * start.output + (start.expenditure - start.output)
    np.testing.assert_allclose(share @ spent, found.price * start.output, rtol=1e-11)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_own_share_is_all_that_real_income_needs(seed):
    """Arkolakis, Costinot and Rodriguez-Clare (2012)."""
    start, multiplier = made(seed), shocked(seed)
    found = equilibrium(start, multiplier)
    own = np.diag(found.trade) / found.trade.sum(axis=0)
    before = np.diag(start.trade) / start.expenditure
    np.testing.assert_allclose(found.real_income, (own / before) ** (-1 / 4.0), rtol=1e-11)


def test_autarky_has_its_closed_form_and_every_state_its_own_numeraire():
    start = made(3)
    found = equilibrium(start, np.eye(9))
    own = np.diag(start.trade) / start.expenditure
    np.testing.assert_allclose(found.real_income, own ** (1 / 4.0), rtol=1e-12)
    np.testing.assert_allclose(found.price, 1.0, rtol=1e-12)
    assert found.part.tolist() == list(range(9))
    assert "9 parts" in found.note


def test_an_embargo_is_the_limit_of_ever_higher_costs():
    start = made(0)
    cut = np.ones((9, 9))
    cut[0, 1:3] = cut[1:3, 0] = 0.0
    exact = equilibrium(start, cut).welfare
    gaps = [
        np.abs(equilibrium(start, np.where(cut == 0, cost**-4.0, 1.0)).welfare - exact).max()
        for cost in (10.0, 100.0, 1e6)
    ]
    assert gaps[0] > gaps[1] > gaps[2]
    assert gaps[2] < 1e-12


@pytest.mark.parametrize("closure", CLOSURES)
def test_two_isolated_blocs_are_two_worlds(closure):
    start = made(2)
    bloc = np.arange(9) < 4
    apart = np.where(bloc[:, None] == bloc[None, :], 1.0, 0.0)
    found = equilibrium(start, apart, closure=closure)
    assert found.certificate.worst < 1e-12
    for inside in (bloc, ~bloc):
        value = (found.price * start.output)[inside].sum()
        assert value == pytest.approx(
            start.output[inside].sum() if closure is not Closure.ZEROED else value, rel=1e-12
        )
        gap = found.trade[:, inside].sum() - found.trade[inside].sum()
        assert abs(gap) < 1e-10 * value


def test_costs_of_a_million_times_are_solved():
    start = made(1)
    multiplier = np.where(np.eye(9) == 1, 1.0, 1e6**-4.0)
    found = equilibrium(start, multiplier, closure=Closure.ZEROED)
    assert found.certificate.worst < 1e-12
    settled = equilibrium(start, np.ones((9, 9)), closure=Closure.ZEROED).trade
    own = np.diag(settled) / settled.sum(axis=0)
    np.testing.assert_allclose(found.real_income, own ** (1 / 4.0), rtol=1e-9)
    with pytest.raises(InputError, match="fixed surplus exceeds its income"):
        equilibrium(start, multiplier)  # a deficit that is fixed cannot be carried without trade


def test_a_world_of_one_state_cannot_change():
    alone = world(("A",), np.array([[3.0]]), 4.0)
    assert equilibrium(alone, np.ones((1, 1))).welfare.tolist() == [1.0]


def test_pairs_without_trade_stay_without_it():
    start = made(0)
    found = equilibrium(start, np.full((9, 9), 2.0))
    assert ((start.trade == 0) == (found.trade == 0)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_conditional_trade_has_the_wanted_totals_and_ratios(seed):
    start, multiplier = made(seed), np.exp(np.random.default_rng(seed).normal(0, 2, (9, 9)))
    found = fitted(start.trade * multiplier, start.output, start.expenditure)
    np.testing.assert_allclose(found.trade.sum(axis=1), start.output, rtol=1e-11)
    np.testing.assert_allclose(found.trade.sum(axis=0), start.expenditure, rtol=1e-11)
    held = np.where(start.trade > 0, start.trade * multiplier, 1.0)
    ratio = np.where(start.trade > 0, found.trade, 1.0) / held
    factor = np.outer(found.sales, found.purchases)
    np.testing.assert_allclose(ratio[start.trade > 0], factor[start.trade > 0], rtol=1e-9)


def test_conditional_equilibrium_is_reached_where_blocs_hardly_trade():
    start = made(1)
    bloc = np.arange(9) < 4
    almost = np.where(bloc[:, None] == bloc[None, :], 1.0, 1e-9)
    balanced_start = equilibrium(start, almost, closure=Closure.ZEROED)
    found = fitted(
        balanced_start.trade, balanced_start.trade.sum(axis=1), balanced_start.trade.sum(axis=0)
    )
    assert found.residual < 1e-12
    assert found.steps < 60


def test_the_conditional_effect_is_absent_where_a_cut_splits_an_unbalanced_world():
    start = made(2)
    found = effects(start, np.eye(9))
    assert np.isnan(found.conditional).all()
    assert "cannot be held" in found.note
    np.testing.assert_allclose(found.partial, -1.0)
    np.testing.assert_allclose(found.full, -1.0)


def test_balancing_keeps_ratios_between_pairs():
    start = made(3)
    output, spent = start.output * 1.1, start.expenditure * np.linspace(0.9, 1.2, 9)
    flows = balanced(start.trade, output, spent, "declared")
    np.testing.assert_allclose(flows.sum(axis=1), output, rtol=1e-11)
    assert np.array_equal(flows == 0, start.trade == 0)
    assert balanced(start.trade, output, spent, "trade") is start.trade


def test_bad_worlds_are_refused_with_the_cell():
    good = made(0).trade
    names = [f"S{k}" for k in range(9)]
    absent, negative, idle = good.copy(), good.copy(), good.copy()
    absent[2, 3], negative[1, 1], idle[4] = np.nan, -1.0, 0.0
    with pytest.raises(InputError, match="S2 to S3"):
        world(names, absent, 4.0)
    with pytest.raises(InputError, match="below zero"):
        world(names, negative, 4.0)
    with pytest.raises(InputError, match="S4 sells nothing"):
        world(names, idle, 4.0)
    with pytest.raises(InputError, match="theta = 0"):
        world(names, good, 0.0)
    with pytest.raises(InputError, match="twice"):
        world([*names[:-1], "S0"], good, 4.0)
    with pytest.raises(InputError, match="8 labels"):
        world(names[:-1], good, 4.0)
    with pytest.raises(Unbalanced, match="S0"):
        world(names, good, 4.0, output=good.sum(axis=1) * np.r_[1.01, np.ones(8)])


def test_bad_changes_are_refused():
    start = made(0)
    lost, stranded = np.ones((9, 9)), np.ones((9, 9))
    lost[:, 3], stranded[5] = 0.0, 0.0
    with pytest.raises(InputError, match="S3 left without any supplier: its loss is infinite"):
        equilibrium(start, lost)
    with pytest.raises(InputError, match="S5 left without any buyer"):
        equilibrium(start, stranded)
    with pytest.raises(InputError, match="below zero"):
        equilibrium(start, np.full((9, 9), -1.0))
    with pytest.raises(InputError, match="81 absent"):
        equilibrium(start, np.full((9, 9), np.nan))


def test_absent_flows_are_filled_by_expectations_and_counted():
    flows = made(0).trade.copy()
    flows[0, 1] = np.nan
    got = filled(flows, np.full((9, 9), 0.5))
    assert got.cells.tolist() == [[0, 1]]
    assert got.trade[0, 1] == 0.5
    assert got.share == pytest.approx(0.5 / got.trade.sum())
    unknown = filled(flows, np.full((9, 9), np.nan))
    with pytest.raises(InputError, match="absence is not zero"):
        world([f"S{k}" for k in range(9)], unknown.trade, 4.0)


def test_parts_of_a_chain_are_one():
    chain = np.eye(6, k=1) + np.eye(6)
    chain[2, 3] = 0.0
    assert joined(chain).tolist() == [0, 0, 0, 1, 1, 1]
