"""The fuel markets between two states as pictures: flows, discounts, the bargain, what-ifs."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.records import Dossier
from steelyard.report.figures.record import Figure


def energy_figures(dossier: Dossier, geometry: dict | None) -> Iterator[Figure]:
    """All figures of all fuels, in the order of the page; none for a pair without a link."""
    from steelyard.report.figures.energy.discount_bands import discount_bands
    from steelyard.report.figures.energy.flow_map import flow_map
    from steelyard.report.figures.energy.outlines import land
    from steelyard.report.figures.energy.surplus_split import surplus_split
    from steelyard.report.figures.energy.what_ifs import what_ifs

    if not dossier.fuels:
        return
    outlines = land(geometry) if geometry else None
    for market in dossier.fuels:
        for figure in (
            flow_map(dossier, market, outlines),
            discount_bands(dossier, market),
            surplus_split(dossier, market),
            what_ifs(dossier, market),
        ):
            if figure is not None:
                yield figure
