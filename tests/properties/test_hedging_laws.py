"""Laws of the best spread of trade over other partners."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from steelyard.models.games.hedging import (
    MOST_GAP,
    Hedge,
    at_risk,
    cost_of_moving,
    hedged,
)
from steelyard.vocabulary.errors import InputError

BUDGETS = (0.002, 0.01, 0.05, None)
SEEDS = range(12)


def some(seed: int, partners: int = 6) -> Hedge:
    """A state with a strong first partner, some alternatives and many others."""
    random = np.random.default_rng(seed)
    return Hedge(
        first=float(random.uniform(0.1, 0.5)),
        first_join=float(random.uniform(0, 0.5)),
        share=random.uniform(0, 0.05, partners),
        join=random.uniform(0, 1, partners),
        capacity=random.uniform(0, 0.15, partners),
        ease=10 ** random.uniform(-2, 0, partners),
        others=random.uniform(0, 0.01, 20),
        others_join=random.uniform(0, 1, 20),
        weight=float(random.uniform(0.2, 0.8)),
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("budget", BUDGETS)
def test_limits_hold_and_the_gap_is_small(seed, budget):
    hedge = some(seed)
    found = hedged(hedge, budget)
    assert (found.moved >= 0).all()
    assert (found.moved <= hedge.capacity + 1e-12).all()
    assert found.moved.sum() <= hedge.first + 1e-9
    assert budget is None or found.cost <= budget * (1 + 1e-3)
    assert found.gap <= MOST_GAP
    assert np.isclose(found.cost, cost_of_moving(hedge, found.moved))
    assert found.at_risk <= at_risk(hedge, np.zeros(6)) + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_another_solver_finds_nothing_better(seed):
    hedge, budget = some(seed, 4), 0.02
    found = hedged(hedge, budget)
    other = minimize(
        lambda x: 100 * at_risk(hedge, np.clip(x, 0, None)) ** 2,
        found.moved * 0.5,
        method="SLSQP",
        bounds=[(0, float(k)) for k in hedge.capacity],
        constraints=[
            {"type": "ineq", "fun": lambda x: budget - cost_of_moving(hedge, x)},
            {"type": "ineq", "fun": lambda x: hedge.first - x.sum()},
        ],
        options={"ftol": 1e-12, "maxiter": 500},
    )
    assert abs(other.fun / 100 - found.at_risk**2) < 5e-5


@pytest.mark.parametrize("seed", SEEDS)
def test_one_more_partner_never_makes_it_worse(seed):
    hedge = some(seed)
    without = replace(hedge, capacity=np.where(np.arange(6) == 2, 0.0, hedge.capacity))
    for budget in BUDGETS:
        less = hedged(without, budget)
        assert less.moved[2] == 0
        assert hedged(hedge, budget).at_risk <= less.at_risk + 1e-4


@pytest.mark.parametrize("seed", SEEDS)
def test_more_budget_never_makes_it_worse(seed):
    found = [hedged(some(seed), budget).at_risk for budget in BUDGETS]
    assert (np.diff(found) <= 1e-4).all()


def test_partners_that_are_alike_take_the_same():
    two = np.ones(3)
    alike = Hedge(0.4, 0.1, 0.02 * two, 0.2 * two, 0.1 * two, 0.3 * two, np.zeros(0), np.zeros(0))
    moved = hedged(alike, 0.01).moved
    assert np.ptp(moved) < 1e-5
    assert moved.min() > 0


def test_who_is_sure_to_join_the_bloc_takes_less_than_who_stays_out():
    one = np.ones(2)
    join = np.array([0.0, 1.0])
    uneven = Hedge(0.4, 0.0, 0.05 * one, join, 0.2 * one, one, np.array([0.3]), np.ones(1))
    moved = hedged(uneven, 0.02).moved
    assert moved[0] > moved[1]


@pytest.mark.parametrize("seed", range(4))
def test_risk_is_the_mean_square_of_simulated_losses(seed):
    """The formula against draws of who joins."""
    hedge = some(seed)
    random = np.random.default_rng(seed)
    moved = hedged(hedge, 0.02).moved
    share = np.concatenate([[hedge.first - moved.sum()], hedge.share + moved, hedge.others])
    join = np.concatenate([[hedge.first_join], hedge.join, hedge.others_join])
    lost = (random.random((200_000, join.size)) < join) @ share
    expected = hedge.weight * share[0] ** 2 + (1 - hedge.weight) * (lost**2).mean()
    assert abs(at_risk(hedge, moved) ** 2 - expected) < 2e-3 * expected + 1e-4


def test_no_alternative_leaves_all_as_it_is():
    none = np.zeros(0)
    found = hedged(Hedge(0.4, 0.0, none, none, none, none, none, none), 0.01)
    assert found.dependence == 0.4
    assert found.cost == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": 1.2},
        {"first_join": 1.5},
        {"capacity": np.array([np.nan, 0, 0, 0, 0, 0])},
        {"share": np.full(6, -0.01)},
        {"ease": np.zeros(6)},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="what to do"):
        hedged(replace(some(0), **wrong), 0.01)


def test_a_budget_of_nothing_is_refused():
    with pytest.raises(InputError):
        hedged(some(0), 0.0)
