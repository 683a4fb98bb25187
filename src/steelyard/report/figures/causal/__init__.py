"""Figures of the causal system: loops, what data taught, courses, scenarios, levers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from steelyard.dossier.records import Dossier
from steelyard.report.figures.causal.dominance import dominance_figure
from steelyard.report.figures.causal.effects import effects_figure
from steelyard.report.figures.causal.expected import expected_figure
from steelyard.report.figures.causal.fans import fans_figure
from steelyard.report.figures.causal.levers import levers_figure, parts_figure
from steelyard.report.figures.causal.loops import loops_figure
from steelyard.report.figures.causal.odds import odds_figure
from steelyard.report.figures.causal.taught import taught_figure
from steelyard.report.figures.record import Figure


def leading_figure(dossier: Dossier) -> Figure | None:
    """Which loops lead when."""
    causal = dossier.causal
    if causal is None or causal.dominance is None:
        return None
    drawn = dominance_figure(causal.dominance, causal.flips)
    fewer = replace(drawn.wide, hovers=drawn.wide.hovers[::4])  # the table has every year
    return replace(drawn, wide=fewer, origins=causal.origins)


MAKERS: tuple[Callable[[Dossier], Figure | None], ...] = (
    loops_figure,
    taught_figure,
    leading_figure,
    fans_figure,
    effects_figure,
    odds_figure,
    expected_figure,
    levers_figure,
    parts_figure,
)


def causal_figures(dossier: Dossier) -> Iterator[Figure]:
    """All of them; nothing where the dossier holds no system."""
    if dossier.causal is None or dossier.causal.why_not:
        return
    for make in MAKERS:
        figure = make(dossier)
        if figure is not None:
            yield figure
