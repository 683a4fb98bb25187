"""Draws of positions and items given votes: chains that start, go on and resume.

Chains start apart from one another around a likely point. A chain is a value: saved after any
turn and taken up again, it gives the same numbers as one that was never interrupted (law 11), on
one core or on several.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event

import numpy as np
from jaxtyping import Float32

from steelyard.models.votes.gibbs import State, turn
from steelyard.models.votes.layout import Layout, layout
from steelyard.models.votes.maximise import maximise
from steelyard.models.votes.panel import Panel
from steelyard.models.votes.start import Point, start

APART = 0.1  # standard deviation of what is added to each position of a chain's start


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to draw: turns of warm-up and of draws in each chain."""

    warm_up: int = 120
    draws: int = 325
    chains: int = 2
    seed: int = 0
    keep_items: int = 5  # every which draw keeps its items too
    poles: tuple[str, str] = ("USA", "RUS")


POINTS_ONLY = Plan(warm_up=40, draws=50)  # 20 draws of items: the fewest an interval takes


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all chains of a fit."""

    layout: Layout
    plan: Plan


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain after some turns: where it is and what it has kept."""

    number: int
    turns: int
    state: State
    random: dict[str, object]
    theta: tuple[Float32[np.ndarray, " place"], ...] = ()
    items: tuple[Float32[np.ndarray, "item 3"], ...] = ()
    taken: tuple[float, ...] = field(default=())  # share of cutpoints that moved, a turn each


Report = Callable[[str, float], None]


def begin(panel: Panel, plan: Plan, report: Report = lambda step, done: None) -> tuple[Task, Point]:
    """The task of a fit and a likely point."""
    known = layout(panel)
    return Task(known, plan), maximise(known, start(panel, known, plan.poles), report)


def chain(task: Task, point: Point, number: int) -> Chain:
    """A chain that starts apart from the others."""
    random = _generator(task.plan, number)
    theta = point.theta + APART * random.standard_normal(task.layout.places)
    state = State(theta, point.theta, point.items)
    return Chain(number, 0, state, dict(random.bit_generator.state))


def drawn(
    task: Task,
    chains: tuple[Chain, ...],
    report: Report = lambda step, done: None,
    save: Callable[[Chain], None] = lambda chain: None,
) -> tuple[Chain, ...]:
    """All chains drawn to their ends, side by side; `save` is offered each after a few turns."""
    turns = task.plan.warm_up + task.plan.draws
    done = {each.number: each.turns for each in chains}

    halted = Event()

    def run(one: Chain) -> Chain:
        while one.turns < turns and not halted.is_set():
            one = advanced(task, one)
            done[one.number] = one.turns
            report("drawing", sum(done.values()) / (turns * len(done)))
            if one.turns % SAVED == 0 or one.turns == turns:
                save(one)
        return one

    with ThreadPoolExecutor(max_workers=len(chains)) as pool:
        try:
            return tuple(pool.map(run, chains))
        except BaseException:  # interrupted: the other chains stop after their turn
            halted.set()
            raise


SAVED = 25  # turns between two offers of a chain to be saved


def advanced(task: Task, one: Chain) -> Chain:
    """The chain one turn on; after warm-up, what it came to is kept."""
    random = np.random.Generator(np.random.PCG64())
    random.bit_generator.state = one.random
    state, taken = turn(task.layout, one.state, random)
    number = one.turns + 1 - task.plan.warm_up
    kept = number > 0
    with_items = kept and number % task.plan.keep_items == 0
    return replace(
        one,
        turns=one.turns + 1,
        state=state,
        random=dict(random.bit_generator.state),
        theta=(*one.theta, state.theta.astype(np.float32)) if kept else one.theta,
        items=(*one.items, state.items.astype(np.float32)) if with_items else one.items,
        taken=(*one.taken, taken) if kept else one.taken,
    )


def _generator(plan: Plan, number: int) -> np.random.Generator:
    """The random numbers of one chain."""
    seed = np.random.SeedSequence(plan.seed, spawn_key=(number,))
    return np.random.Generator(np.random.PCG64(seed))
