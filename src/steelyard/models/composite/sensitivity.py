"""Which choice matters: Sobol indices of first and total order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.composite.recipe import Choices, Recipe, Table
from steelyard.models.composite.robustness import noisy_worlds, refuse_gaps
from steelyard.models.composite.score import ranks_from_top, score_worlds

NOISES = 64  # versions of the noise between which one input of the sensitivity chooses
RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class Importance:
    """Share of the variance of an output that one input brings.

    `first` is what fixing the input alone would take away on average, `total` what would be
    left if only it were free: a large gap between them is interaction. Both with 90 % intervals
    of the estimator. `first` and `total` are None where the output does not vary.
    """

    name: str
    first: float | None
    first_low: float | None
    first_high: float | None
    total: float | None
    total_low: float | None
    total_high: float | None


def sobol_indices(
    function: Callable[[np.ndarray], np.ndarray],
    names: tuple[str, ...],
    *,
    base: int = 1024,
    seed: int = 0,
) -> tuple[Importance, ...]:
    r"""Sobol indices of a function of independent inputs that are uniform in [0, 1).

    .. math:: S_i = \frac{\frac1N \sum_j f(B)_j [f(A_B^{(i)})_j - f(A)_j]}{V(f)}, \quad
        S_{Ti} = \frac{\frac1{2N} \sum_j [f(A)_j - f(A_B^{(i)})_j]^2}{V(f)}

    :math:`A, B` are two halves of a scrambled Sobol sequence, :math:`A_B^{(i)}` is *A* with
    column *i* of *B*. It takes N (d + 2) evaluations, in one call. Checked against the Ishigami
    function and SALib 1.6.0 in the tests.

    Parameters
    ----------
    function : any unit
        From rows of inputs to one number each.
    names : text
        One for each input.
    base : count
        N, a power of 2.
    seed : count
        Same seed, same indices.

    Returns
    -------
    importances : Importance for each input
        Estimates may lie slightly outside [0, 1].

    Raises
    ------
    InputError
        If `base` is not a power of 2 of at least 16, or an output is not finite.

    References
    ----------
    Saltelli, A. et al. (2010). Variance based sensitivity analysis of model output. *Computer
    Physics Communications* 181(2), 259-270, table 2 (b) and (f). Jansen, M. J. W. (1999).
    *Computer Physics Communications* 117(1-2), 35-43.

    Examples
    --------
    >>> linear = sobol_indices(lambda x: 2 * x[:, 0] + x[:, 1], ("a", "b"), base=512)
    >>> [round(one.first, 2) for one in linear]
    [0.8, 0.2]
    """
    from scipy.stats import qmc

    refuse_unless(
        base >= 16 and base & (base - 1) == 0,
        where="sobol_indices",
        found=f"base {base}",
        expected="a power of 2 of at least 16",
        remedy="Ask for 512, 1024 or 2048.",
    )
    inputs = len(names)
    points = qmc.Sobol(2 * inputs, scramble=True, rng=seed).random(base)
    first, second = points[:, :inputs], points[:, inputs:]
    mixed = np.repeat(first[None], inputs, axis=0)
    for k in range(inputs):
        mixed[k, :, k] = second[:, k]
    rows = np.concatenate([first, second, mixed.reshape(-1, inputs)])
    output = np.asarray(function(rows), dtype=float)
    refuse_unless(
        bool(np.isfinite(output).all()),
        where="sobol_indices",
        found=f"{int((~np.isfinite(output)).sum())} of {output.size} outputs are not finite",
        expected="a finite output for every combination of inputs",
        remedy="Leave out choices under which the unit has no score.",
    )
    output = output - output[: 2 * base].mean()  # keeps the first-order products small
    outputs = output.reshape(inputs + 2, base)
    random = np.random.default_rng(seed)
    picks = random.integers(base, size=(RESAMPLES, base))
    return tuple(_importance(name, k, outputs, picks) for k, name in enumerate(names))


def _importance(name: str, k: int, outputs: np.ndarray, picks: np.ndarray) -> Importance:
    """Indices of one input, and their bootstrap intervals."""
    one, two, mixed = outputs[0], outputs[1], outputs[2 + k]
    cross, square = two * (mixed - one), (one - mixed) ** 2 / 2
    both = np.concatenate([one, two])
    variance = float(both.var())
    if variance <= 1e-20 * (1 + float((both**2).max())):
        return Importance(name, None, None, None, None, None, None)
    spread = (one[picks] ** 2 + two[picks] ** 2).mean(axis=1) / 2
    spread -= ((one[picks] + two[picks]).mean(axis=1) / 2) ** 2
    spread = np.where(spread > 0, spread, variance)
    first_low, first_high = np.quantile(cross[picks].mean(axis=1) / spread, [0.05, 0.95])
    total_low, total_high = np.quantile(square[picks].mean(axis=1) / spread, [0.05, 0.95])
    return Importance(
        name,
        float(cross.mean()) / variance,
        float(first_low),
        float(first_high),
        float(square.mean()) / variance,
        float(total_low),
        float(total_high),
    )


def choice_importance(
    table: Table,
    choices: Choices,
    unit: str | None = None,
    *,
    base: int = 512,
    seed: int = 0,
) -> tuple[Importance, ...]:
    r"""Which choice moves the rank of a unit, or the ranking as a whole, most.

    .. math:: y = \text{rank}_i \quad\text{or}\quad
        y = \frac1n \sum_i |\text{rank}_i - \text{rank}_i^{\text{first recipe}}|

    Inputs: normalisation, weights, aggregation, treatment of missing values, indicator left out,
    noise of the values; those with one alternative only are left out. Scatter of the weights and
    differences between experts belong to `robustness` only.

    Parameters
    ----------
    table : Table
    choices : Choices
    unit : text
        Whose rank; the mean shift of all ranks if left out.
    base, seed : count
        As for `sobol_indices`.

    Returns
    -------
    importances : Importance for each input that varies, the largest total first

    Raises
    ------
    InputError
        If the unit is not in the table, nothing varies, or missing values are refused.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). *Journal of the Royal Statistical Society
    A* 168(2), 307-323; OECD and JRC (2008), step 8.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> columns = Indicator("trade"), Indicator("arms")
    >>> table = Table(("A", "B", "C"), columns, np.array([[3.0, 9.0], [1.0, 1.0], [2.0, 10.0]]))
    >>> one = choice_importance(table, Choices(normalisations=("min-max",)), "A", base=64)
    >>> one[0].name
    'indicator left out'
    """
    whose = (unit,) if unit is not None else ()
    function, names = _varying(table, choices, whose, seed)
    return _sorted(sobol_indices(lambda rows: function(rows)[:, 0], names, base=base, seed=seed))


def choice_importances(
    table: Table,
    choices: Choices,
    units: tuple[str, ...],
    *,
    base: int = 512,
    seed: int = 0,
) -> dict[str, tuple[Importance, ...]]:
    r"""Which choice moves the rank of each of several units, from one set of evaluations.

    .. math:: y_i = \text{rank}_i

    As `choice_importance` for one unit; all worlds are scored once for all of them.

    Parameters
    ----------
    table : Table
    choices : Choices
    units : text
        Whose ranks.
    base, seed : count
        As for `sobol_indices`.

    Returns
    -------
    importances : by unit, Importance for each input that varies, the largest total first

    Raises
    ------
    InputError
        As `choice_importance`.

    References
    ----------
    As `choice_importance`.

    Examples
    --------
    >>> from steelyard.models.composite.recipe import Indicator
    >>> columns = Indicator("trade"), Indicator("arms")
    >>> table = Table(("A", "B", "C"), columns, np.array([[3.0, 9.0], [1.0, 1.0], [2.0, 10.0]]))
    >>> found = choice_importances(table, Choices(), ("A", "C"), base=16)
    >>> found["A"] == choice_importance(table, Choices(), "A", base=16)
    True
    """
    if not units:
        return {}
    function, names = _varying(table, choices, units, seed)
    ranks: list[np.ndarray] = []

    def column(place: int) -> Callable[[np.ndarray], np.ndarray]:
        def output(rows: np.ndarray) -> np.ndarray:
            if not ranks:  # the rows are the same for all units: one seed, one sequence
                ranks.append(function(rows))
            return ranks[0][:, place]

        return output

    return {
        unit: _sorted(sobol_indices(column(place), names, base=base, seed=seed))
        for place, unit in enumerate(units)
    }


def _sorted(found: tuple[Importance, ...]) -> tuple[Importance, ...]:
    """The largest total first."""
    return tuple(sorted(found, key=lambda one: -(one.total or 0.0)))


def _varying(
    table: Table, choices: Choices, units: tuple[str, ...], seed: int
) -> tuple[Callable[[np.ndarray], np.ndarray], tuple[str, ...]]:
    """Function of the inputs that vary, and their names; raise where nothing does."""
    unknown = [unit for unit in units if unit not in table.units]
    refuse_unless(
        not unknown,
        where="choice_importance",
        found=", ".join(map(repr, unknown)),
        expected=f"one of the {len(table.units)} units, or several",
        remedy="Name the unit as the table does.",
    )
    refuse_gaps(table, choices.recipes())
    levels = _levels(table, choices)
    refuse_unless(
        len(levels) > 0,
        where="choice_importance",
        found="no choice with two alternatives, and no noise",
        expected="at least one input that varies",
        remedy="Give alternatives in `Choices`, or noise in the table.",
    )
    return _rank_function(table, choices, levels, units, seed), tuple(levels)


def _levels(table: Table, choices: Choices) -> dict[str, int]:
    """Inputs that vary, and how many levels each has."""
    levels = {
        "normalisation": len(choices.normalisations),
        "weights": len(choices.weightings),
        "aggregation": len(choices.aggregations),
        "missing values": len(choices.missing),
        "indicator left out": len(table.indicators) + 1 if choices.leave_out else 1,
        "noise of the values": NOISES if _is_random(table, choices) else 1,
    }
    return {name: count for name, count in levels.items() if count > 1}


def _is_random(table: Table, choices: Choices) -> bool:
    """Whether worlds differ: by noise, or by missing values that are drawn."""
    drawn = "draw" in choices.missing and np.isnan(table.values).any()
    return bool((table.noise > 0).any() or drawn)


def _rank_function(
    table: Table, choices: Choices, levels: dict[str, int], units: tuple[str, ...], seed: int
) -> Callable[[np.ndarray], np.ndarray]:
    """Output of a composite as a function of rows of uniform inputs."""
    recipes = choices.recipes()
    place: dict[Recipe, int] = {recipe: k for k, recipe in enumerate(recipes)}
    shape = tuple(
        len(x)
        for x in (choices.normalisations, choices.weightings, choices.aggregations, choices.missing)
    )
    random = np.random.default_rng(seed)
    filled = noisy_worlds(random, table, NOISES, np.ones(NOISES, dtype=bool))
    gaps = np.isnan(table.values)

    def output(rows: Float[np.ndarray, "row input"]) -> Float[np.ndarray, "row output"]:
        level = {
            name: (rows[:, k] * count).astype(int) for k, (name, count) in enumerate(levels.items())
        }
        zero = np.zeros(len(rows), dtype=int)
        inputs = ("normalisation", "weights", "aggregation", "missing values")
        recipe_of = np.ravel_multi_index(tuple(level.get(name, zero) for name in inputs), shape)
        left_out = level.get("indicator left out", zero) - 1
        worlds = filled[level.get("noise of the values", zero)]
        draws_gaps = np.array([recipe.missing == "draw" for recipe in place])[recipe_of]
        worlds[np.ix_(~draws_gaps, *map(np.arange, gaps.shape))] = np.where(
            gaps, np.nan, worlds[~draws_gaps]
        )
        ranks = ranks_from_top(score_worlds(table, worlds, recipes, recipe_of, left_out))
        if units:
            return ranks[:, [table.units.index(unit) for unit in units]]
        none = np.array([-1])
        nominal = score_worlds(table, filled.mean(axis=0)[None], recipes, none + 1, none)
        return np.nanmean(np.abs(ranks - ranks_from_top(nominal)), axis=1)[:, None]

    return output
