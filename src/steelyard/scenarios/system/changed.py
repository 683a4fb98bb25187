"""What a scenario changes, in the terms of a run: events added and left out, and levers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from steelyard.scenarios.system.schema import Event, SystemScenario
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import Path
from steelyard.system.causal_records import SUPPOSED, Impulse, Prior
from steelyard.system.dynamics import events_of
from steelyard.system.levers import Lever

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


def changed(scenario: SystemScenario, system: CausalSystem, paths: Paths) -> Changed:
    """The changes of a scenario for runs in which these drivers follow observed series.

    A driver that follows a series takes no events of the tables, as the series holds what
    happened: leaving one out moves the series the other way by the event's size.
    """
    added = tuple(_impulse(each, n) for n, each in enumerate(scenario.event, 1))
    dropped = events_of(system, scenario.without)
    undone = tuple(_undone(each) for each in dropped if each.variable in paths)
    whole = replace(system, impulses=(*system.impulses, *added, *undone))
    return Changed(
        system=whole,
        levers=(
            *(_set(each.variable, each.years, each.sizes) for each in scenario.lever),
            *_kept(scenario, paths),
        ),
        without=tuple(each.id for each in dropped),
        lines=tuple(_lines(scenario, system, dropped)),
        notes=tuple(_notes(scenario, paths, undone)),
    )


def _impulse(event: Event, number: int) -> Impulse:
    """An event of a scenario as one of the system."""
    size, down = event.size, event.size.high <= 0
    ends = (-size.high, -size.usual, -size.low) if down else (size.low, size.usual, size.high)
    return Impulse(
        id=f"added_{number}", event=SUPPOSED, date=str(event.start), time=event.time,
        title=event.reason, variable=event.variable, polarity=-1 if down else 1,
        size=Prior(*ends), lasting=event.lasting, reason=event.reason,
    )  # fmt: skip


def _undone(impulse: Impulse) -> Impulse:
    """What takes an event out of an observed series that holds it."""
    turned = -1 if impulse.polarity > 0 else 1
    return replace(impulse, id=f"undone_{impulse.id}", event=SUPPOSED, polarity=turned)


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


def _notes(scenario: SystemScenario, paths: Paths, undone: tuple[Impulse, ...]) -> Iterator[str]:
    """What is done in another way than a reader may think."""
    for each in scenario.kept:
        if each.variable not in paths:
            yield (
                f"{each.variable} follows no observed series in these runs, so that there is "
                f"nothing to keep as in {each.year}."
            )
    for each in undone:
        yield (
            f"{each.variable} follows an observed series, from which the size of "
            f"{each.id.removeprefix('undone_')} was taken."
        )
