"""What would change a variable most: lasting pushes of every other variable, over draws.

Two readings: the effect of a push of one standard deviation, with an interval over the numbers of
the system; and Sobol indices, which part the spread of the variable among pushes and numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.models.composite.sensitivity import Importance, sobol_indices
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, LAST, Path
from steelyard.system.causal_program import Trajectories, trajectories
from steelyard.system.causal_records import SUPPOSED, Impulse, Prior
from steelyard.system.dynamics import BEYOND
from steelyard.system.levers import bounds
from steelyard.system.numbers import numbers, size_name
from steelyard.vocabulary.errors import InputError, NoData

Numbers = Mapping[str, Float[np.ndarray, " draw"]]
PART = 1000  # runs side by side
LASTING = 200.0  # years: longer than any run
GROUPS = {
    "slope": "strengths of links", "decay": "how fast stocks forget", "drift": "drifts of stocks",
    "size": "sizes of past events", "start": "where stocks began",
    "variant": "signs on which documents differ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeverEffect:
    """What a lasting push of one standard deviation upwards does to a variable in a year.

    Half the difference between a push up and one down; for a lever from 0 to 1 what its whole
    does. Middle and nine in ten over draws; `rises` is the share of draws in which the variable
    ends higher, None if it moves in none.
    """

    variable: str
    title: str
    role: str
    low: float
    middle: float
    high: float
    rises: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Pushable:
    """A system in which every variable can be pushed from a year on, by numbers of its own."""

    system: CausalSystem
    made: Trajectories
    effect: int
    at: int
    base: Float[np.ndarray, "draw number"]
    noise: Float[np.ndarray, "draw year variable"] | None

    def column(self, variable: str) -> int:
        """Where the size of a push of a variable stands among the numbers."""
        return self.made.numbers.index(size_name(_id(variable)))

    def outcome(
        self,
        vectors: Float[np.ndarray, "row number"],
        noise: Float[np.ndarray, "row year variable"] | None = None,
    ) -> tuple[Float[np.ndarray, " row"], Float[np.ndarray, " row"]]:
        """The variable in the year asked for, and how far any index ran on the way."""
        found, far = [], []
        for first in range(0, len(vectors), PART):
            rows = slice(first, first + PART)
            values = self.made.run(vectors[rows], None if noise is None else noise[rows])
            found.append(values[:, self.at, self.effect])
            reach = np.nan_to_num(np.abs(values), nan=np.inf).max(axis=(1, 2))
            far.append(reach)
        return np.concatenate(found), np.concatenate(far)


def _id(variable: str) -> str:
    return f"push_{variable}"


def pushable(
    system: CausalSystem,
    drawn: Numbers,
    effect: str,
    *,
    start: int,
    year: int,
    paths: Mapping[str, Path] | None = None,
    noise: Float[np.ndarray, "draw year variable"] | None = None,
    softness: float = 0.0,
) -> Pushable:
    """A system with a push of size 0 on every variable from the start of a year on.

    Parameters
    ----------
    system : CausalSystem
    drawn : by name
        Draws of all numbers of the system: of their priors or of a calibration.
    effect : name of a variable
    start, year : calendar years
        When pushes begin, and when their effect is read.
    paths : of observed drivers
    noise : standard deviations, from 1992 to `year`
        Of a calibration: what moved variables besides their links. Sobol indices leave it out.
    softness : standard deviations
        As `steelyard.system.causal_program.trajectories`.

    Raises
    ------
    UnknownName
        If there is no such variable.
    InputError
        If the years are not in order within 1992 to 2100.
    """
    name = system[effect].name
    if not FIRST <= start < year:
        raise InputError(
            where="years of a push", found=f"from {start}, read in {year}.",
            expected=f"a first year from {FIRST} on, and a later one in which it is read",
            remedy=f"Ask for --from 2027 --at {LAST}.",
        )  # fmt: skip
    none = Prior(0.0, 0.0, 0.0)
    pushes = tuple(
        Impulse(_id(each.name), SUPPOSED, str(start), float(start), each.title, each.name, 1, none,
                LASTING, "asked")
        for each in system.variables
    )  # fmt: skip
    whole = replace(system, impulses=(*system.impulses, *pushes))
    made = trajectories(whole, years=(FIRST, year), paths=paths, softness=softness,
                        engine="numpy")  # fmt: skip
    draws = len(next(iter(drawn.values())))
    nothing = np.zeros(draws)
    base = np.column_stack([drawn.get(each, nothing) for each in made.numbers])
    return Pushable(system, made, made.variables.index(name), len(made.years) - 1, base, noise)


def lever_effects(held: Pushable) -> tuple[LeverEffect, ...]:
    """Every variable by what a lasting push of it does, the strongest first.

    Draws in which an index runs away, pushed or not, are left out for that variable.

    Raises
    ------
    NoData
        If no draw is left.
    """
    before, far = held.outcome(held.base, held.noise)
    found = []
    for each in held.system.variables:
        if each.name == held.made.variables[held.effect]:
            continue
        whole = bounds(each.unit)[0] == 0
        up, reach = held.outcome(_with(held, {each.name: 1.0}), held.noise)
        used = (far <= BEYOND) & (reach <= BEYOND)
        moved = up - before
        if not whole:
            down, reach = held.outcome(_with(held, {each.name: -1.0}), held.noise)
            used &= reach <= BEYOND
            moved = (up - down) / 2
        moved = moved[used]
        if not moved.size:
            raise NoData(
                where=f"pushes of {each.name}", found="in every draw an index ran away.",
                expected=f"indices within {BEYOND:g} standard deviations",
                remedy="Ask for an earlier year.",
            )  # fmt: skip
        low, middle, high = map(float, np.quantile(moved, (0.05, 0.5, 0.95)))
        rises = float((moved > 0).mean()) if moved.any() else None
        found.append(LeverEffect(each.name, each.title, each.role, low, middle, high, rises))
    return tuple(sorted(found, key=lambda one: -abs(one.middle)))


def _with(held: Pushable, sizes: Mapping[str, float]) -> Float[np.ndarray, "draw number"]:
    """All draws with these pushes."""
    vectors = held.base.copy()
    for name, size in sizes.items():
        vectors[:, held.column(name)] = size
    return vectors


def lever_importance(
    held: Pushable, levers: Iterable[str], *, base: int = 128, seed: int = 0
) -> tuple[Importance, ...]:
    """Sobol indices of a variable over pushes of some levers and over groups of numbers.

    Pushes are anywhere from one standard deviation down to one up (0 to 1 for a lever of that
    scale); each group of numbers takes the values of any draw, all of the group together.

    Parameters
    ----------
    held : Pushable
    levers : names of variables
    base : count
        A power of 2: `base` times the number of inputs and two runs are made.
    seed : count

    Returns
    -------
    importances : the largest total first
        With 90 % intervals of the estimator.

    Raises
    ------
    InputError
        As `steelyard.models.composite.sensitivity.sobol_indices`.

    References
    ----------
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. *Computer
    Physics Communications* 181(2), 259-270.
    """
    chosen = tuple(levers)
    told = {each.name: each.about for each in numbers(held.system)}
    groups = [about for about in GROUPS if about in told.values()]
    columns = {
        about: [at for at, name in enumerate(held.made.numbers) if told.get(name) == about]
        for about in groups
    }
    least = np.array([bounds(held.system[name].unit)[0] == 0 for name in chosen])

    def run(rows: np.ndarray) -> np.ndarray:
        vectors = np.empty((len(rows), held.base.shape[1]))
        vectors[:] = held.base[0]
        for place, about in enumerate(groups, len(chosen)):
            draw = (rows[:, place] * len(held.base)).astype(int)
            vectors[:, columns[about]] = held.base[draw][:, columns[about]]
        for place, name in enumerate(chosen):
            share = rows[:, place]
            vectors[:, held.column(name)] = share if least[place] else 2 * share - 1
        return held.outcome(vectors)[0]

    names = (*chosen, *(GROUPS[about] for about in groups))
    found = sobol_indices(run, names, base=base, seed=seed)
    return tuple(sorted(found, key=lambda one: -(one.total or 0.0)))
