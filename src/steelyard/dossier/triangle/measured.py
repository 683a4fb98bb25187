"""Three ties by year: values and draws, the value from which each counts as positive, origins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

DRAWS = 400


@dataclass(frozen=True, slots=True)
class Measured:
    """The ties first-second, first-third and second-third in some years.

    `cuts` holds for each threshold its value in each year and the draws of that value; `spread`
    is the standard deviation over all pairs of states of the year, on the scale of `value`.
    Draws with one number belong together. NaN where a tie is not known in a year. On the scale
    "log" values are logarithms.
    """

    years: tuple[int, ...]
    value: Float[np.ndarray, "year 3"]
    draws: Float[np.ndarray, "draw year 3"]
    cuts: Mapping[float, tuple[Float[np.ndarray, " year"], Float[np.ndarray, "draw year"]]]
    spread: Float[np.ndarray, " year"]
    origins: Mapping[int, tuple[str, ...]]
    basis: str
    scale: str = "linear"

    def margin(self, cut: float) -> tuple[np.ndarray, np.ndarray]:
        """Values and draws less a threshold."""
        known, drawn = self.cuts[cut]
        return self.value - known[:, None], self.draws - drawn[:, :, None]

    def full(self) -> Sequence[int]:
        """Places of the years in which all three ties are known."""
        there = np.isfinite(self.value).all(axis=1) & np.isfinite(self.draws).all(axis=(0, 2))
        return np.flatnonzero(there).tolist()


def fixed(
    cuts: Sequence[float], years: int, of: Callable[[float], float] = float
) -> Mapping[float, tuple[np.ndarray, np.ndarray]]:
    """Thresholds that are the same in every year and draw."""
    return {
        cut: (np.full(years, of(cut), dtype=float), np.full((DRAWS, years), of(cut), dtype=float))
        for cut in cuts
    }


def together(parts: Sequence[tuple[Measured, float]], cuts: Sequence[float]) -> Measured | None:
    """Mean standardized margin of several, in the years in which each has all three ties.

    None where there is no such year.
    """
    by_year = [{one.years[place]: place for place in one.full()} for one, _ in parts]
    years = tuple(sorted(set.intersection(*(set(places) for places in by_year))))
    if not years:
        return None
    values, draws = [], []
    for (one, cut), places in zip(parts, by_year, strict=True):
        rows = [places[year] for year in years]
        value, drawn = one.margin(cut)
        scale = one.spread[rows][:, None]
        values.append(value[rows] / scale)
        draws.append(drawn[:, rows] / scale)
    sources = {
        year: tuple(dict.fromkeys(o for one, _ in parts for o in one.origins[year]))
        for year in years
    }
    return Measured(
        years,
        np.mean(values, axis=0),
        np.mean(draws, axis=0),
        fixed(cuts, len(years)),
        np.ones(len(years)),
        sources,
        "; ".join(dict.fromkeys(one.basis for one, _ in parts)),
    )
