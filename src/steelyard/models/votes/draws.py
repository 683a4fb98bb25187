"""Draws from the law of positions and items given votes: chains that start, go on and resume.

A fit is a pilot, which finds the strength of the hold, and chains that start apart from one
another around its end. A chain is a value: saved after any turn and taken up again, it gives the
same numbers as one that was never interrupted (law 11), on one core or on several.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Event

import numpy as np
from jaxtyping import Float, Float32

from steelyard.models.votes.frames import Frames, frames
from steelyard.models.votes.hold import balanced
from steelyard.models.votes.layout import Layout, layout
from steelyard.models.votes.maximise import HOLD, maximise
from steelyard.models.votes.moves import Shape, Turn, shape_at, turn
from steelyard.models.votes.panel import Panel
from steelyard.models.votes.start import Point, standardised, start

STEP_VARIANCE = 0.5  # published: twice the variance of a step between two sessions alike in votes
ACCEPTED = 0.75  # share of proposals that warm-up aims at
RESHAPED = (4, 12, 30, 50)  # turns of warm-up after which information is looked up again
APART = 0.2  # standard deviation of a shift of all positions of a chain's start, by session


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to draw: turns of the pilot, of warm-up and of draws in each chain."""

    pilot: int = 40
    warm_up: int = 60
    draws: int = 180
    chains: int = 2
    seed: int = 0
    keep_items: int = 3  # every which draw keeps its items too
    poles: tuple[str, str] = ("USA", "RUS")


POINTS_ONLY = Plan(pilot=20, warm_up=15, draws=30)


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all chains of a fit."""

    layout: Layout
    frames: Frames
    plan: Plan
    hold: float


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain after some turns: where it is, how it proposes, and what it has kept."""

    number: int
    turns: int
    point: Point
    shape: Shape
    random: dict[str, object]
    theta: tuple[Float32[np.ndarray, " place"], ...] = ()
    items: tuple[Float32[np.ndarray, "item 3"], ...] = ()
    taken: tuple[float, ...] = field(default=())  # mean chance of acceptance, a turn each


Report = Callable[[str, float], None]


def prepared(panel: Panel) -> tuple[Layout, Frames]:
    """Votes in the orders of a fit; the home of a text is the session that first voted on it."""
    known = layout(panel, STEP_VARIANCE)
    home = np.full(panel.items, len(panel.sessions))
    np.minimum.at(home, panel.item_of, panel.session_of)
    return known, frames(known, home)


def begin(panel: Panel, plan: Plan, report: Report = lambda step, done: None) -> tuple[Task, Point]:
    """The task of a fit and the end of its pilot."""
    known, where = prepared(panel)
    point = maximise(known, where, start(panel, known, plan.poles), report)
    hold, seen = HOLD, [HOLD]
    shape = shape_at(known, where, point, hold)
    random = _generator(plan, 0)
    for number in range(plan.pilot):
        report("finding the scale", number / plan.pilot)
        found = turn(known, where, point, hold, shape, random)
        point = standardised(found.point)
        shape = _tuned(shape, found, number)
        seen.append(balanced(known.walk, point.theta, point.centre, point.items[:, 0]))
        hold = float(np.mean(seen[len(seen) // 2 :]))  # the first half is still leaving the start
        if number + 1 in RESHAPED:
            shape = shape_at(known, where, point, hold, shape)
    return Task(known, where, plan, hold), point


def chain(task: Task, point: Point, number: int) -> Chain:
    """A chain that starts apart from the others."""
    random = _generator(task.plan, number + 1)
    shift = APART * random.standard_normal(task.frames.sessions)
    stir = APART * random.standard_normal(task.layout.places)
    theta = point.theta + shift[task.layout.walk.session] + stir
    begun = Point(theta, point.items, point.centre + shift)
    shape = shape_at(task.layout, task.frames, begun, task.hold)
    return Chain(number, 0, begun, shape, dict(random.bit_generator.state))


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
    """The chain one turn on."""
    random = np.random.Generator(np.random.PCG64())
    random.bit_generator.state = one.random
    found = turn(task.layout, task.frames, one.point, task.hold, one.shape, random)
    state = dict(random.bit_generator.state)
    warm = one.turns < task.plan.warm_up
    after = replace(one, turns=one.turns + 1, point=found.point, random=state)
    if not warm:
        return _kept(task, after, found)
    shape = _tuned(one.shape, found, one.turns)
    if after.turns in RESHAPED:
        shape = shape_at(task.layout, task.frames, found.point, task.hold, shape)
    return replace(after, shape=shape)


def _kept(task: Task, one: Chain, found: Turn) -> Chain:
    """The chain with its point kept, in units of which positions have standard deviation 1."""
    point = standardised(one.point)
    number = one.turns - task.plan.warm_up
    with_items = number % task.plan.keep_items == 0
    return replace(
        one,
        theta=(*one.theta, point.theta.astype(np.float32)),
        items=(*one.items, point.items.astype(np.float32)) if with_items else one.items,
        taken=(*one.taken, float(found.places.mean())),
    )


def _tuned(shape: Shape, found: Turn, number: int) -> Shape:
    """Reaches moved towards the share of acceptance that is aimed at, less and less."""
    pace = 4 * min(1.0, 8 / (number + 8))
    return replace(
        shape,
        item_reach=_moved(shape.item_reach, found.items, pace),
        place_reach=_moved(shape.place_reach, found.places, pace),
        shift_reach=float(_moved(np.array(shape.shift_reach), np.array(found.shift), pace)),
        stretch_reach=float(_moved(np.array(shape.stretch_reach), np.array(found.stretch), pace)),
    )


def _moved(
    reach: Float[np.ndarray, "*shape"], chance: Float[np.ndarray, "*shape"], pace: float
) -> Float[np.ndarray, "*shape"]:
    """A reach moved on the scale of log odds."""
    odds = np.log(reach / (1 - reach)) + pace * (chance - ACCEPTED)
    return np.asarray(np.clip(1 / (1 + np.exp(-odds)), 0.02, 0.99))


def _generator(plan: Plan, number: int) -> np.random.Generator:
    """The random numbers of one chain; 0 is the pilot."""
    seed = np.random.SeedSequence(plan.seed, spawn_key=(number,))
    return np.random.Generator(np.random.PCG64(seed))
