"""Ties by opinion: how two publics see the other state, favourably among those with a view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.opinion import GREATEST_EFFECT
from steelyard.dossier.triangle.measured import DRAWS, Measured, fixed
from steelyard.models.games.triangle import TIES

BASIS = f"sampling of both publics, design effect {GREATEST_EFFECT}"
PRIOR = 0.5


def seen(basis: Basis, codes: Sequence[str], cuts: Sequence[float]) -> Measured | None:
    """Ties of three states by the mean of both publics' views.

    None where no tie was asked about on both sides in any one year.
    """
    table = basis.data.table("opinion").filter(
        pl.col("year").is_between(*basis.asked.years)
        & (pl.col("favourable") + pl.col("unfavourable") > 0)
        & (pl.col("n") > 0)
    )
    asked = {
        (row["year"], row["respondent"], row["target"]): row for row in table.iter_rows(named=True)
    }
    years = tuple(
        year
        for year in sorted({year for year, _, _ in asked})
        if any(_both(codes, tie, year) <= set(asked) for tie in TIES)
    )
    if not years:
        return None
    values, draws = np.full((len(years), 3), np.nan), np.full((DRAWS, len(years), 3), np.nan)
    origins: dict[int, tuple[str, ...]] = {}
    for row, year in enumerate(years):
        random = np.random.default_rng([basis.asked.seed, year])
        rows: list[dict] = []
        for place, tie in enumerate(TIES):
            keys = sorted(_both(codes, tie, year))
            if set(keys) <= set(asked):
                views = [_view(asked[key], random) for key in keys]
                values[row, place] = np.mean([point for point, _ in views])
                draws[:, row, place] = np.mean([drawn for _, drawn in views], axis=0)
                rows += [asked[key] for key in keys]
        origins[year] = tuple(dict.fromkeys(each["origin"] for each in rows))
    return Measured(
        years, values, draws, fixed(cuts, len(years)), _spreads(table, years), origins, BASIS
    )


def _both(codes: Sequence[str], tie: tuple[int, int], year: int) -> set[tuple[int, str, str]]:
    """The two surveys that a tie needs."""
    one, other = (codes[state] for state in tie)
    return {(year, one, other), (year, other, one)}


def _view(row: dict, random: np.random.Generator) -> tuple[float, np.ndarray]:
    """Favourable part of those with a view, and its draws."""
    yes, no = row["favourable"], row["unfavourable"]
    worth = row["n"] / 100 / GREATEST_EFFECT  # persons for each per cent
    return yes / (yes + no), random.beta(yes * worth + PRIOR, no * worth + PRIOR, DRAWS)


def _spreads(table: pl.DataFrame, years: Sequence[int]) -> np.ndarray:
    """How far the views of all publics of all states lie apart in each year."""
    found = dict(
        table.group_by("year")
        .agg((pl.col("favourable") / (pl.col("favourable") + pl.col("unfavourable"))).std())
        .iter_rows()
    )
    return np.array([found[year] for year in years], dtype=float)
