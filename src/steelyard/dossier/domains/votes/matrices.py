"""From rows of tables to matrices over all pairs of states."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl


def places(names: pl.Series, states: Sequence[str]) -> np.ndarray:
    """Place of each name among the states; -1 where it is none of them."""
    known = names.cast(pl.String).cast(pl.Enum(list(states)), strict=False)
    return known.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()


def one_way(
    rows: pl.DataFrame, states: Sequence[str], columns: tuple[str, str], empty: float
) -> np.ndarray:
    """Values from the state of the first column to that of the second, `empty` elsewhere."""
    first, second = (places(rows[column], states) for column in columns)
    values = rows["value"].cast(pl.Float64).to_numpy()
    known = (first >= 0) & (second >= 0) & np.isfinite(values)
    made = np.full((len(states),) * 2, empty)
    made[first[known], second[known]] = values[known]
    return made


def both_ways(
    rows: pl.DataFrame, states: Sequence[str], columns: tuple[str, str], empty: float
) -> np.ndarray:
    """The same value in both directions, of rows that have each pair once or twice."""
    made = one_way(rows, states, columns, np.nan)
    made = np.where(np.isfinite(made), made, made.T)
    return np.where(np.isfinite(made), made, empty)


def summed(
    rows: pl.DataFrame, states: Sequence[str], columns: tuple[str, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Sums of values from one state to another, and how many rows each sum has."""
    number = len(states)
    first, second = (places(rows[column], states) for column in columns)
    known = (first >= 0) & (second >= 0)
    cell = first[known] * number + second[known]
    values = rows["value"].cast(pl.Float64).fill_null(0.0).to_numpy()[known]
    sums = np.bincount(cell, weights=values, minlength=number * number)
    counts = np.bincount(cell, minlength=number * number)
    return sums.reshape(number, number), counts.reshape(number, number)


def by_state(rows: pl.DataFrame, states: Sequence[str]) -> np.ndarray:
    """Mean value of each state, NaN where it has none."""
    at, values = places(rows["state"], states), rows["value"].cast(pl.Float64).to_numpy()
    known = (at >= 0) & np.isfinite(values)
    sums = np.bincount(at[known], weights=values[known], minlength=len(states))
    counts = np.bincount(at[known], minlength=len(states))
    return np.divide(sums, counts, out=np.full(len(states), np.nan), where=counts > 0)
