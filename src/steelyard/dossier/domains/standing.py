"""Where each direction of a tie stands among those of all states, year by year."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.course import placed_tie
from steelyard.dossier.comparison.matrices import KINDS, Matrix
from steelyard.dossier.comparison.yardsticks import YARDSTICKS, Yardstick, matrices
from steelyard.dossier.records import Point, Series, Status
from steelyard.dossier.series import point, present, series
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.reference_class import BASIS
from steelyard.vocabulary.states import State

AMONG = {"largest": "all states’ largest ties", "pairs": "all directed pairs"}


def standing_series(basis: Basis) -> tuple[Series, ...]:
    """Percentiles of both directions in every measure that all pairs have."""
    if not basis.has_trade:
        return ()
    return present(
        _standing(basis, item, kind, subject, partner)
        for item in YARDSTICKS
        for kind in item.standing
        for subject, partner in basis.asked.directions()
    )


def _standing(
    basis: Basis, item: Yardstick, kind: str, subject: State, partner: State
) -> Series | None:
    """Percentiles of one direction in one kind of class; years without a class are left out."""
    placed = placed_tie(basis, item, kind, (subject.iso3, partner.iso3))
    known = matrices(basis, item)
    points = [
        _point(known[int(year)], kind, placed.point[place], placed.draws[:, place])
        for place, year in enumerate(placed.years)
    ]
    tie_words = item.words.format(partner.sentence_name)
    return series(
        item.standing[kind],
        subject.iso3,
        partner.iso3,
        item.basis,
        points,
        title=f"{subject.adjective} {tie_words} among {AMONG[kind]}",
    )


def _point(matrix: Matrix, kind: str, percentile: float, draws) -> Point:  # type: ignore[no-untyped-def]
    """One year's percentile; imputed years are estimates."""
    reference = matrix.reference(kind)
    count = 0 if reference is None else reference.members.size
    value = estimate_from_draws(float(percentile), draws, basis=BASIS)
    return point(
        matrix.year, value, status_of(matrix), matrix.origins,
        f"among {count} members: {KINDS[kind]}",
    )  # fmt: skip


def status_of(matrix: Matrix) -> Status:
    """Imputed years are estimates; trade is reconciled; the rest is as it was counted."""
    if matrix.estimated:
        return "estimated"
    return "reconciled" if matrix.measure.startswith("trade.") else "observed"
