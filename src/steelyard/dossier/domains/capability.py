"""National capability: the index, its six components, and how far it hangs on each of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from steelyard.dossier.attributes import Attribute, attributes, components
from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.power import left_out
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State

COMPONENTS = (
    "military spending",
    "military personnel",
    "iron and steel",
    "energy",
    "population",
    "urban population",
)
OTHER_EDITION = "components of this edition are not in the dataset"
Parts = dict[str, Attribute]


def capability_series(basis: Basis) -> tuple[Series, ...]:
    """Index, components and ratio of the two states."""
    data, years = basis.data, basis.asked.years
    read = {name: components(data, name, years) for name in COMPONENTS}
    parts = {name: sources[0] for name, sources in read.items() if sources}  # there is one source
    editions = attributes(data, "cinc", years)
    found: list[Series | None] = []
    for state in (basis.asked.a, basis.asked.b):
        found.extend(_index(state, editions, parts))
        found.extend(_components(state, parts))
    found.extend(_ratio(basis, editions, parts))
    return present(found)


def _shares(parts: Parts, state: str, edition: Attribute) -> Float[np.ndarray, "year component"]:
    """A state's six shares in the years of an edition; absent where they are of another one."""
    shares = np.full((len(edition.years), len(COMPONENTS)), np.nan)
    for column, name in enumerate(COMPONENTS):
        part = parts.get(name)
        if part is None or part.origins != edition.origins:
            continue
        course = dict(zip(part.years, part.of(state), strict=True))
        shares[:, column] = [course.get(year, np.nan) for year in edition.years]
    return shares


def _index(state: State, editions: tuple[Attribute, ...], parts: Parts) -> Iterator[Series | None]:
    """The published index, with its bounds over definitions that leave one component out."""
    for edition in editions:
        shares = _shares(parts, state.iso3, edition)
        without = left_out(shares)
        points: list[Point] = []
        for at, (year, value) in enumerate(zip(edition.years, edition.of(state.iso3), strict=True)):
            if np.isfinite(value):
                estimate = _bounded(float(value), without[at])
                note = _drivers(edition, state.iso3, shares, at)
                points.append(point(year, estimate, "observed", edition.origins, note))
        yield series(
            "capability.cinc",
            state.iso3,
            None,
            edition.basis,
            points,
            title=f"{state.name}: index of national capability",
        )


def _bounded(value: float, others: Float[np.ndarray, " component"]) -> Estimate:
    """A value between those of the same index without one of its components."""
    known = others[np.isfinite(others)]
    if not known.size:
        return exact(value, OTHER_EDITION)
    low, high = min(value, float(known.min())), max(value, float(known.max()))
    return Estimate(value, low, high, None, "bounds: the index without each component in turn")


def _drivers(
    edition: Attribute, state: str, shares: Float[np.ndarray, "year component"], at: int
) -> str:
    """What each component added since the first year; exact, for the index is their mean."""
    complete = np.flatnonzero(np.isfinite(shares).all(axis=1))
    if not complete.size or at != complete[-1] or complete[0] == at:
        return ""
    change = (shares[at] - shares[complete[0]]) / len(COMPONENTS)
    order = np.argsort(-np.abs(change))
    told = ", ".join(f"{COMPONENTS[place]} {100 * change[place]:+.2f}" for place in order)
    return f"points of the world since {edition.years[complete[0]]}: {told}".replace("-", "−")


def _components(state: State, parts: Parts) -> Iterator[Series | None]:
    """Share of the world in each component."""
    for name, part in parts.items():
        points = [
            point(year, exact(float(value), "published without an error"), "observed", part.origins)
            for year, value in zip(part.years, part.of(state.iso3), strict=True)
            if np.isfinite(value)
        ]
        yield series(
            "capability.component_share",
            state.iso3,
            None,
            part.basis,
            points,
            title=f"{state.name}: share of the world’s {name}",
            part=name,
        )


def _ratio(basis: Basis, editions: tuple[Attribute, ...], parts: Parts) -> Iterator[Series | None]:
    """The partner's index over one's own, with and without each component."""
    a, b = basis.asked.a, basis.asked.b
    for edition in editions:
        own, other = (left_out(_shares(parts, state.iso3, edition)) for state in (a, b))
        without = other / np.where(own > 0, own, np.nan)
        points = []
        for at, year in enumerate(edition.years):
            mine, theirs = edition.of(a.iso3)[at], edition.of(b.iso3)[at]
            if np.isfinite(theirs) and mine > 0:
                value = _bounded(float(theirs / mine), without[at])
            else:
                value = absent("the index of one of the two is absent or 0")
            points.append(point(year, value, "observed", edition.origins))
        yield series(
            "capability.ratio",
            a.iso3,
            b.iso3,
            edition.basis,
            points,
            title=f"{b.name} over {a.sentence_name}: national capability (CINC)",
            part="cinc",
        )
