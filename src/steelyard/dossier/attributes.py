"""One attribute of all states over the years, source by source, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from jaxtyping import Float

from steelyard.dossier.records import Point, Status
from steelyard.dossier.series import point
from steelyard.reference.dataset import Dataset
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.estimate import Estimate, exact

UNERRING = "published without an error, and no second source for this year"


@dataclass(frozen=True, slots=True)
class Attribute:
    """Values by state and year of one source; NaN where it has none."""

    origins: tuple[str, ...]
    basis: str
    states: tuple[str, ...]
    years: tuple[int, ...]
    values: Float[np.ndarray, "state year"]
    places: dict[str, int]

    def of(self, state: str) -> Float[np.ndarray, " year"]:
        """One state's course; all absent for a state that the source does not have."""
        place = self.places.get(state)
        return np.full(len(self.years), np.nan) if place is None else self.values[place]

    @property
    def economies(self) -> Float[np.ndarray, "state year"]:
        """All states, without the publisher's own world total."""
        return self.values[[state != WORLD for state in self.states]]


def attributes(data: Dataset, indicator: str, years: tuple[int, int]) -> tuple[Attribute, ...]:
    """Every source of an indicator of `state_years`, the one with most years first."""
    key = f"attributes {indicator} {years}"
    if key not in data.made:
        rows = data.table("state_years").filter(
            (pl.col("indicator") == indicator) & pl.col("year").is_between(*years)
        )
        data.made[key] = by_source(data, rows, "value")
    return data.made[key]


def components(data: Dataset, component: str, years: tuple[int, int]) -> tuple[Attribute, ...]:
    """Shares of the world in one component of national capability."""
    rows = data.table("components").filter(
        (pl.col("component") == component) & pl.col("year").is_between(*years)
    )
    return by_source(data, rows, "share")


def spending(data: Dataset, amount: str, years: tuple[int, int]) -> tuple[Attribute, ...]:
    """Military spending from a user's own files; none without them."""
    rows = data.table("spending").filter(
        (pl.col("amount") == amount) & pl.col("year").is_between(*years)
    )
    return by_source(data, rows, "value")


def by_source(data: Dataset, rows: pl.DataFrame, column: str) -> tuple[Attribute, ...]:
    """Rows of one attribute, apart by origin."""
    made = [
        _attribute(data, str(key[0]), same, column)
        for key, same in rows.group_by(["origin"], maintain_order=True)
    ]
    return tuple(sorted(made, key=lambda item: (-len(item.years), item.basis)))


def _attribute(data: Dataset, origin: str, rows: pl.DataFrame, column: str) -> Attribute:
    first, last = int(rows["year"].min()), int(rows["year"].max())  # type: ignore[arg-type]
    states = tuple(rows["state"].unique().sort().to_list())
    values = np.full((len(states), last - first + 1), np.nan)
    place = rows["state"].rank("dense").to_numpy().astype(int) - 1
    values[place, rows["year"].to_numpy() - first] = rows[column].to_numpy()
    years = tuple(range(first, last + 1))
    places = {state: at for at, state in enumerate(states)}
    return Attribute((origin,), data.origin(origin).title, states, years, values, places)


Courses = Sequence[tuple[Attribute, Float[np.ndarray, " year"]]]


def points_of(courses: Courses, status: Status = "observed") -> list[list[Point]]:
    """Points of one quantity from several sources; years that several have carry their range."""
    known: dict[int, list[float]] = {}
    for source, values in courses:
        for year, value in zip(source.years, values, strict=True):
            if np.isfinite(value):
                known.setdefault(year, []).append(float(value))
    return [
        [
            point(year, _estimate(float(value), known[year]), status, source.origins)
            for year, value in zip(source.years, values, strict=True)
            if np.isfinite(value)
        ]
        for source, values in courses
    ]


def _estimate(value: float, every: Sequence[float]) -> Estimate:
    """A value with the range of all sources of its year."""
    low, high = min(every), max(every)
    if len(every) == 1:
        return exact(value, UNERRING)
    if low == high:  # copies of one figure: no second opinion
        return exact(value, f"published without an error; {len(every)} editions agree to the digit")
    return Estimate(value, low, high, None, f"range of {len(every)} sources")
