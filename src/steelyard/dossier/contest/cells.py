"""The grid: third states and regions by dimension, the chosen region first."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.declared import declared
from steelyard.dossier.contest.entries import cell
from steelyard.dossier.contest.goods import DIMENSIONS, Weights
from steelyard.dossier.contest.passing import choices, passing
from steelyard.dossier.contest.quoted import quoted_cells
from steelyard.dossier.contest.rows import Row, rows
from steelyard.dossier.contest.ties import tie_cells
from steelyard.dossier.contest.votes import vote_cells
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.dossier.records import ContestCell
from steelyard.measures.contest import contest
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

KEPT = "contest cells"


def contest_cells(basis: Basis) -> tuple[ContestCell, ...]:
    """All cells that have at least one side; none where the two compete nowhere."""
    if KEPT not in basis.of_all_pairs:
        basis.of_all_pairs[KEPT] = tuple(_cells(basis))
    return basis.of_all_pairs[KEPT]


def _cells(basis: Basis) -> list[ContestCell]:
    """Row by row: goods trade, then votes, ties and single figures."""
    places = rows(basis)
    votes = dict(vote_cells(basis, places)) if places else {}
    found: list[ContestCell] = []
    for row in places:
        found += [
            each for dimension in DIMENSIONS if (each := _goods(basis, row, dimension)) is not None
        ]
        if row.code in votes:
            found.append(votes[row.code])
        found += tie_cells(basis, row)
        found += quoted_cells(basis, row)
    return found


def _goods(basis: Basis, row: Row, dimension: str) -> ContestCell | None:
    """Both sides' trade with the place in the last year that is mostly reported."""
    found = row.weights[dimension]
    usable = found.known & found.sure
    if not usable.any():
        return None
    at = int(np.flatnonzero(usable)[-1])
    year = int(found.years[at])
    result = contest(
        found.years, found.b[None], found.a[None], found.b_draws[:, None], found.a_draws[:, None],
        at=year,
    )  # fmt: skip
    moved = passing(basis, found)
    crossed = moved.crossing
    passed = (moved.by, None, None, None)
    if crossed is not None:
        passed = (moved.by, crossed.year, crossed.low, crossed.high)
    made = choices(basis, row, dimension, moved.by, declared(basis, row.state, dimension))
    return cell(
        row, dimension, DIMENSIONS[dimension].capitalize(), "USD m", year,
        (_value(found.a, found.a_draws, at), _value(found.b, found.b_draws, at)),
        (result.log_ratio[0], result.chance_ahead[0]), [basis.trade.origins[_place(basis, year)]],
        note=_note(found, at, moved.by), passed=passed, choices=made,
    )  # fmt: skip


def _value(values: np.ndarray, draws: np.ndarray, at: int) -> Estimate:
    """One side's weight with its interval."""
    return estimate_from_draws(float(values[at]), draws[:, at], basis=NOISE_BASIS)


def _place(basis: Basis, year: int) -> int:
    """Place of a year among all years of the trade table."""
    return basis.trade.year(year)


def _note(found: Weights, at: int, by: str) -> str:
    """What was imputed, and whether a lead that never changed hands is the reason for no year."""
    notes = []
    if found.imputed[at] > 0:
        notes.append(f"{100 * found.imputed[at]:.0f} % of one side's flow imputed")
    later = found.years[found.known & ~found.sure]
    if later.size:
        notes.append(f"{later[0]} left out: mostly imputed")
    if not by:
        kept = found.only(found.known & found.sure)
        ahead = kept.b > kept.a
        alike = "the same side ahead in every year" if ahead.all() or not ahead.any() else ""
        notes.append(alike or "no passing that lasted")
    return "; ".join(notes)
