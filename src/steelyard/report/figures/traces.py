"""Series of a dossier as traces: which belong in one figure, their colour, their stretches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from steelyard.dossier.records import Dossier, Point, Series

REGION = "region"  # the domain where a figure is a state's own weight in a group of third states


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a figure. `main` traces carry the band; others are conflicting bases."""

    series: Series
    label: str
    claim: str  # how a title names the line
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


def traces(dossier: Dossier, members: Sequence[Series]) -> list[Trace]:
    """Traces of one figure, main ones first; the first basis of each quantity is the main one."""
    varied = len({series.part for series in members}) > 1
    seen: set[tuple[str, str | None, str]] = set()
    found = []
    for series in members:
        key = (series.subject, series.partner, series.part)
        label = _label(dossier, series, members, varied=varied)
        claim = series.title if series.title[:1].isupper() else label
        tone = _tone(dossier, series)
        found.append(Trace(series, label, claim, tone, main=key not in seen))
        seen.add(key)
    return sorted(found, key=lambda trace: (not trace.main, trace.tone))


def _tone(dossier: Dossier, series: Series) -> str:
    """The colour of the state that leans; where third states lean, of the one they lean on."""
    by_state = {dossier.a.iso3: "a", dossier.b.iso3: "b"}
    if series.domain == REGION:
        return by_state.get(series.partner or "", "line")
    return by_state.get(series.subject) or by_state.get(series.partner or "", "line")


def _label(dossier: Dossier, series: Series, members: Iterable[Series], *, varied: bool) -> str:
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    if series.domain == REGION or series.subject not in names:
        return names.get(series.partner or "", series.basis or series.subject)
    name = names[series.subject]
    if not varied:
        return name
    what = series.title.rpartition(": ")[2]
    alone = len({member.subject for member in members}) == 1
    return f"{what[:1].upper()}{what[1:]}" if alone else f"{name}: {what}"
