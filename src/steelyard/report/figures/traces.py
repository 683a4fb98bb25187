"""Series of a dossier as traces: which belong in one figure, their colour, their stretches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from steelyard.dossier.records import Dossier, Point, Series
from steelyard.report import words
from steelyard.report.figures.plan import line_of
from steelyard.vocabulary.estimate import Estimate

# Lines of one colour differ by their dashes, so that they can be told apart in grey too.
DASHES = ((), (7, 3), (2, 2), (10, 3, 2, 3), (4, 4))
IN_BILLIONS = 2000  # millions from which an axis counts in billions
NO_NAMES: Mapping[str, str] = MappingProxyType({})
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


def traces(
    dossier: Dossier, members: Sequence[Series], lines: Mapping[str, str] = NO_NAMES
) -> list[Trace]:
    """Traces of one figure, main ones first; the first basis of each line is the main one.

    `lines` names the lines of some series by their id, with ``{subject}``, ``{partner}`` and
    ``{part}`` in it.
    """
    shown = _on_one_axis([readable(series, members) for series in members])
    varied = len({(series.measure, series.part) for series in shown}) > 1
    distinct = len({s.title for s in shown}) == len({line_of(s) for s in shown})
    dashes: dict[tuple, tuple[int, ...]] = {}
    found = []
    for series in shown:
        key = line_of(series)
        named = lines.get(series.id, "")
        label = _named(dossier, named, series) or _label(dossier, series, members, varied=varied)
        claim = _claim(series, label, varied=varied)
        if named and not (distinct and _is_full(series.title)):
            claim = label
        tone = _tone(dossier, series)
        main = key not in dashes
        if main:
            alike = sum(trace.tone == tone for trace in found if trace.main)
            dashes[key] = DASHES[alike % len(DASHES)]
        found.append(Trace(series, label, claim, tone, main=main, dash=dashes[key]))
    return sorted(found, key=lambda trace: (not trace.main, trace.tone))


def _named(dossier: Dossier, template: str, series: Series) -> str:
    """The name of a line as the file of figures gives it."""
    if not template:
        return ""
    subject, partner = (
        words.place(dossier, code, series.title) for code in (series.subject, series.partner or "")
    )
    first = series.part.partition(",")[0]
    named = template.format(subject=subject, partner=partner, part=series.part, first=first)
    return _capital(named)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _is_full(title: str) -> bool:
    """Whether a title stands alone: short ones, in lower case, need the name of the state."""
    return bool(re.match(r"(the )?[A-Z]", title))


def _claim(series: Series, label: str, *, varied: bool) -> str:
    """How a title names the line: the series' own title where it is a full one."""
    if _is_full(series.title):
        return _capital(series.title)
    return label if varied else f"{_capital(series.title)}, {label},"


def readable(series: Series, members: Sequence[Series]) -> Series:
    """The series in units that a reader sees; the data files keep those of the dossier.

    Large sums of millions become billions. Logarithms of a ratio are told apart from other
    logarithms, because an axis shows them as "so many times".
    """
    if series.unit == "ln" and series.measure.endswith("log_ratio"):
        return series.model_copy(update={"unit": words.LOG_RATIO})
    if series.unit == words.LOG_RATIO:
        return series.model_copy(update={"title": re.sub(r"^Log ratio", "Ratio", series.title)})
    if series.unit != "USD m":
        return series
    values = [p.value.point for s in members for p in s.points if p.value.point is not None]
    if max(values, default=0) < IN_BILLIONS:
        return series
    shrunk = tuple(p.model_copy(update={"value": _thousandth(p.value)}) for p in series.points)
    return series.model_copy(update={"unit": "USD bn", "points": shrunk})


def _on_one_axis(members: Sequence[Series]) -> Sequence[Series]:
    """Shares beside an index are written as that index is, not as per cent."""
    if len({series.unit for series in members}) == 1:
        return members
    return [series.model_copy(update={"unit": "index"}) for series in members]


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
        return _capital(what) if varied and series.measure != WEIGHT else known
    name = names[series.subject]
    if not varied:
        return name
    alone = len({member.subject for member in members}) == 1
    return _capital(what) if alone else f"{name}: {what}"
