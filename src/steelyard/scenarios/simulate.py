"""The main job of scenarios: from a question to losses of both sides and of third parties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from steelyard.measures.interval import FEWEST_DRAWS
from steelyard.models.trade.contributions import variance_shares
from steelyard.models.trade.equilibrium import Closure, Equilibrium
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.compared import published_for
from steelyard.scenarios.costs import BASIS, CARRIED, log_ratio, percent, side_income
from steelyard.scenarios.ensemble import (
    Drawn,
    Task,
    at_closure,
    at_middle,
    carry_on,
    income_of,
    nothing_drawn,
)
from steelyard.scenarios.result import (
    Change,
    OfClosure,
    OfPath,
    OfSector,
    Outcome,
    Simulation,
)
from steelyard.scenarios.schema import Scenario
from steelyard.scenarios.shocks import Placing, draw_amounts, place
from steelyard.scenarios.words import changes_in_words, side_name
from steelyard.scenarios.world import World, world
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.industries import region_name
from steelyard.vocabulary.industries import sectors as all_sectors

DRAWS = 200
PATH = (0.0, 1.0, 2.0, 3.0, 5.0, 10.0)  # years after; the long run follows
LEAST_SHARE = 0.01  # of variance, below which an input is not named

Progress = Callable[[str, float], None]
Keeper = Callable[[str, Drawn], None]
Reader = Callable[[str, Task], Drawn | None]


def simulate(
    scenario: Scenario,
    data: Dataset,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    horizon: str | float | None = None,
    progress: Progress = lambda step, done: None,
    read: Reader = lambda name, task: None,
    keep: Keeper = lambda name, done: None,
) -> Simulation:
    """Answer a scenario: both sides, third parties, sectors, the path, other closures.

    Without a horizon a scenario of the long run is answered for the short run too: sensitivity
    beside vulnerability (Keohane and Nye 1977), on the same draws.

    Parameters
    ----------
    scenario : Scenario
    data : Dataset
    draws, seed : of what is uncertain; same seed, same numbers
    horizon : short, long or years after; the scenario's own where left out
    progress : told what is being done and the part that is done
    read, keep : draws of an earlier run that was interrupted, and a place for those of this one

    Raises
    ------
    InputError
        If the scenario names what the baseline does not know, or draws are too few.
    NotConverged
        If an equilibrium is not found (law 7): no number then.
    """
    _refuse_draws(draws)
    progress("baseline", 0.0)
    start = world(data, scenario.baseline)
    closure = Closure(scenario.closure)
    placing = place(scenario, start.point(closure), data.as_of)
    asked = _horizons(scenario, horizon)
    outcomes = []
    for number, each in enumerate(asked):
        task = _task(scenario, start, placing, closure, each, draws, seed)
        name = _horizon_name(each)
        done = carry_on(
            task,
            read(name, task) or nothing_drawn(task),
            lambda part, name=name, number=number: progress(
                f"{name} run", 0.9 * (number + part) / len(asked)
            ),
            lambda found, name=name: keep(name, found),
        )
        outcomes.append(_outcome(task, done, name, seed))
    progress("sectors and path", 0.9)
    last = _task(scenario, start, placing, closure, asked[-1], 1, seed)
    return Simulation(
        name=scenario.name,
        title=scenario.title,
        question=scenario.question,
        note=" ".join(scenario.note.split()),
        limits=scenario.limits,
        changes=changes_in_words(scenario),
        left_out=placing.left_out,
        source=start.source,
        year=start.year,
        published_year=start.published,
        closure=closure.value,
        seed=seed,
        outcomes=tuple(outcomes),
        sectors=_by_sector(last),
        path=_path(last, start),
        closures=_closures(last),
        published=published_for(scenario.name),
        origins=start.origins,
    )


def _horizons(scenario: Scenario, asked: str | float | None) -> tuple[str | float, ...]:
    """Horizons to answer for."""
    if asked is not None:
        return (asked,)
    return ("short", "long") if scenario.horizon == "long" else (scenario.horizon,)


def _horizon_name(horizon: str | float) -> str:
    """A horizon in words."""
    return f"{horizon} run" if isinstance(horizon, str) else f"after {horizon:g} years"


def _task(
    scenario: Scenario,
    start: World,
    placing: Placing,
    closure: Closure,
    horizon: str | float,
    draws: int,
    seed: int,
) -> Task:
    """The question at one horizon, with its draws."""
    middle = start.middle(horizon)
    theta = (
        start.theta(draws, horizon, seed)
        if scenario.elasticities_uncertain
        else np.tile(middle, (draws, 1))
    )
    return Task(
        scenario,
        placing,
        start,
        closure,
        theta,
        draw_amounts(scenario, draws, seed),
        middle,
    )


def _members(task: Task) -> tuple[list[int], list[int]]:
    """Places of the countries of both sides."""
    a, b = (
        [task.economy.countries.index(region) for region in side.regions]
        for side in task.placing.sides
    )
    return a, b


def _outcome(task: Task, done: Drawn, name: str, seed: int) -> Outcome:
    """Both sides, all countries, the ratio, and what makes it uncertain."""
    weight = task.economy.income
    sides = [side_income(done.income, weight, members) for members in _members(task)]
    unmet, basis = ", ".join(done.unmet), _basis(task)
    compared = task.scenario.compared
    names = (
        compared.a_name or side_name(compared.a),
        compared.b_name or side_name(compared.b),
    )
    a, b = (
        Change(id=letter, name=name, change=percent(income, basis, unmet))
        for letter, name, income in zip("ab", names, sides, strict=True)
    )
    countries = tuple(
        Change(id=code, name=region_name(code), change=percent(done.income[:, at], basis, unmet))
        for at, code in enumerate(task.economy.countries)
    )
    return Outcome(
        horizon=name,
        a=a,
        b=b,
        log_ratio=log_ratio(sides[0], sides[1], basis),
        countries=countries,
        uncertain=_uncertain(task, sides[0], seed),
        draws=len(done.income),
        residual=done.residual,
        unmet=done.unmet,
    )


def _basis(task: Task) -> str:
    """What makes intervals wide."""
    basis = CARRIED if task.world.carried else BASIS
    ranges = task.amounts.size and np.ptp(task.amounts, axis=0).max() > 0
    return f"{basis}, and the ranges of the scenario" if ranges else basis


def _uncertain(task: Task, income: np.ndarray, seed: int) -> tuple[Change, ...]:
    """Shares of the variance of side a's change; none where draws are too few or all alike."""
    names = {key: value.name for key, value in all_sectors().items()}
    labels = [f"elasticity: {names.get(each, each)}" for each in task.economy.sectors]
    labels += [f"amount {number}" for number in range(1, task.amounts.shape[1] + 1)]
    inputs = np.concatenate([task.theta, np.maximum(task.amounts, 1e-6)], axis=1)
    varies = np.ptp(inputs, axis=0) > 0
    enough = income.size >= 5 * (1 + 2 * int(varies.sum()))
    if not enough or not varies.any() or not (income > 0).all() or np.ptp(income) < 1e-12:
        return ()
    kept = [label for label, used in zip(labels, varies, strict=True) if used]
    found = variance_shares(kept, inputs[:, varies], income, seed=seed)
    named = [
        Change(id=label, name=label, change=share)
        for label, share in zip(found.inputs, found.shares, strict=True)
        if share.point is not None and abs(share.point) >= LEAST_SHARE
    ]
    named.sort(key=lambda each: -(each.change.point or 0.0))
    return (*named, Change(id="rest", name="interplay of these", change=found.rest))


