"""Composites of both sides: score and rank over all choices, and which choice matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.composite_recipe import CompositeRecipe, composite_recipes
from steelyard.dossier.comparison.composite_tables import table_of, table_origins
from steelyard.dossier.records import Composite, Importance, Series, Weight
from steelyard.dossier.series import point, present, series
from steelyard.dossier.side_by_side import side_by_side
from steelyard.measures.catalogue import get
from steelyard.models.composite.effective import effective_weights
from steelyard.models.composite.normalise import normalise
from steelyard.models.composite.recipe import Table
from steelyard.models.composite.robustness import UnitRange, robustness
from steelyard.models.composite.score import composite
from steelyard.models.composite.sensitivity import choice_importances
from steelyard.vocabulary.states import State

DRAWS = 2000  # of the newest year
YEARLY = 120  # of every other year, without pairwise comparison
BASE = 256  # of the sensitivity: (2 + inputs) times as many worlds
CHOICES = {
    "normalisation": "how indicators are put on one scale",
    "weights": "how much each indicator counts",
    "aggregation": "whether one indicator makes up for another",
    "missing values": "how missing values are met",
    "indicator left out": "which indicator is left out",
    "noise of the values": "noise of the data",
}
Side = tuple[State, State | None, str]  # state, its partner in a tie, name of the unit


def composites(basis: Basis) -> tuple[Composite, ...]:
    """Every composite of both sides in its newest year."""
    made = side_by_side(lambda recipe: tuple(_composites(basis, recipe)), composite_recipes())
    return tuple(one for several in made for one in several)


def composite_series(basis: Basis) -> tuple[Series, ...]:
    """Every composite of both sides by year, with fewer draws and without pairwise comparison."""
    if not basis.has_trade:
        return ()
    found = []
    for recipe in composite_recipes():
        tables = {year: table_of(basis, recipe, year) for _, year in basis.years()}
        known = [(year, table) for year, table in tables.items() if table is not None]
        drawn = side_by_side(partial(_of_year, basis, _cheap(recipe)), known)
        ranges = dict(zip([year for year, _ in known], drawn, strict=True))
        found += [_series(basis, recipe, side, ranges) for side in _sides(basis, recipe)]
    return present(found)


def _of_year(
    basis: Basis, recipe: CompositeRecipe, known: tuple[int, Table]
) -> tuple[dict[str, UnitRange], int]:
    """Ranges of both sides in one year, and how many units there are."""
    return _ranges(basis, known[1], recipe, YEARLY), len(known[1].units)


def _sides(basis: Basis, recipe: CompositeRecipe) -> list[Side]:
    """Both directions, or both states."""
    if recipe.units == "states":
        return [(state, None, state.iso3) for state, _ in basis.asked.directions()]
    return [(a, b, f"{a.iso3}-{b.iso3}") for a, b in basis.asked.directions()]


def _cheap(recipe: CompositeRecipe) -> CompositeRecipe:
    """The same without the costly aggregation, unless it is the only one."""
    ways = tuple(way for way in recipe.choices.aggregations if way != "copeland")
    kept = ways or recipe.choices.aggregations
    return replace(recipe, choices=replace(recipe.choices, aggregations=kept))


def _ranges(
    basis: Basis, table: Table, recipe: CompositeRecipe, draws: int
) -> dict[str, UnitRange]:
    """Ranges of both sides."""
    told = [unit for _, _, unit in _sides(basis, recipe)]
    found = robustness(table, recipe.choices, draws=draws, seed=basis.asked.seed, told=told)
    return {one.unit: one for one in found.units}


def _series(
    basis: Basis,
    recipe: CompositeRecipe,
    side: Side,
    ranges: dict[int, tuple[dict[str, UnitRange], int]],
) -> Series | None:
    """Scores of one side by year."""
    state, partner, unit = side
    points = [
        point(
            year,
            found[unit].value,
            "estimated",
            table_origins(basis, recipe, year),
            f"among {count}",
        )
        for year, (found, count) in ranges.items()
        if unit in found
    ]
    about = f" on {partner.sentence_name}" if partner else ""
    return series(
        recipe.id,
        state.iso3,
        partner.iso3 if partner else None,
        "several sources",
        points,
        title=f"{get(recipe.id).title}: {state.sentence_name}{about}",
    )


def _composites(basis: Basis, recipe: CompositeRecipe) -> Iterator[Composite]:
    """Records of both sides in the newest year with a table."""
    year, table = _newest(basis, recipe)
    if table is None:
        return
    seed = basis.asked.seed
    ranges = _ranges(basis, table, recipe, DRAWS)
    sides = [side for side in _sides(basis, recipe) if side[2] in ranges]
    units = tuple(unit for _, _, unit in sides)
    moved = choice_importances(table, recipe.choices, units, base=BASE, seed=seed)
    weights = _weights(table, recipe)
    origins = table_origins(basis, recipe, year)
    for state, partner, unit in sides:
        yield Composite(
            id=recipe.id,
            title=get(recipe.id).title,
            definition=get(recipe.id).definition,
            subject=state.iso3,
            partner=partner.iso3 if partner else None,
            year=year,
            score=ranges[unit].value,
            rank=ranges[unit].rank,
            units=len(table.units),
            draws=DRAWS,
            weights=weights,
            importance=tuple(
                Importance(
                    choice=one.name,
                    title=CHOICES[one.name],
                    alone=one.first or 0.0,
                    total=one.total or 0.0,
                )
                for one in moved[unit]
            ),
            origins=origins,
        )


def _newest(basis: Basis, recipe: CompositeRecipe) -> tuple[int, Table | None]:
    """The last year that has a table."""
    for year in sorted((year for _, year in basis.years()), reverse=True):
        table = table_of(basis, recipe, year)
        if table is not None:
            return year, table
    return 0, None


def _weights(table: Table, recipe: CompositeRecipe) -> tuple[Weight, ...]:
    """Nominal weights beside the share of the score's variance that goes with each indicator."""
    nominal = replace(recipe.choices.recipes()[0], least_present=recipe.least_present)
    scored = {one.unit: one.score for one in composite(table, nominal)}
    scores = np.array([np.nan if (s := scored[unit]) is None else s for unit in table.units])
    points = normalise(table.values[None], table.indicators, nominal.normalisation)[0]
    count = len(table.indicators)
    meant = np.array(nominal.weights) if nominal.weights else np.full(count, 1 / count)
    names = tuple(one.name for one in table.indicators)
    found = effective_weights(names, points, scores, meant / meant.sum())
    return tuple(
        Weight(
            indicator=one.name,
            title=recipe.titles[one.name],
            nominal=one.nominal,
            effective=one.correlation_ratio,
        )
        for one in found
    )
