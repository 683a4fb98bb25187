"""What a scenario changes, in the terms of a run: events added and left out, and levers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor

import numpy as np

from steelyard.scenarios.system.schema import Event, SystemScenario
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import Path
from steelyard.system.causal_records import Impulse, Prior
from steelyard.system.dynamics import events_of
from steelyard.system.levers import Lever
from steelyard.system.pushes import presence

Paths = Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Changed:
    """A system with the events of a scenario, and what a runner is told beside it.

    `lines` say in words what was changed, `notes` what could not be or is done otherwise.
    """

    system: CausalSystem
    levers: tuple[Lever, ...]
    without: tuple[str, ...]
    lines: tuple[str, ...]
    notes: tuple[str, ...]


def changed(
    scenario: SystemScenario, system: CausalSystem, paths: Paths, years: tuple[int, int]
) -> Changed:
    """The changes of a scenario for runs in which these drivers follow observed series.

    A driver that follows a series takes no events, as the series holds what happened: an event on
    it moves the series itself, up or down by the event's size while that lasts.
    """
    added = tuple(_impulse(each, n) for n, each in enumerate(scenario.event, 1))
    dropped = events_of(system, scenario.without)
    on_paths = [(each, 1) for each in added if each.variable in paths]
    on_paths += [(each, -1) for each in dropped if each.variable in paths]
    whole = replace(
        system,
        impulses=(*system.impulses, *(each for each in added if each.variable not in paths)),
    )
    return Changed(
        system=whole,
        levers=(
            *(_set(each.variable, each.years, each.sizes) for each in scenario.lever),
            *_kept(scenario, paths),
            *_moved(on_paths, paths, years),
        ),
        without=tuple(each.id for each in dropped),
        lines=tuple(_lines(scenario, system, dropped)),
        notes=tuple(_notes(scenario, paths, on_paths)),
    )


def _impulse(event: Event, number: int) -> Impulse:
    """An event of a scenario as one of the system."""
    size, down = event.size, event.size.high <= 0
    ends = (-size.high, -size.usual, -size.low) if down else (size.low, size.usual, size.high)
    return Impulse(
        id=f"added_{number}", event="scenario", date=str(event.start), time=event.time,
        title=event.reason, variable=event.variable, polarity=-1 if down else 1,
        size=Prior(*ends), lasting=event.lasting, reason=event.reason,
    )  # fmt: skip


def _set(variable: str, years: tuple[int, ...], sizes: tuple) -> Lever:  # type: ignore[type-arg]
    """A lever with the ranges of its sizes."""
    low, usual, high = (tuple(getattr(each, end) for each in sizes)
                        for end in ("low", "usual", "high"))  # fmt: skip
    return Lever(variable, years, usual, low, high)


def _kept(scenario: SystemScenario, paths: Paths) -> Iterator[Lever]:
    """Drivers that stay where they were; one without a series does so anyway."""
    for each in scenario.kept:
        path = paths.get(each.variable)
        if path is not None:
            value = float(np.interp(each.year, path.years, path.values))
            yield Lever(each.variable, (each.year,), (value,))


def _moved(
    events: list[tuple[Impulse, int]], paths: Paths, years: tuple[int, int]
) -> Iterator[Lever]:
    """Observed paths, moved by events that come or go."""
    for name in dict.fromkeys(each.variable for each, _ in events):
        own = [(each, sign) for each, sign in events if each.variable == name]
        first = max(years[0], floor(min(each.time for each, _ in own)))
        grid = np.arange(first, years[1] + 1, dtype=float)
        path = np.interp(grid, paths[name].years, paths[name].values)
        ends = []
        for end in ("low", "usual", "high"):
            moves = (sign * each.polarity * getattr(each.size, end) * presence(each, grid)
                     for each, sign in own)  # fmt: skip
            ends.append(path + sum(moves))
        low, high = np.minimum(ends[0], ends[2]), np.maximum(ends[0], ends[2])
        usual = np.clip(ends[1], low, high)
        yield Lever(name, tuple(int(year) for year in grid),
                    *(tuple(map(float, each)) for each in (usual, low, high)))  # fmt: skip


def _lines(
    scenario: SystemScenario, system: CausalSystem, dropped: tuple[Impulse, ...]
) -> Iterator[str]:
    """Every change in words, with its reason."""
    for each in dropped:
        yield f"Left out: {each.date} {each.title} ({each.id}, on {each.variable})"
    for event in scenario.event:
        years = "year" if event.lasting == 1 else "years"
        yield (
            f"Added: {system[event.variable].title} {_signed(event.size.text())} from "
            f"{event.start}, lasting {event.lasting:g} {years}: {event.reason}"
        )
    for lever in scenario.lever:
        told = zip(lever.years, lever.sizes, strict=True)
        path = ", ".join(f"{size.text()} in {year}" for year, size in told)
        yield f"Set: {system[lever.variable].title} to {path}: {lever.reason}"
    for kept in scenario.kept:
        yield f"Kept: {system[kept.variable].title} as in {kept.year}: {kept.reason}"


def _signed(text: str) -> str:
    """A push upwards with its sign."""
    return text if text.startswith("-") else f"+{text}"


def _notes(
    scenario: SystemScenario, paths: Paths, events: list[tuple[Impulse, int]]
) -> Iterator[str]:
    """What is done in another way than a reader may think."""
    for each in scenario.kept:
        if each.variable not in paths:
            yield (
                f"{each.variable} follows no observed series in these runs, so that there is "
                f"nothing to keep as in {each.year}."
            )
    for name in dict.fromkeys(each.variable for each, _ in events):
        yield f"{name} follows an observed series, which was moved by the size of the event."
