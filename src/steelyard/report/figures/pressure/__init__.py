"""Figures of games of pressure: threats, hedges and contests over third states."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.records import Dossier
from steelyard.report.figures.pressure.contest import contest_game_figure
from steelyard.report.figures.pressure.hedging import hedge_figures
from steelyard.report.figures.pressure.threats import threat_figure
from steelyard.report.figures.record import Figure


def pressure_figures(dossier: Dossier) -> Iterator[Figure]:
    """Every figure that the dossier has a game for."""
    if dossier.pressure is None:
        return
    threats = threat_figure(dossier)
    if threats is not None:
        yield threats
    yield from hedge_figures(dossier)
    contest = contest_game_figure(dossier)
    if contest is not None:
        yield contest
