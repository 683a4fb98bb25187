"""From a TOML file to a scenario of the causal system that fits it; faults with line and remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from steelyard.scenarios.read import parsed, place_of
from steelyard.scenarios.system.schema import SystemScenario
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, LAST
from steelyard.system.dynamics import events_of
from steelyard.system.levers import LARGEST, bounds
from steelyard.system.ways import nearest
from steelyard.vocabulary.errors import BadRows, UnknownName

GUIDE = "See `steelyard simulate no-2014-annexation --show` for a file that works."
Place = tuple[str | int, ...]
Fault = tuple[Place, str, str, str]  # where, found, expected, remedy


def read_text(
    text: str,
    system: CausalSystem,
    where: str = "scenario",
    years: tuple[int, int] = (FIRST, LAST),
) -> SystemScenario:
    """The scenario of a text in TOML, checked against a system and the years of a run.

    Raises
    ------
    UnreadableFile
        If the text is no TOML; the message names line and column.
    BadRows
        If a key is unknown or missing, a value out of its range, a variable or event unknown, a
        date outside the run, or a variable set twice; the message names the line.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> made = read_text('''
    ... format = 1
    ... kind = "system"
    ... name = "test"
    ... title = "Without an event"
    ... question = "What would be otherwise?"
    ... without = ["t61"]
    ... watch = ["dependence"]
    ... ''', shipped())
    >>> made.without
    ('t61',)
    """
    made = parsed(text, where, SystemScenario, GUIDE)
    need_fit(made, system, text, where, years)
    return made


def need_fit(
    scenario: SystemScenario,
    system: CausalSystem,
    text: str,
    where: str,
    years: tuple[int, int],
) -> None:
    """Refuse a scenario that speaks of what the system or the run does not have.

    Raises
    ------
    BadRows
        At the first fault.
    """
    for at, found, expected, remedy in _faults(scenario, system, years):
        raise BadRows(
            where=place_of(where, text, at), found=found, expected=expected,
            remedy=f"{remedy} {GUIDE}",
        )  # fmt: skip


def _faults(
    scenario: SystemScenario, system: CausalSystem, years: tuple[int, int]
) -> Iterator[Fault]:
    """Every fault, names first, as what follows needs them."""
    yield from _unknown(scenario, system)
    yield from _undone(scenario, system)
    yield from _twice(scenario)
    yield from _off_scale(scenario, system)
    yield from _untimely(scenario, years)
    for number, each in enumerate(scenario.kept):
        if system[each.variable].role != "exogenous":
            found = f"{each.variable!r} has causes within the system."
            remedy = "Hold it on a path by a [[lever]]."
            yield ("kept", number, "variable"), found, "a driver", remedy


def _unknown(scenario: SystemScenario, system: CausalSystem) -> Iterator[Fault]:
    """Variables that the system does not have."""
    known = {each.name for each in system.variables}
    for at, name in _named(scenario):
        if name not in known:
            near = nearest(system, name.casefold())
            hint = f"Did you mean {', '.join(near)}?" if near else "Nothing is near it."
            yield at, f"{name!r} is no variable of the system.", "a variable by name", hint


def _named(scenario: SystemScenario) -> Iterator[tuple[Place, str]]:
    """Every place that names a variable."""
    for name in scenario.watch:
        yield ("watch",), name
    for heading in ("event", "lever", "kept", "expects"):
        for number, each in enumerate(getattr(scenario, heading)):
            yield (heading, number, "variable"), each.variable


def _undone(scenario: SystemScenario, system: CausalSystem) -> Iterator[Fault]:
    """Events left out that do not exist."""
    for name in scenario.without:
        try:
            events_of(system, [name])
        except UnknownName as error:
            expected = "an event of the system, or of the timeline"
            yield ("without",), f"{name!r} is no event.", expected, error.remedy


def _twice(scenario: SystemScenario) -> Iterator[Fault]:
    """Variables set twice, or pushed while they are held."""
    held: dict[str, str] = {}
    for heading in ("lever", "kept"):
        for number, each in enumerate(getattr(scenario, heading)):
            if each.variable in held:
                found = f"{each.variable!r} is set twice."
                yield (heading, number, "variable"), found, "each variable once", "Drop one."
            held[each.variable] = heading
    pushed: set[tuple[str, float]] = set()
    for number, each in enumerate(scenario.event):
        at = ("event", number, "variable")
        if each.variable in held:
            found = f"{each.variable!r} is held on a path and pushed as well."
            yield at, found, f"an event or a [[{held[each.variable]}]]", "Drop one."
        if (each.variable, each.time) in pushed:
            found = f"{each.variable!r} is pushed twice at the same time."
            yield at, found, "one event of both sizes", "Add the sizes."
        pushed.add((each.variable, each.time))
    for name in _repeated(scenario.without):
        yield ("without",), f"{name!r} twice.", "each event once", "Drop one."
    for name in _repeated(scenario.watch):
        yield ("watch",), f"{name!r} twice.", "each variable once", "Drop one."


def _repeated(names: Iterable[str]) -> list[str]:
    """Names that were met before."""
    met: set[str] = set()
    return [name for name in names if name in met or met.add(name)]


def _off_scale(scenario: SystemScenario, system: CausalSystem) -> Iterator[Fault]:
    """Sizes that an index cannot have."""
    remedy = "Sizes are standard deviations from a usual year."
    for number, each in enumerate(scenario.event):
        least, most = bounds(system[each.variable].unit)
        low, high = (-LARGEST, LARGEST) if least < 0 else (least, most)
        if not low <= each.size.low <= each.size.high <= high:
            expected = f"a size between {low:g} and {high:g}"
            yield ("event", number, "size"), f"{each.size.text()}.", expected, remedy
    for number, each in enumerate(scenario.lever):
        least, most = bounds(system[each.variable].unit)
        for size in each.sizes:
            if not least <= size.low <= size.high <= most:
                expected = f"sizes between {least:g} and {most:g}"
                yield ("lever", number, "sizes"), f"{size.text()}.", expected, remedy


def _untimely(scenario: SystemScenario, years: tuple[int, int]) -> Iterator[Fault]:
    """Dates outside the run."""
    first, last = years
    remedy = "Correct the year, or run other --years."
    dated = [(("event", n, "start"), each.time) for n, each in enumerate(scenario.event)]
    dated += [(("lever", n, "years"), y) for n, each in enumerate(scenario.lever)
              for y in each.years]  # fmt: skip
    dated += [(("kept", n, "year"), each.year) for n, each in enumerate(scenario.kept)]
    for number, each in enumerate(scenario.expects):
        dated.append((("expects", number, "by"), each.by))
        if each.since is not None:
            dated.append((("expects", number, "since"), each.since))
    for at, year in dated:
        if not first <= year < last + 1:
            yield at, f"{year:g} is outside the run.", f"a year from {first} to {last}", remedy


def nearest_names(name: str, known: Iterable[str]) -> list[str]:
    """Known names like this one, at most three."""
    return difflib.get_close_matches(name, list(known), 3, 0.4)
