"""Armed forces: spending, persons, warheads, and both sides with their allies.

Shares of the world's spending stand in for spending where only they may be shipped: the ratio
of two shares of one world is the ratio of the amounts. A user's own files add their publisher's
amounts as further bases.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np
import polars as pl

from steelyard.dossier.attributes import UNERRING, Attribute, components, points_of, spending
from steelyard.dossier.basis import Basis
from steelyard.dossier.coalitions import LEADER, LEADS, led, side_of
from steelyard.dossier.domains.power import ratio_series
from steelyard.dossier.domains.quoted import preferred_of
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.power import coalition_ratio
from steelyard.measures.published import rounding_interval
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State, by_iso3

SPENDING = "military spending"
PERSONNEL = "military personnel"
FIGURES = (
    # series of figures, measure, title, why it has no interval where its digits are none
    ("military_personnel", "capability.personnel", "military personnel", ""),
    (
        "nuclear_warheads",
        "capability.warheads",
        "nuclear warheads",
        "an outside estimate, published without an error",
    ),
)


def forces_series(basis: Basis) -> tuple[Series, ...]:
    """Ratios of the pair, levels of both, and coalitions."""
    data, years = basis.data, basis.asked.years
    amounts = spending(data, "current", years)
    paid = (*components(data, SPENDING, years), *amounts)
    found: list[Series | None] = [
        *ratio_series(basis, SPENDING, SPENDING, paid),
        *ratio_series(basis, PERSONNEL, PERSONNEL, components(data, PERSONNEL, years)),
    ]
    for state in (basis.asked.a, basis.asked.b):
        found.extend(_levels(state, "capability.spending", SPENDING, amounts))
        burden = spending(data, "share_of_gdp", years)
        found.extend(_levels(state, "capability.spending_gdp", "military burden", burden))
        found.extend(_figures(basis, state))
    for source in paid:
        found.extend(_coalitions(basis, source))
    return present(found)


def _levels(
    state: State, measure: str, title: str, sources: tuple[Attribute, ...]
) -> Iterator[Series | None]:
    """Amounts of one state on each basis."""
    courses = [(each, each.of(state.iso3)) for each in sources]
    for source, points in zip(sources, points_of(courses), strict=True):
        yield series(
            measure, state.iso3, None, source.basis, points, title=f"{state.adjective} {title}"
        )


def _figures(basis: Basis, state: State) -> Iterator[Series | None]:
    """Persons and warheads as single published figures."""
    rows = basis.data.table("figures").filter(
        (pl.col("reporter") == state.iso3)
        & (pl.col("partner") == "")
        & pl.col("series").is_in([name for name, *_ in FIGURES])
        & ~pl.col("claim")
    )
    first, last = basis.asked.years
    for name, measure, title, why in FIGURES:
        ours = rows.filter(pl.col("series") == name).sort(
            "period", "preferred", descending=[False, True]
        )
        points = []
        for period, same in groupby(ours.iter_rows(named=True), key=lambda row: row["period"]):
            if first <= int(period[:4]) <= last:
                figures = list(same)
                origins = [row["origin"] for row in figures]
                points.append(point(period, _figure(figures, why), "quoted", origins))
        yield series(
            measure, state.iso3, None, "published figures", points,
            title=f"{state.adjective} {title}",
        )  # fmt: skip


def _figure(same: list[dict[str, object]], why: str) -> Estimate:
    """One figure with its rounding, or why it has no interval, or the range of several."""
    values = np.array([row["value"] for row in same], dtype=float)
    if len(set(values.tolist())) > 1:
        return preferred_of(values)
    return exact(float(values[0]), why) if why else rounding_interval(f"{values[0]:g}")


def _coalitions(basis: Basis, source: Attribute) -> Iterator[Series | None]:
    """Both sides with their allies; and, where neither is one of them, the leading power's side."""
    a, b = basis.asked.a, basis.asked.b
    sides = [
        _ratio_point(source, side_of(b.iso3, year).states, side_of(a.iso3, year).states, year)
        for year in source.years
        if _parted(a.iso3, b.iso3, year)
    ]
    yield _series(
        basis, source, "with allies", sides, f"{b.name} over {a.sentence_name}, each with allies"
    )
    pair = frozenset(basis.asked.codes)
    for blocs in (("NATO",), ("US_PACIFIC",), tuple(LEADS)):
        with_words = " and ".join(LEADS[bloc] for bloc in blocs)
        points = [
            _ratio_point(source, led(blocs, year), pair, year)
            for year in source.years
            if not pair & led(tuple(LEADS), year)
        ]
        leader = by_iso3()[LEADER].name
        title = f"{leader} with {with_words}, over {a.sentence_name} and {b.sentence_name}"
        yield _series(basis, source, f"{leader} with {with_words}", points, title)


def _parted(a: str, b: str, year: int) -> bool:
    """Whether the two stand on different sides, and at least one has allies."""
    ours, theirs = side_of(a, year), side_of(b, year)
    return not ours.states & theirs.states and bool(ours.blocs or theirs.blocs)


def _series(
    basis: Basis, source: Attribute, part: str, points: list[Point | None], title: str
) -> Series | None:
    """Coalition ratios of one kind."""
    return series(
        "capability.coalition_ratio",
        basis.asked.a.iso3,
        basis.asked.b.iso3,
        source.basis,
        [item for item in points if item is not None],
        title=f"{title}: {SPENDING}",
        part=part,
    )


def _ratio_point(
    source: Attribute, ours: frozenset[str], theirs: frozenset[str], year: int
) -> Point | None:
    """Means of one side over those of the other; members without a figure widen the interval."""
    states = sorted(ours | theirs)
    mask = np.array([state in ours for state in states])
    every = np.array([source.of(state) for state in states])
    means = every[:, source.years.index(year)]
    lacking = np.isnan(means)
    least = np.where(lacking, 0.0, means)
    value = float(coalition_ratio(least, mask, ~mask))
    if not np.isfinite(value) or not (least[mask].any() and least[~mask].any()):
        return None
    if not lacking.any():
        return point(year, exact(value, UNERRING), "observed", source.origins)
    note = f"without a figure: {', '.join(np.array(states)[lacking])}"
    largest = np.fmax.reduce(every, axis=1)
    if np.isnan(largest).any():
        why = "members without a figure in any year are left out"
        return point(year, exact(value, why), "observed", source.origins, note)
    most = np.where(lacking, largest, means)
    low = float(coalition_ratio(np.where(mask, least, most), mask, ~mask))
    high = float(coalition_ratio(np.where(mask, most, least), mask, ~mask))
    why = "bounds: members without a figure have nothing, or as much as in their largest year"
    estimate = Estimate(value, low, high, None, why)
    return point(year, estimate, "observed", source.origins, note)
