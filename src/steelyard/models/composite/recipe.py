"""Recipes of a composite: normalisation, weights, aggregation and missing values as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

Normalisation = Literal["min-max", "z", "rank", "reference"]
Weighting = Literal["equal", "given", "pca", "budget"]
Aggregation = Literal["arithmetic", "geometric", "copeland"]
Missing = Literal["refuse", "reweight", "draw"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A column: its name, whether more of it means more of the concept, and a reference value.

    `reference` is needed only for distance to a reference: the value that counts as 100.
    """

    name: str
    more_is_more: bool = True
    reference: float | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to make a composite. What each choice supposes is in `WHAT_IT_SUPPOSES`.

    `weights` belong to the weighting "given" (one for each indicator), `budget` to "budget"
    (one tuple of points for each expert). `least_present` is the share of the weight that must
    be there for a unit to have a score when missing values are met by reweighting.
    """

    normalisation: Normalisation = "min-max"
    weighting: Weighting = "equal"
    aggregation: Aggregation = "arithmetic"
    missing: Missing = "refuse"
    weights: tuple[float, ...] = ()
    budget: tuple[tuple[float, ...], ...] = ()
    least_present: float = 2 / 3

    def __post_init__(self) -> None:
        """Refuse weights that are absent where needed, negative or all zero."""
        rows = {"given": (self.weights,), "budget": self.budget}.get(self.weighting)
        refuse_unless(
            rows is None or (len(rows) > 0 and all(_usable(row) for row in rows)),
            where=f"Recipe with weighting {self.weighting!r}",
            found=f"weights {self.weights}, budget of {len(self.budget)} experts",
            expected="finite weights of at least 0, not all 0, for each indicator",
            remedy="Give `weights` for 'given' and `budget` for 'budget'.",
        )
        refuse_unless(
            0 < self.least_present <= 1,
            where="Recipe, least_present",
            found=f"{self.least_present:g}",
            expected="a share in (0, 1]",
            remedy="State the share of the weight that must be present.",
        )


def _usable(row: tuple[float, ...]) -> bool:
    """Whether weights are finite, not negative and not all zero."""
    array = np.array(row)
    return bool(array.size and np.isfinite(array).all() and (array >= 0).all() and array.any())


WHAT_IT_SUPPOSES: dict[str, str] = {
    "min-max": "distances count; one extreme unit squeezes all others",
    "z": "distances count in standard deviations; extremes weigh more",
    "rank": "only the order counts; distances are thrown away",
    "reference": "distances count as shares of a stated reference value",
    "equal": "every indicator matters alike; two that say the same count twice",
    "given": "the weights are a judgement that is stated",
    "pca": "what varies together matters more; says nothing about importance",
    "budget": "the weights are the points that experts gave",
    "arithmetic": "a surplus in one indicator fully makes up for a deficit in another",
    "geometric": "a deficit is only partly made up for; low values pull down",
    "copeland": "units win or lose pairwise by weighted majority; nothing is made up for",
    "refuse": "a missing value is an error",
    "reweight": "a missing value is as good as the unit's other values",
    "draw": "a missing value may be that of any other unit; widens the intervals",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The alternatives over which a Monte Carlo goes, all combinations alike.

    `leave_out` also lets one indicator at a time, or none, be left out. `concentration` scatters
    every draw's weights around the recipe's by a Dirichlet law: 10 per indicator moves a weight
    of 1/12 by about a third of itself; infinite leaves the weights alone.
    """

    normalisations: tuple[Normalisation, ...] = ("min-max", "z", "rank")
    weightings: tuple[Weighting, ...] = ("equal", "pca")
    aggregations: tuple[Aggregation, ...] = ("arithmetic", "geometric", "copeland")
    missing: tuple[Missing, ...] = ("refuse",)
    weights: tuple[float, ...] = ()
    budget: tuple[tuple[float, ...], ...] = ()
    leave_out: bool = True
    concentration: float = np.inf

    def recipes(self) -> tuple[Recipe, ...]:
        """Every combination as a recipe."""
        return tuple(
            Recipe(n, w, a, m, self.weights, self.budget)
            for n, w, a, m in product(
                self.normalisations, self.weightings, self.aggregations, self.missing
            )
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Units by indicators, as observed, with the standard deviation of each value's noise.

    Rows are kept in the order of names, so that the order in which units came cannot matter;
    indicators keep the order given, which weights follow. NaN is a missing value.
    """

    units: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    values: Float[np.ndarray, "unit indicator"]
    noise: Float[np.ndarray, "unit indicator"] = field(default_factory=lambda: np.zeros((0, 0)))

    def __post_init__(self) -> None:
        """Check the labels and numbers, and put units in the order of their names."""
        noise = np.zeros_like(self.values) if self.noise.size == 0 else self.noise
        names = [indicator.name for indicator in self.indicators]
        refuse_unless(
            self.values.shape == noise.shape == (len(set(self.units)), len(set(names)))
            and len(self.units) == len(set(self.units))
            and len(names) == len(set(names)),
            where="Table",
            found=f"{len(self.units)} units, {len(names)} indicators, values {self.values.shape}",
            expected="one row for each unit and one column for each indicator, names unique",
            remedy="Label every row and column once.",
        )
        refuse_unless(
            not np.isinf(self.values).any()
            and bool(np.isfinite(noise).all() and (noise >= 0).all()),
            where="Table",
            found="an infinite value, or noise that is absent, negative or infinite",
            expected="finite values or NaN, and noise of at least 0",
            remedy="Correct the values; a value without known noise has noise 0.",
        )
        _refuse_empty(self.values, names)
        rows = np.argsort(self.units, kind="stable")
        object.__setattr__(self, "units", tuple(self.units[k] for k in rows))
        object.__setattr__(self, "values", self.values[rows])
        object.__setattr__(self, "noise", noise[rows])


def _refuse_empty(values: np.ndarray, names: list[str]) -> None:
    """Raise if an indicator cannot tell units apart."""
    bare = [
        name
        for name, column in zip(names, values.T, strict=True)
        if np.unique(column[np.isfinite(column)]).size < 2
    ]
    refuse_unless(
        values.shape[0] >= 2 and not bare,
        where="Table",
        found=f"{values.shape[0]} units; indicators with fewer than 2 values: {bare}",
        expected="at least 2 units, and at least 2 different values in each indicator",
        remedy="Leave out indicators that cannot tell units apart.",
    )
