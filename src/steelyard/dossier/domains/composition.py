"""What the pair's trade is made of: trade within headings, advantage by step, complexity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.headings import Headings, headings, steps_of
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.checks import divide
from steelyard.measures.composition_noise import (
    grubel_lloyd_interval,
    mean_interval,
    part_interval,
)
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State

BASIS = "BACI, reconciled, by product"
NOISE = "mirror gap of flows of the same size, headings independent"
STEPS = (
    "primary products",
    "resource-based goods",
    "low-technology goods",
    "medium-technology goods",
    "high-technology goods",
)


def composition_series(basis: Basis) -> tuple[Series, ...]:
    """Composition of both flows, and complexity of both states."""
    found: list[Series | None] = [_complexity(basis, s) for s in (basis.asked.a, basis.asked.b)]
    table = headings(basis)
    if table is None:
        return present(found)
    world = _world(basis, table)
    for side, (seller, buyer) in enumerate(basis.asked.directions()):
        found += [_step(basis, table, side, seller, buyer, step) for step in range(len(STEPS))]
        found += [
            _advantage(basis, table, world, side, seller, buyer, step) for step in range(len(STEPS))
        ]
        found.append(_basket(basis, table, world, side, seller, buyer))
    found.append(_intra(basis, table))
    return present(found)


@dataclass(frozen=True, slots=True)
class World:
    """World trade on the headings of the pair, NaN where nothing is listed.

    ``part[year, step]`` is the share of a step in world trade of all listed headings,
    ``complexity[year, heading]`` the index of each heading.
    """

    part: np.ndarray
    complexity: np.ndarray
    origin: str


def _world(basis: Basis, table: Headings) -> World:
    """World shares by step and complexity by heading, in the years of the pair."""
    rows = basis.data.table("world_products").filter(pl.col("year").is_in(table.years))
    listed = sorted(rows["hs4"].unique().to_list())
    steps = steps_of(listed)
    place = (
        np.searchsorted(table.years, rows["year"].to_numpy()),
        np.searchsorted(np.array(listed, dtype=str), rows["hs4"].to_numpy().astype(str)),
    )
    value, score = np.zeros((2, len(table.years), len(listed)))
    value[place] = rows["value"].to_numpy()
    score[:] = np.nan
    score[place] = rows["complexity"].to_numpy()
    by_step = [value[:, steps == step].sum(axis=1) for step in range(len(STEPS))]
    part = divide(np.stack(by_step, axis=1), value.sum(axis=1, keepdims=True))
    complexity = np.full((len(table.years), len(table.codes)), np.nan)
    known, theirs = np.array(table.codes), np.array(listed, dtype=str)
    _, mine, other = np.intersect1d(known, theirs, return_indices=True)
    complexity[:, mine] = score[:, other]
    return World(part, complexity, str(rows["origin"][0]) if rows.height else "")


def _scale(basis: Basis, values: np.ndarray) -> np.ndarray:
    """Scale of the error of each heading's flow, as of a flow of that size."""
    return basis.noise.flows(values)


def _known(table: Headings, side: int) -> list[tuple[int, int, np.ndarray]]:
    """Place, year and values of each year in which the flow was reported."""
    return [
        (place, year, table.values[side, place])
        for place, year in enumerate(table.years)
        if np.isfinite(table.values[side, place]).all()
    ]


def _step(
    basis: Basis, table: Headings, side: int, seller: State, buyer: State, step: int
) -> Series | None:
    """Share of one step of the ladder in what one state sells to the other."""
    points = [
        point(
            year,
            part_interval(
                values,
                table.steps == step,
                _scale(basis, values),
                half=basis.noise.half_range,
                basis=NOISE,
            ),
            "reconciled",
            [table.origins[place]],
        )
        for place, year, values in _known(table, side)
    ]
    return series(
        "technology.lall_share", seller.iso3, buyer.iso3, BASIS, points, part=STEPS[step],
        title=f"{seller.adjective} exports to {buyer.sentence_name}: {STEPS[step]}",
    )  # fmt: skip


