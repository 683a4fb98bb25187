"""Many equilibria: draws of elasticities, lists of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure, Equilibrium
from steelyard.models.trade.shock import Shock
from steelyard.models.trade.solve import settle, solve
from steelyard.vocabulary.errors import NotConverged


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

    The settled baseline is found once for each draw and serves all scenarios. One after the
    other: each number is the same alone and in a batch (law 11).

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
    [-7.49, -2.51]
    """
    scenarios = tuple(scenarios)
    incomes = np.full((len(thetas), len(scenarios), len(economy.countries)), np.nan)
    refused: list[tuple[int, int, str]] = []
    worst = 0.0
    for draw, theta in enumerate(thetas):
        world = economy.with_theta(theta)
        try:
            ready = settle(world) if closure is Closure.ZEROED and world.deficit.any() else world
        except NotConverged as refusal:
            refused += [(draw, place, str(refusal)) for place in range(len(scenarios))]
            continue
        for place, scenario in enumerate(scenarios):
            answer = _answer(ready, scenario(ready), closure)
            if isinstance(answer, NotConverged):
                refused.append((draw, place, str(answer)))
                continue
            incomes[draw, place] = answer.real_income
            worst = max(worst, answer.certificate.residual)
    return Draws(economy.countries, incomes, tuple(refused), worst)


def _answer(economy: Economy, shock: Shock, closure: Closure) -> Equilibrium | NotConverged:
    """The equilibrium, or why there is none."""
    try:
        return solve(economy, shock, closure)
    except NotConverged as refusal:
        return refusal
