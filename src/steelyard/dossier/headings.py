"""What the two states sell each other by heading of the Harmonized System, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from jaxtyping import Float, Int

from steelyard.dossier.basis import Basis
from steelyard.vocabulary.technology import LADDER, lall_of

KEPT = "headings"


@dataclass(frozen=True, slots=True)
class Headings:
    """Flows between A and B in USD m, ``values[side, year, heading]``: 0 what A sells, 1 what B.

    A heading that a reported flow does not list is 0: publishers drop zeros within a flow. A flow
    without any heading is NaN throughout: it was not reported.
    """

    years: tuple[int, ...]
    codes: tuple[str, ...]
    values: Float[np.ndarray, "2 year heading"]
    origins: tuple[str, ...]  # by year
    steps: Int[np.ndarray, " heading"]  # on the ladder of technology, -1 where on none


def headings(basis: Basis) -> Headings | None:
    """Both flows by heading in the years asked for; None where neither is in the dataset.

    Read once for a dossier.
    """
    if KEPT not in basis.of_all_pairs:
        basis.of_all_pairs[KEPT] = _read(basis)
    return basis.of_all_pairs[KEPT]


def _read(basis: Basis) -> Headings | None:
    """The same, from the table."""
    a, b = basis.asked.codes
    rows = basis.data.table("products").filter(
        pl.col("exporter").is_in([a, b])
        & pl.col("importer").is_in([a, b])
        & (pl.col("exporter") != pl.col("importer"))
        & pl.col("year").is_between(*basis.asked.years)
        & pl.col("value").is_not_null()
    )
    if rows.is_empty():
        return None
    years = tuple(sorted(rows["year"].unique().to_list()))
    codes = tuple(sorted(rows["hs4"].unique().to_list()))
    values = np.zeros((2, len(years), len(codes)))
    side = (rows["exporter"] == b).cast(pl.Int8).to_numpy()
    year = np.searchsorted(years, rows["year"].to_numpy())
    code = np.searchsorted(codes, rows["hs4"].to_numpy())
    values[side, year, code] = rows["value"].to_numpy()
    values[values.sum(axis=2) == 0] = np.nan
    by_year = dict(rows.group_by("year").agg(pl.col("origin").first()).iter_rows())
    origins = tuple(by_year[each] for each in years)
    return Headings(years, codes, values, origins, steps_of(codes))


def steps_of(codes: Sequence[str]) -> np.ndarray:
    """Step of each heading on the ladder of technology, -1 where it stands on none."""
    levels = [LADDER[lall_of(f"{code}00")].level for code in codes]
    return np.array([-1 if level is None else level for level in levels], dtype=int)
