"""Series of a dossier as traces: which belong in one figure, their colour, their stretches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from steelyard.dossier.records import Dossier, Point, Series
from steelyard.vocabulary.estimate import Estimate

# Lines of one colour differ by their dashes, so that they can be told apart in grey too.
DASHES = ((), (7, 3), (2, 2), (10, 3, 2, 3), (4, 4))
IN_BILLIONS = 2000  # millions from which an axis counts in billions
MOST_PARTS = 3  # parts of a measure that one figure can hold
WEIGHT = "region.share"  # a state's own weight in a group of third states, which the other leans on


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a figure. `main` traces carry the band; others are conflicting bases."""

    series: Series
    label: str
    claim: str  # how a title names the line
    tone: str  # a, b or line
    main: bool
    dash: tuple[int, ...] = ()

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


GroupKey = tuple[str, str, str]  # measure, third state or "", part where each has its figure


def group(dossier: Dossier) -> dict[GroupKey, list[Series]]:
    """Series by figure: one per measure for the pair, one per measure for each third state.

    A measure of many parts (fuels, products) has a figure for each: lines that cross read badly.
    """
    pair = {dossier.a.iso3, dossier.b.iso3}
    shown = [series for series in dossier.series if any(p.value.present for p in series.points)]
    third = {series.id: "" if series.subject in pair else series.subject for series in shown}
    parts: dict[tuple[str, str], set[str]] = {}
    for series in shown:
        parts.setdefault((series.measure, third[series.id]), set()).add(series.part)
    groups: dict[GroupKey, list[Series]] = {}
    for series in shown:
        key = (series.measure, third[series.id])
        part = series.part if len(parts[key]) > MOST_PARTS else ""
        groups.setdefault((*key, part), []).append(series)
    return groups


def traces(dossier: Dossier, members: Sequence[Series]) -> list[Trace]:
    """Traces of one figure, main ones first; the first basis of each is the main one."""
    varied = len({series.part for series in members}) > 1
    seen: set[tuple[str, str | None, str]] = set()
    found = []
    for series in _readable(members):
        key = (series.subject, series.partner, series.part)
        label = _label(dossier, series, members, varied=varied)
        claim = _claim(series, label, varied=varied)
        tone = _tone(dossier, series)
        alike = sum(other.tone == tone and other.main for other in found)
        dash = DASHES[alike % len(DASHES)] if varied else ()
        found.append(Trace(series, label, claim, tone, main=key not in seen, dash=dash))
        seen.add(key)
    return sorted(found, key=lambda trace: (not trace.main, trace.tone))


def _claim(series: Series, label: str, *, varied: bool) -> str:
    """How a title names the line: the series' own title where it is a full one."""
    if series.title[:1].isupper():
        return series.title
    title = f"{series.title[:1].upper()}{series.title[1:]}"
    return label if varied else f"{title}, {label},"


def _readable(members: Sequence[Series]) -> Sequence[Series]:
    """Large sums of millions as billions, for axes and labels; the data files keep the unit."""
    if members[0].unit != "USD m":
        return members
    values = [p.value.point for s in members for p in s.points if p.value.point is not None]
    if max(values, default=0) < IN_BILLIONS:
        return members
    return [
        series.model_copy(
            update={
                "unit": "USD bn",
                "points": tuple(
                    point.model_copy(update={"value": _thousandth(point.value)})
                    for point in series.points
                ),
            }
        )
        for series in members
    ]


def _thousandth(value: Estimate) -> Estimate:
    point, low, high = (
        None if end is None else end / 1000 for end in (value.point, value.low, value.high)
    )
    return replace(value, point=point, low=low, high=high)


def _tone(dossier: Dossier, series: Series) -> str:
    """The colour of the state that leans; where third states lean, of the one they lean on."""
    by_state = {dossier.a.iso3: "a", dossier.b.iso3: "b"}
    if series.measure == WEIGHT:
        return by_state.get(series.partner or "", "line")
    return by_state.get(series.subject) or by_state.get(series.partner or "", "line")


def _label(dossier: Dossier, series: Series, members: Iterable[Series], *, varied: bool) -> str:
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    what = series.title.rpartition(": ")[2]
    if series.measure == WEIGHT or series.subject not in names:
        known = names.get(series.partner or "", series.basis or series.subject)
        return f"{what[:1].upper()}{what[1:]}" if varied and series.measure != WEIGHT else known
    name = names[series.subject]
    if not varied:
        return name
    alone = len({member.subject for member in members}) == 1
    return f"{what[:1].upper()}{what[1:]}" if alone else f"{name}: {what}"
