"""How alike the two voted, raw and beyond chance, year by year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.domains.votes.material import BASIS, Material
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.similarity import similarity
from steelyard.measures.vote_texts import (
    FEWEST_FOR_SHARES,
    FEWEST_TEXTS,
    RedrawnCounts,
    intervals_of,
)

# Measure of the catalogue, part, name among the measures of similarity. S and chance-corrected
# measures come with differences weighted in three ways; the catalogue's own is the first.
KINDS = (
    ("votes.agreement", "", "agreement"),
    ("votes.s", "", "s"),
    ("votes.s", "squared differences", "s_squared"),
    ("votes.kappa", "", "kappa_squared"),
    ("votes.kappa", "linear differences", "kappa_linear"),
    ("votes.kappa", "any difference", "kappa"),
    ("votes.pi", "", "pi_squared"),
    ("votes.pi", "linear differences", "pi_linear"),
    ("votes.pi", "any difference", "pi"),
)
CHANCE = "both states always chose the same one vote: chance explains all"


def similarity_series(made: Material, redrawn: RedrawnCounts) -> Iterator[Series | None]:
    """Agreement, identical votes, S, kappa and pi of the pair."""
    for measure, part, name in KINDS:
        points, draws = similarity_of(redrawn, name)
        fewest = FEWEST_FOR_SHARES if name in ("agreement", "s", "s_squared") else FEWEST_TEXTS
        yield _yearly(made, redrawn, measure, points, draws, fewest, part)
    same = [0, 4, 8]  # on the diagonal of the joint table
    counts, drawn = redrawn.counts, redrawn.draws
    points = counts[:, same].sum(axis=1) / counts.sum(axis=1)
    draws = drawn[:, :, same].sum(axis=2) / drawn.sum(axis=2)
    yield _yearly(made, redrawn, "votes.same", points, draws, FEWEST_FOR_SHARES, "")


def similarity_of(redrawn: RedrawnCounts, name: str) -> tuple[np.ndarray, np.ndarray]:
    """One measure by period, and its draws."""
    tables = (
        redrawn.counts.reshape(-1, 3, 3),
        redrawn.draws.reshape(*redrawn.draws.shape[:2], 3, 3),
    )
    known, drawn = (similarity(table, name) for table in tables)
    return known, drawn


def _yearly(
    made: Material,
    redrawn: RedrawnCounts,
    measure: str,
    points: np.ndarray,
    draws: np.ndarray,
    fewest: int,
    part: str,
) -> Series | None:
    """A series of the pair by year."""
    a, b = made.asked.a, made.asked.b
    values = intervals_of(points, draws, redrawn.texts, fewest=fewest, why_absent=CHANCE)
    number = redrawn.counts.sum(axis=1)
    return series(
        measure,
        a.iso3,
        b.iso3,
        BASIS,
        [
            point(
                year,
                values[place],
                "observed",
                made.origins(year),
                f"{number[place]:.0f} roll calls on {redrawn.texts[place]} texts",
            )
            for place, year in made.shown()
        ],
        title=f"{a.adjective} and {b.adjective} votes" + (f", {part}" if part else ""),
        unit="1" if measure in ("votes.agreement", "votes.same") else "index",
        part=part,
    )
