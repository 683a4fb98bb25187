"""The report as a folder: page, data, drawings and the dossier they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from steelyard.dossier.records import Dossier
from steelyard.report.figures.record import Figure
from steelyard.report.folder import replacing

Progress = Callable[[str, float], None]


def write_report(
    dossier: Dossier,
    folder: Path,
    *,
    geometry: dict | None = None,
    progress: Progress | None = None,
) -> Path:
    """Write the report on a pair of states into a folder.

    The folder is written whole beside its place and then put there, so that a fault leaves what
    was there before. The same dossier and geometry give the same bytes.

    Parameters
    ----------
    dossier : Dossier
        Everything that the report shows. The report calculates nothing.
    folder : Path
        Where the report goes: new, empty, or an earlier Steelyard report to be replaced.
    geometry : dict, optional
        TopoJSON of the world's states with ISO numeric codes as ids. Without it no map is drawn.
    progress : callable, optional
        Called with a stage and the share of the work that is done, in [0, 1].

    Returns
    -------
    Path
        The page, ``index.html``; beside it ``data/``, ``figures/`` and ``dossier.json``.

    Raises
    ------
    InputError
        The folder holds something else; nothing was changed.
    StoreError
        The disk is full or read-only; nothing was changed.
    """
    tell = progress or (lambda stage, done: None)
    with replacing(folder) as fresh:
        _write(dossier, fresh, geometry, tell)
    tell("done", 1.0)
    return Path(folder).expanduser().resolve() / "index.html"


def _write(dossier: Dossier, folder: Path, geometry: dict | None, tell: Progress) -> None:
    from steelyard.report import downloads
    from steelyard.report.page import render
    from steelyard.report.pictures import Pictures
    from steelyard.report.sources import Sources

    data, drawings, sources = folder / "data", folder / "figures", Sources(dossier)
    data.mkdir()
    drawings.mkdir()
    figures: list[Figure] = []
    most = expected(dossier)
    tell("drawing figures", 0.0)
    with Pictures() as pictures:
        for figure in collect(dossier, geometry):
            figures.append(figure)
            pictures.add(downloads.write_drawing(drawings, figure, sources))
            downloads.write_data(data, figure, sources)
            tell("drawing figures", min(0.8, 0.8 * len(figures) / most))
        tell("laying out the page", 0.8)
        (folder / "index.html").write_text(render(dossier, figures), encoding="utf-8")
        (folder / "dossier.json").write_text(dossier.to_json() + "\n", encoding="utf-8")
        downloads.write_series(data, dossier)
        downloads.write_claims(data, dossier)
        downloads.write_notes(data, dossier, figures)
        tell("making pictures", 0.85)
        pictures.finish()


def expected(dossier: Dossier) -> int:
    """How many figures there will be, for progress: those of series and a few more."""
    from steelyard.report.figures.plan import plans

    return len(plans(dossier)) + 8


def collect(dossier: Dossier, geometry: dict | None) -> Iterator[Figure]:
    """All figures that the dossier has data for, in the order of the page."""
    from steelyard.report.change import change_figures
    from steelyard.report.figures.causal import causal_figures
    from steelyard.report.figures.claims import claims_figure
    from steelyard.report.figures.contest import contest_figure
    from steelyard.report.figures.cut_map import cut_map_figure
    from steelyard.report.figures.cuts import cut_figures
    from steelyard.report.figures.energy import energy_figures
    from steelyard.report.figures.forecasts import forecast_figure
    from steelyard.report.figures.partners import partner_figures
    from steelyard.report.figures.place import place_figures
    from steelyard.report.figures.pressure import pressure_figures
    from steelyard.report.figures.products import products_figure
    from steelyard.report.figures.ranking import ranking_figure
    from steelyard.report.figures.series import series_figures
    from steelyard.report.figures.triangle import triangle_figures
    from steelyard.report.figures.world import map_figure, map_origins
    from steelyard.report.steelyard import steelyard_figure

    def some(figure: Figure | None) -> Iterator[Figure]:
        return iter(() if figure is None else (figure,))

    yield from some(steelyard_figure(dossier))
    yield from place_figures(dossier)
    yield from change_figures(dossier)
    yield from series_figures(dossier)
    yield from partner_figures(dossier)
    yield from cut_figures(dossier)
    yield from some(cut_map_figure(dossier, geometry))
    yield from energy_figures(dossier, geometry)
    yield from pressure_figures(dossier)
    yield from causal_figures(dossier)
    yield from some(forecast_figure(dossier))
    yield from some(claims_figure(dossier))
    yield from some(products_figure(dossier))
    yield from some(map_figure(dossier, geometry))
    yield from triangle_figures(dossier)
    yield from some(contest_figure(dossier))
    yield from some(ranking_figure(dossier, map_origins(dossier)))
