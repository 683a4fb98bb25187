"""What third states themselves say they trade with both sides: a conflicting source.

National statistics may leave out what mirror data hold (transit, trade by single merchants), so
that the contest looks different by them. Never mixed with reconciled flows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis

SERIES = {"imports": "trade_goods_imports", "exports": "trade_goods_exports"}
FEWEST_YEARS = 5
KEPT = "declared contest"


@dataclass(frozen=True, slots=True)
class Declared:
    """Both sides' weight as the third state declares it, USD bn, in years that have both."""

    years: np.ndarray
    a: np.ndarray
    b: np.ndarray
    origins: tuple[tuple[str, ...], ...]


def declared(basis: Basis, state: str, dimension: str) -> Declared | None:
    """None where the state declared fewer than five years with both sides."""
    known = _figures(basis)
    ways = tuple(SERIES) if dimension == "trade" else (dimension,)
    keys = [(state, side, way) for way in ways for side in basis.asked.codes]
    common = sorted(set.intersection(*(set(known.get(key, {})) for key in keys)))
    if len(common) < FEWEST_YEARS:
        return None
    a, b = (
        np.array([sum(known[state, side, way][year][0] for way in ways) for year in common])
        for side in basis.asked.codes
    )
    origins = tuple(tuple(dict.fromkeys(known[key][year][1] for key in keys)) for year in common)
    return Declared(np.array(common), a, b, origins)


def _figures(basis: Basis) -> dict[tuple[str, str, str], dict[int, tuple[float, str]]]:
    """Preferred yearly figures of any state on its trade with the two sides; read once."""
    if KEPT in basis.of_all_pairs:
        return basis.of_all_pairs[KEPT]
    rows = basis.data.table("figures").filter(
        pl.col("series").is_in(list(SERIES.values()))
        & pl.col("partner").is_in(list(basis.asked.codes))
        & pl.col("preferred")
        & ~pl.col("claim")
        & (pl.col("period").str.len_chars() == 4)
        & (pl.col("value") > 0)
    )
    ways = {series: way for way, series in SERIES.items()}
    first, last = basis.asked.years
    found: dict[tuple[str, str, str], dict[int, tuple[float, str]]] = {}
    for row in rows.iter_rows(named=True):
        year = int(row["period"])
        if first <= year <= last:
            key = (row["reporter"], row["partner"], ways[row["series"]])
            found.setdefault(key, {})[year] = (row["value"], row["origin"])
    basis.of_all_pairs[KEPT] = found
    return found
