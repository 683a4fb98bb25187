"""Series of a dossier as traces: which belong in one figure, their colour, their stretches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from steelyard.dossier.records import Dossier, Point, Series


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a figure. `main` traces carry the band; others are conflicting bases."""

    series: Series
    label: str
    tone: str  # a, b or line
    main: bool

    @property
    def present(self) -> list[Point]:
        """Points that have a number, in order of time."""
        return sorted((p for p in self.series.points if p.value.present), key=lambda p: p.x)

    @property
    def last(self) -> Point:
        """The newest point with a number."""
        return self.present[-1]

    def runs(self) -> list[list[Point]]:
        """Stretches of neighbouring points: years that are missing break a line."""
        runs: list[list[Point]] = []
        for point in self.present:
            if runs and point.x - runs[-1][-1].x <= _step(point) * 1.5:
                runs[-1].append(point)
            else:
                runs.append([point])
        return runs


def _step(point: Point) -> float:
    return 1 / 12 if "-" in point.period else 1.0


def group(dossier: Dossier) -> dict[tuple[str, str], list[Series]]:
    """Series by figure: one per measure for the pair, one per measure for each third state."""
    pair = {dossier.a.iso3, dossier.b.iso3}
    groups: dict[tuple[str, str], list[Series]] = {}
    for series in dossier.series:
        if any(point.value.present for point in series.points):
            third = "" if series.subject in pair else series.subject
            groups.setdefault((series.measure, third), []).append(series)
    return groups


def traces(dossier: Dossier, members: Iterable[Series]) -> list[Trace]:
    """Traces of one figure, the pair's main ones first; the first basis of each is the main one."""
    seen: dict[tuple[str, str | None], bool] = {}
    found = []
    for series in members:
        key = (series.subject, series.partner)
        found.append(
            Trace(series, _label(dossier, series), _tone(dossier, series), main=key not in seen)
        )
        seen[key] = True
    return sorted(found, key=lambda trace: (not trace.main, trace.tone))


def _tone(dossier: Dossier, series: Series) -> str:
    """The colour of the state that leans; for third states, of the one they lean on."""
    by_state = {dossier.a.iso3: "a", dossier.b.iso3: "b"}
    return by_state.get(series.subject) or by_state.get(series.partner or "", "line")


def _label(dossier: Dossier, series: Series) -> str:
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    if series.subject in names:
        return names[series.subject]
    if series.partner in names:
        return f"on {names[series.partner]}"
    return series.basis or series.subject
