"""Ranks and values of a composite over all choices and over the noise of its indicators."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_unless
from steelyard.measures.interval import FEWEST_DRAWS, estimate_from_draws
from steelyard.models.composite.recipe import Choices, Recipe, Table
from steelyard.models.composite.score import ranks_from_top, score_worlds
from steelyard.vocabulary.estimate import Estimate, absent

DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class UnitRange:
    """Rank (1 is most) and value of a unit over all draws: median and 90 % interval.

    The value is 0 for the lowest and 100 for the highest unit of each draw, so that scales of
    different recipes can be compared. `first` is how often the unit came first.
    """

    unit: str
    rank: Estimate
    value: Estimate
    first: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """Ranges of units by median rank, and the draws of all of them.

    `ranks` and `values` have one row for each draw and one column for each of `names`.
    """

    units: tuple[UnitRange, ...]
    names: tuple[str, ...]
    recipes: tuple[Recipe, ...]
    ranks: Float[np.ndarray, "draw unit"]
    values: Float[np.ndarray, "draw unit"]
    seed: int


def robustness(
    table: Table,
    choices: Choices,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    told: Collection[str] | None = None,
) -> Robustness:
    r"""Ranks and values over all combinations of choices, by Monte Carlo.

    .. math:: x^{(d)}_{ik} = x_{ik} + \sigma_{ik} z^{(d)}_{ik}, \quad
        \text{rank}_i \in [Q_{.05}, Q_{.95}]

    All combinations of choices get the same number of draws: the interval says how far the
    answer hangs on choices that reasonable people make differently, not which of them is right.
    Every draw has its own noise, one expert's budget and, if asked for, one indicator or none left
    out.

    Parameters
    ----------
    table : Table
    choices : Choices
    draws, seed : count
        Same seed, same numbers, in whichever order the units came.
    told : text
        Units whose ranges are wanted; all of them where not given.

    Returns
    -------
    robustness : Robustness

    Raises
    ------
    InputError
        If a value is missing and a choice refuses that, or there are fewer than 20 draws.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). *Journal of the Royal Statistical Society
    A* 168(2), 307-323; OECD and JRC (2008), step 8.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> columns = Indicator("trade"), Indicator("arms"), Indicator("gas")
    >>> values = np.array([[3.0, 9.0, 4.0], [1.0, 1.0, 1.0], [2.0, 8.0, 6.0]])
    >>> found = robustness(Table(("A", "B", "C"), columns, values), Choices(), draws=900)
    >>> [(one.unit, one.rank.low, one.rank.high) for one in found.units]
    [('A', 1.0, 2.0), ('C', 1.0, 2.0), ('B', 3.0, 3.0)]
    """
    refuse_unless(
        draws >= FEWEST_DRAWS,
        where="robustness",
        found=f"{draws} draws",
        expected=f"at least {FEWEST_DRAWS}",
        remedy="Ask for more draws; 10,000 take about a second.",
    )
    recipes = choices.recipes()
    refuse_gaps(table, recipes)
    random = np.random.default_rng(seed)
    recipe_of = random.permutation(np.arange(draws) % len(recipes))
    count = len(table.indicators)
    left_out = random.integers(-1, count, size=draws) if choices.leave_out else np.full(draws, -1)
    scatter = weight_scatter(random, draws, count, choices.concentration)
    fill = np.array([recipe.missing == "draw" for recipe in recipes])[recipe_of]
    worlds = noisy_worlds(random, table, draws, fill)
    scores = score_worlds(
        table, worlds, recipes, recipe_of, left_out, scatter=scatter, by_expert=True
    )
    ranks, values = ranks_from_top(scores), stretch(scores)
    basis = f"{len(recipes)} recipes, indicators left out, and noise of the values"
    units = [
        _range(name, ranks[:, k], values[:, k], basis)
        for k, name in enumerate(table.units)
        if told is None or name in told
    ]
    units.sort(key=lambda one: (one.rank.point is None, one.rank.point or 0.0, one.unit))
    return Robustness(tuple(units), table.units, recipes, ranks, values, seed)


def refuse_gaps(table: Table, recipes: tuple[Recipe, ...]) -> None:
    """Raise if values are missing and a recipe refuses that.

    Parameters
    ----------
    table : Table
    recipes : Recipe

    References
    ----------
    OECD and JRC (2008), step 3.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> values = np.array([[1.0], [2.0]])
    >>> refuse_gaps(Table(("A", "B"), (Indicator("trade"),), values), (Recipe(),))
    """
    gaps = int(np.isnan(table.values).sum())
    refuse_unless(
        gaps == 0 or all(recipe.missing != "refuse" for recipe in recipes),
        where="robustness",
        found=f"{gaps} missing values, and a choice that refuses them",
        expected="no missing value, or missing=('reweight',), ('draw',) or both",
        remedy="State how missing values are met in `Choices.missing`.",
    )


def weight_scatter(
    random: np.random.Generator, draws: int, count: int, concentration: float
) -> Float[np.ndarray, "draw indicator"] | None:
    """Factors that scatter weights around the recipe's by a gamma law; None for no scatter.

    Parameters
    ----------
    random : generator
    draws, count : count
    concentration : 1, above 0
        For each indicator.

    Returns
    -------
    factors : 1, above 0

    References
    ----------
    Ferguson, T. S. (1973). A Bayesian analysis of some nonparametric problems. *Annals of
    Statistics* 1(2), 209-230 (Dirichlet from gamma).

    Examples
    --------
    >>> weight_scatter(np.random.default_rng(0), 2, 3, np.inf) is None
    True
    """
    if np.isinf(concentration):
        return None
    return random.gamma(concentration, 1 / concentration, size=(draws, count)) + 1e-12


def noisy_worlds(
    random: np.random.Generator, table: Table, draws: int, fill: np.ndarray
) -> Float[np.ndarray, "draw unit indicator"]:
    """Versions of a table with noise and, where `fill` says so, missing values drawn.

    A missing value is drawn from those that other units have in the same indicator.

    Parameters
    ----------
    random : generator
    table : Table
    draws : count
    fill : bool
        For each draw, whether missing values are drawn or stay missing.

    Returns
    -------
    worlds : unit of each indicator

    References
    ----------
    Andridge, R. R. and Little, R. J. A. (2010). A review of hot deck imputation for survey
    non-response. *International Statistical Review* 78(1), 40-64.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> table = Table(("A", "B"), (Indicator("trade"),), np.array([[1.0], [2.0]]))
    >>> noisy_worlds(np.random.default_rng(0), table, 1, np.array([True])).ravel().tolist()
    [1.0, 2.0]
    """
    worlds = random.standard_normal((draws, *table.values.shape))
    worlds *= table.noise
    worlds += table.values
    rows = np.flatnonzero(fill)
    for unit, column in np.argwhere(np.isnan(table.values)):
        donors = np.flatnonzero(np.isfinite(table.values[:, column]))
        donor = random.choice(donors, size=rows.size)
        worlds[rows, unit, column] = worlds[rows, donor, column]
    return worlds


def stretch(scores: Float[np.ndarray, "draw unit"]) -> Float[np.ndarray, "draw unit"]:
    """Scores from 0 for the lowest to 100 for the highest unit of each draw.

    Parameters
    ----------
    scores : any unit
        NaN where absent.

    Returns
    -------
    values : 1, in [0, 100]
        NaN where absent, or where all are alike.

    References
    ----------
    OECD and JRC (2008), step 5 (min-max).

    Examples
    --------
    >>> stretch(np.array([[5.0, 7.0, 6.0]])).tolist()
    [[0.0, 100.0, 50.0]]
    """
    low = np.where(np.isnan(scores), np.inf, scores).min(axis=1, keepdims=True)
    high = np.where(np.isnan(scores), -np.inf, scores).max(axis=1, keepdims=True)
    return 100 * divide(scores - low, high - low)


def _range(name: str, ranks: np.ndarray, values: np.ndarray, basis: str) -> UnitRange:
    """Median and interval of one unit, or why it has none."""
    known = np.isfinite(ranks) & np.isfinite(values)
    if known.mean() < 0.5 or known.sum() < FEWEST_DRAWS:
        gone = absent("too little of the weight is present in most draws")
        return UnitRange(name, gone, gone, 0.0)
    rank, value = (
        estimate_from_draws(float(np.median(x[known])), x[known], basis=basis, kind="simulated")
        for x in (ranks, values)
    )
    return UnitRange(name, rank, value, float((ranks[known] < 1.25).mean()))
