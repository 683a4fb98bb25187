"""With which side the states between vote: agreement with each, redrawn by subject together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.entries import cell
from steelyard.dossier.contest.rows import Row
from steelyard.dossier.records import ContestCell
from steelyard.measures.contest import tilt_by_year
from steelyard.measures.similarity import contested
from steelyard.measures.vote_bootstrap import Redrawn, redraw_similarity
from steelyard.reference.roll_calls import RollCalls, roll_calls
from steelyard.vocabulary.estimate import Estimate, absent

DRAWS = 500
SESSIONS = 3  # of the last years: one session has too few subjects for a narrow interval


def vote_cells(basis: Basis, rows: tuple[Row, ...]) -> Iterator[tuple[str, ContestCell]]:
    """The cell of each state by its code; nothing for regions, whose members vote apart."""
    known = roll_calls(basis.data)
    place_of = {state: place for place, state in enumerate(known.states)}
    sides = [place_of[side] for side in basis.asked.codes if side in place_of]
    states = {row.code: row for row in rows if row.code in place_of}
    chosen = _chosen(known, basis.asked.years)
    if len(sides) < len(basis.asked.codes) or not states or not chosen.any():
        return
    columns = [place_of[code] for code in states]
    pairs = [(place, len(columns) + side) for place in range(len(columns)) for side in range(2)]
    votes = known.votes[chosen][:, [*columns, *sides]]
    redrawn = redraw_similarity(
        votes, pairs, groups=known.subjects[chosen], draws=DRAWS, seed=basis.asked.seed
    )
    origins = sorted({known.origins[at] for at in np.flatnonzero(chosen)[-1:].tolist()})
    years = known.years[chosen]
    values, span = redrawn.intervals(), (int(years.min()), int(years.max()))
    for place, (code, row) in enumerate(states.items()):
        yield code, _cell(row, redrawn, values[2 * place : 2 * place + 2], 2 * place, span, origins)


def _chosen(known: RollCalls, years: tuple[int, int]) -> np.ndarray:
    """Roll calls of the last sessions asked for on which not everybody agreed."""
    inside = known.within(years)
    if not inside.any():
        return inside
    last = int(known.years[inside].max())
    inside &= known.years > last - SESSIONS
    inside[inside] = contested(known.votes[inside])
    return inside


def _cell(
    row: Row,
    redrawn: Redrawn,
    values: tuple[Estimate, ...],
    place: int,
    years: tuple[int, int],
    origins: list[str],
) -> ContestCell:
    """Agreement with both sides, and their ratio from draws of the same roll calls."""
    a, b = redrawn.draws[:, place], redrawn.draws[:, place + 1]
    if not (values[0].present and values[1].present):
        ratio = absent("too few common roll calls"), None
    else:
        points = redrawn.point[place : place + 2]
        ratio = (
            tilt_by_year(points[1:], points[:1], b[:, None], a[:, None])[0],
            float((b > a).mean()),
        )
    return cell(
        row, "votes", "Agreement of votes in the General Assembly", "1", years[1],
        (values[0], values[1]), ratio, origins, note=f"sessions opened in {years[0]}-{years[1]}",
    )  # fmt: skip