def _pair(task: Task, found: Equilibrium) -> tuple[float | None, float | None]:
    """Change of both sides at middle elasticities, per cent; None for a loss without bound."""
    income = income_of(task.scenario, found)[None]
    a, b = (
        float(side_income(income, task.economy.income, members)[0]) for members in _members(task)
    )
    return (100 * (a - 1) if a > 0 else None), (100 * (b - 1) if b > 0 else None)


def _by_sector(task: Task) -> tuple[OfSector, ...]:
    """Both sides if only one sector were touched, for each that is."""
    touched = np.flatnonzero(task.placing.sectors)
    rows = []
    for at in touched if len(touched) > 1 else ():
        only = np.zeros(len(task.economy.sectors), dtype=bool)
        only[at] = True
        a, b = _pair(task, at_middle(task, only))
        code = task.economy.sectors[at]
        rows.append(OfSector(sector=code, name=all_sectors()[code].name, a=a, b=b))
    rows.sort(key=lambda row: -np.inf if row.a is None else row.a)
    return tuple(rows)


def _path(task: Task, start: World) -> tuple[OfPath, ...]:
    """Both sides over the years: from sensitivity to vulnerability."""
    rows = []
    found: Equilibrium | None = None
    for years in (*PATH, None):
        theta = start.middle("long" if years is None else years)
        found = at_middle(task, theta=theta, start=found)
        a, b = _pair(task, found)
        rows.append(OfPath(years=years, a=a, b=b))
    return tuple(rows)


def _closures(task: Task) -> tuple[OfClosure, ...]:
    """Both sides under each rule for deficits."""
    rows = []
    for closure in Closure:
        other = at_closure(task, closure)
        a, b = _pair(other, at_middle(other))
        rows.append(OfClosure(closure=closure.value, a=a, b=b))
    return tuple(rows)


def _refuse_draws(draws: int) -> None:
    """Raise unless there are draws enough for an interval."""
    if draws < FEWEST_DRAWS:
        raise InputError(
            where="simulate, draws",
            found=f"{draws}",
            expected=f"at least {FEWEST_DRAWS}, so that a 90 % interval has ends",
            remedy=f"Leave it out for {DRAWS}.",
        )
