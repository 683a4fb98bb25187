"""Many equilibria of one question: one for each draw of what is uncertain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.batch import solve_each
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure, Equilibrium
from steelyard.models.trade.shock import Shock
from steelyard.models.trade.solve import solve
from steelyard.scenarios.schema import Scenario
from steelyard.scenarios.shocks import Placing, points, shock
from steelyard.scenarios.world import World

CHUNK = 16  # draws between two reports


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One question at one horizon under one closure, with everything that is drawn."""

    scenario: Scenario
    placing: Placing
    world: World
    closure: Closure
    theta: Float[np.ndarray, "draw sector"]
    amounts: Float[np.ndarray, "draw amount"]
    middle: Float[np.ndarray, " sector"]

    @property
    def economy(self) -> Economy:
        """The baseline without error."""
        return self.world.point(self.closure)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Real incomes of the draws done so far, after over before; 0 is a loss without bound."""

    income: Float[np.ndarray, "draw country"]
    residual: float = 0.0  # the worst of all certificates
    unmet: tuple[str, ...] = ()  # country / sector that no one can supply


def nothing_drawn(task: Task) -> Drawn:
    """Before the first draw."""
    return Drawn(np.zeros((0, len(task.economy.countries))))


def at_middle(
    task: Task,
    only: np.ndarray | None = None,
    theta: np.ndarray | None = None,
    start: Equilibrium | None = None,
) -> Equilibrium:
    """The equilibrium at median elasticities and the middle of every amount."""
    theta = task.middle if theta is None else theta
    economy = task.economy.with_theta(theta)
    what = shock(task.scenario, task.placing, economy, theta, points(task.scenario), only)
    return solve(economy, what, task.closure, start)


def carry_on(
    task: Task,
    done: Drawn,
    progress: Callable[[float], None] = lambda part: None,
    keep: Callable[[Drawn], None] = lambda done: None,
) -> Drawn:
    """The remaining draws; `keep` gets what there is after every few, to go on from later.

    Draw *d* depends on nothing but its own elasticities and amounts, so that a run that was
    interrupted and one that was not give the same numbers (law 11).
    """
    total = len(task.theta)
    if len(done.income) >= total:
        return done
    while len(done.income) < total:
        first = len(done.income)
        drawn = [_one(task, draw) for draw in range(first, min(first + CHUNK, total))]
        batch = solve_each(*zip(*drawn, strict=True), task.closure)
        done = Drawn(
            np.concatenate([done.income, [income_of(task.scenario, each) for each in batch]]),
            max(done.residual, *(each.certificate.residual for each in batch)),
            tuple(sorted({*done.unmet, *(name for each in batch for name in unmet_of(each))})),
        )
        keep(done)
        progress(len(done.income) / total)
    return done


def _one(task: Task, draw: int) -> tuple[Economy, Shock]:
    """The economy of one draw and what happens to it."""
    theta = task.theta[draw]
    table = int(task.world.tables(draw + 1)[draw])
    economy = task.world.economy(task.closure, table).with_theta(theta)
    return economy, shock(task.scenario, task.placing, economy, theta, task.amounts[draw].tolist())


def income_of(scenario: Scenario, found: Equilibrium) -> np.ndarray:
    """Real incomes as the question counts them: after the changes, or after they are undone.

    0 stands for no bound either way.
    """
    after = found.real_income
    if not scenario.reverse:
        return after
    return np.divide(1.0, after, out=np.zeros_like(after), where=after > 0)


def unmet_of(found: Equilibrium) -> tuple[str, ...]:
    """Needs that no one can supply, as labels."""
    return tuple(f"{country} / {sector}" for country, sector in found.infeasible)


def at_closure(task: Task, closure: Closure) -> Task:
    """The same question under another closure."""
    return replace(task, closure=closure)
