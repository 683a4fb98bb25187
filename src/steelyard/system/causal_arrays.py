"""The tables of a causal system as arrays: which number, which variable, which year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import Path
from steelyard.system.causal_records import SUPPOSED, Form
from steelyard.system.causal_terms import rate_of, stages_of
from steelyard.system.levers import Lever, bounds
from steelyard.system.numbers import (
    decay_name,
    drift_name,
    drifts,
    numbers,
    size_name,
    slope_name,
    start_name,
    variant_name,
)
from steelyard.system.pushes import presence, push

FORMS: tuple[Form, ...] = get_args(Form)
Whole = Int[np.ndarray, " each"]
Real = Float[np.ndarray, " each"]
Truth = Bool[np.ndarray, " each"]


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """A system in arrays. Places of numbers are places in the vector `names`.

    By link: `cause`, `read` (the cause or the last stage of its delay), `effect`, `slope`,
    `weight` (of a variant, where not `settled`), `sign`, `form` (place in `FORMS`), `bend`,
    `switch`, `side`, `level`, `curve` (a name, or nothing). By stage of a delay: `source`,
    `origin`, `rate`. By variable: `stock`, `floor`, `decay`, `start`, `drift` (where `drifting`),
    `depth` (0 for drivers, 1 and more for auxiliaries in their order, -1 for stocks), `driven`,
    and `given` by year; where levers hold a variable, `held` and `level_held` by year. By event:
    `size`, `direction`, `supposed`, `before`, `faded`, `hit` by variable, `jump` and `force` by
    year.
    """

    names: tuple[str, ...]
    variables: tuple[str, ...]
    years: Float[np.ndarray, " year"]
    cause: Whole
    read: Whole
    effect: Whole
    slope: Whole
    weight: Whole
    settled: Real
    sign: Real
    form: Whole
    bend: Real
    switch: Whole
    side: Real
    level: Real
    curve: tuple[str, ...]
    source: Whole
    origin: Whole
    rate: Real
    stock: Truth
    floor: Truth
    decay: Whole
    start: Whole
    drift: Whole
    drifting: Truth
    depth: Whole
    driven: Truth
    given: Float[np.ndarray, "year variable"]
    held: Bool[np.ndarray, "year variable"]
    level_held: Float[np.ndarray, "year variable"]
    size: Whole
    direction: Real
    supposed: Real
    before: Real
    faded: Real
    hit: Float[np.ndarray, "event variable"]
    jump: Float[np.ndarray, "year event"]
    force: Float[np.ndarray, "year event"]


def arranged(
    system: CausalSystem,
    years: Float[np.ndarray, " year"],
    paths: Mapping[str, Path],
    levers: Iterable[Lever] = (),
) -> Arranged:
    """The arrays of a system over some years."""
    names = tuple(each.name for each in numbers(system))
    variables = tuple(each.name for each in system.variables)
    place = {name: at for at, name in enumerate(names)}
    at = {name: number for number, name in enumerate(variables)}
    stages = _stages(system, at)
    return Arranged(
        names, variables, years,
        **_links(system, place, at, stages),
        curve=tuple(each.curve for each in system.links),
        source=np.array([source for source, _, _ in stages.values()], dtype=int),
        origin=np.array([origin for _, origin, _ in stages.values()], dtype=int),
        rate=np.array([rate for _, _, rate in stages.values()]),
        **_variables(system, place, years, paths),
        **_levers(at, years, levers),
        **_events(system, place, at, years),
    )  # fmt: skip


def _stages(
    system: CausalSystem, at: Mapping[str, int]
) -> dict[tuple[str, float, int], tuple[int, int, float]]:
    """What each stage of a delay follows, from where, and how fast; shared at whole years."""
    found: dict[tuple[str, float, int], tuple[int, int, float]] = {}
    for link in system.links:
        source, rate = at[link.cause], rate_of(link.delay) if stages_of(link.delay) else 1.0
        for stage in range(1, stages_of(link.delay) + 1):
            key = (link.cause, rate, stage)
            found.setdefault(key, (source, at[link.cause], rate))
            source = len(at) + list(found).index(key)
    return found


def _links(
    system: CausalSystem,
    place: Mapping[str, int],
    at: Mapping[str, int],
    stages: Mapping[tuple[str, float, int], tuple[int, int, float]],
) -> dict[str, np.ndarray]:
    """What there is by link."""
    ordered = {key: len(at) + number for number, key in enumerate(stages)}
    told = []
    for each in system.links:
        count, switch = stages_of(each.delay), each.switch
        key = (each.cause, rate_of(each.delay) if count else 1.0, count)
        told.append({
            "cause": at[each.cause], "effect": at[each.effect],
            "read": ordered[key] if count else at[each.cause],
            "slope": place[slope_name(each)],
            "weight": place[variant_name(each)] if each.variant else 0,
            "settled": float(not each.variant), "sign": float(each.polarity),
            "form": FORMS.index(each.form), "bend": 1.0 if each.bend is None else each.bend,
            "switch": at[each.cause] if switch is None else at[switch.variable],
            "side": 1.0 if switch is None or switch.above else -1.0,
            "level": 0.0 if switch is None else switch.level,
        })  # fmt: skip
    return {key: np.array([row[key] for row in told]) for key in told[0]}


def _variables(
    system: CausalSystem,
    place: Mapping[str, int],
    years: Float[np.ndarray, " year"],
    paths: Mapping[str, Path],
) -> dict[str, np.ndarray]:
    """What there is by variable."""
    kept = system.variables
    stock = np.array([each.role == "stock" for each in kept])
    depth = _depths(system)
    given = np.zeros((years.size, len(kept)))
    for number, each in enumerate(kept):
        if each.name in paths:
            given[:, number] = np.interp(years, paths[each.name].years, paths[each.name].values)
    return {
        "stock": stock,
        "floor": stock & np.array([bounds(each.unit)[0] == 0 for each in kept]),
        "decay": np.array([place.get(decay_name(each.name), 0) for each in kept]),
        "start": np.array([place.get(start_name(each.name), 0) for each in kept]),
        "drift": np.array([place.get(drift_name(each.name), 0) for each in kept]),
        "drifting": np.array([drifts(each) for each in kept]),
        "depth": np.array([depth[each.name] for each in kept]),
        "driven": np.array([each.name in paths for each in kept]),
        "given": given,
    }


def _levers(
    at: Mapping[str, int], years: Float[np.ndarray, " year"], levers: Iterable[Lever]
) -> dict[str, np.ndarray]:
    """Which variables are held when, and where."""
    held, level = np.zeros((years.size, len(at)), dtype=bool), np.zeros((years.size, len(at)))
    for each in levers:
        place = at[each.variable]
        held[:, place] = years >= each.years[0]
        level[:, place] = each.over(years)
    return {"held": held, "level_held": level}


def _depths(system: CausalSystem) -> dict[str, int]:
    """How many auxiliaries in a row a variable waits for; none go round, the loader says."""
    reads: dict[str, set[str]] = {each.name: set() for each in system.variables}
    for link in system.links:
        reads[link.effect] |= {link.cause} | ({link.switch.variable} if link.switch else set())
    role = {each.name: each.role for each in system.variables}

    @cache
    def depth(name: str) -> int:
        if role[name] != "auxiliary":
            return 0 if role[name] == "exogenous" else -1
        return 1 + max((max(depth(cause), 0) for cause in reads[name]), default=0)

    return {name: depth(name) for name in role}


def _events(
    system: CausalSystem,
    place: Mapping[str, int],
    at: Mapping[str, int],
    years: Float[np.ndarray, " year"],
) -> dict[str, np.ndarray]:
    """What there is by event."""
    count = len(system.impulses)
    hit, jump, force = (np.zeros(shape) for shape in
                        ((count, len(at)), (years.size, count), (years.size, count)))  # fmt: skip
    before, faded = np.zeros(count), np.zeros(count)
    for number, each in enumerate(system.impulses):
        hit[number, at[each.variable]] = 1.0
        if system[each.variable].role != "stock":
            force[:, number] = presence(each, years)
            continue
        made = push(each, years)
        force[:, number] = made.held
        if made.jump is None:
            before[number], faded[number] = 1.0, made.faded or 0.0
        else:
            jump[years == made.jump, number] = 1.0
    return {
        "size": np.array([place[size_name(each.id)] for each in system.impulses], dtype=int),
        "direction": np.array([float(each.polarity) for each in system.impulses]),
        "supposed": np.array([float(each.event == SUPPOSED) for each in system.impulses]),
        "before": before, "faded": faded, "hit": hit, "jump": jump, "force": force,
    }  # fmt: skip
