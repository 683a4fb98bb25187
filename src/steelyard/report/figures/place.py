"""The figures that say where a tie stands, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.records import Dossier
from steelyard.report.figures.classes import classes_figure
from steelyard.report.figures.composite import composite_figures
from steelyard.report.figures.course import course_figure
from steelyard.report.figures.record import Figure
from steelyard.report.figures.standing import standing_figure


def place_figures(dossier: Dossier) -> Iterator[Figure]:
    """Strip chart, classes by definition, course by year, composites: what the dossier holds."""
    for figure in (standing_figure(dossier), classes_figure(dossier), course_figure(dossier)):
        if figure is not None:
            yield figure
    yield from composite_figures(dossier)
