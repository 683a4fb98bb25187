"""How large the two states are beside each other and in the world: GDP, net power, people.

Every source is a basis of its own, and a ratio or share never mixes two. Where several sources
have the same year, their range is the interval; where one has, there is none, for publishers of
national accounts print no error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from steelyard.dossier.attributes import Attribute, attributes, points_of
from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.capability import capability_ratio
from steelyard.measures.power import net_power
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

MARKET, PARITY = "gdp", "gdp_ppp"
NET = {MARKET: "net power at market prices", PARITY: "net power at purchasing power"}
SIZES = {
    # part of a ratio: (title, indicators of `state_years` that measure it)
    MARKET: ("GDP at market prices", ("gdp",)),
    PARITY: ("GDP at purchasing power parity", ("gdp_ppp", "gdp_ppp_pwt")),
    "population": ("population", ("population",)),
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """All sources of all sizes, read once."""

    of: dict[str, tuple[Attribute, ...]]


def power_series(basis: Basis) -> tuple[Series, ...]:
    """Levels, shares of the world and ratios, source by source."""
    sizes = read_sizes(basis)
    found: list[Series | None] = []
    for part, (title, _) in SIZES.items():
        sources = sizes.of[part]
        found.extend(ratio_series(basis, part, title, sources))
        for state in (basis.asked.a, basis.asked.b):
            if part != "population":
                found.extend(_shares(state, part, title, sources))
    for state in (basis.asked.a, basis.asked.b):
        found.extend(_levels(state, sizes))
        for part in NET.values():
            found.extend(_net_shares(state, part, sizes.of[part]))
    for part in NET.values():
        found.extend(ratio_series(basis, part, f"{part} (GDP times GDP per head)", sizes.of[part]))
    return present(found)


def read_sizes(basis: Basis) -> Sizes:
    """Every size by source, and net power from GDP and population."""
    data, years = basis.data, basis.asked.years
    read = {
        part: tuple(
            source for indicator in indicators for source in attributes(data, indicator, years)
        )
        for part, (_, indicators) in SIZES.items()
    }
    people = read["population"]
    net = {NET[part]: tuple(_net(read[part], people)) for part in NET}
    return Sizes({**read, **net})


def _net(sources: tuple[Attribute, ...], population: tuple[Attribute, ...]) -> Iterator[Attribute]:
    """Net power on each basis of GDP; its population comes from the one source of each year."""
    for source in sources:
        people = np.full(source.values.shape, np.nan)
        for other in population:
            people = np.where(np.isnan(people), _aligned(other, source), people)
        used = tuple(origin for other in population for origin in other.origins)
        yield replace(
            source,
            origins=(*source.origins, *used),
            values=net_power(source.values, people),
        )


def _aligned(source: Attribute, like: Attribute) -> np.ndarray:
    """Values of one source in the rows and columns of another."""
    place = {year: at for at, year in enumerate(source.years)}
    columns = [place.get(year, -1) for year in like.years]
    rows = np.array([source.of(state) for state in like.states])
    taken = rows[:, columns]
    return np.where(np.array(columns) >= 0, taken, np.nan)


def ratio_series(
    basis: Basis, part: str, title: str, sources: tuple[Attribute, ...]
) -> Iterator[Series | None]:
    """How many times larger the partner is, on each basis that has both states."""
    a, b = basis.asked.a, basis.asked.b
    courses = [(each, capability_ratio(each.of(b.iso3), each.of(a.iso3))) for each in sources]
    for (source, _), points in zip(courses, points_of(courses), strict=True):
        yield series(
            "capability.ratio",
            a.iso3,
            b.iso3,
            source.basis,
            points,
            title=f"{b.name} over {a.sentence_name}: {title}",
            part=part,
        )


def _levels(state: State, sizes: Sizes) -> Iterator[Series | None]:
    """GDP of one state; of purchasing power only sources in prices of the same year."""
    for part, measure, unit, factor in (
        (MARKET, "capability.gdp", "USD m", 1.0),
        (PARITY, "capability.gdp_ppp", "intl USD bn", 1e-3),
    ):
        # the Penn World Table counts in prices of 2017: its ratios and shares compare, not this
        sources = [each for each in sizes.of[part] if "pwt" not in each.origins]
        courses = [(each, factor * each.of(state.iso3)) for each in sources]
        for source, points in zip(sources, points_of(courses), strict=True):
            title = f"{state.adjective} {SIZES[part][0]}"
            yield series(measure, state.iso3, None, source.basis, points, title=title, unit=unit)


def _shares(
    state: State, part: str, title: str, sources: tuple[Attribute, ...]
) -> Iterator[Series | None]:
    """Share of the world on each basis."""
    for source in sources:
        yield series(
            "capability.world_share",
            state.iso3,
            None,
            source.basis,
            list(_share_points(source, state.iso3)),
            title=f"{state.name}: share of the world’s {title}",
            part=part,
        )


def _share_points(source: Attribute, state: str) -> Iterator[Point]:
    """Over the publisher's world, which fills gaps, and over the sum of what it lists."""
    listed = np.nansum(source.economies, axis=0)
    count = np.isfinite(source.economies).sum(axis=0)
    own, world = source.of(state), source.of(WORLD)
    for at, year in enumerate(source.years):
        if not np.isfinite(own[at]) or listed[at] <= 0:
            continue
        over_sum = float(own[at] / listed[at])
        if np.isfinite(world[at]) and world[at] > 0:
            over_world = float(own[at] / world[at])
            ends = min(over_sum, over_world), max(over_sum, over_world)
            why = f"the publisher's world total, and the sum of the {count[at]} economies it lists"
            value = Estimate(over_world, *ends, None, f"bounds: {why}")
        else:
            value = exact(over_sum, f"share of the {count[at]} economies listed; no world total")
        yield point(year, value, "observed", source.origins)


def _net_shares(state: State, part: str, sources: tuple[Attribute, ...]) -> Iterator[Series | None]:
    """Share in the net power of all states that have one, on each basis."""
    courses = []
    for source in sources:
        listed = np.nansum(source.economies, axis=0)
        total = np.where(listed > 0, listed, np.nan)
        courses.append((source, source.of(state.iso3) / total))
    for (source, _), points in zip(courses, points_of(courses), strict=True):
        yield series(
            "capability.net_power_share",
            state.iso3,
            None,
            source.basis,
            points,
            title=f"{state.name}: share in the {part} of all states",
            part=part,
        )
