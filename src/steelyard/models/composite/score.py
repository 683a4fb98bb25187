"""One composite by one recipe, and many worlds by many recipes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import divide, refuse_unless
from steelyard.models.composite.aggregate import aggregate, recipe_weights
from steelyard.models.composite.normalise import mean_ranks, normalise
from steelyard.models.composite.recipe import Recipe, Table
from steelyard.vocabulary.errors import shorten

CHUNK = 128  # worlds handled at once: keeps the working arrays in cache


@dataclass(frozen=True, slots=True)
class Score:
    """Score and rank of a unit (1 is most); both None with the reason where it has none."""

    unit: str
    score: float | None
    rank: float | None
    missing: tuple[str, ...]
    note: str = ""


def composite(table: Table, recipe: Recipe) -> tuple[Score, ...]:
    """Scores of all units by one recipe, the highest first.

    A composite mixes what its indicators measure: two units with one score may differ in
    everything. Show it with its interval (`robustness`) and its parts.

    Parameters
    ----------
    table : Table
    recipe : Recipe

    Returns
    -------
    scores : Score for each unit
        In points of the recipe's scale, which differ between recipes; units without a score last.

    Raises
    ------
    InputError
        If a value is missing and the recipe refuses that, or wants it drawn (`robustness` does).

    References
    ----------
    OECD and JRC (2008). *Handbook on Constructing Composite Indicators*.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> columns = Indicator("trade"), Indicator("arms")
    >>> table = Table(("A", "B", "C"), columns, np.array([[3.0, 9.0], [1.0, 1.0], [2.0, 9.0]]))
    >>> [(one.unit, one.score) for one in composite(table, Recipe())]
    [('A', 100.0), ('C', 75.25), ('B', 1.0)]
    """
    _refuse_missing(table, recipe)
    nobody = np.array([-1])
    scores = score_worlds(table, table.values[None], (recipe,), nobody + 1, nobody)[0]
    ranks = ranks_from_top(scores[None])[0]
    found = [
        _score(table, k, float(scores[k]), float(ranks[k]), recipe.least_present)
        for k in range(len(table.units))
    ]
    return tuple(sorted(found, key=lambda one: (one.rank is None, one.rank or 0.0, one.unit)))


def _score(table: Table, row: int, score: float, rank: float, least: float) -> Score:
    """Record of one unit."""
    missing = tuple(
        indicator.name
        for indicator, value in zip(table.indicators, table.values[row], strict=True)
        if np.isnan(value)
    )
    if np.isnan(score):
        note = f"absent: less than {least:.0%} of the weight is present"
        return Score(table.units[row], None, None, missing, note)
    return Score(table.units[row], score, rank, missing)


def _refuse_missing(table: Table, recipe: Recipe) -> None:
    """Raise if values are missing and the recipe does not say what then."""
    gaps = np.argwhere(np.isnan(table.values))
    cells = [f"{table.units[row]}: {table.indicators[column].name}" for row, column in gaps]
    refuse_unless(
        not cells or recipe.missing == "reweight",
        where=f"composite, missing={recipe.missing!r}",
        found=f"{len(cells)} missing values: {shorten(cells)}",
        expected="no missing value, or a recipe with missing='reweight'",
        remedy="Choose 'reweight', leave units out, or use `robustness` with missing='draw'.",
    )


def score_worlds(
    table: Table,
    worlds: Float[np.ndarray, "world unit indicator"],
    recipes: tuple[Recipe, ...],
    recipe_of: Int[np.ndarray, " world"],
    left_out: Int[np.ndarray, " world"],
    *,
    scatter: Float[np.ndarray, "world indicator"] | None = None,
    by_expert: bool = False,
) -> Float[np.ndarray, "world unit"]:
    """Scores of many versions of a table, each by its own recipe.

    Parameters
    ----------
    table : Table
        Labels and directions.
    worlds : unit of each indicator
        Versions of its values.
    recipes : Recipe
    recipe_of : whole numbers
        Which recipe applies to each world.
    left_out : whole numbers
        Indicator that is left out in each world, -1 for none.
    scatter : 1, above 0
        Factors on the weights; none if left out.
    by_expert : bool
        Whether each world takes one expert's budget instead of the mean of all.

    Returns
    -------
    scores : points of each recipe's scale
        NaN where a unit has none.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis
    techniques as tools for the quality assessment of composite indicators. *Journal of the Royal
    Statistical Society A* 168(2), 307-323.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> table = Table(("A", "B"), (Indicator("trade"),), np.array([[1.0], [2.0]]))
    >>> none = np.array([-1])
    >>> score_worlds(table, table.values[None], (Recipe(),), np.array([0]), none).tolist()
    [[1.0, 100.0]]
    """
    scores = np.full(worlds.shape[:2], np.nan)
    for index, recipe in enumerate(recipes):
        rows = np.flatnonzero(recipe_of == index)
        for first in range(0, rows.size, CHUNK):
            chosen = rows[first : first + CHUNK]
            points = normalise(worlds[chosen], table.indicators, recipe.normalisation)
            weights = recipe_weights(points, recipe, chosen if by_expert else None).copy()
            out = left_out[chosen]
            weights[np.flatnonzero(out >= 0), out[out >= 0]] = 0.0
            weights = weights if scatter is None else weights * scatter[chosen]
            weights = divide(weights, weights.sum(axis=1, keepdims=True))
            least = recipe.least_present if recipe.missing == "reweight" else 1.0
            scores[chosen] = aggregate(points, weights, recipe.aggregation, least)
    return scores


def ranks_from_top(scores: Float[np.ndarray, "world unit"]) -> Float[np.ndarray, "world unit"]:
    """Ranks with 1 for the highest score, ties sharing their mean; NaN where a score is absent.

    Parameters
    ----------
    scores : any unit

    Returns
    -------
    ranks : 1, from 1

    References
    ----------
    As `normalise.mean_ranks`.

    Examples
    --------
    >>> ranks_from_top(np.array([[5.0, 7.0, 5.0]])).tolist()
    [[2.5, 1.0, 2.5]]
    """
    return mean_ranks(-scores[:, :, None])[:, :, 0]