def _advantage(
    basis: Basis, table: Headings, world: World, side: int, seller: State, buyer: State, step: int
) -> Series | None:
    """Weight of a step in what is sold to the partner, over its weight in world trade."""
    points = []
    for place, year, values in _known(table, side):
        of_world = float(world.part[place, step])
        share = part_interval(
            values,
            table.steps == step,
            _scale(basis, values),
            half=basis.noise.half_range,
            basis=f"{NOISE}; the world's mix is taken as known",
        )
        points.append(
            point(year, _over(share, of_world), "reconciled", [table.origins[place], world.origin])
            if world.origin
            else point(year, absent("no world trade by heading in this year"), "absent", [])
        )
    return series(
        "technology.advantage", seller.iso3, buyer.iso3, BASIS, points, part=STEPS[step],
        unit="ratio",
        title=f"{STEPS[step].capitalize()} in {seller.adjective} exports to {buyer.sentence_name}, "
        "over their part in world trade",
    )  # fmt: skip


def _over(share: Estimate, whole: float) -> Estimate:
    """A share in units of another share; both each on its own basis."""
    if not (np.isfinite(whole) and whole > 0):
        return absent("no world trade on this step in this year")
    if share.point is None or share.low is None or share.high is None:
        return share
    return Estimate(
        share.point / whole, share.low / whole, share.high / whole, share.level, share.basis
    )


def _basket(
    basis: Basis, table: Headings, world: World, side: int, seller: State, buyer: State
) -> Series | None:
    """Mean complexity of the headings that one state sells to the other, by value."""
    points = []
    for place, year, values in _known(table, side):
        score = world.complexity[place]
        value = mean_interval(
            values, score, _scale(basis, values), half=basis.noise.half_range, basis=NOISE
        )
        covered = values[np.isfinite(score)].sum() / values.sum()
        origins = [table.origins[place], *filter(None, [world.origin])]
        note = f"{covered:.0%} of the flow is in headings with an index"
        points.append(point(year, value, "reconciled", origins, note))
    return series(
        "technology.basket_complexity", seller.iso3, buyer.iso3, BASIS, points, unit="index",
        title=f"Complexity of what {seller.sentence_name} sells to {buyer.sentence_name}",
    )  # fmt: skip


def _intra(basis: Basis, table: Headings) -> Series | None:
    """Trade within headings; the same seen from either side."""
    points = []
    for place, year in enumerate(table.years):
        sold, bought = table.values[:, place]
        if not (np.isfinite(sold).all() and np.isfinite(bought).all()):
            points.append(
                point(year, absent("one way of the trade was not reported"), "absent", [])
            )
            continue
        value = grubel_lloyd_interval(
            sold,
            bought,
            (_scale(basis, sold), _scale(basis, bought)),
            half=basis.noise.half_range,
            basis=NOISE,
        )
        points.append(point(year, value, "reconciled", [table.origins[place]], "by heading"))
    a, b = basis.asked.a, basis.asked.b
    return series(
        "technology.intra_industry", a.iso3, b.iso3, BASIS, points, title="Trade within headings"
    )


def _complexity(basis: Basis, state: State) -> Series | None:
    """Published index of a state's whole exports."""
    rows = basis.data.table("state_years").filter(
        (pl.col("indicator") == "complexity")
        & (pl.col("state") == state.iso3)
        & pl.col("year").is_between(*basis.asked.years)
    )
    points = [
        point(row["year"], exact(row["value"], "published without an error"), "observed",
              [row["origin"]])
        for row in rows.sort("year").iter_rows(named=True)
    ]  # fmt: skip
    return series(
        "technology.complexity", state.iso3, None, "Atlas of Economic Complexity", points,
        unit="index",
        title=f"Economic complexity of {state.sentence_name}",
    )  # fmt: skip
