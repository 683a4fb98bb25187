"""Figures of the triangle with a third state: types by year, the newest triangle, the camps."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.records import Dossier
from steelyard.report.figures.record import Figure
from steelyard.report.figures.triangle.camps import camps_figure
from steelyard.report.figures.triangle.newest import newest_figure
from steelyard.report.figures.triangle.types import types_figure


def triangle_figures(dossier: Dossier) -> Iterator[Figure]:
    """All of them; nothing where the three ties are not known in any year."""
    if dossier.triangle is None:
        return
    yield types_figure(dossier, dossier.triangle)
    yield newest_figure(dossier, dossier.triangle)
    if dossier.triangle.camps:
        yield camps_figure(dossier, dossier.triangle)
