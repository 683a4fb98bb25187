"""Evidence from attributes of states by year: output, people, capability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from steelyard.claims.course import Course, Dot, nothing, quotient
from steelyard.dossier.attributes import Attribute, attributes, components
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import WORLD, World, named
from steelyard.dossier.request import DEFAULT_YEARS
from steelyard.reference.attributes import INDICATORS
from steelyard.vocabulary.estimate import Estimate, exact

SHORT = {
    "gdp": "GDP",
    "gdp_ppp": "GDP at purchasing power",
    "gdp_constant": "real GDP",
    "cinc": "capability index",
}
WHY = "published without an error"


def find_state(ask: Ask, world: World) -> Course:
    """An indicator of a state, of a bloc (sum of members) or of the world.

    `basis` is the id of a source; by default the one with most years. A bloc has a value only in
    years for which every member has one.
    """
    sources = attributes(world.data, ask.source, DEFAULT_YEARS)
    return _course(ask, world, sources, _unit(ask.source))


def find_component(ask: Ask, world: World) -> Course:
    """A share of the world in one component of national capability."""
    return _course(ask, world, components(world.data, ask.source, DEFAULT_YEARS), "1")


def find_growth(ask: Ask, world: World) -> Course:
    """Growth of an indicator from year to year, as part of the year before."""
    level = find_state(ask, world)
    known = {dot.year: dot for dot in level.dots}
    dots = []
    for year, dot in known.items():
        before = known.get(year - 1)
        if before is not None:
            # one publisher's two neighbouring years err together: the change is as published
            value = quotient(_bare(dot.value), _bare(before.value))
            assert value.point is not None
            dots.append(Dot(str(year), exact(value.point - 1, WHY), dot.origins))
    return replace(level, title=f"growth of {level.title}", unit="1", dots=tuple(dots))


def _bare(value: Estimate) -> Estimate:
    """The point as its own ends."""
    return Estimate(value.point, value.point, value.point, 0.9, WHY)


def _course(
    ask: Ask, world: World, sources: tuple[Attribute, ...], unit: str
) -> Course:  # fmt: skip
    """One source's course for a code."""
    summed = INDICATORS.get(ask.source, ("", "", "extensive"))[2] == "extensive"
    for source in sources:
        if ask.basis in ("", *source.origins):
            dots = tuple(_dots(ask.subject, world, source, summed=summed))
            if dots:
                title = f"{_words(ask.source)} of {named(ask.subject)} ({source.basis})"
                return Course(title, unit, dots, (f"{ask.source}.{ask.subject}",))
    return nothing(ask.source, f"no {_words(ask.source)} of {named(ask.subject)} in the data")


def _dots(code: str, world: World, source: Attribute, *, summed: bool) -> Iterator[Dot]:
    """Values by year."""
    for place, year in enumerate(source.years):
        states = (WORLD,) if code == WORLD else world.members(code, year)
        if len(states) > 1 and not summed:
            return  # an intensive quantity has no sum over states (law 4)
        values = np.array([source.of(state)[place] for state in states])
        if values.size and np.isfinite(values).all():
            yield Dot(str(year), exact(float(values.sum()), WHY), source.origins)


def _words(indicator: str) -> str:
    """An indicator as it is read."""
    title = INDICATORS.get(indicator, (indicator,))[0]
    return SHORT.get(indicator) or title[:1].lower() + title[1:]


def _unit(indicator: str) -> str:
    """The unit of an indicator of `state_years`."""
    return INDICATORS[indicator][1] if indicator in INDICATORS else ""
