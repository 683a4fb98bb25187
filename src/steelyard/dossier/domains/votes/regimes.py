"""How like the two states are ruled, and whether states ruled alike vote alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.blocs import PRIOR
from steelyard.dossier.domains.votes.explanations import regime_indices
from steelyard.dossier.domains.votes.material import Material, share_of
from steelyard.dossier.domains.votes.matrices import by_state
from steelyard.dossier.domains.votes.why import index_name
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.cohesion import FEWEST_MEMBERS, pairs_in_step
from steelyard.measures.likeness import likeness
from steelyard.measures.vote_texts import FEWEST_FOR_SHARES, intervals_of

LOWEST, HIGHEST, BETWEEN = "lowest third", "highest third", "lowest with highest third"


def likeness_series(basis: Basis) -> Iterator[Series | None]:
    """Likeness of the pair by year, for each index side by side."""
    a, b = basis.asked.a, basis.asked.b
    for index in regime_indices(basis.data):
        known = {name: _values(basis, name, index) for name in ("regime", "regime_error")}
        points = []
        for year in sorted({year for _, year in known["regime"]}):
            values = [known["regime"].get((code, year), np.nan) for code in basis.asked.codes]
            errors = [known["regime_error"].get((code, year)) for code in basis.asked.codes]
            value = likeness(*values, first_error=errors[0], second_error=errors[1])
            note = ", ".join(
                f"{state.name} {one:.2f}"
                for state, one in zip((a, b), values, strict=True)
                if one == one
            )
            points.append(point(year, value, "estimated", [index], note))
        name = index_name(basis.data, index)
        title = f"{a.name} and {b.name}: likeness of regimes"
        yield series("votes.regime_likeness", a.iso3, b.iso3, name, points, title=title)


def _values(basis: Basis, indicator: str, index: str) -> dict[tuple[str, int], float]:
    """What an index says of the two states in the years asked for."""
    rows = basis.data.table("state_years").filter(
        (pl.col("indicator") == indicator)
        & (pl.col("origin") == index)
        & pl.col("state").is_in(basis.asked.codes)
        & pl.col("year").is_between(*basis.asked.years)
    )
    return {
        (code, year): value for code, year, value in rows.select("state", "year", "value").rows()
    }


def regime_cohesion(basis: Basis, made: Material) -> Iterator[Series | None]:
    """Agreement of pairs within and between thirds of the states by each index."""
    for index in regime_indices(basis.data):
        rows = basis.data.table("state_years").filter(
            (pl.col("indicator") == "regime") & (pl.col("origin") == index)
        )
        thirds = {
            year: found
            for _, year in made.shown()
            if (found := _thirds(made, rows.filter(pl.col("year") == year), year)) is not None
        }
        for part in (LOWEST, HIGHEST, BETWEEN):
            yield _series(basis, made, index, part, thirds)


def _thirds(made: Material, rows: pl.DataFrame, year: int) -> tuple[list[int], list[int]] | None:
    """Columns of the states that voted in a year, lowest and highest third of an index."""
    values = by_state(rows, made.known.states)
    voted = (made.known.votes[made.divided & (made.known.years == year)] > 0).any(axis=0)
    ranked = np.flatnonzero(voted & np.isfinite(values))
    ranked = ranked[np.argsort(values[ranked], kind="stable")]
    third = ranked.size // 3
    if third < FEWEST_MEMBERS:
        return None
    return ranked[:third].tolist(), ranked[-third:].tolist()


def _pairs(votes: np.ndarray, low: Sequence[int], high: Sequence[int], part: str) -> np.ndarray:
    """Close and distant pairs of one kind on each roll call."""
    chosen = {LOWEST: low, HIGHEST: high, BETWEEN: [*low, *high]}[part]
    counts = pairs_in_step(votes[:, chosen])
    if part == BETWEEN:
        counts = counts - pairs_in_step(votes[:, low]) - pairs_in_step(votes[:, high])
    return counts


def _series(
    basis: Basis,
    made: Material,
    index: str,
    part: str,
    thirds: dict[int, tuple[list[int], list[int]]],
) -> Series | None:
    """One kind of pairs by year, with the places of the two states in the notes."""
    counts, years = np.zeros((len(made.texts), 2)), list(thirds)
    periods = [made.divided & (made.known.years == year) for year in years]
    for year, rows in zip(years, periods, strict=True):
        counts[rows] = _pairs(made.known.votes[rows], *thirds[year], part)
    if not years:
        return None
    redrawn = made.redraw(counts, periods, PRIOR)
    values = intervals_of(
        share_of(redrawn.counts), share_of(redrawn.draws), redrawn.texts, fewest=FEWEST_FOR_SHARES
    )
    points = [
        point(
            year,
            values[place],
            "observed",
            (*made.origins(year), index),
            f"{len(thirds[year][0])} states a third; {_where(made, thirds[year])}; "
            f"{redrawn.texts[place]} texts",
        )
        for place, year in enumerate(years)
    ]
    name = index_name(basis.data, index)
    title = f"Cohesion of votes, {part} by {name}"
    return series(
        "votes.regime_cohesion", made.asked.a.iso3, None, name, points, title=title, part=part
    )


def _where(made: Material, thirds: tuple[list[int], list[int]]) -> str:
    """In which third each of the two states is."""
    said = []
    for state in (made.asked.a, made.asked.b):
        column = made.known.column(state.iso3)
        place = [
            word for word, one in zip(("lowest", "highest"), thirds, strict=True) if column in one
        ]
        said.append(f"{state.name} in the {place[0] if place else 'middle'} one")
    return ", ".join(said)
