"""Many equilibria: draws of elasticities, lists of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure, Equilibrium
from steelyard.models.trade.iteration import Found
from steelyard.models.trade.lanes import anderson_lanes
from steelyard.models.trade.links import Links
from steelyard.models.trade.shock import Shock, no_shock
from steelyard.models.trade.solve import (
    SETTLED,
    SWEEPS,
    TOLERANCE,
    answer_at,
    settle,
    settled_at,
    solve,
)
from steelyard.models.trade.sweep import System
from steelyard.models.trade.system import start_of, system_of
from steelyard.vocabulary.errors import NotConverged

LANES = 16  # draws side by side: their arrays stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Real income after over before under each draw.

    A draw without an answer is NaN and stands in `refused` with its reason; it is not an answer
    of no change (law 7). `residual` is the largest of all certificates.
    """

    countries: tuple[str, ...]
    real_income: Float[np.ndarray, "draw scenario country"]
    refused: tuple[tuple[int, int, str], ...]
    residual: float

    @property
    def percent(self) -> Float[np.ndarray, "draw scenario country"]:
        """Changes of real income in per cent."""
        return 100 * (self.real_income - 1)


def solve_draws(
    economy: Economy,
    thetas: Float[np.ndarray, "draw sector"],
    scenarios: Iterable[Callable[[Economy], Shock]],
    closure: Closure = Closure.ZEROED,
) -> Draws:
    """Real income in every scenario under every draw of elasticities.

    The settled baseline is found once for each draw and serves all scenarios. Draws are solved
    side by side, each with its own memory and its own end, so that a number is the same alone
    and in a batch (law 11); those that the quick method does not reach are solved alone.

    Parameters
    ----------
    economy : Economy
    thetas : 1, above 0
    scenarios : functions from an economy to its shock
        Functions, because a cost factor is another multiplier under other elasticities.
    closure : Closure

    Returns
    -------
    draws : after over before

    Raises
    ------
    InputError
        For elasticities at or below zero, or what a scenario refuses.

    Examples
    --------
    >>> from steelyard.models.trade.shock import trade_cost
    >>> from steelyard.models.trade.tables import economy_from_flows
    >>> economy = economy_from_flows(
    ...     ["A", "B"], ["goods"], np.zeros((2, 2)), np.array([[8.0, 2.0], [2.0, 8.0]]),
    ...     np.array([4.0]))
    >>> dearer = lambda world: trade_cost(world, ["A"], ["B"], 2.0)
    >>> solve_draws(economy, np.array([[2.0], [8.0]]), [dearer]).percent[:, 0, 0].round(2).tolist()
    [-5.88, -2.59]
    """
    scenarios = tuple(scenarios)
    incomes = np.full((len(thetas), len(scenarios), len(economy.countries)), np.nan)
    refused: list[tuple[int, int, str]] = []
    worst = 0.0
    for first in range(0, len(thetas), LANES):
        worlds = [economy.with_theta(theta) for theta in thetas[first : first + LANES]]
        if closure is Closure.ZEROED and economy.deficit.any():
            worlds = _settled(worlds)
        for place, scenario in enumerate(scenarios):
            for lane, answer in enumerate(_answers(worlds, scenario, closure)):
                if isinstance(answer, NotConverged):
                    refused.append((first + lane, place, str(answer)))
                    continue
                incomes[first + lane, place] = answer.real_income
                worst = max(worst, answer.certificate.residual)
    return Draws(economy.countries, incomes, tuple(refused), worst)


def _settled(worlds: list[Economy]) -> list[Economy | NotConverged]:
    """Each world without deficits, or why there is none."""
    systems = [system_of(world, no_shock(world), Closure.ZEROED) for world in worlds]
    begins = [start_of(world, links) for world, (_, links) in zip(worlds, systems, strict=True)]
    settled: list[Economy | NotConverged] = []
    found = anderson_lanes([system for system, _ in systems], begins, SETTLED, SWEEPS)
    for world, (system, links), point in zip(worlds, systems, found, strict=True):
        try:
            clear = point.error <= SETTLED
            settled.append(settled_at(world, system, links, point) if clear else settle(world))
        except NotConverged as refusal:
            settled.append(refusal)
    return settled


def _answers(
    worlds: Sequence[Economy | NotConverged],
    scenario: Callable[[Economy], Shock],
    closure: Closure,
) -> list[Equilibrium | NotConverged]:
    """The equilibrium of each world, or why there is none."""
    able = [world for world in worlds if isinstance(world, Economy)]
    reached = iter(_side_by_side(able, [scenario(world) for world in able], closure))
    return [next(reached) if isinstance(world, Economy) else world for world in worlds]


def solve_each(
    worlds: Sequence[Economy], shocks: Sequence[Shock], closure: Closure = Closure.ZEROED
) -> list[Equilibrium]:
    """Equilibria of economies of one shape, each under a shock of its own, side by side.

    Parameters
    ----------
    worlds : Economy
        Without deficits if the closure is ZEROED.
    shocks : Shock, one for each
    closure : Closure

    Returns
    -------
    answers : Equilibrium, each as `solve` gives it

    Raises
    ------
    NotConverged
        If one has no answer (law 7).
    """
    found: list[Equilibrium] = []
    for first in range(0, len(worlds), LANES):
        lanes = slice(first, first + LANES)
        for answer in _side_by_side(worlds[lanes], shocks[lanes], closure):
            if isinstance(answer, NotConverged):
                raise answer
            found.append(answer)
    return found


def _side_by_side(
    able: Sequence[Economy], shocks: Sequence[Shock], closure: Closure
) -> list[Equilibrium | NotConverged]:
    """The equilibrium of each economy under its shock, or why there is none."""
    systems = [system_of(w, shock, closure) for w, shock in zip(able, shocks, strict=True)]
    begins = [start_of(world, links) for world, (_, links) in zip(able, systems, strict=True)]
    found = anderson_lanes([system for system, _ in systems], begins, TOLERANCE, SWEEPS)
    return [
        _answer(world, shock, closure, system, links, point)
        for world, shock, (system, links), point in zip(able, shocks, systems, found, strict=True)
    ]


def _answer(
    economy: Economy, shock: Shock, closure: Closure, system: System, links: Links, found: Found
) -> Equilibrium | NotConverged:
    """The equilibrium at the point found, else by all methods alone, else why there is none."""
    try:
        if found.error > TOLERANCE:
            return solve(economy, shock, closure)
        return answer_at(economy, shock, closure, system, links, found)
    except NotConverged as refusal:
        return refusal
